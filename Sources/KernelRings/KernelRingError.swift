import Glibc

/// Why a kernel ring could not be used.
public enum KernelRingError: Error, Equatable, Sendable {
  /// The system call is missing or forbidden here; `reason` is a sentence for a person.
  case unavailable(call: String, errno: Int32, reason: String)
  /// A mapped ring's header is not one this library knows.
  case untrustedHeader(HeaderFault)
  /// A system call failed that usually does not.
  case failed(call: String, errno: Int32)
  /// The ring has a reaper already, or its submission queue a submitter: there can be one at a time.
  case endTaken
  /// A thread could not be made, or bound to its CPU.
  case noThread(String)
  /// A lock has no consumer side here: the kernel does not take it.
  case lockNotShared

  /// One line for a person.
  public var sentence: String {
    switch self {
    case .unavailable(_, _, let reason): reason
    case .untrustedHeader(let fault): "the mapped AIO ring is not trusted: \(fault.sentence)"
    case .failed(let call, let errno): "\(call) failed: \(String(cString: strerror(errno)))"
    case .endTaken: "the ring is in use: one reaper and one submitter at a time"
    case .noThread(let reason): reason
    case .lockNotShared: "a lock does not order anything here: the kernel does not take it"
    }
  }

  /// The error for a call that answered `-errno`: whether it says that the call cannot be used here at all.
  public init(call: String, result: Int) {
    let code = Int32(-result)
    let why: String? =
      switch code {
      case ENOSYS:
        "this kernel does not have it, or a sandbox such as gVisor does not offer it (ENOSYS)"
      case EPERM, EACCES:
        "it is forbidden (\(code == EPERM ? "EPERM" : "EACCES")): \(Self.whoForbids(call))"
      case EINVAL where call == "open with O_DIRECT":
        "the file system of the temporary folder does not offer it (EINVAL; set TMPDIR to another)"
      case EAGAIN where call == "io_setup":
        "fs.aio-max-nr (\(SystemSetting.read("fs/aio-max-nr") ?? "unknown")) is used up by other contexts (EAGAIN)"
      case ENOMEM where call == "io_uring_setup":
        "the locked-memory limit is too small for its rings (ENOMEM; see ulimit -l)"
      default: nil
      }
    self =
      if let why {
        .unavailable(call: call, errno: code, reason: "\(call) is not available: \(why)")
      } else {
        .failed(call: call, errno: code)
      }
  }

  private static func whoForbids(_ call: String) -> String {
    if call == "io_uring_setup", let disabled = SystemSetting.read("kernel/io_uring_disabled"),
      disabled != "0"
    {
      return "kernel.io_uring_disabled is \(disabled)"
    }
    return "by a seccomp filter or a security module"
  }
}

/// A file under /proc/sys.
enum SystemSetting {
  /// Its first word, or nil where there is no such setting.
  static func read(_ path: String) -> String? {
    let file = open("/proc/sys/" + path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].prefix { $0 > 32 }, as: UTF8.self)
  }
}
