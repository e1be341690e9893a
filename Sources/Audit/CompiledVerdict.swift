import AIORing
import WeakMemory

/// The checker's verdict on the accesses and barriers found in machine code.
enum CompiledVerdict {
  /// The locations of the program that the checker runs.
  private enum At {
    static let head = 0
    static let tail = 1
    static let slot = 2
    static let waiting = 3
    static let lock = 4
    static let ticket = 5
    static let serving = 6

    /// The initial values of all locations: 0 but for these.
    static func initial(head: Int64 = 0, tail: Int64 = 0, slot: Int64 = 0) -> [Int64] {
      [head, tail, slot, 0, 0, 0, 0]
    }
  }

  /// Whether a violation of the shape is allowed for code that takes these paths.
  static func judge(_ shape: RingShape, _ paths: [EntryPoint: AccessPath], model: Model) -> Verdict? {
    switch shape {
    case .publishObserve:
      // A ring with room; the event's number is 1, an empty slot holds 0.
      return worst(
        paths[.push], paths[.pop], model, initial: At.initial(), head: nil, tail: 1, slot: 1, index: 1
      ) {
        $0.register(thread: 1, 0).map { $0 != 1 } ?? false
      }
    case .claimRetire:
      // A full ring: the push waits for the head that the pop stores, and writes event 2 over event 1.
      return worst(
        paths[.push], paths[.pop], model, initial: At.initial(tail: 1, slot: 1), head: 1, tail: 1, slot: 2,
        index: 2
      ) {
        $0.register(thread: 1, 0) == 2
      }
    case .wakeSleep:
      guard let wake = paths[.wake], let sleep = paths[.sleep] else { return nil }
      let program = Program(
        threads: [
          thread(wake.steps, word: 0, head: nil, tail: nil, slot: 1, index: 1),
          thread(sleep.steps, word: 0, head: nil, tail: nil, slot: 1, index: 1),
        ], initial: At.initial())
      return Explorer(model).explore(program) {
        $0.register(thread: 0, 1) == 0 && $0.register(thread: 1, 2) == 0
      }.verdict
    case .ring: return nil
    }
  }

  private static func worst(
    _ push: AccessPath?, _ pop: AccessPath?, _ model: Model, initial: [Int64], head: Int64?, tail: Int64,
    slot: Int64, index: Int64, _ violated: @escaping @Sendable (FinalState) -> Bool
  ) -> Verdict? {
    guard let push, let pop else { return nil }
    // Each word of the event is a test of its own: none may be stale. Words accessed alike are one test.
    var seen: [[[PathStep]]] = []
    let words = (0..<IOEvent.size / 8).filter { word in
      let test = [push, pop].map { $0.steps.compactMap { only(word, $0) } }
      defer { seen.append(test) }
      return !seen.contains(test)
    }
    let verdicts: [Verdict] = words.map { word in
      Explorer(model).explore(
        Program(
          threads: [
            thread(push.steps, word: word, head: head, tail: nil, slot: slot, index: index),
            thread(pop.steps, word: word, head: nil, tail: tail, slot: slot, index: 1),
          ], initial: initial), where: violated
      ).verdict
    }
    return verdicts.contains(.allowed) ? .allowed : verdicts.contains(.unknown) ? .unknown : .forbidden
  }

  /// A step as far as it touches one word of the event.
  private static func only(_ word: Int, _ step: PathStep) -> PathStep? {
    guard case .access(let kind, let instruction, .event(let words)) = step else { return step }
    return words.contains(word) ? .access(kind, instruction, .event(0...0)) : nil
  }

