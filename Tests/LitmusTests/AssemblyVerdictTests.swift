import Testing

@testable import WeakMemory

/// Verdicts that others have published, by diy7's names of the tests. The tests' texts are made here.
@Suite struct AssemblyVerdictTests {
  /// Verdicts from one source: the tests whose weak outcome is allowed, and those in which it is forbidden.
  struct Source: Sendable, CustomTestStringConvertible {
    let language: AssemblyLanguage
    let allowed, forbidden: String
    var testDescription: String { language.rawValue }
  }

  static let sources = [
    // Dartagnan's expected results for herdtools7's tests of ARMv8 (Dat3M, ARM8-expected.csv), and the catalogue of
    // herdtools7 (catalogue/aarch64/tests/kinds.txt).
    Source(
      language: .aarch64,
      allowed: """
        2+2W 2+2W+dmb.ld+dmb.st 2+2W+dmb.ld+dmb.sy 2+2W+dmb.ld+po 2+2W+dmb.lds 2+2W+dmb.st+po 2+2W+dmb.sy+po
        LB LB+dmb.ld+dmb.st LB+dmb.ld+po LB+dmb.st+dmb.sy LB+dmb.st+po LB+dmb.sts LB+dmb.sy+po
        MP MP+dmb.ld+dmb.st MP+dmb.ld+dmb.sy MP+dmb.ld+po MP+dmb.lds MP+dmb.st+po MP+dmb.sts MP+dmb.sy+dmb.st
        MP+dmb.sy+po MP+po+dmb.ld MP+po+dmb.st MP+po+dmb.sy MP+dmb.sy+ctrl
        R R+dmb.ld+dmb.st R+dmb.ld+dmb.sy R+dmb.ld+po R+dmb.lds R+dmb.st+dmb.ld R+dmb.st+po R+dmb.sts R+dmb.sy+dmb.ld
        R+dmb.sy+dmb.st R+dmb.sy+po R+po+dmb.ld R+po+dmb.st R+po+dmb.sy
        S S+dmb.ld+dmb.st S+dmb.ld+dmb.sy S+dmb.ld+po S+dmb.lds S+dmb.st+po S+dmb.sts S+dmb.sy+dmb.st S+dmb.sy+po
        S+po+dmb.ld S+po+dmb.st S+po+dmb.sy
        SB SB+dmb.ld+dmb.st SB+dmb.ld+dmb.sy SB+dmb.ld+po SB+dmb.lds SB+dmb.st+dmb.sy SB+dmb.st+po SB+dmb.sts
        SB+dmb.sy+po SB+dmb.sy+polq
        """,
      forbidden: """
        2+2W+dmb.st+dmb.sy 2+2W+dmb.sts 2+2W+dmb.sys 2+2W+dmb.sy+poll 2+2W+polls 3.2W+polls 3.2W+dmb.sy+poll+poll
        LB+dmb.ld+dmb.sy LB+dmb.lds LB+dmb.sys LB+dmb.sy+poal LB+poals 3.LB+poals 3.LB+dmb.sy+dmb.sy+poal
        MP+dmb.st+dmb.ld MP+dmb.st+dmb.sy MP+dmb.sy+dmb.ld MP+dmb.sys MP+dmb.sy+poaa MP+poll+dmb.sy MP+poll+poaa
        MP+popl+poap MP+popl+poqp MP+dmb.sy+addr MP+dmb.sy+ctrlisb
        R+dmb.st+dmb.sy R+dmb.sys R+dmb.sy+pola R+poll+dmb.sy R+poll+pola
        S+dmb.st+dmb.ld S+dmb.st+dmb.sy S+dmb.sy+dmb.ld S+dmb.sys S+dmb.sy+poal S+poll+dmb.sy S+poll+poal
        SB+dmb.sys SB+dmb.sy+pola SB+polas 3.SB+polas 3.SB+dmb.sy+dmb.sy+pola
        IRIW+dmb.sy+poaa IRIW+poaas IRIW+dmb.sys ISA2+dmb.sy+dmb.sy+poaa ISA2+dmb.sy+poal+dmb.sy ISA2+poll+poal+poaa
        ISA2+poll+dmb.sy+dmb.sy RWC+dmb.sy+pola RWC+poaa+dmb.sy RWC+poaa+pola
        """),
    // Dartagnan's expected results for the tests of "Herding Cats" (Dat3M, PPC-expected.csv).
    Source(
      language: .power,
      allowed: """
        2+2W 2+2W+isync+po 2+2W+isyncs 2+2W+lwsync+isync 2+2W+lwsync+po 2+2W+sync+isync 2+2W+sync+po
        3.2W 3.2W+lwsync+lwsync+po 3.2W+lwsync+po+po 3.2W+lwsync+sync+po 3.2W+sync+lwsync+po 3.2W+sync+sync+po
        3.LB 3.LB+lwsync+lwsync+po 3.LB+lwsync+po+po 3.LB+sync+lwsync+po 3.LB+sync+sync+po
        3.SB 3.SB+lwsync+lwsync+po 3.SB+lwsync+sync+lwsync 3.SB+lwsyncs 3.SB+sync+sync+lwsync 3.SB+sync+sync+po
        LB LB+ctrl+po LB+ctrlisync+po LB+data+po LB+isync+ctrl LB+isync+ctrlisync LB+isync+data LB+isync+po LB+isyncs
        LB+lwsync+isync LB+lwsync+po LB+sync+isync LB+sync+po
        MP MP+isync+ctrl MP+isync+ctrlisync MP+isync+lwsync MP+isync+po MP+isync+sync MP+isyncs MP+lwsync+ctrl
        MP+lwsync+isync MP+lwsync+po MP+po+ctrl MP+po+ctrlisync MP+po+isync MP+po+lwsync MP+po+sync MP+sync+ctrl
        MP+sync+isync MP+sync+po
        R R+isync+lwsync R+isync+po R+isync+sync R+isyncs R+lwsync+isync R+lwsync+po R+lwsync+sync R+lwsyncs
        R+po+isync R+po+lwsync R+po+sync R+sync+isync R+sync+lwsync R+sync+po
        RWC RWC+ctrl+isync RWC+ctrl+lwsync RWC+ctrl+po RWC+ctrl+sync RWC+ctrlisync+isync RWC+ctrlisync+lwsync
        RWC+ctrlisync+po RWC+ctrlisync+sync RWC+isync+lwsync RWC+isync+sync RWC+isyncs RWC+lwsync+isync RWC+lwsync+po
        RWC+lwsync+sync RWC+lwsyncs RWC+po+sync RWC+sync+isync RWC+sync+lwsync RWC+sync+po
        S S+isync+ctrl S+isync+ctrlisync S+isync+data S+isync+lwsync S+isync+po S+isync+sync S+isyncs S+lwsync+isync
        S+lwsync+po S+po+ctrl S+po+ctrlisync S+po+data S+po+isync S+po+lwsync S+po+sync S+sync+isync S+sync+po
        SB SB+isync+po SB+isyncs SB+lwsync+isync SB+lwsync+po SB+lwsync+sync SB+lwsyncs SB+sync+isync SB+sync+po
        W+RWC W+RWC+lwsync+lwsync+po W+RWC+lwsync+lwsync+sync W+RWC+lwsync+po+lwsync W+RWC+lwsync+po+sync
        W+RWC+lwsync+sync+lwsync W+RWC+lwsyncs W+RWC+po+lwsync+sync W+RWC+po+sync+sync W+RWC+sync+lwsync+lwsync
        W+RWC+sync+lwsync+po W+RWC+sync+po+sync W+RWC+sync+sync+lwsync W+RWC+sync+sync+po
        WRC+ctrl+ctrlisync WRC+ctrl+isync WRC+ctrl+lwsync WRC+ctrl+po WRC+ctrl+sync WRC+ctrlisync+ctrl
        WRC+ctrlisync+lwsync WRC+ctrlisync+sync WRC+ctrlisyncs WRC+ctrls WRC+data+ctrl WRC+data+ctrlisync
        WRC+data+lwsync WRC+data+sync WRC+isync+lwsync WRC+isync+sync WRC+isyncs WRC+lwsync+ctrl WRC+lwsync+isync
        WRC+lwsync+po WRC+po+ctrl WRC+po+lwsync
        """,
      forbidden: """
        2+2W+lwsync+sync 2+2W+lwsyncs 2+2W+sync+lwsync 3.2W+lwsync+sync+lwsync 3.2W+lwsyncs 3.2W+sync+lwsync+lwsync
        3.2W+sync+sync+lwsync 3.2W+syncs 3.LB+lwsync+sync+lwsync 3.LB+lwsyncs 3.LB+sync+sync+lwsync 3.LB+syncs
        3.SB+syncs LB+ctrl+data LB+ctrlisync+ctrl LB+ctrlisync+data LB+ctrlisyncs LB+ctrls LB+lwsync+ctrl
        LB+lwsync+ctrlisync LB+lwsync+data LB+lwsync+sync LB+lwsyncs LB+sync+ctrl LB+sync+ctrlisync LB+sync+data
        LB+syncs MP+lwsync+ctrlisync MP+lwsync+sync MP+lwsyncs MP+sync+lwsync R+syncs RWC+syncs S+lwsync+ctrlisync
        S+lwsync+sync S+lwsyncs S+sync+ctrl S+sync+ctrlisync S+sync+data S+sync+lwsync S+syncs SB+syncs
        W+RWC+lwsync+sync+sync W+RWC+sync+lwsync+sync W+RWC+syncs WRC+lwsync+ctrlisync WRC+lwsync+sync WRC+lwsyncs
        """),
    // Dartagnan's expected results for the tests of RISC-V's memory model group (Dat3M, RISCV-expected.csv), and the
    // manual's appendix on the model.
    Source(
      language: .riscv,
      allowed: """
        MP SB LB R S 2+2W MP+po+poaqp MP+poprl+ctrl MP+fence.rw.w+po R+fence.rw.rw+fence.w.w MP+poprl+fence.rw.w
        SB+poprls MP+fence.w.w+ctrl
        """,
      forbidden: """
        WWC+poprl+ctrl ISA2+fence.rw.w+fence.rw.rw+addr Z6.2+fence.rw.rw+data+ctrl W+RWC+fence.rw.w+addr+fence.rw.rw
        Z6.3+fence.rw.w+fence.w.w+fence.rw.rw Z6.5+poprl+poprl+fence.rw.rw Z6.1+fence.rw.rw+fence.rw.w+fence.r.rw
        ISA2+poprl+data+fence.rw.rw Z6.2+fence.rw.w+ctrl+poprl ISA2+fence.w.w+ctrl+fence.rw.rw
        3.LB+fence.rw.rw+poprl+addr Z6.2+fence.w.w+poprl+poaqp 3.LB+fence.rw.rw+poprl+data
        ISA2+fence.w.w+poprl+addr ISA2+poprl+addr+poaqp Z6.3+fence.rw.w+fence.rw.rw+fence.r.rw MP+poprl+poaqp
        3.LB+fence.r.rw+poaqp+addr 3.LB+fence.r.rw+fence.r.rw+fence.rw.w 3.LB+fence.rw.w+fence.rw.w+ctrl
        Z6.0+fence.rw.w+fence.rw.rw+fence.rw.rw ISA2+fence.rw.w+poaqp+fence.rw.rw WWC+poaqps WWC+poprls
        ISA2+poprl+fence.rw.rw+poaqp ISA2+poprl+poprl+fence.r.rw Z6.2+fence.rw.rws Z6.1+poprl+fence.rw.w+poprl
        W+RWC+fence.w.w+poaqp+fence.rw.rw 3.2W+fence.w.w+fence.rw.rw+poprl SB+fence.rw.rws LB+fence.rw.ws
        MP+fence.w.w+fence.r.r LB+addrs LB+datas LB+ctrls IRIW+fence.rw.rws MP+fence.tsos 2+2W+fence.tsos
        """),
    // Maranget, Sarkar, Sewell, "A Tutorial Introduction to the ARM and POWER Relaxed Memory Models", 2012, and
    // "Herding Cats", whose ARM model gives IRIW with address dependencies the same verdict as POWER.
    Source(
      language: .arm,
      allowed: """
        MP SB LB S R 2+2W WRC IRIW MP+dmb+po MP+po+dmb MP+dmb+ctrl MP+po+addr SB+dmb+po LB+addr+po WRC+addrs
        IRIW+addrs R+dmb+po S+dmb+po 2+2W+dmb+po MP+dmb+isb RWC+addr+dmb
        """,
      forbidden: """
        MP+dmbs MP+dmb+addr MP+dmb+ctrlisb MP+dsbs SB+dmbs SB+dsbs LB+dmbs LB+addrs LB+datas LB+ctrls S+dmb+addr
        S+dmb+ctrl S+dmb+data R+dmbs 2+2W+dmbs WRC+dmb+addr ISA2+dmb+addr+addr IRIW+dmbs RWC+dmbs W+RWC+dmb+addr+dmb
        """),
    // The catalogue of herdtools7 (catalogue/x86_64/kinds.txt).
    Source(
      language: .amd64, allowed: "R RWC SB SB+mfence+po",
      forbidden: "2+2W LB MP R+po+mfence RWC+po+mfence S SB+mfences WRC WWC"),
    Source(
      language: .x86, allowed: "R RWC SB SB+mfence+po SB+lfences SB+sfences",
      forbidden: "2+2W LB MP R+po+mfence RWC+po+mfence S SB+mfences WRC WWC IRIW MP+sfence+lfence"),
  ]

  @Test(arguments: sources)
  func `The verdict is the published one`(source: Source) throws {
    for (names, isAllowed) in [(source.allowed, true), (source.forbidden, false)] {
      for name in names.split(whereSeparator: \.isWhitespace) {
        let cycle = try #require(AssemblyCycle(String(name)), "\(name)")
        let text = cycle.text(in: source.language)
        let judgement = try LitmusChecker().judge(LitmusParser.parse(text))
        #expect((judgement.positive > 0) == isAllowed, "\(text)")
        #expect(judgement.incompleteness == nil)
      }
    }
  }

  @Test(arguments: [
    (AssemblyLanguage.power, "SB"), (.riscv, "MP"), (.aarch64, "R"), (.arm, "IRIW"), (.x86, "SB"),
    (.amd64, "R"),
  ])
  func `Sequential consistency forbids what the machines allow`(language: AssemblyLanguage, name: String)
    throws
  {
    let text = try #require(AssemblyCycle(name)).text(in: language)
    #expect(try LitmusChecker(model: .sc).judge(LitmusParser.parse(text)).positive == 0)
  }
}
