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
    let rings = OwnRings.all.map { RingRow(name: $0.name, summary: $0.peer.about) }
    if json {
      print(
        String(
          decoding: try RecordCoding.document(report.rows.map(Row.strategy) + rings.map(Row.ring)),
          as: UTF8.self))
    } else {
      printed.show {
        report.text
          + (rings.isEmpty
            ? ""
            : "\n\nRings of this program, which claim to be correct everywhere; `\(ProgramName.current) verify` says what is true:\n"
              + rings.map { "\($0.name): \($0.summary)" }.joined(separator: "\n"))
      }
    }
  }

  /// A ring of the program's own as JSON has it.
  private struct RingRow: Encodable {
    var name: String
    var summary: String
    var isOwnRing = true
  }

  private enum Row: Encodable {
    case strategy(CatalogueReport.Row)
    case ring(RingRow)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .strategy(let row): try row.encode(to: encoder)
      case .ring(let row): try row.encode(to: encoder)
      }
    }
  }
}
