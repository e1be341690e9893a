/// What was wrong with completions, counted.
public struct CompletionFaults: Codable, Equatable, Sendable {
  /// Submitted, and never seen.
  public var lost = 0
  /// Seen twice.
  public var duplicate = 0
  /// The result, or another word of the event, is not what the request has to give.
  public var wrongResult = 0
  /// Belongs to no request of this run: a stale slot.
  public var foreign = 0

  public init() {}
  /// All of them.
  public var total: Int { lost + duplicate + wrongResult + foreign }

  static func += (sum: inout Self, more: Self) {
    sum.lost += more.lost
    sum.duplicate += more.duplicate
    sum.wrongResult += more.wrongResult
    sum.foreign += more.foreign
  }
}

/// Compares completions with the requests `first ..< first + count`, in any order.
public struct CompletionLedger {
  private let first: UInt64
  private var seen: [Bool]
  private var faults = CompletionFaults()
  /// Requests whose completion has been seen.
  public private(set) var settled = 0
  private let expected: (UInt64) -> Int64

  /// `expected` tells the result that a request has to give.
  public init(first: UInt64, count: Int, expected: @escaping (UInt64) -> Int64) {
    (self.first, self.expected) = (first, expected)
    seen = Array(repeating: false, count: count)
  }

  /// One completion; `intact`: whether its other words are right too.
  public mutating func record(data: UInt64, result: Int64, intact: Bool = true) {
    guard data >= first, data - first < UInt64(seen.count) else {
      faults.foreign += 1
      return
    }
    let index = Int(data - first)
    if seen[index] {
      faults.duplicate += 1
      return
    }
    seen[index] = true
    settled += 1
    if result != expected(data) || !intact { faults.wrongResult += 1 }
  }

  /// The faults, those requests counted as lost that were submitted and not seen.
  public func faults(submitted: Int) -> CompletionFaults {
    var faults = faults
    faults.lost = seen.prefix(submitted).count { !$0 }
    return faults
  }
}
