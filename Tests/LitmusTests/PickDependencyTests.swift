import Testing

@testable import WeakMemory

/// What an instruction picks from several values does not depend on what decides: Arm's pick dependencies
/// (herdtools7, herd/libdir/aarch64deps.cat and aarch64.cat, pick-dep, pob and pick-lob). The verdicts are those of its
/// catalogues aarch64 and aarch64-pick (kinds.txt) for the tests of these names.
@Suite struct PickDependencyTests {
  private func judge(
    _ initial: String, _ first: String, _ second: String, _ question: String
  ) throws -> LitmusJudgement {
    let columns = [first, second].map { $0.split(separator: ";").map(String.init) }
    let rows = (0..<max(columns[0].count, columns[1].count)).map { row in
      columns.map { row < $0.count ? $0[row] : "" }.joined(separator: "|") + ";"
    }
    return try LitmusChecker().judge(
      LitmusParser.parse(
        "AArch64 t\n{\(initial)}\nP0|P1;\n\(rows.joined(separator: "\n"))\nexists (\(question))"))
  }

  /// A flag is read into W0 and decides what W2 is, or the address X2; W9 is 1, z and a are of this thread alone.
  @Test(arguments: [
    ("TLDAR", "CSEL W2,W4,W5,EQ;STR W2,[X8];LDAR W7,[X8];LDR W6,[X1]", true),
    ("T9", "CSEL X2,X1,X8,EQ;LDR W6,[X2]", true),
    ("MP+rel+CSEL-addr", "CSEL W2,W4,W5,EQ;STR W2,[X8];LDR W7,[X8];EOR W7,W7,W7;LDR W6,[X1,W7,SXTW]", true),
    ("MP+rel+CSEL-addr2", "CSEL X2,X8,X10,EQ;STR W9,[X2];LDR W7,[X2];EOR W7,W7,W7;LDR W6,[X1,W7,SXTW]", true),
    ("T15-corrected", "CSEL W2,W4,W5,EQ;STR W2,[X8];LDR W7,[X8];CBNZ W7,L;L: ISB;LDR W6,[X1]", false),
    ("", "CSEL X2,X8,X10,EQ;LDR W7,[X2];ISB;LDR W6,[X1]", false),
    ("", "CSEL W2,W4,W5,EQ;CBNZ W2,L;L: ISB;LDR W6,[X1]", false),
    ("", "CSEL W2,W4,W5,EQ;CBNZ W2,L;L: LDR W6,[X1]", true),
  ])
  func `A load is behind what picked its address only by an ISB`(
    name: String, reader: String, isAllowed: Bool
  ) throws {
    let judgement = try judge(
      "0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; 1:X8=z; 1:X10=a; 1:X9=1; 1:X4=0; 1:X5=0;",
      "MOV W0,#1;STR W0,[X1];STLR W0,[X3]", "LDR W0,[X3];CMP W0,#1;" + reader, "1:X0=1 /\\ 1:X6=0")
    #expect((judgement.positive > 0) == isAllowed, "\(name)")
  }

  /// Load buffering: the other thread stores x behind its load of y. W9 is 1.
  @Test(arguments: [
    ("LB+rel+pick-by-csel", "CMP W0,#1;CSEL W2,W9,W4,EQ;STR W2,[X3]", false),
    ("LB+rel+CSEL-CSEL", "CMP W0,#1;CSEL W2,W9,W4,EQ;CMP W2,#1;CSEL W2,W9,W4,EQ;STR W2,[X3]", false),
    ("LB+CSEL4", "CMP W0,#0;CSEL W2,W9,W9,EQ;STR W9,[X3]", true),
    ("LB+CSEL-data-po+DMB", "CMP W0,#1;CSEL W2,W9,W4,EQ;STR W2,[X8];STR W9,[X3]", true),
    ("LB+CSEL-addr-po+DMB", "CMP W0,#1;CSEL X2,X8,X10,EQ;STR W9,[X2];STR W9,[X3]", false),
    ("T3", "CMP W0,#0;CSEL X2,X8,X10,EQ;STR W4,[X2];LDR W4,[X2];STR W9,[X3]", false),
    ("T7", "CMP W0,#1;CSEL W2,W4,W9,EQ;STR W2,[X8];LDAR W2,[X8];STR W9,[X3]", false),
    (
      "T7dep",
      "CMP W0,#1;CSEL W2,W4,W9,EQ;STR W2,[X8];LDR W2,[X8];EOR W2,W2,W2;LDR W7,[X10,W2,SXTW];STR W9,[X3]",
      false
    ),
    ("T10C", "CMP W0,#1;CSEL W2,W4,W9,EQ;STR W2,[X8];LDR W2,[X8];EOR W2,W2,W2;STR W9,[X3,W2,SXTW]", false),
    ("", "CMP W0,#1;CSEL W2,W9,W9,NE;STR W2,[X3]", false),
  ])
  func `A store is behind what picked its datum or its address`(
    name: String, thread: String, isAllowed: Bool
  ) throws {
    let judgement = try judge(
      "0:X1=x; 0:X3=y; 0:X8=z; 0:X10=a; 0:X9=1; 1:X1=x; 1:X3=y; 1:X9=1;", "LDR W0,[X1];" + thread,
      "LDR W0,[X3];STLR W9,[X1]", "0:X0=1 /\\ 1:X0=1")
    #expect((judgement.positive > 0) == isAllowed, "\(name)")
  }

