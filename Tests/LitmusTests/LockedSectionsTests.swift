import Testing

@testable import WeakMemory

/// Many critical sections of one lock: each order of them is an execution, and little else may be looked at.
@Suite struct LockedSectionsTests {
  /// The plain write of y reaches no lock, so the sections are as cheap as without it.
  @Test func `Five sections of one lock beside a plain access take few steps`() throws {
    let judgement = try LitmusChecker(bounds: SearchBounds(steps: 20_000)).judge(
      LitmusParser.parse(
        """
        C five-sections

        {}

        P0(int *x, int *y, spinlock_t *s)
        {
          int r0;

          spin_lock(s);
          WRITE_ONCE(*x, 1);
          spin_unlock(s);
          spin_lock(s);
          r0 = READ_ONCE(*y);
          spin_unlock(s);
        }

        P1(int *x, int *y, spinlock_t *s)
        {
          int r0;

          *y = 1;
          spin_lock(s);
          r0 = READ_ONCE(*x);
          spin_unlock(s);
        }

        P2(int *x, spinlock_t *s)
        {
          spin_lock(s);
          WRITE_ONCE(*x, 2);
          spin_unlock(s);
        }

        P3(int *x, spinlock_t *s)
        {
          int r0;

          spin_lock(s);
          r0 = READ_ONCE(*x);
          WRITE_ONCE(*x, r0 + 2);
          spin_unlock(s);
        }

        exists (x=4 /\\ 0:r0=0 /\\ 1:r0=4)
        """))
    #expect(judgement.incompleteness == nil)
    #expect(judgement.observation == .sometimes)
    #expect(judgement.positive == 3)
    #expect(judgement.negative == 77)
  }
}
