import AIORing

/// A language that a thread of the ring is printed in, statement by statement.
protocol ThreadPrinter {
  mutating func fence(_ event: ThreadEvent) throws(LitmusExport.Refusal)
  /// A store of a number; of `base` plus a difference if it was computed from what a read returned.
  mutating func store(_ event: ThreadEvent, base: (read: Int, difference: Int64)?) throws(LitmusExport
    .Refusal)
  mutating func load(_ event: ThreadEvent, read: Int) throws(LitmusExport.Refusal)
  mutating func update(_ update: AtomicUpdate, read: Int) throws(LitmusExport.Refusal)
  /// What follows until ``leaveBranch()`` is done if a read returned this number.
  mutating func enterBranch(read: Int, equals number: Int64) throws(LitmusExport.Refusal)
  mutating func leaveBranch()
}

/// A read and a write in one atomic step.
struct AtomicUpdate {
  enum Kind {
    case exchange(Int64)
    case increment
  }
  var kind: Kind
  var load: ThreadEvent
  var store: ThreadEvent
  /// The barriers in front of it.
  var before: [ThreadEvent]
}

extension ThreadPrinter {
  /// Prints a thread: each branch on a read's value becomes an `if` for each value that leads anywhere.
  mutating func print(_ tree: ThreadTree) throws(LitmusExport.Refusal) { try print(tree, ThreadWay()) }

  private mutating func print(_ tree: ThreadTree, _ way: ThreadWay) throws(LitmusExport.Refusal) {
    var way = way
    let events =
      way.isInAtomic ? tree.events.drop { $0.precedesAtomic || $0.completesAtomic } : tree.events[...]
    way.isInAtomic = false
    for event in events {
      guard event.address.isEmpty else { throw LitmusExport.Refusal(description: "an address is computed") }
      switch event.action {
      case .fence: try fence(event)
      case .write: try store(event, base: way.base(of: event))
      case .read:
        if event.opensAtomic {
          let update = try tree.update(event)
          for barrier in update.before { try fence(barrier) }
          try self.update(update, read: way.depth)
          way.isInAtomic = true
        } else {
          try load(event, read: way.depth)
        }
      }
    }
    way.position += tree.events.count
    let read = way.depth
    way.depth += 1
    switch tree.next {
    case nil: break
    case .anyValue(let child):
      way.returned[way.position - 1] = (read, nil)
      try print(child, way)
    case .byValue(let children):
      for (value, child) in children.sorted(by: { $0.key < $1.key }) where child.doesAnything {
        way.returned[way.position - 1] = (read, value)
        try enterBranch(read: read, equals: value)
        try print(child, way)
        leaveBranch()
      }
    }
  }
}

/// How a thread came to a place in its tree.
private struct ThreadWay {
  /// Reads so far.
  var depth = 0
  /// Events so far.
  var position = 0
  /// For each event that is a read: which it is and, if what follows depends on it, what it returned.
  var returned: [Int: (read: Int, value: Int64?)] = [:]
  /// The write that completes the last read has been printed with it.
  var isInAtomic = false

  func base(of event: ThreadEvent) -> (read: Int, difference: Int64)? {
    var base: (read: Int, difference: Int64)?
    event.data.forEachMember { position in
      guard let source = returned[position], let value = source.value else { return }
      base = (source.read, event.number - value)
    }
    return base
  }
}

extension ThreadTree {
  /// Whether the thread goes on from here.
  fileprivate var doesAnything: Bool {
    if !events.isEmpty { return true }
    return switch next {
    case nil: false
    case .anyValue(let child): child.doesAnything
    case .byValue(let children): children.values.contains { $0.doesAnything }
    }
  }

  private var children: [ThreadTree] {
    switch next {
    case nil: []
    case .anyValue(let child): [child]
    case .byValue(let children): Array(children.values)
    }
  }

  /// The atomic update that this node's read opens.
  fileprivate func update(_ load: ThreadEvent) throws(LitmusExport.Refusal) -> AtomicUpdate {
    let refusal = LitmusExport.Refusal(
      description: "an atomic update is neither an exchange nor an increment")
    let stores = children.compactMap { child in child.events.first { $0.completesAtomic } }
    guard let store = stores.first, let child = children.first, stores.count == children.count else {
      throw refusal
    }
    let before = child.events.prefix { $0.precedesAtomic }
    if stores.allSatisfy({ $0.number == store.number && $0.data.isEmpty }) {
      return AtomicUpdate(kind: .exchange(store.number), load: load, store: store, before: Array(before))
    }
    guard case .byValue(let children) = next,
      children.allSatisfy({ value, child in
        child.events.contains { $0.completesAtomic && $0.number == value + 1 }
      })
    else { throw refusal }
    return AtomicUpdate(kind: .increment, load: load, store: store, before: Array(before))
  }
}
