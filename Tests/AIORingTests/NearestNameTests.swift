import Testing

@testable import AIORing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("kernel-2O03", "kernel-2003"), ("arm46", "arm64"), ("kernel2014", "kernel-2014"), ("riscv46", "riscv64"),
  ])
  func `A mistyped name is answered with the nearest one`(typed: String, meant: String) {
    let known = Catalogue.entries.map(\.name) + Architecture.allCases.flatMap { [$0.rawValue] + $0.aliases }
    #expect(NearestName.complaint("name", typed, among: known).hasSuffix("did you mean '\(meant)'?"))
  }

  @Test func `A name that is like no other is answered with all names`() {
    #expect(
      NearestName.complaint("ring", "foo", among: ["aio", "io-uring"]).hasSuffix("there are aio, io-uring"))
  }

  @Test func `No name means two architectures`() {
    let names = Architecture.allCases.flatMap { [$0.rawValue] + $0.aliases }
    #expect(Set(names).count == names.count)
    for architecture in Architecture.allCases {
      for name in [architecture.rawValue] + architecture.aliases {
        #expect(Architecture(named: name) == architecture)
      }
    }
  }
}