  /// Where a successful swap leaves its register from is open: memory, or the register itself. W9 is 1, z starts as 1.
  @Test(arguments: [
    ("MP+rel+CAS-ok-MRs-addr", "MOV W0,#1;CAS W0,WZR,[X3];EOR W2,W0,W0;LDR W6,[X1,W2,SXTW]", true),
    (
      "MP+rel+CAS-ok-RsRs-addr", "LDR W0,[X3];MOV W5,W0;CAS W5,W4,[X8];EOR W2,W5,W5;LDR W6,[X1,W2,SXTW]", true
    ),
    ("", "LDR W0,[X3];MOV W5,#9;CAS W5,W4,[X3];EOR W2,W5,W5;LDR W6,[X1,W2,SXTW]", false),
    ("", "MOV W0,#1;CASA W0,WZR,[X3];LDR W6,[X1]", false),
  ])
  func `A load depends on a compare-and-swap only if both its sources do`(
    name: String, reader: String, isAllowed: Bool
  ) throws {
    let judgement = try judge(
      "z=1; 0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; 1:X8=z; 1:X9=1;", "MOV W0,#1;STR W0,[X1];STLR W0,[X3]", reader,
      "1:X0=1 /\\ 1:X6=0")
    #expect((judgement.positive > 0) == isAllowed, "\(name)")
  }

  /// Both sources of the register have come from the other thread's releases.
  @Test func `A load depends on a compare-and-swap of two values that were both waited for`() throws {
    let judgement = try judge(
      "z=3; 0:X0=x; 0:X2=y; 0:X4=z; 1:X0=x; 1:X2=y; 1:X4=z; 1:X3=5;",
      "MOV W1,#1;STR W1,[X0];MOV W3,#1;STLR W3,[X4];STLR W3,[X2]",
      "LDR W1,[X2];MOV W9,W1;CAS W1,W3,[X4];EOR W5,W1,W1;LDR W7,[X0,W5,SXTW]",
      "1:X9=1 /\\ 1:X7=0 /\\ 1:X1=1 /\\ z=5")
    #expect(judgement.observation == .never)
  }

  /// MP+rel+CASacq-noret-ok and MP+rel+CASnoret-ok-dmb.ld.
  @Test(arguments: [
    ("CASA WZR,W9,[X3];LDR W6,[X1]", true), ("CASAL WZR,W9,[X3];LDR W6,[X1]", true),
    ("MOV W4,#0;CASA W4,W9,[X3];LDR W6,[X1]", false), ("CAS WZR,W9,[X3];DMB LD;LDR W6,[X1]", true),
  ])
  func `A compare-and-swap whose register is XZR acquires nothing`(reader: String, isAllowed: Bool) throws {
    let judgement = try judge(
      "y=2; 0:X1=x; 0:X3=y; 0:X0=1; 1:X1=x; 1:X3=y; 1:X9=1;", "STR W0,[X1];STLR WZR,[X3]", reader,
      "y=1 /\\ 1:X6=0")
    #expect((judgement.positive > 0) == isAllowed)
  }
}
