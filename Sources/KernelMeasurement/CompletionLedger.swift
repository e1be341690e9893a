import KernelRings
import RunRecord

/// Compares completions with the requests `first ..< first + count`, in any order.
struct CompletionLedger {
  private let first: UInt64
  private var seen: [Bool]
  private var faults = CompletionFaults()
  private let expected: (UInt64) -> (result: Int64, object: UInt64)

  /// `expected` tells the result that a request has to give, and the object that it is told by.
  init(first: UInt64, count: Int, expected: @escaping (UInt64) -> (result: Int64, object: UInt64)) {
    (self.first, self.expected) = (first, expected)
    seen = Array(repeating: false, count: count)
  }

  /// One completion.
  mutating func record(_ completion: Completion) {
    guard completion.data >= first, completion.data - first < UInt64(seen.count) else {
      faults.foreign += 1
      return
    }
    let index = Int(completion.data - first)
    if seen[index] {
      faults.duplicate += 1
      return
    }
    seen[index] = true
    let due = expected(completion.data)
    if completion.result != due.result || completion.object != due.object || completion.extra != 0 {
      faults.wrongResult += 1
    }
  }

  /// The faults; requests that were submitted and not seen count as lost.
  func faults(submitted: Int) -> CompletionFaults {
    var faults = faults
    faults.lost = seen.prefix(submitted).count { !$0 }
    return faults
  }
}
