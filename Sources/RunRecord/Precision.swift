/// How far the 99 % interval of a row's figure may reach on either side, as a share of the figure, for the row to count as
/// settled.
public struct Precision: Codable, Equatable, Sendable {
  /// Of hand-offs, per cent.
  public var handOffPercent: Double
  /// Of the other workloads that rank, per cent; nil where those are measured too seldom to be ranked.
  public var othersPercent: Double?

  /// What a shared machine reaches in minutes: a hand-off repeats better than a round trip or one thread beside a busy
  /// hardware thread.
  public static let usual = Precision(handOffPercent: 2, othersPercent: 5)

  /// Of a brief campaign, which ranks only hand-offs.
  public static let brief = Precision(handOffPercent: 2, othersPercent: nil)

  /// The same workloads with another precision, per cent.
  public func with(percent: Double) -> Precision {
    Precision(handOffPercent: percent, othersPercent: othersPercent.map { _ in percent })
  }

  private init(handOffPercent: Double, othersPercent: Double?) {
    (self.handOffPercent, self.othersPercent) = (handOffPercent, othersPercent)
  }

  /// As a share of the figure; nil for a workload that is not measured to any precision.
  public func share(of workload: Workload) -> Double? {
    guard workload.ranks else { return nil }
    return (workload == .handOff ? handOffPercent : othersPercent).map { $0 / 100 }
  }
}
