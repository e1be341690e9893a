import Cells

/// An object that whoever comes first makes, and everybody uses: Swift's `AtomicLazyReference`.
///
/// Known answer: a store that succeeds only if there is nothing yet, which releases and acquires, and an acquiring load
/// (SE-0410). With a check and a store in its place there may be two objects, on any machine.
public struct LazyReference<M: CellMemory>: Sendable {
  /// The number of the object; 0: none yet.
  let reference: Cell<M, Int>

  public init(_ reference: Cell<M, Int>) { self.reference = reference }

  public func load() -> CellValue<M, Int> { reference.load(.acquire) }

  /// Stores an object unless there is one; returns the one there is.
  public func storeIfNone(_ object: Int) -> CellValue<M, Int> {
    let (exchanged, original) = reference.compareExchange(
      expected: 0, desired: CellValue(object), .acquireRelease, failure: .acquire)
    return exchanged ? CellValue(object) : original
  }

  /// What is wrong: another thread may come between the check and the store.
  public func storeAfterCheck(_ object: Int) -> CellValue<M, Int> {
    let found = load()
    if found != 0 { return found }
    reference.store(CellValue(object), .release)
    return CellValue(object)
  }
}
