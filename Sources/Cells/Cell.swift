/// An integer that threads share.
public struct Cell<Memory: CellMemory, Number: CellNumber>: Sendable {
  public typealias Value = CellValue<Memory, Number>

  public let address: Memory.Address

  /// The cell at an address of the memory.
  @inlinable @inline(__always)
  public init(at address: Memory.Address) { self.address = address }

  /// Loads what the cell holds.
  @inlinable @inline(__always)
  public func load(_ order: LoadOrder, fileID: StaticString = #fileID, line: UInt = #line) -> Value {
    Memory.load(address, order, SourcePlace(fileID: fileID, line: line))
  }

  /// Stores a value.
  @inlinable @inline(__always)
  public func store(_ value: Value, _ order: StoreOrder, fileID: StaticString = #fileID, line: UInt = #line) {
    Memory.store(value, address, order, SourcePlace(fileID: fileID, line: line))
  }

  /// Reads what the cell holds without being atomic: a data race if another thread may write it at the same time.
  @inlinable @inline(__always)
  public func read(fileID: StaticString = #fileID, line: UInt = #line) -> Value {
    Memory.load(address, nil, SourcePlace(fileID: fileID, line: line))
  }

  /// Writes a value without being atomic: a data race if another thread may access the cell at the same time.
  @inlinable @inline(__always)
  public func write(_ value: Value, fileID: StaticString = #fileID, line: UInt = #line) {
    Memory.store(value, address, nil, SourcePlace(fileID: fileID, line: line))
  }

  /// Stores a value and returns what the cell held.
  @inlinable @inline(__always)
  public func exchange(
    _ value: Value, _ order: ExchangeOrder, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Value {
    Memory.modify(address, .exchange, value, order, SourcePlace(fileID: fileID, line: line))
  }

  /// Modifies the cell and returns what it held.
  @inlinable @inline(__always)
  public func fetch(
    _ modification: Modification, _ operand: Value, _ order: ExchangeOrder, fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> Value {
    Memory.modify(address, modification, operand, order, SourcePlace(fileID: fileID, line: line))
  }

  /// Stores `desired` if the cell holds `expected`, in one atomic step; returns whether it did, and what the cell held.
  /// A weak one may fail though the cell holds what is expected.
  @inlinable @inline(__always)
  public func compareExchange(
    expected: Value, desired: Value, _ success: ExchangeOrder, failure: LoadOrder = .relaxed,
    isWeak: Bool = false,
    fileID: StaticString = #fileID, line: UInt = #line
  ) -> (exchanged: Bool, original: Value) {
    Memory.compareExchange(
      address, expected: expected, desired: desired, isWeak: isWeak, success: success, failure: failure,
      SourcePlace(fileID: fileID, line: line))
  }
}

/// Integers that threads share, side by side or at equal distances inside a buffer.
public struct CellArray<Memory: CellMemory, Number: CellNumber>: Sendable {
  /// The first cell's address.
  public let first: Memory.Address
  public let count: Int
  /// Bytes from one cell to the next.
  public let stride: Int

  /// The cells from an address on.
  @inlinable @inline(__always)
  public init(at first: Memory.Address, count: Int, stride: Int = MemoryLayout<Number>.stride) {
    (self.first, self.count, self.stride) = (first, count, stride)
  }

  /// A cell. Which one may depend on a load: an address dependency.
  @inlinable @inline(__always)
  public subscript<Index: CellNumber>(
    index: CellValue<Memory, Index>, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Cell<Memory, Number> {
    Cell(
      at: Memory.address(
        of: Int(truncatingIfNeeded: index.parts.number), in: first, count: count, stride: stride, Number.self,
        index.parts.trace, SourcePlace(fileID: fileID, line: line)))
  }

  /// The cell with a number that depends on no load.
  @inlinable @inline(__always)
  public subscript(index: Int, fileID: StaticString = #fileID, line: UInt = #line) -> Cell<Memory, Number> {
    Cell(
      at: Memory.address(
        of: index, in: first, count: count, stride: stride, Number.self, Memory.untraced,
        SourcePlace(fileID: fileID, line: line)))
  }
}
