import CLinux
import Glibc

/// A system call that not every kernel has and that sandboxes forbid: what a strategy or a ring of the kernel needs.
/// To add one, add a case here and the call itself to `CallInChild.h`.
public enum SystemCall: String, CaseIterable, Sendable {
  case ioSetup = "io_setup"
  case ioSubmit = "io_submit"
  case ioGetevents = "io_getevents"
  case ioDestroy = "io_destroy"
  case ioUringSetup = "io_uring_setup"
  case ioUringEnter = "io_uring_enter"
  case eventfd
  case membarrier

  /// Makes the call in a child process, so that a sandbox that ends whoever makes it ends the child: why it cannot be
  /// used here, or nil if it can.
  public var refusal: SystemCallRefusal? {
    let result = rb_call_in_child(call)
    if result == 0 { return nil }
    return SystemCallRefusal(
      call: rawValue, reason: result < 0 ? .ends(signal: -result) : .fails(errno: result))
  }

  private var call: rb_call {
    switch self {
    case .ioSetup: RB_IO_SETUP
    case .ioSubmit: RB_IO_SUBMIT
    case .ioGetevents: RB_IO_GETEVENTS
    case .ioDestroy: RB_IO_DESTROY
    case .ioUringSetup: RB_IO_URING_SETUP
    case .ioUringEnter: RB_IO_URING_ENTER
    case .eventfd: RB_EVENTFD
    case .membarrier: RB_MEMBARRIER
    }
  }
}

/// Why a system call cannot be used here.
public struct SystemCallRefusal: Error, Equatable, Sendable {
  /// The call's name in the manual.
  public var call: String
  public var reason: Reason

  /// How the system refuses it.
  public enum Reason: Equatable, Sendable {
    case fails(errno: Int32)
    /// Whoever makes it is ended by a signal, SIGSYS where a seccomp filter does it.
    case ends(signal: Int32)
  }

  public init(call: String, reason: Reason) { (self.call, self.reason) = (call, reason) }

  /// One sentence without its full stop.
  public var sentence: String { "\(call) is not available: \(explanation)" }

  private var explanation: String {
    switch reason {
    case .fails(ENOSYS):
      "this kernel does not have it, or a sandbox such as gVisor does not offer it (ENOSYS)"
    case .fails(EPERM): "it is forbidden (EPERM): \(Self.whoForbids(call))"
    case .fails(EACCES): "it is forbidden (EACCES): \(Self.whoForbids(call))"
    case .fails(EAGAIN) where call == SystemCall.ioSetup.rawValue:
      "fs.aio-max-nr (\(SystemSetting.read("fs/aio-max-nr") ?? "unknown")) is used up by other contexts (EAGAIN)"
    case .fails(ENOMEM) where call == SystemCall.ioUringSetup.rawValue:
      "the locked-memory limit is too small for its rings (ENOMEM; see ulimit -l)"
    case .fails(let errno): "\(String(cString: strerror(errno))) (errno \(errno))"
    case .ends(SIGSYS): "a seccomp filter ends every process that makes this call (SIGSYS)"
    case .ends(let signal): "a process that makes this call is ended by signal \(signal)"
    }
  }

  private static func whoForbids(_ call: String) -> String {
    if call == SystemCall.ioUringSetup.rawValue,
      let disabled = SystemSetting.read("kernel/io_uring_disabled"), disabled != "0"
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
