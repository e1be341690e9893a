import AIORing
import Foundation
import Statistics
import Testing

@testable import RunRecord

/// Every field of what is written comes back, and what no trial can have measured is refused field by field.
@Suite struct RecordFieldTests {
  private static let row = RowKey(
    RingSpec("seq-cst", layout: .aio, indexUse: .fresh, payloadStores: .streaming), workload: .handOff,
    pacing: .balanced, slots: 8, batch: 4, checking: false, turnEvents: 2, producerCpu: 3, consumerCpu: 5,
    distance: "shared-l3", oversubscribed: true, isNegativeControl: true)

  private static let result: TrialResult = {
    var result = TrialResult(
      nsPerOperation: Spread(of: [1, 2, 3]), operations: 7, bursts: BurstCounts(all: 3, undisturbed: 2),
      stayedOnCpus: false, involuntarySwitches: [1, 2], clockOffsetNs: -4)
    result.noise = NoiseGauge(
      bounceBeforeNs: 1, bounceAfterNs: 2, calibrationBeforeNs: 3, calibrationAfterNs: 4,
      elapsedMilliseconds: 5, stalledMilliseconds: 6, stolenMilliseconds: 7)
    result.turns = TurnTimes(pushNs: Spread(of: [1]), popNs: Spread(of: [2]))
    result.load = LoadCurve(
      points: [LoadCurve.Point(eventsPerSecond: 3, latency: nil)], sustainedPerSecond: 4)
    let readings = CPUReadings(bounceNs: 1, calibrationNs: 2, consumerCalibrationNs: 3)
    result.gaugedBursts = [
      GaugedBurst(
        nsPerOperation: 1, pushNs: 2, popNs: 3,
        latency: LatencySummary(p50Ns: 1, p90Ns: 2, p99Ns: 3, p999Ns: 4, maxNs: 5, samples: 6),
        before: readings, after: readings)
    ]
    return result
  }()

  private static func read<T: Codable>(_ value: T) throws -> T {
    try RecordCoding.decoder.decode(T.self, from: RecordCoding.line(value))
  }

  @Test func aTrialComesBackWithEveryField() throws {
    let spec = TrialSpec(
      Self.row, durationMilliseconds: 1, burstMilliseconds: 2, delayNanoseconds: 3, rates: [4, 5],
      injectedDelayNanoseconds: 5)
    let trial = TrialRecord(
      index: 6, round: 7, spec: spec, outcome: .hung, message: "m", result: Self.result, seconds: 8,
      marks: [.moved, .stolen])
    let read = try Self.read(trial)
    #expect(read.spec == spec && read.result == Self.result && read.marks == [.moved, .stolen])
    #expect(read.index == 6 && read.round == 7 && read.outcome == .hung && read.message == "m")
    #expect(read.seconds == 8)
    #expect(String(decoding: try RecordCoding.line(trial), as: UTF8.self).contains("\n") == false)
  }

  @Test func aSharedRingsRowNamesItsClaimAndEveryProducersCPU() throws {
    var row = Self.row
    row.sharing = RowSharing(.ticketLock, furtherProducerCpus: [5, 3])
    let line = String(decoding: try RecordCoding.line(TrialSpec(row)), as: UTF8.self)
    #expect(line.contains(#""sharing":"ticket-lock""#) && line.contains(#""further_producer_cpus":[5,3]"#))
    #expect(try Self.read(TrialSpec(row)).row == row)
    #expect(row.producers == 3 && row.producerCpus == [3, 5, 3] && row.threads == 4)
    #expect(row.name.contains("producers:3/sharing:ticket-lock"))
    row.sharing = RowSharing(nil, furtherProducerCpus: [5])
    #expect(try Self.read(TrialSpec(row)).row == row && row.name.contains("producers:2"))
    #expect(!row.name.contains("sharing"))
  }

