import Testing

@testable import WeakMemory

@Suite struct LitmusParserTests {
  /// A test of one thread with this body.
  private func parse(
    _ body: String, parameters: String = "int *x, int *y", initial: String = "",
    condition: String = "exists (x=1)"
  ) throws -> LitmusTest {
    try LitmusParser.parse("C t\n{\(initial)}\nP0(\(parameters))\n{\n\(body)\n}\n\(condition)\n")
  }

  private func refusal(_ body: String) -> LitmusError? {
    do {
      _ = try CompiledLitmusTest(parse(body))
      return nil
    } catch {
      return error as? LitmusError
    }
  }

  @Test func `A star after a parenthesis opens a comment around the threads and a place within`() throws {
    let test = try LitmusParser.parse(
      """
      C comments (* A *)
      (* B (* nested *) *)
      { x=1; (* C *) } // D
      /* E */
      P0(int *x) // F
      {
        int r0; /* G */
        r0 = READ_ONCE(*x); // H
      }
      exists (* I *) (0:r0=1 (* J *) /\\ x=1) (* K *)
      """)
    #expect(test.threads.count == 1)
    #expect(test.threads[0].body.count == 2)
    #expect(test.condition.description == "exists (0:r0=1 /\\ [x]=1)")
  }

  @Test func `The name keeps every character that diy puts into names`() throws {
    let test = try LitmusParser.parse(
      "C MP+fencewmb+addr-[fr-rf].v1\n\"a string\"\nKey=Value\n{}\nP0(int *x){}\nexists (x=0)")
    #expect(test.name == "MP+fencewmb+addr-[fr-rf].v1")
  }

  @Test func `All forms of the initial state are understood`() throws {
    let test = try parse(
      "",
      initial:
        "x=1; int y = 2; int *p = &x; q=x; spinlock_t s; atomic_t a = ATOMIC_INIT(3); atomic64_t b = ATOMIC64_INIT(8); int z[2]={4,5}; 0:r1=7; [w]=6"
    )
    let layout = try LitmusLayout(test)
    func value(_ name: String, _ cell: Int? = nil) throws -> String {
      layout.shown(layout.initial[try #require(layout.location(of: name, cell: cell))])
    }
    #expect(try value("x") == "1")
    #expect(try value("y") == "2")
    #expect(try value("p") == "x")
    #expect(try value("q") == "x")
    #expect(try value("a") == "3")
    #expect(try value("z", 1) == "5")
    #expect(try value("w") == "6")
    #expect(test.initialState.contains { $0.isLock })
  }

  @Test func `Operators bind as in C`() throws {
    let test = try parse("int r0 = 1 + 2 * 3 == 7 && !(4 & 1) || 0;")
    let judgement = try LitmusChecker(model: .sc).judge(
      LitmusParser.parse(
        "C t\n{}\nP0(int *x)\n{\nint r0 = 1 + 2 * 3 == 7 && !(4 & 1) || 0;\nint r1 = 7 - 2 - 1;\nint r2 = 1 << 2 + 1;\nint r3 = -1 ^ ~0;\n}\nexists (0:r0=1 /\\ 0:r1=4 /\\ 0:r2=8 /\\ 0:r3=0)"
      ))
    #expect(test.threads[0].body.count == 1)
    #expect(judgement.observation == .always)
  }

  @Test(
    arguments: [
      ("exists (x=1 /\\ y=0 \\/ x=2)", "exists ([x]=1 /\\ [y]=0 \\/ [x]=2)"),
      ("exists (x=1 /\\ (y=0 \\/ x=2))", "exists ([x]=1 /\\ ([y]=0 \\/ [x]=2))"),
      ("~exists (x=1)", "~exists ([x]=1)"),
      ("not exists x=1", "~exists ([x]=1)"),
      ("forall (not (x=1) /\\ ~y=&x)", "forall (not ([x]=1) /\\ not ([y]=x))"),
      ("exists (x != 1 => y==-2)", "exists (not ([x]=1) => [y]=-2)"),
      ("", "forall (true)"),
    ])
  func `A condition reads back as herd7 prints it`(source: String, printed: String) throws {
    #expect(try parse("", condition: source).condition.description == printed)
  }

  @Test func `Filter and locations are read`() throws {
    let test = try parse(
      "int r0 = READ_ONCE(*x);", condition: "locations [0:r0; y; x int;]\nfilter (0:r0=0)\nexists (x=0)")
    #expect(
      test.locations == [
        .register(thread: 0, name: "r0"), .shared(name: "y", cell: nil), .shared(name: "x", cell: nil),
      ])
    #expect(test.filter?.description == "0:r0=0")
  }

  @Test(
    arguments: [
      ("call_rcu(x, y);", "call_rcu() is not in the kernel's memory model"),
      ("while (1) {}", "'while'"),
      ("do { barrier(); } while (1);", "'do'"),
      ("goto out;", "'goto'"),
      ("int r0 = READ_ONCE(*x) + smp_load_acquire(y);", "two accesses to memory in one expression"),
      ("break;", "'break'"),
      ("if (*x && READ_ONCE(*y)) {}", "an access to memory on the right of '&&'"),
      ("int r0 = frobnicate(x);", "frobnicate() is not in the kernel's memory model"),
      ("int r0 = x->next;", "a member of a struct"),
      ("spin_lock(x); WRITE_ONCE(*x, 1);", "'x' is used both as a spinlock and as a variable"),
      ("int r0; WRITE_ONCE(*x, 1 / r0);", "division by anything but a number other than 0"),
    ])
  func `What has no meaning here is named with its line`(body: String, message: String) throws {
    let error = try #require(refusal(body))
    #expect(error.kind == .unsupported)
    #expect(error.line == 5)
    #expect(error.description.contains("not supported: \(message)"))
  }

  @Test(
    arguments: [
      ("WRITE_ONCE(x, 1);", "WRITE_ONCE() acts on a place"),
      ("WRITE_ONCE(*x);", "takes 2 arguments, not 1"),
      ("WRITE_ONCE(*x, 1) WRITE_ONCE(*y, 1);", "expected ';'"),
      ("1 = 2;", "only a variable or '*pointer' can be assigned to"),
    ])
  func `What is not C is a syntax error with its line`(body: String, message: String) throws {
    let error = try #require(refusal(body))
    #expect(error.kind == .syntax)
    #expect(error.line == 5)
    #expect(error.description.contains(message))
  }

  @Test func `A shared variable that a thread forgot to take is refused, not read as a private one`() throws {
    let error = #expect(throws: LitmusError.self) {
      try CompiledLitmusTest(
        LitmusParser.parse("C t\n{}\nP0(int *x)\n{\n*y = 1;\n}\nP1(int *y)\n{\n}\nexists (x=1)"))
    }
    #expect(error?.message.contains("'y' is a shared variable but no parameter") == true)
  }

