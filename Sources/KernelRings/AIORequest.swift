import CLinux
import Glibc

/// One request of Linux AIO, a `struct iocb` (linux/aio_abi.h).
public struct AIORequest: Sendable {
  let opcode: UInt16
  let file: Int32
  let address: UInt64
  let length: UInt64
  let offset: Int64
  /// Comes back as the completion's ``Completion/data``.
  public var data: UInt64

  /// Waits for `events` (POLLIN, POLLOUT, …) on `file`, once; the result is what was found. Linux 4.18.
  public static func poll(_ file: Int32, for events: Int32, data: UInt64) -> Self {
    Self(
      opcode: UInt16(IOCB_CMD_POLL), file: file, address: UInt64(events), length: 0, offset: 0, data: data)
  }

  /// Reads `buffer.count` bytes at `offset`; the result is how many were read. The buffer must outlive the request.
  public static func read(
    _ file: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64, data: UInt64
  ) -> Self {
    Self(
      opcode: UInt16(IOCB_CMD_PREAD), file: file, address: UInt64(UInt(bitPattern: buffer.baseAddress)),
      length: UInt64(buffer.count), offset: offset, data: data)
  }

  /// Writes `buffer` at `offset`; the result is how many bytes were written. The buffer must outlive the request.
  public static func write(
    _ file: Int32, from buffer: UnsafeRawBufferPointer, at offset: Int64, data: UInt64
  ) -> Self {
    Self(
      opcode: UInt16(IOCB_CMD_PWRITE), file: file, address: UInt64(UInt(bitPattern: buffer.baseAddress)),
      length: UInt64(buffer.count), offset: offset, data: data)
  }
}

/// Requests in the form that io_submit(2) takes. The kernel copies them, so they may be overwritten once submitted.
public struct AIORequestBatch: ~Copyable {
  private let requests: UnsafeMutableBufferPointer<iocb>
  private let pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<iocb>?>

  /// Room for `capacity` requests.
  public init(capacity: Int) {
    requests = .allocate(capacity: capacity)
    requests.initialize(repeating: iocb())
    pointers = .allocate(capacity: capacity)
    pointers.initialize(repeating: nil)
    for index in requests.indices { pointers[index] = requests.baseAddress.map { $0 + index } }
  }

  deinit {
    requests.deallocate()
    pointers.deallocate()
  }

  /// How many requests it has room for.
  public var capacity: Int { requests.count }

  /// The request number `index`.
  public subscript(index: Int) -> AIORequest {
    get {
      let request = requests[index]
      return AIORequest(
        opcode: request.aio_lio_opcode, file: Int32(bitPattern: request.aio_fildes), address: request.aio_buf,
        length: request.aio_nbytes, offset: request.aio_offset, data: request.aio_data)
    }
    set {
      precondition(requests.indices.contains(index), "request \(index) of \(capacity)")
      rb_prepare_iocb(
        pointers[index], newValue.opcode, newValue.file, newValue.address, newValue.length, newValue.offset,
        newValue.data)
    }
  }

  /// What a completion of request number `index` carries in ``Completion/object``: the iocb's address.
  public func object(of index: Int) -> UInt64 { UInt64(UInt(bitPattern: pointers[index])) }

  func addresses(from first: Int, count: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<iocb>?>? {
    precondition(first >= 0 && count >= 0 && first + count <= capacity, "requests outside of the batch")
    return pointers.baseAddress.map { $0 + first }
  }
}
