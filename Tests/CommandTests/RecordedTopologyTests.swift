import Foundation
import Reporting
import Testing
import Topology

/// Machines that are not this one: recorded, damaged, and put in this one's place by the environment.
@Suite(.serialized) struct RecordedTopologyTests {
  private static let machines = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../TopologyTests/Machines").standardized

  private static let reader = RecordedTopologyReader(
    executable: Command.executable.path, arguments: ["recorded-topology"])

  @Test(arguments: [
    ("HWLOC_SYNTHETIC=pu:16", "run none --pairs 0:8 --duration 1 --rounds 1"),
    ("HWLOC_SYNTHETIC=pu:16", "probe --pairs 0:8 --duration 1"),
    ("HWLOC_SYNTHETIC=pu:16", "kernel --quick --pairs 0:8"),
    ("HWLOC_SYNTHETIC=pu:16", "compare /proc/self/exe /proc/self/exe"),
    ("HWLOC_SYNTHETIC=pu:16", "audit none --costs"),
    ("HWLOC_SYNTHETIC=pu:16", "topology"),
    ("HWLOC_XMLFILE=MACHINES/smt-laptop.xml", "run none --duration 1"),
    ("HWLOC_THISSYSTEM=0", "topology"),
  ])
  func aForeignTopologyIsNotMeasuredAsThisMachine(setting: String, arguments: String) throws {
    let setting = setting.replacing("MACHINES", with: Self.machines.path)
    let variable = setting.prefix { $0 != "=" }
    let command = try Command("export \(setting); ringbench \(arguments)")
    #expect(command.status == 69, "\(command.complaint)")
    #expect(command.complaint.contains("unset \(variable)"))
    #expect(command.complaintLines == 1 && command.output.isEmpty)
  }

  @Test func aRecordedMachineIsShownAndItsPairsAreChosen() throws {
    let path = Self.machines.appending(path: "hybrid.xml").path
    let command = try Command("ringbench topology --xml <(cat \(path)) --pairs intel-atom")
    #expect(command.status == 0, "\(command.complaint)")
    #expect(command.output.contains("L2 caches       6 of 1.25 MiB, 2 of 2 MiB"))
    #expect(command.output.contains("kind of CPU     intel-core: 0-11, chosen by default"))
    #expect(command.output.contains("shared-l2/intel-atom                   12  12:13"))
  }

  @Test func oneCPUIsShownWithoutPairs() throws {
    let path = Self.machines.appending(path: "one-cpu.xml").path
    let command = try Command("ringbench topology --xml \(path)")
    #expect(command.status == 0 && command.output.hasSuffix("no pairs: no two CPUs are allowed\n"))
    let refused = try Command("ringbench topology --xml \(path) --pairs 0:1")
    #expect(refused.status == 69 && refused.complaint.contains("--oversubscribe"))
  }

  @Test(arguments: [
    ("printf '<topology'", 65, "not a machine recorded by hwloc"),
    ("cat MACHINES/endless-cache.xml", 65, "a cache of level 2 of 18446744073709551615 bytes"),
    ("cat /dev/zero", 65, "larger than 64 MiB"),
  ])
  func whatIsNoRecordedMachineIsOneLine(shell: String, status: Int32, words: String) throws {
    let shell = shell.replacing("MACHINES", with: Self.machines.path)
    let command = try Command("ringbench topology --xml <(\(shell))")
    #expect(command.status == status && command.complaint.contains(words), "\(command.complaint)")
    #expect(command.complaintLines == 1)
  }

  @Test func aFileNamedWithControlCharactersCannotDriveTheTerminal() throws {
    let command = try Command(#"ringbench topology --xml $'/no\e]0;title\a'"#)
    #expect(command.status == 74 && command.complaintLines == 1)
    #expect(command.complaint.contains(#"/no\u{1b}]0;title\u{7}"#))
  }

  @Test func eachOfTwoThousandDamagedFilesIsReadOrRefused() async throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.machines, includingPropertiesForKeys: nil
    )
    .sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    try #require(files.count > 10)
    var damage = Damage(seed: 20_030_724)
    let mutants = (0..<2000).map { damage.mutant(of: files[$0 % files.count]) }
    let answers = await Self.reader.read(mutants)
    #expect(answers.count == mutants.count)
    var (read, refused) = (0, 0)
    for answer in answers {
      switch answer {
      case .success(let machine):
        read += 1
        let pairs = try? machine.pairs(selection: "all")
        _ = TopologyReport.text(TopologySummary(machine, pairs: pairs ?? []))
      case .failure(.cannotLoad(let reason)): Issue.record("\(reason)")
      case .failure: refused += 1
      }
    }
    // A mutation that only ever broke the XML, or never did, would test little.
    #expect(read > 100 && refused > 100, "\(read) read, \(refused) refused")
  }
}

/// Damages documents, the same ones the same way from the same seed.
private struct Damage {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func mutant(of document: [UInt8]) -> [UInt8] {
    var document = document
    for _ in 0...number(below: 3) {
      var lines = document.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
        Array.init)
      let (line, other) = (number(below: lines.count), number(below: lines.count))
      switch number(below: 5) {
      case 0: document[number(below: document.count)] = UInt8(number(below: 256))
      case 1: replaceNumber(in: &document)
      case 2:
        lines.remove(at: line)
        document = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
      case 3:
        lines.swapAt(line, other)
        document = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
      default:
        lines.insert(lines[line], at: other)
        document = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
      }
      if document.isEmpty { return document }
    }
    return document
  }

  private static let extremes = [
    "0", "1", "-1", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808",
    "18446744073709551615", "99999999999999999999", "0x0", "0xffffffff", "0xf...f", "",
  ]

  /// Puts an extreme number in place of what stands between two quotes.
  private mutating func replaceNumber(in document: inout [UInt8]) {
    let quotes = document.indices.filter { document[$0] == UInt8(ascii: "\"") }
    guard quotes.count > 1 else { return }
    let quote = number(below: quotes.count - 1)
    document.replaceSubrange(
      (quotes[quote] + 1)..<quotes[quote + 1], with: Self.extremes[number(below: Self.extremes.count)].utf8)
  }

  /// SplitMix64.
  private mutating func number(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ (word >> 31)) % UInt64(bound))
  }
}
