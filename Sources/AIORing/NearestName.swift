#if !hasFeature(Embedded)
  /// The message for an unknown name.
  public enum NearestName {
    /// One line: the nearest known name, or all of them.
    public static func complaint(_ what: String, _ name: String, among known: [String]) -> String {
      let nearest = known.min { distance($0, name) < distance($1, name) }
      // In a name of a few letters, two changes make a different word.
      if let nearest, case let changes = distance(nearest, name), changes <= max(2, name.count / 3),
        2 * changes < name.count
      {
        return "there is no \(what) '\(name)'; did you mean '\(nearest)'?"
      }
      return "there is no \(what) '\(name)'; there are \(known.joined(separator: ", "))"
    }

    /// Insertions, deletions, replacements and exchanges of two neighbours between two names (optimal string
    /// alignment distance).
    private static func distance(_ left: String, _ right: String) -> Int {
      let (left, right) = (Array(left), Array(right))
      var before: [Int] = []
      var last = Array(0...right.count)
      for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
          let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
          var best = min(last[column + 1] + 1, current[column] + 1, replaced)
          if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
            best = min(best, before[column - 1] + 1)
          }
          current.append(best)
        }
        (before, last) = (last, current)
      }
      return last[right.count]
    }
  }
#endif
