import Testing

@testable import WeakMemory

/// C11's atomics in the form that herd7's C tests use.
@Suite struct C11AtomicTests {
  private func judge(_ threads: String, _ condition: String, initial: String = "") throws -> LitmusJudgement {
    try LitmusChecker(model: .rc11).judge(
      LitmusParser.parse("C t\n{\(initial)}\n\(threads)\nexists (\(condition))"))
  }

  /// Message passing: forbidden exactly if the store releases and the load acquires (ISO C11, 5.1.2.4).
  @Test(arguments: [
    ("release", "acquire", LitmusJudgement.Observation.never), ("seq_cst", "seq_cst", .never),
    ("release", "consume", .never), ("relaxed", "acquire", .sometimes), ("release", "relaxed", .sometimes),
  ])
  func `A store and a load pass a message by their memory orders`(
    store: String, load: String, observation: LitmusJudgement.Observation
  ) throws {
    let judgement = try judge(
      """
      P0(atomic_int *x, atomic_int *y) {
        atomic_store_explicit(x, 1, memory_order_relaxed);
        atomic_store_explicit(y, 1, memory_order_\(store));
      }
      P1(atomic_int *x, atomic_int *y) {
        int r0 = atomic_load_explicit(y, memory_order_\(load));
        int r1 = atomic_load_explicit(x, memory_order_relaxed);
      }
      """, "1:r0=1 /\\ 1:r1=0")
    #expect(judgement.observation == observation)
  }

  @Test(arguments: [
    ("seq_cst", LitmusJudgement.Observation.never), ("acq_rel", .sometimes), ("acquire", .sometimes),
    ("relaxed", .sometimes),
  ])
  func `Only sequentially consistent fences forbid store buffering`(
    order: String, observation: LitmusJudgement.Observation
  ) throws {
    func thread(_ number: Int, _ mine: String, _ other: String) -> String {
      """
      P\(number)(atomic_int *x, atomic_int *y) {
        atomic_store_explicit(\(mine), 1, memory_order_relaxed);
        atomic_thread_fence(memory_order_\(order));
        int r0 = atomic_load_explicit(\(other), memory_order_relaxed);
      }
      """
    }
    let judgement = try judge(thread(0, "x", "y") + "\n" + thread(1, "y", "x"), "0:r0=0 /\\ 1:r0=0")
    #expect(judgement.observation == observation)
  }

  @Test
  func `Updates return what they found, and one that compares writes it where it expected something else`()
    throws
  {
    let threads = """
      P0(atomic_int *x, int *e) {
        int r0 = atomic_fetch_add_explicit(x, 2, memory_order_acq_rel);
        int r1 = atomic_exchange_explicit(x, 5, memory_order_release);
        int r2 = atomic_compare_exchange_strong_explicit(x, e, 7, memory_order_acquire, memory_order_relaxed);
        int r3 = atomic_compare_exchange_strong_explicit(x, e, 7, memory_order_seq_cst, memory_order_relaxed);
        int r4 = atomic_load(x);
      }
      """
    let state = "0:r0=1 /\\ 0:r1=3 /\\ 0:r2=0 /\\ 0:r3=1 /\\ 0:r4=7 /\\ e=5"
    #expect(try judge(threads, state, initial: "x=1; e=4;").observation == .always)
  }

  /// acq_rel is an acquire on what is read and a release of what was written.
  @Test func `An update with acq_rel passes a message on`() throws {
    for (order, observation) in [("acq_rel", LitmusJudgement.Observation.never), ("acquire", .sometimes)] {
      let judgement = try judge(
        """
        P0(atomic_int *x, atomic_int *y) {
          atomic_store_explicit(x, 1, memory_order_relaxed);
          int r0 = atomic_exchange_explicit(y, 1, memory_order_\(order));
        }
        P1(atomic_int *x, atomic_int *y) {
          int r0 = atomic_load_explicit(y, memory_order_acquire);
          int r1 = atomic_load_explicit(x, memory_order_relaxed);
        }
        """, "1:r0=1 /\\ 1:r1=0")
      #expect(judgement.observation == observation)
    }
  }

  @Test(arguments: [
    ("atomic_load_explicit(x);", "atomic_load_explicit() takes 2 arguments, not 1"),
    ("atomic_load_explicit(x, relaxed);", "takes a memory order, as in memory_order_acquire"),
    ("int r0 = atomic_load_explicit(x, memory_order_release);", "no such memory order"),
    ("atomic_store_explicit(x, 1, memory_order_acquire);", "no such memory order"),
    (
      "atomic_compare_exchange_strong_explicit(x, x, 1, memory_order_seq_cst, memory_order_seq_cst);",
      "atomic_compare_exchange_strong_explicit() that orders anything when it fails"
    ),
    ("atomic_compare_exchange_weak_explicit(x, x, 1);", "atomic_compare_exchange_weak_explicit()"),
  ])
  func `A function or an order that has no meaning is refused by name`(body: String, message: String) {
    let error = #expect(throws: LitmusError.self) {
      try CompiledLitmusTest(LitmusParser.parse("C t\n{}\nP0(atomic_int *x) {\n\(body)\n}\nexists (x=0)"))
    }
    #expect(error?.line == 4)
    #expect(error?.message.contains(message) == true)
  }
}
