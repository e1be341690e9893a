import Foundation
import RunRecord
import Statistics

/// Decides which rows of a ranking can be told apart.
///
/// Two rows are compared by the ratios of figures that were measured in one state of the two CPUs (``SameStatePairs``). They
/// are told apart if the exact confidence interval of the median ratio lies outside the margin. The error level holds for all
/// pairs of rows together (Bonferroni) and over all looks at a growing campaign (``Looks``).
struct ToldApart {
  /// The error level of all pairs and looks together.
  static let level = 0.01
  /// With fewer rounds the first look could tell no two of thirty rows apart, however different they are.
  static let looks = Looks(level: level, first: 18)
  /// The same instructions in another place of memory may take this much longer or shorter; a difference that may be no
  /// larger is not one of the barriers.
  static let margin = 0.015

  /// Each row's figures.
  private let figures: [[FigureInState]]

  /// - Parameter figures: Each row's, one a round.
  init(_ figures: [[FigureInState]]) { self.figures = figures.map { $0.filter { $0.ns > 0 } } }

  /// What is known of how two rows differ.
  enum Difference: Equatable {
    case toldApart
    /// The interval of their ratio is so narrow that the two are alike to this share.
    case alike(within: Double)
    /// Too few rounds for an interval.
    case unknown
  }

  /// The second row over the first.
  func difference(_ first: Int, _ second: Int) -> Difference {
    let (firsts, seconds) = SameStatePairs.oneEachRound(figures[first], figures[second])
    let ratios = SameStatePairs.pairs(firsts, seconds).map {
      Foundation.log($0.second.ns / $0.first.ns)
    }
    let pairs = Double(figures.count * (figures.count - 1) / 2)
    let level = Self.looks.level(of: Self.looks.next(after: ratios.count - 1)) / max(1, pairs)
    guard let interval = MedianInterval.exact(ratios, error: level) else { return .unknown }
    let margin = Foundation.log(1 + Self.margin)
    if interval.lowerBound > margin || interval.upperBound < -margin { return .toldApart }
    return .alike(within: max(abs(interval.lowerBound), abs(interval.upperBound)))
  }
}

/// Groups of rows that cannot be told apart, as a compact letter display has them (Piepho, *Journal of Computational and
/// Graphical Statistics* 13, 2004): two rows share a group if and only if they are not told apart.
struct IndistinguishableGroups {
  /// For each row the numbers of its groups, ascending.
  let ofRow: [[Int]]

  /// - Parameters:
  ///   - count: How many rows there are; a lower number is a cheaper row.
  ///   - areToldApart: Whether two rows are, the lower number first.
  init(count: Int, _ areToldApart: (Int, Int) -> Bool) {
    var groups: [Set<Int>] = count == 0 ? [] : [Set(0..<count)]
    for first in 0..<count {
      for second in (first + 1)..<max(first + 1, count) where areToldApart(first, second) {
        let split = groups.flatMap { group -> [Set<Int>] in
          guard group.isSuperset(of: [first, second]) else { return [group] }
          return [group.subtracting([first]), group.subtracting([second])]
        }
        // What lies within another group says nothing more.
        groups = split.enumerated().filter { number, group in
          !split.enumerated().contains { other, larger in
            other != number && group.isSubset(of: larger) && (group != larger || other < number)
          }
        }.map(\.element)
      }
    }
    groups.sort { $0.sorted().lexicographicallyPrecedes($1.sorted()) }
    ofRow = (0..<count).map { row in groups.indices.filter { groups[$0].contains(row) } }
  }
}
