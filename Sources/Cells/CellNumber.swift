import Synchronization

/// An integer that a cell can hold.
public protocol CellNumber: FixedWidthInteger, Sendable {
  /// The unsigned integer of the same width, which the hardware's operations are on.
  associatedtype Bits: CellBits
}

extension Int8: CellNumber { public typealias Bits = UInt8 }
extension Int16: CellNumber { public typealias Bits = UInt16 }
extension Int32: CellNumber { public typealias Bits = UInt32 }
extension Int64: CellNumber { public typealias Bits = UInt64 }
#if _pointerBitWidth(_64)
  extension Int: CellNumber { public typealias Bits = UInt64 }
  extension UInt: CellNumber { public typealias Bits = UInt64 }
#else
  extension Int: CellNumber { public typealias Bits = UInt32 }
  extension UInt: CellNumber { public typealias Bits = UInt32 }
#endif

/// The hardware's atomic operations on an unsigned integer of one width. `Synchronization` has no operation that is generic
/// over width and order: each is spelled out, and a constant order leaves one instruction of it.
public protocol CellBits: CellNumber, UnsignedInteger where Bits == Self {
  static func load(_ cell: UnsafeMutableRawPointer, _ order: LoadOrder) -> Self
  static func store(_ cell: UnsafeMutableRawPointer, _ number: Self, _ order: StoreOrder)
  static func modify(
    _ cell: UnsafeMutableRawPointer, _ modification: Modification, _ operand: Self, _ order: ExchangeOrder
  ) -> Self
  static func compareExchange(
    _ cell: UnsafeMutableRawPointer, _ expected: Self, _ desired: Self, isWeak: Bool,
    _ success: ExchangeOrder,
    _ failure: LoadOrder
  ) -> (exchanged: Bool, original: Self)
}

extension UInt8: CellBits {
  public typealias Bits = UInt8

