import Testing

@testable import WeakMemory

/// What herd7 makes of C beyond one access a statement. Where herd7 has a meaning, its source is named (herdtools7,
/// commit 92d437d6); where it has none, what is accepted here is judged as the plainer text that herd7 does read.
@Suite struct HerdReadingTests {
  private func test(
    _ body: String, parameters: String = "int *x, int *y", initial: String = "", _ rest: String
  )
    throws -> LitmusTest
  {
    try LitmusParser.parse("C t\n{\(initial)}\nP0(\(parameters))\n{\n\(body)\n}\n\(rest)")
  }

  private func judge(_ test: LitmusTest, _ model: Model = .lkmm) throws -> LitmusJudgement {
    try LitmusChecker(model: model).judge(test)
  }

  private func refusal(_ test: LitmusTest, _ model: Model = .lkmm) -> LitmusError? {
    #expect(throws: LitmusError.self) { try judge(test, model) }
  }

  /// A thread that load buffering needs beside the one under test.
  private static let otherThread = """
    P1(int *x, int *y)
    {
      int r9 = READ_ONCE(*y);
      smp_mb();
      WRITE_ONCE(*x, 1);
    }

    """

  // MARK: The operator ?:

  @Test(arguments: [
    ("int r0 = READ_ONCE(*x) ? 3 : 4;", "int r0;\nif (READ_ONCE(*x)) r0 = 3; else r0 = 4;"),
    (
      "int r0;\nint r1 = READ_ONCE(*x);\nr0 = r1 == 1 ? r1 + 1 : r1 ? 5 : 6;",
      "int r0;\nint r1 = READ_ONCE(*x);\nif (r1 == 1) r0 = r1 + 1; else if (r1) r0 = 5; else r0 = 6;"
    ),
    (
      "int r0 = READ_ONCE(*x);\nWRITE_ONCE(*y, r0 ? 1 : 0);",
      "int r0 = READ_ONCE(*x);\nint r1;\nif (r0) r1 = 1; else r1 = 0;\nWRITE_ONCE(*y, r1);"
    ),
    (
      "int r0 = READ_ONCE(*x);\nif (r0 ? 1 : 0) WRITE_ONCE(*y, 1);",
      "int r0 = READ_ONCE(*x);\nint r1;\nif (r0) r1 = 1; else r1 = 0;\nif (r1) WRITE_ONCE(*y, 1);"
    ),
    (
      "int r1 = 0;\nint r0 = r1 ? READ_ONCE(*x) : READ_ONCE(*y);",
      "int r1 = 0;\nint r0;\nif (r1) r0 = READ_ONCE(*x); else r0 = READ_ONCE(*y);"
    ),
  ])
  func `A conditional expression is judged as the if that herd7 reads`(short: String, long: String) throws {
    let question = Self.otherThread + "locations [0:r0; 1:r9; y;]\nexists (1:r9=1)"
    let (one, other) = (try judge(test(short, question)), try judge(test(long, question)))
    #expect(one.states == other.states)
    #expect(one.positive == other.positive)
    #expect(one.negative == other.negative)
  }

  @Test(arguments: [
    "int r0 = READ_ONCE(*x) + (READ_ONCE(*y) ? 1 : 2);",
    "int r0 = (READ_ONCE(*x) ? 1 : 2) + (READ_ONCE(*y) ? 1 : 2);",
    "int r1;\nint r0 = r1 && (r1 ? READ_ONCE(*y) : 2);",
  ])
  func `A conditional expression whose accesses have no order is refused by name and line`(body: String)
    throws
  {
    let error = #expect(throws: LitmusError.self) { try test(body, "exists (x=0)") }
    #expect(error?.kind == .unsupported)
    #expect(error?.message.contains("'?:'") == true)
    #expect((5...6).contains(error?.line ?? 0))
  }

  // MARK: break and continue

