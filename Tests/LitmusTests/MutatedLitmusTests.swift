import Foundation
import Testing

@testable import WeakMemory

/// Broken text is refused or, if it still is a test, judged: never a trap.
@Suite struct MutatedLitmusTests {
  private static let seeds = [kernelTest, c11Test]

  private static let c11Test = """
    C c11
    { [x]=0; int e = 1; atomic_int a[3]; 1:r1=x; }
    P0(atomic_int *x, int *e, atomic_int *a) {
      int r0 = atomic_load_explicit(x, memory_order_acquire);
      int r1 = atomic_compare_exchange_strong_explicit(x, e, 2, memory_order_acq_rel, memory_order_relaxed);
      atomic_thread_fence(memory_order_seq_cst);
      if (r0 != r1) atomic_store_explicit(&a[r1], r0 - 1, memory_order_release); else { *e = atomic_load(x); }
    }
    P1(atomic_int *x) { atomic_fetch_add_explicit(r1, 9223372036854775807, memory_order_relaxed); }
    filter (a[0]=0)
    forall (a[1]=0 \\/ 0:r1=1 /\\ e<>-9223372036854775807)
    """

  private static let kernelTest = """
    C mutated
    (*
     * Result: Never
     *)
    { x=1; int *p = &y; int z[2]={1,2}; 0:r3=4; }
    P0(int *x, int **p, spinlock_t *s)
    {
    \tint r0; // a comment
    \tint *r1 = READ_ONCE(*p);
    \tspin_lock(s);
    \tr0 = cmpxchg(x, 0x1, -2);
    \tif (r0 == 1 && !(r0 ^ 3)) { *r1 = r0 + 1; } else smp_mb();
    \tatomic_add_return_acquire(2, x);
    \tspin_unlock(s);
    }
    P1(int *x, int *y) { int r2 = smp_load_acquire(y); smp_store_release(x, r2 << 2); }
    locations [z[1]; 1:r2;]
    filter (~0:r0=7)
    exists (x=1 /\\ (1:r2=2 \\/ p=y) => true)
    """

  private static let fragments = [
    "(", ")", "{", "}", "[", "]", ";", "*", "&", "=", "==", "(*", "*)", "/*", "//", "\"", "if", "else", "0:",
    ":", "P2(",
    "exists", "0x", "99999999999999999999", "-", "\u{0}", "é", "rcu_read_lock()", "int", "atomic_", "<<",
    "\\/", "\n", "9223372036854775807", "[9223372036854775807]", "-9223372036854775808", "0x7fffffffffffffff",
    "1024",
    ":r1", "_explicit", "memory_order_release", "\u{202e}", "*", "<<64",
  ]

  @Test func `No mutation of a test makes the parser or the checker trap`() throws {
    var random = SplitMix(state: 20_140_902)
    let bounds = SearchBounds(steps: 2000)
    var judged = 0
    var refused = 0
    for _ in 0..<4000 {
      var bytes = Array(Self.seeds.randomElement(using: &random)!.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.insert(contentsOf: Self.fragments.randomElement(using: &random)!.utf8, at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
        }
        if bytes.isEmpty { bytes = [0x43] }
      }
      do throws(LitmusError) {
        let test = try LitmusParser.parse(String(decoding: bytes, as: UTF8.self))
        let model = Model.allCases.randomElement(using: &random)!
        _ = try LitmusChecker(model: model, bounds: bounds).judge(test)
        judged += 1
      } catch {
        #expect(!error.description.isEmpty && error.description.printable == error.description)
        refused += 1
      }
    }
    #expect(judged > 100 && refused > 1000)
  }

  @Test(arguments: seeds) func `Every prefix of a test is refused or judged`(seed: String) throws {
    let bytes = Array(seed.utf8)
    for length in 0..<bytes.count {
      let text = String(decoding: bytes[..<length], as: UTF8.self)
      do throws(LitmusError) {
        _ = try CompiledLitmusTest(LitmusParser.parse(text))
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }

  @Test(arguments: ["(", "!", "*", "{", "if (1) ", "~", "-", "1+(", "((((*x)"])
  func `Nesting without end is refused before the stack is`(piece: String) {
    let deep = String(repeating: piece, count: 100_000)
    #expect(throws: LitmusError.self) { try LitmusParser.parse("C t\n{}\nP0(int *x)\n{\n\(deep)") }
    #expect(throws: LitmusError.self) { try LitmusParser.parse("C t\n{}\nP0(int *x)\n{}\nexists \(deep)") }
  }

  @Test func `Long chains of one operator need no deep stack`() throws {
    let sum = Array(repeating: "1", count: 20_000).joined(separator: " + ")
    let test = "C t\n{}\nP0(int *x)\n{\nint r0 = \(sum);\n}\nexists (0:r0=20000)"
    #expect(throws: LitmusError.self) { try LitmusParser.parse(test) }
  }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same numbers in every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
