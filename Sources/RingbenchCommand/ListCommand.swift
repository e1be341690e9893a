import AIORing
import ArgumentParser
import Foundation
import Reporting
import RunRecord
import WeakMemory

/// `ringbench list`: the catalogue.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print the strategies: what each is, where it comes from, what it claims and what is true.",
    discussion: """
      What is true is what `ringbench verify` finds within its default sizes: for each strategy, the memory models \
      that forbid every violation.
      """)

  @Flag(help: "Print a JSON array.")
  var json = false

  @OptionGroup var printed: PrintedText

  func run() throws {
    let table = VerdictTable(
      Catalogue.entries.map { Subject($0) }, models: Model.allCases,
      workers: ProcessInfo.processInfo.activeProcessorCount)
    let report = CatalogueReport(table)
    if json {
      print(String(decoding: try RecordCoding.document(report.rows), as: UTF8.self))
    } else {
      printed.show { report.text }
    }
  }
}
