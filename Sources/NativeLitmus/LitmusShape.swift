/// A two-thread litmus test: an outcome, and the reorderings that it shows. To add one, add a row to ``all``.
///
/// The names are those of Alglave, Maranget and Tautschnig, "Herding cats" (TOPLAS 2014), and of Maranget, Sarkar and
/// Sewell, "A Tutorial Introduction to the ARM and POWER Relaxed Memory Models" (2012).
public struct LitmusShape: Sendable {
  public let name: String
  /// Two threads, each of one access or two. Their loads fill the registers r0, r1, in program order.
  let threads: [[LitmusAccess]]
  /// The outcome, all of it together, that no interleaving gives.
  let weakOutcome: [Observation]
  /// The reorderings, any one of which gives the weak outcome.
  public let reorderings: [Reordering]

  /// A part of an outcome.
  enum Observation: Sendable {
    /// What a thread's load returned.
    case register(thread: Int, number: Int, value: UInt64)
    /// What a location holds in the end.
    case memory(LitmusAccess.Place, value: UInt64)
  }

  /// The classic shapes, and message passing with weakly ordered stores.
  public static let all = [
    // A message and its flag: the ring's publish and observe.
    LitmusShape(
      name: "MP", threads: [[.store(1, to: .x), .store(1, to: .y)], [.load(.y), .load(.x)]],
      weakOutcome: [.register(thread: 1, number: 0, value: 1), .register(thread: 1, number: 1, value: 0)],
      reorderings: [.storeThenStore, .loadThenLoad]),
    // Store buffering: the ring's wake and sleep.
    LitmusShape(
      name: "SB", threads: [[.store(1, to: .x), .load(.y)], [.store(1, to: .y), .load(.x)]],
      weakOutcome: [.register(thread: 0, number: 0, value: 0), .register(thread: 1, number: 0, value: 0)],
      reorderings: [.storeThenLoad]),
    // Load buffering: the ring's claim and retire.
    LitmusShape(
      name: "LB", threads: [[.load(.x), .store(1, to: .y)], [.load(.y), .store(1, to: .x)]],
      weakOutcome: [.register(thread: 0, number: 0, value: 1), .register(thread: 1, number: 0, value: 1)],
      reorderings: [.loadThenStore]),
    LitmusShape(
      name: "S", threads: [[.store(2, to: .x), .store(1, to: .y)], [.load(.y), .store(1, to: .x)]],
      weakOutcome: [.register(thread: 1, number: 0, value: 1), .memory(.x, value: 2)],
      reorderings: [.storeThenStore, .loadThenStore]),
    LitmusShape(
      name: "R", threads: [[.store(1, to: .x), .store(1, to: .y)], [.store(2, to: .y), .load(.x)]],
      weakOutcome: [.memory(.y, value: 2), .register(thread: 1, number: 0, value: 0)],
      reorderings: [.storeThenStore, .storeThenLoad]),
    LitmusShape(
      name: "2+2W",
      threads: [[.store(2, to: .x), .store(1, to: .y)], [.store(2, to: .y), .store(1, to: .x)]],
      weakOutcome: [.memory(.x, value: 2), .memory(.y, value: 2)], reorderings: [.storeThenStore]),
    LitmusShape(
      name: "CoRR", threads: [[.store(1, to: .x)], [.load(.x), .load(.x)]],
      weakOutcome: [.register(thread: 1, number: 0, value: 1), .register(thread: 1, number: 1, value: 0)],
      reorderings: [.loadsOfOnePlace]),
    // The seed's race on x86: the event by streaming stores, the tail by an ordinary one.
    LitmusShape(
      name: "MP+streaming", threads: [[.stream(1, to: .x), .store(1, to: .y)], [.load(.y), .load(.x)]],
      weakOutcome: [.register(thread: 1, number: 0, value: 1), .register(thread: 1, number: 1, value: 0)],
      reorderings: [.streamingStoreThenStore]),
  ]

  /// Whether it has a streaming store.
  var streams: Bool { threads.joined().contains { $0.kind == .streamingStore } }

  // MARK: Text

  /// Each thread's accesses as people write them.
  public var threadTexts: [String] { threads.map { thread in texts(thread).joined(separator: "; ") } }

  private func texts(_ thread: [LitmusAccess]) -> [String] {
    var registers = 0
    return thread.map { access in
      switch access.kind {
      case .store: return "\(access.place) = \(access.value)"
      case .streamingStore: return "\(access.place) = \(access.value) (streaming)"
      case .load:
        defer { registers += 1 }
        return "r\(registers) = \(access.place)"
      }
    }
  }

  /// The outcome as people write it; registers carry their thread's number, as in herd7.
  public var weakOutcomeText: String {
    weakOutcome.map { observation in
      switch observation {
      case .register(let thread, let number, let value): "\(thread):r\(number) = \(value)"
      case .memory(let place, let value): "\(place) = \(value)"
      }
    }.joined(separator: ", ")
  }
}
