import Foundation

/// Reads what ``ResultsFolder`` wrote, and distrusts it: a file may be cut off, foreign, newer or changed by hand.
public enum ResultsReader {
  /// What a campaign's folder holds.
  public struct Folder: Sendable {
    public var campaign: CampaignRecord
    /// In the order in which they were run.
    public var trials: [TrialRecord]
  }

  /// Files larger than this are no results: a trial's line has some 1500 bytes, a row of a document some 2000.
  private static let (largestLines, largestDocument) = (1 << 30, 1 << 26)

  /// Reads `campaign.json` and `trials.jsonl` of a folder.
  ///
  /// - Throws: ``ResultsError``; never for a last line that is cut off, which is left out.
  public static func folder(_ url: URL) throws(ResultsError) -> Folder {
    let campaign = try campaign(url.appending(path: "campaign.json"))
    let trials = try trials(url.appending(path: "trials.jsonl"), mayBeEmpty: true)
    return Folder(campaign: campaign, trials: trials)
  }

  /// Reads a `campaign.json`.
  ///
  /// - Throws: ``ResultsError``.
  public static func campaign(_ url: URL) throws(ResultsError) -> CampaignRecord {
    let campaign = try decode(CampaignRecord.self, try content(url, largestDocument), url.path)
    guard campaign.order.allSatisfy({ $0.spec.isPlausible && plausibleCount.contains($0.round) }),
      plausibleCount.contains(campaign.rounds), campaign.environment.isPlausible
    else { throw .foreign(path: url.path, reason: "its figures are out of range") }
    return campaign
  }

  /// Reads a `summary.json`.
  ///
  /// - Throws: ``ResultsError``.
  public static func summary(_ url: URL) throws(ResultsError) -> SummaryRecord {
    let summary = try decode(SummaryRecord.self, try content(url, largestDocument), url.path)
    guard summary.rows.allSatisfy(\.isPlausible), plausibleCount.contains(summary.campaign.rounds),
      summary.campaign.environment.isPlausible, summary.verdicts.allSatisfy(\.isPlausible),
      summary.hasPlausibleOverview, (summary.otherStates ?? []).allSatisfy(\.isPlausible)
    else { throw .foreign(path: url.path, reason: "its figures are out of range") }
    return summary
  }

  /// Reads a `trials.jsonl`.
  ///
  /// - Parameter mayBeEmpty: Whether a campaign that was killed before its first trial's end is fine.
  /// - Returns: The trials, without a last line that is cut off: the campaign was killed while it was being written.
  /// - Throws: ``ResultsError``.
  public static func trials(
    _ url: URL, mayBeEmpty: Bool = false
  ) throws(ResultsError) -> [TrialRecord] {
    let data: Data
    do throws(ResultsError) { data = try content(url, largestLines) } catch .empty where mayBeEmpty {
      return []
    }
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // Every line that was written whole ends in a line end; what follows the last one is cut off.
    lines.removeLast()
    var trials: [TrialRecord] = []
    for (number, line) in lines.enumerated() {
      let read = try decode(TrialRecord.self, Data(line), "\(url.path) line \(number + 1)")
      // A trial with figures out of range counts as failed; the others stay.
      let trial = read.isPlausible ? read : read.withoutResult
      guard trial.isPlausible else {
        throw .foreign(path: "\(url.path) line \(number + 1)", reason: "its figures are out of range")
      }
      trials.append(trial)
    }
    if trials.isEmpty, !mayBeEmpty { throw .truncated(path: url.path) }
    return trials
  }

  private static func content(_ url: URL, _ largest: Int) throws(ResultsError) -> Data {
    let data: Data
    do {
      // Of the first bytes only what may be a result is read: a device never ends.
      let file = try FileHandle(forReadingFrom: url)
      defer { try? file.close() }
      data = try file.read(upToCount: largest + 1) ?? Data()
    } catch {
      throw .cannotRead(path: url.path, reason: ResultsFolder.reason(error))
    }
    guard data.count <= largest else { throw .foreign(path: url.path, reason: "it is too large") }
    guard data.contains(where: { !" \t\r\n".utf8.contains($0) }) else { throw .empty(path: url.path) }
    return data
  }

  private struct Head: Decodable {
    var schema: Int
  }

  private static func decode<T: Decodable>(
    _ type: T.Type, _ data: Data, _ path: String
  ) throws(ResultsError) -> T {
    // The schema first: what is newer may look like anything.
    let schema = (try? RecordCoding.decoder.decode(Head.self, from: data))?.schema ?? SchemaVersion.current
    if schema > SchemaVersion.current { throw .newerSchema(path: path, found: schema) }
    do {
      return try RecordCoding.decoder(schema: schema).decode(type, from: data)
    } catch let error as DecodingError {
      if case .dataCorrupted = error, isCutOff(data) { throw .truncated(path: path) }
      throw .foreign(path: path, reason: reason(error))
    } catch {
      throw .foreign(path: path, reason: "it is not JSON")
    }
  }

  /// Whether it begins as an object does and does not end as one.
  private static func isCutOff(_ data: Data) -> Bool {
    let ink = data.filter { !" \t\r\n".utf8.contains($0) }
    return ink.first == UInt8(ascii: "{") && ink.last != UInt8(ascii: "}")
  }

  private static func reason(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
      return path.isEmpty ? "it" : path.joined(separator: ".")
    }
    return switch error {
    case .keyNotFound(let key, let context): "\(place(context)) has no \(key.stringValue)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(place(context)) is of another type"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "it is not JSON" : "\(place(context)) has no such value"
    @unknown default: "it cannot be decoded"
    }
  }
}
