import ArgumentParser
import Topology

/// `ringbench recorded-topology`: reads machines recorded by hwloc from standard input. What `ringbench topology` runs
/// as its child; not for people.
struct RecordedTopologyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recorded-topology", abstract: "Read recorded topologies from standard input.",
    shouldDisplay: false)

  func run() { RecordedTopologyServer.run() }
}
