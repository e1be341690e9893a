import CellRings
import Cells
import Testing
import WeakMemory

/// What the models say of rings over cells.
@Suite struct OwnRingVerdictTests {
  private func verdict<Fault: RingFault>(_: Fault.Type, _ model: Model, capacity: Int = 1) throws -> String {
    try RingTest(FaultyRing<Symbolic, Fault>.self, capacity: capacity).verdict(model).word
  }

  @Test(arguments: Model.allCases) func aRingThatIsRightIsSoUnderEveryModel(model: Model) throws {
    #expect(try verdict(NoFault.self, model) == "forbidden")
  }

  @Test func anOrderThatIsForgottenIsFoundWhereTheMachineNeedsIt() throws {
    for model in [Model.rc11, .armv8, .power, .riscv] {
      #expect(try verdict(RelaxedPublish.self, model) != "forbidden", "publish, \(model)")
      #expect(try verdict(RelaxedObserve.self, model) != "forbidden", "observe, \(model)")
    }
    // Of a ring of one slot that is popped and refilled while it is read.
    #expect(try verdict(RelaxedRetire.self, .rc11) == "race")
    #expect(try verdict(RelaxedRetire.self, .armv8) == "allowed")
    // x86 keeps stores in order, and loads.
    for model in [Model.sc, .x86TSO] {
      #expect(try verdict(RelaxedPublish.self, model) == "forbidden")
      #expect(try verdict(RelaxedObserve.self, model) == "forbidden")
      #expect(try verdict(RelaxedRetire.self, model) == "forbidden")
    }
  }

  @Test(arguments: Model.allCases)
  func `A lock is right under every model, and wrong without its release where stores pass each other`(
    model: Model
  ) throws {
    let keepsStoresInOrder = [.sc, .x86TSO].contains(model)
    let right = try RingTest(lock: TicketLock<Symbolic, NoFault>.self, sections: (1, 1)).verdict(model)
    #expect(right.word == "forbidden", "\(right)")
    let forgotten = try RingTest(lock: TicketLock<Symbolic, RelaxedPublish>.self, sections: (1, 1)).verdict(
      model)
    #expect((forgotten.word == "forbidden") == keepsStoresInOrder, "\(forgotten)")
    #expect(keepsStoresInOrder || forgotten.description.contains("a count is lost"))
    let ring = try RingTest(LockedRing<TicketLock<Symbolic, NoFault>>.self, pushes: 1, pops: 1).verdict(model)
    #expect(ring.word == "forbidden", "\(ring)")
    let broken = try RingTest(LockedRing<TicketLock<Symbolic, RelaxedPublish>>.self, pushes: 1, pops: 1)
      .verdict(model)
    #expect((broken.word == "forbidden") == keepsStoresInOrder, "\(broken)")
  }

  @Test func aRingThatFailsInOneThreadFailsUnderEveryModel() throws {
    for model in [Model.sc, .rc11] {
      let verdict = try RingTest(FaultyRing<Symbolic, LosesAll>.self).verdict(model)
      guard case .allowed(let witness) = verdict else {
        Issue.record("\(verdict)")
        continue
      }
      #expect(witness.summary.contains("one thread alone: pop 1 found the ring empty after a push"))
    }
  }

  @Test func anIndexThatIsOutOfBoundsIsNamed() throws {
    let verdict = try RingTest(FaultyRing<Symbolic, OutOfBounds>.self).verdict(.sc)
    #expect(
      verdict.description.contains("index 1 of 1 cells at RingBurstsTests/FaultyRing.swift"), "\(verdict)")
  }

  @Test func aViolationNamesThePlaceOfTheTest() throws {
    let line: UInt = #line + 1
    let test = RingTest(FaultyRing<Symbolic, RelaxedPublish>.self)
    let verdict = try test.verdict(.armv8)
    #expect(
      verdict.witness?.summary.hasSuffix("at RingBurstsTests/OwnRingVerdictTests.swift:\(line)") == true,
      "\(verdict)")
  }
}
