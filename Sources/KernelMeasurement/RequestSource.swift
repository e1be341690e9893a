import CLinux
import Foundation
import KernelRings

/// Requests of one kind, each with a result of its own, and the files and the buffer that they need. It must outlive
/// the ring they are submitted to.
final class RequestSource {
  let kind: RequestKind
  private let file: Int32
  private let buffer: UnsafeMutableRawBufferPointer

  /// A page, and the alignment that O_DIRECT asks of buffers, lengths and offsets (open(2)).
  private static let page = 4096

  init(_ kind: RequestKind) throws(KernelRingError) {
    self.kind = kind
    buffer = .allocate(byteCount: 4 * Self.page, alignment: Self.page)
    buffer.initializeMemory(as: UInt8.self, repeating: 0x5a)
    do throws(KernelRingError) {
      switch kind {
      case .poll:
        let result = rb_eventfd(1)
        guard result >= 0 else { throw KernelRingError(call: "eventfd", result: result) }
        file = Int32(result)
      case .read: file = try Self.temporaryFile(holding: buffer)
      case .write:
        file = try Self.temporaryFile(holding: buffer)
        let result = rb_set_direct(file)
        guard result >= 0 else { throw KernelRingError(call: "open with O_DIRECT", result: result) }
      case .nop: file = -1
      }
    } catch {
      buffer.deallocate()
      throw error
    }
  }

  deinit {
    if file >= 0 { close(file) }
    buffer.deallocate()
  }

  /// The request that carries `data`, for AIO. A no-op is io_uring's alone: AIO gets a poll for it.
  func aio(_ data: UInt64) -> AIORequest {
    let length = self.length(data)
    return switch kind {
    case .poll, .nop: .poll(file, for: Self.polled(data), data: data)
    case .read: .read(file, into: .init(rebasing: buffer[..<length]), at: 0, data: data)
    case .write:
      .write(
        file, from: .init(rebasing: buffer[..<length]), at: Int64(data % 64) * Int64(2 * Self.page),
        data: data)
    }
  }

  /// The request that carries `data`, for io_uring.
  func ioUring(_ data: UInt64) -> IOUringRequest {
    switch kind {
    case .read, .write:
      .read(file: file, into: buffer, length: UInt32(length(data)), data: data)
    case .nop, .poll: .nop(data: data)
    }
  }

  /// The result that the request with `data` has to give.
  func result(_ data: UInt64) -> Int64 {
    switch kind {
    case .poll: Int64(Self.polled(data))
    case .read, .write: Int64(length(data))
    case .nop: 0
    }
  }

  /// Lengths differ from one request to the next, so that a result in the wrong place shows.
  private func length(_ data: UInt64) -> Int {
    kind == .write ? Self.page * (1 + Int(data % 2)) : 64 + 8 * Int(data % 61)
  }

  /// An eventfd that is neither 0 nor full is both.
  private static func polled(_ data: UInt64) -> Int32 { data % 2 == 0 ? POLLIN : POLLOUT }

  /// A file without a name: it is gone with its last descriptor, however the program ends.
  private static func temporaryFile(
    holding bytes: UnsafeMutableRawBufferPointer
  ) throws(KernelRingError) -> Int32 {
    var path = Array((NSTemporaryDirectory() + "/ringbench-XXXXXX").utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else {
      throw KernelRingError(call: "mkstemp in the temporary folder", result: -Int(errno))
    }
    unlink(path)
    guard pwrite(file, bytes.baseAddress, bytes.count, 0) == bytes.count else {
      let code = errno
      close(file)
      throw KernelRingError(call: "write to a temporary file", result: -Int(code))
    }
    return file
  }
}
