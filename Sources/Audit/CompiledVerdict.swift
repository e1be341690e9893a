import AIORing
import WeakMemory

/// The checker's verdict on the accesses and barriers found in machine code.
enum CompiledVerdict {
  private enum At {
    static let head = 0
    static let tail = 1
    static let slot = 2
    static let waiting = 3
  }

  /// Whether a violation of the shape is allowed for code that takes these paths.
  static func judge(_ shape: Shape, _ paths: [EntryPoint: AccessPath], model: Model) -> Verdict? {
    switch shape {
    case .publishObserve:
      // A ring with room; the event's number is 1, an empty slot holds 0.
      return worst(
        paths[.push], paths[.pop], model, initial: [0, 0, 0, 0], head: nil, tail: 1, slot: 1, index: 1
      ) {
        $0.register(thread: 1, 0).map { $0 != 1 } ?? false
      }
    case .claimRetire:
      // A full ring: the push waits for the head that the pop stores, and writes event 2 over event 1.
      return worst(
        paths[.push], paths[.pop], model, initial: [0, 1, 1, 0], head: 1, tail: 1, slot: 2, index: 2
      ) {
        $0.register(thread: 1, 0) == 2
      }
    case .wakeSleep:
      guard let wake = paths[.wake], let sleep = paths[.sleep] else { return nil }
      let program = Program(
        threads: [
          thread(wake.steps, word: 0, head: nil, tail: nil, slot: 1, index: 1),
          thread(sleep.steps, word: 0, head: nil, tail: nil, slot: 1, index: 1),
        ], initial: [0, 0, 0, 0])
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

  /// A path as a thread. It goes on only if what it read of head and tail is what its branches ask for; every
  /// conditional branch counts as depending on all index loads before it.
  private static func thread(
    _ steps: [PathStep], word: Int, head: Int64?, tail: Int64?, slot: Int64, index: Int64
  ) -> ClosureProgram {
    ClosureProgram { recorder in
      var undecided: [(value: TracedValue, wanted: Int64?)] = []
      for step in steps {
        switch step {
        case .barrier(let instruction): recorder.barrier(instruction)
        case .branch:
          for load in undecided {
            if !recorder.branch(on: load.value.map { load.wanted == nil || $0 == load.wanted ? 1 : 0 }) {
              return
            }
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
          case (.head, .load): undecided.append((recorder.read(At.head, by: instruction), head))
          case (.tail, .load):
            let value = recorder.read(At.tail, by: instruction)
            recorder.output(2, value)
            undecided.append((value, tail))
          case (.waiting, .load): recorder.output(1, recorder.read(At.waiting, by: instruction))
          case (.head, _): recorder.write(At.head, 1, by: instruction)
          case (.tail, _): recorder.write(At.tail, index, by: instruction)
          case (.waiting, _): recorder.write(At.waiting, 1, by: instruction)
          case (.lock, _), (.ticket, _), (.serving, _): break
          }
        case .access: break
        }
      }
      // Decided only after all accesses: no dependency, but still no execution of this path.
      for load in undecided {
        if !recorder.branch(on: load.value.map { load.wanted == nil || $0 == load.wanted ? 1 : 0 }) {
          recorder.block()
        }
      }
    }
  }
}
