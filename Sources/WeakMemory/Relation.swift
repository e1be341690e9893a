/// A relation between the events of one execution, as a bit matrix: row `i` holds the events that `i` is related to.
struct Relation: Sendable, Equatable {
  var rows: [EventSet]

  /// The empty relation between `count` events.
  init(count: Int) { rows = [EventSet](repeating: .none, count: count) }

  init(rows: [EventSet]) { self.rows = rows }

  var count: Int { rows.count }
  var isEmpty: Bool { rows.allSatisfy(\.isEmpty) }

  func contains(_ from: Int, _ to: Int) -> Bool { rows[from].contains(to) }

  @inline(__always)
  private func zip(_ other: Relation, _ combine: (EventSet, EventSet) -> EventSet) -> Relation {
    Relation(
      rows: [EventSet](unsafeUninitializedCapacity: rows.count) { buffer, count in
        rows.withUnsafeBufferPointer { left in
          other.rows.withUnsafeBufferPointer { right in
            for row in 0..<left.count {
              buffer.initializeElement(at: row, to: combine(left[row], right[row]))
            }
          }
        }
        count = rows.count
      })
  }

  /// Union.
  static func | (left: Relation, right: Relation) -> Relation { left.zip(right, |) }
  static func |= (left: inout Relation, right: Relation) {
    left.rows.withUnsafeMutableBufferPointer { left in
      right.rows.withUnsafeBufferPointer { right in
        for row in 0..<left.count { left[row] |= right[row] }
      }
    }
  }
  /// Intersection.
  static func & (left: Relation, right: Relation) -> Relation { left.zip(right, &) }
  /// Difference.
  static func - (left: Relation, right: Relation) -> Relation { left.zip(right) { $0 & ~$1 } }

  /// The pairs that start in one set and end in another.
  func from(_ domain: EventSet, to range: EventSet = .all) -> Relation {
    Relation(
      rows: [EventSet](unsafeUninitializedCapacity: rows.count) { buffer, count in
        rows.withUnsafeBufferPointer { rows in
          for row in 0..<rows.count {
            buffer.initializeElement(at: row, to: domain.contains(row) ? rows[row] & range : .none)
          }
        }
        count = rows.count
      })
  }

  /// The pairs that end in a set.
  func to(_ range: EventSet) -> Relation { from(.all, to: range) }

  /// Composition: first this relation, then the other.
  func then(_ other: Relation) -> Relation {
    Relation(
      rows: [EventSet](unsafeUninitializedCapacity: rows.count) { buffer, count in
        rows.withUnsafeBufferPointer { left in
          other.rows.withUnsafeBufferPointer { right in
            for row in 0..<left.count {
              var result: EventSet = .none
              left[row].forEachMember { result |= right[$0] }
              buffer.initializeElement(at: row, to: result)
            }
          }
        }
        count = rows.count
      })
  }

  /// The relation or the identity.
  var orSelf: Relation {
    var result = self
    for row in result.rows.indices { result.rows[row] |= .only(row) }
    return result
  }

  /// The transitive closure.
  var closure: Relation {
    var result = self
    result.rows.withUnsafeMutableBufferPointer { rows in
      for middle in 0..<rows.count {
        let reached = rows[middle]
        if reached.isEmpty { continue }
        for row in 0..<rows.count where rows[row].contains(middle) { rows[row] |= reached }
      }
    }
    return result
  }

  /// The reflexive transitive closure.
  var star: Relation { closure.orSelf }

  var inverse: Relation {
    var result = Relation(count: rows.count)
    for row in rows.indices { rows[row].forEachMember { result.rows[$0] |= .only(row) } }
    return result
  }

  /// The events that something is related to.
  var range: EventSet { rows.reduce(.none, |) }

  /// The events that are related to something.
  var domain: EventSet {
    var result: EventSet = .none
    for row in rows.indices where !rows[row].isEmpty { result |= .only(row) }
    return result
  }

  var isIrreflexive: Bool {
    for row in rows.indices where rows[row].contains(row) { return false }
    return true
  }

  /// Whether no event reaches itself: removes events without a successor until none is left, or only cycles
  /// are.
  var isAcyclic: Bool {
    rows.withUnsafeBufferPointer { rows in
      var left = EventSet.before(rows.count)
      while !left.isEmpty {
        let before = left
        for row in stride(from: rows.count - 1, through: 0, by: -1)
        where left.contains(row) && (rows[row] & left).isEmpty { left &= ~EventSet.only(row) }
        if left == before { return false }
      }
      return true
    }
  }
}
