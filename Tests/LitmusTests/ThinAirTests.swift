import Testing

@testable import WeakMemory

/// Values that an execution justifies by itself. The kernel's model has no axiom against them.
@Suite struct ThinAirTests {
  private func judge(_ text: String, _ model: Model = .lkmm) throws -> LitmusJudgement {
    try LitmusChecker(model: model).judge(LitmusParser.parse(text))
  }

  /// The branch that decides about r1 orders nothing behind it.
  private static let underBranch = """
    C branch-decides-what-is-written
    {}
    P0(int *x, int *y)
    {
    \tint r1 = 1;

    \tif (READ_ONCE(*x) == 0)
    \t\tr1 = 0;
    \tWRITE_ONCE(*y, r1);
    }
    P1(int *x, int *y)
    {
    \tWRITE_ONCE(*x, READ_ONCE(*y));
    }
    exists (0:r1=1)
    """

  @Test func `A value that only a branch leads to comes out of thin air, as in herd7`() throws {
    let judgement = try judge(Self.underBranch)
    #expect(judgement.observation == .sometimes)
    #expect((judgement.positive, judgement.negative) == (1, 4))
  }

  @Test(arguments: Model.allCases.filter { $0 != .lkmm })
  func `No machine and no other language makes one`(model: Model) throws {
    #expect(try judge(Self.underBranch, model).observation == .never)
  }

  @Test func `Plain writes under branches justify each other, and race`() throws {
    let judgement = try judge(
      """
      C plain-writes-under-branches
      {}
      P0(int *x, int *y)
      {
      \tint r0 = READ_ONCE(*x);

      \tif (r0)
      \t\t*y = 1;
      }
      P1(int *x, int *y)
      {
      \tint r0 = READ_ONCE(*y);

      \tif (r0)
      \t\t*x = 1;
      }
      exists (0:r0=1 /\\ 1:r0=1)
      """)
    #expect(judgement.observation == .sometimes)
    #expect(judgement.flags.contains(.dataRace))
  }

  @Test func `A cmpxchg that succeeds only because of what it writes succeeds`() throws {
    let judgement = try judge(
      """
      C cmpxchg-justifies-itself
      { y=1; }
      P0(int *x, int *y)
      {
      \tint r0 = READ_ONCE(*x);
      \tint r1 = cmpxchg_relaxed(y, r0, 2);
      }
      P1(int *x, int *y)
      {
      \tint r0 = READ_ONCE(*y);

      \tif (r0 == 2)
      \t\tWRITE_ONCE(*x, 1);
      }
      exists (0:r1=1 /\\ x=1)
      """)
    #expect(judgement.observation == .sometimes)
  }

  /// herd7 computes values along reads-from: one that is computed from itself has no solution.
  @Test func `A value that is a copy of itself is none, though its accesses are plain`() throws {
    let judgement = try judge(
      """
      C plain-copies
      {}
      P0(int *x, int *y)
      {
      \tint r0 = *x;

      \t*y = r0;
      }
      P1(int *x, int *y)
      {
      \tint r0 = *y;

      \t*x = r0;
      }
      P2(int *x)
      {
      \tWRITE_ONCE(*x, 1);
      }
      exists (0:r0=1 /\\ 1:r0=1)
      """)
    // P0 reads P2's 1, never the copy that P1 made of P0's; P1 and P2 write x in either order.
    #expect(judgement.positive == 2)
  }
}
