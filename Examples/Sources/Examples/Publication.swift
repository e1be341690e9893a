import Cells

/// A slot is filled, then its number is published; readers follow the number.
///
/// Known answer: with an acquiring load it is correct everywhere. With a relaxed one the address dependency is enough on
/// ARM, POWER and RISC-V and in the kernel's model (rcu_dereference()), not on Alpha (kernel, Documentation/RCU/
/// rcu_dereference.rst), and not in C11, where it is no order at all.
public struct Publication<M: CellMemory>: Sendable {
  let slots: CellArray<M, Int>
  /// The number of the published slot; 0: none.
  let published: Cell<M, Int>

  public init(slots: CellArray<M, Int>, published: Cell<M, Int>) {
    (self.slots, self.published) = (slots, published)
  }

  public func publish(_ value: Int, in slot: Int) {
    slots[slot].store(CellValue(value), .relaxed)
    published.store(CellValue(slot), .release)
  }

  /// What is published; 0: nothing.
  public func read() -> CellValue<M, Int> {
    let slot = published.load(.acquire)
    return slot == 0 ? 0 : slots[slot].load(.relaxed)
  }

  /// The same by the address dependency alone.
  public func readByDependency() -> CellValue<M, Int> {
    let slot = published.load(.relaxed)
    return slot == 0 ? 0 : slots[slot].load(.relaxed)
  }
}
