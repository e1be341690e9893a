import Cells

/// A lock for two threads out of loads and stores alone (Peterson, "Myths About the Mutual Exclusion Problem", 1981).
///
/// Known answer: it needs sequential consistency between announcing oneself and looking at the other; release and acquire
/// are not enough, nor is x86 without a barrier there (Owens, Sarkar, Sewell, "A Better x86 Memory Model", 2009).
public struct PetersonLock<M: CellMemory>: Sendable {
  let wants: CellArray<M, Int>
  let turn: Cell<M, Int>

  public init(wants: CellArray<M, Int>, turn: Cell<M, Int>) { (self.wants, self.turn) = (wants, turn) }

  /// - Parameter me: 0 or 1.
  public func lock(_ me: Int) {
    wants[me].store(1, .seqCst)
    turn.store(CellValue(1 - me), .seqCst)
    while true {
      if wants[1 - me].load(.seqCst) == 0 { return }
      if turn.load(.seqCst) == CellValue(me) { return }
      M.spin()
    }
  }

  public func unlock(_ me: Int) { wants[me].store(0, .release) }
}
