import AIORing
import CPeers
import CellRings
import Glibc

/// A peer: someone else's ring in a shared library of its own, with the burst loops compiled into it
/// (Sources/CPeers/include/ringbench_peer.h). It stays loaded until the process ends: only a trial's child loads one.
package struct PeerLibrary {
  /// Where the library is.
  package let path: String
  /// What the library says of itself and exports.
  package let peer: Peer

  /// Loads the library, which runs its initialisers, and reads its table.
  package init(path: String) throws(PeerError) {
    guard access(path, R_OK) == 0 else { throw .unreadable(path: path, errno: errno) }
    // With a slash the loader takes it as a path and does not search for it.
    let file = path.contains("/") ? path : "./" + path
    guard let library = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
      throw .notLoaded(path: path, reason: dlerror().map { String(cString: $0) } ?? "no reason given")
    }
    guard let symbol = dlsym(library, RINGBENCH_PEER_SYMBOL),
      let table = unsafeBitCast(symbol, to: ringbench_peer_function.self)()
    else { throw .noPeer(path: path) }
    // The version is read before the rest: a table of another one may be shorter.
    let version = UnsafeRawPointer(table).load(as: UInt64.self)
    guard version == UInt64(RINGBENCH_PEER_ABI) else { throw .otherABI(path: path, version: version) }
    guard let own = Peer(table.pointee), EventSize(bytes: own.eventWords * 8) != nil else {
      throw .incomplete(path: path)
    }
    (self.path, peer) = (path, own)
    guard Peer.isName(own.name) else { throw .badName(path: path, name: own.name) }
  }
}

extension Peer {
  /// An empty ring.
  func ring(slots: UInt64) throws(PeerError) -> PeerRing {
    guard let sides = create(slots) else { throw .noRing(name: name, slots: slots) }
    guard sides.capacity == 0 || sides.capacity >= slots - 1 else {
      sides.destroy()
      throw .tooSmall(name: name, slots: slots, capacity: sides.capacity)
    }
    return PeerRing(sides, capacity: sides.capacity == 0 ? slots - 1 : sides.capacity)
  }
}

/// A ring of a peer, until nobody uses it any more.
final class PeerRing {
  let sides: Peer.Sides
  /// How many events it holds at least.
  let capacity: UInt64

  init(_ sides: Peer.Sides, capacity: UInt64) { (self.sides, self.capacity) = (sides, capacity) }

  deinit { sides.destroy() }
}

/// Why a library is no peer, or a peer has no such ring.
public enum PeerError: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String, errno: Int32)
  case notLoaded(path: String, reason: String)
  case noPeer(path: String)
  case otherABI(path: String, version: UInt64)
  case incomplete(path: String)
  case badName(path: String, name: String)
  /// The library was exchanged since it was asked for its name.
  case otherName(path: String, name: String, expected: String)
  case noRing(name: String, slots: UInt64)
  case tooSmall(name: String, slots: UInt64, capacity: UInt64)
  case noBatches(name: String)
  /// Of a ring, or a workload, in which one thread pushes.
  case oneProducer(name: String)
  /// It was compiled for events of another size.
  case otherEvents(name: String, bytes: Int, expected: Int)
  /// A hand-off's turn that would never end.
  case turnTooLong(name: String, events: Int, capacity: UInt64)
  /// Of a consumer that sleeps.
  case noSleeper(name: String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .unreadable(let path, let errno):
      "the library \(path) cannot be read: \(String(cString: strerror(errno)))"
    case .notLoaded(let path, let reason): "the library \(path) cannot be loaded: \(reason)"
    case .noPeer(let path):
      "the library \(path) exports no \(RINGBENCH_PEER_SYMBOL): end its source with RINGBENCH_PEER(\"name\", Type)"
    case .otherABI(let path, let version):
      "the library \(path) was compiled for version \(version) of ringbench_peer.h, and this is version "
        + "\(RINGBENCH_PEER_ABI): compile it again"
    case .incomplete(let path):
      "the library \(path) leaves out a field of ringbench_peer.h, or has a size of events that cannot be"
    case .badName(let path, let name):
      "the library \(path) calls its ring '\(name)': a name has up to 40 letters, digits, '.', '_' and '-'"
    case .otherName(let path, let name, let expected):
      "the library \(path) has the ring \(name) and not \(expected): was it compiled again meanwhile?"
    case .noRing(let name, let slots): "\(name) makes no ring of \(slots) slots"
    case .tooSmall(let name, let slots, let capacity):
      "\(name) made a ring of \(slots) slots that holds only \(capacity) events: it must hold \(slots - 1)"
    case .noBatches(let name): "\(name) has no batches"
    case .oneProducer(let name): "several producers cannot share the ring of \(name) in this workload"
    case .otherEvents(let name, let bytes, let expected):
      "\(name) was compiled for events of \(bytes) bytes, not of \(expected): scripts/peers --event-bytes \(expected) compiles it for those"
    case .turnTooLong(let name, let events, let capacity):
      "a turn of \(events) events does not fit into the ring of \(name), which holds \(capacity)"
    case .noSleeper(let name): "\(name) has no consumer that sleeps"
    }
  }
}
