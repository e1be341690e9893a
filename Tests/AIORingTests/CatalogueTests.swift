import Testing

@testable import AIORing

@Suite struct CatalogueTests {
  @Test func `The catalogue names each strategy once and says where it comes from`() {
    let names = Catalogue.entries.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Catalogue.entries.allSatisfy { !$0.summary.isEmpty && !$0.source.isEmpty })
    #expect(Catalogue.entry(named: "kernel-2014")?.barriers.observe == .rmb)
    #expect(Catalogue.entry(named: "kernel-2013") == nil)
  }

  @Test func `The catalogue has every strategy that is promised`() {
    let promised = [
      "none", "kernel-2002", "kernel-2003", "kernel-2008", "kernel-2014", "full-fence", "full-fence-mfence",
      "acquire-release", "acquire-release-fences", "seq-cst", "mutex", "synchronization-mutex", "spinlock",
      "ticket-lock", "fio-2011", "fio-2020", "libev", "spdk", "seastar", "qemu", "artemis", "tail-first",
      "streaming-fence", "membarrier",
    ]
    #expect(Set(promised).isSubset(of: Catalogue.entries.map(\.name)))
  }

  @Test func `Every row has at each edge an ordering that may stand there`() {
    for entry in Catalogue.entries {
      for edge in Edge.allCases { #expect(entry.barriers[edge].mayStand(at: edge), "\(entry.name) \(edge)") }
    }
  }

  @Test func `What may stand at an edge is the same at run time as by type`() {
    func check<O: StaticOrdering>(_: O.Type) {
      let byType: [(Edge, Bool)] = [
        (.claim, O.self is any ClaimOrdering.Type), (.publish, O.self is any PublishOrdering.Type),
        (.observe, O.self is any ObserveOrdering.Type), (.retire, O.self is any RetireOrdering.Type),
        (.wake, O.self is any WakeOrdering.Type), (.sleep, O.self is any SleepOrdering.Type),
      ]
      for (edge, legal) in byType { #expect(O.ordering.mayStand(at: edge) == legal, "\(O.ordering) \(edge)") }
    }
    check(NoOrdering.self)
    check(CompilerBarrier.self)
    check(WriteBarrier.self)
    check(ReadBarrier.self)
    check(FullBarrier.self)
    check(Mfence.self)
    check(Sfence.self)
    check(Acquire.self)
    check(Release.self)
    check(AcquireFence.self)
    check(ReleaseFence.self)
    check(SeqCst.self)
    check(FullBarrierUnlessTSO.self)
    check(Membarrier.self)
  }
}
