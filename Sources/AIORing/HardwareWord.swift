import Synchronization

/// A 32-bit word of real memory that two sides share, accessed with an ordering of its own. A view: its
/// creator keeps the memory alive.
public struct HardwareWord: Sendable {
  // Sendable: every access is atomic.
  @usableFromInline nonisolated(unsafe) let word: UnsafeMutablePointer<Atomic<UInt32>>

  /// The word at `address`, which is a multiple of 4.
  @inlinable @inline(__always)
  public init(_ address: UnsafeMutableRawPointer) {
    word = address.assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  /// Its address.
  @inlinable public var address: UnsafeMutableRawPointer { UnsafeMutableRawPointer(word) }

  @inlinable @inline(__always)
  public func load(_ order: AccessOrder) -> UInt32 {
    switch order {
    case .relaxed, .release: word.pointee.load(ordering: .relaxed)
    case .acquire: word.pointee.load(ordering: .acquiring)
    case .seqCst: word.pointee.load(ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public func store(_ number: UInt32, _ order: AccessOrder) {
    switch order {
    case .relaxed, .acquire: word.pointee.store(number, ordering: .relaxed)
    case .release: word.pointee.store(number, ordering: .releasing)
    case .seqCst: word.pointee.store(number, ordering: .sequentiallyConsistent)
    }
  }

  @inlinable @inline(__always)
  public func exchange(with number: UInt32, _ order: AccessOrder) -> UInt32 {
    switch order {
    case .relaxed: word.pointee.exchange(number, ordering: .relaxed)
    case .acquire: word.pointee.exchange(number, ordering: .acquiring)
    case .release: word.pointee.exchange(number, ordering: .releasing)
    case .seqCst: word.pointee.exchange(number, ordering: .sequentiallyConsistent)
    }
  }

  /// Adds 1, relaxed, and returns the old value.
  @inlinable @inline(__always)
  public func fetchIncrement() -> UInt32 { word.pointee.wrappingAdd(1, ordering: .relaxed).oldValue }
}
