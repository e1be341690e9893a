import Foundation
import Topology

/// A machine and the pairs chosen on it, for people.
public enum TopologyReport {
  /// What the machine has, then the classes that pairs of its CPUs fall into.
  public static func text(_ summary: TopologySummary) -> String {
    let lines = properties(summary).map { name, value in
      name.padding(toLength: max(name.count + 1, 16), withPad: " ", startingAt: 0) + value
    }
    return lines.joined(separator: "\n") + "\n\n" + pairs(summary)
  }

  private static func properties(_ summary: TopologySummary) -> [(name: String, value: String)] {
    let machine = summary.machine
    let disallowed = machine.cpus.filter { !$0.allowed }.map(\.cpu)
    var lines = [
      ("CPU", machine.cpuModel?.withoutControlCharacters ?? "not named"),
      ("packages", "\(machine.packages)"),
      ("NUMA nodes", "\(machine.numaNodes.count)"),
    ]
    if let dies = machine.dies { lines.append(("dies", "\(dies)")) }
    if let clusters = machine.clusters { lines.append(("clusters", "\(clusters)")) }
    lines += [
      ("cores", "\(machine.cores), SMT \(summary.smt ? "on" : "off")"),
      ("CPUs", "\(machine.cpus.count)"),
      (
        "allowed CPUs",
        (summary.allowedCPUs.isEmpty ? "none" : CPUList.text(summary.allowedCPUs))
          + (disallowed.isEmpty ? "" : " (not allowed: \(CPUList.text(disallowed)))")
      ),
    ]
    for kind in machine.kinds ?? [] {
      let isDefault = kind == machine.defaultKind
      lines.append(
        ("kind of CPU", "\(kind.name): \(CPUList.text(kind.cpus))" + (isDefault ? ", chosen by default" : ""))
      )
    }
    for level in Set(machine.caches.map(\.level)).sorted() {
      let sizes = machine.caches.filter { $0.level == level }
      lines.append(
        ("L\(level) caches", sizes.map { "\($0.count) of \(size($0.bytes))" }.joined(separator: ", ")))
    }
    return lines
  }

  private static func pairs(_ summary: TopologySummary) -> String {
    let shown = Set(summary.classes.map(\.pairClass)).union(summary.pairs.map(\.pairClass)).sorted()
    guard !shown.isEmpty else { return "no pairs: no two CPUs are allowed" }
    // As wide as the longest distance, so that the reports of most machines look alike.
    return TextTable<PairClass>(columns: [
      .word("distance class", minimumWidth: 15, \.name),
      .number("pairs") { pairClass in
        "\(summary.classes.first { $0.pairClass == pairClass }?.pairs ?? 0)"
      },
      .word("chosen (producer:consumer)") { pairClass in
        let chosen = summary.pairs.filter { $0.pairClass == pairClass }.map(\.description)
        return chosen.isEmpty ? "none" : chosen.joined(separator: " ")
      },
    ]).text(shown)
  }

  /// The exact size in the largest unit that shows it with three decimals or fewer.
  static func size(_ bytes: Int) -> String {
    guard bytes > 0 else { return "unknown size" }
    for (unit, name) in [(1 << 20, "MiB"), (1 << 10, "KiB")] where bytes >= unit {
      if (bytes % unit) * 1000 % unit == 0 { return "\(Decimal(bytes) / Decimal(unit)) \(name)" }
    }
    return "\(bytes) B"
  }
}

extension String {
  fileprivate var withoutControlCharacters: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0.properties.generalCategory != .control }))
  }
}
