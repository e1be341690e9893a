import AIORing
import ArgumentParser
import Reporting
import RunRecord

/// `ringbench list`: the catalogue.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the strategies: what each is, where it comes from, what it claims.")

  @Flag(help: "Print a JSON array.")
  var json = false

  func run() throws {
    print(
      json
        ? String(decoding: try RecordCoding.document(CatalogueReport.rows), as: UTF8.self)
        : CatalogueReport.text)
  }
}
