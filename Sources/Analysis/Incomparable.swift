import RunRecord

/// Why figures of two campaigns, or of two builds, cannot be compared.
public enum Incomparable: Error, Equatable, CustomStringConvertible {
  case machine(base: String, candidate: String)
  case unoptimised(side: String)
  case build(base: BuildKind, candidate: BuildKind)

  /// One line for a person.
  public var description: String {
    switch self {
    case .machine(let base, let candidate):
      "the base was measured on \(base) and the candidate on \(candidate): measure both on one machine"
    case .unoptimised(let side):
      "\(side) was measured with an unoptimised build, whose figures mean nothing: use swift build -c release"
    case .build(let base, let candidate):
      "the base is a \(base.rawValue) build and the candidate a \(candidate.rawValue) build: build both alike"
    }
  }

  /// Checks that figures of two machines and builds can be compared.
  ///
  /// - Throws: ``Incomparable``.
  public static func check(base: RunEnvironment, candidate: RunEnvironment) throws(Incomparable) {
    func machine(_ environment: RunEnvironment) -> String {
      "\(environment.architecture), \(environment.cpuModel)"
    }
    guard machine(base) == machine(candidate) else {
      throw .machine(base: machine(base), candidate: machine(candidate))
    }
    try check(base: base.build, candidate: candidate.build)
  }

  /// Checks that figures of two builds can be compared.
  ///
  /// - Throws: ``Incomparable``.
  public static func check(base: BuildKind, candidate: BuildKind) throws(Incomparable) {
    if !base.mayBeReference { throw .unoptimised(side: "the base") }
    if !candidate.mayBeReference { throw .unoptimised(side: "the candidate") }
    guard base == candidate else { throw .build(base: base, candidate: candidate) }
  }
}

extension RunEnvironment {
  /// Why figures from this environment cannot be continued in `other`, in words; nil if they can.
  public func difference(from other: RunEnvironment) -> String? {
    if cpuModel != other.cpuModel { return "it was measured on \(cpuModel), and this is \(other.cpuModel)" }
    if build != other.build {
      return "it was measured with a build that is \(build.rawValue), and this one is \(other.build.rawValue)"
    }
    if compiler != other.compiler { return "it was measured with another compiler, \(compiler)" }
    return nil
  }
}
