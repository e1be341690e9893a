import Testing

@testable import Topology

@Suite struct PairSelectionTests {
  @Test(arguments: [
    ("two-cores", ["shared-l3 0:1"]),
    ("smt-laptop", ["same-core 0:1", "shared-l3 0:2"]),
    ("l2-clusters", ["shared-l2 0:1", "shared-l3 0:4", "same-numa-node 0:16"]),
    (
      "two-sockets-four-nodes",
      ["same-core 0:1", "shared-l3 0:2", "same-numa-node 0:4", "same-package 0:8", "across-packages 0:16"]
    ),
    ("disallowed-cpus", ["same-core 4:5", "shared-l3 0:2"]),
    (
      "clusters",
      [
        "same-cluster 0:1", "shared-l3 0:4", "same-package 0:8", "across-packages/2-hops 0:16",
        "across-packages/3-hops 0:24", "across-packages/4-hops 8:24",
      ]
    ),
    ("dies", ["same-die 0:2", "same-numa-node 0:1", "same-package 0:4", "across-packages 0:8"]),
    (
      "node-ring",
      [
        "shared-l3 0:1", "across-packages/1-hop 0:2", "across-packages/2-hops 0:4",
        "across-packages/3-hops 0:6", "across-packages/4-hops 0:8",
      ]
    ),
    ("books", ["same-book 0:1", "same-drawer 0:4", "across-packages 0:8"]),
    ("hybrid", ["same-core/intel-core 0:1", "shared-l3/intel-core 0:2"]),
    // A single CPU is of the fastest kind.
    ("big-little", ["same-cluster/capacity-830 4:5"]),
    (
      "unranked-kinds",
      [
        "same-numa-node/model-a 0:1", "same-numa-node/model-a-to-model-b 0:2", "same-numa-node/model-b 2:3",
      ]
    ),
  ])
  func onePairOfEachClassIsTheDefault(name: String, expected: [String]) throws {
    let pairs = try recorded(name).defaultPairs()
    #expect(pairs.map { "\($0.pairClass.name) \($0)" } == expected)
  }

  @Test(arguments: [
    ("hybrid", "shared-l2", ["shared-l2/intel-atom 12:13"]),
    ("hybrid", "intel-atom", ["shared-l2/intel-atom 12:13", "shared-l3/intel-atom 12:16"]),
    ("hybrid", "shared-l3/intel-atom", ["shared-l3/intel-atom 12:16"]),
    ("hybrid", "intel-core-to-intel-atom", ["shared-l3/intel-core-to-intel-atom 0:12"]),
    ("hybrid", "intel-atom-to-intel-core/shared-l3", ["shared-l3/intel-atom-to-intel-core 12:0"]),
    ("hybrid", "12:0", ["shared-l3/intel-atom-to-intel-core 12:0"]),
    ("clusters", "0-hops", ["same-cluster 0:1", "shared-l3 0:4"]),
    ("clusters", "1-hop", ["same-package 0:8"]),
    (
      "clusters", "across-packages",
      ["across-packages/2-hops 0:16", "across-packages/3-hops 0:24", "across-packages/4-hops 8:24"]
    ),
    (
      "clusters", "across-packages/4-hops,0:24",
      ["across-packages/4-hops 8:24", "across-packages/3-hops 0:24"]
    ),
  ])
  func kindsAndHopsAreSelected(machine: String, text: String, expected: [String]) throws {
    let pairs = try recorded(machine).pairs(selection: text)
    #expect(pairs.map { "\($0.pairClass.name) \($0)" } == expected)
  }

  @Test func everyPairOfAClassIsCountedOnce() throws {
    let machine = try recorded("two-sockets-four-nodes")
    let classes = machine.classes
    #expect(classes.first?.pairs == 16 && classes.last?.pairs == 256)
    #expect(classes.map(\.pairs).reduce(0, +) == 32 * 31 / 2)
    #expect(try machine.pairs(selection: "all/across-packages").count == 256)
    #expect(try machine.pairs(selection: "all").count == 496)
    #expect(try recorded("hybrid").pairs(selection: "all/intel-atom").count == 28)
  }

