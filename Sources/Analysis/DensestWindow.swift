extension Array where Element == Double {
  /// The indices of the most values that lie within a ratio of each other, the first of them if several are as many. The values
  /// are positive and ascend.
  func densestWindow(ratio: Double) -> Range<Int> {
    var (best, end) = (0..<0, 0)
    for start in indices {
      while end < count, self[end] <= ratio * self[start] { end += 1 }
      if end - start > best.count { best = start..<end }
    }
    return best
  }
}
