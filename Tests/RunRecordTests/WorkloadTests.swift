import RunRecord
import Testing

struct WorkloadTests {
  @Test func everyWorkloadOfOneThreadIsAlone() {
    #expect(Workload.allCases.filter(\.isAlone) == [.barrierCost, .clock, .wakeCost])
    #expect(Workload.allCases.allSatisfy { $0.isAlone == ($0.threads == 1) })
  }

  @Test func aLowerBoundRunsNoRing() {
    #expect(Workload.allCases.filter(\.isLowerBound) == [.lineBounce, .freshLine, .freshRoundTrip, .clock])
    let bounds = Workload.allCases.compactMap(\.lowerBound?.workload)
    #expect(!bounds.isEmpty && bounds.allSatisfy { $0.isLowerBound })
  }
}
