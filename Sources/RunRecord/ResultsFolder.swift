import Foundation
import Synchronization

/// A campaign's folder: `campaign.json`, `trials.jsonl`, `summary.csv`, `summary.json`.
public final class ResultsFolder: Sendable {
  /// Where it is.
  public let url: URL
  private let trials: FileHandle
  private let synchronize: Synchronize
  /// Bytes of `trials.jsonl` written so far.
  private let length: Atomic<UInt64>

  /// Waits until what was written to a file is on the disk.
  typealias Synchronize = @Sendable (FileHandle) throws -> Void
  private static let fsync: Synchronize = { try $0.synchronize() }

  /// Where results go unless somebody says otherwise: `Results/HOST/TIME`, the time without what file systems
  /// mind.
  public static func path(host: String, startedAt: String) -> String {
    "Results/\(host)/" + startedAt.filter { $0 != ":" }
  }

  /// Makes the folder and an empty `trials.jsonl`, and writes `campaign.json`.
  ///
  /// - Throws: ``ResultsError/cannotWrite(path:reason:)``, ``ResultsError/campaignExists(path:)``.
  public init(creating url: URL, campaign: CampaignRecord) throws(ResultsError) {
    (self.url, synchronize) = (url, Self.fsync)
    let lines = url.appending(path: "trials.jsonl")
    if FileManager.default.fileExists(atPath: lines.path) {
      throw .campaignExists(path: url.path)
    }
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try RecordCoding.document(campaign).write(to: url.appending(path: "campaign.json"), options: .atomic)
      try Data().write(to: lines)
      trials = try FileHandle(forWritingTo: lines)
      length = Atomic(0)
    } catch {
      throw .cannotWrite(path: url.path, reason: Self.reason(error))
    }
  }

  /// Opens the folder of a campaign that was interrupted. A last line that was cut off is taken away.
  ///
  /// - Throws: ``ResultsError/cannotWrite(path:reason:)``.
  public convenience init(resuming url: URL) throws(ResultsError) {
    try self.init(resuming: url, synchronize: Self.fsync)
  }

  init(resuming url: URL, synchronize: @escaping Synchronize) throws(ResultsError) {
    (self.url, self.synchronize) = (url, synchronize)
    let lines = url.appending(path: "trials.jsonl")
    do {
      let content = try Data(contentsOf: lines)
      let end = content.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      trials = try FileHandle(forWritingTo: lines)
      try trials.truncate(atOffset: UInt64(end))
      length = Atomic(UInt64(end))
    } catch {
      throw .cannotWrite(path: lines.path, reason: Self.reason(error))
    }
  }

  /// Appends trials' lines and waits until they are on the disk: a campaign that is killed loses at most the trials of the
  /// child that runs.
  ///
  /// - Throws: ``ResultsError/cannotWrite(path:reason:)``.
  public func append(_ ended: [TrialRecord]) throws(ResultsError) {
    try checkTrials()
    do {
      var lines = Data()
      for trial in ended {
        // A line that a reader would refuse must not make the others unreadable: it is written without its result.
        lines += try RecordCoding.line(trial.isPlausible ? trial : trial.withoutResult) + Data("\n".utf8)
      }
      try trials.seekToEnd()
      try trials.write(contentsOf: lines)
      try synchronize(trials)
      length.add(UInt64(lines.count), ordering: .relaxed)
    } catch {
      throw .cannotWrite(path: url.appending(path: "trials.jsonl").path, reason: Self.reason(error))
    }
  }

  /// Checks that `trials.jsonl` is still there with everything that was written to it.
  ///
  /// - Throws: ``ResultsError/cannotWrite(path:reason:)``.
  public func checkTrials() throws(ResultsError) {
    var (open, named) = (stat(), stat())
    let path = url.appending(path: "trials.jsonl").path
    guard fstat(trials.fileDescriptor, &open) == 0, stat(path, &named) == 0, open.st_ino == named.st_ino,
      UInt64(open.st_size) == length.load(ordering: .relaxed)
    else {
      throw .cannotWrite(path: path, reason: "somebody deleted or changed it while the campaign ran")
    }
  }

  /// Writes a file whole or not at all.
  ///
  /// - Throws: ``ResultsError/cannotWrite(path:reason:)``.
  public func write(_ data: Data, to name: String) throws(ResultsError) {
    try Self.write(data, to: url.appending(path: name))
  }

  /// Writes a file whole or not at all; to a device or a pipe as it comes.
  ///
  /// - Throws: ``ResultsError/cannotWrite(path:reason:)``.
  public static func write(_ data: Data, to file: URL) throws(ResultsError) {
    let type = type(of: file)
    if type == S_IFDIR { throw .cannotWrite(path: file.path, reason: "a folder is in the way") }
    // A whole file takes the place of the one before: of a device or a pipe that would be the end.
    let isReplaceable = type == nil || type == S_IFREG
    do {
      try data.write(to: file, options: isReplaceable ? .atomic : [])
    } catch {
      throw .cannotWrite(path: file.path, reason: reason(error))
    }
  }

  /// What stands there, as stat(2) tells it; nil: nothing.
  private static func type(of file: URL) -> mode_t? {
    var status = stat()
    return stat(file.path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  static func reason(_ error: any Error) -> String {
    var inner = error as NSError
    while let next = inner.userInfo[NSUnderlyingErrorKey] as? NSError { inner = next }
    if inner.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(inner.code))) }
    switch CocoaError.Code(rawValue: inner.code) {
    case .fileWriteNoPermission: return "permission denied"
    case .fileWriteOutOfSpace: return "no space left on the device"
    case .fileWriteFileExists: return "a file is in the way"
    case .fileNoSuchFile: return "no folder can be made there"
    case .fileWriteUnknown: return "the file cannot grow (a full disk, or a limit on the size of files)"
    default: return inner.localizedDescription
    }
  }
}
