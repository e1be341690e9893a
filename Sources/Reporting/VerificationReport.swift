import AIORing
import Algorithms
import RunRecord
import WeakMemory

/// What the checker found, as `ringbench verify` prints it.
public struct VerificationReport {
  let table: VerdictTable

  public init(_ table: VerdictTable) { self.table = table }

  /// The table, what is violated, and, if asked for, an execution for each violation.
  public func text(withWitnesses: Bool) -> String {
    var text = verdicts
    // A sentence for each violation is too much for the whole catalogue.
    if table.subjects.count < Catalogue.entries.count, !findings.isEmpty {
      text += "\n\n" + findings.joined(separator: "\n")
    }
    guard withWitnesses else { return text }
    for cell in table.cells {
      let verification = cell.verification
      for witness in [verification.witness, verification.race].compacted() {
        text +=
          "\n\n\(verification.subject.name), \(verification.model.rawValue), \(verification.shape.rawValue): "
          + WitnessReport(witness, missing: cell.missing).text
      }
    }
    return text
  }

  /// The rows as JSON has them, if asked for with each witness as data and the ring as a litmus test.
  public func rows(withExecutions: Bool) -> [VerificationRow] {
    table.cells.map { VerificationRow($0, withExecution: withExecutions) }
  }

  /// The executions that show a violation, as graphs for Graphviz.
  public var graphs: [String] {
    table.cells.compactMap { cell in
      cell.verification.witness.map { WitnessReport($0, missing: cell.missing).dot }
    }
  }

  /// A row for each subject, a column for each model.
  var verdicts: String {
    let models = table.models.map { model in
      TextTable<Int>.Column.word(model.rawValue, tone: Tone.ofMarks) { marks($0, model).text }
    }
    let text = TextTable<Int>(columns: [.word("strategy") { table.subjects[$0].name }] + models)
    let cells = table.subjects.indices.flatMap { subject in table.models.map { marks(subject, $0) } }
    let reasons = Set(table.cells.compactMap { $0.verification.incompleteness?.description }).sorted()
    return ([text.text(Array(table.subjects.indices)), ""] + VerdictMarks.legend(cells, reasons: reasons))
      .joined(separator: "\n")
  }

  private func marks(_ subject: Int, _ model: Model) -> VerdictMarks {
    VerdictMarks(verdicts: table.cells(subject, model).map(VerificationRecord.init), shapes: table.shapes)
  }

  /// What is violated: a sentence for each subject and set of edges, with the models and shapes in which it is.
  private var findings: [String] { table.subjects.indices.flatMap(findings) }

  private func findings(_ subject: Int) -> [String] {
    let name = table.subjects[subject].name
    // By shape, then by model: the order in which the sentences and their lists name them.
    let cells = table.shapes.flatMap { shape in
      table.models.compactMap { table.cells(subject, $0).first { $0.verification.shape == shape } }
    }
    let violated = cells.filter { $0.verification.verdict == .allowed }
    var lines = violated.map(\.missing).uniqued().map { missing in
      let own = violated.filter { $0.missing == missing }.map(\.verification)
      let edges = missing.map(\.rawValue).joined(separator: " and ")
      let place = edges.isEmpty ? "whatever stands at its edges" : "at \(edges)"
      let what = missing.map(\.failure).joined(separator: "; ")
      return
        "\(name) is violated \(place) on \(list(own.map(\.model.rawValue))) (\(list(own.map(\.shape.rawValue))))"
        + (what.isEmpty ? "" : ": \(what)")
    }
    let racy = cells.filter { $0.verification.race != nil }.map(\.verification.shape)
    if !racy.isEmpty {
      // A race in the shape of one push and one pop is owed to publish and observe; any other to claim.
      let what =
        racy.contains(.publishObserve)
        ? "" : ": claim rests on a branch, which C11 does not count; it takes an acquire"
      lines.append(
        "\(name) has a data race on a plain payload under rc11 (\(list(racy.map(\.rawValue))))\(what)")
    }
    return lines
  }

  /// Each name once, in the order of their first appearance.
  private func list(_ names: [String]) -> String { names.uniqued().joined(separator: ", ") }
}

/// One verdict as JSON has it.
public struct VerificationRow: Encodable, Sendable {
  let cell: VerdictTable.Cell
  let withExecution: Bool

  init(_ cell: VerdictTable.Cell, withExecution: Bool) {
    (self.cell, self.withExecution) = (cell, withExecution)
  }

  enum CodingKeys: String, CodingKey {
    case strategy, edges, model, shape, producers, sharing, verdict, claimed, executions, seconds, witness,
      race,
      execution, litmus
    case missingEdges = "missing_edges"
  }

  /// The ring as a litmus test.
  private struct Litmus: Encodable {
    let dialect: String
    let text: String
  }

  /// In the dialect of the model, or of the kernel's C where the model has none; nil where it cannot be printed.
  private var litmus: Litmus? {
    let verification = cell.verification
    let dialect = LitmusDialect.allCases.first { $0.model == verification.model } ?? .lkmm
    guard
      verification.shape != .ring,
      let text = try? LitmusExport(
        verification.subject, shape: verification.shape, dialect: dialect, layout: verification.layout,
        indexUse: verification.indexUse
      ).text()
    else { return nil }
    return Litmus(dialect: dialect.rawValue, text: text)
  }

  public func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: CodingKeys.self)
    let verification = cell.verification
    if let strategy = verification.subject.strategy {
      try row.encode(strategy, forKey: .strategy)
    } else {
      try row.encode(verification.subject.name, forKey: .edges)
    }
    try row.encode(verification.model, forKey: .model)
    try row.encode(verification.shape, forKey: .shape)
    try row.encodeIfPresent(verification.sharing?.producers, forKey: .producers)
    try row.encodeIfPresent(verification.sharing?.kind.rawValue, forKey: .sharing)
    try row.encode(verification.verdict, forKey: .verdict)
    try row.encode(cell.missing, forKey: .missingEdges)
    try row.encode(cell.isClaimed, forKey: .claimed)
    try row.encode(verification.executions, forKey: .executions)
    try row.encode(verification.duration / .seconds(1), forKey: .seconds)
    try row.encode(
      verification.witness.map { WitnessReport($0, missing: cell.missing).text }, forKey: .witness)
    // Present only where the language has data races and there is one: undefined behaviour, whatever the verdict.
    try row.encodeIfPresent(verification.race.map { WitnessReport($0, missing: []).text }, forKey: .race)
    guard withExecution else { return }
    try row.encodeIfPresent(
      verification.witness.map { RingExecution($0, missing: cell.missing) }, forKey: .execution)
    try row.encodeIfPresent(litmus, forKey: .litmus)
  }
}
