import Foundation
import RunRecord

/// A campaign as it is read back: its summary and, where available, its trials.
public struct MeasuredCampaign: Sendable {
  public var summary: SummaryRecord
  /// Empty where only a summary was given.
  public var trials: [TrialRecord]

  public init(summary: SummaryRecord, trials: [TrialRecord]) {
    (self.summary, self.trials) = (summary, trials)
  }

  /// Reads a campaign's folder, or a `summary.json`. A folder's summary is recomputed from its trials, so that a
  /// campaign that was killed has one too; the model columns, the probe, the kernel's rings and
  /// the steal are those that were written.
  ///
  /// - Parameter states: Whether the states of two CPUs other than the most frequent one have rows of their own. A
  ///   `summary.json` has those that were written: it has no trials to make them of.
  /// - Throws: `ResultsError`.
  public init(reading path: String, states: StatesWithRows = .usual) throws(ResultsError) {
    let url = URL(filePath: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      var summary = try ResultsReader.summary(url)
      summary.answer = Answer(summary)
      self.init(summary: summary, trials: [])
      return
    }
    let folder = try ResultsReader.folder(url)
    let written = try? ResultsReader.summary(url.appending(path: "summary.json"))
    var summary = SummaryRecord(
      of: folder.campaign, trials: folder.trials, architectures: written?.architectures ?? [],
      states: states)
    // What is not in the trials: only the written summary has it.
    (summary.probes, summary.kernelRings) = (written?.probes, written?.kernelRings)
    summary.campaign.environment.stealPercent = written?.campaign.environment.stealPercent
    self.init(summary: summary, trials: folder.trials)
  }
}
