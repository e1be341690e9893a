import AIORing
import Testing

@testable import WeakMemory

/// Verdicts of herd7 7.58 with its own models (SPARC PSO and RMO, Alpha: short models after McKenney's table) on the
/// ring's two shapes. Each cell is two letters: publish/observe, then claim/retire; A allowed, F forbidden.
enum KnownVerdicts {
  struct Row: Sendable, CustomStringConvertible {
    var description: String
    var edges: AssignedBarriers
    /// LKMM, RISC-V and RMO; ARMv8; ARMv7; POWER; PSO; Alpha; x86-TSO and SC; RC11.
    var cells: [String]

    init(
      _ description: String, _ claim: Ordering, _ publish: Ordering, _ observe: Ordering, _ retire: Ordering,
      _ cells: String
    ) {
      self.description = description
      edges = AssignedBarriers(claim: claim, publish: publish, observe: observe, retire: retire)
      self.cells = cells.split(separator: " ").map(String.init)
    }
  }

  static let columns: [[Model]] = [
    [.lkmm, .riscv, .sparcRMO], [.armv8], [.armv7], [.power], [.sparcPSO], [.alpha], [.x86TSO, .sc], [.rc11],
  ]

  static let rows = [
    Row("compiler-only at every edge", .compiler, .compiler, .compiler, .compiler, "AA AA AA AA AF AA FF AF"),
    Row("2003 patch", .compiler, .wmb, .none, .mb, "AF AF AF AF FF AF FF AF"),
    Row("2014 fix", .compiler, .wmb, .rmb, .mb, "FF FF FF FF FF FF FF FF"),
    Row("2014 fix without smp_wmb", .compiler, .none, .rmb, .mb, "AF AF AF AF AF AF FF AF"),
    Row("2014 fix without smp_mb", .compiler, .wmb, .rmb, .none, "FA FA FA FA FF FA FF FF"),
    Row("2014 fix, retire = smp_rmb", .compiler, .wmb, .rmb, .rmb, "FA FF FF FF FF FF FF FF"),
    Row("2014 fix, retire = smp_wmb", .compiler, .wmb, .rmb, .wmb, "FA FA FA FF FF FA FF FF"),
    Row("release/acquire at all four", .acquire, .release, .acquire, .release, "FF FF FF FF FF FF FF FF"),
    Row("release/acquire, publish relaxed", .acquire, .none, .acquire, .release, "AF AF AF AF AF AF FF AF"),
    Row("release/acquire, observe relaxed", .acquire, .release, .none, .release, "AF AF AF AF FF AF FF AF"),
    Row("release/acquire, retire relaxed", .acquire, .release, .acquire, .none, "FA FA FA FA FF FA FF FF"),
    Row("seq_cst at every edge", .seqCst, .seqCst, .seqCst, .seqCst, "FF FF FF FF FF FF FF FF"),
    Row("a full barrier at every edge", .mb, .mb, .mb, .mb, "FF FF FF FF FF FF FF FF"),
  ]
}

@Suite struct KnownVerdictTests {
  @Test(arguments: KnownVerdicts.rows)
  func `The verdicts of herd7 on the ring are reproduced`(row: KnownVerdicts.Row) {
    for (models, cell) in zip(KnownVerdicts.columns, row.cells) {
      for model in models {
        let letters = [RingShape.publishObserve, .claimRetire].map { shape in
          switch Verification(Subject(edges: row.edges), under: model, shape: shape).verdict {
          case .allowed: "A"
          case .forbidden: "F"
          case .unknown: "?"
          }
        }
        #expect(letters.joined() == cell, "\(row) under \(model.rawValue)")
      }
    }
  }

  /// Which models allow the lost wake-up.
  static func lostWakeUps(wake: Ordering, sleep: Ordering) -> Set<Model> {
    let subject = Subject(edges: AssignedBarriers(wake: wake, sleep: sleep))
    return Set(
      Model.allCases.filter { Verification(subject, under: $0, shape: .wakeSleep).verdict != .forbidden })
  }

  static let allButSC = Set(Model.allCases).subtracting([.sc])

  @Test func `With nothing at wake and sleep every architecture loses wake-ups`() {
    #expect(Self.lostWakeUps(wake: .none, sleep: .none) == Self.allButSC)
  }

  @Test func `Release and acquire lose wake-ups everywhere but on ARMv8, whose LDAR and STLR are RCsc`() {
    #expect(Self.lostWakeUps(wake: .release, sleep: .acquire) == Self.allButSC.subtracting([.armv8]))
  }

  @Test(arguments: [(Ordering.mb, Ordering.none), (.none, .mb)])
  func `A full barrier on one side only loses wake-ups everywhere`(wake: Ordering, sleep: Ordering) {
    #expect(Self.lostWakeUps(wake: wake, sleep: sleep) == Self.allButSC)
  }

  @Test(arguments: [Ordering.mb, .mfence, .seqCst, .seqCstFence])
  func `A full barrier or seq_cst on both sides loses no wake-up anywhere`(ordering: Ordering) {
    #expect(Self.lostWakeUps(wake: ordering, sleep: ordering).isEmpty)
  }
}
