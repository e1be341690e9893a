import Foundation
import Subprocess
import SystemPackage

/// The commit that a program was built from.
public struct SourceCommit: Equatable, Sendable {
  /// As git names it, in hexadecimal.
  public var hash: String
  /// Whether a source differed from that commit.
  public var hasUncommittedChanges: Bool

  /// What the compiler reads of a checkout.
  private static let sources = ["Package.swift", "Sources"]

  /// The commit of the checkout that this program was built from.
  public static func ofThisProgram() async -> SourceCommit? {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return await of(URL(filePath: TrialProcess.thisExecutable), builtIn: checkout)
  }

  /// Asks git when it is needed. SwiftPM knows the commit too (`Context.gitInformation`), but it keeps the manifest's
  /// value until the manifest changes, and so names an old commit.
  ///
  /// - Returns: Nil where it cannot be told: there is no checkout or no git, or a source is newer than the program, so
  ///   that the checkout may no longer be what was built.
  static func of(_ program: URL, builtIn checkout: URL) async -> SourceCommit? {
    guard let built = modified(program) else { return nil }
    for name in sources {
      let source = checkout.appending(path: name)
      let inside =
        FileManager.default.enumerator(at: source, includingPropertiesForKeys: nil)?.allObjects ?? []
      for file in [source] + inside.compactMap({ $0 as? URL }) {
        guard let changed = modified(file), changed <= built else { return nil }
      }
    }
    guard let hash = await git(["rev-parse", "HEAD"], in: checkout), !hash.isEmpty,
      let changes = await git(["status", "--porcelain", "--"] + sources, in: checkout)
    else { return nil }
    return SourceCommit(hash: hash, hasUncommittedChanges: !changes.isEmpty)
  }

  private static func modified(_ file: URL) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
  }

  /// What git prints, without the last line's end; nil if it fails.
  private static func git(_ arguments: [String], in checkout: URL) async -> String? {
    // In a hook git's variables name the repository that is committed to.
    let environment = Environment.inherit.updating([
      "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_OPTIONAL_LOCKS": "0",
    ])
    let outcome = try? await Subprocess.run(
      .name("git"), arguments: Arguments(["-C", checkout.path] + arguments), environment: environment,
      output: .string(limit: 1 << 20), error: .discarded)
    guard let outcome, case .exited(0) = outcome.terminationStatus else { return nil }
    return outcome.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
