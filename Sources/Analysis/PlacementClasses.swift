import Foundation
import RunRecord
import Statistics

/// The placements of two CPUs that a campaign saw, told apart by the bounce: 60 ns are two hardware threads of one core,
/// 300 ns two cores, and on a virtual machine nothing else shows it. Figures of two placements must not be averaged.
public struct PlacementClasses: Sendable {
  /// The smallest bounce of each placement but the nearest, ascending, ns.
  private let bounds: [Double]

  /// The placements in these readings of one pair of CPUs: a new one begins wherever two neighbouring bounces differ by
  /// more than ``NoiseMark/placementRatio``.
  public init(of gauges: [NoiseGauge]) {
    let bounces = gauges.compactMap(Self.bounce).sorted()
    bounds = zip(bounces, bounces.dropFirst()).filter { $1 > NoiseMark.placementRatio * $0 }.map(\.1)
  }

  /// The number of the placement, from 0 for the nearest; nil if no bounce was measured.
  public func index(of gauge: NoiseGauge?) -> Int? {
    gauge.flatMap(Self.bounce).map { bounce in bounds.count { $0 <= bounce } }
  }

  /// The most frequent placement.
  public func majority(of gauges: [NoiseGauge]) -> Int? {
    Dictionary(grouping: gauges.compactMap(index), by: { $0 }).max {
      ($0.value.count, $1.key) < ($1.value.count, $0.key)
    }?.key
  }

  private static func bounce(_ gauge: NoiseGauge) -> Double? {
    guard let before = gauge.bounceBeforeNs, let after = gauge.bounceAfterNs, before > 0, after > 0 else {
      return nil
    }
    return (before * after).squareRoot()
  }
}
