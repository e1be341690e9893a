import Foundation
import Testing

/// What the command gives to a shell and to man.
@Suite("The shell's help") struct ShellTests {
  /// Whether the shell is installed, to read the script that is for it.
  private static func isInstalled(_ shell: String) throws -> Bool {
    try Command("command -v \(shell)").status == 0
  }

  @Test("has a completion script that the shell accepts", arguments: ["bash", "zsh", "fish"])
  func scriptIsAccepted(shell: String) throws {
    let script = try Command("ringbench --generate-completion-script \(shell)")
    #expect(script.status == 0, "\(script.complaint)")
    for word in ["verify", "kernel-2014", "resume"] { #expect(script.output.contains(word), "\(word)") }
    guard try Self.isInstalled(shell) else { return }
    let check = try Command("ringbench --generate-completion-script \(shell) | \(shell) -n")
    #expect(check.status == 0 && check.complaint.isEmpty, "\(check.complaint)")
  }

  @Test(
    "completes subcommands, strategies and values of options in bash",
    arguments: [
      ("ver", ["verify"]),
      ("verify kernel-20", ["kernel-2002", "kernel-2003", "kernel-2008", "kernel-2014"]),
      ("verify --layout ", ["aio", "padded", "tagged", "trailing-tag", "sequenced"]),
      ("run kernel-2014 spd", ["spdk"]),
      ("verify --abla", ["--ablate"]), ("swe", ["sweep"]), ("sweep --turn", ["--turn-events"]),
      ("verify --ablate sea", ["seastar"]), ("tri", []),
    ])
  func completion(typed: String, offered: [String]) throws {
    let words = typed.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
    let found = try Command(
      """
      . <(ringbench --generate-completion-script bash)
      COMP_WORDS=(ringbench \(words.joined(separator: " "))) COMP_CWORD=\(words.count)
      _ringbench ringbench "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """)
    #expect(found.output.split(separator: "\n").map(String.init) == offered, "\(found.complaint)")
  }

  /// The examples in a subcommand's help.
  private static func examples(of subcommand: String) throws -> [String] {
    let help = try Command("ringbench help \(subcommand)").output
    let afterTitle = try #require(help.components(separatedBy: "Examples:").last)
    let text = try #require(afterTitle.components(separatedBy: "USAGE:").first)
    return text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.hasPrefix("ringbench ") }
  }

  @Test("of verify has examples that end well") func examplesOfVerify() throws {
    let examples = try Self.examples(of: "verify")
    #expect(examples.count >= 6)
    for example in examples {
      let ended = try Command(example)
      #expect(ended.status == 0 && !ended.output.isEmpty, "\(example): \(ended.complaint)")
    }
  }

  @Test("of run and sweep has examples that they accept", arguments: [("run", 10), ("sweep", 6)])
  func examplesOfCampaigns(subcommand: String, least: Int) throws {
    let examples = try Self.examples(of: subcommand)
    #expect(examples.count >= least)
    for example in examples {
      // All of it is accepted, and the run stops where the results cannot be written.
      let resumes = example.contains("--resume")
      let ended = try Command(resumes ? example : example + " --output /proc/none")
      // Others' rings may not have been built here; wrong usage is 64.
      if example.contains("--peer"), ended.status == 69 { continue }
      #expect(ended.status == 74, "\(example): \(ended.complaint)")
      #expect(ended.complaint.contains(resumes ? "results" : "cannot write /proc/none"), "\(ended.complaint)")
    }
  }
}
