import Foundation
import RunRecord

/// The result of a probe, for people.
public enum ProbeReport {
  /// The shapes' table, and in one sentence what was seen to be reordered.
  public static func text(_ probe: ProbeRecord) -> String {
    let cpus = probe.cpus.map(String.init).joined(separator: " and ")
    let head =
      (probe.canTell ? "CPUs \(cpus)" : "CPU \(probe.cpus.first ?? 0), both threads") + " (\(probe.distance))"
      + (probe.cpuModel.map { ", \($0)" } ?? "")
    let table = TextTable<ShapeCount>(columns: [
      .word("shape") { $0.name }, .word("thread 0") { $0.threads.first ?? "" },
      .word("thread 1") { $0.threads.last ?? "" }, .word("weak outcome") { $0.weakOutcome },
      .number("instances") { $0.isAvailable ? Figures.count($0.instances) : Figures.absent },
      .number("seen") { $0.isAvailable ? "\($0.weak)" : "not available" },
      .number("in a million") { shape in
        shape.isAvailable ? rate(shape) : Figures.absent
      },
      .word(probe.model ?? "model") { shape in
        shape.isAllowed.map { $0 ? "allowed" : "forbidden" } ?? Figures.absent
      },
    ])
    return "\(head)\n\n\(Figures.withLegend(table.text(probe.shapes)))\n\n\(conclusion(probe))"
  }

  /// One sentence: `store then load: seen 193 times in a million; nothing else seen in 1.2M`.
  public static func conclusion(_ probe: ProbeRecord) -> String {
    guard probe.canTell else { return cannotTell }
    let run = probe.shapes.filter { $0.isAvailable && $0.instances > 0 }
    let seen = run.filter { $0.weak > 0 }
    // A shape that only one reordering explains proves that reordering. A shape with several explanations tells nothing
    // new if one of them is proved.
    let proved = Set(seen.filter { $0.reorderings.count == 1 }.flatMap(\.reorderings))
    let telling = seen.filter { $0.reorderings.count == 1 || proved.isDisjoint(with: $0.reorderings) }
    let findings = telling.map { shape in
      "\(shape.reorderings.joined(separator: " or ")): seen \(rate(shape)) times in a million (\(shape.name))"
    }
    let quiet = run.filter { $0.weak == 0 }.map(\.instances).reduce(0, +)
    let rest = quiet == 0 ? [] : ["nothing \(findings.isEmpty ? "" : "else ")seen in \(Figures.count(quiet))"]
    let wrong = probe.shapes.filter { $0.weak > 0 && $0.isAllowed == false }.map {
      "\nCONTRADICTION: \($0.name) was seen, and \(probe.model ?? "the model") forbids it"
    }
    return (findings + rest).joined(separator: "; ") + wrong.joined()
  }

  /// What is said if both threads share one CPU.
  public static let cannotTell =
    "This cannot tell what the CPU reorders: both threads share one CPU, which sees its own accesses in order."

  private static func rate(_ shape: ShapeCount) -> String {
    let rate = Double(shape.weak) / Double(max(1, shape.instances)) * 1e6
    return shape.weak == 0 ? "0" : rate >= 100 ? String(format: "%.0f", rate) : Figures.plain(rate)
  }
}
