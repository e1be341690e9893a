import AIORing

/// Finds two accesses of an execution that race.
typealias RaceFinder = @Sendable (Relations) -> (Int, Int)?

/// Adds what a model warns of in an execution that it allows.
typealias FlagFinder = @Sendable (Relations, inout Set<ModelFlag>) -> Void

/// A memory model: axioms over an execution's relations, and what else there is to know about the model. Each has a page
/// of its own in Models and a line in ``Model/page``.
///
/// An axiom that is broken must stay broken however the execution grows: the explorer drops a partial execution that
/// breaks one.
protocol MemoryModel: SendableMetatype {
  /// The model's axioms and the terms they are made of, each of which a test can leave out.
  associatedtype Rule: RawRepresentable<String> & CaseIterable & Equatable & Sendable
  /// Whether the model allows an execution, with one rule left out if so asked.
  static func permits(_ x: Relations, without omitted: Rule?) -> Bool

  /// The architectures that it is the model of; none for a model of source code.
  static var architectures: [Architecture] { get }
  /// Names for it other than its own and those of its architectures.
  static var aliases: [String] { get }
  /// How the source's accesses and fences reach the model.
  static func lowering(ia64: IA64Accesses) -> Lowering
  /// What the explorer may rely on.
  static var assumptions: SearchAssumptions { get }
  /// Finds two accesses that race; nil where the model knows no data races.
  static var raceFinder: RaceFinder? { get }
  /// Whether the model gives RCU and SRCU a meaning.
  static var knowsRCU: Bool { get }
  /// Finds all that the model warns of: its data races, if that is all it knows.
  static var flagFinder: FlagFinder? { get }
  /// Whether it is a model of a language, so that what the compiler may reorder is part of it.
  static var includesCompiler: Bool { get }
  /// Whether it reorders nothing but a store with a later load.
  static var isTotalStoreOrder: Bool { get }
  /// How the ring's events are accessed under the model: relaxed, or plain where the question is whether they race.
  static var payloadOrder: AccessOrder? { get }
}

extension MemoryModel {
  static var architectures: [Architecture] { [] }
  static var aliases: [String] { [] }

  /// The instructions of the architecture named first, or the source as it is.
  static func lowering(ia64: IA64Accesses) -> Lowering {
    architectures.first.map { .instructions(InstructionMapping($0)) } ?? .kernel
  }

  static var assumptions: SearchAssumptions { SearchAssumptions() }
  static var raceFinder: RaceFinder? { nil }
  static var knowsRCU: Bool { false }

  static var flagFinder: FlagFinder? {
    guard let findRace = raceFinder else { return nil }
    return { x, flags in
      if !flags.contains(.dataRace), findRace(x) != nil { flags.insert(.dataRace) }
    }
  }

  static var includesCompiler: Bool { false }

  static var isTotalStoreOrder: Bool {
    architectures.first.map { InstructionMapping($0).isTotalStoreOrder } ?? false
  }

  static var payloadOrder: AccessOrder? { .relaxed }

  /// A relation, or the empty one if the rule it stands for is left out.
  @inline(__always)
  static func term(_ rule: Rule, _ omitted: Rule?, _ relation: @autoclosure () -> Relation, _ x: Relations)
    -> Relation
  {
    if let omitted, omitted == rule { return x.empty }
    return relation()
  }

  /// Whether an axiom holds, or is left out.
  @inline(__always)
  static func axiom(_ rule: Rule, _ omitted: Rule?, _ holds: @autoclosure () -> Bool) -> Bool {
    if let omitted, omitted == rule { return true }
    return holds()
  }
}