  @inlinable @inline(__always)
  static func atomic(_ cell: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<UInt8>> {
    cell.assumingMemoryBound(to: Atomic<UInt8>.self)
  }

  @inlinable @inline(__always)
  public static func load(_ cell: UnsafeMutableRawPointer, _ order: LoadOrder) -> Self {
    switch order {
    case .relaxed: atomic(cell).pointee.load(ordering: .relaxed)
    case .acquire: atomic(cell).pointee.load(ordering: .acquiring)
    case .seqCst: atomic(cell).pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func store(_ cell: UnsafeMutableRawPointer, _ number: Self, _ order: StoreOrder) {
    switch order {
    case .relaxed: atomic(cell).pointee.store(number, ordering: .relaxed)
    case .release: atomic(cell).pointee.store(number, ordering: .releasing)
    case .seqCst: atomic(cell).pointee.store(number, ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func modify(
    _ cell: UnsafeMutableRawPointer, _ modification: Modification, _ operand: Self, _ order: ExchangeOrder
  ) -> Self {
    switch (modification, order) {
    case (.exchange, .relaxed): atomic(cell).pointee.exchange(operand, ordering: .relaxed)
    case (.exchange, .acquire): atomic(cell).pointee.exchange(operand, ordering: .acquiring)
    case (.exchange, .release): atomic(cell).pointee.exchange(operand, ordering: .releasing)
    case (.exchange, .acquireRelease):
      atomic(cell).pointee.exchange(operand, ordering: .acquiringAndReleasing)
    case (.exchange, .seqCst): atomic(cell).pointee.exchange(operand, ordering: .sequentiallyConsistent)
    case (.add, .relaxed): atomic(cell).pointee.wrappingAdd(operand, ordering: .relaxed).oldValue
    case (.add, .acquire): atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiring).oldValue
    case (.add, .release): atomic(cell).pointee.wrappingAdd(operand, ordering: .releasing).oldValue
    case (.add, .acquireRelease):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.add, .seqCst):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.subtract, .relaxed): atomic(cell).pointee.wrappingSubtract(operand, ordering: .relaxed).oldValue
    case (.subtract, .acquire): atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiring).oldValue
    case (.subtract, .release): atomic(cell).pointee.wrappingSubtract(operand, ordering: .releasing).oldValue
    case (.subtract, .acquireRelease):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiringAndReleasing).oldValue
    case (.subtract, .seqCst):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .sequentiallyConsistent).oldValue
    case (.and, .relaxed): atomic(cell).pointee.bitwiseAnd(operand, ordering: .relaxed).oldValue
    case (.and, .acquire): atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiring).oldValue
    case (.and, .release): atomic(cell).pointee.bitwiseAnd(operand, ordering: .releasing).oldValue
    case (.and, .acquireRelease):
      atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.and, .seqCst): atomic(cell).pointee.bitwiseAnd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.or, .relaxed): atomic(cell).pointee.bitwiseOr(operand, ordering: .relaxed).oldValue
    case (.or, .acquire): atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiring).oldValue
    case (.or, .release): atomic(cell).pointee.bitwiseOr(operand, ordering: .releasing).oldValue
    case (.or, .acquireRelease):
      atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiringAndReleasing).oldValue
    case (.or, .seqCst): atomic(cell).pointee.bitwiseOr(operand, ordering: .sequentiallyConsistent).oldValue
    case (.xor, .relaxed): atomic(cell).pointee.bitwiseXor(operand, ordering: .relaxed).oldValue
    case (.xor, .acquire): atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiring).oldValue
    case (.xor, .release): atomic(cell).pointee.bitwiseXor(operand, ordering: .releasing).oldValue
    case (.xor, .acquireRelease):
      atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiringAndReleasing).oldValue
    case (.xor, .seqCst): atomic(cell).pointee.bitwiseXor(operand, ordering: .sequentiallyConsistent).oldValue
    }
  }

  @inlinable @inline(__always)
  public static func compareExchange(
    _ cell: UnsafeMutableRawPointer, _ expected: Self, _ desired: Self, isWeak: Bool,
    _ success: ExchangeOrder,
    _ failure: LoadOrder
  ) -> (exchanged: Bool, original: Self) {
    switch (isWeak, success, failure) {
    case (false, .relaxed, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (false, .relaxed, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (false, .relaxed, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquire, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (false, .acquire, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (false, .acquire, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (false, .release, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (false, .release, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (false, .release, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquireRelease, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (false, .acquireRelease, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (false, .acquireRelease, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .seqCst, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (false, .seqCst, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (false, .seqCst, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    case (true, .relaxed, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (true, .relaxed, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (true, .relaxed, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquire, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (true, .acquire, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (true, .acquire, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (true, .release, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (true, .release, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (true, .release, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquireRelease, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (true, .acquireRelease, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (true, .acquireRelease, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .seqCst, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (true, .seqCst, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (true, .seqCst, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    }
  }
}

extension UInt16: CellBits {
  public typealias Bits = UInt16

  @inlinable @inline(__always)
  static func atomic(_ cell: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<UInt16>> {
    cell.assumingMemoryBound(to: Atomic<UInt16>.self)
  }

  @inlinable @inline(__always)
  public static func load(_ cell: UnsafeMutableRawPointer, _ order: LoadOrder) -> Self {
    switch order {
    case .relaxed: atomic(cell).pointee.load(ordering: .relaxed)
    case .acquire: atomic(cell).pointee.load(ordering: .acquiring)
    case .seqCst: atomic(cell).pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func store(_ cell: UnsafeMutableRawPointer, _ number: Self, _ order: StoreOrder) {
    switch order {
    case .relaxed: atomic(cell).pointee.store(number, ordering: .relaxed)
    case .release: atomic(cell).pointee.store(number, ordering: .releasing)
    case .seqCst: atomic(cell).pointee.store(number, ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func modify(
    _ cell: UnsafeMutableRawPointer, _ modification: Modification, _ operand: Self, _ order: ExchangeOrder
  ) -> Self {
    switch (modification, order) {
    case (.exchange, .relaxed): atomic(cell).pointee.exchange(operand, ordering: .relaxed)
    case (.exchange, .acquire): atomic(cell).pointee.exchange(operand, ordering: .acquiring)
    case (.exchange, .release): atomic(cell).pointee.exchange(operand, ordering: .releasing)
    case (.exchange, .acquireRelease):
      atomic(cell).pointee.exchange(operand, ordering: .acquiringAndReleasing)
    case (.exchange, .seqCst): atomic(cell).pointee.exchange(operand, ordering: .sequentiallyConsistent)
    case (.add, .relaxed): atomic(cell).pointee.wrappingAdd(operand, ordering: .relaxed).oldValue
    case (.add, .acquire): atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiring).oldValue
    case (.add, .release): atomic(cell).pointee.wrappingAdd(operand, ordering: .releasing).oldValue
    case (.add, .acquireRelease):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.add, .seqCst):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.subtract, .relaxed): atomic(cell).pointee.wrappingSubtract(operand, ordering: .relaxed).oldValue
    case (.subtract, .acquire): atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiring).oldValue
    case (.subtract, .release): atomic(cell).pointee.wrappingSubtract(operand, ordering: .releasing).oldValue
    case (.subtract, .acquireRelease):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiringAndReleasing).oldValue
    case (.subtract, .seqCst):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .sequentiallyConsistent).oldValue
    case (.and, .relaxed): atomic(cell).pointee.bitwiseAnd(operand, ordering: .relaxed).oldValue
    case (.and, .acquire): atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiring).oldValue
    case (.and, .release): atomic(cell).pointee.bitwiseAnd(operand, ordering: .releasing).oldValue
    case (.and, .acquireRelease):
      atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.and, .seqCst): atomic(cell).pointee.bitwiseAnd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.or, .relaxed): atomic(cell).pointee.bitwiseOr(operand, ordering: .relaxed).oldValue
    case (.or, .acquire): atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiring).oldValue
    case (.or, .release): atomic(cell).pointee.bitwiseOr(operand, ordering: .releasing).oldValue
    case (.or, .acquireRelease):
      atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiringAndReleasing).oldValue
    case (.or, .seqCst): atomic(cell).pointee.bitwiseOr(operand, ordering: .sequentiallyConsistent).oldValue
    case (.xor, .relaxed): atomic(cell).pointee.bitwiseXor(operand, ordering: .relaxed).oldValue
    case (.xor, .acquire): atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiring).oldValue
    case (.xor, .release): atomic(cell).pointee.bitwiseXor(operand, ordering: .releasing).oldValue
    case (.xor, .acquireRelease):
      atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiringAndReleasing).oldValue
    case (.xor, .seqCst): atomic(cell).pointee.bitwiseXor(operand, ordering: .sequentiallyConsistent).oldValue
    }
  }

  @inlinable @inline(__always)
  public static func compareExchange(
    _ cell: UnsafeMutableRawPointer, _ expected: Self, _ desired: Self, isWeak: Bool,
    _ success: ExchangeOrder,
    _ failure: LoadOrder
  ) -> (exchanged: Bool, original: Self) {
    switch (isWeak, success, failure) {
    case (false, .relaxed, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (false, .relaxed, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (false, .relaxed, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquire, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (false, .acquire, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (false, .acquire, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (false, .release, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (false, .release, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (false, .release, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquireRelease, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (false, .acquireRelease, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (false, .acquireRelease, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .seqCst, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (false, .seqCst, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (false, .seqCst, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    case (true, .relaxed, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (true, .relaxed, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (true, .relaxed, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquire, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (true, .acquire, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (true, .acquire, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (true, .release, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (true, .release, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (true, .release, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquireRelease, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (true, .acquireRelease, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (true, .acquireRelease, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .seqCst, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (true, .seqCst, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (true, .seqCst, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    }
  }
}

extension UInt32: CellBits {
  public typealias Bits = UInt32

  @inlinable @inline(__always)
  static func atomic(_ cell: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<UInt32>> {
    cell.assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  @inlinable @inline(__always)
  public static func load(_ cell: UnsafeMutableRawPointer, _ order: LoadOrder) -> Self {
    switch order {
    case .relaxed: atomic(cell).pointee.load(ordering: .relaxed)
    case .acquire: atomic(cell).pointee.load(ordering: .acquiring)
    case .seqCst: atomic(cell).pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func store(_ cell: UnsafeMutableRawPointer, _ number: Self, _ order: StoreOrder) {
    switch order {
    case .relaxed: atomic(cell).pointee.store(number, ordering: .relaxed)
    case .release: atomic(cell).pointee.store(number, ordering: .releasing)
    case .seqCst: atomic(cell).pointee.store(number, ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func modify(
    _ cell: UnsafeMutableRawPointer, _ modification: Modification, _ operand: Self, _ order: ExchangeOrder
  ) -> Self {
    switch (modification, order) {
    case (.exchange, .relaxed): atomic(cell).pointee.exchange(operand, ordering: .relaxed)
    case (.exchange, .acquire): atomic(cell).pointee.exchange(operand, ordering: .acquiring)
    case (.exchange, .release): atomic(cell).pointee.exchange(operand, ordering: .releasing)
    case (.exchange, .acquireRelease):
      atomic(cell).pointee.exchange(operand, ordering: .acquiringAndReleasing)
    case (.exchange, .seqCst): atomic(cell).pointee.exchange(operand, ordering: .sequentiallyConsistent)
    case (.add, .relaxed): atomic(cell).pointee.wrappingAdd(operand, ordering: .relaxed).oldValue
    case (.add, .acquire): atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiring).oldValue
    case (.add, .release): atomic(cell).pointee.wrappingAdd(operand, ordering: .releasing).oldValue
    case (.add, .acquireRelease):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.add, .seqCst):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.subtract, .relaxed): atomic(cell).pointee.wrappingSubtract(operand, ordering: .relaxed).oldValue
    case (.subtract, .acquire): atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiring).oldValue
    case (.subtract, .release): atomic(cell).pointee.wrappingSubtract(operand, ordering: .releasing).oldValue
    case (.subtract, .acquireRelease):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiringAndReleasing).oldValue
    case (.subtract, .seqCst):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .sequentiallyConsistent).oldValue
    case (.and, .relaxed): atomic(cell).pointee.bitwiseAnd(operand, ordering: .relaxed).oldValue
    case (.and, .acquire): atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiring).oldValue
    case (.and, .release): atomic(cell).pointee.bitwiseAnd(operand, ordering: .releasing).oldValue
    case (.and, .acquireRelease):
      atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.and, .seqCst): atomic(cell).pointee.bitwiseAnd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.or, .relaxed): atomic(cell).pointee.bitwiseOr(operand, ordering: .relaxed).oldValue
    case (.or, .acquire): atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiring).oldValue
    case (.or, .release): atomic(cell).pointee.bitwiseOr(operand, ordering: .releasing).oldValue
    case (.or, .acquireRelease):
      atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiringAndReleasing).oldValue
    case (.or, .seqCst): atomic(cell).pointee.bitwiseOr(operand, ordering: .sequentiallyConsistent).oldValue
    case (.xor, .relaxed): atomic(cell).pointee.bitwiseXor(operand, ordering: .relaxed).oldValue
    case (.xor, .acquire): atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiring).oldValue
    case (.xor, .release): atomic(cell).pointee.bitwiseXor(operand, ordering: .releasing).oldValue
    case (.xor, .acquireRelease):
      atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiringAndReleasing).oldValue
    case (.xor, .seqCst): atomic(cell).pointee.bitwiseXor(operand, ordering: .sequentiallyConsistent).oldValue
    }
  }

  @inlinable @inline(__always)
  public static func compareExchange(
    _ cell: UnsafeMutableRawPointer, _ expected: Self, _ desired: Self, isWeak: Bool,
    _ success: ExchangeOrder,
    _ failure: LoadOrder
  ) -> (exchanged: Bool, original: Self) {
    switch (isWeak, success, failure) {
    case (false, .relaxed, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (false, .relaxed, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (false, .relaxed, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquire, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (false, .acquire, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (false, .acquire, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (false, .release, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (false, .release, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (false, .release, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquireRelease, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (false, .acquireRelease, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (false, .acquireRelease, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .seqCst, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (false, .seqCst, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (false, .seqCst, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    case (true, .relaxed, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (true, .relaxed, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (true, .relaxed, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquire, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (true, .acquire, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (true, .acquire, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (true, .release, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (true, .release, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (true, .release, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquireRelease, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (true, .acquireRelease, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (true, .acquireRelease, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .seqCst, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (true, .seqCst, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (true, .seqCst, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    }
  }
}

extension UInt64: CellBits {
  public typealias Bits = UInt64

  @inlinable @inline(__always)
  static func atomic(_ cell: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<UInt64>> {
    cell.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  @inlinable @inline(__always)
  public static func load(_ cell: UnsafeMutableRawPointer, _ order: LoadOrder) -> Self {
    switch order {
    case .relaxed: atomic(cell).pointee.load(ordering: .relaxed)
    case .acquire: atomic(cell).pointee.load(ordering: .acquiring)
    case .seqCst: atomic(cell).pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func store(_ cell: UnsafeMutableRawPointer, _ number: Self, _ order: StoreOrder) {
    switch order {
    case .relaxed: atomic(cell).pointee.store(number, ordering: .relaxed)
    case .release: atomic(cell).pointee.store(number, ordering: .releasing)
    case .seqCst: atomic(cell).pointee.store(number, ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public static func modify(
    _ cell: UnsafeMutableRawPointer, _ modification: Modification, _ operand: Self, _ order: ExchangeOrder
  ) -> Self {
    switch (modification, order) {
    case (.exchange, .relaxed): atomic(cell).pointee.exchange(operand, ordering: .relaxed)
    case (.exchange, .acquire): atomic(cell).pointee.exchange(operand, ordering: .acquiring)
    case (.exchange, .release): atomic(cell).pointee.exchange(operand, ordering: .releasing)
    case (.exchange, .acquireRelease):
      atomic(cell).pointee.exchange(operand, ordering: .acquiringAndReleasing)
    case (.exchange, .seqCst): atomic(cell).pointee.exchange(operand, ordering: .sequentiallyConsistent)
    case (.add, .relaxed): atomic(cell).pointee.wrappingAdd(operand, ordering: .relaxed).oldValue
    case (.add, .acquire): atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiring).oldValue
    case (.add, .release): atomic(cell).pointee.wrappingAdd(operand, ordering: .releasing).oldValue
    case (.add, .acquireRelease):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.add, .seqCst):
      atomic(cell).pointee.wrappingAdd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.subtract, .relaxed): atomic(cell).pointee.wrappingSubtract(operand, ordering: .relaxed).oldValue
    case (.subtract, .acquire): atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiring).oldValue
    case (.subtract, .release): atomic(cell).pointee.wrappingSubtract(operand, ordering: .releasing).oldValue
    case (.subtract, .acquireRelease):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .acquiringAndReleasing).oldValue
    case (.subtract, .seqCst):
      atomic(cell).pointee.wrappingSubtract(operand, ordering: .sequentiallyConsistent).oldValue
    case (.and, .relaxed): atomic(cell).pointee.bitwiseAnd(operand, ordering: .relaxed).oldValue
    case (.and, .acquire): atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiring).oldValue
    case (.and, .release): atomic(cell).pointee.bitwiseAnd(operand, ordering: .releasing).oldValue
    case (.and, .acquireRelease):
      atomic(cell).pointee.bitwiseAnd(operand, ordering: .acquiringAndReleasing).oldValue
    case (.and, .seqCst): atomic(cell).pointee.bitwiseAnd(operand, ordering: .sequentiallyConsistent).oldValue
    case (.or, .relaxed): atomic(cell).pointee.bitwiseOr(operand, ordering: .relaxed).oldValue
    case (.or, .acquire): atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiring).oldValue
    case (.or, .release): atomic(cell).pointee.bitwiseOr(operand, ordering: .releasing).oldValue
    case (.or, .acquireRelease):
      atomic(cell).pointee.bitwiseOr(operand, ordering: .acquiringAndReleasing).oldValue
    case (.or, .seqCst): atomic(cell).pointee.bitwiseOr(operand, ordering: .sequentiallyConsistent).oldValue
    case (.xor, .relaxed): atomic(cell).pointee.bitwiseXor(operand, ordering: .relaxed).oldValue
    case (.xor, .acquire): atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiring).oldValue
    case (.xor, .release): atomic(cell).pointee.bitwiseXor(operand, ordering: .releasing).oldValue
    case (.xor, .acquireRelease):
      atomic(cell).pointee.bitwiseXor(operand, ordering: .acquiringAndReleasing).oldValue
    case (.xor, .seqCst): atomic(cell).pointee.bitwiseXor(operand, ordering: .sequentiallyConsistent).oldValue
    }
  }

  @inlinable @inline(__always)
  public static func compareExchange(
    _ cell: UnsafeMutableRawPointer, _ expected: Self, _ desired: Self, isWeak: Bool,
    _ success: ExchangeOrder,
    _ failure: LoadOrder
  ) -> (exchanged: Bool, original: Self) {
    switch (isWeak, success, failure) {
    case (false, .relaxed, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (false, .relaxed, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (false, .relaxed, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquire, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (false, .acquire, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (false, .acquire, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (false, .release, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (false, .release, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (false, .release, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .acquireRelease, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (false, .acquireRelease, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (false, .acquireRelease, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (false, .seqCst, .relaxed):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (false, .seqCst, .acquire):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (false, .seqCst, .seqCst):
      atomic(cell).pointee.compareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    case (true, .relaxed, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .relaxed)
    case (true, .relaxed, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed, failureOrdering: .acquiring)
    case (true, .relaxed, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .relaxed,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquire, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .relaxed)
    case (true, .acquire, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring, failureOrdering: .acquiring)
    case (true, .acquire, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiring,
        failureOrdering: .sequentiallyConsistent)
    case (true, .release, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .relaxed)
    case (true, .release, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing, failureOrdering: .acquiring)
    case (true, .release, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .releasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .acquireRelease, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .relaxed)
    case (true, .acquireRelease, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .acquiring)
    case (true, .acquireRelease, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .acquiringAndReleasing,
        failureOrdering: .sequentiallyConsistent)
    case (true, .seqCst, .relaxed):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .relaxed)
    case (true, .seqCst, .acquire):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .acquiring)
    case (true, .seqCst, .seqCst):
      atomic(cell).pointee.weakCompareExchange(
        expected: expected, desired: desired, successOrdering: .sequentiallyConsistent,
        failureOrdering: .sequentiallyConsistent)
    }
  }
}
