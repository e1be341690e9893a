import AIORing
import RunRecord
import Testing

@testable import Analysis

@Suite("The price of an ordering at an edge") struct OrderingPricesTests {
  private let costs = BarrierCosts(
    arch: Architecture.x86.rawValue, workload: .handOff,
    instructions: [
      .init(instruction: "empty loop", ns: 1),
      .init(instruction: Instruction.load.rawValue, ns: 1.5),
      .init(instruction: Instruction.store.rawValue, ns: 2),
      .init(instruction: InstructionMapping(.x86).fence(.mb)?.rawValue ?? "", ns: 9),
      .init(instruction: InstructionMapping(.x86).store(.seqCst).access.rawValue, ns: 12),
    ],
    edges: [
      .init(edge: .publish, ordering: .mb, overNone: 7), .init(edge: .publish, ordering: .mb, overNone: 6),
    ], ring: [])

  @Test("is what was measured in the ring, and the smaller of two figures")
  func inRing() {
    #expect(costs.prices[.publish] == [.mb: 6])
  }

  @Test("of a sleeper's edges is the instructions' own time, less the empty loop and the plain access")
  func alone() {
    let wake = costs.prices[.wake]
    #expect(wake?[.mb] == 8)
    #expect(wake?[.seqCst] == 10)
    for ordering in [Ordering.release, .wmb, .none] { #expect(wake?[ordering] == 0) }
  }

  @Test("is unknown for an ordering that is a system call, and for instructions that were not measured")
  func unknown() {
    #expect(costs.prices[.sleep]?[.mb] != nil && costs.prices[.sleep]?[.membarrier] == nil)
    let none = BarrierCosts(arch: "armv8", workload: .handOff, instructions: [], edges: [], ring: [])
    #expect(none.prices[.wake] != nil && none.prices[.wake]?[.mb] == nil)
  }
}
