import Foundation
import RunRecord
import Statistics

/// The placements of two CPUs that a campaign saw, told apart by the bounce: 60 ns are two hardware threads of one core,
/// 300 ns two cores, and on a virtual machine nothing else shows it. Figures of two placements must not be averaged.
public struct PlacementClasses: Sendable {
  /// The bounce of each placement, ascending, ns.
  private let centres: [Double]

  /// Bounces within this ratio of a placement's belong to it.
  private static let width = 1.25
  /// A placement has at least this share of the trials: what comes more seldom is a disturbed reading.
  private static let leastShare = 0.02

  /// The placements in these readings of one pair of CPUs: bounces that many trials share. Trials during which the host moved
  /// a CPU say nothing, since their mean lies between two placements.
  public init(of gauges: [NoiseGauge]) {
    var left = gauges.compactMap(\.bounceNs).sorted()
    let least = max(1, Int((Self.leastShare * Double(left.count)).rounded(.up)))
    var centres: [Double] = []
    while !left.isEmpty {
      let best = left.densestWindow(ratio: Self.width)
      guard best.count >= least, let centre = quantile(0.5, ofSorted: Array(left[best])) else { break }
      centres.append(centre)
      left.removeAll { $0 <= Self.width * centre && $0 * Self.width >= centre }
    }
    self.centres = centres.sorted()
  }

  /// The number of the placement, from 0 for the nearest; nil if no bounce was measured, or the host moved a CPU, or so few
  /// trials had that bounce that it is no placement.
  public func index(of gauge: NoiseGauge?) -> Int? {
    guard let bounce = gauge?.bounceNs else { return nil }
    let near = centres.indices.filter {
      bounce <= Self.width * centres[$0] && bounce * Self.width >= centres[$0]
    }
    return near.min { abs(log(bounce / centres[$0])) < abs(log(bounce / centres[$1])) }
  }

  /// The most frequent placement.
  public func majority(of gauges: [NoiseGauge]) -> Int? {
    Dictionary(grouping: gauges.compactMap(index), by: { $0 }).max {
      ($0.value.count, $1.key) < ($1.value.count, $0.key)
    }?.key
  }
}
