import AIORing

/// Orderings at some edges, or at all, as text has them: `claim=acquire,publish=release`.
public struct EdgeAssignment: Sendable, Equatable {
  /// The orderings; `none` at the edges that are not given.
  public private(set) var barriers = AssignedBarriers()
  /// The edges that are given.
  public private(set) var edges: Set<Edge> = []

  /// Orderings given at all edges.
  public init(_ barriers: AssignedBarriers) { (self.barriers, edges) = (barriers, Set(Edge.allCases)) }

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

  init(_ barriers: AssignedBarriers, at edges: Set<Edge>) {
    (self.barriers, self.edges) = (barriers, edges)
  }

  /// Reads an assignment.
  public init(_ text: String) throws(Mistake) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2 else { throw .notAPair(String(part)) }
      guard let edge = Edge(rawValue: pair[0]) else { throw .unknownEdge(pair[0]) }
      guard let ordering = Ordering(rawValue: pair[1]) else { throw .unknownOrdering(pair[1], edge: edge) }
      guard ordering.mayStand(at: edge) else { throw .mayNotStand(ordering, edge) }
      guard edges.insert(edge).inserted else { throw .twice(edge) }
      barriers[edge] = ordering
    }
  }

  /// The edges given, as text.
  public var text: String {
    Edge.allCases.filter(edges.contains).map { "\($0.rawValue)=\(barriers[$0].rawValue)" }
      .joined(separator: ",")
  }
}
