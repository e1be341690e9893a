/// What a search found.
public struct Exploration: Sendable {
  /// Complete executions that the model allows, as far as the search went.
  public var executions = 0
  /// The number of them in which the predicate holds.
  public var matching = 0
  /// The first execution the predicate holds in.
  public var witness: Witness?
  /// An execution with a data race, where the model knows of races.
  public var race: Witness?
  /// What else the model warns of, if that was asked for.
  public var flags: Set<ModelFlag> = []
  /// Whether the program has accesses that are neither atomic nor volatile.
  var hasPlainAccesses = false
  /// Why the search did not see everything; nil if it did, or if it stopped at the first match as asked.
  public var incompleteness: Incompleteness?

  /// ``Verdict/allowed`` if something matched, else whether that is certain.
  public var verdict: Verdict { matching > 0 ? .allowed : incompleteness == nil ? .forbidden : .unknown }
}
