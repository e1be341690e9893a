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

    /// Insertions, deletions and replacements between two names (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
      let right = Array(right)
      var row = Array(0...right.count)
      for (index, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
          let next = min(
            row[column + 1] + 1, row[column] + 1, diagonal + (character == right[column] ? 0 : 1))
          (diagonal, row[column + 1]) = (row[column + 1], next)
        }
      }
      return row[right.count]
    }
  }
#endif
