import RunRecord
import Testing

@testable import Reporting

@Suite struct ProbeReportTests {
  private func shape(_ name: String, _ reorderings: [String], weak: UInt64, allowed: Bool = true)
    -> ShapeCount
  {
    ShapeCount(
      name: name, threads: ["x = 1", "r0 = x"], weakOutcome: "1:r0 = 0", reorderings: reorderings,
      isAllowed: allowed, isAvailable: true, instances: 1_000_000, weak: weak)
  }

  private func probe(_ shapes: [ShapeCount], canTell: Bool = true) -> ProbeRecord {
    ProbeRecord(
      cpuModel: nil, model: "x86-tso", cpus: [0, 1], distance: "shared-l3", canTell: canTell, shapes: shapes)
  }

  @Test func theSentenceNamesWhatWasSeenAndHowOftenTheRestWasNot() {
    let seen = probe([
      shape("MP", ["store then store", "load then load"], weak: 0, allowed: false),
      shape("SB", ["store then load"], weak: 193),
      // Explained by what SB proves.
      shape("R", ["store then store", "store then load"], weak: 7),
    ])
    #expect(
      ProbeReport.conclusion(seen)
        == "store then load: seen 193 times in a million (SB); nothing else seen in 1000k")
    let unexplained = probe([shape("R", ["store then store", "store then load"], weak: 7)])
    #expect(
      ProbeReport.conclusion(unexplained)
        == "store then store or store then load: seen 7.00 times in a million (R)")
    #expect(
      ProbeReport.conclusion(probe([shape("SB", ["store then load"], weak: 0)])) == "nothing seen in 1000k")
  }

  @Test func whatTheModelForbidsAndIsSeenIsAContradiction() {
    let wrong = probe([shape("MP", ["store then store"], weak: 1, allowed: false)])
    #expect(wrong.contradictsModel)
    #expect(ProbeReport.text(wrong).contains("CONTRADICTION: MP was seen, and x86-tso forbids it"))
  }

  @Test func oneCPUCannotTell() {
    let alone = probe([shape("SB", ["store then load"], weak: 0)], canTell: false)
    #expect(ProbeReport.text(alone).contains("cannot tell"))
    #expect(!ProbeReport.text(alone).contains("nothing"))
  }
}