  @Test(arguments: [
    (
      "int r0 = READ_ONCE(*x);\ndo {\nif (r0) continue;\nWRITE_ONCE(*y, 1);\n} while (0);",
      "int r0 = READ_ONCE(*x);\nif (r0) {} else { WRITE_ONCE(*y, 1); }"
    ),
    (
      "int r0 = READ_ONCE(*x);\ndo {\nif (r0) { WRITE_ONCE(*y, 2); break; }\nWRITE_ONCE(*y, 1);\n} while (0);\nWRITE_ONCE(*y, 3);",
      "int r0 = READ_ONCE(*x);\nif (r0) { WRITE_ONCE(*y, 2); } else { WRITE_ONCE(*y, 1); }\nWRITE_ONCE(*y, 3);"
    ),
    (
      "int r0 = READ_ONCE(*x);\ndo {\nif (r0) { if (r0 == 2) continue; }\nWRITE_ONCE(*y, 1);\n} while (0);",
      """
      int r0 = READ_ONCE(*x);
      if (r0) { if (r0 == 2) {} else { WRITE_ONCE(*y, 1); } } else { WRITE_ONCE(*y, 1); }
      """
    ),
    ("int r0;\ndo { break; WRITE_ONCE(*y, 1); } while (0);", "int r0;"),
  ])
  func `What stands behind an if that leaves the body is under its other way`(short: String, long: String)
    throws
  {
    let question = Self.otherThread + "locations [0:r0; 1:r9; y;]\nexists (1:r9=1)"
    let (one, other) = (try judge(test(short, question)), try judge(test(long, question)))
    #expect(one.states == other.states)
    #expect(one.positive == other.positive)
    #expect(one.negative == other.negative)
  }

