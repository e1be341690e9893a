import AIORing
import WeakMemory

/// One strategy in a campaign's one picture: what it costs here, and on how many architectures it is correct.
public struct StrategyOverview: Codable, Sendable {
  public var strategy: String
  public var family: StrategyFamily
  /// What the strategy is, and where it comes from.
  public var summary: String
  public var source: String
  /// Where its row of hand-offs stands in the campaign's rows, from 0; absent where it has no figure.
  public var row: Int?
  /// What a push and a pop cost here, ns; absent where that was not measured.
  public var handOff: MeasuredFigure?
  /// The architectures whose memory model forbids every bad event.
  public var correctOn: [Model]
  /// Those of them on which no wake-up is lost either.
  public var wakesOn: [Model]
  /// The architectures that were asked about.
  public var architectures: [Model]
  /// Whether no other strategy is better: correct on more architectures and not told apart as dearer, or correct on as many
  /// and told apart as cheaper. Absent without a figure or without architectures.
  public var isAtFront: Bool?

  public init(
    strategy: String, family: StrategyFamily, summary: String, source: String, row: Int?,
    handOff: MeasuredFigure?, correctOn: [Model], wakesOn: [Model], architectures: [Model], isAtFront: Bool?
  ) {
    (self.strategy, self.family, self.summary, self.source) = (strategy, family, summary, source)
    (self.row, self.handOff, self.correctOn, self.wakesOn) = (row, handOff, correctOn, wakesOn)
    (self.architectures, self.isAtFront) = (architectures, isAtFront)
  }
}
