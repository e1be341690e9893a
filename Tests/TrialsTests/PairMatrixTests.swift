import Foundation
import Testing
import Topology
import Trials

@Suite struct PairMatrixTests {
  @Test func everyPairIsReadInEveryRound() throws {
    let machine = try Machine.current()
    guard machine.allowedCPUs.count > 1 else { return }
    let pairs = try Array(machine.pairs(selection: "all").prefix(3))
    var done = 0.0
    let figures = try PairMatrix(pairs: pairs, seconds: 0.01).measure(progress: { done = $0 })
    #expect(figures.map(\.pair) == pairs && done == 1)
    for figure in figures { #expect(figure.roundTripNs > 1 && figure.readings >= 4) }
  }

  @Test func aMatrixThatIsCancelledKeepsWhatItHas() throws {
    let machine = try Machine.current()
    guard machine.allowedCPUs.count > 1 else { return }
    let pairs = try Array(machine.pairs(selection: "all").prefix(1))
    #expect(try PairMatrix(pairs: pairs, seconds: 60).measure(isCancelled: { true }).isEmpty)
  }
}