  @Test func aRowNamesTheSizeOfEventsAndThePagesWhereTheyAreNotTheUsualOnes() throws {
    var row = Self.row
    let usual = String(decoding: try RecordCoding.line(TrialSpec(row)), as: UTF8.self)
    #expect(!usual.contains("event_bytes") && !usual.contains("pages") && !usual.contains("run_time"))
    row.eventSize = try #require(EventSize(bytes: 8))
    (row.pages, row.barriersAtRunTime) = (.huge, true)
    let line = String(decoding: try RecordCoding.line(TrialSpec(row)), as: UTF8.self)
    #expect(line.contains(#""event_bytes":8"#) && line.contains(#""pages":"huge""#))
    #expect(line.contains(#""barriers_at_run_time":true"#))
    #expect(try Self.read(TrialSpec(row)).row == row)
    #expect(row.name.contains("event-bytes:8/pages:huge/barriers-at-run-time"))
    #expect(throws: DecodingError.self) {
      try RecordCoding.decoder.decode(
        TrialSpec.self, from: Data(line.replacingOccurrences(of: "bytes\":8", with: "bytes\":9").utf8))
    }
  }

  @Test func aPeersRowHasItsNameForAStrategyAndNoLayout() throws {
    var row = Self.row
    row.subject = .peer("boost-spsc")
    let spec = TrialSpec(row, peerLibrary: "/tmp/boost.so")
    let line = String(decoding: try RecordCoding.line(spec), as: UTF8.self)
    for field in [
      #""strategy":"boost-spsc""#, #""peer":true"#, #""layout":"""#, #""index_use":"""#,
      #""payload_stores":"""#,
      #""peer_library":"/tmp/boost.so""#,
    ] { #expect(line.contains(field), "\(line)") }
    #expect(try Self.read(spec) == spec)
    #expect(row.strategy == "boost-spsc" && row.ring == nil && row.isPeer && row.capacity == row.slots)
  }

  @Test(arguments: [RowKey.Subject.ring(RingSpec("none")), .lowerBound])
  func aRowThatIsNoPeersSaysNothingOfPeers(subject: RowKey.Subject) throws {
    let spec = TrialSpec(RowKey(of: subject, workload: .handOff))
    #expect(!String(decoding: try RecordCoding.line(spec), as: UTF8.self).contains("peer"))
    #expect(try Self.read(spec).row.subject == subject)
  }

  @Test(arguments: ["trial", "campaign", "summary"])
  func theSchemasKnowEveryLayoutAndIndexUse(schema: String) throws {
    let text = try Self.schema(schema)
    for name in LayoutKind.allCases.map(\.rawValue) + IndexUseKind.allCases.map(\.rawValue) {
      #expect(text.contains("\"\(name)\""), "\(name)")
    }
  }

  @Test(arguments: ["campaign", "summary"])
  func theSchemasKnowEveryAxisOfASweep(schema: String) throws {
    let text = try Self.schema(schema)
    let axes = try #require(text.firstMatch(of: /"sweep_axes": \{[^}]*"enum": \[([^\]]*)\]/)).1
    let names = axes.split(separator: ",").map { $0.filter { $0.isLetter || $0 == "-" } }
    #expect(names == SweepAxis.allCases.map(\.rawValue))
  }

  private static func schema(_ name: String) throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Results/\(name).schema.json")
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test func aCampaignComesBackWithItsOrderAndWhatWasLeftOut() throws {
    let order = [2, 0, 1].map { PlannedTrial(round: $0, spec: TrialSpec(Self.row)) }
    var campaign = CampaignRecord(
      startedAt: "t", seed: 9, rounds: 3, arguments: ["a"],
      environment: RunEnvironment(
        hostName: "h", architecture: "x86_64", cpuModel: "cpu", microcode: nil, kernel: "6", governor: nil,
        smt: nil, hypervisor: nil, allowedCpus: [0], stealPercent: nil, compiler: "c", build: .release,
        swiftFlags: "-O", cyclesPerSecond: 1e9), order: order, reference: true)
    campaign.notAvailable = ["membarrier"]
    campaign.environment.clockStepNs = 10
    campaign.peers = [
      PeerRecord(
        name: "p", about: "a", library: "l", compiler: "c", batches: true, hasManyProducers: true),
      PeerRecord(
        name: "q", about: "", library: nil, compiler: "c", batches: false,
        eventSize: try #require(EventSize(bytes: 8))),
    ]
    campaign.sweepAxes = [.slots, .turnEvents]
    let read = try Self.read(campaign)
    #expect(read.sweepAxes == [.slots, .turnEvents] && CampaignHead(read).sweepAxes == read.sweepAxes)
    #expect(read.peers == campaign.peers && CampaignHead(read).peers == campaign.peers)
    #expect(read.order.map(\.round) == [2, 0, 1] && read.notAvailable == ["membarrier"])
    #expect(read.environment.clockStepNs == 10)
    #expect(read.seed == 9 && read.reference && read.steps == [.trials, .models])
  }

  @Test func aComparedRowKeepsBothEndsOfItsInterval() throws {
    let row = ComparedRow(
      key: Self.row, verdict: .regression, changePercent: 5, interval: 4...6, rounds: 15)
    let read = try Self.read(row)
    #expect(read.lowPercent == 4 && read.highPercent == 6 && read.key == Self.row)
  }

  @Test(arguments: [
    \TrialResult.nsPerOperation.median, \.nsPerOperation.low, \.nsPerOperation.high,
  ])
  func aSpreadOutOfRangeIsRefused(field: WritableKeyPath<TrialResult, Double> & Sendable) {
    var result = Self.result
    #expect(result.isPlausible)
    result[keyPath: field] = 1e16
    #expect(!result.isPlausible)
  }

  @Test(arguments: [
    \NoiseGauge.bounceBeforeNs, \.bounceAfterNs, \.calibrationBeforeNs, \.calibrationAfterNs,
    \.stalledMilliseconds, \.stolenMilliseconds,
  ])
  func aNoiseReadingOutOfRangeIsRefused(field: WritableKeyPath<NoiseGauge, Double?> & Sendable) {
    var result = Self.result
    result.noise?[keyPath: field] = -1
    #expect(!result.isPlausible)
  }

  @Test func aRowIsNamedByAllThatTellsItFromOthers() {
    #expect(
      Self.row.name
        == "seq-cst/hand-off/aio/fresh/streaming/balanced/slots:8/batch:4/unchecked/turn:2/cpus:3-5/oversubscribed/negative-control"
    )
    #expect(RowKey(nil, workload: .clock).name == "lower-bound/clock/cpus:0-1")
  }

  @Test func eachPacingDelaysItsSides() {
    let delays = Pacing.allCases.map { [$0.delaysProducer, $0.delaysConsumer] }
    #expect(delays == [[false, false], [true, false], [false, true], [true, true]])
  }

  @Test func workloadsKnowTheirThreadsTheirLengthAndTheirLowerBound() {
    #expect(Workload.allCases.filter(\.isAlone) == [.barrierCost, .clock, .wakeCost])
    #expect(Workload.allCases.filter { $0.length != 1 } == [.offeredLoad, .wakeRounds])
    #expect(Workload.offeredLoad.lowerBound?.factor == 0.5 && Workload.roundTrip.lowerBound?.factor == 1)
    #expect(Workload.throughput.lowerBound?.workload == .freshLine)
  }

  @Test func aFoldersNameHasNoColon() {
    #expect(
      ResultsFolder.path(host: "h", startedAt: "2026-01-01T00:00:00Z") == "Results/h/2026-01-01T000000Z")
  }

  @Test func figuresOfUnoptimisedCodeAreNoReference() {
    #expect(!BuildKind.unoptimised.mayBeReference)
    #expect(BuildKind.release.mayBeReference && BuildKind.debugOptimised.mayBeReference)
  }

  @Test func aFolderThatHoldsACampaignSaysSo() throws {
    let sample = try SampleResults()
    defer { sample.remove() }
    let campaign = try ResultsReader.campaign(sample.campaign)
    #expect(throws: ResultsError.campaignExists(path: sample.folder.path)) {
      try ResultsFolder(creating: sample.folder, campaign: campaign)
    }
    #expect("\(ResultsError.campaignExists(path: "p"))" == "cannot write p: a campaign is there already")
  }

  @Test func aLineThatWasCutOffIsTakenAwayBeforeTheNext() throws {
    let sample = try SampleResults()
    defer { sample.remove() }
    try Data(contentsOf: sample.trials).dropLast(20).write(to: sample.trials)
    let folder = try ResultsFolder(resuming: sample.folder)
    try folder.append([try #require(try ResultsReader.trials(sample.trials).last)])
    #expect(try ResultsReader.trials(sample.trials).map(\.round) == [0, 1, 1])
  }
}
