import Testing

@Suite("The order of the modules") struct ImportOrderTests {
  @Test("is kept by Package.swift and by every import in the sources")
  func kept() throws {
    let targets = try PackageDescription.targets()
    #expect(targets.count > 20)
    #expect(targets.contains { $0.name == "RingbenchCommand" && $0.imports.count > 20 })
    for complaint in ImportOrder.complaints(about: targets) { Issue.record("\(complaint)") }
  }

  /// All modules, each alone but for those given.
  private func package(with changed: ImportOrder.Target) -> [ImportOrder.Target] {
    ImportOrder.floors.joined().map { name in
      name == changed.name ? changed : ImportOrder.Target(name: name)
    } + (ImportOrder.floors.joined().contains(changed.name) ? [] : [changed])
  }

  private func target(_ name: String, _ modules: String..., declared: [String]? = nil) -> ImportOrder.Target {
    ImportOrder.Target(
      name: name, declared: declared ?? modules,
      imports: modules.map { ImportOrder.Import(module: $0, place: "Sources/\(name)/A.swift:1") })
  }

  @Test("is not kept by a lower module that imports a higher one, or one of its own floor")
  func upwards() {
    #expect(ImportOrder.complaints(about: package(with: target("Reporting", "RunRecord"))).isEmpty)
    #expect(
      ImportOrder.complaints(about: package(with: target("RunRecord", "Reporting")))
        == ["RunRecord imports Reporting, which is not below it"])
    #expect(
      ImportOrder.complaints(about: package(with: target("Topology", "WeakMemory")))
        == ["Topology imports WeakMemory, which is not below it"])
    #expect(
      ImportOrder.complaints(about: package(with: target("RunRecord", declared: ["Reporting"]))).contains(
        "RunRecord imports Reporting, which is not below it"))
  }

  @Test("is not kept by a view that runs trials")
  func forbidden() {
    #expect(
      ImportOrder.complaints(about: package(with: target("Reporting", "Campaigns")))
        == ["Reporting imports Campaigns, which it may not"])
  }

  @Test("is not kept by an import that is not declared, nor by a declaration without an import")
  func undeclared() {
    #expect(
      ImportOrder.complaints(about: package(with: target("Audit", "SystemPackage", declared: [])))
        == ["Sources/Audit/A.swift:1: imports SystemPackage, which Package.swift does not declare for Audit"])
    #expect(
      ImportOrder.complaints(about: package(with: target("Audit", declared: ["AIORing"])))
        == ["Package.swift declares AIORing for Audit, where no source imports it"])
  }

  @Test("knows every module, and no other")
  func complete() {
    #expect(
      ImportOrder.complaints(about: package(with: target("Novelty"))) == [
        "Novelty is on no floor of ImportOrder"
      ])
    let all = package(with: target("Audit")).filter { $0.name != "Topology" }
    #expect(ImportOrder.complaints(about: all) == ["Topology is on a floor of ImportOrder, and no target"])
  }

  @Test("is read from import lines of every form")
  func lines() {
    let text = [
      "import A", "@testable import B", "public import struct C.Point", "  @_exported import D",
      "// import E",
      "let important = \"import F\"", "@preconcurrency @_spi(Some) private import G",
    ].joined(separator: "\n")
    #expect(PackageDescription.imports(in: text, file: "x").map(\.module) == ["A", "B", "C", "D", "G"])
    #expect(PackageDescription.imports(in: text, file: "x").map(\.place).last == "x:7")
  }
}
