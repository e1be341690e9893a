import RunRecord
import Testing
import Topology

@testable import NativeLitmus
@testable import Trials

/// One at a time: each takes two CPUs.
@Suite(.serialized) struct ProbeTests {
  private static func record(_ seconds: Double) throws -> ProbeRecord {
    let machine = try Machine.current()
    let pair = try #require(try machine.defaultPairs(oversubscribe: true).first)
    return try Probe(pair: pair, seconds: seconds, seed: 1).run(on: machine)
  }

  @Test func thisMachineShowsWhatItsModelAllowsAndNothingElse() throws {
    let record = try Self.record(Probe.quickSeconds)
    let counts = Dictionary(uniqueKeysWithValues: record.shapes.map { ($0.name, $0) })
    #expect(!record.contradictsModel)
    #expect(record.shapes.allSatisfy { !$0.isAvailable || $0.instances > 0 })
    #expect(try record.canTell == (Machine.current().allowedCPUs.count > 1))
    guard record.canTell else {
      #expect(record.shapes.allSatisfy { $0.weak == 0 })
      return
    }
    // Every CPU with a store buffer; a busy machine may need another try.
    var seen = counts["SB"]?.weak ?? 0
    for _ in 0..<20 where seen == 0 { seen = try Self.record(Probe.quickSeconds).shapes[1].weak }
    #expect(seen > 0)
    #if arch(x86_64)
      for name in ["MP", "LB", "S", "2+2W", "CoRR"] {
        #expect(counts[name]?.weak == 0 && counts[name]?.isAllowed == false)
      }
    #endif
  }

  /// The same outcome with one thread's accesses swapped in the source, where any CPU shows it: what is not seen
  /// could have been.
  @Test(arguments: ["MP", "LB", "S", "2+2W", "MP+streaming"])
  func aShapeWrittenInTheWrongOrderIsCaught(name: String) throws {
    guard try Machine.current().allowedCPUs.count > 1 else { return }
    let shape = try #require(LitmusShape.all.first { $0.name == name })
    // The order is the source's, so ordinary stores will do.
    let swapped = LitmusShape(
      name: name,
      threads: [
        shape.threads[0].reversed().map { access in
          access.kind == .streamingStore ? .store(access.value, to: access.place) : access
        }, shape.threads[1],
      ], weakOutcome: shape.weakOutcome, reorderings: shape.reorderings)
    #expect(try swapped.isAllowed(by: .sc) == true)
    let pair = try #require(try Machine.current().defaultPairs(oversubscribe: false).first)
    var weak: UInt64 = 0
    for seed: UInt64 in 0..<100 where weak == 0 {
      weak = try Probe(pair: pair, seed: seed).count(swapped, seconds: 0.05, seed: seed).weak
    }
    #expect(weak > 0)
  }
}
