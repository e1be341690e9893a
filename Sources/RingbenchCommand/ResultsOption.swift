import ArgumentParser
import Campaigns
import Foundation
import RunRecord
import Topology
import Trials

/// Where a campaign's results go, what they say of the machine, and how they are printed.
struct ResultsOption: ParsableArguments {
  @Option(help: "Folder for the results (default: Results/HOST/TIME).", completion: .directory)
  var output: String?

  @Option(help: "The machine's name in the results, where its own tells too little.")
  var hostName: String?

  @Option(
    help: "Go on with the interrupted campaign in this folder, in the same order.", completion: .directory)
  var resume: String?

  @OptionGroup var placement: PlacementOption

  @Flag(help: "Print summary.json instead of tables.")
  var json = false

  @OptionGroup var printed: PrintedText

  /// Throws unless the folder and the machine have possible names.
  func check() throws(InputError) {
    if output == "" { throw InputError("--output takes a folder, not nothing") }
    if let hostName, ["", ".", ".."].contains(hostName) || hostName.contains("/") {
      throw InputError("--host-name names a folder too: it takes a name without '/', not '\(hostName)'")
    }
  }

  /// Throws unless nothing else is asked for than that a campaign goes on.
  ///
  /// - Parameters:
  ///   - isAlone: Whether no option of the command says what is measured.
  ///   - allowed: The options that may stand beside --resume.
  func checkResume(isAlone: Bool, allowed: String) throws(InputError) {
    guard isAlone, output == nil, hostName == nil else {
      throw InputError(
        "--resume goes on with what the folder says: no strategies and no other option but \(allowed)")
    }
    if resume == "" { throw InputError("--resume takes a folder, not nothing") }
  }

  /// The machine and the build as the results have them.
  func environment(of machine: Machine) async -> RunEnvironment {
    var environment = ThisMachine.environment(machine)
    if let hostName { environment.hostName = hostName }
    if let commit = await SourceCommit.ofThisProgram() {
      (environment.commit, environment.uncommittedChanges) = (commit.hash, commit.hasUncommittedChanges)
    }
    return environment
  }

  /// The folder of a campaign that begins.
  func folder(of campaign: CampaignRecord) -> URL {
    URL(
      filePath: output
        ?? ResultsFolder.path(host: campaign.environment.hostName, startedAt: campaign.startedAt))
  }
}
