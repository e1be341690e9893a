import Cells

/// The heart of Dekker's algorithm (Dijkstra, "Cooperating Sequential Processes", EWD123, 1965), as an attempt: announce
/// yourself, then enter only if the other has not.
///
/// Known answer: store buffering. A sequentially consistent fence between the store and the load is needed on both sides
/// (Alglave and others, "Herding Cats", 2014, SB+fences); x86 needs it too.
public struct DekkerTryLock<M: CellMemory>: Sendable {
  let wants: CellArray<M, Int>

  public init(wants: CellArray<M, Int>) { self.wants = wants }

  /// - Parameter me: 0 or 1.
  public func tryLock(_ me: Int) -> Bool {
    wants[me].store(1, .relaxed)
    M.fence(.seqCst)
    return wants[1 - me].load(.acquire) == 0
  }

  public func unlock(_ me: Int) { wants[me].store(0, .release) }
}
