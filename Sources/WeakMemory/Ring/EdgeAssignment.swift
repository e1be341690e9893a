import AIORing

/// Orderings at edges as text: `claim=acquire,publish=release`.
public enum EdgeAssignment {
  /// Why a text is not an assignment.
  public enum Mistake: Error, Equatable, CustomStringConvertible {
    case notAPair(String)
    case unknownEdge(String)
    case unknownOrdering(String, edge: Edge)
    case mayNotStand(Ordering, Edge)
    case twice(Edge)

    public var description: String {
      switch self {
      case .notAPair(let text):
        "'\(text)' is not edge=ordering; write for example publish=release,observe=acquire"
      case .unknownEdge(let name):
        "there is no edge '\(name)'; the edges are \(Edge.allCases.map(\.rawValue).joined(separator: ", "))"
      case .unknownOrdering(let name, let edge):
        "there is no ordering '\(name)'; at \(edge.rawValue) may stand \(Self.orderings(edge))"
      case .mayNotStand(let ordering, let edge):
        "\(ordering.rawValue) may not stand at \(edge.rawValue) (\(edge.accesses.before), then "
          + "\(edge.accesses.after)); there may stand \(Self.orderings(edge))"
      case .twice(let edge): "\(edge.rawValue) is given twice"
      }
    }

    private static func orderings(_ edge: Edge) -> String {
      Ordering.allCases.filter { $0.mayStand(at: edge) }.map(\.rawValue).joined(separator: ", ")
    }
  }

  /// Reads an assignment. Edges that are not given have the ordering `none`.
  public static func parse(_ text: String) throws(Mistake) -> AssignedBarriers {
    var barriers = AssignedBarriers()
    var given: Set<Edge> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2 else { throw .notAPair(String(part)) }
      guard let edge = Edge(rawValue: pair[0]) else { throw .unknownEdge(pair[0]) }
      guard let ordering = Ordering(rawValue: pair[1]) else { throw .unknownOrdering(pair[1], edge: edge) }
      guard ordering.mayStand(at: edge) else { throw .mayNotStand(ordering, edge) }
      guard given.insert(edge).inserted else { throw .twice(edge) }
      barriers[edge] = ordering
    }
    return barriers
  }

  /// An assignment as text, with all edges given.
  public static func text(_ barriers: AssignedBarriers) -> String {
    Edge.allCases.map { "\($0.rawValue)=\(barriers[$0].rawValue)" }.joined(separator: ",")
  }
}
