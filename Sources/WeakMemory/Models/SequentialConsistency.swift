/// Sequential consistency: one order of all accesses that respects program order.
///
/// Lamport, "How to Make a Multiprocessor Computer That Correctly Executes Multiprocess Programs", 1979.
enum SequentialConsistency: MemoryModel {
  static let assumptions = SearchAssumptions(forbidsLoadBuffering: true)
  static let isTotalStoreOrder = true

  enum Rule: String, CaseIterable {
    /// One order explains program order and communication.
    case order
    case programOrder = "program-order"
    case readsFrom = "reads-from"
    case coherence
    case fromReads = "from-reads"
    case atomicity
  }

  static func permits(_ x: Relations, without omitted: Rule?) -> Bool {
    let order =
      term(.programOrder, omitted, x.poAccesses, x) | term(.readsFrom, omitted, x.rf, x)
      | term(.coherence, omitted, x.co, x) | term(.fromReads, omitted, x.fr, x)
    return axiom(.order, omitted, order.isAcyclic) && axiom(.atomicity, omitted, x.isAtomic)
  }
}
