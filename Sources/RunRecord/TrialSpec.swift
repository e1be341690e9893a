/// Everything a trial is told: what is run, where and for how long. A child process runs one trial or several.
public struct TrialSpec: Hashable, Sendable {
  /// What is run and where: the row that the trial is a round of.
  public var row: RowKey
  /// How long the trial runs bursts, ms.
  public var durationMilliseconds: Double
  /// The intended length of one burst, ms: short bursts are seldom interrupted.
  public var burstMilliseconds: Double
  /// The delay of a side that is paced, ns an event.
  public var delayNanoseconds: Double
  /// Offered load: the rates of the series, events/s, ascending; nil elsewhere.
  public var rates: [Double]?
  /// The library that a peer is in; nil where no peer runs, or one of the program's own.
  public var peerLibrary: String?
  /// Work added to each operation on purpose, ns: how the gate is tested. 0 in every real trial.
  public var injectedDelayNanoseconds: Double

  public init(
    _ row: RowKey, durationMilliseconds: Double = 20, burstMilliseconds: Double = 1,
    delayNanoseconds: Double = 0, rates: [Double]? = nil, peerLibrary: String? = nil,
    injectedDelayNanoseconds: Double = 0
  ) {
    self.row = row
    (self.durationMilliseconds, self.burstMilliseconds) = (durationMilliseconds, burstMilliseconds)
    (self.delayNanoseconds, self.rates, self.peerLibrary) = (delayNanoseconds, rates, peerLibrary)
    self.injectedDelayNanoseconds = injectedDelayNanoseconds
  }
}

// In files a specification is flat: its row's fields stand beside its own.
extension TrialSpec: Codable {
  private enum CodingKeys: String, CodingKey {
    case durationMilliseconds, burstMilliseconds, delayNanoseconds, rates, peerLibrary,
      injectedDelayNanoseconds
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    row = try RowKey(from: decoder)
    durationMilliseconds = try values.decode(Double.self, forKey: .durationMilliseconds)
    burstMilliseconds = try values.decode(Double.self, forKey: .burstMilliseconds)
    delayNanoseconds = try values.decode(Double.self, forKey: .delayNanoseconds)
    rates = try values.decodeIfPresent([Double].self, forKey: .rates)
    peerLibrary = try values.decodeIfPresent(String.self, forKey: .peerLibrary)
    injectedDelayNanoseconds = try values.decode(Double.self, forKey: .injectedDelayNanoseconds)
  }

  public func encode(to encoder: any Encoder) throws {
    try row.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(durationMilliseconds, forKey: .durationMilliseconds)
    try values.encode(burstMilliseconds, forKey: .burstMilliseconds)
    try values.encode(delayNanoseconds, forKey: .delayNanoseconds)
    try values.encodeIfPresent(rates, forKey: .rates)
    try values.encodeIfPresent(peerLibrary, forKey: .peerLibrary)
    try values.encode(injectedDelayNanoseconds, forKey: .injectedDelayNanoseconds)
  }
}
