import Testing

@testable import WeakMemory

/// What the kernel's model warns of beside its verdict. Expected answers: herd7 7.58.
@Suite struct ModelFlagTests {
  private func judge(_ text: String, _ model: Model = .lkmm) throws -> LitmusJudgement {
    try LitmusChecker(model: model).judge(LitmusParser.parse(text))
  }

  private static let guarded = """
    C guarded-by-the-filter
    {}
    P0(int *x, int *y) { *x = 1; smp_store_release(y, 1); }
    P1(int *x, int *y) { int r0 = smp_load_acquire(y); int r1 = *x; }

    """

  @Test func `A race in executions that the filter drops is none`() throws {
    let filtered = try judge(Self.guarded + "filter (1:r0=1)\nexists (1:r1=0)")
    #expect(filtered.flags == [])
    #expect(filtered.observation == .never)
    #expect((filtered.positive, filtered.negative) == (0, 1))
    #expect(try judge(Self.guarded + "exists (1:r1=0)").flags == [.dataRace])
  }

  @Test func `The filter counts under C11 too`() throws {
    #expect(try judge(Self.guarded + "filter (1:r0=1)\nexists (1:r1=0)", .rc11).flags == [])
    #expect(try judge(Self.guarded + "exists (1:r1=0)", .rc11).flags == [.dataRace])
  }

  @Test(arguments: [
    ("*x = 1; WRITE_ONCE(*x, 2);", [ModelFlag.mixedAccesses]),
    ("WRITE_ONCE(*x, 1); *x = 2;", [.mixedAccesses]),
    ("*x = 1; int r0 = READ_ONCE(*x);", [.mixedAccesses]),
    ("int r0 = *x; WRITE_ONCE(*x, 2);", []),
    ("*x = 1; barrier(); WRITE_ONCE(*x, 2);", []),
    ("*x = 1; int r0 = smp_load_acquire(y); WRITE_ONCE(*x, 2);", []),
    ("*x = 1; smp_store_release(x, 2);", []),
    ("*x = 1; smp_mb__after_spinlock(); WRITE_ONCE(*x, 2);", [.mixedAccesses]),
  ])
  func `Plain writes and marked accesses of one variable are flagged unless something holds the compiler`(
    body: String, flags: [ModelFlag]
  ) throws {
    #expect(try judge("C t\n{}\nP0(int *x, int *y) { \(body) }\nexists (x=2)").flags == flags)
  }

  @Test(arguments: [
    ("spin_unlock(s);", [ModelFlag.unmatchedUnlock]),
    ("spin_lock(s); spin_unlock(s); spin_unlock(s);", [.unmatchedUnlock]),
    ("spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s);", []),
    ("int r0 = spin_trylock(s); if (r0) spin_unlock(s);", []),
    ("spin_lock(s);", []),
  ])
  func `An unlock without a lock is flagged`(body: String, flags: [ModelFlag]) throws {
    #expect(try judge("C t\n{}\nP0(int *x, spinlock_t *s) { \(body) }\nexists (x=1)").flags == flags)
  }

  @Test func `A test that cannot end is told from one whose filter keeps nothing`() throws {
    let deadlock = try judge(
      "C t\n{}\nP0(spinlock_t *s, int *x) { spin_lock(s); spin_lock(s); }\nexists (x=0)")
    #expect(deadlock.emptiness == "no execution completes: the test deadlocks")
    #expect(deadlock.report.hasSuffix("Note: no execution completes: the test deadlocks\n"))
    let filtered = try judge("C t\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nfilter (x=0) exists (x=0)")
    #expect(filtered.emptiness == "the filter keeps no execution")
    #expect(try judge("C t\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=0)").emptiness == nil)
  }

  @Test func `A row for machines keeps the data race that a file states`() {
    #expect(
      StatedResult(comments: [(1, "* Result: Sometimes DATARACE")])?.description == "Sometimes DATARACE")
    #expect(StatedResult(comments: [(1, "* Result: Never")])?.description == "Never")
  }
}
