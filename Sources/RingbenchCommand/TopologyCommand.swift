import ArgumentParser
import Foundation
import Reporting
import RingBursts
import Topology
import Trials

/// `ringbench topology`: the machine as hwloc sees it and the pairs of CPUs that trials would run on.
struct TopologyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topology",
    abstract: "Print the CPUs, what they share, and the pairs that trials run on.",
    discussion: """
      Exit codes: 0 done; 64 wrong usage, also a class that is absent or a CPU that is not allowed; 65 the XML \
      file is no recorded machine; 69 pairs are asked for and only one CPU is allowed, or the environment makes hwloc \
      describe another machine; 74 the XML file cannot be read.
      """)

  @Option(help: PairsOption.help)
  var pairs: String?

  @Option(help: "A machine recorded by lstopo in place of this one.", completion: .file())
  var xml: String?

  @Flag(help: "Allow both threads on one CPU.")
  var oversubscribe = false

  @Option(
    help:
      "Measure a cache line's round trip between the CPUs of each pair, of all pairs if none are named, in so many seconds."
  )
  var matrix: Double?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var printed: PrintedText

  func run() async throws {
    try Limits.check(seconds: matrix, "--matrix")
    guard matrix == nil || xml == nil && !oversubscribe else {
      throw InputError("--matrix measures this machine, on two CPUs: neither --xml nor --oversubscribe")
    }
    let document = try xml.map(Self.contents)
    var summary: TopologySummary
    do throws(TopologyError) {
      let machine = if let document { try await Self.reader.read(document) } else { try Machine.current() }
      summary = TopologySummary(machine, pairs: try chosenPairs(on: machine))
    } catch {
      throw error.failure(inFile: xml)
    }
    if let matrix { summary.matrix = try await Self.measure(summary.pairs, seconds: matrix) }
    try show(summary)
    if let figures = summary.matrix, figures.count < summary.pairs.count {
      throw ExitStatus.interrupted.failure("interrupted; what was measured is above")
    }
  }

  private func show(_ summary: TopologySummary) throws {
    guard json else {
      printed.show {
        TopologyReport.text(summary) + (summary.matrix.map { "\n\n" + PairMatrixReport.text($0) } ?? "")
      }
      return
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(summary), as: UTF8.self))
  }

  private func chosenPairs(on machine: Machine) throws(TopologyError) -> [CPUPair] {
    if let pairs { return try machine.pairs(selection: pairs, oversubscribe: oversubscribe) }
    if matrix != nil { return try machine.pairs(selection: "all") }
    // One CPU has no pairs, and still something to show.
    if machine.allowedCPUs.count < 2, !oversubscribe { return [] }
    return try machine.defaultPairs(oversubscribe: oversubscribe)
  }

  /// Measures the pairs, and says beforehand how long it takes.
  private static func measure(_ pairs: [CPUPair], seconds: Double) async throws -> [PairFigure] {
    let number = pairs.count == 1 ? "1 pair" : "\(pairs.count) pairs"
    let least = Double(pairs.count) * PairMatrix.leastSecondsOfAPair
    guard seconds >= least else {
      throw ExitStatus.usage.failure(
        "\(number): at least \(least.asDuration): give --matrix more, or name fewer pairs with --pairs"
      )
    }
    StandardError.write("\(number), about \(seconds.asDuration)\n")
    let showsProgress = StandardError.canWriteOver
    let figures = await Interruption.watch { () -> Result<[PairFigure], TrialError> in
      do throws(TrialError) {
        return .success(
          try PairMatrix(pairs: pairs, seconds: seconds).measure(isCancelled: { Task.isCancelled }) { done in
            if showsProgress { StandardError.writeOver("\(Int(done * 100)) %") }
          })
      } catch {
        return .failure(error)
      }
    }
    if showsProgress { StandardError.writeOver() }
    return try figures.get()
  }

  private static let reader = RecordedTopologyReader(
    executable: "/proc/self/exe",
    arguments: [RecordedTopologyCommand.configuration.commandName ?? ""])

  /// Far above the size of the largest machine's file.
  private static let mostBytes = 1 << 26

  /// The bytes of a file or pipe.
  private static func contents(of path: String) throws -> [UInt8] {
    func unreadable() -> any Error {
      ExitStatus.inputOutput.failure(
        "\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    guard let file = fopen(path, "r") else { throw unreadable() }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
      guard bytes.count <= mostBytes else {
        throw ExitStatus.badData.failure(
          "\(path): not a machine recorded by hwloc: larger than 64 MiB")
      }
    }
    guard ferror(file) == 0 else { throw unreadable() }
    return bytes
  }
}

/// The words that commands share about `--pairs`.
enum PairsOption {
  static let help = ArgumentHelp("\(values) One pair of each class of the fastest kind by default.")

  /// What the option takes.
  static let values = """
    Distance classes (\(DistanceClass.ofTwoCPUs.map(\.rawValue).joined(separator: ", "))), NUMA hops (2-hops), kinds \
    of CPU as `ringbench topology` names them, or several of these joined by slashes; CPUs as producer:consumer; or \
    all; comma-separated.
    """
}

extension Double {
  /// Seconds as a person says them, in two units at most: `1h 5m`; never less than they are.
  var asDuration: String {
    Duration.seconds(rounded(.up))
      .formatted(.units(allowed: [.days, .hours, .minutes, .seconds], width: .narrow, maximumUnitCount: 2))
  }
}

extension TopologyError {
  /// Says what is wrong with the file, if one was read, and gives what to throw.
  func failure(inFile path: String?) -> any Error {
    guard let path else { return self }
    return exitStatus.failure("\(path): \(self)" + (advice.map { ": \($0)" } ?? ""))
  }

  var exitStatus: ExitStatus {
    switch self {
    case .cannotLoad, .foreignTopology, .oneCPUAllowed, .cannotBind: .unavailable
    case .badXML, .newerFormat, .implausible, .readerCrashed, .readerTimedOut, .badSynthetic: .badData
    case .unknownSelection, .classAbsent, .cpuNotAllowed, .sameCPU: .usage
    }
  }

  var advice: String? {
    switch self {
    case .foreignTopology(let variables):
      variables.isEmpty
        ? nil
        : "unset \(variables.joined(separator: ", ")); `ringbench topology --xml` shows a recorded machine"
    case .sameCPU: "name two CPUs, or use --oversubscribe to run both threads on one"
    case .oneCPUAllowed:
      "give the container two CPUs (e.g. --cpuset-cpus=0,1), or use --oversubscribe to run both threads on one"
    default: nil
    }
  }
}
