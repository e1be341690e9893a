/// A figure, the round in which it was measured, and the state that the two CPUs were in (``ComparableTrials``).
struct FigureInState {
  var round: Int
  var state: Int
  var ns: Double
  /// How many bursts it is of; nil if it is that of a whole trial.
  var bursts: Int?
}

/// Pairs the figures of two rows, or of two builds, for a comparison: the two of a pair were measured in one state, as near in
/// time as the others allow. Where the machine was slower for a while, it was slower for both.
enum SameStatePairs {
  /// Leaves each side one figure a round, where its trials have figures in several states: two figures of one trial are no two
  /// measurements. It is the one in the state that both sides have most bursts in.
  static func oneEachRound(
    _ first: [FigureInState], _ second: [FigureInState]
  ) -> (first: [FigureInState], second: [FigureInState]) {
    let (firsts, seconds) = (bursts(first), bursts(second))
    func chosen(_ figures: [FigureInState], _ others: [Int: [Int: Int]]) -> [FigureInState] {
      let whole = figures.filter { $0.bursts == nil }
      let ofParts = Dictionary(grouping: figures.filter { $0.bursts != nil }, by: \.round)
      return whole
        + ofParts.compactMap { round, figures in
          func rank(_ figure: FigureInState) -> (common: Int, all: Int, state: Int) {
            let (own, other) = (figure.bursts ?? 0, others[round]?[figure.state] ?? 0)
            return (min(own, other), other > 0 ? own + other : own, -figure.state)
          }
          return figures.max { rank($0) < rank($1) }
        }
        .sorted { $0.round < $1.round }
    }
    return (chosen(first, seconds), chosen(second, firsts))
  }

  /// Bursts by round and state.
  private static func bursts(_ figures: [FigureInState]) -> [Int: [Int: Int]] {
    figures.reduce(into: [:]) { $0[$1.round, default: [:]][$1.state, default: 0] += $1.bursts ?? 1 }
  }

  /// Figures of one round and state are paired with each other first. Each that is left is paired, in the order of the rounds,
  /// with the latest unpaired figure of the other side in its state: a surplus of one side early on stays unpaired, and does not
  /// delay all later pairs.
  static func pairs(
    _ first: [FigureInState], _ second: [FigureInState]
  ) -> [(first: FigureInState, second: FigureInState)] {
    struct Place: Hashable { var round, state: Int }
    let seconds = Dictionary(grouping: second) { Place(round: $0.round, state: $0.state) }
    let firsts = Dictionary(grouping: first) { Place(round: $0.round, state: $0.state) }
    let places = Set(firsts.keys).union(seconds.keys).sorted { ($0.round, $0.state) < ($1.round, $1.state) }
    var pairs: [(first: FigureInState, second: FigureInState)] = []
    // The unpaired figures by state, the latest last. They are all of one side.
    var unpaired: [Int: (areFirst: Bool, figures: [FigureInState])] = [:]
    for place in places {
      let (ofFirst, ofSecond) = (firsts[place] ?? [], seconds[place] ?? [])
      pairs += zip(ofFirst, ofSecond).map { ($0, $1) }
      let isFirst = ofFirst.count > ofSecond.count
      for figure in isFirst ? ofFirst.dropFirst(ofSecond.count) : ofSecond.dropFirst(ofFirst.count) {
        var others = unpaired[place.state] ?? (areFirst: isFirst, figures: [])
        if others.areFirst != isFirst, let other = others.figures.popLast() {
          pairs.append(isFirst ? (figure, other) : (other, figure))
        } else {
          if others.figures.isEmpty { others.areFirst = isFirst }
          others.figures.append(figure)
        }
        unpaired[place.state] = others
      }
    }
    return pairs
  }
}
