import Cells

/// Who gives up the last reference destroys the object.
///
/// Known answer: an increment is relaxed; a decrement releases, and an acquire fence stands before the destruction
/// (Boost.Atomic, "Reference counting"; Rust, library/alloc/src/sync.rs, Arc).
public struct ReferenceCount<M: CellMemory>: Sendable {
  let count: Cell<M, Int>

  public init(_ count: Cell<M, Int>) { self.count = count }

  public func retain() { _ = count.fetch(.add, 1, .relaxed) }

  /// Gives up a reference and runs `destroy` if it was the last.
  public func release(_ destroy: () -> Void) {
    if count.fetch(.subtract, 1, .release) == 1 {
      M.fence(.acquire)
      destroy()
    }
  }

  /// What is wrong without the fence.
  public func releaseWithoutFence(_ destroy: () -> Void) {
    if count.fetch(.subtract, 1, .release) == 1 { destroy() }
  }
}
