import AIORing
import KernelRings

extension RingEnds {
  /// The two ends of an io_uring, whose completions are taken in the given way.
  init(_ ring: IOUring, way: ReapingWay, source: RequestSource) throws(KernelRingError) {
    // After the system call completions are still taken from the queue: with liburing's barriers.
    let name =
      switch way {
      case .strategy(let entry): entry.name
      case .systemCall: "acquire-release"
      }
    var visitor = IOUringRun(name: name, ring: ring, source: source, enters: way.isSystemCall)
    Catalogue.visit(&visitor)
    guard let ends = try visitor.ends?.get() else { throw .lockNotShared }
    self = ends
  }
}

private struct IOUringRun: StrategyVisitor {
  let name: String
  let ring: IOUring
  let source: RequestSource
  let enters: Bool
  var ends: Result<RingEnds, KernelRingError>?

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    guard strategy.name == name else { return }
    ends = Result { () throws(KernelRingError) in
      RingEnds(
        submitting: SubmittingEnd(try IOUringSubmitter(ring, barriers: strategy.barriers), source: source),
        reaping: ReapingEnd(
          try IOUringReaper(ring, barriers: strategy.barriers), entering: enters ? ring : nil),
        capacity: Int(ring.completionSlots))
    }
  }
}

extension ReapingEnd {
  /// The completion queue; with `ring`, after a system call that does not wait.
  fileprivate convenience init<B: Barriers>(_ reaper: consuming IOUringReaper<B>, entering ring: IOUring?) {
    let memory = UnsafeMutablePointer<IOUringReaper<B>>.allocate(capacity: 1)
    memory.initialize(to: reaper)
    self.init(
      reap: { room, most throws(KernelRingError) in
        if let ring { try ring.waitForCompletions(0) }
        var next = room
        return memory.pointee.reap(atMost: most) {
          next.initialize(to: $0)
          next += 1
        }
      },
      look: { times throws(KernelRingError) in
        var found = 0
        for _ in 0..<times {
          if let ring { try ring.waitForCompletions(0) }
          if memory.pointee.next() != nil { found += 1 }
        }
        return found
      },
      close: {
        memory.deinitialize(count: 1)
        memory.deallocate()
      })
  }
}

extension SubmittingEnd {
  fileprivate convenience init<B: Barriers>(
    _ submitter: consuming IOUringSubmitter<B>, source: RequestSource
  ) {
    let memory = UnsafeMutablePointer<IOUringSubmitter<B>>.allocate(capacity: 1)
    memory.initialize(to: submitter)
    // The requests that the queue had no room for yet.
    var (next, end) = (0 as UInt64, 0 as UInt64)
    func stage() {
      while next < end, memory.pointee.stage(source.ioUring(next)) { next += 1 }
    }
    self.init(
      prepare: { first, count in
        (next, end) = (first, first + UInt64(count))
        stage()
      },
      submit: { () throws(KernelRingError) in
        let taken = try memory.pointee.submit()
        stage()
        return taken
      },
      object: { _ in 0 }, forceWakeUp: { memory.pointee.forceWakeUp() },
      wakeUps: { memory.pointee.wakeUps }, pollerSleeps: { memory.pointee.pollerSleeps },
      close: {
        memory.deinitialize(count: 1)
        memory.deallocate()
      })
  }
}
