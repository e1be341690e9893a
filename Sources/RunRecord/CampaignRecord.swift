/// `campaign.json`: where, when, with what and in which order the trials were run.
public struct CampaignRecord: Codable, Sendable {
  public var schema: Int
  /// When it began, ISO 8601, UTC.
  public var startedAt: String
  /// The seed of the order of trials.
  public var seed: UInt64
  public var rounds: Int
  /// The command's arguments as given.
  public var arguments: [String]
  public var environment: RunEnvironment
  /// All rounds' trials in the order they are run: an interrupted campaign goes on from here.
  public var order: [PlannedTrial]
  /// Whether the campaign was declared a reference for later ones.
  public var reference: Bool

  public init(
    startedAt: String, seed: UInt64, rounds: Int, arguments: [String], environment: RunEnvironment,
    order: [PlannedTrial], reference: Bool
  ) {
    schema = SchemaVersion.current
    (self.startedAt, self.seed, self.rounds) = (startedAt, seed, rounds)
    (self.arguments, self.environment) = (arguments, environment)
    (self.order, self.reference) = (order, reference)
  }
}

/// A trial's place in the order.
public struct PlannedTrial: Codable, Sendable {
  public var round: Int
  public var spec: TrialSpec
  public init(round: Int, spec: TrialSpec) { (self.round, self.spec) = (round, spec) }
}

/// The machine and the build. What could not be read is absent, not guessed.
public struct RunEnvironment: Codable, Sendable {
  public var hostName: String
  public var architecture: String
  public var cpuModel: String
  public var microcode: String?
  public var kernel: String
  public var governor: String?
  /// Whether hardware threads share cores here, as far as the machine says.
  public var smt: Bool?
  /// The hypervisor's name, where the processor says that there is one.
  public var hypervisor: String?
  public var allowedCpus: [Int]
  /// Time stolen by the host during the campaign, per cent of all CPU time.
  public var stealPercent: Double?
  public var compiler: String
  public var build: BuildKind
  public var swiftFlags: String
  /// Frequency of the cycle counter, Hz.
  public var cyclesPerSecond: Double

  public init(
    hostName: String, architecture: String, cpuModel: String, microcode: String?, kernel: String,
    governor: String?, smt: Bool?, hypervisor: String?, allowedCpus: [Int], stealPercent: Double?,
    compiler: String, build: BuildKind, swiftFlags: String, cyclesPerSecond: Double
  ) {
    (self.hostName, self.architecture, self.cpuModel) = (hostName, architecture, cpuModel)
    (self.microcode, self.kernel, self.governor) = (microcode, kernel, governor)
    (self.smt, self.hypervisor, self.allowedCpus) = (smt, hypervisor, allowedCpus)
    (self.stealPercent, self.compiler, self.build) = (stealPercent, compiler, build)
    (self.swiftFlags, self.cyclesPerSecond) = (swiftFlags, cyclesPerSecond)
  }
}

/// How the program that measured was built.
public enum BuildKind: String, Codable, Sendable {
  case release
  /// A debug build whose measured code is optimised all the same.
  case debugOptimised = "debug-with-optimised-measured-code"
  /// Its figures are worth nothing.
  case unoptimised

  /// Whether figures from it may serve as a reference.
  public var mayBeReference: Bool { self != .unoptimised }
}
