import Foundation
import RunRecord
import Statistics

/// How far apart a trial's two CPUs were, by the bounce: 60 ns and 300 ns are two hardware threads of one core and two
/// cores, and on a virtual machine nothing else tells. Figures of two classes must not be averaged.
public struct PlacementClasses: Sendable {
  /// The smallest bounce of each class but the nearest, rising, ns.
  private let bounds: [Double]

  /// The classes of the gauges of trials on one pair of CPUs: a new one begins wherever no bounce lies between one and
  /// its ``NoiseMark/bounceRatio``fold.
  public init(of gauges: [NoiseGauge]) {
    let bounces = gauges.compactMap(Self.bounce).sorted()
    bounds = zip(bounces, bounces.dropFirst()).filter { $1 > NoiseMark.placementRatio * $0 }.map(\.1)
  }

  /// The number of the class, the nearest first; nil where no bounce was measured.
  public func index(of gauge: NoiseGauge?) -> Int? {
    gauge.flatMap(Self.bounce).map { bounce in bounds.count { $0 <= bounce } }
  }

  /// The class of most of the gauges.
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
