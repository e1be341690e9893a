import Testing

@testable import WeakMemory

/// Conditional updates that fail, as the kernel's model has them: reads that order nothing.
@Suite struct FailedUpdateTests {
  /// Worked out by hand from linux-kernel.cat: in P0 nothing but the acquire could order the read of x before the
  /// write of y.
  @Test func `A cmpxchg_acquire that fails is no acquire, whatever atomic operation follows it`() throws {
    let judgement = try LitmusChecker().judge(
      LitmusParser.parse(
        """
        C LB+cmpxchgacquirefails-inc+acquire

        {}

        P0(int *x, atomic_t *y)
        {
          int r0;

          r0 = cmpxchg_acquire(x, 2, 3);
          atomic_inc(y);
        }

        P1(int *x, int *y)
        {
          int r0;

          r0 = smp_load_acquire(y);
          WRITE_ONCE(*x, 1);
        }

        exists (0:r0=1 /\\ 1:r0=1)
        """))
    #expect(judgement.observation == .sometimes)
    #expect(judgement.positive == 1)
    #expect(judgement.negative == 3)
  }
}
