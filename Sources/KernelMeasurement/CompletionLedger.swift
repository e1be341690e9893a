import KernelRings
import RunRecord

/// Compares completions with the requests `first ..< first + count`, in any order.
struct CompletionLedger {
  private let first: UInt64
  private var seen: [Bool]
  private var faults = CompletionFaults()
  private let expected: (UInt64) -> (result: Int64, object: UInt64)

  /// `expected` gives the result and the object that are due for a request's data.
  init(first: UInt64, count: Int, expected: @escaping (UInt64) -> (result: Int64, object: UInt64)) {
    (self.first, self.expected) = (first, expected)
    seen = Array(repeating: false, count: count)
  }

  /// Compares one completion with its request.
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

  /// The faults so far; of the first `submitted` requests, those without a completion count as lost.
  func faults(submitted: Int) -> CompletionFaults {
    var faults = faults
    faults.lost = seen.prefix(submitted).count { !$0 }
    return faults
  }
}
