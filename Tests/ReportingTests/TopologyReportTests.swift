import Testing
import Topology

@testable import Reporting

@Suite struct TopologyReportTests {
  private func report(_ synthetic: String) throws -> String {
    let machine = try Machine(synthetic: synthetic)
    let pairs = machine.allowedCPUs.count > 1 ? try machine.defaultPairs() : []
    return TopologyReport.text(TopologySummary(machine, pairs: pairs))
  }

  @Test func theMachineStandsAboveItsPairs() throws {
    #expect(
      try report("package:1 l3:1(size=1310720) core:2 pu:2") == """
        CPU             not named
        packages        1
        NUMA nodes      1
        cores           2, SMT on
        CPUs            4
        allowed CPUs    0-3
        L3 caches       1 of 1.25 MiB

        distance class   pairs  chosen (producer:consumer)
        same-core            2  0:1
        shared-l3            4  0:2
        """)
  }

  @Test func oneCPUHasNoPairs() throws {
    #expect(try report("package:1 pu:1").hasSuffix("\n\nno pairs: no two CPUs are allowed"))
  }

  @Test(arguments: [
    (0, "unknown size"), (512, "512 B"), (48 << 10, "48 KiB"), (1280 << 10, "1.25 MiB"),
    (1408 << 10, "1.375 MiB"), (2 << 20, "2 MiB"), (1000 << 10, "1000 KiB"), (33 << 20, "33 MiB"),
    ((1 << 20) + 1, "1048577 B"),
  ])
  func sizesAreExact(bytes: Int, text: String) {
    #expect(TopologyReport.size(bytes) == text)
  }
}
