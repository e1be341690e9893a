import Cells

/// A value that is reached only while its lock is held: what Swift's `Mutex` is for.
///
/// Known answer: entering acquires, leaving releases, and the value itself may be plain. A reference to it that outlives
/// `withLock` is a data race; Swift's `Mutex` refuses to compile it (SE-0433). Two of them entered in opposite orders
/// deadlock (Coffman, Elphick and Shoshani, "System Deadlocks", ACM Computing Surveys 1971).
public struct LockedValue<M: CellMemory>: Sendable {
  let lock: SpinLock<M>
  let value: Cell<M, Int>

  public init(lock: Cell<M, Int>, value: Cell<M, Int>) { (self.lock, self.value) = (SpinLock(lock), value) }

  public func withLock<R>(_ body: (Cell<M, Int>) -> R) -> R {
    lock.lock()
    let result = body(value)
    lock.unlock()
    return result
  }

  /// What is wrong: the value is read after the lock was given back.
  public func peek() -> CellValue<M, Int> { withLock { $0 }.read() }
}
