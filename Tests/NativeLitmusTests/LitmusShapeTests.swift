import Testing
import WeakMemory

@testable import NativeLitmus

@Suite struct LitmusShapeTests {
  private static func allowed(by model: Model) throws -> Set<String> {
    Set(try LitmusShape.all.filter { try $0.isAllowed(by: model) == true }.map(\.name))
  }

  /// Maranget, Sarkar, Sewell (2012).
  @Test func theModelsJudgeTheShapesAsTheLiteratureDoes() throws {
    // A streaming store is a thread of its own, so even sequential consistency does not order it.
    #expect(try Self.allowed(by: .sc) == ["MP+streaming"])
    #expect(try Self.allowed(by: .x86TSO) == ["SB", "R", "MP+streaming"])
    #expect(try Self.allowed(by: .sparcPSO) == ["MP", "SB", "S", "R", "2+2W", "MP+streaming"])
    #expect(try Self.allowed(by: .armv8) == ["MP", "SB", "LB", "S", "R", "2+2W", "MP+streaming"])
    #expect(try Self.allowed(by: .ia64).contains("CoRR"))
  }

  @Test func registersAreNumberedAsInHerd7() throws {
    let shape = try #require(LitmusShape.all.first { $0.name == "MP" })
    #expect(shape.threadTexts == ["x = 1; y = 1", "r0 = y; r1 = x"])
    #expect(shape.weakOutcomeText == "1:r0 = 1, 1:r1 = 0")
  }
}

@Suite struct LitmusInstancesTests {
  @Test(arguments: [0, 1, .max, 0x1234_5678_9abc_def0] as [UInt64])
  func aWalkVisitsEveryInstanceOnce(random: UInt64) {
    let walk = LitmusInstances.Walk(random: random)
    #expect(Set((0..<LitmusInstances.count).map(walk.instance)).count == LitmusInstances.count)
  }

  /// One thread after the other: an interleaving, of which no shape's weak outcome is a result.
  @Test(arguments: LitmusShape.all.filter(\.isAvailable).map(\.name), [[0, 1], [1, 0]])
  func threadsThatRunOneAfterTheOtherShowNoWeakOutcome(name: String, order: [Int]) throws {
    let shape = try #require(LitmusShape.all.first { $0.name == name })
    let instances = LitmusInstances()
    for thread in order { instances.run(shape, thread: thread, LitmusInstances.Walk(random: 7)) }
    #expect(instances.countWeak(shape, half: 0) == 0 && instances.countWeak(shape, half: 1) == 0)
  }

  @Test func anOutcomeIsCountedInBothHalvesUntilItIsCleared() {
    let shape = LitmusShape(
      name: "sequential", threads: [[.store(1, to: .x), .store(1, to: .y)], [.load(.y), .load(.x)]],
      weakOutcome: [
        .register(thread: 1, number: 0, value: 1), .register(thread: 1, number: 1, value: 1),
        .memory(.y, value: 1),
      ], reorderings: [])
    let instances = LitmusInstances()
    for thread in [0, 1] { instances.run(shape, thread: thread, LitmusInstances.Walk(random: 1)) }
    let half = UInt64(LitmusInstances.count / 2)
    #expect(instances.countWeak(shape, half: 0) == half && instances.countWeak(shape, half: 1) == half)
    instances.clear(half: 0)
    #expect(instances.countWeak(shape, half: 0) == 0 && instances.countWeak(shape, half: 1) == half)
  }
}
