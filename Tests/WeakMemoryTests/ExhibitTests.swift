import AIORing
import Testing

@testable import WeakMemory

@Suite("Exhibits") struct ExhibitTests {
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

  @Test("the patch of 2003 is violated at observe where loads pass loads, and not on x86 and PSO")
  func kernel2003() throws {
    for model in [Model.power, .armv7, .armv8, .riscv, .alpha, .sparcRMO, .lkmm] {
      #expect(try Self.missing("kernel-2003", model, .publishObserve) == [.observe], "\(model.rawValue)")
    }
    for model in [Model.sc, .x86TSO, .sparcPSO] {
      #expect(try Self.missing("kernel-2003", model, .publishObserve) == nil, "\(model.rawValue)")
    }
  }

  @Test("the ring of 2003 loses a wake-up on x86, and the barrier of 2008 is what it lacks")
  func wakeUp() throws {
    #expect(try Self.missing("kernel-2003", .x86TSO, .wakeSleep) == [.wake])
    #expect(try Self.missing("kernel-2008", .x86TSO, .wakeSleep) == nil)
  }

  @Test("the ring of 2014 is clean everywhere, and in C11 its claim is a race", arguments: Model.allCases)
  func kernel2014(model: Model) throws {
    let subject = Subject(try #require(Catalogue.entry(named: "kernel-2014")))
    for shape in RingShape.allCases {
      let result = Verification(subject, under: model, shape: shape)
      #expect(result.verdict == .forbidden, "\(shape.rawValue)")
      #expect((result.race != nil) == (model == .rc11 && [.claimRetire, .ring].contains(shape)))
    }
  }

  // gcc made volatile loads ld.acq and volatile stores st.rel: each index access then orders the event beside it.
  // Plain indices have nothing between them and the event, which is what 2003 saw.
  @Test("on IA-64 a compiler barrier does with volatile indices and does not with plain ones")
  func itaniumIndices() throws {
    #expect(try Self.missing("kernel-2002", .ia64, .publishObserve, ia64: .volatile) == nil)
    #expect(try Self.missing("kernel-2002", .ia64, .claimRetire, ia64: .volatile) == nil)
    #expect(try Self.missing("kernel-2002", .ia64, .publishObserve) == [.publish, .observe])
  }

  // MIPS may reorder all pairs but dependent ones, and every smp_ barrier is sync: the kernel's ring of 2014 is right,
  // that of 2003 lacks observe, and what has no barrier at retire reads the event that replaces the one popped.
  @Test("on MIPS each edge needs its sync")
  func mips() throws {
    #expect(try Self.missing("kernel-2003", .mips, .publishObserve) == [.observe])
    #expect(try Self.missing("kernel-today", .mips, .claimRetire) == [.retire])
  }

  // fio, libev: no order between the tail load and the event read (libev's fence is before the tail load). QEMU, and
  // the kernel since 3.10: a plain head store after the read. Artemis: compiler barriers only. SPDK and Seastar: right.
  @Test(
    "readers of the ring are wrong on ARMv8 where their barriers are missing",
    arguments: [
      ("fio-2011", [.observe], nil), ("fio-2020", [.observe], nil), ("libev", [.observe], nil),
      ("spdk", nil, nil), ("seastar", nil, nil), ("qemu", nil, [.retire]), ("artemis", [.observe], [.retire]),
    ] as [(String, [Edge]?, [Edge]?)])
  func readers(name: String, observe: [Edge]?, retire: [Edge]?) throws {
    #expect(try Self.missing(name, .armv8, .publishObserve) == observe)
    #expect(try Self.missing(name, .armv8, .claimRetire) == retire)
    // x86 keeps loads in order and stores behind loads: all of them are right there.
    #expect(try Self.missing(name, .x86TSO, .ring) == nil)
  }

  @Test("the positive control is violated under every model", arguments: Model.allCases)
  func tailFirst(model: Model) throws {
    #expect(try Self.missing("tail-first", model, .publishObserve) == [])
    #expect(try Self.missing("tail-first", model, .ring) == [])
  }

  @Test(
    "locks and membarrier keep every shape clean everywhere",
    arguments: ["mutex", "synchronization-mutex", "spinlock", "ticket-lock", "membarrier"])
  func locks(name: String) throws {
    for model in Model.allCases {
      for shape in RingShape.allCases {
        #expect(try Self.missing(name, model, shape) == nil, "\(model.rawValue) \(shape.rawValue)")
      }
    }
  }

  @Test("a search that hits its bound is unknown, never forbidden")
  func bound() throws {
    var settings = VerificationSettings()
    settings.bounds = SearchBounds(steps: 20)
    let subject = Subject(try #require(Catalogue.entry(named: "kernel-2014")))
    let result = Verification(subject, under: .armv8, shape: .ring, settings: settings)
    #expect(result.verdict == .unknown)
    #expect(result.incompleteness == .steps(20))
  }

  @Test("two threads find what one finds", arguments: ["kernel-2014", "none"])
  func workers(name: String) throws {
    let subject = Subject(try #require(Catalogue.entry(named: name)))
    var settings = VerificationSettings()
    settings.sizes = RingSizes(pushes: 3, pops: 3, capacity: 2, words: 1)
    let one = Verification(subject, under: .armv8, shape: .ring, settings: settings)
    settings.workers = 2
    let two = Verification(subject, under: .armv8, shape: .ring, settings: settings)
    #expect(one.verdict == two.verdict)
    if one.verdict == .forbidden { #expect(one.executions == two.executions) }
  }

  @Test("the ring of 2014 asks for no more than release, acquire and release on ARMv8 in its four edges")
  func minimal() {
    let found = MinimalAssignment.search(under: .armv8, includesWakeUps: false)
    #expect(
      found.map { EdgeAssignment.text($0.barriers) } == [
        "claim=compiler,publish=release,observe=acquire,retire=release,wake=none,sleep=none"
      ])
  }

  @Test("in C11 the cheapest ring has an acquire at claim, since a plain payload would race without")
  func minimalInC11() {
    let found = MinimalAssignment.search(under: .rc11, includesWakeUps: false)
    #expect(
      found.map { EdgeAssignment.text($0.barriers) } == [
        "claim=acquire,publish=release,observe=acquire,retire=release,wake=none,sleep=none"
      ])
  }

  @Test("ablation says where each edge is needed")
  func ablation() throws {
    let subject = Subject(try #require(Catalogue.entry(named: "kernel-2014")))
    let rows = Ablation(subject, models: [.x86TSO, .power]).rows
    func isNeeded(_ edge: Edge, _ model: Model) -> Bool? {
      rows.first { $0.edge == edge && $0.model == model }?.isNeeded
    }
    #expect(isNeeded(.observe, .power) == true)
    #expect(isNeeded(.observe, .x86TSO) == false)
    #expect(isNeeded(.wake, .x86TSO) == true)
  }

  @Test("an ordering that may not stand at an edge is refused with those that may")
  func edges() {
    #expect(throws: EdgeAssignment.Mistake.mayNotStand(.acquire, .publish)) {
      try EdgeAssignment.parse("publish=acquire")
    }
    #expect(throws: EdgeAssignment.Mistake.unknownEdge("publsh")) {
      try EdgeAssignment.parse("publsh=release")
    }
  }

  @Test("pruning changes no verdict")
  func pruning() {
    for model in [Model.armv8, .lkmm, .power, .ia64] {
      for probe in SpecialProbes.all {
        // A rule of no model leaves none out but turns the pruning off.
        #expect(
          probe.verdict(model) == probe.verdict(model, omitting: "none"), "\(probe) \(model.rawValue)")
      }
    }
  }
}
