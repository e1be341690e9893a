/// How far apart the CPUs of a machine are.
struct Proximity {
  private let machine: Machine
  private let size: Sizes
  /// Distances at which this machine has pairs of different numbers of hops, among all its CPUs: what a class is
  /// called must not depend on which of them a process may use.
  private let toldApartByHops: Set<DistanceClass>

  init(_ machine: Machine) {
    self.machine = machine
    size = Sizes(machine.cpus)
    var hopsSeen: [DistanceClass: Set<Int?>] = [:]
    // Only nodes differ in hops, and one table serves them all: a machine of one node has nothing to tell apart.
    if Set(machine.cpus.map(\.numaNode)).count > 1 {
      for (index, one) in machine.cpus.enumerated() {
        for other in machine.cpus[(index + 1)...] {
          let hops = Self.hops(from: one, to: other, machine.numaHops)
          hopsSeen[Self.distance(from: one, to: other, size), default: []].insert(hops)
        }
      }
    }
    toldApartByHops = Set(hopsSeen.filter { $0.value.count > 1 }.keys)
  }

  /// The pair that `producer` and `consumer` make.
  func pair(_ producer: PlacedCPU, _ consumer: PlacedCPU) -> CPUPair {
    let distance = Self.distance(from: producer, to: consumer, size)
    return CPUPair(
      producer: producer.cpu, consumer: consumer.cpu,
      pairClass: PairClass(
        distance: distance,
        hops: toldApartByHops.contains(distance) ? hops(producer, consumer) : nil,
        kinds: kinds(producer, consumer)))
  }

  /// NUMA hops between two CPUs; nil where the machine does not say.
  func hops(_ one: PlacedCPU, _ other: PlacedCPU) -> Int? {
    Self.hops(from: one, to: other, machine.numaHops)
  }

  private func kinds(_ producer: PlacedCPU, _ consumer: PlacedCPU) -> PairClass.Kinds? {
    guard let kinds = machine.kinds, let first = producer.kind, let second = consumer.kind,
      kinds.indices.contains(first), kinds.indices.contains(second)
    else { return nil }
    return PairClass.Kinds(producer: kinds[first].name, consumer: kinds[second].name)
  }

  private static func hops(from one: PlacedCPU, to other: PlacedCPU, _ table: NUMAHops?) -> Int? {
    guard let first = one.numaNode, let second = other.numaNode else { return nil }
    return table?.between(first, second)
  }

  private static func distance(from one: PlacedCPU, to other: PlacedCPU, _ size: Sizes) -> DistanceClass {
    if one.cpu == other.cpu { return .sameCPU }
    func shared(_ first: Int?, _ second: Int?) -> Int? { first == second ? first : nil }
    var (nearest, cpus) = (DistanceClass.acrossPackages, Int.max)
    if let core = shared(one.core, other.core) {
      (nearest, cpus) = (.sameCore, size.core[core] ?? 0)
    } else if let l2 = shared(one.l2, other.l2) {
      (nearest, cpus) = (.sharedL2, size.l2[l2] ?? 0)
    } else if let l3 = shared(one.l3, other.l3) {
      (nearest, cpus) = (.sharedL3, size.l3[l3] ?? 0)
    } else if let l4 = shared(one.l4, other.l4) {
      (nearest, cpus) = (.sharedL4, size.l4[l4] ?? 0)
    } else if one.package == other.package {
      // Before the NUMA node: some virtual machines put all packages into one node.
      let node = shared(one.numaNode, other.numaNode)
      nearest = node == nil ? .samePackage : .sameNUMANode
      cpus = (node.map { size.numaNode[$0] } ?? one.package.map { size.package[$0] } ?? nil) ?? Int.max
    }
    // Groups of cores, dies and groups of packages lie between caches or above them, by the machine: the smallest
    // thing that has both CPUs counts. Of equal ones it is the cache, the node or the package.
    for (group, candidate, sizes) in [
      (shared(one.cluster, other.cluster), DistanceClass.sameCluster, size.cluster),
      (shared(one.die, other.die), .sameDie, size.die),
      (shared(one.book, other.book), .sameBook, size.book),
      (shared(one.drawer, other.drawer), .sameDrawer, size.drawer),
    ] {
      if let group, let count = sizes[group], count < cpus { (nearest, cpus) = (candidate, count) }
    }
    return nearest
  }

  /// How many CPUs each thing has.
  private struct Sizes {
    let core, l2, cluster, l3, l4, die, numaNode, package, book, drawer: [Int: Int]

    init(_ cpus: [PlacedCPU]) {
      func count(_ thing: (PlacedCPU) -> Int?) -> [Int: Int] {
        cpus.reduce(into: [:]) { counts, cpu in thing(cpu).map { counts[$0, default: 0] += 1 } }
      }
      (core, l2, l3, l4) = (count(\.core), count(\.l2), count(\.l3), count(\.l4))
      (cluster, die, numaNode, package) = (
        count(\.cluster), count(\.die), count(\.numaNode), count(\.package)
      )
      (book, drawer) = (count(\.book), count(\.drawer))
    }
  }
}
