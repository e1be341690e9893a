import AIORing

/// What a row of a summary is about: a trial's settings without its length and its round. Two trials with the same key
/// are rounds of the same thing.
public struct RowKey: Hashable, Sendable {
  /// What runs.
  public var subject: Subject
  public var workload: Workload
  public var pacing: Pacing
  /// Slots of the ring; an `aio` ring holds one event less.
  public var slots: Int
  /// Events per tail store and per head store.
  public var batch: Int
  /// Whether the consumer checks each event.
  public var checking: Bool
  /// Hand-off: events of a turn; 0 elsewhere.
  public var turnEvents: Int
  /// The negative control: the same as the row without this mark, measured as a row of its own. The two must not differ.
  public var isNegativeControl: Bool
  /// OS index of the producer's CPU.
  public var producerCpu: Int
  /// OS index of the consumer's CPU.
  public var consumerCpu: Int
  /// How far apart the two are, as in `ringbench topology`.
  public var distance: String
  /// Both threads share one CPU on purpose.
  public var oversubscribed: Bool
  /// What a side does between two polls that find the ring empty or full.
  public var polling = Polling.pause
  /// Nil: there is one producer.
  public var sharing: RowSharing?
  /// Of the ring.
  public var eventSize = EventSize.usual
  /// What the ring's memory consists of.
  public var pages = PageKind.usual
  /// Whether the ring reads its barriers at run time even if loops were compiled for its strategy: so that it is comparable with
  /// the rings of a sweep that have none.
  public var barriersAtRunTime = false

  /// What a row measures.
  public enum Subject: Hashable, Sendable {
    /// One of our rings.
    case ring(RingSpec)
    /// A ring that is not of the catalogue, by its name. It has no edges; which library it is in says the trial, and none if it
    /// is a Swift type of the program's own.
    case peer(String)
    /// Something simpler than a ring, on the same CPUs: the workload says what.
    case lowerBound
  }

  /// A row of a free-running ring on two CPUs, or of a lower bound.
  public init(
    _ ring: RingSpec?, workload: Workload, pacing: Pacing = .freeRunning, slots: Int = 1024, batch: Int = 1,
    checking: Bool = true, turnEvents: Int = 0, producerCpu: Int = 0, consumerCpu: Int = 1,
    distance: String = "", oversubscribed: Bool = false, isNegativeControl: Bool = false
  ) {
    self.init(
      of: ring.map(Subject.ring) ?? .lowerBound, workload: workload, pacing: pacing, slots: slots,
      batch: batch,
      checking: checking, turnEvents: turnEvents, producerCpu: producerCpu, consumerCpu: consumerCpu,
      distance: distance, oversubscribed: oversubscribed, isNegativeControl: isNegativeControl)
  }

  /// A row of a free-running subject on two CPUs.
  public init(
    of subject: Subject, workload: Workload, pacing: Pacing = .freeRunning, slots: Int = 1024, batch: Int = 1,
    checking: Bool = true, turnEvents: Int = 0, producerCpu: Int = 0, consumerCpu: Int = 1,
    distance: String = "", oversubscribed: Bool = false, isNegativeControl: Bool = false
  ) {
    (self.subject, self.workload, self.pacing) = (subject, workload, pacing)
    (self.slots, self.batch, self.checking, self.turnEvents) = (slots, batch, checking, turnEvents)
    (self.producerCpu, self.consumerCpu, self.distance) = (producerCpu, consumerCpu, distance)
    (self.oversubscribed, self.isNegativeControl) = (oversubscribed, isNegativeControl)
  }

  /// Nil where no ring of ours runs.
  public var ring: RingSpec? {
    get { if case .ring(let ring) = subject { ring } else { nil } }
    set { subject = newValue.map(Subject.ring) ?? .lowerBound }
  }

  /// What stands in the column `strategy`: the strategy's name or a peer's; nil for a lower bound.
  public var strategy: String? {
    switch subject {
    case .ring(let ring): ring.strategy
    case .peer(let name): name
    case .lowerBound: nil
    }
  }

  /// Whether it is a ring that is not of the catalogue.
  public var isPeer: Bool { if case .peer = subject { true } else { false } }

