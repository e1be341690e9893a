import Glibc
import SystemCalls

/// Why a kernel ring could not be used.
public enum KernelRingError: Error, Equatable, Sendable {
  /// The system call is missing or forbidden here; `reason` is a sentence for a person. `errno` is 0 where the call
  /// ends the process that makes it.
  case unavailable(call: String, errno: Int32, reason: String)
  /// The header of a mapped ring is not one that this library knows.
  case untrustedHeader(HeaderFault)
  /// A system call failed for a reason that has nothing to do with being available.
  case failed(call: String, errno: Int32)
  /// The ring has a reaper already, or its submission queue a submitter: each has one at a time.
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

  /// The error for a call that answered `-errno`: whether that says that the call cannot be used here at all.
  public init(call: String, result: Int) {
    let code = Int32(-result)
    self =
      switch code {
      case ENOSYS, EPERM, EACCES: Self(SystemCallRefusal(call: call, reason: .fails(errno: code)))
      case EAGAIN where call == SystemCall.ioSetup.rawValue,
        ENOMEM where call == SystemCall.ioUringSetup.rawValue:
        Self(SystemCallRefusal(call: call, reason: .fails(errno: code)))
      case EINVAL where call == "open with O_DIRECT":
        .unavailable(
          call: call, errno: code,
          reason: "\(call) is not available: the file system of the temporary folder does not offer it "
            + "(EINVAL; set TMPDIR to another)")
      default: .failed(call: call, errno: code)
      }
  }

  /// The error for a call that the system refuses.
  public init(_ refusal: SystemCallRefusal) {
    let errno: Int32 =
      switch refusal.reason {
      case .fails(let errno): errno
      case .ends: 0
      }
    self = .unavailable(call: refusal.call, errno: errno, reason: refusal.sentence)
  }
}
