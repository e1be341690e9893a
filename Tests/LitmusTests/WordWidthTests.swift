import Testing

@testable import WeakMemory

/// What becomes of the upper half of a register, and how many bits a question compares: those of the place's type, int
/// unless declared (herdtools7, herd/constraints.ml and lib/testType.ml).
@Suite struct WordWidthTests {
  private func judge(_ language: String, _ initial: String, _ code: String, _ question: String) throws
    -> LitmusJudgement
  {
    let rows = code.split(separator: "|").joined(separator: ";\n")
    return try LitmusChecker().judge(
      LitmusParser.parse("\(language) t\n{\(initial)}\nP0;\n\(rows);\n\(question)"))
  }

  @Test(arguments: [
    // A write of W fills the upper half with zeros (Arm ARM, B1.2.1), whatever instruction it is.
    ("AArch64", "int x=-1; 0:X1=x; uint64_t 0:X2;", "LDR W2,[X1]", "0:X2=4294967295"),
    ("AArch64", "uint64_t 0:X2;", "MOV W2,#-1", "0:X2=0xffffffff"),
    ("AArch64", "uint64_t 0:X2;", "MOV W1,#1|SUB W2,W1,#2", "0:X2=0xffffffff"),
    ("AArch64", "0:X1=0x80000000; uint64_t 0:X2;", "ADD W2,W1,W1", "0:X2=0"),
    ("AArch64", "uint64_t 0:X2;", "MOV X1,#-1|UXTW X2,W1", "0:X2=0xffffffff"),
    ("AArch64", "uint64_t 0:X2;", "MOV W1,#-1|SXTW X2,W1", "0:X2=-1"),
    ("AArch64", "uint64_t 0:X2; 0:X1=x;", "MOV W3,#-1|SWP W3,W4,[X1]|SWP W4,W2,[X1]", "0:X2=0xffffffff"),
    ("AArch64", "uint64_t x; 0:X1=x; uint64_t 0:X2;", "MOV X3,#-1|STR X3,[X1]|LDR X2,[X1]", "0:X2=-1"),
    // LW fills it with the sign, LWU with zeros (RISC-V unprivileged manual, RV64I).
    ("RISCV", "int x=-1; 0:x1=x; int64_t 0:x5;", "lw x5,0(x1)", "0:x5=-1"),
    ("RISCV", "int x=-1; 0:x1=x; int64_t 0:x5;", "lwu x5,0(x1)", "0:x5=4294967295"),
    ("RISCV", "0:x1=x; 0:x2=-1; int64_t 0:x5;", "amoswap.w x3,x2,(x1)|lr.w x5,(x1)", "0:x5=-1"),
    // Lwz fills it with zeros, cmpw compares words (Power ISA, book I, 3.3).
    ("PPC", "int x=-1; 0:r1=x; int64_t 0:r5;", "lwz r5,0(r1)", "0:r5=4294967295"),
    ("PPC", "int x=-1; 0:r1=x;", "lwz r5,0(r1)|cmpwi r5,-1|beq L|li r6,1|L:", "0:r6=0"),
    ("PPC", "int x=-1; 0:r1=x;", "lwz r5,0(r1)|cmpdi r5,-1|beq L|li r6,1|L:", "0:r6=1"),
    // A write of a 32-bit register fills it with zeros (Intel SDM, volume 1, 3.4.1.1).
    ("X86_64", "int x=-1; int64_t 0:rax;", "movl (x),%eax", "0:rax=4294967295"),
    ("X86_64", "int64_t x=-1; int64_t 0:rax;", "movq (x),%rax", "0:rax=-1"),
    ("X86_64", "int64_t 0:rax;", "movq $-1,%rax|movl %eax,%eax", "0:rax=4294967295"),
    ("X86", "", "mov EAX,2147483647|inc EAX", "0:EAX=-2147483648"),
    ("ARM", "", "MOV R0,#2147483647|ADD R0,R0,#1", "0:R0=-2147483648"),
  ])
  func `An instruction fills the upper half of a register as its machine does`(
    language: String, initial: String, code: String, holds: String
  ) throws {
    let judgement = try judge(language, initial, code, "forall (\(holds))")
    #expect(judgement.isValidated == true, "\(judgement.report)")
  }

