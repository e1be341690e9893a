import Dispatch
import Glibc
import RingBursts
import Topology

/// Runs closures on threads of their own, each bound to a CPU, and waits for all of them.
package enum PinnedThreads {
  /// A closure and the OS index of its CPU.
  package typealias Work = (cpu: Int, body: () -> Void)

  /// - Throws: ``TrialError`` when a thread could not be made or bound; then no closure was run.
  package static func run(_ work: Work...) throws(TrialError) { try run(work) }

  /// - Throws: ``TrialError`` when a thread could not be made or bound; then no closure was run.
  package static func run(_ work: [Work]) throws(TrialError) {
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
/// Who waits sleeps: to yield the CPU would give it to what keeps it awake between trials, for a whole tick.
///
/// `@unchecked Sendable`: `body` and `cpu` are set before the thread exists, and each of the two flags is written before the
/// semaphore that says so is signalled.
private final class PinnedThread: @unchecked Sendable {
  private let cpu: Int
  private let body: () -> Void
  private var handle: pthread_t?
  private var isBound = false
  private var isToRun = false
  private let bound = DispatchSemaphore(value: 0)
  private let released = DispatchSemaphore(value: 0)

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
    bound.wait()
    return isBound ? nil : .notBound(cpu: cpu)
  }

  /// Tells the thread to do its work, or to end without it.
  func release(running: Bool) {
    isToRun = running
    released.signal()
  }

  /// Waits for the thread's end.
  func join() {
    if let handle { pthread_join(handle, nil) }
  }

  private func main() {
    isBound = (try? ThreadBinding.bind(to: CPU(cpu))) != nil
    bound.signal()
    released.wait()
    if isToRun { body() }
  }
}
