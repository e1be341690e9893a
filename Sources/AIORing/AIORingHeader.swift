/// `struct aio_ring` without its events (fs/aio.c): what a ring mapped by io_setup(2) begins with.
public enum AIORingHeader {
  /// AIO_RING_MAGIC.
  public static let magic: UInt32 = 0xa10a_10a1
  /// AIO_RING_COMPAT_FEATURES.
  public static let compatFeatures: UInt32 = 1
  /// AIO_RING_INCOMPAT_FEATURES: a reader that sees another value does not know this ring.
  public static let incompatFeatures: UInt32 = 0
  /// sizeof(struct aio_ring), bytes.
  @inlinable public static var length: Int { 32 }

  /// Byte offsets of the header's 32-bit fields, in the kernel's order.
  public static let idOffset = 0
  public static let nrOffset = 4
  @inlinable public static var headOffset: Int { 8 }
  @inlinable public static var tailOffset: Int { 12 }
  public static let magicOffset = 16
  public static let compatOffset = 20
  public static let incompatOffset = 24
  public static let headerLengthOffset = 28

  /// Writes the header of an empty ring of `nr` slots, as aio_setup_ring() does.
  public static func write(to base: UnsafeMutableRawPointer, nr: UInt32) {
    base.storeBytes(of: 0, toByteOffset: idOffset, as: UInt32.self)
    base.storeBytes(of: nr, toByteOffset: nrOffset, as: UInt32.self)
    base.storeBytes(of: 0, toByteOffset: headOffset, as: UInt32.self)
    base.storeBytes(of: 0, toByteOffset: tailOffset, as: UInt32.self)
    base.storeBytes(of: magic, toByteOffset: magicOffset, as: UInt32.self)
    base.storeBytes(of: compatFeatures, toByteOffset: compatOffset, as: UInt32.self)
    base.storeBytes(of: incompatFeatures, toByteOffset: incompatOffset, as: UInt32.self)
    base.storeBytes(of: UInt32(length), toByteOffset: headerLengthOffset, as: UInt32.self)
  }
}
