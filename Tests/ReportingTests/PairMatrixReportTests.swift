import Testing
import Topology

@testable import Reporting

@Suite struct PairMatrixReportTests {
  @Test func theMatrixHasARowForEachCPUAndEachClass() throws {
    let machine = try Machine(synthetic: "package:1 l3:2 core:2 pu:1")
    let figures = try machine.pairs(selection: "all").enumerated().map { index, pair in
      PairFigure(pair: pair, roundTripNs: Double(50 + 10 * index), readings: 4)
    }
    #expect(
      PairMatrixReport.text(figures) == """
        A line's round trip between two CPUs, ns, the median:
        CPU     0     1     2     3
          0     ·  50.0  60.0  70.0
          1  50.0     ·  80.0  90.0
          2  60.0  80.0     ·   100
          3  70.0  90.0   100     ·

        distance class  pairs  least ns  median ns  most ns
        shared-l3           2      50.0        100      100
        same-numa-node      4      60.0       80.0     90.0

        ·: not measured or judged.
        """)
  }
}
