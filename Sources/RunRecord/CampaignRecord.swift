/// `campaign.json`: where, when, with what and in which order the trials were run.
public struct CampaignRecord: Sendable {
  public var schema: Int
  /// When it began, ISO 8601, UTC.
  public var startedAt: String
  /// The seed of the order of trials.
  public var seed: UInt64
  /// The rounds planned; a row of a workload that does not rank has fewer.
  public var rounds: Int
  /// Seconds for all trials together; absent in results of schema 1.
  public var seconds: Double?
  /// To which rows that rank are measured while there is time; absent where all rows are measured as often as planned.
  public var precision: Precision?
  /// The command's arguments as given.
  public var arguments: [String]
  public var environment: RunEnvironment
  /// All rounds' trials in the order they are run: an interrupted campaign goes on from here.
  public var order: [PlannedTrial]
  /// Whether the campaign was declared a reference for later ones.
  public var reference: Bool
  /// What the campaign consists of.
  public var steps: [CampaignStep]
  /// What was left out of ``order`` because the system refuses a call that it needs, and why: one sentence each. Absent
  /// where nothing was.
  public var notAvailable: [String]?
  /// Absent where there are none.
  public var peers: [PeerRecord]?
  /// Of a sweep the settings that its rows differ in, one or two; absent elsewhere.
  public var sweepAxes: [SweepAxis]?
  /// Whether trials that are compared share their threads, burst by burst; absent where they ran one after another.
  public var alternates: Bool?

  public init(
    startedAt: String, seed: UInt64, rounds: Int, arguments: [String], environment: RunEnvironment,
    order: [PlannedTrial], reference: Bool, steps: [CampaignStep] = [.trials, .models],
    seconds: Double? = nil, precision: Precision? = nil
  ) {
    schema = SchemaVersion.current
    (self.seconds, self.precision) = (seconds, precision)
    (self.startedAt, self.seed, self.rounds) = (startedAt, seed, rounds)
    (self.arguments, self.environment) = (arguments, environment)
    (self.order, self.reference, self.steps) = (order, reference, steps)
  }
}

// In the file each trial is described once, and the order refers to the descriptions by number.
extension CampaignRecord: Codable {
  enum CodingKeys: String, CodingKey {
    case schema, startedAt, seed, rounds, seconds, precision, arguments, environment, reference, steps,
      notAvailable, peers, sweepAxes, alternates, specs, order
  }

  /// A place in the order: the round and which of the descriptions.
  private struct Place: Codable {
    var round: Int
    var spec: Int
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    schema = try values.decode(Int.self, forKey: .schema)
    startedAt = try values.decode(String.self, forKey: .startedAt)
    seed = try values.decode(UInt64.self, forKey: .seed)
    rounds = try values.decode(Int.self, forKey: .rounds)
    seconds = try values.decodeIfPresent(Double.self, forKey: .seconds)
    precision = try values.decodeIfPresent(Precision.self, forKey: .precision)
    arguments = try values.decode([String].self, forKey: .arguments)
    environment = try values.decode(RunEnvironment.self, forKey: .environment)
    reference = try values.decode(Bool.self, forKey: .reference)
    // Campaigns of earlier versions say it by their arguments only.
    steps =
      try values.decodeIfPresent([CampaignStep].self, forKey: .steps)
      ?? (arguments.contains("--all") ? CampaignStep.allCases : [.trials, .models])
    notAvailable = try values.decodeIfPresent([String].self, forKey: .notAvailable)
    peers = try values.decodeIfPresent([PeerRecord].self, forKey: .peers)
    sweepAxes = try values.decodeIfPresent([SweepAxis].self, forKey: .sweepAxes)
    alternates = try values.decodeIfPresent(Bool.self, forKey: .alternates)
    let specs = try values.decode([TrialSpec].self, forKey: .specs)
    order = try values.decode([Place].self, forKey: .order).map { place in
      guard specs.indices.contains(place.spec) else {
        throw DecodingError.dataCorruptedError(
          forKey: .order, in: values, debugDescription: "there is no trial \(place.spec)")
      }
      return PlannedTrial(round: place.round, spec: specs[place.spec])
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var numbers: [TrialSpec: Int] = [:]
    var specs: [TrialSpec] = []
    let places = order.map { planned in
      let number = numbers[planned.spec] ?? specs.count
      if number == specs.count {
        numbers[planned.spec] = number
        specs.append(planned.spec)
      }
      return Place(round: planned.round, spec: number)
    }
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(schema, forKey: .schema)
    try values.encode(startedAt, forKey: .startedAt)
    try values.encode(seed, forKey: .seed)
    try values.encode(rounds, forKey: .rounds)
    try values.encodeIfPresent(seconds, forKey: .seconds)
    try values.encodeIfPresent(precision, forKey: .precision)
    try values.encode(arguments, forKey: .arguments)
    try values.encode(environment, forKey: .environment)
    try values.encode(reference, forKey: .reference)
    try values.encode(steps, forKey: .steps)
    try values.encodeIfPresent(notAvailable, forKey: .notAvailable)
    try values.encodeIfPresent(peers, forKey: .peers)
    try values.encodeIfPresent(sweepAxes, forKey: .sweepAxes)
    try values.encodeIfPresent(alternates, forKey: .alternates)
    try values.encode(specs, forKey: .specs)
    try values.encode(places, forKey: .order)
  }
}

/// A trial's place in the order.
public struct PlannedTrial: Sendable {
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
  /// Of the C compiler: the toolchain's clang.
  public var compiler: String
  /// Of the Swift compiler; absent in a program without debug information, and in results of earlier versions.
  public var swiftVersion: String?
  public var build: BuildKind
  /// Those of the measured code, as the package asks for them.
  public var swiftFlags: String
  /// The commit that the program was built from; absent where that cannot be told.
  public var commit: String?
  /// Whether the sources differed from it.
  public var uncommittedChanges: Bool?
  /// Frequency of the cycle counter, Hz.
  public var cyclesPerSecond: Double
  /// The step in which the counter moves, ns: single times are multiples of it. Absent in results of earlier versions.
  public var clockStepNs: Double?

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
