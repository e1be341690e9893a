import Audit
import Campaigns
import Foundation
import RunRecord
import Subprocess
import SystemPackage

/// The HTML page of a campaign's results. `scripts/report` of the checkout makes it, with Python packages that it fetches
/// once; a campaign makes it only where they are there already, and fetches nothing.
struct ResultsPage {
  private let folder: URL
  private let checkout = URL(filePath: AuditFindings.sources)

  init(of folder: URL) { self.folder = folder }

  /// A page takes a few seconds; a campaign waits no longer than this for one.
  private static let patience = Duration.seconds(60)

  /// A line that names the page, or says how to make it.
  func line() async -> String {
    let script = checkout.appending(path: "scripts/report")
    guard FileManager.default.isExecutableFile(atPath: script.path) else {
      return "Page: scripts/report of the checkout makes one of this folder"
    }
    let how = "\(script.path) \(folder.relativePath)"
    guard hasPackages else { return "Page: \(how) makes one, and fetches what it needs the first time" }
    guard let page = await made(by: script) else { return "Page: none could be made; \(how) says why" }
    return "Page: \(page)"
  }

  /// Whether the script's environment is as its list of packages says: then it needs no network.
  private var hasPackages: Bool {
    FileManager.default.contentsEqual(
      atPath: checkout.appending(path: "scripts/page/requirements.txt").path,
      andPath: checkout.appending(path: ".build/requirements-for-page/requirements.txt").path)
  }

  private func made(by script: URL) async -> String? {
    let arguments = [folder.path, "--ringbench", TrialProcess.thisExecutable]
    // Whatever goes wrong, the campaign is done: the line says how to make the page.
    let outcome = try? await within(Self.patience) {
      try await Subprocess.run(
        .path(FilePath(script.path)), arguments: Arguments(arguments), output: .string(limit: 1 << 16),
        error: .discarded)
    }
    guard let outcome, case .exited(0) = outcome.terminationStatus else { return nil }
    return outcome.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

extension CampaignRecord {
  /// Whether it is what `--all` runs.
  var isOfEverything: Bool { Set(steps) == Set(CampaignStep.allCases) }
}
