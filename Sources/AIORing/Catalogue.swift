/// The strategies. To add one, add a row: measuring, checking, auditing, reporting and help texts read it here.
public enum Catalogue {
  /// Shows `visitor` every row, in the order of reports.
  @inlinable
  public static func visit(_ visitor: inout some StrategyVisitor) {
    visitor.visit(
      Strategy(
        "none", "relaxed accesses, nothing between: compiler and CPU may reorder",
        source: "the floor", correctnessClaim: .nowhere, family: .control,
        Edges(claim: .none, publish: .none, observe: .none, retire: .none, wake: .none, sleep: .none)))
    visitor.visit(
      Strategy(
        "tail-first", "stores the tail before the event, in source order: the positive control",
        source: "ringbench", correctnessClaim: .nowhere, family: .control, TailFirst()))
    visitor.visit(
      Strategy(
        "kernel-2002", "compiler barriers only", source: "fs/aio.c before July 2003 (Linux 2.5)",
        correctnessClaim: .totalStoreOrder, family: .history,
        Edges(
          claim: .compiler, publish: .compiler, observe: .compiler, retire: .compiler, wake: .compiler,
          sleep: .compiler)))
    visitor.visit(
      Strategy(
        "kernel-2003", "the patch: smp_wmb before the tail, smp_mb before the head, nothing at observe",
        source: "2.5.74-mm3, Ken Chen, July 2003", correctnessClaim: .everywhere, family: .history,
        Edges(claim: .compiler, publish: .wmb, observe: .none, retire: .mb, wake: .compiler, sleep: .mb)))
    visitor.visit(
      Strategy(
        "kernel-2008", "adds smp_mb at wake", source: "6cb2a210, March 2008", correctnessClaim: .everywhere,
        claimsWakeUps: true, family: .history,
        Edges(claim: .compiler, publish: .wmb, observe: .none, retire: .mb, wake: .mb, sleep: .mb)))
    visitor.visit(
      Strategy(
        "kernel-2014", "adds smp_rmb at observe", source: "2ff396be6, September 2014",
        correctnessClaim: .everywhere,
        claimsWakeUps: true, family: .history,
        Edges(claim: .compiler, publish: .wmb, observe: .rmb, retire: .mb, wake: .mb, sleep: .mb)))
    visitor.visit(
      Strategy(
        "kernel-today", "as 2014, without the barrier before the head store",
        source: "fs/aio.c after the 3.10 rewrite, 2014 and later", correctnessClaim: .everywhere,
        claimsWakeUps: true, family: .history,
        Edges(claim: .compiler, publish: .wmb, observe: .rmb, retire: .none, wake: .mb, sleep: .mb)))
    visitor.visit(
      Strategy(
        "full-fence", "smp_mb at every edge (on x86 a locked add to the stack)",
        source: "Linux, arch/*/include/asm/barrier.h", correctnessClaim: .everywhere, claimsWakeUps: true,
        Edges(claim: .mb, publish: .mb, observe: .mb, retire: .mb, wake: .mb, sleep: .mb)))
    visitor.visit(
      Strategy(
        "full-fence-mfence", "smp_mb at every edge, as mfence on x86",
        source: "Linux before 4.15 (2018), x86 smp_mb", correctnessClaim: .everywhere, claimsWakeUps: true,
        Edges(
          claim: .mfence, publish: .mfence, observe: .mfence, retire: .mfence, wake: .mfence, sleep: .mfence))
    )
    visitor.visit(
      Strategy(
        "streaming-fence", "sfence at publish, for streaming stores; acquire and release elsewhere",
        source: "Intel SDM volume 1, 10.4.6.2", correctnessClaim: .everywhere,
        Edges(
          claim: .acquire, publish: .sfence, observe: .acquire, retire: .release, wake: .release,
          sleep: .acquire)))
    visitor.visit(
      Strategy(
        "acquire-release", "acquire loads and release stores of the indices",
        source: "C11 (2011); liburing, the successor ring (2019)", correctnessClaim: .everywhere,
        Edges(
          claim: .acquire, publish: .release, observe: .acquire, retire: .release, wake: .release,
          sleep: .acquire)))
    visitor.visit(
      Strategy(
        "acquire-release-fences", "relaxed indices, acquire and release fences", source: "C11 (2011)",
        correctnessClaim: .everywhere,
        Edges(
          claim: .acquireFence, publish: .releaseFence, observe: .acquireFence, retire: .releaseFence,
          wake: .releaseFence, sleep: .acquireFence)))
    visitor.visit(
      Strategy(
        "seq-cst", "sequentially consistent indices", source: "C11 (2011)", correctnessClaim: .everywhere,
        claimsWakeUps: true,
        Edges(
          claim: .seqCst, publish: .seqCst, observe: .seqCst, retire: .seqCst, wake: .seqCst, sleep: .seqCst))
    )
    visitor.visit(
      Strategy(
        "membarrier", "acquire and release; the sleeper pays for wake and sleep by membarrier(2)",
        source: "Linux 4.14 (2017); liburcu, Folly", correctnessClaim: .everywhere, claimsWakeUps: true,
        Edges(
          claim: .acquire, publish: .release, observe: .acquire, retire: .release, wake: .compiler,
          sleep: .membarrier)))
    visitor.visit(
      Strategy(
        "mutex", "pthread mutex around each push and pop", source: "POSIX", correctnessClaim: .everywhere,
        claimsWakeUps: true, family: .lock, Locked(.mutex)))
    visitor.visit(
      Strategy(
        "synchronization-mutex", "the standard library's Mutex around each push and pop",
        source: "Swift 6 Synchronization (SE-0433)", correctnessClaim: .everywhere, claimsWakeUps: true,
        family: .lock,
        Locked(.synchronizationMutex)))
    visitor.visit(
      Strategy(
        "spinlock", "test and test-and-set", source: "the kernel's ring had one on the producer's side",
        correctnessClaim: .everywhere, claimsWakeUps: true, family: .lock, Locked(.spinlock)))
    visitor.visit(
      Strategy(
        "ticket-lock", "first come, first served", source: "Linux 2.6.25 (2008)",
        correctnessClaim: .everywhere,
        claimsWakeUps: true, family: .lock, Locked(.ticketLock)))
    visitExhibits(&visitor)
  }

