import Cells
import Testing

@testable import WeakMemory

@Suite struct HardwareCellsTests {
  /// Every operation on a cell that holds 7, with one order for exchanges.
  static func operations<M: CellMemory, T: CellNumber>(_ cell: Cell<M, T>, _ order: ExchangeOrder) -> [T] {
    var results: [CellValue<M, T>] = LoadOrder.allCases.map { cell.load($0) }
    for order in StoreOrder.allCases {
      cell.store(CellValue(T.max), order)
      results.append(cell.read())
    }
    cell.write(3)
    results.append(cell.exchange(5, order))
    results.append(cell.fetch(.add, CellValue(T.max), order))
    results.append(cell.fetch(.subtract, 6, order))
    results.append(cell.fetch(.and, 6, order))
    results.append(cell.fetch(.or, 9, order))
    results.append(cell.fetch(.xor, CellValue(T.max), order))
    for failure in LoadOrder.allCases {
      let current = cell.load(.relaxed)
      let (lost, held) = cell.compareExchange(expected: current + 1, desired: 0, order, failure: failure)
      let (won, old) = cell.compareExchange(expected: current, desired: current ^ 1, order, failure: failure)
      results += [lost ? 1 : 0, held, won ? 1 : 0, old]
    }
    for fence in CellFence.allCases { M.fence(fence) }
    results.append(cell.load(.relaxed))
    return results.map(\.number)
  }

  /// What the same comes to in Swift's own arithmetic.
  static func expected<T: CellNumber>(_ type: T.Type) -> [T] {
    var results: [T] = [7, 7, 7, .max, .max, .max, 3]
    var cell: T = 5
    func modify(_ new: T) {
      results.append(cell)
      cell = new
    }
    modify(cell &+ T.max)
    modify(cell &- 6)
    modify(cell & 6)
    modify(cell | 9)
    modify(cell ^ T.max)
    for _ in LoadOrder.allCases {
      results += [0, cell, 1, cell]
      cell ^= 1
    }
    return results + [cell]
  }

  private func agrees<T: CellNumber>(_ type: T.Type) throws {
    let expected = Self.expected(type)
    for order in ExchangeOrder.allCases {
      // The bytes behind the cell must stay as they are.
      let pointer = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 8)
      defer { pointer.deallocate() }
      pointer.initializeMemory(as: UInt8.self, repeating: 0xA5, count: 16)
      pointer.storeBytes(of: 7, as: type)
      #expect(
        Self.operations(Cell<Hardware, T>(at: Hardware.Address(pointer)), order) == expected,
        "\(type) \(order)")
      for byte in MemoryLayout<T>.size..<16 {
        #expect(pointer.load(fromByteOffset: byte, as: UInt8.self) == 0xA5, "\(type) \(order)")
      }
      for model in [Model.rc11, .armv8, .power] {
        let test = ConcurrentTest()
        let cell = test.cell(7 as T)
        test.thread { test.check(Self.operations(cell, order) == expected, "other results") }
        #expect(try test.verdict(model).word == "forbidden", "\(type) \(order) \(model)")
      }
    }
  }

  @Test func `Every operation with every order gives the same on hardware and in the checker, for each type`()
    throws
  {
    try agrees(Int8.self)
    try agrees(Int16.self)
    try agrees(Int32.self)
    try agrees(Int64.self)
    try agrees(Int.self)
    try agrees(UInt8.self)
    try agrees(UInt16.self)
    try agrees(UInt32.self)
    try agrees(UInt64.self)
    try agrees(UInt.self)
  }

  @Test func `Cells inside a buffer lie where the stride puts them`() {
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 8)
    defer { buffer.deallocate() }
    buffer.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
    let cells = CellArray<Hardware, UInt32>(at: Hardware.Address(buffer + 4), count: 4, stride: 16)
    for index in 0..<4 { cells[index].store(CellValue(UInt32(index + 1)), .release) }
    #expect((0..<4).map { buffer.load(fromByteOffset: 4 + 16 * $0, as: UInt32.self) } == [1, 2, 3, 4])
    #expect(cells[CellValue<Hardware, Int>(2)].load(.acquire).number == 3)
  }
}
