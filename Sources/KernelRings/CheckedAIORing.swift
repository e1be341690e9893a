import AIORing

/// What is wrong with the header of a mapped ring: the first field that is not what fs/aio.c writes, in the order in
/// which they are checked.
public enum HeaderFault: Error, Equatable, Sendable {
  case magic(UInt32)
  case compatFeatures(UInt32)
  case incompatFeatures(UInt32)
  case headerLength(UInt32)
  /// Fewer slots than were asked for, or than two.
  case slots(UInt32)
  /// An index that is not in [0, nr).
  case index(UInt32, slots: UInt32)

  /// What was found, and what was expected.
  public var sentence: String {
    switch self {
    case .magic(let found):
      "magic 0x\(String(found, radix: 16)) instead of 0x\(String(AIORingHeader.magic, radix: 16))"
    case .compatFeatures(let found):
      "compat features \(found) instead of \(AIORingHeader.compatFeatures)"
    case .incompatFeatures(let found):
      "incompat features \(found) instead of \(AIORingHeader.incompatFeatures)"
    case .headerLength(let found): "header of \(found) bytes instead of \(AIORingHeader.length)"
    case .slots(let found): "\(found) slots"
    case .index(let found, let slots): "index \(found) outside of [0, \(slots))"
    }
  }
}

/// A mapped ring whose header has been checked.
public struct CheckedAIORing: Sendable, Equatable {
  /// The ring's number of slots, the kernel's: more than was asked for, since it fills whole pages.
  public let slots: UInt32
  /// The head when it was checked.
  public let head: UInt32
  /// How many events it holds at most: one slot stays empty.
  public var capacity: UInt32 { AIOLayout.capacity(slots: slots) }

  /// Checks the header at `base`, of which 32 bytes are readable, before any of it is used.
  public init(base: UnsafeRawPointer, asked: UInt32) throws(HeaderFault) {
    func field(_ offset: Int) -> UInt32 { base.load(fromByteOffset: offset, as: UInt32.self) }
    let magic = field(AIORingHeader.magicOffset)
    guard magic == AIORingHeader.magic else { throw .magic(magic) }
    let compat = field(AIORingHeader.compatOffset)
    guard compat == AIORingHeader.compatFeatures else { throw .compatFeatures(compat) }
    let incompat = field(AIORingHeader.incompatOffset)
    guard incompat == AIORingHeader.incompatFeatures else { throw .incompatFeatures(incompat) }
    let length = field(AIORingHeader.headerLengthOffset)
    guard length == UInt32(AIORingHeader.length) else { throw .headerLength(length) }
    let slots = field(AIORingHeader.nrOffset)
    guard slots >= 2, slots > asked else { throw .slots(slots) }
    for index in [field(AIORingHeader.headOffset), field(AIORingHeader.tailOffset)] where index >= slots {
      throw .index(index, slots: slots)
    }
    self.slots = slots
    head = field(AIORingHeader.headOffset)
  }
}
