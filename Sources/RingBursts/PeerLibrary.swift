import CPeers
import Glibc

/// A peer: someone else's ring in a shared library of its own, with the burst loops compiled into it
/// (Sources/CPeers/include/ringbench_peer.h). It stays loaded until the process ends: only a trial's child loads one.
package struct PeerLibrary {
  /// Where the library is.
  package let path: String
  /// What the library says of itself and exports.
  let table: ringbench_peer

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
    let own = table.pointee
    guard own.isComplete else { throw .incomplete(path: path) }
    (self.path, self.table) = (path, own)
    guard Self.isName(name) else { throw .badName(path: path, name: name) }
  }

  /// The peer's name in reports.
  package var name: String { String(cString: table.name) }
  /// One line of what it is.
  package var about: String { String(cString: table.about) }
  /// The compiler's version.
  package var compiler: String { String(cString: table.compiler) }
  /// Whether it can be measured in batches.
  package var hasBatches: Bool { table.has_batches != 0 }

  /// Whether a text can be a peer's name: it must stand in a table, in a file and in a benchmark's name.
  package static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        let character = Character(UnicodeScalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
      }
  }

  /// An empty ring.
  func ring(slots: UInt64) throws(PeerError) -> PeerRing {
    guard let ring = table.create(slots) else { throw .noRing(name: name, slots: slots) }
    let capacity = table.capacity(ring)
    guard capacity == 0 || capacity >= slots - 1 else {
      table.destroy(ring)
      throw .tooSmall(name: name, slots: slots, capacity: capacity)
    }
    return PeerRing(ring, capacity: capacity == 0 ? slots - 1 : capacity, destroy: table.destroy)
  }
}

/// A ring of a peer, until nobody uses it any more.
final class PeerRing {
  let pointer: UnsafeMutableRawPointer
  /// How many events it holds at least.
  let capacity: UInt64
  private let destroy: @convention(c) (UnsafeMutableRawPointer?) -> Void

  init(
    _ pointer: UnsafeMutableRawPointer, capacity: UInt64,
    destroy: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void
  ) {
    (self.pointer, self.capacity, self.destroy) = (pointer, capacity, destroy)
  }

  deinit { destroy(pointer) }
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
    case .incomplete(let path): "the library \(path) leaves out a function of ringbench_peer.h"
    case .badName(let path, let name):
      "the library \(path) calls its ring '\(name)': a name has up to 40 letters, digits, '.', '_' and '-'"
    case .otherName(let path, let name, let expected):
      "the library \(path) has the ring \(name) and not \(expected): was it compiled again meanwhile?"
    case .noRing(let name, let slots): "\(name) makes no ring of \(slots) slots"
    case .tooSmall(let name, let slots, let capacity):
      "\(name) made a ring of \(slots) slots that holds only \(capacity) events: it must hold \(slots - 1)"
    case .noBatches(let name): "\(name) has no batches"
    case .turnTooLong(let name, let events, let capacity):
      "a turn of \(events) events does not fit into the ring of \(name), which holds \(capacity)"
    case .noSleeper(let name): "\(name) has no consumer that sleeps"
    }
  }
}

extension ringbench_peer {
  /// Whether nothing that is called or read is missing: C lets a table leave out its last fields.
  fileprivate var isComplete: Bool {
    func isThere<Function>(_ function: Function?) -> Bool { function != nil }
    return name != nil && about != nil && compiler != nil && isThere(create) && isThere(destroy)
      && isThere(capacity) && isThere(push_pop) && isThere(produce) && isThere(consume)
      && isThere(push_turns) && isThere(pop_turns) && isThere(ask) && isThere(answer) && isThere(send)
      && isThere(receive)
  }
}