  @Test func `A body that may be left in too many ways is refused`() throws {
    let ways = String(repeating: "if (r0) { if (r0 == 2) continue; }\n", count: 20)
    let error = #expect(throws: LitmusError.self) {
      try test("int r0 = READ_ONCE(*x);\ndo {\n\(ways)} while (0);", "exists (x=0)")
    }
    #expect(error?.message.contains("too many ways") == true)
    #expect(error?.line == 6)
  }

  // MARK: Two accesses in one expression

  /// herd7 evaluates both sides of an operator in parallel, with no program order between them (CSem.ml, C.Op). Between
  /// two relaxed reads of two variables the kernel's model knows no order anyway.
  @Test(arguments: [
    (
      "int r0 = READ_ONCE(*x) + 2 * READ_ONCE(*y);",
      "int r1 = READ_ONCE(*x);\nint r2 = READ_ONCE(*y);\nint r0 = r1 + 2 * r2;"
    ),
    (
      "int r0 = READ_ONCE(*x) + 2 * READ_ONCE(*y);",
      "int r2 = READ_ONCE(*y);\nint r1 = READ_ONCE(*x);\nint r0 = r1 + 2 * r2;"
    ),
    ("int r0 = *x + 2 * *y;", "int r1 = *x;\nint r2 = *y;\nint r0 = r1 + 2 * r2;"),
  ])
  func `Two reads of two variables in one expression are two reads`(short: String, long: String) throws {
    let question = """
      P1(int *x, int *y)
      {
        WRITE_ONCE(*y, 1);
        smp_wmb();
        WRITE_ONCE(*x, 1);
      }
      exists (0:r0=1)
      """
    let (one, other) = (try judge(test(short, question)), try judge(test(long, question)))
    #expect(one.states == other.states)
    #expect(one.positive == other.positive)
    #expect(one.negative == other.negative)
    #expect(one.flags == other.flags)
    #expect(one.observation == .sometimes)
  }

  @Test func `Two reads of one variable in one expression are refused where they happen`() throws {
    let error = refusal(
      try test(
        "int *r1 = READ_ONCE(*x);\nint r0 = READ_ONCE(*r1) + READ_ONCE(*y);", initial: "x=y;", "exists (y=0)")
    )
    #expect(error?.message.contains("two accesses to the same variable in one expression") == true)
    #expect(error?.line == 6)
  }

  @Test(arguments: [
    "int r0 = smp_load_acquire(x) + READ_ONCE(*y);", "int r0 = xchg(x, 1) == xchg(y, 1);",
    "int r0 = atomic_fetch_add(READ_ONCE(*y), x) + READ_ONCE(*y);",
  ])
  func `Two accesses in one expression of which one orders are refused`(body: String) throws {
    let error = refusal(try test(body, "exists (x=0)"))
    #expect(error?.message.contains("two accesses to memory in one expression") == true)
    #expect(error?.line == 5)
  }

  @Test func `A machine keeps reads in order that C does not, so there two in one expression are refused`()
    throws
  {
    let error = refusal(try test("int r0 = READ_ONCE(*x) + READ_ONCE(*y);", "exists (x=0)"), .x86TSO)
    #expect(error?.message.contains("under x86-tso") == true)
  }

  /// CSem.ml, C.CmpExchange: what would be written is looked at only where the comparison succeeds.
  @Test(arguments: ["cmpxchg(x, 1, READ_ONCE(*y));", "atomic_add_unless(x, READ_ONCE(*y), 1);"])
  func `A read in what is written only on success is refused`(body: String) throws {
    let error = refusal(try test(body, "exists (x=0)"))
    #expect(error?.message.contains("writes only if it succeeds") == true)
    #expect(error?.line == 5)
  }

  // MARK: Spinlocks

  @Test func `One cell of an array is a lock and the next a variable`() throws {
    let threads = { (lock: String, word: String, parameters: String) in
      (0...1).map { number in
        "P\(number)(\(parameters))\n{\nspin_lock(\(lock));\nint r0 = READ_ONCE(\(word));\nWRITE_ONCE(\(word), r0 + 1);\n"
          + "spin_unlock(\(lock));\n}\n"
      }.joined()
    }
    let embedded = try LitmusParser.parse(
      "C t\n{int a[2];}\n" + threads("&a[0]", "a[1]", "int *a") + "exists (a[1]=2)")
    let apart = try LitmusParser.parse(
      "C t\n{}\n" + threads("s", "*x", "spinlock_t *s, int *x") + "exists (x=2)")
    let (one, other) = (try judge(embedded), try judge(apart))
    #expect(one.observation == .always)
    #expect(one.positive == other.positive)
  }

  @Test func `A lock may be found through a pointer`() throws {
    let thread =
      "(int *p, int *x)\n{\nspinlock_t *l = READ_ONCE(*p);\nspin_lock(l);\nint r0 = READ_ONCE(*x);\n"
    let test = try LitmusParser.parse(
      "C t\n{spinlock_t s; p=s;}\n"
        + (0...1).map { "P\($0)\(thread)WRITE_ONCE(*x, r0 + 1);\nspin_unlock(l);\n}\n" }.joined()
        + "forall (x=2)")
    #expect(try judge(test).observation == .always)
  }

  /// lock.cat flags both as invalid tests: mixed-lock-accesses, lock-final.
  @Test(arguments: [
    (
      "spin_lock(&x[0]);\nWRITE_ONCE(x[0], 1);", "exists (y=0)",
      "'x[0]' is used both as a spinlock and as a variable", 6
    ),
    (
      "spin_lock(x + 1);\nspin_unlock(x + 1);", "exists (x[1]=0)",
      "the final value of 'x[1]', which is a spinlock", 8
    ),
    (
      "int *r0 = READ_ONCE(*y);\nspin_lock(x);\nWRITE_ONCE(*r0, 1);", "exists (y=0)",
      "a variable that is used both as a spinlock and as a variable", 7
    ),
    ("int *r0 = READ_ONCE(*y);\nspin_lock(r0);", "exists (y=0)", "a lock function on something", 6),
  ])
  func `A word that is both a lock and a variable is refused by line`(
    body: String, question: String, message: String, line: Int
  ) throws {
    let error = refusal(try test(body, initial: "int x[2]; y=x;", question))
    #expect(error?.message.contains(message) == true, "\(error?.description ?? "none")")
    #expect(error?.line == line)
  }

  /// As paulmckrcu/litmus's C-srcu-nest-6 has it, a test of the kernel's own developers.
  @Test func `A private variable that only locations names is shown as 0`() throws {
    let judgement = try judge(test("int r0 = READ_ONCE(*x);", "locations [0:r1; 0:r0]\nexists (0:r0=0)"))
    #expect(judgement.report.contains("0:r0=0; 0:r1=0;"))
    #expect(judgement.observation == .always)
  }

  // MARK: Addresses

  /// herd7 ends with "Non-symbolic memory access" (herdtools7, pull request 1513), if an execution that the model allows
  /// comes to it (pull request 1520).
  @Test func `An access through a number is refused only if the model allows it to happen`() throws {
    let reader = { (condition: String) in
      """
      int r0 = READ_ONCE(*x);
      int r1 = READ_ONCE(*x);
      int *r2 = READ_ONCE(*y);
      if (\(condition)) r0 = READ_ONCE(*r2);
      """
    }
    let question = "P1(int *x)\n{\nWRITE_ONCE(*x, 1);\n}\nexists (0:r0=1 /\\ 0:r1=0)"
    let forbidden = try judge(test(reader("r0 == 1 && r1 == 0"), initial: "y=16;", question))
    #expect(forbidden.observation == .never)
    #expect(forbidden.negative == 3)
    let error = refusal(try test(reader("r0 == 0 && r1 == 1"), initial: "y=16;", question))
    #expect(error?.message == "an access through a value that is no address")
    #expect(error?.line == 8)
  }

  @Test func `Integers and arrays hold addresses`() throws {
    let test = try test(
      "uintptr_t r0 = (uintptr_t)READ_ONCE(x[1]);\nint r1 = READ_ONCE(*(int *)r0);\nsmp_store_mb(*x, 7);",
      initial: "int *x[2]={&y, &z}; y=1; z=2;", "exists (0:r1=2 /\\ x[0]=7)")
    #expect(try judge(test).observation == .always)
  }

  /// linux-kernel.def: smp_store_mb(X,V) is a store to the place X, so that of a pointer herd7 says "Bad __store
  /// argument".
  @Test func `smp_store_mb takes a place`() throws {
    let error = refusal(try test("smp_store_mb(x, 1);", "exists (x=0)"))
    #expect(error?.message == "smp_store_mb() acts on a place, as in smp_store_mb(*x)")
  }

  // MARK: Instruction fences of RISC-V

  /// riscv-defs.cat of herdtools7 (RCsc, rule 7): a release stays before an acquire of another place if both are atomic.
  @Test(arguments: [
    ("sw.rl x5,0(x1)", "lw.aq x6,0(x2)", LitmusJudgement.Observation.sometimes),
    ("amoswap.w.rl x0,x5,(x1)", "lw.aq x6,0(x2)", .sometimes),
    ("sw.rl x5,0(x1)", "lr.w.aq x6,(x2)", .sometimes),
    ("amoswap.w.rl x0,x5,(x1)", "lr.w.aq x6,(x2)", .never),
  ])
  func `A RISC-V release and an acquire keep their order if both are atomic`(
    store: String, load: String, expected: LitmusJudgement.Observation
  ) throws {
    let test = try LitmusParser.parse(
      """
      RISCV SB
      {0:x1=x; 0:x2=y; 0:x5=1; 1:x1=y; 1:x2=x; 1:x5=1;}
      P0 | P1;
      \(store) | \(store);
      \(load) | \(load);
      exists (0:x6=0 /\\ 1:x6=0)
      """)
    #expect(try judge(test, .riscv).observation == expected)
  }

  /// riscv-defs.cat of herdtools7 names every fence but Fence.i, which therefore orders no data accesses.
  @Test(arguments: [("fence.i", LitmusJudgement.Observation.sometimes), ("fence r,r", .never)])
  func `fence i orders no data accesses`(fence: String, expected: LitmusJudgement.Observation) throws {
    let test = try LitmusParser.parse(
      """
      RISCV MP
      {
      0:x6=x; 0:x8=y; 1:x6=y; 1:x8=x;
      }
       P0          | P1          ;
       ori x5,x0,1 | lw x5,0(x6) ;
       sw x5,0(x6) | bne x5,x0,LC00 ;
       fence w,w   | LC00:       ;
       ori x7,x0,1 | \(fence)    ;
       sw x7,0(x8) | lw x7,0(x8) ;
      exists (1:x5=1 /\\ 1:x7=0)
      """)
    #expect(try judge(test, .riscv).observation == expected)
  }

  // MARK: Semaphores of IA-64

  /// Intel Itanium SDM, volume 2, part 2, 2.2.1.12: release stores and semaphore operations become visible to all others in
  /// one order, plain stores do not.
  @Test(arguments: [
    ("WRITE_ONCE(*%, 1)", LitmusJudgement.Observation.sometimes), ("smp_store_release(%, 1)", .never),
    ("xchg_relaxed(%, 1)", .never), ("xchg_acquire(%, 1)", .never),
  ])
  func `An atomic instruction of IA-64 writes for all others at once`(
    store: String, expected: LitmusJudgement.Observation
  ) throws {
    func write(_ place: String) -> String { store.replacing("%", with: place) }
    let test = try LitmusParser.parse(
      """
      C IRIW
      {}
      P0(int *x) { \(write("x")); }
      P1(int *y) { \(write("y")); }
      P2(int *x, int *y) { int r0 = smp_load_acquire(x); int r1 = smp_load_acquire(y); }
      P3(int *x, int *y) { int r0 = smp_load_acquire(y); int r1 = smp_load_acquire(x); }
      exists (2:r0=1 /\\ 2:r1=0 /\\ 3:r0=1 /\\ 3:r1=0)
      """)
    #expect(try judge(test, .ia64).observation == expected)
  }

  // MARK: C11

  /// RC11 (rc11.cat): a sequentially consistent exchange is no fence, so that what stands before it may be overtaken,
  /// unlike the kernel's xchg().
  @Test(arguments: [
    ("atomic_exchange_explicit(x, 1, memory_order_seq_cst)", LitmusJudgement.Observation.sometimes),
    ("xchg(x, 1)", .never),
  ])
  func `An exchange of C11 orders less than the kernel's`(
    exchange: String, expected: LitmusJudgement.Observation
  ) throws {
    let test = try LitmusParser.parse(
      """
      C R
      {}
      P0(atomic_int *x, atomic_int *y)
      {
        atomic_store_explicit(x, 2, memory_order_relaxed);
        atomic_thread_fence(memory_order_seq_cst);
        atomic_store_explicit(y, 1, memory_order_relaxed);
      }
      P1(atomic_int *x, atomic_int *y)
      {
        atomic_store_explicit(y, 2, memory_order_relaxed);
        int r1 = \(exchange);
      }
      exists (1:r1=0 /\\ x=2 /\\ y=2)
      """)
    #expect(try judge(test, .rc11).observation == expected)
  }

  // MARK: Arm's relaxation of 2022

  /// herdtools7, pull request 325: the read of an acquire that sees what an atomic of its own thread wrote follows the
  /// atomic's read, no longer its write, which a branch before may hold back.
  @Test(arguments: [
    ("CBNZ W0,L0", LitmusJudgement.Observation.sometimes), ("DMB LD", .never),
  ])
  func `An acquire does not wait for the write of the atomic that it reads from`(
    between: String, expected: LitmusJudgement.Observation
  ) throws {
    let test = try LitmusParser.parse(
      """
      AArch64 MP+rel+ctrl-rfi-rmw-rfi-acq
      {
      0:X1=x; 0:X3=y; 1:X1=y; 1:X2=x; 1:X5=z;
      }
       P0          | P1             ;
       MOV W0,#1   | LDR W0,[X1]    ;
       STR W0,[X1] | \(between)     ;
       STLR W0,[X3]| L0:            ;
                   | MOV W6,#2      ;
                   | STR W6,[X5]    ;
                   | MOV W7,#3      ;
                   | SWP W7,W8,[X5] ;
                   | LDAR W9,[X5]   ;
                   | LDR W10,[X2]   ;
      exists (1:X0=1 /\\ 1:X8=2 /\\ 1:X9=3 /\\ 1:X10=0)
      """)
    #expect(try judge(test, .armv8).observation == expected)
  }
}
