extension Machine {
  /// All pairs of allowed CPUs that far apart, the lower number producing, in order of their numbers.
  public func pairs(in distance: DistanceClass) -> [CPUPair] {
    allPairs.filter { $0.distance == distance }
  }

  /// The classes that the allowed CPUs have pairs of, nearest first.
  public var classesPresent: [DistanceClass] { Set(allPairs.map(\.distance)).sorted() }

  /// The first pair of each class present, nearest first. With `oversubscribe` and a single allowed CPU, that CPU
  /// twice. Throws ``TopologyError/oneCPUAllowed``.
  public func defaultPairs(oversubscribe: Bool = false) throws(TopologyError) -> [CPUPair] {
    let allowed = allowedCPUs
    guard allowed.count > 1 else {
      guard oversubscribe, let only = allowed.first else { throw .oneCPUAllowed }
      return [CPUPair(producer: only, consumer: only, distance: .sameCPU)]
    }
    let all = allPairs
    return DistanceClass.ofTwoCPUs.compactMap { distance in all.first { $0.distance == distance } }
  }

  /// The pairs that `--pairs` names: distance classes (the first pair of each), explicit pairs (`0:1`, `0-1` or
  /// `0,1`, the producer first), or `all` of them, separated by commas. Each pair once, in the order named.
  public func pairs(selection: String, oversubscribe: Bool = false) throws(TopologyError) -> [CPUPair] {
    let one = try defaultPairs(oversubscribe: oversubscribe)
    var chosen: [CPUPair] = []
    var words = selection.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0).trimmingSpaces }[...]
    while let word = words.popFirst() {
      if word == "all" {
        chosen += allPairs.isEmpty ? one : allPairs
      } else if let distance = DistanceClass(rawValue: word) {
        chosen.append(try first(of: distance, oversubscribe: oversubscribe))
      } else if Int(word) != nil, let next = words.first, Int(next) != nil {
        // `0,1`: two bare numbers in a row are one pair.
        words.removeFirst()
        chosen.append(try pair(word, next, oversubscribe: oversubscribe))
      } else {
        let ends = word.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }
        guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy(\.isNumber) && Int($0) != nil }) else {
          throw .unknownSelection(word, suggestion: DistanceClass.nearest(to: word)?.rawValue)
        }
        chosen.append(try pair(String(ends[0]), String(ends[1]), oversubscribe: oversubscribe))
      }
    }
    var seen: Set<CPUPair> = []
    return chosen.filter { seen.insert($0).inserted }
  }

  private var allPairs: [CPUPair] {
    let allowed = cpus.filter(\.allowed)
    return allowed.indices.flatMap { first in
      allowed[(first + 1)...].map { second in
        CPUPair(
          producer: allowed[first].cpu, consumer: second.cpu, distance: allowed[first].distance(to: second))
      }
    }
  }

  private func first(of distance: DistanceClass, oversubscribe: Bool) throws(TopologyError) -> CPUPair {
    if distance == .sameCPU, let cpu = allowedCPUs.first {
      guard oversubscribe else { throw .sameCPU(cpu) }
      return CPUPair(producer: cpu, consumer: cpu, distance: .sameCPU)
    }
    guard let pair = pairs(in: distance).first else {
      throw .classAbsent(distance, present: classesPresent)
    }
    return pair
  }

  private func pair(
    _ producer: String, _ consumer: String, oversubscribe: Bool
  ) throws(TopologyError) -> CPUPair {
    let (producer, consumer) = (try allowed(producer), try allowed(consumer))
    if producer.cpu == consumer.cpu, !oversubscribe { throw .sameCPU(producer.cpu) }
    return CPUPair(
      producer: producer.cpu, consumer: consumer.cpu, distance: producer.distance(to: consumer))
  }

  private func allowed(_ number: String) throws(TopologyError) -> PlacedCPU {
    guard let index = Int(number) else { throw .unknownSelection(number, suggestion: nil) }
    guard let placed = cpus.first(where: { $0.cpu.index == index && $0.allowed }) else {
      throw .cpuNotAllowed(CPU(index), allowed: allowedCPUs)
    }
    return placed
  }
}

extension DistanceClass {
  /// The class that shares the longest beginning or a whole word with a misspelt one.
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

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
