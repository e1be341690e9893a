import AIORing
import Testing

@testable import WeakMemory

@Suite struct LitmusExportTests {
  static let shapes: [RingShape] = [.publishObserve, .claimRetire, .wakeSleep]

  /// The kernel's model judges the printed test as it judges the ring itself.
  @Test(arguments: Catalogue.entries.map(\.name), shapes)
  func `What is printed in the kernel's C and read again has the ring's own verdict`(
    strategy: String, shape: RingShape
  ) throws {
    let subject = Subject(try #require(Catalogue.entry(named: strategy)))
    let text = try LitmusExport(subject, shape: shape, dialect: .lkmm).text()
    let judgement = try LitmusChecker().judge(LitmusParser.parse(text))
    let verification = Verification(subject, under: .lkmm, shape: shape)
    #expect(judgement.positive + judgement.negative > 0)
    #expect((judgement.positive > 0) == (verification.verdict == .allowed), "\(text)")
  }

  @Test(
    arguments: [
      "claim=acquire,publish=release,observe=acquire,retire=release", "publish=wmb,observe=rmb", "claim=mb",
      "claim=compiler,publish=wmb,observe=rmb,retire=rmb", "publish=release-fence,observe=acquire-fence",
      "publish=seq-cst,observe=seq-cst,wake=seq-cst,sleep=seq-cst", "wake=mb,sleep=mb",
    ], shapes)
  func `Any assignment keeps its verdict through print and read`(edges: String, shape: RingShape) throws {
    let subject = Subject(edges: try EdgeAssignment(edges))
    let text = try LitmusExport(subject, shape: shape, dialect: .lkmm).text()
    let judgement = try LitmusChecker().judge(LitmusParser.parse(text))
    #expect(
      (judgement.positive > 0) == (Verification(subject, under: .lkmm, shape: shape).verdict == .allowed))
  }

  /// A read before an acquire fence or a write behind a release fence is not always an acquire or a release.
  @Test(arguments: shapes)
  func `C11's fences order as much in the kernel's C as in the ring, and no more`(shape: RingShape) throws {
    let fences: [Ordering] = [.none, .acquireFence, .releaseFence]
    for (claim, publish) in fences.flatMap({ claim in fences.map { (claim, $0) } }) {
      for (observe, retire) in fences.flatMap({ observe in fences.map { (observe, $0) } }) {
        for (wake, sleep) in [(Ordering.none, Ordering.mb), (.releaseFence, .acquireFence)] {
          let barriers = AssignedBarriers(
            claim: claim, publish: publish, observe: observe, retire: retire, wake: wake, sleep: sleep)
          let subject = Subject(edges: barriers)
          let text = try LitmusExport(subject, shape: shape, dialect: .lkmm).text()
          let judgement = try LitmusChecker().judge(LitmusParser.parse(text))
          let verdict = Verification(subject, under: .lkmm, shape: shape).verdict
          #expect((judgement.positive > 0) == (verdict == .allowed), "\(text)")
        }
      }
    }
  }

  /// A machine's model, given the kernel's C, lowers it by the same table: its verdicts survive the way through it.
  @Test(
    arguments: ["kernel-2002", "kernel-2003", "kernel-2014", "acquire-release", "full-fence", "spinlock"],
    shapes)
  func `The machines agree with the printed test too`(strategy: String, shape: RingShape) throws {
    let subject = Subject(try #require(Catalogue.entry(named: strategy)))
    let test = try LitmusParser.parse(LitmusExport(subject, shape: shape, dialect: .lkmm).text())
    for model in Model.allCases where model != .rc11 {
      let judgement = try LitmusChecker(model: model).judge(test)
      let verdict = Verification(subject, under: model, shape: shape).verdict
      #expect((judgement.positive > 0) == (verdict == .allowed), "\(model.rawValue)")
    }
  }

  /// What is printed in assembly is read by the reader of assembly, which knows nothing of the printer.
  @Test(arguments: LitmusDialect.allCases.filter { $0 != .lkmm }, shapes)
  func `Every strategy keeps its verdict through a machine's assembly`(
    dialect: LitmusDialect, shape: RingShape
  ) throws {
    for entry in Catalogue.entries {
      let subject = Subject(entry)
      let text = try LitmusExport(subject, shape: shape, dialect: dialect).text()
      let judgement = try LitmusChecker().judge(LitmusParser.parse(text))
      let verdict = Verification(subject, under: dialect.model, shape: shape).verdict
      #expect(judgement.model == dialect.model && judgement.positive + judgement.negative > 0)
      #expect((judgement.positive > 0) == (verdict == .allowed), "\(text)")
    }
  }

  @Test(arguments: LitmusDialect.allCases, shapes)
  func `Every strategy is printed in every dialect`(dialect: LitmusDialect, shape: RingShape) throws {
    for entry in Catalogue.entries {
      let text = try LitmusExport(Subject(entry), shape: shape, dialect: dialect).text()
      #expect(text.contains("\(shape.rawValue)+\(entry.name)\n"))
      #expect(text.split(separator: "\n").last?.hasPrefix("exists (") == true)
    }
  }

  @Test(arguments: [
    (LitmusDialect.aarch64, ["DMB ISHST", "DMB ISHLD", "DMB ISH"]),
    (.power, ["lwsync", "sync"]),
    (.riscv, ["fence w,w", "fence r,r", "fence rw,rw"]),
    (.x86, ["lock addl $0,(%rsp)"]),
  ])
  func `The instructions are the architecture's`(dialect: LitmusDialect, instructions: [String]) throws {
    let subject = Subject(try #require(Catalogue.entry(named: "kernel-2014")))
    let text = try LitmusExport(subject, shape: .publishObserve, dialect: dialect).text()
    for instruction in instructions { #expect(text.contains(" \(instruction) ")) }
  }

  @Test func `Columns of assembly are as wide in every row and end alike`() throws {
    let subject = Subject(try #require(Catalogue.entry(named: "spinlock")))
    for dialect in LitmusDialect.allCases where dialect != .lkmm {
      let text = try LitmusExport(subject, shape: .claimRetire, dialect: dialect).text()
      let rows = text.split(separator: "\n").filter { $0.contains("|") }
      #expect(Set(rows.map(\.count)).count == 1)
      #expect(rows.allSatisfy { $0.hasSuffix(";") && $0.filter { $0 == "|" }.count == 1 })
      // Every label that is jumped to stands somewhere once.
      for label in text.split(whereSeparator: { " \n|;".contains($0) })
      where label.hasSuffix(":") && label.hasPrefix("L") {
        #expect(text.split(separator: String(label)).count == 2)
      }
    }
  }
}
