import Foundation
import Testing

@testable import Topology

@Suite("The machine's topology") struct TopologyTests {
  func recorded(_ name: String) throws -> Machine {
    let url = try #require(Bundle.module.url(forResource: "Machines/\(name)", withExtension: "xml"))
    return try Machine(xml: url.path)
  }

  @Test(
    "takes one pair of each class present, nearest first",
    arguments: [
      ("two-cores", ["shared-l3 0:1"]),
      ("smt-laptop", ["same-core 0:1", "shared-l3 0:2"]),
      ("l2-clusters", ["shared-l2 0:1", "shared-l3 0:4", "same-numa-node 0:16"]),
      (
        "two-sockets-four-nodes",
        ["same-core 0:1", "shared-l3 0:2", "same-numa-node 0:4", "same-package 0:8", "across-packages 0:16"]
      ),
      ("disallowed-cpus", ["same-core 4:5", "shared-l3 0:2"]),
    ])
  func defaults(name: String, expected: [String]) throws {
    let pairs = try recorded(name).defaultPairs()
    #expect(pairs.map { "\($0.distance.rawValue) \($0)" } == expected)
  }

  @Test("counts the pairs of a class") func counts() throws {
    let machine = try recorded("two-sockets-four-nodes")
    #expect(machine.pairs(in: .sameCore).count == 16)
    #expect(machine.pairs(in: .acrossPackages).count == 256)
    let total = DistanceClass.ofTwoCPUs.map { machine.pairs(in: $0).count }.reduce(0, +)
    #expect(total == 32 * 31 / 2)
    #expect(machine.packages == 2 && machine.numaNodes == [0, 1, 2, 3] && machine.cores == 16)
  }

  @Test("knows SMT siblings and caches") func smt() throws {
    let laptop = try recorded("smt-laptop")
    #expect(laptop.hasSMT && laptop.siblings(of: CPU(5)) == [CPU(4), CPU(5)])
    #expect(laptop.caches.map(\.level) == [2, 3] && laptop.caches.map(\.count) == [4, 1])
    #expect(try !recorded("two-cores").hasSMT)
  }

  @Test("leaves out CPUs that are not allowed") func disallowed() throws {
    let machine = try recorded("disallowed-cpus")
    #expect(machine.allowedCPUs == [0, 2, 4, 5].map { CPU($0) } && machine.cpus.count == 8)
    #expect(throws: TopologyError.cpuNotAllowed(CPU(1), allowed: machine.allowedCPUs)) {
      try machine.pairs(selection: "0:1")
    }
    #expect("\(TopologyError.cpuNotAllowed(CPU(1), allowed: machine.allowedCPUs))".contains("0,2,4-5"))
  }

  @Test("refuses a single CPU, unless both threads may share it", arguments: ["one-cpu", "one-allowed-cpu"])
  func single(name: String) throws {
    let machine = try recorded(name)
    #expect(throws: TopologyError.oneCPUAllowed) { try machine.defaultPairs() }
    #expect(throws: TopologyError.oneCPUAllowed) { try machine.pairs(selection: "all") }
    #expect(try machine.defaultPairs(oversubscribe: true).map(\.distance) == [.sameCPU])
    #expect(try machine.pairs(selection: "all", oversubscribe: true).count == 1)
  }

  @Test("reads classes and pairs of CPUs", arguments: ["3:1", "3-1", "3,1", " 3 , 1 ", "3:1,3-1"])
  func explicitPairs(text: String) throws {
    let pairs = try recorded("smt-laptop").pairs(selection: text)
    #expect(pairs == [CPUPair(producer: CPU(3), consumer: CPU(1), distance: .sharedL3)])
  }

  @Test("reads a list of both") func mixed() throws {
    let machine = try recorded("smt-laptop")
    #expect(
      try machine.pairs(selection: "shared-l3,6:7,0,1").map(\.description) == ["0:2", "6:7", "0:1"])
    #expect(try machine.pairs(selection: "all").count == 28)
  }

  @Test("says what is wrong with a selection")
  func badSelections() throws {
    let machine = try recorded("smt-laptop")
    #expect(throws: TopologyError.unknownSelection("shared-13", suggestion: "shared-l3")) {
      try machine.pairs(selection: "shared-13")
    }
    for text in ["", "0", "0:", ":1", "-1:0", "0:1:2", "0:x", "0:99999999999999999999", ",", "xyz"] {
      #expect(throws: TopologyError.self, "\(text)") { try machine.pairs(selection: text) }
    }
    #expect(throws: TopologyError.sameCPU(CPU(1))) { try machine.pairs(selection: "1:1") }
    #expect(try machine.pairs(selection: "1:1", oversubscribe: true).map(\.distance) == [.sameCPU])
    #expect(throws: TopologyError.classAbsent(.acrossPackages, present: [.sameCore, .sharedL3])) {
      try machine.pairs(selection: "across-packages")
    }
    #expect(throws: TopologyError.sameCPU(CPU(0))) { try machine.pairs(selection: "same-cpu") }
  }

  @Test("does not take two packages in one NUMA node for neighbours") func packagesFirst() throws {
    let machine = try Machine(synthetic: "numa:1 package:2 l3:1 core:2 pu:1")
    #expect(try machine.defaultPairs().map(\.distance) == [.sharedL3, .acrossPackages])
  }

  @Test(
    "refuses what is no recorded machine",
    arguments: ["", "no XML", "<topology", "<?xml version='1.0'?><a/>"])
  func badXML(text: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).xml")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: TopologyError.badXML(path: file.path)) { try Machine(xml: file.path) }
    #expect(throws: TopologyError.self) { try Machine(xml: "/nonexistent.xml") }
  }

  @Test("binds a thread to each allowed CPU and finds it there") func binding() throws {
    let machine = try Machine.current()
    try #require(!machine.allowedCPUs.isEmpty)
    let binding = try ThreadBinding()
    let done = DispatchSemaphore(value: 0)
    // On a thread of its own: a binding outlives the test.
    let thread = Thread {
      for cpu in machine.allowedCPUs {
        #expect(throws: Never.self) { try binding.bind(to: cpu) }
        #expect(ThreadBinding.currentCPU() == cpu)
        let seen = try? Machine.current().allowedCPUs
        #expect(seen == [cpu])
      }
      #expect(throws: TopologyError.self) { try binding.bind(to: CPU(100_000)) }
      done.signal()
    }
    thread.start()
    done.wait()
  }

  @Test("reports the machine as text and JSON") func report() throws {
    let machine = try recorded("disallowed-cpus")
    let report = TopologyReport(machine, pairs: try machine.defaultPairs())
    #expect(report.text.contains("allowed CPUs    0,2,4-5 (not allowed: 1,3,6-7)"))
    #expect(report.text.contains("shared-l3            5  0:2"))
    let json = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(TopologyReport.self, from: json).pairs == report.pairs)
  }
}