  @Test func `A declaration without a value leaves what the initial state put there`() throws {
    let test = try parse(
      "int r0;\nint r1;\nr1 = READ_ONCE(*r0);", initial: "0:r0=x; x=3;",
      condition: "exists (0:r0=x /\\ 0:r1=3)")
    #expect(try LitmusChecker().judge(test).observation == .always)
    let again = try parse("int r0 = 4;\nint r0;\nint r1;", condition: "exists (0:r0=4 /\\ 0:r1=0)")
    #expect(try LitmusChecker().judge(again).observation == .always)
  }

  @Test func `A body that runs once is no loop`() throws {
    let test = try parse(
      "do { WRITE_ONCE(*x, 1); } while (0);\nint r0 = READ_ONCE(*x);", condition: "exists (0:r0=1)")
    #expect(try LitmusChecker().judge(test).observation == .always)
  }

  @Test func `Other values than one, and a stray semicolon behind the condition, are understood`() throws {
    let test = try parse("WRITE_ONCE(*x, 1);", condition: "exists (x<>0 /\\ x != 2);")
    #expect(test.condition.description == "exists (not ([x]=0) /\\ not ([x]=2))")
  }

  @Test(
    arguments: [
      ("exists (1:r0=0)", "the condition asks for '1:r0': there is no thread 1, only 0"),
      (
        "exists (0:rsult=0)",
        "the condition asks for '0:rsult': there is no variable of thread 0 'rsult'; did you mean 'result'?"
      ),
      ("exists (x[3]=0)", "the condition asks for 'x[3]': 'x' is no array"),
      ("exists (a[3]=0)", "the condition asks for 'a[3]': its cells are 0 to 1"),
      ("exists (a[-1]=0)", "the condition asks for 'a[-1]': its cells are 0 to 1"),
      (
        "exists (x[9223372036854775807]=1)",
        "the condition asks for 'x[9223372036854775807]': 'x' is no array"
      ),
      (
        "exists (q=1)",
        "the condition asks for 'q': there is no shared variable 'q'; there are a, other, x, y"
      ),
      (
        "exists (othre=1)",
        "the condition asks for 'othre': there is no shared variable 'othre'; did you mean 'other'?"
      ),
      (
        "exists (result=1)",
        "the condition asks for 'result': a private variable is named with its thread, as in 0:result"
      ),
      (
        "exists (0:result=q)",
        "the condition asks for 'q': there is no shared variable 'q'; there are a, other, x, y"
      ),
      (
        "filter (q=1) exists (x=1)",
        "the filter asks for 'q': there is no shared variable 'q'; there are a, other, x, y"
      ),
      (
        "locations [q;] exists (x=1)",
        "locations asks for 'q': there is no shared variable 'q'; there are a, other, x, y"
      ),
    ])
  func `A question about something the test does not have is refused, and the nearest name is offered`(
    condition: String, message: String
  ) throws {
    let test = try parse("int result = READ_ONCE(*x);", initial: "a[2]={1,2}; other=3;", condition: condition)
    let error = #expect(throws: LitmusError.self) { try CompiledLitmusTest(test) }
    #expect(error?.message == message)
    #expect(error?.kind == .syntax)
    #expect(error?.line == 7)
  }

