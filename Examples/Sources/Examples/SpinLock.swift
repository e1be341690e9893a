import Cells

/// A lock that spins: test-and-set.
///
/// Known answer: an acquiring exchange and a releasing store are enough, and both are needed (C++ standard,
/// [atomics.order]; Boehm and Adve, "Foundations of the C++ Concurrency Memory Model", PLDI 2008).
public struct SpinLock<M: CellMemory>: Sendable {
  /// 1 while it is held.
  let word: Cell<M, Int>

  public init(_ word: Cell<M, Int>) { self.word = word }

  public func lock() {
    while word.exchange(1, .acquire) != 0 { M.spin() }
  }

  public func unlock() { word.store(0, .release) }
}
