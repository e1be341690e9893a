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
    // Loads of bytes and halfwords, with zeros or the sign above them, by the lower part of what is there.
    ("AArch64", "int x=-2; 0:X1=x; uint64_t 0:X2;", "LDRB W2,[X1]", "0:X2=254"),
    ("AArch64", "int x=-2; 0:X1=x; uint64_t 0:X2;", "LDRSB W2,[X1]", "0:X2=0xfffffffe"),
    ("AArch64", "int x=-2; 0:X1=x; int64_t 0:X2;", "LDRSB X2,[X1]", "0:X2=-2"),
    ("AArch64", "uint16_t x=65535; 0:X1=x; int64_t 0:X2;", "LDRSH X2,[X1]", "0:X2=-1"),
    ("AArch64", "int x=-1; 0:X1=x; int64_t 0:X2;", "LDRSW X2,[X1]", "0:X2=-1"),
    ("AArch64", "uint16_t x[4]={1,2,3,4}; 0:X1=x; 0:X2=0;", "LDRH W2,[X1,#4]", "0:X2=3"),
    // Several words, whose accesses have no order among them.
    ("AArch64", "int64_t x[2]={1,2}; 0:X1=x; int64_t 0:X3;", "LDP X1,X3,[X1]", "0:X1=1 /\\ 0:X3=2"),
    (
      "AArch64", "int x[2]; 0:X1=x; 0:X2=1; 0:X3=2;", "STP W2,W3,[X1],#4|LDR W4,[X1]",
      "x[0]=1 /\\ x[1]=2 /\\ 0:X4=2"
    ),
    (
      "ARM", "int x[3]={1,2,3}; 0:R0=x;", "LDMIB R0,{R1,R2}|LDRD R4,R5,[R0]|LDM R0,{R6}",
      "0:R2=3 /\\ 0:R5=2 /\\ 0:R6=1"
    ),
    ("AArch64", "uint8_t x; 0:X1=x;", "MOV W2,#257|STRB W2,[X1]|LDRB W3,[X1]", "x=1 /\\ 0:X3=1"),
    ("AArch64", "uint8_t x=200; 0:X1=x;", "MOV W2,#100|LDADDB W2,W3,[X1]", "x=44 /\\ 0:X3=200"),
    ("AArch64", "int x=-5; 0:X1=x;", "MOV W2,#3|LDSMAX W2,W3,[X1]|LDUMIN W2,W4,[X1]", "x=3 /\\ 0:X3=-5"),
    ("RISCV", "int x=0xff80; 0:x1=x; int64_t 0:x5;", "lb x5,0(x1)|lbu x6,0(x1)", "0:x5=-128 /\\ 0:x6=128"),
    ("RISCV", "int x=0xff80; 0:x1=x; int64_t 0:x5;", "lh x5,0(x1)|lhu x6,0(x1)", "0:x5=-128 /\\ 0:x6=0xff80"),
    ("RISCV", "int x=-5; 0:x1=x; 0:x2=3;", "amomaxu.w x3,x2,(x1)|amomax.w x4,x2,(x1)", "x=3"),
    ("RISCV", "int64_t 0:x3=0xfffffffe;", "addiw x3,x3,1", "0:x3=-1"),
    ("RISCV", "int64_t 0:x3;", "li x4,0xffffffff|sext.w x3,x4|zext.w x5,x3|snez x6,x3", "0:x3=-1 /\\ 0:x6=1"),
    ("RISCV", "", "li x4,-1|li x5,1|slt x6,x4,x5|sltu x7,x4,x5|seqz x8,x4|neg x9,x5", "0:x6=1 /\\ 0:x9=-1"),
    ("PPC", "int x=0xff80; 0:r1=x; int64_t 0:r5;", "lha r5,0(r1)|lhz r6,0(r1)", "0:r5=-128 /\\ 0:r6=0xff80"),
    ("PPC", "int x=-1; 0:r1=x; 0:r2=0; int64_t 0:r5;", "lwax r5,r2,r1|lbz r6,0(r1)", "0:r5=-1 /\\ 0:r6=255"),
    (
      "PPC", "int64_t 0:r5;", "lis r5,-1|addis r6,r5,1|oris r7,r6,2",
      "0:r5=-65536 /\\ 0:r6=0 /\\ 0:r7=0x20000"
    ),
    (
      "PPC", "int64_t 0:r5;", "li r4,-1|clrldi r5,r4,32|extsw r6,r5|srwi r7,r4,28",
      "0:r5=0xffffffff /\\ 0:r7=15"
    ),
    (
      "PPC", "int64_t 0:r5;", "li r4,-1|rlwinm r5,r4,16,0,15|rlwimi r6,r4,4,30,31",
      "0:r5=0xffff0000 /\\ 0:r6=3"
    ),
    ("PPC", "", "li r4,-1|cmplwi r4,1|bgt L|li r6,1|L: cmpwi r4,1|blt cr0,M|li r6,2|M:", "0:r6=0"),
    ("ARM", "int x=-2; 0:R1=x;", "LDRB R2,[R1]|LDRSB R3,[R1]", "0:R2=254 /\\ 0:R3=-2"),
    (
      "ARM", "int x[2]={1,2}; 0:R1=x;", "MOVW R2,#1|LDR R3,[R1,R2,LSL #2]|MOVT R2,#2",
      "0:R2=0x20001 /\\ 0:R3=2"
    ),
    ("X86_64", "int8_t x;", "movb $-1,(x)|movl $3,%eax|shl $2,%eax", "x=-1 /\\ 0:rax=12"),
    (
      "X86_64", "int64_t t[2]={1,-1}; 0:rax=t; 0:rbx=1; int64_t 0:rcx;", "movq 0(%rax,%rbx,8),%rcx",
      "0:rcx=-1"
    ),
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
    ("SUBS W3,W2,#1", "B.GE", 1), ("CMP W2,#0", "B.MI", 0), ("MOV W4,#0x80000000|CMP W4,#1", "B.MI", 1),
    ("ADDS W3,W2,#0", "B.MI", 0),
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
    ("AArch64", "int x=-1; 0:X1=x;", "LDR X2,[X1]", "a load of more bytes than the variable has"),
    ("AArch64", "int8_t x=-1; 0:X1=x;", "LDR W2,[X1]", "a load of more bytes than the variable has"),
    ("AArch64", "uint64_t x=-1; 0:X1=x;", "STR W2,[X1]", "an access to part of a word"),
    ("AArch64", "0:X1=x;", "MOV W2,#256|STR W2,[X1]|STRB W2,[X1]", "an access to part of a word"),
    ("AArch64", "0:X1=x;", "LDADDB W2,W3,[X1]", "an access to part of a word"),
    ("RISCV", "0:x1=x; 0:x2=-1;", "sw x2,0(x1)|ld x5,0(x1)", "a load of more bytes than the variable has"),
  ])
  func `An access to more or less than the variable is refused where that makes a difference`(
    language: String, initial: String, code: String, message: String
  ) throws {
    let error = #expect(throws: LitmusError.self) { try judge(language, initial, code, "forall (x=0)") }
    #expect(error?.message.contains(message) == true, "\(error?.description ?? "none")")
  }

  /// A store of a byte sets all of a variable that never holds more.
  @Test(arguments: [
    ("int x=3; int y=-1; 0:X1=x; 0:X3=y;", "MOV W2,#258|STRB W2,[X1]|STR W2,[X3]", "x=2 /\\ y=258"),
    ("uint64_t x; 0:X1=x;", "MOV W2,#-1|STR W2,[X1]", "x=0xffffffff"),
  ])
  func `A store to part of a variable is read where the rest stays zero`(
    initial: String, code: String, holds: String
  ) throws {
    #expect(try judge("AArch64", initial, code, "forall (\(holds))").isValidated == true)
  }

  /// N, Z, C and V of Arm (Arm ARM, ADDS, SUBS, ANDS): W1 is the largest word, W2 -1, W3 1, W4 the smallest.
  @Test(arguments: [
    ("ADDS W9,W2,W3", [false, true, true, false]), ("ADDS W9,W1,W3", [true, false, false, true]),
    ("ADDS W9,W4,W4", [false, true, true, true]), ("SUBS W9,W3,#2", [true, false, false, false]),
    ("SUBS W9,W4,#1", [false, false, true, true]), ("CMP W3,#1", [false, true, true, false]),
    ("CMP W2,#-1", [false, true, true, false]), ("CMN W3,W2", [false, true, true, false]),
    ("ANDS W9,W2,W4", [true, false, false, false]), ("TST W3,#2", [false, true, false, false]),
    ("SUBS X9,X3,#1", [false, true, true, false]), ("ADDS X9,X2,X3", [false, false, false, false]),
  ])
  func `An instruction of AArch64 sets the flags of the manual`(code: String, flags: [Bool]) throws {
    let read = ["MI", "EQ", "CS", "VS"].enumerated().map { "CSET W\($0 + 10),\($1)" }.joined(separator: "|")
    let holds = flags.enumerated().map { "0:X\($0 + 10)=\($1 ? 1 : 0)" }.joined(separator: " /\\ ")
    let judgement = try judge(
      "AArch64", "uint32_t 0:X1=0x7fffffff; 0:X2=0xffffffff; 0:X3=1; 0:X4=0x80000000;", "\(code)|\(read)",
      "forall (\(holds))")
    #expect(judgement.isValidated == true, "\(judgement.report)")
  }

  @Test(arguments: [
    ("SUBS R3,R1,#1|ANDS R3,R1,R1", "BHS", 1), ("SUBS R3,R1,#3|ANDS R3,R1,R1", "BHS", 0),
    ("ADDS R3,R1,R2|EORS R3,R1,R1", "BEQ", 1), ("ADDS R3,R1,R2", "BHI", 0), ("SUBS R3,R1,R2", "BVS", 0),
  ])
  func `A logical instruction of ARM leaves the carry as it was`(code: String, branch: String, taken: Int)
    throws
  {
    let judgement = try judge(
      "ARM", "0:R1=2; 0:R2=-2;", "\(code)|\(branch) L|MOV R5,#1|L:", "forall (0:R5=\(1 - taken))")
    #expect(judgement.isValidated == true, "\(judgement.report)")
  }

  @Test(arguments: ["shl EAX,1", "xadd [x],EAX", "or [x],1"])
  func `A condition of flags that are not read is refused`(code: String) throws {
    let lock = code.hasPrefix("shl") ? "" : "lock "
    let error = #expect(throws: LitmusError.self) {
      try judge("X86", "x=0;", "\(lock)\(code)|je L|L:", "forall (x=0)")
    }
    #expect(error?.message.contains("flags of an instruction that is not read for them") == true)
    #expect(throws: Never.self) {
      try judge("X86", "x=0;", "\(lock)\(code)|cmp EAX,0|je L|L:", "forall (x=0)")
    }
  }

  @Test(arguments: [
    ("sub EAX,1", "jb", 1), ("sub EAX,1", "jl", 1), ("and EAX,1", "jb", 0), ("cmp EAX,1", "jb", 1),
    ("add EAX,1", "jb", 0), ("sub EAX,1|add EAX,1", "jb", 1), ("sub EAX,1|inc EAX", "jb", 1),
    ("lock sub [x],1", "jb", 1),
    ("cmp EAX,0|lock inc [x]", "jb", 0), ("test EAX,EAX", "jae", 1),
  ])
  func `A jump on x86 asks for the borrow of a subtraction`(code: String, jump: String, taken: Int) throws {
    let judgement = try judge(
      "X86", "", "\(code)|\(jump) L|mov EBX,1|L:", "forall (0:EBX=\(1 - taken))")
    #expect(judgement.isValidated == true, "\(judgement.report)")
  }

  @Test(arguments: [
    ("CSEL W5,W1,W2,EQ", 1), ("CSEL W5,W1,W2,NE", 2), ("CSINC W5,W1,W2,NE", 3), ("CSINV W5,W1,W2,NE", -3),
    ("CSNEG W5,W1,W2,NE", -2), ("CSET W5,EQ", 1), ("CSETM W5,EQ", -1), ("CINC W5,W1,EQ", 2),
    ("CINC W5,W1,NE", 1),
    ("ADD W5,W1,W2,LSL #3", 17), ("SUB W5,W1,W2", -1), ("ORN W5,WZR,W2", -3), ("MVN W5,W2", -3),
    ("NEG W5,W2", -2),
    ("MOV W5,#1|MOVK W5,#2,LSL #16", 0x20001), ("MOV W5,#-8|ASR W5,W5,#1", -4),
    ("MOV W5,#511|UXTB W5,W5", 255),
  ])
  func `An AArch64 instruction computes what the manual says`(code: String, result: Int) throws {
    let judgement = try judge(
      "AArch64", "0:X1=1; 0:X2=2;", "CMP W1,#1|\(code)", "forall (0:X5=\(result))")
    #expect(judgement.isValidated == true, "\(judgement.report)")
  }

  @Test func `A load of 64 bits from a variable that holds an address or a small number is read`() throws {
    let judgement = try judge(
      "AArch64", "x=y; y=7; 0:X1=x;", "LDR X2,[X1]|LDR X3,[X2]", "forall (0:X2=y /\\ 0:X3=7)")
    #expect(judgement.isValidated == true)
  }
}
