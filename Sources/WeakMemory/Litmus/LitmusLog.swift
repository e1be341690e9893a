import Foundation

/// What has become of each file of a long run, a JSON object a line, so that a run that was stopped goes on where it was.
public struct LitmusLog {
  private let file: FileHandle
  /// The last row of each file that needs not be judged again: a search that was cut short does.
  public let judged: [String: LitmusRow]

  /// Opens a log, or starts one. Rows of another model than the one asked for do not count; nil is each test's own.
  ///
  /// - Throws: ``Refusal`` if the file cannot be written, or is no log.
  public init(_ path: String, model: Model?) throws(Refusal) {
    (file, judged) = try Self.open(path, model: model)
  }

  private static func open(
    _ path: String, model: Model?
  ) throws(Refusal) -> (FileHandle, [String: LitmusRow]) {
    let noLog = Refusal(reason: "it is no log of litmus check; name a new file", isData: true)
    let file: FileHandle
    let text: String
    do {
      if !FileManager.default.fileExists(atPath: path) {
        try Data().write(to: URL(fileURLWithPath: path))
      }
      file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
      text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    } catch {
      throw Refusal(reason: "cannot open it: \(error.localizedDescription)", isData: false)
    }
    var judged: [String: LitmusRow] = [:]
    // A line that was cut off when the run was stopped is written again.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    if lines.isEmpty, !text.isEmpty { throw noLog }
    for line in lines {
      guard let row = try? JSONDecoder().decode(LitmusRow.self, from: Data(line.utf8)) else { throw noLog }
      if row.observation == LitmusJudgement.Observation.unknown.rawValue { continue }
      if model == nil || row.model == model { judged[row.file] = row }
    }
    do {
      try file.truncate(atOffset: UInt64(lines.reduce(0) { $0 + $1.utf8.count + 1 }))
    } catch {
      throw Refusal(reason: "cannot write it: \(error.localizedDescription)", isData: false)
    }
    return (file, judged)
  }

  /// Why a log cannot be used.
  public struct Refusal: Error {
    public let reason: String
    /// Whether what it holds is the reason, and not that it cannot be read or written.
    public let isData: Bool
  }

  /// Adds what became of a file.
  public func append(_ row: LitmusRow) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try file.write(contentsOf: try encoder.encode(row) + Data("\n".utf8))
  }
}
