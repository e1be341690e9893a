import Foundation
import Testing

@testable import Topology

@Suite struct MachineTests {
  @Test func packagesNodesAndCoresAreCounted() throws {
    let machine = try recorded("two-sockets-four-nodes")
    #expect(machine.packages == 2 && machine.numaNodes == [0, 1, 2, 3] && machine.cores == 16)
    #expect(machine.dies == nil && machine.clusters == nil && machine.kinds == nil)
    #expect(try recorded("smt-laptop").hasSMT)
    #expect(try !recorded("two-cores").hasSMT)
  }

  @Test func eachSizeOfACacheLevelIsListedExactly() throws {
    let sizes = try recorded("hybrid").caches.map { [$0.level, $0.count, $0.bytes] }
    #expect(sizes == [[2, 6, 1280 << 10], [2, 2, 2 << 20], [3, 1, 25 << 20]])
  }

  @Test func aCPUThatIsNotAllowedCountsForNothing() throws {
    let machine = try recorded("one-package-of-three")
    #expect(machine.allowedCPUs == (8...11).map { CPU($0) } && machine.cpus.count == 12)
    #expect(machine.packages == 1 && machine.cores == 4 && machine.numaNodes == [2])
    #expect(machine.caches.map { [$0.level, $0.count] } == [[2, 4], [3, 2]])
    #expect(machine.cpuModel == "Model 2")
  }

  @Test func blanksBehindTheCPUModelAreDropped() throws {
    #expect(try recorded("hybrid").cpuModel == "13th Gen Example")
  }

  @Test func clustersDiesAndBooksAreCounted() throws {
    #expect(try recorded("clusters").clusters == 8)
    #expect(try recorded("dies").dies == 4)
    // hwloc's groups around a NUMA node are no clusters.
    #expect(try recorded("dies").clusters == nil)
    #expect(try recorded("books").cpus.compactMap(\.book).max() == 3)
  }

  @Test func hopsRankTheDifferentDistances() throws {
    let hops = try #require(try recorded("clusters").numaHops)
    #expect(hops.table == [[0, 1, 2, 3], [1, 0, 3, 4], [2, 3, 0, 1], [3, 4, 1, 0]])
    #expect(hops.between(1, 3) == 4 && hops.between(1, 7) == nil && hops.between(7, 7) == 0)
    #expect(try recorded("two-cores").numaHops == nil)
  }

  @Test func ofTwoDirectionsTheFartherCounts() {
    let hops = NUMAHops(nodes: [0, 1, 2], distances: [10, 20, 30, 30, 10, 20, 30, 20, 10])
    #expect(hops?.table == [[0, 2, 2], [2, 0, 1], [2, 1, 0]])
    #expect(NUMAHops(nodes: [0, 1], distances: [10, 20, 10]) == nil)
  }

  @Test func kindsAreNamedFastestFirst() throws {
    let hybrid = try recorded("hybrid")
    #expect(hybrid.kinds?.map(\.name) == ["intel-core", "intel-atom"])
    #expect(hybrid.kinds?.map { CPUList.text($0.cpus) } == ["0-11", "12-19"])
    #expect(hybrid.kindsAreRanked == true)
    let names = try recorded("big-little").kinds?.map(\.name)
    #expect(names == ["capacity-1024", "capacity-830", "capacity-250"])
    #expect(try recorded("unranked-kinds").kindsAreRanked == false)
  }

  @Test func namesOfKindsAreWordsThatDiffer() {
    func names(_ kinds: [(type: String?, capacity: String?, frequency: String?)]) -> [String] {
      CPUKind.names(
        of: kinds.map {
          CPUKind.Attributes(coreType: $0.type, linuxCapacity: $0.capacity, frequencyMaxMHz: $0.frequency)
        })
    }
    #expect(
      names([("IntelCore", nil, "5100"), ("IntelAtom", nil, "3900"), ("IntelAtom", nil, "2500")])
        == ["intel-core", "intel-atom-3900-mhz", "intel-atom-2500-mhz"])
    #expect(names([(nil, nil, "2400"), (nil, nil, "1800")]) == ["2400-mhz", "1800-mhz"])
    #expect(names([(nil, nil, nil), (nil, nil, nil)]) == ["kind-0", "kind-1"])
    #expect(names([("all", nil, nil), ("shared-l3", nil, nil)]) == ["all-0", "shared-l3-1"])
    #expect(names([("a/b,c:\u{1b}[0m", nil, nil), ("7", nil, nil)]) == ["a-b-c-0m", "kind-1"])
  }

  @Test func whatNoMachineHasIsRefused() throws {
    let size = "a cache of level 2 of 18446744073709551615 bytes"
    #expect(throws: TopologyError.implausible(size)) { try recorded("endless-cache") }
  }

  @Test(arguments: ["", "no XML", "<topology", "<?xml version='1.0'?><a/>"])
  func whatIsNoRecordedMachineIsRefused(text: String) {
    #expect(throws: TopologyError.badXML) { try Machine(xml: Array(text.utf8)) }
  }

  @Test func aNewerFormatIsNamed() throws {
    // Read where the program is built with an hwloc of that version.
    do {
      #expect(try recorded("format-3").cpus.count == 2)
    } catch {
      #expect(error as? TopologyError == .newerFormat(format: 3, newestReadable: 2))
      #expect("\(error)".contains("lstopo --export-xml-flags v2"))
    }
  }

  @Test func aMachineIsWrittenAndReadBack() throws {
    for name in ["hybrid", "clusters", "dies", "books"] {
      let machine = try recorded(name)
      let summary = TopologySummary(machine, pairs: try machine.pairs(selection: "all"))
      let json = try JSONEncoder().encode(summary)
      let read = try JSONDecoder().decode(TopologySummary.self, from: json)
      #expect(read.pairs == summary.pairs && read.machine.cpus == machine.cpus)
      #expect(read.classes.map(\.pairClass) == summary.classes.map(\.pairClass))
    }
  }

  @Test func whatWasReadOrTypedIsPrintedWithoutControlCharacters() {
    let error = TopologyError.unknownSelection("\u{1b}]0;title\u{7}\n", suggestion: nil, kinds: [])
    #expect("\(error)".hasPrefix(#"'\u{1B}]0;title\u{07}\n' is neither"#))
  }
}
