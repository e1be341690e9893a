import Foundation
import Testing

@Suite(.serialized) struct AuditCommandTests {
  @Test(arguments: [
    ("--edges publish", "edge=ordering"), ("--edges publish=acquire", "may not stand at publish"),
    ("--edges publish=release --costs", "without --costs"),
    ("--edges publish=release --write-golden .", "without --costs and --write-golden"),
    ("--edges publish=release --show spdk", "--show prints one strategy"),
  ])
  func orderingsThatCannotBeAuditedAreRefused(arguments: String, words: String) throws {
    let command = try Command("ringbench audit \(arguments)")
    #expect(command.status == 64, "\(command.complaint)")
    #expect(command.complaint.contains(words), "\(command.complaint)")
    #expect(command.output.isEmpty)
  }

  @Test(arguments: [
    "$'no\\e[31mne'", "--arch $'\\e[31m'", "--edges $'\\e[31m=none'",
    "none --arch x86-64 --sources $'/\\e[31m'",
  ])
  func controlCharactersOfTheCommandLineAreShownAndNotPrinted(arguments: String) throws {
    let command = try Command("ringbench audit \(arguments)")
    #expect(command.status != 0)
    #expect(command.complaint.contains("\\u{1b}"), "\(command.complaint)")
    #expect(!command.complaint.contains("\u{1b}"))
  }

  @Test func orderingsThatNoStrategyHasAreCompiledAndJudged() throws {
    let command = try Command(
      "ringbench audit --edges claim=acquire,publish=release,observe=acquire,retire=release --arch aarch64")
    #expect(command.status == 0, "\(command.complaint)")
    #expect(command.output.contains("ldar"))
    #expect(command.output.contains("stlr"))
    #expect(command.output.contains("wake-sleep allowed"))
  }
}
