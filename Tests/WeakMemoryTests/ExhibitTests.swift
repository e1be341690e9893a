import AIORing
import Testing

@testable import WeakMemory

@Suite struct ExhibitTests {
  static func missing(
    _ name: String, _ model: Model, _ shape: RingShape, ia64: IA64Accesses = .plain
  ) throws -> [Edge]? {
    let subject = Subject(try #require(Catalogue.entry(named: name)))
    var settings = VerificationSettings()
    settings.ia64 = ia64
    switch Verification(subject, under: model, shape: shape, settings: settings).verdict {
    case .forbidden: return nil
    case .allowed: return MissingEdges.find(subject, under: model, shape: shape, settings: settings)
    case .unknown:
      Issue.record("\(name) is unknown on \(model.rawValue)")
      return nil
    }
  }

  @Test func `The patch of 2003 is violated at observe where loads may pass loads, but not on x86 and PSO`()
    throws
  {
    for model in [Model.power, .armv7, .armv8, .riscv, .alpha, .sparcRMO, .lkmm] {
      #expect(try Self.missing("kernel-2003", model, .publishObserve) == [.observe], "\(model.rawValue)")
    }
    for model in [Model.sc, .x86TSO, .sparcPSO] {
      #expect(try Self.missing("kernel-2003", model, .publishObserve) == nil, "\(model.rawValue)")
    }
  }

  @Test func `The ring of 2003 loses a wake-up on x86, and the barrier of 2008 is what it lacks`() throws {
    #expect(try Self.missing("kernel-2003", .x86TSO, .wakeSleep) == [.wake])
    #expect(try Self.missing("kernel-2008", .x86TSO, .wakeSleep) == nil)
  }

  @Test(arguments: Model.allCases)
  func `The ring of 2014 is clean everywhere, and in C11 its claim is a race`(model: Model) throws {
    let subject = Subject(try #require(Catalogue.entry(named: "kernel-2014")))
    for shape in RingShape.allCases {
      let result = Verification(subject, under: model, shape: shape)
      #expect(result.verdict == .forbidden, "\(shape.rawValue)")
      #expect((result.race != nil) == (model == .rc11 && [.claimRetire, .ring].contains(shape)))
    }
  }

  // gcc made volatile loads ld.acq and volatile stores st.rel: each index access then orders the event beside it.
  // Plain indices have nothing between them and the event, which is what 2003 saw.
  @Test func `On IA-64 a compiler barrier is enough with volatile indices, but not with plain ones`() throws {
    #expect(try Self.missing("kernel-2002", .ia64, .publishObserve, ia64: .volatile) == nil)
    #expect(try Self.missing("kernel-2002", .ia64, .claimRetire, ia64: .volatile) == nil)
    #expect(try Self.missing("kernel-2002", .ia64, .publishObserve) == [.publish, .observe])
  }

  // MIPS may reorder all pairs but dependent ones, and every smp_ barrier is sync: the kernel's ring of 2014 is right,
  // that of 2003 lacks observe, and what has no barrier at retire reads the event that replaces the one popped.
  @Test func `On MIPS each edge needs its sync`() throws {
    #expect(try Self.missing("kernel-2003", .mips, .publishObserve) == [.observe])
    #expect(try Self.missing("kernel-today", .mips, .claimRetire) == [.retire])
  }

  // fio, libev: no order between the tail load and the event read (libev's fence is before the tail load). QEMU, and
  // the kernel since 3.10: a plain head store after the read. Artemis: compiler barriers only. SPDK and Seastar: right.
  @Test(
    arguments: [
      ("fio-2011", [.observe], nil), ("fio-2020", [.observe], nil), ("libev", [.observe], nil),
      ("spdk", nil, nil), ("seastar", nil, nil), ("qemu", nil, [.retire]), ("artemis", [.observe], [.retire]),
    ] as [(String, [Edge]?, [Edge]?)])
  func `Readers of the ring are wrong on ARMv8 where their barriers are missing`(
    name: String, observe: [Edge]?, retire: [Edge]?
  ) throws {
    #expect(try Self.missing(name, .armv8, .publishObserve) == observe)
    #expect(try Self.missing(name, .armv8, .claimRetire) == retire)
    // x86 keeps loads in order and stores behind loads: all of them are right there.
    #expect(try Self.missing(name, .x86TSO, .ring) == nil)
  }

  @Test(arguments: Model.allCases)
  func `The positive control is violated under every model`(model: Model) throws {
    #expect(try Self.missing("tail-first", model, .publishObserve) == [])
    #expect(try Self.missing("tail-first", model, .ring) == [])
  }

  @Test(arguments: ["mutex", "synchronization-mutex", "spinlock", "ticket-lock", "membarrier"])
  func `Locks and membarrier keep every shape clean everywhere`(name: String) throws {
    for model in Model.allCases {
      for shape in RingShape.allCases {
        #expect(try Self.missing(name, model, shape) == nil, "\(model.rawValue) \(shape.rawValue)")
      }
    }
  }

  @Test func `A search that hits its bound is unknown, never forbidden`() throws {
    var settings = VerificationSettings()
    settings.bounds = SearchBounds(steps: 20)
    let subject = Subject(try #require(Catalogue.entry(named: "kernel-2014")))
    let result = Verification(subject, under: .armv8, shape: .ring, settings: settings)
    #expect(result.verdict == .unknown)
    #expect(result.incompleteness == .steps(20))
  }

  @Test(arguments: ["kernel-2014", "none"])
  func `Two workers find what one finds`(name: String) throws {
    let subject = Subject(try #require(Catalogue.entry(named: name)))
    var settings = VerificationSettings()
    settings.sizes = RingSizes(pushes: 3, pops: 3, capacity: 2, words: 1)
    let one = Verification(subject, under: .armv8, shape: .ring, settings: settings)
    settings.workers = 2
    let two = Verification(subject, under: .armv8, shape: .ring, settings: settings)
    #expect(one.verdict == two.verdict)
    if one.verdict == .forbidden { #expect(one.executions == two.executions) }
  }

  @Test(arguments: ["none", "tail-first", "kernel-2002", "libev"])
  func `The execution shown is the same whatever the number of workers`(name: String) throws {
    let subject = Subject(try #require(Catalogue.entry(named: name)))
    var settings = VerificationSettings()
    for size in [1, 2] {
      settings.sizes = RingSizes(pushes: size, pops: size, capacity: 1, words: 1)
      for model in [Model.x86TSO, .armv8, .rc11, .alpha] {
        settings.workers = 1
        let one = Verification(subject, under: model, shape: .ring, settings: settings)
        for workers in [2, 3, 8] {
          settings.workers = workers
          let several = Verification(subject, under: model, shape: .ring, settings: settings)
          #expect(several.verdict == one.verdict)
          #expect(several.witness?.summary == one.witness?.summary)
        }
      }
    }
  }

  @Test func `On ARMv8 the cheapest ring has release, acquire and release at three of its four edges`() {
    let found = MinimalAssignment.search(under: .armv8, includesWakeUps: false)
    #expect(
      found.map { EdgeAssignment($0.barriers).text } == [
        "claim=compiler,publish=release,observe=acquire,retire=release,wake=none,sleep=none"
      ])
  }

  @Test func `In C11 the cheapest ring has an acquire at claim, since a plain payload would race without`() {
    let found = MinimalAssignment.search(under: .rc11, includesWakeUps: false)
    #expect(
      found.map { EdgeAssignment($0.barriers).text } == [
        "claim=acquire,publish=release,observe=acquire,retire=release,wake=none,sleep=none"
      ])
  }

  @Test func `Ablation says where each edge is needed`() throws {
    let subject = Subject(try #require(Catalogue.entry(named: "kernel-2014")))
    let rows = Ablation(subject, models: [.x86TSO, .power]).rows
    func isNeeded(_ edge: Edge, _ model: Model) -> Bool? {
      rows.first { $0.edge == edge && $0.model == model }?.isNeeded
    }
    #expect(isNeeded(.observe, .power) == true)
    #expect(isNeeded(.observe, .x86TSO) == false)
    #expect(isNeeded(.wake, .x86TSO) == true)
  }

  @Test func `An ordering that may not stand at an edge is refused with those that may`() {
    #expect(throws: EdgeAssignment.Mistake.mayNotStand(.acquire, .publish)) {
      try EdgeAssignment("publish=acquire")
    }
    #expect(throws: EdgeAssignment.Mistake.unknownEdge("publsh")) {
      try EdgeAssignment("publsh=release")
    }
  }

  @Test func `Pruning changes no verdict`() {
    for model in [Model.armv8, .lkmm, .power, .ia64] {
      for probe in SpecialProbes.all {
        // A rule of no model leaves none out but turns the pruning off.
        #expect(
          probe.verdict(model) == probe.verdict(model, omitting: "none"), "\(probe) \(model.rawValue)")
      }
    }
  }
}