  @Test func aCPUThatIsNotAllowedIsInNoPair() throws {
    let machine = try recorded("disallowed-cpus")
    #expect(machine.allowedCPUs == [0, 2, 4, 5].map { CPU($0) } && machine.cpus.count == 8)
    #expect(throws: TopologyError.cpuNotAllowed(CPU(1), allowed: machine.allowedCPUs)) {
      try machine.pairs(selection: "0:1")
    }
    #expect("\(TopologyError.cpuNotAllowed(CPU(1), allowed: machine.allowedCPUs))".contains("0,2,4-5"))
  }

  @Test(arguments: ["one-cpu", "one-allowed-cpu"])
  func aSingleCPUIsRefusedUnlessBothThreadsMayShareIt(name: String) throws {
    let machine = try recorded(name)
    #expect(throws: TopologyError.oneCPUAllowed) { try machine.defaultPairs() }
    #expect(throws: TopologyError.oneCPUAllowed) { try machine.pairs(selection: "all") }
    #expect(try machine.defaultPairs(oversubscribe: true).map(\.distance) == [.sameCPU])
    #expect(try machine.pairs(selection: "all", oversubscribe: true).count == 1)
  }

  @Test(arguments: ["3:1", "3-1", "3,1", " 3 , 1 ", "3:1,3-1"])
  func aPairIsWrittenInThreeWays(text: String) throws {
    let pairs = try recorded("smt-laptop").pairs(selection: text)
    #expect(pairs.map(\.description) == ["3:1"] && pairs.map(\.pairClass.name) == ["shared-l3"])
  }

  @Test func classesAndPairsMixInAList() throws {
    let machine = try recorded("smt-laptop")
    #expect(
      try machine.pairs(selection: "shared-l3,6:7,0,1").map(\.description) == ["0:2", "6:7", "0:1"])
    #expect(try machine.pairs(selection: "all").count == 28)
  }

  @Test func whatIsWrongWithASelectionIsSaid() throws {
    let machine = try recorded("smt-laptop")
    #expect(throws: TopologyError.unknownSelection("shared-13", suggestion: "shared-l3", kinds: [])) {
      try machine.pairs(selection: "shared-13")
    }
    let unreadable = [
      "", "0", "0:", ":1", "-1:0", "0:1:2", "0:x", "0:99999999999999999999", ",", "xyz", "all/all", "/",
      "shared-l3/", "1-hop/2-hops", "99999999999999999999-hops", "intel-core",
    ]
    for text in unreadable {
      #expect(throws: TopologyError.self, "\(text)") { try machine.pairs(selection: text) }
    }
    #expect(throws: TopologyError.sameCPU(CPU(1))) { try machine.pairs(selection: "1:1") }
    #expect(try machine.pairs(selection: "1:1", oversubscribe: true).map(\.distance) == [.sameCPU])
    #expect(
      throws: TopologyError.classAbsent("across-packages", present: machine.classes.map(\.pairClass))
    ) {
      try machine.pairs(selection: "across-packages")
    }
    #expect(throws: TopologyError.sameCPU(CPU(0))) { try machine.pairs(selection: "same-cpu") }
  }

  @Test func twoPackagesInOneNUMANodeAreNotNeighbours() throws {
    let machine = try Machine(synthetic: "numa:1 package:2 l3:1 core:2 pu:1")
    #expect(try machine.defaultPairs().map(\.distance) == [.sharedL3, .acrossPackages])
  }

  @Test func aProducerAloneKeepsItsKind() throws {
    let pair = try #require(try recorded("hybrid").pairs(selection: "12:0").first)
    #expect(pair.onProducerAlone.pairClass.name == "same-cpu/intel-atom")
    let plain = try #require(try recorded("two-cores").defaultPairs().first)
    #expect(plain.onProducerAlone.pairClass.name == "same-cpu")
  }
}