  @Test(arguments: [
    ("CMP W2,#0", "B.LT", 0), ("CMP W2,#0", "B.HI", 0), ("CMP X2,#0", "B.LT", 1), ("TST W2,W2", "B.LT", 0),
    ("MOV X3,#0x100000000|CMP X3,#0", "B.EQ", 1), ("MOV X3,#0x100000000|CMP W3,#0", "B.EQ", 0),
    ("SUBS W3,W2,#1", "B.GE", 1), ("ADDS W3,W2,#0", "B.LT", 0),
  ])
  func `A comparison of W registers has their sign`(compare: String, branch: String, expected: Int) throws {
    let judgement = try judge(
      "AArch64", "int x=-1; 0:X1=x;", "LDR W2,[X1]|\(compare)|\(branch) L|MOV W5,#1|L:",
      "forall (0:X5=\(expected))")
    #expect(judgement.isValidated == true, "\(judgement.report)")
  }

  @Test func `CBZ of a W register looks at its lower half`() throws {
    let judgement = try judge(
      "AArch64", "0:X2=0x100000000;", "CBZ W2,L|MOV W5,#1|L: CBZ X2,M|MOV W6,#1|M:",
      "forall (0:X5=0 /\\ 0:X6=1)")
    #expect(judgement.isValidated == true)
  }

  @Test(arguments: [
    ("", "-1"), ("", "0xffffffff"), ("uint32_t 0:X2; ", "-1"), ("uint64_t 0:X2; ", "4294967295"),
  ])
  func `A question compares as many bits as the type has`(type: String, number: String) throws {
    let judgement = try judge(
      "AArch64", "\(type)int x=-1; 0:X1=x;", "LDR W2,[X1]", "forall (0:X2=\(number))")
    #expect(judgement.isValidated == true)
  }

  /// As herd7 prints them: a signed type by its sign, another without.
  @Test(arguments: [
    ("", "0:X2=-1;"), ("int64_t 0:X2; ", "0:X2=4294967295;"), ("uint32_t 0:X2; ", "0:X2=4294967295;"),
  ])
  func `A state shows a value as its type has it`(type: String, shown: String) throws {
    let judgement = try judge(
      "AArch64", "\(type)uint64_t y=-1; int x=-1; 0:X1=x;", "LDR W2,[X1]", "locations [y;]\nforall (0:X2=-1)")
    #expect(judgement.report.contains("\(shown) [y]=18446744073709551615;"), "\(judgement.report)")
  }

  /// What lies beside the word is not known.
  @Test(arguments: [
    ("AArch64", "int x=-1; 0:X1=x;", "LDR X2,[X1]", "a load of 64 bits from a variable of 32"),
    ("AArch64", "uint64_t x; 0:X1=x;", "STR W2,[X1]", "a store of 32 bits to a variable of 64"),
    ("RISCV", "0:x1=x; 0:x2=-1;", "sw x2,0(x1)|ld x5,0(x1)", "a load of 64 bits from a variable of 32"),
  ])
  func `An access to more or less than the variable is refused where that makes a difference`(
    language: String, initial: String, code: String, message: String
  ) throws {
    let error = #expect(throws: LitmusError.self) { try judge(language, initial, code, "forall (x=0)") }
    #expect(error?.message.contains(message) == true, "\(error?.description ?? "none")")
  }

  @Test func `A load of 64 bits from a variable that holds an address or a small number is read`() throws {
    let judgement = try judge(
      "AArch64", "x=y; y=7; 0:X1=x;", "LDR X2,[X1]|LDR X3,[X2]", "forall (0:X2=y /\\ 0:X3=7)")
    #expect(judgement.isValidated == true)
  }
}
