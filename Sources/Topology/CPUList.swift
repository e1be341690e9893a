/// Sets of CPUs as cpuset(7) writes them.
public enum CPUList {
  /// Ranges and single numbers: `0-3,8`.
  public static func text(_ cpus: [CPU]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for index in cpus.map(\.index).sorted() {
      if let last = ranges.last, last.upperBound + 1 == index {
        ranges[ranges.count - 1] = last.lowerBound...index
      } else {
        ranges.append(index...index)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
