import Dispatch
import Foundation
import Synchronization

/// Finds litmus files.
public enum LitmusFiles {
  /// The file itself, or every *.litmus file under a directory, in order of name. Directories that cannot be looked
  /// into are among them, so that reading says so.
  public static func expand(_ path: String) -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue
    else {
      return [path]
    }
    if isClosed(path) { return [path] }
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    let prefix = path.hasSuffix("/") ? path : path + "/"
    return found.sorted().map { prefix + $0 }.filter { $0.hasSuffix(".litmus") || isClosed($0) }
  }

  private static func isClosed(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
      && !FileManager.default.isReadableFile(atPath: path)
  }

  /// Files larger than this are no litmus tests: the largest known have some kilobytes. A pipe is read too.
  private static let largest = 1 << 26

  /// - Throws: ``LitmusBatch/Failure/unreadable(_:)``.
  static func text(of path: String) throws(LitmusBatch.Failure) -> String {
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      data = try file.read(upToCount: largest + 1) ?? Data()
    } catch {
      var inner = error as NSError
      while let next = inner.userInfo[NSUnderlyingErrorKey] as? NSError { inner = next }
      throw .unreadable(
        inner.domain == NSPOSIXErrorDomain
          ? "cannot read it: \(String(cString: strerror(Int32(inner.code))))"
          : "cannot read it: name a litmus file or a directory of them")
    }
    guard data.count <= largest else { throw .unreadable("too large for a litmus test") }
    return String(decoding: data, as: UTF8.self)
  }
}

/// Judges many litmus files, several at once.
public struct LitmusBatch: Sendable {
  public var checker: LitmusChecker
  /// Whether verdicts are compared with what is said of the tests: by a list, by the files' `Result:` comments, by files
  /// beside them.
  public var comparesWithStatedResult: Bool
  /// What a list says of the tests.
  public var expected = ExpectedResults()
  /// Whether each verdict is explained by an execution.
  public var explains = false
  /// How many files are judged at once.
  public var workers: Int

  public init(
    checker: LitmusChecker, comparesWithStatedResult: Bool,
    workers: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    (self.checker, self.comparesWithStatedResult) = (checker, comparesWithStatedResult)
    self.workers = max(1, workers)
  }

  /// What became of one file.
  public struct Outcome: Sendable {
    public let file: String
    let result: Result<LitmusJudgement, Failure>
    let explanation: LitmusExplanation?
    let comparison: LitmusJudgement.Comparison?
    /// nil where it was left to a test that could not be read.
    let model: Model?
  }

  /// Why a file was not judged.
  enum Failure: Error, Sendable {
    case unreadable(String)
    case refused(LitmusError)
  }

  /// Judges the files and hands out what became of each, in the order given.
  public func run(_ files: [String], _ report: (Outcome) -> Void) {
    let outcomes = Mutex([Outcome?](repeating: nil, count: files.count))
    let next = Atomic(0)
    let finished = DispatchSemaphore(value: 0)
    for _ in 0..<min(workers, files.count) {
      // A thread of its own: the parser and the explorer recurse deeper than a pool's stacks allow.
      let thread = Thread {
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < files.count else { return }
          let outcome = judge(files[index])
          outcomes.withLock { $0[index] = outcome }
          finished.signal()
        }
      }
      thread.stackSize = 64 << 20
      thread.start()
    }
    var reported = 0
    while reported < files.count {
      finished.wait()
      while reported < files.count, let outcome = outcomes.withLock({ $0[reported] }) {
        report(outcome)
        reported += 1
      }
    }
  }

  /// Judges one file.
  func judge(_ file: String) -> Outcome {
    var explanation: LitmusExplanation?
    let result: Result<LitmusJudgement, Failure>
    do throws(Failure) {
      let text = try LitmusFiles.text(of: file)
      do throws(LitmusError) {
        let test = try LitmusParser.parse(text)
        var judgement = try checker.judge(test)
        if comparesWithStatedResult {
          judgement.statedResult =
            expected[test.name, file] ?? judgement.statedResult
            ?? ExpectedResults(beside: file)[test.name, file]
        }
        if explains { explanation = try checker.explain(test) }
        result = .success(judgement)
      } catch {
        throw .refused(error)
      }
    } catch {
      result = .failure(error)
    }
    let comparison = comparesWithStatedResult ? try? result.get().comparison : nil
    return Outcome(
      file: file, result: result, explanation: explanation, comparison: comparison,
      model: (try? result.get().model) ?? checker.model)
  }
}

extension LitmusBatch.Outcome {
  /// For standard output: herd's report, and how it compares; empty if the file was not judged.
  public var report: String {
    guard case .success(let judgement) = result else { return "" }
    let report = judgement.report + (explanation?.text ?? "")
    guard let comparison else { return report }
    let line =
      switch comparison {
      case .agrees: "as the file says"
      case .disagrees(let reason): "!!! \(reason)"
      case .unstated: "not stated by the file"
      case .unknown: "unknown"
      }
    return report + "Result \(line)\n"
  }

