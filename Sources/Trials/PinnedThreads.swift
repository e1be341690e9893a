import Glibc
import RingBursts
import Synchronization
import Topology

/// Runs closures on threads of their own, each bound to a CPU, and waits for all of them.
package enum PinnedThreads {
  /// A closure and the OS index of its CPU.
  package typealias Work = (cpu: Int, body: () -> Void)

  /// - Throws: ``TrialError`` when a thread could not be made or bound; then no closure was run.
  package static func run(_ work: Work...) throws(TrialError) {
    let threads = work.map { PinnedThread(cpu: $0.cpu, body: $0.body) }
    var failure: TrialError?
    for thread in threads where failure == nil { failure = thread.start() }
    // No thread works until all are bound: a thread that is missing would leave its partner waiting for ever.
    for thread in threads { thread.release(running: failure == nil) }
    for thread in threads { thread.join() }
    if let failure { throw failure }
  }
}

/// A thread that binds itself to its CPU, reports whether that worked, and starts its work when told to.
///
/// `@unchecked Sendable`: `body` and `cpu` are set before the thread exists, and the only state that both
/// threads use afterwards is atomic.
private final class PinnedThread: @unchecked Sendable {
  private let cpu: Int
  private let body: () -> Void
  private var handle: pthread_t?
  private let state = Atomic<Int>(State.starting)

  private enum State {
    static let starting = 0
    static let bound = 1
    static let unbound = 2
    static let working = 3
    static let dismissed = 4
  }

  init(cpu: Int, body: @escaping () -> Void) {
    self.cpu = cpu
    self.body = body
  }

  /// Creates the thread and waits until it is bound. Returns nil, or what went wrong.
  func start() -> TrialError? {
    var handle = pthread_t()
    let error = pthread_create(
      &handle, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<PinnedThread>.fromOpaque(argument).takeUnretainedValue().main()
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    guard error == 0 else { return .noThread(errno: error) }
    self.handle = handle
    while state.load(ordering: .acquiring) == State.starting { sched_yield() }
    return state.load(ordering: .acquiring) == State.unbound ? .notBound(cpu: cpu) : nil
  }

  /// Tells the thread to do its work, or to end without it.
  func release(running: Bool) {
    // Release: pairs with the acquiring loads in main().
    state.store(running ? State.working : State.dismissed, ordering: .releasing)
  }

  /// Waits for the thread's end.
  func join() {
    if let handle { pthread_join(handle, nil) }
  }

  private func main() {
    let bound = (try? ThreadBinding.bind(to: CPU(cpu))) != nil
    state.store(bound ? State.bound : State.unbound, ordering: .releasing)
    while true {
      switch state.load(ordering: .acquiring) {
      case State.working: return body()
      case State.dismissed: return
      default: sched_yield()
      }
    }
  }
}
