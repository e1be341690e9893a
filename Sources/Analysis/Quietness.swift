import Foundation
import RunRecord
import Statistics

/// Describes how quiet the machine was during a campaign.
public enum Quietness {
  /// One paragraph; empty if there are no noise readings.
  public static func words(_ trials: [(spec: TrialSpec, result: TrialResult)]) -> String {
    let results = trials.map(\.result)
    let gauges = results.compactMap(\.noise)
    guard !gauges.isEmpty else { return "" }
    let elapsed = gauges.reduce(0) { $0 + $1.elapsedMilliseconds }
    let bursts = results.reduce(0) { $0 + $1.bursts.all }
    let interrupted = share(
      Double(results.reduce(0) { $0 + $1.bursts.all - $1.bursts.undisturbed }), of: Double(bursts))
    let stalled = share(sum(gauges.map(\.stalledMilliseconds)), of: elapsed)
    let stolen = share(sum(gauges.map(\.stolenMilliseconds)), of: elapsed)
    let speeds = CoreSpeeds(of: trials)
    let slow = share(
      Double(trials.count { speeds.hadSlowCore($0.result.noise, of: $0.spec) }), of: Double(results.count))
    let marked = results.count { !NoiseMark.all(of: $0).isEmpty }
    let parts = [
      interrupted.map { "\(percent($0)) of bursts were interrupted" },
      stalled.map { "something waited for a CPU in \(percent($0)) of the time" },
      stolen.map { "the host took \(percent($0))" },
      slow.map { "the core was slower than at its fastest around \(percent($0)) of trials" }, bounces(gauges),
      "\(marked) of \(results.count) trials are marked",
    ]
    let doubtful = share(Double(marked), of: Double(results.count))
    return "The machine was \(word(interrupted, stalled, stolen, slow, doubtful)): "
      + parts.compactMap { $0 }.joined(separator: ", ") + "."
  }

  /// By the largest of the shares.
  private static func word(_ shares: Double?...) -> String {
    switch shares.compactMap({ $0 }).max() ?? 0 {
    case ..<0.02: "quiet"
    case ..<0.10: "fairly quiet"
    case ..<0.30: "noisy"
    default: "very noisy"
    }
  }

  private static func bounces(_ gauges: [NoiseGauge]) -> String? {
    let classes = PlacementClasses(of: gauges)
    let groups = Dictionary(grouping: gauges) { classes.index(of: $0) }.filter { $0.key != nil }
    let words = groups.sorted { ($0.key ?? 0) < ($1.key ?? 0) }.compactMap { _, gauges in
      median(of: gauges.compactMap(\.bounceBeforeNs)).map {
        "\($0.inThreeDigits) ns (\(gauges.count) trials)"
      }
    }
    guard let first = words.first else { return nil }
    return words.count == 1
      ? "a line bounced in \(first)"
      : "the CPUs were not always equally far apart: a line bounced in " + words.joined(separator: ", ")
  }

  private static func sum(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +)
  }

  private static func share(_ part: Double?, of whole: Double) -> Double? {
    part.flatMap { whole > 0 ? $0 / whole : nil }
  }

  private static func percent(_ share: Double) -> String { (100 * share).inThreeDigits + " %" }
}
