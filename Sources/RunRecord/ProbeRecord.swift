/// What a pair of CPUs was seen to reorder: the classic two-thread shapes, run on the hardware itself.
public struct ProbeRecord: Codable, Equatable, Sendable {
  public var schema: Int
  public var cpuModel: String?
  /// The memory model that says what is allowed here, as `ringbench verify --arch` takes it; absent for a machine
  /// that no model here describes.
  public var model: String?
  /// OS index of the CPU of each thread.
  public var cpus: [Int]
  /// How far apart the two are, as in `ringbench topology`.
  public var distance: String
  /// Whether two CPUs ran the shapes. One alone sees its own accesses in order: then nothing is said.
  public var canTell: Bool
  public var shapes: [ShapeCount]

  public init(
    cpuModel: String?, model: String?, cpus: [Int], distance: String, canTell: Bool, shapes: [ShapeCount]
  ) {
    schema = SchemaVersion.current
    (self.cpuModel, self.model, self.cpus) = (cpuModel, model, cpus)
    (self.distance, self.canTell, self.shapes) = (distance, canTell, shapes)
  }
}

/// How often a shape showed its weak outcome: the one that no interleaving of the two threads gives.
public struct ShapeCount: Codable, Equatable, Sendable {
  /// As the literature calls it.
  public var name: String
  /// Each thread's accesses, in program order.
  public var threads: [String]
  public var weakOutcome: String
  /// What may have been reordered to give the weak outcome: any one of them.
  public var reorderings: [String]
  /// Whether the machine's memory model allows the weak outcome; absent where there is no model.
  public var isAllowed: Bool?
  /// Whether this machine has the instructions.
  public var isAvailable: Bool
  public var instances: UInt64
  /// Instances that ended in the weak outcome.
  public var weak: UInt64

  public init(
    name: String, threads: [String], weakOutcome: String, reorderings: [String], isAllowed: Bool?,
    isAvailable: Bool, instances: UInt64, weak: UInt64
  ) {
    (self.name, self.threads, self.weakOutcome) = (name, threads, weakOutcome)
    (self.reorderings, self.isAllowed, self.isAvailable) = (reorderings, isAllowed, isAvailable)
    (self.instances, self.weak) = (instances, weak)
  }
}
