import Cells

/// Where a ring puts its cells: in real memory, or in a test.
public protocol CellPlace<Memory> {
  associatedtype Memory: EventMemory

  /// A cell, in real memory on a cache line of its own. Reports call it by its name.
  func cell<T: CellNumber>(_ initial: T, _ name: String?) -> Cell<Memory, T>
  /// Cells side by side.
  func cells<T: CellNumber>(_ initial: [T], _ name: String?) -> CellArray<Memory, T>
  /// Slots for events, side by side.
  func slots(count: Int, _ name: String?) -> EventSlots<Memory>
}

/// Cells in real memory, until nobody has the place any more.
public final class HardwarePlace: CellPlace {
  public typealias Memory = Hardware

  private var blocks: [UnsafeMutableRawPointer] = []
  /// Two cache lines, since some cores fetch lines in pairs.
  private static let lines = 128

  public init() {}

  deinit { for block in blocks { block.deallocate() } }

  public func cell<T: CellNumber>(_ initial: T, _ name: String?) -> Cell<Hardware, T> {
    cells([initial], name)[0]
  }

  public func cells<T: CellNumber>(_ initial: [T], _ name: String?) -> CellArray<Hardware, T> {
    let block = block(bytes: initial.count * MemoryLayout<T>.stride)
    for (index, number) in initial.enumerated() {
      block.storeBytes(of: number, toByteOffset: index * MemoryLayout<T>.stride, as: T.self)
    }
    return CellArray(at: Hardware.Address(block), count: initial.count)
  }

  public func slots(count: Int, _ name: String?) -> EventSlots<Hardware> {
    EventSlots(at: Hardware.Address(block(bytes: count * Hardware.eventStride)), count: count)
  }

  /// Zeroed memory that shares no cache line with anything else.
  private func block(bytes: Int) -> UnsafeMutableRawPointer {
    let size = (max(bytes, 1) + Self.lines - 1) / Self.lines * Self.lines
    let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.lines)
    block.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    blocks.append(block)
    return block
  }
}
