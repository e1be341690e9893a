import Testing

@testable import WeakMemory

@Suite struct StoreConditionalTests {
  /// herd7's ppc.cat and arm.cat share the axiom (ppc-checks.cat, scXX); riscv.cat, aarch64.cat and the kernel's
  /// model have none like it.
  @Test(arguments: [
    (Model.power, Verdict.forbidden), (.armv7, .forbidden), (.riscv, .allowed), (.armv8, .allowed),
    (.lkmm, .allowed),
  ])
  func `A thread's store-conditionals take effect in order on POWER and ARMv7 alone`(
    model: Model, verdict: Verdict
  ) {
    #expect(SpecialProbes.updatesOfTwo.verdict(model) == verdict)
  }
}
