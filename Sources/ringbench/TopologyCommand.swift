import ArgumentParser
import Foundation
import Topology

/// `ringbench topology`: the machine as hwloc sees it and the pairs of CPUs that trials would run on.
struct TopologyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topology",
    abstract: "Print the CPUs, what they share, and the pairs that trials run on.",
    discussion: """
      Exit codes: 0 done; 64 wrong usage, also a class that is absent or a CPU that is not allowed; 65 the XML \
      file is no recorded machine; 69 only one CPU is allowed; 74 the XML file cannot be read.
      """)

  @Option(
    help:
      "Distance classes (\(DistanceClass.ofTwoCPUs.map(\.rawValue).joined(separator: ", "))), CPUs as producer:consumer, or all; comma-separated. One pair of each class present by default."
  )
  var pairs: String?

  @Option(help: "A machine recorded by lstopo in place of this one.")
  var xml: String?

  @Flag(help: "Allow both threads on one CPU.")
  var oversubscribe = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report: TopologyReport
    do throws(TopologyError) {
      let machine = if let xml { try Machine(xml: xml) } else { try Machine.current() }
      let chosen =
        if let pairs {
          try machine.pairs(selection: pairs, oversubscribe: oversubscribe)
        } else {
          try machine.defaultPairs(oversubscribe: oversubscribe)
        }
      report = TopologyReport(machine, pairs: chosen)
    } catch {
      throw error.exitStatus.failure("\(error)")
    }
    guard json else { return print(report.text) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }
}

extension TopologyError {
  /// The documented exit code.
  var exitStatus: ExitStatus {
    switch self {
    case .cannotLoad, .oneCPUAllowed, .cannotBind: .unavailable
    case .unreadableXML: .inputOutput
    case .badXML, .badSynthetic: .badData
    case .unknownSelection, .classAbsent, .cpuNotAllowed, .sameCPU: .usage
    }
  }
}
