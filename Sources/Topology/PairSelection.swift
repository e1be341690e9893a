import Algorithms
import Foundation

extension Machine {
  /// The classes that pairs of allowed CPUs fall into, nearest first, and how many pairs each has.
  public var classes: [(pairClass: PairClass, pairs: Int)] {
    var counts: [PairClass: Int] = [:]
    visitPairs { pair, _ in counts[pair.pairClass, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// One pair of each class, nearest first: of the fastest kind of CPU that has two allowed ones, where the machine
  /// has kinds and ranks them. With `oversubscribe` and a single allowed CPU, that CPU twice.
  ///
  /// - Throws: ``TopologyError/oneCPUAllowed``.
  public func defaultPairs(oversubscribe: Bool = false) throws(TopologyError) -> [CPUPair] {
    let allowed = cpus.filter(\.allowed)
    guard allowed.count > 1 else {
      guard oversubscribe, let only = allowed.first else { throw .oneCPUAllowed }
      return [Proximity(self).pair(only, only)]
    }
    return firstOfEachClass(PairFilter(kinds: defaultKinds))
  }

  /// The kind of CPU that pairs are taken of where none is named; nil where any is.
  public var defaultKind: CPUKind? {
    guard let kinds, kindsAreRanked == true else { return nil }
    let allowed = Set(allowedCPUs)
    return kinds.first { $0.cpus.count(where: allowed.contains) > 1 }
  }

  /// The pairs that a text names, separated by commas, each once, in the order named:
  /// - a pair of CPUs, the producer first: `0:1`, `0-1` or `0,1`;
  /// - a distance (`shared-l3`), a number of NUMA hops (`2-hops`), a kind of CPU (`intel-atom`) or two
  ///   (`intel-core-to-intel-atom`), or several of these joined by slashes: the first pair of each class that fits;
  /// - `all` pairs, or all that fit: `all/shared-l3`.
  ///
  /// Where no kind is named, pairs are of the default kind if that has any, and else of all kinds.
  ///
  /// - Throws: ``TopologyError`` for what is no selection, what this machine does not have, and what the process may
  ///   not use.
  public func pairs(selection: String, oversubscribe: Bool = false) throws(TopologyError) -> [CPUPair] {
    let alone = allowedCPUs.count < 2 ? try defaultPairs(oversubscribe: oversubscribe) : nil
    let proximity = Proximity(self)
    var chosen: [CPUPair] = []
    var words = selection.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }[...]
    while let word = words.popFirst() {
      let ends = word.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }.map(String.init)
      if Self.isNumber(word), let next = words.first, Self.isNumber(next) {
        // `0,1`: two bare numbers in a row are one pair.
        words.removeFirst()
        chosen.append(try pair(word, next, oversubscribe: oversubscribe, proximity))
      } else if ends.count == 2, ends.allSatisfy(Self.isNumber) {
        chosen.append(try pair(ends[0], ends[1], oversubscribe: oversubscribe, proximity))
      } else {
        let filter = try PairFilter(word, kinds: kinds ?? [])
        if let alone {
          chosen += alone
        } else {
          chosen += try pairs(filter, named: word, oversubscribe: oversubscribe, proximity)
        }
      }
    }
    return Array(chosen.uniqued())
  }

  private static func isNumber(_ word: String) -> Bool {
    !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isNumber } && Int(word) != nil
  }

  private func pairs(
    _ filter: PairFilter, named word: String, oversubscribe: Bool, _ proximity: Proximity
  ) throws(TopologyError) -> [CPUPair] {
    if filter.distance == .sameCPU {
      guard let cpu = cpus.first(where: { $0.allowed && filter.admits(kindOf: $0, in: self) }) else {
        throw .classAbsent(word, present: classes.map(\.pairClass))
      }
      guard oversubscribe else { throw .sameCPU(cpu.cpu) }
      return [proximity.pair(cpu, cpu)]
    }
    // `all` means all kinds, and a word that names kinds means those.
    if filter.kinds == nil, !filter.takesAll, let defaultKinds {
      var narrowed = filter
      narrowed.kinds = defaultKinds
      let found = firstOfEachClass(narrowed)
      if !found.isEmpty { return found }
    }
    let found = filter.takesAll ? everyPair(filter) : firstOfEachClass(filter)
    guard !found.isEmpty else { throw .classAbsent(word, present: classes.map(\.pairClass)) }
    return found
  }

  private var defaultKinds: PairClass.Kinds? {
    defaultKind.map { PairClass.Kinds(producer: $0.name, consumer: $0.name) }
  }

  private func firstOfEachClass(_ filter: PairFilter) -> [CPUPair] {
    var first: [PairClass: CPUPair] = [:]
    visitPairs(slowerFirst: filter.isSlowerFirst(in: kinds ?? [])) { pair, hops in
      if filter.admits(pair, hops: hops), first[pair.pairClass] == nil { first[pair.pairClass] = pair }
    }
    return first.sorted { $0.key < $1.key }.map(\.value)
  }

