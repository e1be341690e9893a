import Cells

/// One writer, readers that look again if it wrote in between: the kernel's seqlock.
///
/// Known answer: Boehm, "Can Seqlocks Get Along with Programming Language Memory Models?", MSPC 2012: the data are atomic
/// and relaxed, a release fence stands behind the first store of the sequence, an acquire fence before its second load.
public struct SequenceLock<M: CellMemory>: Sendable {
  /// Odd while the writer is in it.
  let sequence: Cell<M, Int>
  let data: CellArray<M, Int>

  public init(sequence: Cell<M, Int>, data: CellArray<M, Int>) {
    (self.sequence, self.data) = (sequence, data)
  }

  public func write(_ one: Int, _ other: Int) {
    let before = sequence.load(.relaxed)
    sequence.store(before + 1, .relaxed)
    M.fence(.release)
    data[0].store(CellValue(one), .relaxed)
    data[1].store(CellValue(other), .relaxed)
    sequence.store(before + 2, .release)
  }

  public func read() -> (CellValue<M, Int>, CellValue<M, Int>) {
    while true {
      let before = sequence.load(.acquire)
      if before % 2 == 0 {
        let one = data[0].load(.relaxed)
        let other = data[1].load(.relaxed)
        M.fence(.acquire)
        if sequence.load(.relaxed) == before { return (one, other) }
      }
      M.spin()
    }
  }
}
