import ArgumentParser
import Foundation
import Reporting
import RingBursts
import RunRecord
import Topology
import Trials

/// `ringbench probe`: what this machine is seen to reorder.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Run the classic two-thread litmus tests on this machine: what does its CPU reorder?",
    discussion: """
      Each shape is run on a pair of pinned threads, thousands of instances in flight, with nothing in it that holds \
      the CPU. The weak outcome is the one that no interleaving of the two threads gives; the last column says whether \
      the memory model of the architecture allows it. What is not seen may still happen: rarely, or on another CPU.
      Exit codes: 0 done; 3 an outcome was seen that the model forbids; 64 wrong usage; 69 only one CPU is allowed, so \
      that this cannot tell.
      """)

  @Option(help: PairsOption.help)
  var pairs: String?

  @Option(parsing: .unconditional, help: "Seconds for all shapes and pairs together.")
  var duration = 5.0

  @Option(parsing: .unconditional, help: "Seed of the order of instances.")
  var seed: UInt64?

  @Flag(help: "Run both threads on one CPU where only one is allowed; this cannot tell anything then.")
  var oversubscribe = false

  @Flag(help: "Print a JSON array, one object a pair.")
  var json = false

  @OptionGroup var printed: PrintedText

  func run() throws {
    try Limits.check(seconds: duration, "--duration")
    let machine = try Machine.current()
    let chosen = try pairs(of: machine)
    // If a thread never comes back, the alarm ends the process.
    alarm(UInt32(duration) + 60)
    let probes = try chosen.map { pair in
      try Probe(
        pair: pair, seconds: duration / Double(chosen.count), seed: seed ?? .random(in: 0..<1 << 32)
      ).run(on: machine)
    }
    if json {
      print(String(decoding: try RecordCoding.document(probes), as: UTF8.self))
    } else {
      printed.show { probes.map(ProbeReport.text).joined(separator: "\n\n") }
    }
    if probes.contains(where: \.contradictsModel) { throw ExitStatus.violation.code }
  }

  private func pairs(of machine: Machine) throws -> [CPUPair] {
    do throws(TopologyError) {
      if let pairs { return try machine.pairs(selection: pairs, oversubscribe: oversubscribe) }
      return try machine.defaultPairs(oversubscribe: oversubscribe)
    } catch {
      guard error == .oneCPUAllowed else { throw error }
      throw ExitStatus.unavailable.failure(
        "cannot tell what this CPU reorders: only one is allowed here, and a CPU sees its own accesses in order: "
          + "allow two (e.g. --cpuset-cpus=0,1)")
    }
  }
}
