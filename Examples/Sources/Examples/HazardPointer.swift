import Cells

/// A reader says which node it is looking at; who takes a node away frees it only if nobody says so.
///
/// Known answer: Michael, "Hazard Pointers: Safe Memory Reclamation for Lock-Free Objects", TPDS 2004: a full fence between
/// the announcement and the second look, and one between taking the node away and looking at the announcements.
public struct HazardPointer<M: CellMemory>: Sendable {
  /// The node that is in use, and the one that the reader announces; 0: none.
  let current, hazard: Cell<M, Int>
  let values: CellArray<M, Int>

  public init(current: Cell<M, Int>, hazard: Cell<M, Int>, values: CellArray<M, Int>) {
    (self.current, self.hazard, self.values) = (current, hazard, values)
  }

  public func read() -> CellValue<M, Int> {
    while true {
      let node = current.load(.relaxed)
      hazard.store(node, .relaxed)
      M.fence(.seqCst)
      if current.load(.acquire) == node {
        let value = values[node].read()
        hazard.store(0, .release)
        return value
      }
      M.spin()
    }
  }

  /// Puts `node` in the place of the current one; frees that, by overwriting it, if nobody looks at it.
  public func replace(by node: Int, holding value: Int) {
    values[node].write(CellValue(value))
    let old = current.exchange(CellValue(node), .acquireRelease)
    M.fence(.seqCst)
    if hazard.load(.acquire) != old { values[old].write(-1) }
  }
}
