/// What `ringbench topology` says: the machine and the pairs chosen on it.
public struct TopologyReport: Codable, Sendable {
  public let machine: Machine
  public let smt: Bool
  public let allowedCPUs: [CPU]
  /// The classes that the allowed CPUs have pairs of, nearest first.
  public let classes: [ClassSize]
  public let pairs: [CPUPair]

  /// How many pairs of a class there are.
  public struct ClassSize: Codable, Sendable {
    public let distance: DistanceClass
    public let pairs: Int
  }

  enum CodingKeys: String, CodingKey {
    case machine, smt, classes, pairs
    case allowedCPUs = "allowed_cpus"
  }

  /// A report on a machine and the pairs chosen.
  public init(_ machine: Machine, pairs: [CPUPair]) {
    self.machine = machine
    self.pairs = pairs
    smt = machine.hasSMT
    allowedCPUs = machine.allowedCPUs
    classes = machine.classesPresent.map {
      ClassSize(distance: $0, pairs: machine.pairs(in: $0).count)
    }
  }

  /// For people.
  public var text: String {
    let disallowed = machine.cpus.filter { !$0.allowed }.map(\.cpu)
    var lines = [
      "CPU             \(machine.cpuModel ?? "not named")",
      "packages        \(machine.packages)",
      "NUMA nodes      \(machine.numaNodes.count)",
      "cores           \(machine.cores), SMT \(smt ? "on" : "off")",
      "CPUs            \(machine.cpus.count)",
      "allowed CPUs    \(CPUList.text(allowedCPUs))"
        + (disallowed.isEmpty ? "" : " (not allowed: \(CPUList.text(disallowed)))"),
    ]
    for cache in machine.caches {
      lines.append("L\(cache.level) caches       \(cache.count) of \(Self.size(cache.bytes))")
    }
    lines.append("")
    lines.append("distance class   pairs  chosen (producer:consumer)")
    let shown = Set(classes.map(\.distance)).union(pairs.map(\.distance)).sorted()
    for distance in shown {
      let count = classes.first { $0.distance == distance }?.pairs ?? 0
      let chosen = pairs.filter { $0.distance == distance }.map(\.description).joined(separator: " ")
      lines.append(
        pad(distance.rawValue, to: 15) + String(repeating: " ", count: max(1, 7 - String(count).count))
          + "\(count)  \(chosen.isEmpty ? "-" : chosen)")
    }
    return lines.joined(separator: "\n")
  }

  private func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func size(_ bytes: Int) -> String {
    switch bytes {
    case 0: "unknown size"
    case (1 << 20)...: "\(bytes >> 20) MiB"
    default: "\(bytes >> 10) KiB"
    }
  }
}
