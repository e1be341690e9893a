import Testing

@testable import WeakMemory

/// Control dependencies that reach a write by way of local variables, under the kernel's model. Each test is load
/// buffering: P0 reads x and, as `body` decides, writes y; P1 reads y and writes x behind a full barrier. The outcome
/// is forbidden exactly if P0's write depends on its read. Expected answers: herd7 7.58.
@Suite struct ControlThroughLocalsTests {
  private func judge(_ body: String) throws -> LitmusJudgement {
    try LitmusChecker().judge(
      LitmusParser.parse(
        """
        C LB+local+mb
        {}
        P0(int *x, int *y, int *z, spinlock_t *s)
        {
        \tint c = 0;
        \tint d = 0;
        \tint r0;
        \(body)
        }
        P1(int *x, int *y)
        {
        \tint r1 = READ_ONCE(*y);

        \tsmp_mb();
        \tWRITE_ONCE(*x, 1);
        }
        exists (1:r1=1)
        """))
  }

  @Test(arguments: [
    "r0 = READ_ONCE(*x); if (r0) c = 1; if (c) WRITE_ONCE(*y, 1);",
    "r0 = READ_ONCE(*x); if (!r0) d = 1; else c = 1; if (c) WRITE_ONCE(*y, 1);",
    "r0 = READ_ONCE(*x); if (r0) c = 1; d = c; if (d == 1) WRITE_ONCE(*y, 1);",
    "r0 = READ_ONCE(*x); if (r0) { if (1) c = 1; } if (c) { d = 1; } if (d) WRITE_ONCE(*y, 1);",
    "r0 = READ_ONCE(*x); if (r0) c = cmpxchg_relaxed(z, 0, 2) + 1; if (c) WRITE_ONCE(*y, 1);",
    "r0 = READ_ONCE(*x); if (r0) c = cmpxchg_relaxed(z, 5, 2) + 1; if (c) WRITE_ONCE(*y, 1);",
    "r0 = cmpxchg_relaxed(x, 1, 2); if (r0) c = 1; if (c) WRITE_ONCE(*y, 1);",
    "r0 = cmpxchg_relaxed(x, 3, 2); if (r0) c = 1; if (c) WRITE_ONCE(*y, 1);",
    "r0 = READ_ONCE(*x); if (r0) c = spin_trylock(s); if (c) WRITE_ONCE(*y, 1);",
  ])
  func `A local that a branch assigns carries the branch's dependency into a later one`(body: String) throws {
    #expect(try judge(body).observation == .never)
  }

  @Test(arguments: [
    // A read inside the condition carries nothing beyond the statements of its branch.
    "if (READ_ONCE(*x) == 1) c = 1; if (c) WRITE_ONCE(*y, 1);",
    "if (cmpxchg_relaxed(x, 1, 2) == 1) c = 1; if (c) WRITE_ONCE(*y, 1);",
    // Only a later branch is reached, not what is written.
    "r0 = READ_ONCE(*x); if (r0) c = 1; WRITE_ONCE(*y, c);",
    // What is assigned again forgets the branch.
    "r0 = READ_ONCE(*x); if (r0) c = 1; c = 1; if (c) WRITE_ONCE(*y, 1);",
    // What a cmpxchg() expects decides whether it writes, but orders nothing.
    "r0 = READ_ONCE(*x); cmpxchg_relaxed(y, r0 - 1, 1);",
  ])
  func `A local that nothing carries a dependency to leaves the write free`(body: String) throws {
    #expect(try judge(body).observation == .sometimes)
  }

  @Test func `The executions are counted as herd7 counts them`() throws {
    let carried = try judge("r0 = READ_ONCE(*x); if (r0) c = 1; if (c) WRITE_ONCE(*y, 1);")
    #expect((carried.positive, carried.negative) == (0, 2))
    let direct = try judge("if (READ_ONCE(*x) == 1) c = 1; if (c) WRITE_ONCE(*y, 1);")
    #expect((direct.positive, direct.negative) == (1, 2))
  }
}
