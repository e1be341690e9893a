import AIORing

/// C11's fences in the kernel's C, which has none: a read before an acquire fence becomes an acquire, a write behind a
/// release fence a release.
///
/// Such an access also orders what stands between it and the fence, which the fence does not: with `read tail, read
/// event, acquire fence` the two reads are in no order, with an acquire of the tail they are. An access is changed
/// only where that orders no more than the fence; else it stays as it is, if what the fence orders is kept without
/// it, by a branch or by smp_wmb() in the fence's place, which orders the writes before it as the fence does.
struct KernelFences {
  private let names: [String]
  /// Release fences, by their place in the thread, that smp_wmb() stands for.
  private var writeBarriers: ThreadEventSet = .none

  /// A thread without C11 fences that orders what it did with them.
  static func replaced(in tree: ThreadTree, names: [String]) throws(LitmusExport.Refusal) -> ThreadTree {
    var fences = KernelFences(names: names)
    return try fences.replaced(in: tree, after: [])
  }

  private init(names: [String]) { self.names = names }

  private mutating func replaced(
    in tree: ThreadTree, after before: [ThreadEvent]
  ) throws(LitmusExport.Refusal) -> ThreadTree {
    var events = tree.events
    var way = before
    for index in events.indices {
      way.append(events[index])
      if events[index].action == .write { events[index].order = try writeOrder(in: way) }
    }
    if tree.next != nil, let last = events.indices.last {
      events[last].order = try readOrder(in: way, below: tree)
    }
    let next: ThreadTree.Continuation?
    switch tree.next {
    case nil: next = nil
    case .anyValue(let child): next = .anyValue(try replaced(in: child, after: way))
    case .byValue(let children):
      var replacements: [Int64: ThreadTree] = [:]
      for (value, child) in children { replacements[value] = try replaced(in: child, after: way) }
      next = .byValue(replacements)
    }
    for index in events.indices where writeBarriers.contains(before.count + index) {
      events[index].fence = .wmb
    }
    return ThreadTree(events: events, outputs: tree.outputs, next: next, own: tree.writable)
  }

  /// What the last event of a way, a write, becomes.
  private mutating func writeOrder(in way: [ThreadEvent]) throws(LitmusExport.Refusal) -> AccessOrder? {
    let (write, place) = (way[way.count - 1], way.count - 1)
    let fences = way.indices.filter { way[$0].action == .fence && way[$0].fence == .releaseFence }
    if fences.isEmpty { return write.order }
    let earlier = (0..<place).filter { way[$0].action != .fence }
    let ordered = earlier.filter { Self.orders($0, place, in: way, by: .c11) }
    if ordered == earlier { return .release }
    if ordered.allSatisfy({ Self.orders($0, place, in: way, by: .kernel) }) { return write.order }
    guard ordered.allSatisfy({ Self.orders($0, place, in: way, by: .kernelWithWriteBarriers) }) else {
      throw refusal("a release", of: write)
    }
    for fence in fences { writeBarriers |= .only(fence) }
    return write.order
  }

  /// What the last event of a way, a read, becomes: the same whatever follows.
  private func readOrder(
    in way: [ThreadEvent], below tree: ThreadTree
  ) throws(LitmusExport.Refusal) -> AccessOrder? {
    let (read, place) = (way[way.count - 1], way.count - 1)
    let ways = tree.waysBelow.map { way + $0 }
    let isFenced = ways.contains { way in
      way[place...].contains { $0.action == .fence && $0.fence == .acquireFence }
    }
    if !isFenced { return read.order }
    func isTrue(_ isEnough: (_ later: Int, _ way: [ThreadEvent]) -> Bool) -> Bool {
      ways.allSatisfy { way in
        (place + 1..<way.count).allSatisfy { way[$0].action == .fence || isEnough($0, way) }
      }
    }
    if isTrue({ Self.orders(place, $0, in: $1, by: .c11) }) { return .acquire }
    let isKept = isTrue {
      !Self.orders(place, $0, in: $1, by: .c11) || Self.orders(place, $0, in: $1, by: .kernel)
    }
    guard isKept else { throw refusal("an acquire", of: read) }
    return read.order
  }

  private func refusal(_ access: String, of event: ThreadEvent) -> LitmusExport.Refusal {
    LitmusExport.Refusal(
      description:
        "the kernel's C has no such fence, and \(access) of \(names[event.location]) instead would order more"
    )
  }

  private enum Means {
    case c11, kernel
    /// With smp_wmb() for each release fence.
    case kernelWithWriteBarriers
  }

  /// Whether a thread keeps one access before another.
  private static func orders(_ first: Int, _ second: Int, in way: [ThreadEvent], by means: Means) -> Bool {
    let (before, after) = (way[first], way[second])
    let (isRead, isWrite) = (before.action == .read, after.action == .write)
    if isRead, before.order == .acquire { return true }
    if isWrite, after.order == .release || (after.control | after.data).contains(first) { return true }
    return way[first..<second].contains { event in
      guard event.action == .fence else { return false }
      switch (event.fence, means) {
      case (.acquireFence, .c11): return isRead
      case (.releaseFence, .c11): return isWrite
      case (.wmb, _), (.releaseFence, .kernelWithWriteBarriers): return !isRead && isWrite
      case (.rmb, _): return isRead && !isWrite
      case (.mb, _): return true
      default: return false
      }
    }
  }
}

extension ThreadTree {
  /// Every way to the thread's end from behind this node.
  fileprivate var waysBelow: [[ThreadEvent]] {
    func ways(_ child: ThreadTree) -> [[ThreadEvent]] { child.waysBelow.map { child.events + $0 } }
    return switch next {
    case nil: [[]]
    case .anyValue(let child): ways(child)
    case .byValue(let children): children.values.flatMap(ways)
    }
  }
}
