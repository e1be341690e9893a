import Foundation
import Statistics
import Synchronization
import Testing

@testable import RunRecord

struct ResultsReaderTests {
  let sample: SampleResults

  init() throws { sample = try SampleResults() }

  @Test func whatWasWrittenIsReadBack() throws {
    defer { sample.remove() }
    let folder = try ResultsReader.folder(sample.folder)
    #expect(folder.trials.map(\.round) == [0, 1, 2])
    #expect(folder.campaign.order.count == 3)
    #expect(try ResultsReader.summary(sample.summary).complete)
  }

  @Test func aDocumentThatIsTooLargeIsRefusedBeforeItIsDecoded() throws {
    defer { sample.remove() }
    let file = try FileHandle(forWritingTo: sample.summary)
    try file.truncate(atOffset: 1 << 26 + 1)
    try file.close()
    #expect(throws: ResultsError.foreign(path: sample.summary.path, reason: "it is too large")) {
      try ResultsReader.summary(sample.summary)
    }
  }

  private func isRefused(_ summary: SummaryRecord) throws -> Bool {
    try RecordCoding.document(summary).write(to: sample.summary)
    do {
      _ = try ResultsReader.summary(sample.summary)
      return false
    } catch {
      return error == .foreign(path: sample.summary.path, reason: "its figures are out of range")
    }
  }

  @Test func aSummaryWithARowThatNobodyCanShowIsRefused() throws {
    defer { sample.remove() }
    var summary = try ResultsReader.summary(sample.summary)
    var row = SummaryRow(
      key: RowKey(RingSpec("none"), workload: .handOff), nsPerOperation: Spread(of: [5]),
      operationsPerSecond: 2e8, ratioToLowerBound: nil, lowerBound: nil, latency: nil, polls: nil,
      eventsChecked: 1, badEvents: 0, wakeUps: nil, rounds: 9, unfinishedRounds: 0, movedRounds: 0,
      undisturbedShare: 1)
    row.groups = [0]
    row.figure = MeasuredFigure(median: 5, interval: 4...6, rounds: 9)
    func isRefused(_ change: (inout SummaryRow) -> Void) throws -> Bool {
      var changed = row
      change(&changed)
      summary.rows = [changed]
      return try self.isRefused(summary)
    }
    #expect(try !isRefused { _ in })
    #expect(try isRefused { $0.groups = [-1] })
    #expect(try isRefused { $0.figure?.median = 1e300 })
    #expect(try isRefused { $0.figure = MeasuredFigure(median: 5, interval: 9...10, rounds: 9) })
    #expect(try isRefused { $0.overNone = MeasuredFigure(median: -1, interval: nil, rounds: 9) })
    #expect(try isRefused { $0.figuresByRound = [5, -1] })
  }

  @Test func anOverviewOfARowThatIsNotThereIsRefused() throws {
    defer { sample.remove() }
    var summary = try ResultsReader.summary(sample.summary)
    for row in [summary.rows.count, -1] {
      summary.overview = [
        StrategyOverview(
          strategy: "none", family: .control, summary: "", source: "", row: row, handOff: nil, correctOn: [],
          wakesOn: [], architectures: [], isAtFront: nil)
      ]
      #expect(try isRefused(summary))
    }
    summary.overview?[0].row = nil
    #expect(try !isRefused(summary))
  }

  @Test func aCampaignOfAnEarlierVersionSaysItsStepsByItsArguments() throws {
    defer { sample.remove() }
    func steps(arguments: [String]) throws -> [CampaignStep] {
      var document = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: sample.campaign)) as? [String: Any])
      document["steps"] = nil
      document["arguments"] = arguments
      try JSONSerialization.data(withJSONObject: document).write(to: sample.campaign)
      return try ResultsReader.campaign(sample.campaign).steps
    }
    #expect(try steps(arguments: ["--all", "--quick"]) == CampaignStep.allCases)
    #expect(try steps(arguments: ["seq-cst"]) == [.trials, .models])
  }

  @Test func aCampaignOfAnEarlierVersionIsReadWithoutItsCompilerAndCommit() throws {
    defer { sample.remove() }
    var campaign = try ResultsReader.campaign(sample.campaign)
    let hash = String(repeating: "a", count: 40)
    campaign.environment.swiftVersion = "6.3.1 (x)"
    (campaign.environment.commit, campaign.environment.uncommittedChanges) = (hash, true)
    var document = try #require(
      try JSONSerialization.jsonObject(with: RecordCoding.document(campaign)) as? [String: Any])
    var fields = try #require(document["environment"] as? [String: Any])
    #expect(fields.removeValue(forKey: "swift_version") as? String == "6.3.1 (x)")
    #expect(fields.removeValue(forKey: "commit") as? String == hash)
    #expect(fields.removeValue(forKey: "uncommitted_changes") as? Bool == true)
    document["environment"] = fields
    try JSONSerialization.data(withJSONObject: document).write(to: sample.campaign)
    let environment = try ResultsReader.campaign(sample.campaign).environment
    #expect(environment.swiftVersion == nil && environment.commit == nil)
    #expect(environment.uncommittedChanges == nil && environment.compiler == "swift")
  }

  @Test func everyDocumentNamesItsSchema() throws {
    defer { sample.remove() }
    let environment = try ResultsReader.campaign(sample.campaign).environment
    let record = try RecordCoding.document(
      KernelRecord(startedAt: "2026-01-01T00:00:00Z", environment: environment))
    let document = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
    #expect(document["schema"] as? Int == SchemaVersion.current)
  }

  @Test func aTrialWithFiguresOutOfRangeIsAFailedTrialAndTheOthersStay() throws {
    defer { sample.remove() }
    let text = try String(contentsOf: sample.trials, encoding: .utf8)
    try text.replacing("\"median\":11", with: "\"median\":-11", maxReplacements: 1)
      .write(to: sample.trials, atomically: true, encoding: .utf8)
    let trials = try ResultsReader.folder(sample.folder).trials
    #expect(trials.map(\.outcome) == [.failed, .completed, .completed])
    #expect(trials[0].message == "its figures are out of range")
  }

  @Test func aTrialThatAReaderWouldRefuseIsWrittenWithoutItsResult() throws {
    defer { sample.remove() }
    let folder = try ResultsFolder(resuming: sample.folder)
    var trial = try #require(try ResultsReader.trials(sample.trials).last)
    trial.result?.nsPerOperation = Spread(of: [-1])
    try folder.append([trial])
    #expect(try ResultsReader.trials(sample.trials).last?.outcome == .failed)
  }

  @Test(arguments: ["deleted", "truncated", "replaced"])
  func trialsThatAreNoLongerOnDiskAreNoticed(what: String) throws {
    defer { sample.remove() }
    let folder = try ResultsFolder(resuming: sample.folder)
    try folder.checkTrials()
    let trial = try #require(try ResultsReader.trials(sample.trials).last)
    switch what {
    case "deleted": try FileManager.default.removeItem(at: sample.trials)
    case "truncated": #expect(truncate(sample.trials.path, 10) == 0)
    default: try Data(contentsOf: sample.trials).write(to: sample.trials, options: .atomic)
    }
    #expect(throws: ResultsError.self) { try folder.append([trial]) }
    #expect(throws: ResultsError.self) { try folder.checkTrials() }
  }

  @Test func aLastLineThatIsCutOffIsLeftOut() throws {
    defer { sample.remove() }
    try Data(contentsOf: sample.trials).dropLast(20).write(to: sample.trials)
    let folder = try ResultsReader.folder(sample.folder)
    #expect(folder.trials.map(\.round) == [0, 1])
  }

  @Test func aCampaignKilledBeforeItsFirstTrialsEndIsRead() throws {
    defer { sample.remove() }
    try Data().write(to: sample.trials)
    #expect(try ResultsReader.folder(sample.folder).trials.isEmpty)
    #expect(throws: ResultsError.empty(path: sample.trials.path)) { try ResultsReader.trials(sample.trials) }
  }

  @Test func aDocumentThatStopsInTheMiddleIsCalledTruncated() throws {
    defer { sample.remove() }
    try Data(contentsOf: sample.campaign).dropLast(30).write(to: sample.campaign)
    #expect(throws: ResultsError.truncated(path: sample.campaign.path)) {
      try ResultsReader.folder(sample.folder)
    }
  }

  @Test func aNewerSchemaIsRefusedWhateverElseIsThere() throws {
    defer { sample.remove() }
    try Data(#"{"schema": 99, "rows": "elsewhere"}"#.utf8).write(to: sample.summary)
    #expect(throws: ResultsError.newerSchema(path: sample.summary.path, found: 99)) {
      try ResultsReader.summary(sample.summary)
    }
  }

  @Test(arguments: ["[1, 2]", "hello", "{}", #"{"schema": 1}"#, "\u{0}\u{1}\u{2}"])
  func aForeignFileIsRefused(text: String) throws {
    defer { sample.remove() }
    try Data(text.utf8).write(to: sample.summary)
    #expect {
      try ResultsReader.summary(sample.summary)
    } throws: {
      guard case ResultsError.foreign = $0 else { return false }
      return true
    }
  }

  @Test func aFileThatIsNotThereAndAFolderInItsPlaceAreSaidSo() throws {
    defer { sample.remove() }
    for path in [sample.folder.path + "-none/summary.json", sample.folder.path] {
      #expect {
        try ResultsReader.summary(URL(filePath: path))
      } throws: {
        guard case ResultsError.cannotRead = $0 else { return false }
        return true
      }
    }
  }

  @Test func countsThatWouldOverflowWhenAddedAreNotAdded() throws {
    defer { sample.remove() }
    let text = try String(contentsOf: sample.trials, encoding: .utf8)
    try Data(text.replacing(#""checked":100"#, with: #""checked":18446744073709551615"#).utf8).write(
      to: sample.trials)
    #expect(try ResultsReader.trials(sample.trials).allSatisfy { $0.result == nil && $0.outcome == .failed })
  }
}

