import AIORing

/// The cheapest orderings with which the ring is correct under a model.
public struct MinimalAssignment: Sendable {
  public var barriers: AssignedBarriers
  public var cost: Double

  /// The orderings that a search tries at an edge. A model of instructions does not include the compiler, which must
  /// be held too: there the weakest is `compiler`.
  static func candidates(at edge: Edge, under model: Model) -> [Ordering] {
    let all: [Ordering] = [
      model.page.includesCompiler ? .none : .compiler, .acquire, .release, .rmb, .wmb, .acquireFence,
      .releaseFence, .mb,
      .seqCst,
    ]
    return all.filter { $0.mayStand(at: edge) }
  }

  /// All cheapest assignments that are correct in the shapes asked for. The edges come in pairs that only one
  /// another can make up for (claim and retire, publish and observe, wake and sleep), so that each pair is searched
  /// alone and the whole ring is checked at the end.
  ///
  /// Pairs are tried from the cheapest up. A pair that is at neither edge stronger than one known to be wrong
  /// is wrong too and is not tried.
  public static func search(
    under model: Model, cost: OrderingCost = OrderingCost(), settings: VerificationSettings = .init(),
    includesWakeUps: Bool = true
  ) -> [MinimalAssignment] {
    var assignments = [MinimalAssignment(barriers: AssignedBarriers(), cost: 0)]
    let shapes: [RingShape] = [.publishObserve, .claimRetire] + (includesWakeUps ? [.wakeSleep] : [])
    for shape in shapes {
      let pairs = cheapestPairs(shape, under: model, cost: cost, settings: settings)
      let edges = shape.edges
      assignments = assignments.flatMap { assignment in
        pairs.map { pair in
          var barriers = assignment.barriers
          barriers[edges[0]] = pair.first
          barriers[edges[1]] = pair.second
          return MinimalAssignment(barriers: barriers, cost: assignment.cost + pair.cost)
        }
      }
    }
    return assignments.filter {
      let result = Verification(Subject(edges: $0.barriers), under: model, shape: .ring, settings: settings)
      return result.verdict == .forbidden && result.race == nil
    }
  }

  struct Pair {
    var first: Ordering
    var second: Ordering
    var cost: Double

    func isAtLeast(_ other: Pair) -> Bool { first.isAtLeast(other.first) && second.isAtLeast(other.second) }
  }

  static func cheapestPairs(
    _ shape: RingShape, under model: Model, cost: OrderingCost, settings: VerificationSettings
  ) -> [Pair] {
    let edges = shape.edges
    var pairs: [Pair] = []
    for first in candidates(at: edges[0], under: model) {
      for second in candidates(at: edges[1], under: model) {
        guard let one = cost.cost(first, at: edges[0], under: model),
          let other = cost.cost(second, at: edges[1], under: model)
        else { continue }
        pairs.append(Pair(first: first, second: second, cost: one + other))
      }
    }
    pairs.sort { $0.cost < $1.cost }
    var wrong: [Pair] = []
    var right: [Pair] = []
    for pair in pairs {
      if let best = right.first, pair.cost > best.cost { break }
      // A pair that is stronger than a correct one of the same cost adds nothing.
      if right.contains(where: { pair.isAtLeast($0) }) || wrong.contains(where: { $0.isAtLeast(pair) }) {
        continue
      }
      var barriers = AssignedBarriers()
      barriers[edges[0]] = pair.first
      barriers[edges[1]] = pair.second
      let result = Verification(Subject(edges: barriers), under: model, shape: shape, settings: settings)
      // In C11 a race on the payload is wrong too.
      if result.verdict == .forbidden, result.race == nil { right.append(pair) } else { wrong.append(pair) }
    }
    return right
  }
}