  /// What real readers of the kernel's ring put at observe and retire; the producer is the kernel of 2014.
  @inlinable
  static func visitExhibits(_ visitor: inout some StrategyVisitor) {
    visitor.visit(
      Strategy(
        "fio-2011", "reader: nothing at observe; a read barrier after the copy", source: "fio, 2011",
        correctnessClaim: .everywhere, family: .exhibit,
        Edges(claim: .compiler, publish: .wmb, observe: .none, retire: .rmb, wake: .mb, sleep: .none)))
    visitor.visit(
      Strategy(
        "fio-2020", "reader: nothing at observe; release store of the head", source: "fio d473a06d, 2020",
        correctnessClaim: .everywhere, family: .exhibit,
        Edges(claim: .compiler, publish: .wmb, observe: .none, retire: .release, wake: .mb, sleep: .none)))
    visitor.visit(
      Strategy(
        "libev", "reader: an acquire fence before the tail load, none after; release fence at retire",
        source: "libev, ev_linuxaio.c, 2019", correctnessClaim: .everywhere, family: .exhibit,
        MisplacedPollFence(
          poll: .acquireFence,
          Edges(
            claim: .compiler, publish: .wmb, observe: .none, retire: .releaseFence, wake: .mb, sleep: .none)))
    )
    visitor.visit(
      Strategy(
        "spdk", "reader: smp_rmb; smp_mb, on x86 a compiler barrier", source: "SPDK, bdev_aio.c",
        correctnessClaim: .everywhere, family: .exhibit,
        Edges(claim: .compiler, publish: .wmb, observe: .rmb, retire: .mbUnlessTSO, wake: .mb, sleep: .none)))
    visitor.visit(
      Strategy(
        "seastar", "reader: acquire and release", source: "Seastar, linux-aio.cc",
        correctnessClaim: .everywhere, family: .exhibit,
        Edges(claim: .compiler, publish: .wmb, observe: .acquire, retire: .release, wake: .mb, sleep: .none)))
    visitor.visit(
      Strategy(
        "qemu", "reader: smp_rmb; plain head store", source: "QEMU, block/linux-aio.c",
        correctnessClaim: .everywhere, family: .exhibit,
        Edges(claim: .compiler, publish: .wmb, observe: .rmb, retire: .none, wake: .mb, sleep: .none)))
    visitor.visit(
      Strategy(
        "artemis", "reader: compiler barriers only", source: "ActiveMQ Artemis, native C reader",
        correctnessClaim: .totalStoreOrder, family: .exhibit,
        Edges(
          claim: .compiler, publish: .wmb, observe: .compiler, retire: .compiler, wake: .mb, sleep: .none)))
  }

  /// All rows as data.
  public static let entries: [StrategyEntry] = {
    var collector = EntryCollector()
    visit(&collector)
    return collector.entries
  }()

  /// The rows that are readers in the field: their producer is the kernel.
  public static let readers: [StrategyEntry] = {
    var collector = EntryCollector()
    visitExhibits(&collector)
    return collector.entries
  }()

  /// The row of that name.
  public static func entry(named name: String) -> StrategyEntry? { entries.first { $0.name == name } }
}

private struct EntryCollector: StrategyVisitor {
  var entries: [StrategyEntry] = []
  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) { entries.append(strategy.entry) }
}
