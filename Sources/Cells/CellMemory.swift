/// A memory of cells: what lock-free code is written on. The same code runs on hardware, at full speed, and on the
/// checker's memory, whose numbers remember which loads they depend on.
///
/// Code that is generic over the memory uses ``Cell`` and ``CellArray``, not these functions, but for ``fence(_:fileID:line:)``
/// and ``spin(fileID:line:)``. `#fileID` and `#line` say in a report which access it is about; they cost nothing on hardware.
public protocol CellMemory: SendableMetatype {
  /// Where a cell is.
  associatedtype Address: Sendable
  /// What a number remembers of where it comes from; nothing on hardware.
  associatedtype Trace: Sendable

  /// The trace of a number that depends on no load.
  static var untraced: Trace { get }
  /// The trace of a number computed from two.
  static func joined(_ one: Trace, _ other: Trace) -> Trace
  /// The outcome of a comparison, which the thread may branch on from here.
  static func decide(_ outcome: Bool, _ trace: Trace) -> Bool
  /// Called when a number leaves the memory's sight.
  static func reveal<T: CellNumber>(_ number: T, _ trace: Trace) -> T

  /// The address of an element; `trace` is that of the index.
  static func address<T: CellNumber>(
    of index: Int, in first: Address, count: Int, stride: Int, _ type: T.Type, _ trace: Trace,
    _ place: SourcePlace
  ) -> Address

  /// Loads; nil: a plain access, which races with a concurrent store.
  static func load<T: CellNumber>(_ address: Address, _ order: LoadOrder?, _ place: SourcePlace)
    -> CellValue<Self, T>
  /// Stores; nil: a plain access, which races with a concurrent access.
  static func store<T: CellNumber>(
    _ value: CellValue<Self, T>, _ address: Address, _ order: StoreOrder?, _ place: SourcePlace)
  /// Modifies in one atomic step; returns what the cell held.
  static func modify<T: CellNumber>(
    _ address: Address, _ modification: Modification, _ operand: CellValue<Self, T>, _ order: ExchangeOrder,
    _ place: SourcePlace
  ) -> CellValue<Self, T>
  /// Stores `desired` if the cell holds `expected`; returns whether it did, and what the cell held.
  static func compareExchange<T: CellNumber>(
    _ address: Address, expected: CellValue<Self, T>, desired: CellValue<Self, T>, isWeak: Bool,
    success: ExchangeOrder, failure: LoadOrder, _ place: SourcePlace
  ) -> (exchanged: Bool, original: CellValue<Self, T>)

  static func fence(_ fence: CellFence, _ place: SourcePlace)
  static func spin(_ place: SourcePlace)
}

extension CellMemory {
  /// A fence.
  @inlinable @inline(__always)
  public static func fence(_ fence: CellFence, fileID: StaticString = #fileID, line: UInt = #line) {
    Self.fence(fence, SourcePlace(fileID: fileID, line: line))
  }

  /// Called in a loop that has to wait for another thread or to try again, after a turn that has changed nothing which
  /// another thread can see. On hardware a pause. In the checker the end: a run in which a turn has failed is no
  /// execution, since there is another that goes the same way without that turn. So such loops need no bound.
  @inlinable @inline(__always)
  public static func spin(fileID: StaticString = #fileID, line: UInt = #line) {
    spin(SourcePlace(fileID: fileID, line: line))
  }
}

/// A line of source code.
public struct SourcePlace: Sendable {
  public let fileID: StaticString
  public let line: UInt

  @inlinable @inline(__always)
  public init(fileID: StaticString, line: UInt) { (self.fileID, self.line) = (fileID, line) }
}
