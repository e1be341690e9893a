import AIORing
import Testing

@testable import WeakMemory

@Suite struct ModelTests {
  @Test(arguments: Architecture.allCases)
  func `Every architecture has one memory model`(architecture: Architecture) {
    let models = Model.allCases.filter { $0.page.architectures.contains(architecture) }
    #expect(models.count == 1)
    #expect(Model(of: architecture) == models.first)
  }

  @Test func `A claim of total store order covers the models that reorder only a store with a later load`() {
    #expect(Model.allCases.filter(CorrectnessClaim.totalStoreOrder.covers) == [.sc, .x86TSO])
    #expect(Model.allCases.allSatisfy(CorrectnessClaim.everywhere.covers))
    #expect(!Model.allCases.contains(where: CorrectnessClaim.nowhere.covers))
  }
}
