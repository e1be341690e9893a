import AIORing

/// The locations of a ring's words in a program. Words that nothing uses have none.
struct RingLocations: Sendable {
  /// What a location is, for people.
  enum Name: Sendable, Equatable {
    case word(RingWord)
    /// The lock that is not made of the ring's words.
    case systemLock
    /// The interrupt that membarrier(2) sends to another processor, and the answer.
    case interrupt, interruptDone
    case slot(UInt32, word: Int)
  }

  let names: [Name]
  private let slotStart: Int
  private let words: Int

  init(
    slots: UInt32, words: Int, ringProtocol: RingProtocol, barriers: AssignedBarriers,
    sharing: RingSharing?, sleeps: Bool
  ) {
    var names: [Name] = ringProtocol.freesInSlot ? [] : [.word(.head)]
    if !ringProtocol.publishesInSlot || sharing != nil { names.append(.word(.tail)) }
    if ringProtocol.publishesInSlot { names += (0..<slots).map { .word(.tag(slot: $0)) } }
    if sleeps { names.append(.word(.waiting)) }
    switch barriers.lock ?? sharing?.kind.lock {
    case nil: break
    case .spinlock: names.append(.word(.lock))
    case .ticketLock: names += [.word(.ticket), .word(.serving)]
    case .mutex, .synchronizationMutex: names.append(.systemLock)
    }
    if sleeps, barriers.sleep == .membarrier { names += [.interrupt, .interruptDone] }
    slotStart = names.count
    self.words = words
    for slot in 0..<slots {
      for word in 0..<words { names.append(.slot(slot, word: word)) }
    }
    self.names = names
  }

  /// The location of that name. If the ring has none, an invalid location, which ends the run.
  subscript(name: Name) -> Location { names.firstIndex(of: name) ?? -1 }

  func slot(_ slot: UInt32, word: Int) -> Location { slotStart + Int(slot) * words + word }
}

extension RingLocations.Name: CustomStringConvertible {
  var description: String {
    switch self {
    case .word(.head): "head"
    case .word(.tail): "tail"
    case .word(.tag(let slot)): "tag \(slot)"
    case .word(.waiting): "waiting"
    case .word(.lock): "lock"
    case .word(.ticket): "ticket"
    case .word(.serving): "serving"
    case .systemLock: "mutex"
    case .interrupt: "membarrier interrupt"
    case .interruptDone: "membarrier answer"
    case .slot(let slot, let word): word == 0 ? "slot \(slot)" : "slot \(slot) word \(word)"
    }
  }
}
