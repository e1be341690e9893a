/// One event: `struct io_event` (linux/aio_abi.h), four 64-bit words, 32 bytes, and what this suite stores in
/// them.
@frozen
public struct IOEvent: Equatable, Sendable {
  /// `data`: the sequence number, from 0.
  public var data: UInt64
  /// `obj`: the lap, how often the ring had wrapped when the event was written, from 0.
  public var obj: UInt64
  /// `res`: the payload, which sequence number and lap determine.
  public var res: UInt64
  /// `res2`: the checksum over the other three.
  public var res2: UInt64

  /// sizeof(struct io_event), bytes.
  @inlinable public static var size: Int { 32 }

  /// Byte offset of the 32 bits of `obj` that an event gives up in a ``TaggedLayout``: they are the slot's tag, and 0 in
  /// an event that is read.
  @inlinable public static var upperHalfOfObj: Int {
    #if _endian(little)
      12
    #else
      8
    #endif
  }
  /// Byte offset of the other 32 bits of `obj`.
  @inlinable static var lowerHalfOfObj: Int { 20 - upperHalfOfObj }

  /// An event of any four words.
  @inlinable public init(data: UInt64, obj: UInt64, res: UInt64, res2: UInt64) {
    (self.data, self.obj, self.res, self.res2) = (data, obj, res, res2)
  }

  /// The event with this sequence number, written on this lap.
  @inlinable @inline(__always)
  public init(sequence: UInt64, lap: UInt64) {
    let payload = Self.payload(sequence: sequence, lap: lap)
    self.init(
      data: sequence, obj: lap, res: payload,
      res2: Self.checksum(data: sequence, obj: lap, res: payload))
  }

  /// The payload that belongs to a sequence number and a lap: never what an all-zero slot holds.
  @inlinable @inline(__always)
  public static func payload(sequence: UInt64, lap: UInt64) -> UInt64 {
    ~(sequence &* 0x9e37_79b9_7f4a_7c15 ^ lap)
  }

  /// The checksum over three words. Each word has a multiplier of its own, so that words of two different events
  /// in one slot do not cancel; one multiplication a word keeps the check cheap against the ring.
  @inlinable @inline(__always)
  public static func checksum(data: UInt64, obj: UInt64, res: UInt64) -> UInt64 {
    (data &* 0xff51_afd7_ed55_8ccd) ^ (obj &* 0xc4ce_b9fe_1a85_ec53) &+ (res &* 0x9fb2_1c65_1e98_df25)
      ^ 0xa10a_10a1_a10a_10a1
  }

  /// Whether the words belong together.
  @inlinable @inline(__always)
  public var isIntact: Bool { res2 == Self.checksum(data: data, obj: obj, res: res) }
}
