import AIORing

/// A completion as it was read from a ring of the kernel: the words of a `struct io_event` of Linux AIO, or of a
/// `struct io_uring_cqe`, widened.
@frozen
public struct Completion: Equatable, Sendable {
  /// What the request carried.
  public var data: UInt64
  /// AIO: the address of the request's iocb. io_uring: 0.
  public var object: UInt64
  /// Bytes transferred, the events of a poll, or a negated errno.
  public var result: Int64
  /// AIO: `res2`. io_uring: `flags`.
  public var extra: Int64

  /// A completion of any four words.
  @inlinable public init(data: UInt64, object: UInt64, result: Int64, extra: Int64) {
    (self.data, self.object, self.result, self.extra) = (data, object, result, extra)
  }

  /// A slot of the AIO ring.
  @inlinable @inline(__always)
  init(_ event: IOEvent) {
    self.init(
      data: event.data, object: event.obj, result: Int64(bitPattern: event.res),
      extra: Int64(bitPattern: event.res2))
  }

  /// A slot of io_uring's completion queue.
  @inlinable @inline(__always)
  init(_ entry: IOUringEntry) {
    self.init(data: entry.data, object: 0, result: Int64(entry.result), extra: Int64(entry.flags))
  }
}
