import Testing

@testable import WeakMemory

/// Branches back, returns, registers that the initial state names, and accesses with an order of their own.
@Suite struct AssemblyControlTests {
  private func judge(_ text: String) throws -> LitmusJudgement {
    try LitmusChecker().judge(LitmusParser.parse(text))
  }

  /// As compilers lay code out: the way that is taken rarely stands behind the return and jumps back.
  @Test(arguments: [
    (
      "PPC", "0:r1=x; 1:r1=x; 1:r2=z;", "li r3,1", "stw r3,0(r1)",
      ["lwz r4,0(r1)", "cmpwi r4,1", "beq L", "M: stw r4,0(r2)", "blr", "L: li r4,2", "b M"]
    ),
    (
      "ARM", "0:R1=x; 1:R1=x; 1:R2=z;", "MOV R3,#1", "STR R3,[R1]",
      ["LDR R4,[R1]", "CMP R4,#1", "BEQ L", "M: STR R4,[R2]", "BX LR", "L: MOV R4,#2", "B M"]
    ),
    (
      "AArch64", "0:X1=x; 1:X1=x; 1:X2=z;", "MOV W3,#1", "STR W3,[X1]",
      ["LDR W4,[X1]", "CMP W4,#1", "B.EQ L", "M: STR W4,[X2]", "RET", "L: MOV W4,#2", "B M"]
    ),
    (
      "RISCV", "0:x1=x; 1:x1=x; 1:x2=z;", "li x3,1", "sw x3,0(x1)",
      ["lw x4,0(x1)", "nop", "bnez x4,L", "M: sw x4,0(x2)", "ret", "L: li x4,2", "j M"]
    ),
    (
      "X86_64", "", "nop", "movl $1,(x)",
      ["movl (x),%eax", "cmpl $1,%eax", "je L", "M: movl %eax,(z)", "ret", "L: movl $2,%eax", "jmp M"]
    ),
  ])
  func `A block that jumps back is run once`(
    language: String, initial: String, first: String, second: String, thread: [String]
  ) throws {
    let other = [first, second] + Array(repeating: "", count: thread.count - 2)
    let rows = zip(other, thread).map { "\($0)|\($1);" }.joined(separator: "\n")
    let judgement = try judge(
      "\(language) t\n{x=0; z=5; \(initial)}\nP0|P1;\n\(rows)\nlocations [z;]\nexists (z=2)")
    #expect(judgement.stateValues.map { $0["z"] ?? $0["[z]"] } == ["0", "2"], "\(judgement.report)")
    #expect(judgement.incompleteness == nil)
  }

  /// Two rounds are looked at, as herd7 does; what is beyond is not known.
  @Test func `A loop is followed for two rounds, and no verdict given where more may matter`() throws {
    let text = { (question: String) in
      "AArch64 t\n{0:X1=x; 1:X1=x;}\nP0|P1;\nMOV W0,#1|L: LDR W0,[X1];\nSTR W0,[X1]|ADD W2,W2,#1;\n|CBZ W0,L;\n\(question)"
    }
    #expect(try judge(text("exists (1:X2=3)")).observation != .never)
    #expect(try judge(text("exists (1:X2=3)")).isValidated == true)
    let beyond = try judge(text("exists (1:X2=4)"))
    #expect(beyond.observation == .unknown && beyond.incompleteness != nil)
  }

  @Test func `A store-exclusive in a loop may fail in each round`() throws {
    let judgement = try judge(
      """
      AArch64 t
      {0:X1=x; uint64_t 0:X2;}
      P0;
      L: LDXR W0,[X1];
      ADD W0,W0,#1;
      STXR W3,W0,[X1];
      ADD X2,X2,#1;
      CBNZ W3,L;
      exists (x=1 /\\ 0:X2=3)
      """)
    #expect(judgement.isValidated == true)
    #expect(judgement.stateValues.allSatisfy { $0.values.contains("1") })
  }

  /// herd7 chooses the registers.
  @Test(arguments: ["%x0=x; %y0=y; %x1=x; %y1=y;", "uint64_t %x0=x; %y0=y; %x1=x; int64_t %y1=y;"])
  func `A register may be named in the initial state without its thread`(initial: String) throws {
    let text =
      "ARM t\n{\(initial)}\nP0|P1;\nMOV R0,#1|MOV R0,#1;\nSTR R0,[%x0]|STR R0,[%y1];\nDMB|DMB;\n"
      + "LDR R1,[%y0]|LDR R1,[%x1];\nexists (0:R1=0 /\\ 1:R1=0)"
    #expect(try judge(text).observation == .never)
    #expect(try judge(text.replacing("DMB|DMB;\n", with: "")).observation == .sometimes)
    let error = #expect(throws: LitmusError.self) { try judge(text.replacing("[%x0]", with: "[%x]")) }
    #expect(error?.message.contains("'%x' is no register that is known") == true)
  }

  /// Acquire and release of plain loads and stores, as the appendix of RISC-V's manual writes them, and fences that name
  /// devices.
  @Test(arguments: [
    ("sw.rl x9,0(x3)", "lw.aq x4,0(x3)", false), ("sw x9,0(x3)", "lw.aq x4,0(x3)", true),
    ("sw.rl x9,0(x3)", "lw x4,0(x3)", true), ("sw.aqrl x9,0(x3)", "lw.aqrl x4,0(x3)", false),
    ("fence iorw,ow;sw x9,0(x3)", "lw x4,0(x3);fence ir,iorw", false),
  ])
  func `RISC-V's message passing has the order that its accesses name`(
    store: String, load: String, isAllowed: Bool
  ) throws {
    let writer = ["sw x9,0(x1)"] + store.split(separator: ";").map(String.init)
    let reader = load.split(separator: ";").map(String.init) + ["lw x6,0(x1)"]
    let filled = { (thread: [String]) in thread + Array(repeating: "", count: 3 - thread.count) }
    let rows = zip(filled(writer), filled(reader)).map { "\($0)|\($1);" }.joined(separator: "\n")
    let judgement = try judge(
      "RISCV t\n{0:x1=x; 0:x3=y; 1:x1=x; 1:x3=y; 0:x9=1;}\nP0|P1;\n\(rows)\nexists (1:x4=1 /\\ 1:x6=0)")
    #expect((judgement.positive > 0) == isAllowed)
  }
}