  /// A path as a thread of the checker. It goes on only if the values of head and tail that it read are those for which
  /// the code takes this path; every conditional branch counts as depending on all index loads before it.
  private static func thread(
    _ steps: [PathStep], word: Int, head: Int64?, tail: Int64?, slot: Int64, index: Int64
  ) -> ClosureProgram {
    ClosureProgram { recorder in
      // For each load: 1 if it returned a value for which the code takes this path, else 0.
      var undecided: [TracedValue] = []
      func ask(_ value: TracedValue, _ wanted: Int64?) {
        undecided.append(value.map { wanted == nil || $0 == wanted ? 1 : 0 })
      }
      var lock = LockSteps()
      for step in steps {
        switch step {
        case .barrier(let instruction): recorder.barrier(instruction)
        case .branch:
          for load in undecided {
            if !recorder.branch(on: load) { return }
          }
          undecided = []
        case .access(let kind, let instruction, .event(let words)) where words.contains(word):
          if kind == .load {
            recorder.output(0, recorder.read(At.slot, by: instruction))
          } else {
            recorder.write(At.slot, slot, by: instruction)
          }
        case .access(let kind, let instruction, .word(let name)):
          switch (name, kind) {
          case (.head, .load): ask(recorder.read(At.head, by: instruction), head)
          case (.tail, .load):
            let value = recorder.read(At.tail, by: instruction)
            recorder.output(2, value)
            ask(value, tail)
          case (.waiting, .load): recorder.output(1, recorder.read(At.waiting, by: instruction))
          case (.head, _): recorder.write(At.head, 1, by: instruction)
          case (.tail, _): recorder.write(At.tail, index, by: instruction)
          case (.waiting, _): recorder.write(At.waiting, 1, by: instruction)
          case (.lock, _), (.ticket, _), (.serving, _):
            if let isOurs = lock.take(name, kind, instruction, recorder) { undecided.append(isOurs) }
          // A path calls the tag the tail.
          case (.tag, _): break
          }
        case .access: break
        }
      }
      // No branch of the code depends on these, but an execution in which they differ is not one of this path.
      for load in undecided {
        if !recorder.branch(on: load) { recorder.block() }
      }
    }
  }

  /// The accesses of locks: a load-locked and the store-conditional after it are one atomic access.
  private struct LockSteps {
    private var loadLocked: Instruction?
    private var ticket: TracedValue?

    /// Records one access. Returns 1 or 0, whether this thread has the lock now, for the access that decides it.
    mutating func take(
      _ word: RingWord, _ kind: Effect.Kind, _ instruction: Instruction, _ recorder: ThreadRecorder
    ) -> TracedValue? {
      switch (word, kind) {
      case (.serving, .load):
        let serving = recorder.read(At.serving, by: instruction)
        return serving.combined(with: ticket ?? .constant(0)) { $0 == $1 ? 1 : 0 }
      case (.serving, _):
        recorder.write(At.serving, (ticket?.number ?? 0) + 1, by: instruction)
      case (_, .load): loadLocked = instruction
      case (_, .update), (_, .unreturnedUpdate):
        let isReturned = kind == .update
        switch instruction {
        // xchg with memory is locked.
        case .xchg: return atomic(word, .lockedAtomic, .lockedAtomic, recorder)
        // ARM's atomic instructions order by one half only.
        case .ldaxr: return atomic(word, .ldaxr, .atomic, recorder)
        case .stlxr: return atomic(word, .atomic, .stlxr, recorder, isReturned: isReturned)
        default: return atomic(word, instruction, instruction, recorder, isReturned: isReturned)
        }
      case (_, .store):
        guard let load = loadLocked else {
          recorder.write(At.lock, 0, by: instruction)
          return nil
        }
        loadLocked = nil
        return atomic(word, load, instruction, recorder)
      }
      return nil
    }

    private mutating func atomic(
      _ word: RingWord, _ load: Instruction, _ store: Instruction, _ recorder: ThreadRecorder,
      isReturned: Bool = true
    ) -> TracedValue? {
      if word == .lock {
        let old = recorder.exchange(At.lock, by: load, store, returnsValue: isReturned) { _ in .constant(1) }
        return old.map { $0 == 0 ? 1 : 0 }
      }
      ticket = recorder.exchange(At.ticket, by: load, store, returnsValue: isReturned) { old in
        old.map { $0 + 1 }
      }
      return nil
    }
  }
}
