import CLinux
import Foundation
import KernelRings

/// Requests of one kind, neighbours with different results, and the file and buffer that they use. It must outlive the
/// ring to which they are submitted.
final class RequestSource {
  let kind: RequestKind
  private let file: Int32
  private let buffer: UnsafeMutableRawBufferPointer

  /// A page, and the alignment that O_DIRECT asks of buffers, lengths and offsets (open(2)).
  private static let page = 4096

  init(_ kind: RequestKind) throws(KernelRingError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * Self.page, alignment: Self.page)
    buffer.initializeMemory(as: UInt8.self, repeating: 0x5a)
    // The properties are set last: an initialiser that throws after that runs `deinit` too.
    let file: Int32
    do throws(KernelRingError) { file = try Self.file(kind, holding: buffer) } catch {
      buffer.deallocate()
      throw error
    }
    (self.kind, self.file, self.buffer) = (kind, file, buffer)
  }

  /// The descriptor that requests of a kind use; -1 for none.
  private static func file(
    _ kind: RequestKind, holding bytes: UnsafeMutableRawBufferPointer
  ) throws(KernelRingError) -> Int32 {
    switch kind {
    case .poll:
      let result = rb_eventfd(1)
      guard result >= 0 else { throw KernelRingError(call: "eventfd", result: result) }
      return Int32(result)
    case .read: return try temporaryFile(holding: bytes)
    case .write:
      let file = try temporaryFile(holding: bytes)
      let result = rb_set_direct(file)
      guard result >= 0 else {
        close(file)
        throw KernelRingError(call: "open with O_DIRECT", result: result)
      }
      return file
    case .nop: return -1
    }
  }

  deinit {
    if file >= 0 { close(file) }
    buffer.deallocate()
  }

  /// The AIO request that carries `data`. AIO has no request that does nothing, so it gets a poll instead.
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

  /// The io_uring request that carries `data`.
  func ioUring(_ data: UInt64) -> IOUringRequest {
    switch kind {
    case .read, .write:
      .read(file: file, into: buffer, length: UInt32(length(data)), data: data)
    case .nop, .poll: .nop(data: data)
    }
  }

  /// The result that is due for the request that carries `data`.
  func result(_ data: UInt64) -> Int64 {
    switch kind {
    case .poll: Int64(Self.polled(data))
    case .read, .write: Int64(length(data))
    case .nop: 0
    }
  }

  /// The length of a request, bytes: it differs from one request to the next, so that a swapped result is found.
  private func length(_ data: UInt64) -> Int {
    kind == .write ? Self.page * (1 + Int(data % 2)) : 64 + 8 * Int(data % 61)
  }

  /// What is polled for: an eventfd that is neither 0 nor full can be read and written.
  private static func polled(_ data: UInt64) -> Int32 { data % 2 == 0 ? POLLIN : POLLOUT }

  /// A file without a name, which is deleted with its last descriptor, however the program ends.
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
