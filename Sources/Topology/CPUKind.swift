/// The CPUs of one type of core, on a machine that has several: performance and efficiency cores, big and LITTLE.
public struct CPUKind: Hashable, Codable, Sendable {
  /// A word of its own on this machine, made from what hwloc knows of the kind: `intel-core`, `capacity-1024`,
  /// `2400-mhz`.
  public let name: String
  /// Its CPUs, allowed or not, by number.
  public let cpus: [CPU]
}

extension CPUKind {
  /// What hwloc knows of a kind ("Kinds of CPU cores" in its manual); nil where it does not.
  struct Attributes: Equatable {
    /// As `IntelCore`.
    var coreType: String?
    /// The kernel's cpu_capacity, 1024 for the fastest.
    var linuxCapacity: String?
    var frequencyMaxMHz: String?
  }

  /// A name for each kind, in their order: its first attribute, with further ones where two kinds share it, and a
  /// number where the attributes do not tell them apart.
  static func names(of kinds: [Attributes]) -> [String] {
    let words = kinds.map { kind in
      [
        kind.coreType.map(kebabCase), kind.linuxCapacity.map { "capacity-" + kebabCase($0) },
        kind.frequencyMaxMHz.map { kebabCase($0) + "-mhz" },
      ].compactMap { $0 }.filter { !$0.isEmpty }
    }
    var taken = Set(DistanceClass.allCases.map(\.rawValue) + ["all"])
    return words.indices.map { index in
      let mine = words[index]
      let telling = (1...max(1, mine.count)).first { count in
        !words.indices.contains { $0 != index && words[$0].prefix(count) == mine.prefix(count) }
      }
      var name = mine.prefix(telling ?? mine.count).joined(separator: "-")
      // A number alone would be read as a CPU's.
      if !name.contains(where: \.isLetter) { name = "kind-\(index)" }
      while !taken.insert(name).inserted { name += "-\(index)" }
      return name
    }
  }

  /// `IntelCore` as `intel-core`: letters, digits and hyphens only, since the name stands in lists and paths.
  private static func kebabCase(_ text: String) -> String {
    var name = ""
    var previous: Character = "-"
    for character in text.prefix(40) {
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      if character.isUppercase, previous.isLowercase, name.last != "-" { name.append("-") }
      if isPlain {
        name.append(contentsOf: character.lowercased())
      } else if name.last != "-" {
        name.append("-")
      }
      previous = character
    }
    return name.split(separator: "-").joined(separator: "-")
  }
}
