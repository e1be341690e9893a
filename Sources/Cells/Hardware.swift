import CBarriers
import Synchronization

/// Cells in real memory. Whoever made the memory keeps it alive, and zeroed or otherwise initialised, while threads use it.
///
/// Once inlined with constant orders each operation is the instruction, or the instructions, that the architecture has for
/// it: build with optimisation.
public enum Hardware: CellMemory {
  // SAFETY: a pointer may go from thread to thread; what is done with the memory is the cells' business: atomic accesses
  // are safe from any thread, plain ones are the user's promise, which the checker exists to test.
  /// A pointer to the cell, aligned to its size.
  public struct Address: @unchecked Sendable {
    public let pointer: UnsafeMutableRawPointer
    @inlinable @inline(__always)
    public init(_ pointer: UnsafeMutableRawPointer) { self.pointer = pointer }
  }

  /// Hardware needs not be told what depends on what.
  public struct Trace: Sendable {
    @inlinable @inline(__always)
    init() {}
  }

  @inlinable @inline(__always)
  public static var untraced: Trace { Trace() }
  @inlinable @inline(__always)
  public static func joined(_ one: Trace, _ other: Trace) -> Trace { Trace() }
  @inlinable @inline(__always)
  public static func decide(_ outcome: Bool, _ trace: Trace) -> Bool { outcome }
  @inlinable @inline(__always)
  public static func reveal<T: CellNumber>(_ number: T, _ trace: Trace) -> T { number }

  /// An index out of range is not noticed.
  @inlinable @inline(__always)
  public static func address<T: CellNumber>(
    of index: Int, in first: Address, count: Int, stride: Int, _ type: T.Type, _ trace: Trace,
    _ place: SourcePlace
  ) -> Address { Address(first.pointer + index &* stride) }

  @inlinable @inline(__always)
  public static func load<T: CellNumber>(_ address: Address, _ order: LoadOrder?, _ place: SourcePlace)
    -> CellValue<Hardware, T>
  {
    guard let order else { return CellValue(address.pointer.load(as: T.self), Trace()) }
    return CellValue(T(truncatingIfNeeded: T.Bits.load(address.pointer, order)), Trace())
  }

  @inlinable @inline(__always)
  public static func store<T: CellNumber>(
    _ value: CellValue<Hardware, T>, _ address: Address, _ order: StoreOrder?, _ place: SourcePlace
  ) {
    guard let order else { return address.pointer.storeBytes(of: value.raw, as: T.self) }
    T.Bits.store(address.pointer, T.Bits(truncatingIfNeeded: value.raw), order)
  }

  @inlinable @inline(__always)
  public static func modify<T: CellNumber>(
    _ address: Address, _ modification: Modification, _ operand: CellValue<Hardware, T>,
    _ order: ExchangeOrder,
    _ place: SourcePlace
  ) -> CellValue<Hardware, T> {
    let old = T.Bits.modify(
      address.pointer, modification, T.Bits(truncatingIfNeeded: operand.raw), order)
    return CellValue(T(truncatingIfNeeded: old), Trace())
  }

  @inlinable @inline(__always)
  public static func compareExchange<T: CellNumber>(
    _ address: Address, expected: CellValue<Hardware, T>, desired: CellValue<Hardware, T>, isWeak: Bool,
    success: ExchangeOrder, failure: LoadOrder, _ place: SourcePlace
  ) -> (exchanged: Bool, original: CellValue<Hardware, T>) {
    let (exchanged, old) = T.Bits.compareExchange(
      address.pointer, T.Bits(truncatingIfNeeded: expected.raw), T.Bits(truncatingIfNeeded: desired.raw),
      isWeak: isWeak, success, failure)
    return (exchanged, CellValue(T(truncatingIfNeeded: old), Trace()))
  }

  @inlinable @inline(__always)
  public static func fence(_ fence: CellFence, _ place: SourcePlace) {
    switch fence {
    case .compiler: rb_compiler_barrier()
    case .acquire: atomicMemoryFence(ordering: .acquiring)
    case .release: atomicMemoryFence(ordering: .releasing)
    case .seqCst: atomicMemoryFence(ordering: .sequentiallyConsistent)
    case .rmb: rb_smp_rmb()
    case .wmb: rb_smp_wmb()
    case .mb: rb_smp_mb()
    }
  }

  @inlinable @inline(__always)
  public static func spin(_ place: SourcePlace) { rb_pause() }
}
