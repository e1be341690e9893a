import AIORing
import KernelRings

extension RingEnds {
  /// The two ends of an AIO context, whose completions are taken in the given way.
  init(_ context: AIOContext, way: ReapingWay, source: RequestSource, batch: Int) throws(KernelRingError) {
    switch way {
    case .systemCall: reaping = try ReapingEnd(AIOSystemCallReaper(context))
    case .strategy(let entry):
      var visitor = AIOReaping(name: entry.name, context: context)
      Catalogue.visit(&visitor)
      guard let end = try visitor.end?.get() else { throw .lockNotShared }
      reaping = end
    }
    submitting = SubmittingEnd(context, source: source, batch: batch)
    capacity = Int(context.ring.capacity)
  }
}

private struct AIOReaping: StrategyVisitor {
  let name: String
  let context: AIOContext
  var end: Result<ReapingEnd, KernelRingError>?

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    guard strategy.name == name else { return }
    end = Result { () throws(KernelRingError) in
      try ReapingEnd(AIOReaper(context, barriers: strategy.barriers))
    }
  }
}

extension ReapingEnd {
  /// The mapped ring. The reaper is in allocated memory, since accesses to a captured variable are checked for
  /// exclusivity at run time.
  fileprivate convenience init<B: Barriers>(_ reaper: consuming AIOReaper<B>) {
    let memory = UnsafeMutablePointer<AIOReaper<B>>.allocate(capacity: 1)
    memory.initialize(to: reaper)
    self.init(
      reap: { room, most in
        var next = room
        return memory.pointee.reap(atMost: most) {
          next.initialize(to: $0)
          next += 1
        }
      },
      look: { times in
        var found = 0
        for _ in 0..<times where memory.pointee.next() != nil { found += 1 }
        return found
      },
      close: {
        memory.deinitialize(count: 1)
        memory.deallocate()
      })
  }

  /// io_getevents(2), without waiting.
  fileprivate convenience init(_ reaper: consuming AIOSystemCallReaper) {
    let memory = UnsafeMutablePointer<AIOSystemCallReaper>.allocate(capacity: 1)
    memory.initialize(to: reaper)
    let one = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 1)
    self.init(
      reap: { room, most throws(KernelRingError) in
        try memory.pointee.reap(into: UnsafeMutableBufferPointer(start: room, count: most))
      },
      look: { times throws(KernelRingError) in
        var found = 0
        for _ in 0..<times { found += try memory.pointee.reap(into: one) }
        return found
      },
      close: {
        memory.deinitialize(count: 1)
        memory.deallocate()
        one.deallocate()
      })
  }
}

extension SubmittingEnd {
  fileprivate convenience init(_ context: AIOContext, source: RequestSource, batch: Int) {
    let requests = UnsafeMutablePointer<AIORequestBatch>.allocate(capacity: 1)
    requests.initialize(to: AIORequestBatch(capacity: batch))
    var (next, end) = (0, 0)
    self.init(
      prepare: { first, count in
        for index in 0..<count { requests.pointee[index] = source.aio(first + UInt64(index)) }
        (next, end) = (0, count)
      },
      submit: { () throws(KernelRingError) in
        let taken = try context.submit(requests.pointee, from: next, count: end - next)
        next += taken
        return taken
      },
      object: { requests.pointee.object(of: Int($0 % UInt64(batch))) },
      close: {
        requests.deinitialize(count: 1)
        requests.deallocate()
      })
  }
}