  /// For standard error: why the file was not judged, or why its verdict is not what it says.
  public var problem: String? {
    switch result {
    case .failure(.unreadable(let reason)): reason
    case .failure(.refused(let error)): error.description
    case .success:
      if case .disagrees(let reason) = comparison { reason } else { nil }
    }
  }

  /// For machines.
  public var row: LitmusRow { LitmusRow(self) }
}

/// A row of `litmus check --json`.
public struct LitmusRow: Codable, Sendable {
  public var file: String
  public var model: Model?
  public var name: String?
  /// Never, Sometimes, Always or Unknown.
  public var observation: String?
  /// Ok, No or Unknown: whether what the test says of its condition is so.
  public var result: String?
  public var positive: Int?
  public var negative: Int?
  public var states: [[String: String]]?
  public var condition: String?
  public var flags: [String]?
  /// Why the states and their numbers are not all, if they are not.
  public var incomplete: String?
  /// Why no execution was observed, if none was: the test deadlocks, or its filter keeps none.
  public var note: String?
  /// What is said of the test: a word, and `DATARACE` if a comment says so.
  public var expected: String?
  /// With `--expect`: agrees, disagrees, unstated, unknown.
  public var comparison: String?
  /// Why the file was not judged, or disagrees.
  public var problem: String?
  /// If it was not judged: unreadable, unsupported or malformed.
  public var refusal: String?
  public var seconds: Double?
  /// With `--verbose`: an execution with the outcome asked about, and why it is forbidden if it is.
  public var explanation: LitmusExplanation?

  init(_ outcome: LitmusBatch.Outcome) {
    (file, model, problem) = (outcome.file, outcome.model, outcome.problem)
    explanation = outcome.explanation
    switch outcome.result {
    case .success: break
    case .failure(.unreadable): refusal = "unreadable"
    case .failure(.refused(let error)): refusal = error.kind == .unsupported ? "unsupported" : "malformed"
    }
    guard case .success(let judgement) = outcome.result else { return }
    name = judgement.name
    observation = judgement.observation.rawValue
    result = judgement.isValidated.map { $0 ? "Ok" : "No" } ?? "Unknown"
    (positive, negative) = (judgement.positive, judgement.negative)
    states = judgement.stateValues
    condition = judgement.condition.description
    flags = judgement.flags.map(\.rawValue)
    incomplete = judgement.incompleteness?.description
    note = judgement.emptiness
    expected = judgement.statedResult?.description
    comparison =
      switch outcome.comparison {
      case nil: nil
      case .agrees: "agrees"
      case .disagrees: "disagrees"
      case .unstated: "unstated"
      case .unknown: "unknown"
      }
    seconds = judgement.seconds
  }
}

extension LitmusBatch {
  /// How many files went which way.
  public struct Summary: Sendable {
    var judged = 0
    var agree = 0
    var disagree = 0
    /// Those of them whose test the model itself flags.
    var flagged = 0
    var unstated = 0
    var unknown = 0
    var unsupported = 0
    var malformed = 0
    var unreadable = 0

    public init(_ rows: [LitmusRow]) {
      for row in rows {
        switch row.refusal {
        case nil: judged += 1
        case "unreadable": unreadable += 1
        case "unsupported": unsupported += 1
        default: malformed += 1
        }
        if row.observation == LitmusJudgement.Observation.unknown.rawValue { unknown += 1 }
        switch row.comparison {
        case "agrees": agree += 1
        case "disagrees":
          disagree += 1
          let flags = (row.flags ?? []).compactMap(ModelFlag.init(rawValue:))
          if flags.contains(where: \.isInvalidTest) { flagged += 1 }
        case "unstated": unstated += 1
        default: break
        }
      }
    }

    /// The closing line.
    public func text(expecting: Bool) -> String {
      var parts = ["\(judged) judged"]
      if expecting {
        let invalid = flagged == 0 ? "" : " (\(flagged) flagged by the model as no valid test)"
        parts = ["\(agree) agree", "\(disagree) disagree\(invalid)", "\(unstated) state no result"]
      }
      parts += ["\(unknown) unknown", "\(unsupported) not supported", "\(malformed) malformed"]
      if unreadable > 0 { parts.append("\(unreadable) unreadable") }
      return "Summary: " + parts.joined(separator: ", ")
    }

    /// The gravest first: a disagreement, a file not read, a file not judged, a search cut short.
    public var exitCode: Int32 {
      if disagree > 0 { return 3 }
      if unreadable > 0 { return 74 }
      if unsupported + malformed > 0 { return 65 }
      return unknown > 0 ? 5 : 0
    }
  }
}
