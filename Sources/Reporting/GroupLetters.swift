/// Groups as `summary.csv` has them: a letter each, `a` for the cheapest. Four or more that follow one another are shortened:
/// `a–f`.
enum GroupLetters {
  /// The letters of a row's groups; from the 27th group on, numbers.
  static func text(_ groups: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for group in groups {
      if let last = runs.last, last.upperBound + 1 == group {
        runs[runs.count - 1] = last.lowerBound...group
      } else {
        runs.append(group...group)
      }
    }
    return runs.map { run in
      run.count > 3
        ? letter(run.lowerBound) + "–" + letter(run.upperBound) : run.map(letter).joined()
    }.joined()
  }

  private static func letter(_ group: Int) -> String {
    group < 26 ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(group))) : "(\(group + 1))"
  }
}
