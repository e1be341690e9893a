import AIORing
import CellRings
import Cells
import RunRecord
import Synchronization
import WeakMemory

/// A ring of one's own, as ``Ringbench/main(_:)`` takes it: one type over cells, once in real memory, to be measured, and once
/// in the checker's, to be verified.
///
/// It claims to be correct everywhere, as others' rings do.
public struct OwnRing: Sendable {
  @usableFromInline let peer: Peer
  /// What the checker looks at.
  @usableFromInline let test: @Sendable (_ capacity: Int, _ pushes: Int?, _ pops: Int?) -> RingTest
  /// Whether the loops were compiled with optimisation.
  @usableFromInline let isOptimised: Bool

  /// - Parameters:
  ///   - name: What reports call it: up to 40 letters, digits, '.', '_' and '-', and no strategy's name.
  ///   - about: One line of what it is.
  ///   - measured: The type over `Hardware`.
  ///   - checked: The same type over `Symbolic`.
  ///   - fileID: The place that reports name where a pop is wrong.
  @inlinable @inline(__always)
  public init<Measured: CellRing, Checked: CellRing>(
    _ name: String, about: String = "a ring over cells", _ measured: Measured.Type, checked: Checked.Type,
    fileID: StaticString = #fileID, line: UInt = #line
  ) where Measured.Memory == Hardware, Checked.Memory == Symbolic {
    peer = Peer(name, about: about, measured)
    test = { RingTest(checked, capacity: $0, pushes: $1 ?? 2, pops: $2 ?? 2, fileID: fileID, line: line) }
    isOptimised = !_isDebugAssertConfiguration()
  }

  /// A lock of one's own: measured as what guards a ring, and verified by threads that count under it.
  ///
  /// - Parameters:
  ///   - lock: The type over `Hardware`.
  ///   - checked: The same type over `Symbolic`.
  @inlinable @inline(__always)
  public init<Measured: CellLock, Checked: CellLock>(
    _ name: String, about: String = "a ring under a lock", lock measured: Measured.Type,
    checked: Checked.Type
  ) where Measured.Memory == Hardware, Checked.Memory == Symbolic {
    peer = Peer(name, about: about, LockedRing<Measured>.self)
    test = { _, pushes, pops in RingTest(lock: checked, sections: (pushes ?? 1, pops ?? 1)) }
    isOptimised = !_isDebugAssertConfiguration()
  }

  var name: String { peer.name }

  /// As a campaign records it.
  var record: PeerRecord {
    PeerRecord(
      name: name, about: peer.about, library: nil,
      compiler: isOptimised
        ? "Swift, optimised" : "Swift without optimisation: no figure of it means anything",
      batches: false)
  }
}

/// The rings of the program's own.
enum OwnRings {
  // A command is made by ArgumentParser, which can hand nothing to it.
  private static let registered = Mutex<[OwnRing]>([])

  static var all: [OwnRing] { registered.withLock { $0 } }
  static var names: [String] { all.map(\.name) }

  /// Registers the rings of the program, once at its start.
  ///
  /// - Throws: When a name cannot be one, is a strategy's, or stands twice.
  static func register(_ rings: [OwnRing]) throws(InputError) {
    var names: Set<String> = []
    for name in rings.map(\.name) {
      guard Peer.isName(name) else {
        throw InputError(
          "a ring of this program is called '\(name)': a name has up to 40 letters, digits, '.', '_' and '-'")
      }
      guard Catalogue.entry(named: name) == nil else {
        throw InputError("a ring of this program is called \(name), as a strategy is: give it another name")
      }
      guard names.insert(name).inserted else {
        throw InputError("two rings of this program are called \(name): give one another name")
      }
    }
    registered.withLock { $0 = rings }
  }

  /// Says on standard error which of these rings have no figures that mean anything.
  static func warn(of rings: [OwnRing]) {
    let names = rings.filter { !$0.isOptimised }.map(\.name).joined(separator: ", ")
    guard !names.isEmpty else { return }
    StandardError.write(
      "ringbench: compiled without optimisation, no figure of \(names) means anything: build with swift build -c release\n"
    )
  }

  /// Parts names into those of rings and others. Where none is given it is all rings.
  static func parted(_ names: [String]) -> (rings: [OwnRing], others: [String]) {
    let all = all
    if names.isEmpty { return (all, []) }
    return (
      all.filter { names.contains($0.name) }, names.filter { name in !all.contains { $0.name == name } }
    )
  }
}