  private func everyPair(_ filter: PairFilter) -> [CPUPair] {
    var found: [CPUPair] = []
    visitPairs(slowerFirst: filter.isSlowerFirst(in: kinds ?? [])) { pair, hops in
      if filter.admits(pair, hops: hops) { found.append(pair) }
    }
    return found
  }

  /// Every two allowed CPUs once, with the NUMA hops between them, in order of their numbers; the lower number
  /// produces, but of two kinds the faster one, or the slower one if asked.
  private func visitPairs(slowerFirst: Bool = false, _ body: (CPUPair, _ hops: Int?) -> Void) {
    let allowed = cpus.filter(\.allowed)
    let proximity = Proximity(self)
    for (index, lower) in allowed.enumerated() {
      for higher in allowed[(index + 1)...] {
        // Kinds are numbered from the fastest.
        let (kind, other) = (lower.kind ?? 0, higher.kind ?? 0)
        let isSwapped = slowerFirst ? kind < other : kind > other
        let (producer, consumer) = isSwapped ? (higher, lower) : (lower, higher)
        body(proximity.pair(producer, consumer), proximity.hops(producer, consumer))
      }
    }
  }

  private func pair(
    _ producer: String, _ consumer: String, oversubscribe: Bool, _ proximity: Proximity
  ) throws(TopologyError) -> CPUPair {
    let (producer, consumer) = (try allowed(producer), try allowed(consumer))
    if producer.cpu == consumer.cpu, !oversubscribe { throw .sameCPU(producer.cpu) }
    return proximity.pair(producer, consumer)
  }

  private func allowed(_ number: String) throws(TopologyError) -> PlacedCPU {
    guard let index = Int(number) else { throw .unknownSelection(number, suggestion: nil, kinds: []) }
    guard let placed = cpus.first(where: { $0.cpu.index == index && $0.allowed }) else {
      throw .cpuNotAllowed(CPU(index), allowed: allowedCPUs)
    }
    return placed
  }
}

/// Which pairs a word of a selection admits.
private struct PairFilter {
  var distance: DistanceClass?
  var hops: Int?
  var kinds: PairClass.Kinds?
  /// Every pair that fits, not the first of each class.
  var takesAll = false

  init(kinds: PairClass.Kinds?) { self.kinds = kinds }

  init(_ word: String, kinds known: [CPUKind]) throws(TopologyError) {
    for term in word.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
      if term == "all", !takesAll {
        takesAll = true
      } else if let distance = DistanceClass(rawValue: term), self.distance == nil {
        self.distance = distance
      } else if let hops = Self.hops(term), self.hops == nil {
        self.hops = hops
      } else if let kinds = Self.kinds(term, among: known), self.kinds == nil {
        self.kinds = kinds
      } else {
        throw .unknownSelection(
          word, suggestion: DistanceClass.nearest(to: term)?.rawValue, kinds: known.map(\.name))
      }
    }
  }

  private static func hops(_ term: String) -> Int? {
    guard let match = term.wholeMatch(of: /([0-9]{1,4})-hops?/) else { return nil }
    return Int(match.1)
  }

  private static func kinds(_ term: String, among known: [CPUKind]) -> PairClass.Kinds? {
    if known.contains(where: { $0.name == term }) { return PairClass.Kinds(producer: term, consumer: term) }
    return product(known, known).lazy.map { PairClass.Kinds(producer: $0.name, consumer: $1.name) }
      .first { $0.name == term }
  }

  func admits(_ pair: CPUPair, hops: Int?) -> Bool {
    (distance == nil || distance == pair.distance) && (self.hops == nil || self.hops == hops)
      && (kinds == nil || kinds == pair.pairClass.kinds)
  }

  func admits(kindOf cpu: PlacedCPU, in machine: Machine) -> Bool {
    kinds == nil || cpu.kind.flatMap { machine.kinds?[$0].name } == kinds?.producer
  }

  /// Whether the kinds named are two, the slower one producing.
  func isSlowerFirst(in known: [CPUKind]) -> Bool {
    guard let kinds, let producer = known.firstIndex(where: { $0.name == kinds.producer }),
      let consumer = known.firstIndex(where: { $0.name == kinds.consumer })
    else { return false }
    return producer > consumer
  }
}

extension DistanceClass {
  /// The class that shares the longest beginning and end with a misspelt one.
  static func nearest(to word: String) -> DistanceClass? {
    func likeness(_ one: DistanceClass) -> Int {
      let name = one.rawValue
      let beginning = zip(name, word).prefix { $0 == $1 }.count
      let end = zip(name.reversed(), word.reversed()).prefix { $0 == $1 }.count
      return beginning + end
    }
    guard let best = ofTwoCPUs.max(by: { likeness($0) < likeness($1) }), likeness(best) >= 2 else {
      return nil
    }
    return best
  }
}
