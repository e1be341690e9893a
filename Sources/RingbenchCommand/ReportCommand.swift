import Analysis
import ArgumentParser
import Foundation
import Reporting
import RunRecord

/// `ringbench report`: results read back, merged, and printed for people or for other tools.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Print results again, merge those of several machines, export them.",
    discussion: """
      Formats: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).
      Exit codes: 0 done; 5 no row has a figure; 64 wrong usage; 65 a file is no result, cut off, or of a newer schema; 74 a file cannot be \
      read or written.
      """)

  @Argument(help: "Results folders or summary.json files.", completion: .file())
  var results: [String]

  @Option(help: "The format.")
  var format: ExportFormat = .text

  @Flag(help: "The same as --format json.")
  var json = false

  @OptionGroup var placement: PlacementOption

  @OptionGroup var printed: PrintedText

  @Option(help: "Write to this file.", completion: .file())
  var output: String?

  func validate() throws {
    if output == "" { throw ValidationError("--output takes a file, not nothing") }
    if json, format != .text, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) exclude each other")
    }
  }

  func run() throws {
    let folders = results.map { URL(filePath: $0).resolvingSymlinksInPath().path }
    if let twice = folders.first(where: { path in folders.count { $0 == path } > 1 }) {
      throw InputError("\(twice) is given twice")
    }
    let campaigns = try results.map { try MeasuredCampaign(reading: $0, states: placement.states) }
    let isWithoutTrials = { (campaign: MeasuredCampaign) in
      campaign.trials.isEmpty && campaign.summary.otherStates == nil
    }
    if placement.states == .each, let index = campaigns.firstIndex(where: isWithoutTrials) {
      throw InputError(
        "--placement each makes rows of trials: give the campaign's folder, not \(results[index])".visible)
    }
    func text() throws(ResultsError) -> String {
      do { return try (json ? .json : format).render(campaigns) } catch {
        throw ResultsError.foreign(path: results.joined(separator: ", "), reason: "\(error)")
      }
    }
    if let output {
      try ResultsFolder.write(Data(try text().utf8), to: URL(filePath: output))
    } else if json || format != .text {
      let text = try text()
      print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    } else {
      try printed.show { try text() }
    }
    let isMeasured = campaigns.contains { $0.summary.rows.contains { $0.rounds > 0 } }
    guard isMeasured else {
      throw ExitStatus.inconclusive.failure("no row has a figure: every trial failed, or none was run")
    }
  }
}

extension ExportFormat: ExpressibleByArgument {}
