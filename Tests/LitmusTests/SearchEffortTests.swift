import Testing

@testable import WeakMemory

/// How many partial executions a search looks at. Each bound is about four times what it takes today.
@Suite struct SearchEffortTests {
  private func judge(_ source: String, steps: Int) throws -> LitmusJudgement {
    try LitmusChecker(bounds: SearchBounds(steps: steps)).judge(LitmusParser.parse(source))
  }

  /// What a thread alone writes it reads as it wrote it last: no other value is tried.
  @Test func `Updates in a row of what no other thread writes are a matter of few steps`() throws {
    let updates = (0..<6).map { "int r\($0) = atomic_fetch_add_relaxed(1, x);" }.joined(separator: " ")
    let judgement = try judge(
      "C t\n{}\nP0(atomic_t *x) { \(updates) }\nP1(atomic_t *x) { int r0 = atomic_read(x); }\n"
        + "forall (0:r5=5 /\\ x=6)", steps: 2000)
    #expect(judgement.incompleteness == nil)
    #expect(judgement.isValidated == true && judgement.positive == 7)
  }

  @Test func `A second writer gives the first more to read`() throws {
    let judgement = try judge(
      "C t\n{}\nP0(int *x, int *y) { int r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0); }\n"
        + "P1(int *x, int *y) { int r0 = READ_ONCE(*y); WRITE_ONCE(*x, 1); int r1 = READ_ONCE(*x); }\n"
        + "P2(int *x) { WRITE_ONCE(*x, 2); }\nexists (1:r1=2 /\\ y=2)", steps: 2000)
    #expect(judgement.positive > 0)
  }

  /// 6! / 2!^3 orders of the exchanges.
  @Test func `Six relaxed exchanges by three threads have ninety executions, and little else is tried`()
    throws
  {
    let threads = (0..<3).map {
      "P\($0)(int *x) { int r0 = xchg_relaxed(x, \(2 * $0 + 1)); int r1 = xchg_relaxed(x, \(2 * $0 + 2)); }"
    }
    let judgement = try judge(
      "C t\n{}\n" + threads.joined(separator: "\n") + "\nexists (0:r0=0)", steps: 10_000)
    #expect(judgement.incompleteness == nil)
    #expect(judgement.positive == 30 && judgement.negative == 60)
  }

  /// 5! orders of the sections, each of which adds to what the one before it left.
  @Test func `Five threads that count under one lock have 120 executions, and little else is tried`() throws {
    let threads = (0..<5).map {
      "P\($0)(spinlock_t *l, int *x) { spin_lock(l); int r0 = READ_ONCE(*x); WRITE_ONCE(*x, r0 + 1); spin_unlock(l); }"
    }
    let judgement = try judge(
      "C t\n{}\n" + threads.joined(separator: "\n") + "\nforall (x=5)", steps: 20_000)
    #expect(judgement.incompleteness == nil)
    #expect(judgement.positive == 120 && judgement.negative == 0)
  }

  /// Three threads that take two locks in turn by exchanges, so that there are very many orders; the question wants each
  /// lock taken at first try.
  private func exchanges(_ quantifier: String, _ question: String) -> String {
    let threads = (0..<3).map { thread in
      """
      P\(thread)(int *a, int *b, int *x) {
        int r0 = xchg_acquire(a, 1); int r1 = xchg_acquire(b, 1); int r2 = READ_ONCE(*x);
        WRITE_ONCE(*x, \(thread + 1)); smp_store_release(b, 0); smp_store_release(a, 0);
      }
      """
    }
    return "C t\n{}\n\(threads.joined(separator: "\n"))\n\(quantifier) (\(question))"
  }

  private static let taken = "0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0 /\\ 0:r1=0 /\\ 1:r1=0 /\\ 2:r1=0"

  @Test(arguments: [
    ("exists", "\(taken) /\\ 0:r2=1", LitmusJudgement.Observation.never, false),
    ("~exists", "\(taken) /\\ 0:r2=0 /\\ 1:r2=0", .never, true),
    ("exists", "\(taken) /\\ 0:r2=0 /\\ 1:r2=3", .sometimes, true),
    ("forall", "not (\(taken)) \\/ 0:r2=0 \\/ 1:r2=0 \\/ 2:r2=0", .always, true),
  ])
  func `A question is answered though there are too many executions to count`(
    quantifier: String, question: String, observation: LitmusJudgement.Observation, isValidated: Bool
  ) throws {
    let judgement = try judge(exchanges(quantifier, question), steps: 10_000)
    #expect(judgement.incompleteness == .steps(10_000))
    #expect(judgement.observation == observation)
    #expect(judgement.isValidated == isValidated)
    #expect(judgement.report.contains("Incomplete: the states and their numbers: stopped at the bound"))
  }

  /// A data race may be in what was not looked at.
  @Test func `An answer without all executions says nothing of races`() throws {
    let test = exchanges("exists", "\(Self.taken) /\\ 0:r2=1 (* Result: Never *)")
      .replacing("int r2 = READ_ONCE(*x);", with: "int r2 = *x;")
    let judgement = try judge(test, steps: 1000)
    #expect(judgement.statedResult != nil && judgement.mayRace)
    #expect(judgement.flags.contains(.dataRace) || judgement.comparison == .unknown)
  }

  @Test func `A fault in what the question does not ask for refuses the test all the same`() throws {
    let test = exchanges("exists", "\(Self.taken) /\\ 0:r2=1").replacing(
      "P2(int *a, int *b, int *x) {",
      with: "P2(int *a, int *b, int *x, int *y) {\nint *r9 = READ_ONCE(*y); WRITE_ONCE(*r9, 1);")
    #expect(throws: LitmusError.self) { try judge(test, steps: 10_000) }
  }

  /// The thread that would write what another waits for can do so only after the release that comes behind the wait;
  /// with a relaxed store in place of the release it can before.
  @Test func `A read that waits is given up only if what it waits for comes after it`() throws {
    func threads(_ store: String) -> String {
      "C t\n{ }\nP0(int *x, int *l) { int r0 = READ_ONCE(*x); \(store) }\n"
        + "P1(int *x, int *l) { int r0 = cmpxchg_acquire(l, 1, 2); int r1 = smp_load_acquire(l); "
        + "if (r0 == 1) WRITE_ONCE(*x, 1); }\nexists (0:r0=1)"
    }
    #expect(try judge(threads("smp_store_release(l, 1);"), steps: 2000).positive == 0)
    #expect(try judge(threads("WRITE_ONCE(*l, 1);"), steps: 2000).positive > 0)
  }
}
