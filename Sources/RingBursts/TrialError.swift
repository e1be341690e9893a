import AIORing
import Glibc

/// Why a trial could not be run.
public enum TrialError: Error, Equatable, CustomStringConvertible {
  case noThread(errno: Int32)
  case notBound(cpu: Int)
  case ring(RingError)
  case unknownStrategy(String)
  case unknownSetting(String)
  case unavailable(String)
  case peer(PeerError)
  /// A lone thread did not get back the events that it pushed: so many times.
  case singleThreadFailure(UInt64)

  /// One line for a person.
  public var description: String {
    switch self {
    case .noThread(let errno): "a thread could not be made (errno \(errno))"
    case .notBound(let cpu): "a thread could not be bound to CPU \(cpu)"
    case .ring(.tooFewSlots(let slots)): "a ring needs at least 2 slots, not \(slots)"
    case .ring(.outOfMemory(let bytes)): "no memory for a ring of \(bytes) bytes"
    case .ring(.noHugePages(let errno)):
      "no huge pages for a ring: \(String(cString: strerror(errno))) (they take Linux 6.1, and free memory in one piece)"
    case .unknownStrategy(let name): "there is no strategy named \(name)"
    case .unknownSetting(let setting): "there is no such \(setting)"
    case .singleThreadFailure(let count): "\(count) pops did not give the event just pushed"
    case .unavailable(let what): "\(what) is not available here"
    case .peer(let error): "\(error)"
    }
  }
}
