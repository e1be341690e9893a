import AIORing
import Dispatch
import Synchronization

/// The verdicts on some subjects under some models in some shapes.
public struct VerdictTable: Sendable {
  public var subjects: [Subject]
  public var models: [Model]
  public var shapes: [RingShape]
  /// One a cell: by subject, then by model, then by shape.
  public private(set) var cells: [Cell] = []

  /// One verdict, and the edges at fault if it is a violation.
  public struct Cell: Sendable {
    public var verification: Verification
    public var missing: [Edge]
  }

  /// Works the table out, on all cores: several cells at once, or several threads on one cell if there are fewer.
  public init(
    _ subjects: [Subject], models: [Model], shapes: [RingShape], settings: VerificationSettings = .init(),
    workers: Int = 2
  ) {
    (self.subjects, self.models, self.shapes) = (subjects, models, shapes)
    let jobs = subjects.flatMap { subject in
      models.flatMap { model in shapes.map { (subject, model, $0) } }
    }
    var settings = settings
    settings.workers = jobs.count < workers ? workers : 1
    let chosen = settings
    let results = Mutex([Cell?](repeating: nil, count: jobs.count))
    let nextJob = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(workers, jobs.count)) { _ in
      while true {
        let index = nextJob.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < jobs.count else { return }
        let (subject, model, shape) = jobs[index]
        let verification = Verification(subject, under: model, shape: shape, settings: chosen)
        let missing =
          verification.verdict == .allowed
          ? MissingEdges.find(subject, under: model, shape: shape, settings: chosen) : []
        results.withLock { $0[index] = Cell(verification: verification, missing: missing) }
      }
    }
    cells = results.withLock { $0.compactMap(\.self) }
  }

  /// The cells of one subject under one model, a shape each.
  public func cells(_ subject: Int, _ model: Model) -> [Cell] {
    guard let column = models.firstIndex(of: model) else { return [] }
    let start = (subject * models.count + column) * shapes.count
    return Array(cells[start..<start + shapes.count])
  }

  // MARK: Text

  /// A row a subject, a column a model. A cell names the edges at which an order is missing by their first letters.
  public var text: String {
    let nameWidth = max(subjects.map(\.name.count).max() ?? 0, 8)
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(width - text.count, 0))
    }
    var lines = [
      pad("strategy", nameWidth) + "  " + models.map { pad($0.rawValue, 10) }.joined(separator: " ")
    ]
    for (index, subject) in subjects.enumerated() {
      let row = models.map { pad(Self.summary(cells(index, $0)), 10) }.joined(separator: " ")
      lines.append(pad(subject.name, nameWidth) + "  " + row)
    }
    lines = lines.map { line in
      var line = line[...]
      while line.last == " " { line = line.dropLast() }
      return String(line)
    }
    return (lines + [""] + legend).joined(separator: "\n")
  }

  /// One cell of the table.
  static func summary(_ cells: [Cell]) -> String {
    let verdicts = cells.map(\.verification.verdict)
    let missing = Set(cells.flatMap(\.missing))
    var text = Edge.allCases.filter(missing.contains).map { String($0.rawValue.prefix(1)).uppercased() }
      .joined()
    if cells.contains(where: { $0.verification.verdict == .allowed && $0.missing.isEmpty }) { text += "!" }
    if verdicts.contains(.unknown) { text += "?" }
    if cells.contains(where: { $0.verification.race != nil }) { text += "*" }
    return text.isEmpty ? "-" : text
  }

  private var legend: [String] {
    var lines = [
      "-  no violation in any execution of: \(shapes.map(\.rawValue).joined(separator: ", "))",
      "C P O R W S  violated; an order is missing at claim, publish, observe, retire, wake, sleep",
    ]
    if cells.contains(where: { $0.verification.verdict == .allowed && $0.missing.isEmpty }) {
      lines.append("!  violated, and no barrier at an edge would help")
    }
    if cells.contains(where: { $0.verification.verdict == .unknown }) {
      let reasons = Set(cells.compactMap { $0.verification.incompleteness?.description }).sorted()
      lines.append("?  unknown: \(reasons.joined(separator: "; "))")
    }
    if cells.contains(where: { $0.verification.race != nil }) {
      lines.append(
        "*  with plain payload accesses a data race in C11, undefined whatever the verdict"
      )
    }
    return lines
  }

  /// What is violated, a sentence a subject and set of edges, with the models and shapes it is violated in.
  public var findings: [String] {
    var lines: [String] = []
    for (index, subject) in subjects.enumerated() {
      var groups: [(missing: [Edge], models: [Model], shapes: [RingShape])] = []
      var racy: [RingShape] = []
      for (place, shape) in shapes.enumerated() {
        for model in models {
          let cell = cells(index, model)[place]
          if cell.verification.race != nil, !racy.contains(shape) { racy.append(shape) }
          guard cell.verification.verdict == .allowed else { continue }
          if let group = groups.firstIndex(where: { $0.missing == cell.missing }) {
            if !groups[group].models.contains(model) { groups[group].models.append(model) }
            if !groups[group].shapes.contains(shape) { groups[group].shapes.append(shape) }
          } else {
            groups.append((cell.missing, [model], [shape]))
          }
        }
      }
      for group in groups {
        let edges = group.missing.map(\.rawValue).joined(separator: " and ")
        let place = edges.isEmpty ? "whatever stands at its edges" : "at \(edges)"
        let what = group.missing.map(\.failure).joined(separator: "; ")
        lines.append(
          "\(subject.name) is violated \(place) on \(group.models.map(\.rawValue).joined(separator: ", ")) "
            + "(\(group.shapes.map(\.rawValue).joined(separator: ", ")))" + (what.isEmpty ? "" : ": \(what)"))
      }
      if !racy.isEmpty {
        // A race in the shape of one push and one pop is publish and observe's; else it is claim's.
        let what =
          racy.contains(.publishObserve)
          ? "" : ": claim rests on a branch, which C11 does not count; it takes an acquire"
        lines.append(
          "\(subject.name) has a data race on a plain payload under rc11 "
            + "(\(racy.map(\.rawValue).joined(separator: ", ")))\(what)")
      }
    }
    return lines
  }
}

/// A cell as it is written for machines.
public struct VerdictRow: Encodable, Sendable {
  let cell: VerdictTable.Cell

  public init(_ cell: VerdictTable.Cell) { self.cell = cell }

  enum CodingKeys: String, CodingKey {
    case strategy, edges, model, shape, verdict, executions, seconds, witness, race
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
    try row.encode(verification.verdict, forKey: .verdict)
    try row.encode(verification.executions, forKey: .executions)
    let (seconds, attoseconds) = verification.duration.components
    try row.encode(Double(seconds) + Double(attoseconds) * 1e-18, forKey: .seconds)
    try row.encode(verification.witness?.trace(missing: cell.missing), forKey: .witness)
    // Only where the language knows of races and there is one: undefined behaviour, whatever the verdict.
    try row.encodeIfPresent(verification.race?.trace(missing: []), forKey: .race)
  }
}