  @Test(arguments: [
    ("1:r0=1;", "the initial state asks for '1:r0': there is no thread 1, only 0"),
    ("p=&x[4];", "the initial state asks for 'x[4]': 'x' is no array"),
  ])
  func `An initial state of something the test does not have is refused`(initial: String, message: String)
    throws
  {
    let test = try parse("", initial: initial)
    #expect(#expect(throws: LitmusError.self) { try CompiledLitmusTest(test) }?.message == message)
  }

  @Test func `A register that nothing declares or sets holds 0`() throws {
    let test = try parse("r1 = READ_ONCE(*x);\nif (r1 == r4)\n  r2 = 7;", condition: "exists (0:r2=7)")
    #expect(try LitmusChecker().judge(test).observation == .always)
  }

  @Test func `A variable that nothing declares is refused, not taken for one that holds 0`() throws {
    let test = try parse("int first = 1;\nWRITE_ONCE(*x, frist);")
    let error = #expect(throws: LitmusError.self) { try CompiledLitmusTest(test) }
    #expect(error?.message == "there is no variable 'frist'; did you mean 'first'?")
    #expect(error?.line == 6)
  }

  @Test(arguments: [
    "P0(int *x)\n{\n}\nexists (x=0)", "(* Result: Never *)\n{}\nP0(int *x){}\nexists (x=0)", "MP\n{}",
  ])
  func `A file without its first line is told what belongs there`(text: String) {
    let error = #expect(throws: LitmusError.self) { try LitmusParser.parse(text) }
    #expect(error?.kind == .syntax)
    #expect(error?.message.contains("'C MP+poonceonces'") == true)
  }

  @Test func `An array that leaves no room is refused where it stands`() {
    let arrays = (0..<5).map { "int a\($0)[1024];\n" }.joined()
    let test = "C t\n{\n\(arrays)}\nP0(int *x){}\nexists (x=0)"
    let error = #expect(throws: LitmusError.self) { try CompiledLitmusTest(LitmusParser.parse(test)) }
    #expect(error?.description == "line 7: not supported: more than 4096 words of shared memory")
  }

  /// What nobody accesses takes no events.
  @Test func `Words are no matter of how many there are, but of how many are accessed`() throws {
    func judge(_ accessed: Int) throws -> LitmusJudgement {
      let stores = (0..<accessed).map { "WRITE_ONCE(a[\(10 * $0)], 1);" }.joined(separator: "\n")
      return try LitmusChecker(bounds: SearchBounds(steps: 1000)).judge(
        parse(
          stores, parameters: "int *a", initial: "int a[1024];", condition: "forall (a[7]=0 /\\ a[0]=1)"))
    }
    #expect(try judge(40).isValidated == true)
    #expect(try judge(70).incompleteness == .events(128))
    #expect(try judge(70).observation == .unknown)
  }

  @Test func `Control characters of a file reach a message by their numbers only`() {
    let error = LitmusError.syntax("\u{1b}[2J\u{9b}x\u{202e}y\nz\u{2028}", line: 1)
    #expect(error.description == "line 1: \\u{1b}[2J\\u{9b}x\\u{202e}y\\u{a}z\\u{2028}")
  }

  @Test func `Assembly is refused by name`() {
    #expect(
      throws: LitmusError.unsupported(
        "a test in LISA; those in C, AArch64, ARM, PPC, RISCV, X86, X86_64 are read", line: 1)
    ) {
      try LitmusParser.parse("LISA MP\n{}\n P0 ;\n r[] r0 x ;\nexists (0:r0=0)")
    }
  }

  @Test(
    arguments: [
      ("(*\n * Result: Never\n *)", StatedResult.Word.never, false),
      ("(* Result: Sometimes *)", .sometimes, false),
      ("(*\n * Result: Sometimes DATARACE\n *)", .sometimes, true),
      ("(*\n * Result: DEADLOCK\n *)", .deadlock, false),
      ("(* Expected result: never. *)", .never, false),
      ("(*\n * Result: nothing known\n * Result: Always\n *)", .always, false),
    ])
  func `The file's own result is read from its comments`(
    comment: String, word: StatedResult.Word, dataRace: Bool
  ) throws {
    let test = try LitmusParser.parse("C t\n\(comment)\n{}\nP0(int *x){}\nexists (x=0)")
    #expect(test.statedResult?.word == word)
    #expect(test.statedResult?.dataRace == dataRace)
  }
}