@Suite struct ResultsWriterTests {
  @Test func eachTrialIsSyncedToTheDiskWithItsWholeLine() throws {
    let sample = try SampleResults()
    defer { sample.remove() }
    let synced = Mutex<[Int]>([])
    let folder = try ResultsFolder(resuming: sample.folder) { file in
      #expect(fcntl(file.fileDescriptor, F_GETFL) & O_ACCMODE == O_WRONLY)
      let lines = (try? Data(contentsOf: sample.trials))?.split(separator: UInt8(ascii: "\n")).count ?? 0
      synced.withLock { $0.append(lines) }
    }
    let trial = try #require(try ResultsReader.trials(sample.trials).last)
    try folder.append([trial])
    try folder.append([trial])
    // Three lines were there; at each sync the new one is written.
    #expect(synced.withLock(\.self) == [4, 5])
  }

  @Test func aTrialThatCannotBeSyncedIsAnError() throws {
    let sample = try SampleResults()
    defer { sample.remove() }
    let folder = try ResultsFolder(resuming: sample.folder) { _ in throw POSIXError(.EIO) }
    let trial = try #require(try ResultsReader.trials(sample.trials).last)
    #expect(throws: ResultsError.self) { try folder.append([trial]) }
  }

  @Test func aPipeIsWrittenToAndNotReplaced() throws {
    let pipe = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    #expect(mkfifo(pipe.path, 0o600) == 0)
    defer { try? FileManager.default.removeItem(at: pipe) }
    let reader = open(pipe.path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try ResultsFolder.write(Data("all".utf8), to: pipe)
    var status = stat()
    #expect(stat(pipe.path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    var bytes = [UInt8](repeating: 0, count: 8)
    #expect(read(reader, &bytes, 8) == 3)
  }

  @Test func aFolderInTheWayIsCalledOne() {
    #expect(throws: ResultsError.cannotWrite(path: "/proc", reason: "a folder is in the way")) {
      try ResultsFolder.write(Data(), to: URL(filePath: "/proc"))
    }
  }
}