  /// The row in one word, as other tools' formats name a benchmark: its parts from the general to the special.
  public var name: String {
    let setting = [
      pacing.rawValue, "slots:\(slots)", "batch:\(batch)", checking ? "checked" : "unchecked",
    ]
    let parts =
      switch subject {
      case .ring(let ring):
        [
          ring.strategy, workload.rawValue, ring.layout.rawValue, ring.indexUse.rawValue,
          ring.payloadStores.rawValue,
        ] + setting
      case .peer(let name): [name, workload.rawValue, "peer"] + setting
      case .lowerBound: ["lower-bound", workload.rawValue]
      }
    return
      (parts + (turnEvents > 0 ? ["turn:\(turnEvents)"] : []) + ["cpus:\(producerCpu)-\(consumerCpu)"]
      + (polling == .pause ? [] : ["polling:\(polling.rawValue)"])
      + (sharing.map { ["producers:\(producers)"] + ($0.kind.map { ["sharing:\($0.rawValue)"] } ?? []) } ?? [])
      + (eventSize == .usual ? [] : ["event-bytes:\(eventSize.bytes)"])
      + (pages == .usual ? [] : ["pages:\(pages.rawValue)"])
      + (barriersAtRunTime ? ["barriers-at-run-time"] : [])
      + (oversubscribed ? ["oversubscribed"] : []) + (isNegativeControl ? ["negative-control"] : []))
      .joined(separator: "/")
  }
}

// In files a key is flat. A lower bound's strategy, layout, index use and payload stores are empty; a peer has its name in
// place of the strategy, and `peer` says so. Without `polling` a side pauses between polls; without `further_producer_cpus`
// there is one producer, and several without `sharing` push in a peer's own way; without `event_bytes` an event has 32 bytes;
// without `pages` they are the kernel's ordinary ones.
extension RowKey: Codable {
  private enum CodingKeys: String, CodingKey {
    case strategy, layout, indexUse, payloadStores, workload, pacing, slots, batch, checking, turnEvents
    case producerCpu, consumerCpu, distance, oversubscribed, peer, polling, sharing, furtherProducerCpus
    case eventSize = "eventBytes"
    case pages, barriersAtRunTime
    case isNegativeControl = "negativeControl"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let name = try values.decode(String.self, forKey: .strategy)
    let isPeer = try values.decodeIfPresent(Bool.self, forKey: .peer) ?? false
    subject = isPeer ? .peer(name) : name.isEmpty ? .lowerBound : .ring(try RingSpec(from: decoder))
    workload = try values.decode(Workload.self, forKey: .workload)
    pacing = try values.decode(Pacing.self, forKey: .pacing)
    slots = try values.decode(Int.self, forKey: .slots)
    batch = try values.decode(Int.self, forKey: .batch)
    checking = try values.decode(Bool.self, forKey: .checking)
    turnEvents = try values.decodeIfPresent(Int.self, forKey: .turnEvents) ?? 0
    producerCpu = try values.decode(Int.self, forKey: .producerCpu)
    consumerCpu = try values.decode(Int.self, forKey: .consumerCpu)
    distance = try values.decode(String.self, forKey: .distance)
    oversubscribed = try values.decode(Bool.self, forKey: .oversubscribed)
    isNegativeControl = try values.decodeIfPresent(Bool.self, forKey: .isNegativeControl) ?? false
    polling = try values.decodeIfPresent(Polling.self, forKey: .polling) ?? .pause
    sharing = try values.decodeIfPresent([Int].self, forKey: .furtherProducerCpus).map {
      RowSharing(try values.decodeIfPresent(SharingKind.self, forKey: .sharing), furtherProducerCpus: $0)
    }
    eventSize = try values.decodeIfPresent(EventSize.self, forKey: .eventSize) ?? .usual
    pages = try values.decodeIfPresent(PageKind.self, forKey: .pages) ?? .usual
    barriersAtRunTime = try values.decodeIfPresent(Bool.self, forKey: .barriersAtRunTime) ?? false
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(strategy ?? "", forKey: .strategy)
    if isPeer { try values.encode(true, forKey: .peer) }
    try values.encode(ring?.layout.rawValue ?? "", forKey: .layout)
    try values.encode(ring?.indexUse.rawValue ?? "", forKey: .indexUse)
    try values.encode(ring?.payloadStores.rawValue ?? "", forKey: .payloadStores)
    try values.encode(workload, forKey: .workload)
    try values.encode(pacing, forKey: .pacing)
    try values.encode(slots, forKey: .slots)
    try values.encode(batch, forKey: .batch)
    try values.encode(checking, forKey: .checking)
    try values.encode(turnEvents, forKey: .turnEvents)
    try values.encode(producerCpu, forKey: .producerCpu)
    try values.encode(consumerCpu, forKey: .consumerCpu)
    try values.encode(distance, forKey: .distance)
    try values.encode(oversubscribed, forKey: .oversubscribed)
    try values.encode(isNegativeControl, forKey: .isNegativeControl)
    if polling != .pause { try values.encode(polling, forKey: .polling) }
    try values.encodeIfPresent(sharing?.kind, forKey: .sharing)
    try values.encodeIfPresent(sharing?.furtherProducerCpus, forKey: .furtherProducerCpus)
    if eventSize != .usual { try values.encode(eventSize, forKey: .eventSize) }
    if pages != .usual { try values.encode(pages, forKey: .pages) }
    if barriersAtRunTime { try values.encode(true, forKey: .barriersAtRunTime) }
  }
}
