import AIORing

/// The source, in C for Linux, of a program without libraries that runs compiled push and pop in two threads.
///
/// Each round the consumer clears the ring, lets the producer push once and pops until it gets an event, which must be
/// the one that was pushed. The program prints a line for each strategy: its number and how many events were wrong.
struct SmokeProgram {
  /// The rounds of each strategy.
  static let rounds = 200
  let systemCalls: SystemCalls
  let rows: [EntrySource.Row]

  /// How one architecture enters Linux. The numbers are the same on those of the generic table
  /// (include/uapi/asm-generic/unistd.h): write 64, exit 93, exit_group 94, sched_yield 124, clone 220.
  struct SystemCalls: Sendable {
    /// The name of qemu-user's program for the architecture.
    let emulator: String
    /// The body of `long call(long number, long a, long b, long c)`.
    let call: String
    /// The body of `void spawn(void (*start)(void), char *stack)`: clone, with `start` called in the child.
    let spawn: String

    static let aarch64 = SystemCalls(
      emulator: "qemu-aarch64",
      call: """
        register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
        __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
        return x0;
        """,
      spawn: """
        register long x8 __asm__("x8") = 220, x0 __asm__("x0") = 0x50f00, x1 __asm__("x1") = (long)stack;
        register long x2 __asm__("x2") = 0, x3 __asm__("x3") = 0, x4 __asm__("x4") = 0;
        register void (*x19)(void) __asm__("x19") = start;
        __asm__ volatile("svc 0\\n cbnz x0, 1f\\n blr x19\\n mov x0, #0\\n mov x8, #93\\n svc 0\\n1:"
                         : "+r"(x0), "+r"(x8) : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x19) : "memory", "x30");
        """)

    static let riscv64 = SystemCalls(
      emulator: "qemu-riscv64",
      call: """
        register long a7 __asm__("a7") = number, a0 __asm__("a0") = a, a1 __asm__("a1") = b, a2 __asm__("a2") = c;
        __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
        return a0;
        """,
      spawn: """
        register long a7 __asm__("a7") = 220, a0 __asm__("a0") = 0x50f00, a1 __asm__("a1") = (long)stack;
        register long a2 __asm__("a2") = 0, a3 __asm__("a3") = 0, a4 __asm__("a4") = 0;
        register void (*s1)(void) __asm__("s1") = start;
        __asm__ volatile("ecall\\n bnez a0, 1f\\n jalr s1\\n li a0, 0\\n li a7, 93\\n ecall\\n1:"
                         : "+r"(a0), "+r"(a7) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(s1) : "memory", "ra");
        """)
  }

  var text: String {
    // The event that the entry points push.
    let event = IOEvent(sequence: 1, lap: 2)
    let words = [event.data, event.obj, event.res, event.res2].map { "\($0)ul" }.joined(separator: ", ")
    let compiled = rows.filter(\.entry.isCompiled)
    let declarations = compiled.map { row in
      "_Bool push_\(row.index)(void *), pop_\(row.index)(void *, void *);"
    }
    let entries = compiled.map { row in "{\(row.index), push_\(row.index), pop_\(row.index)}" }
    return """
      \(declarations.joined(separator: "\n"))
      static const struct { int index; _Bool (*push)(void *); _Bool (*pop)(void *, void *); } strategies[] = {
        \(entries.joined(separator: ", "))};
      enum { count = \(compiled.count), rounds = \(Self.rounds) };
      static const unsigned long expected[4] = {\(words)};
      static unsigned long ring[512] __attribute__((aligned(128)));
      static char stack[65536] __attribute__((aligned(128)));
      static int asked, pushed;

      static long call(long number, long a, long b, long c) {
        \(systemCalls.call)
      }
      static __attribute__((noinline)) void spawn(void (*start)(void), char *stack) {
        \(systemCalls.spawn)
      }
      static void await(int *word, int value) {
        while (__atomic_load_n(word, __ATOMIC_SEQ_CST) != value) call(124, 0, 0, 0);
      }
      static void producer(void) {
        for (int s = 0; s < count; s++)
          for (int r = 1; r <= rounds; r++) {
            await(&asked, s * rounds + r);
            while (!strategies[s].push(ring)) call(124, 0, 0, 0);
            __atomic_store_n(&pushed, s * rounds + r, __ATOMIC_SEQ_CST);
          }
      }
      static void print(int number, char end) {
        char text[12], *at = text + sizeof text;
        *--at = end;
        do *--at = '0' + number % 10; while (number /= 10);
        call(64, 1, (long)at, text + sizeof text - at);
      }
      void _start(void) {
        spawn(producer, stack + sizeof stack);
        for (int s = 0; s < count; s++) {
          int bad = 0;
          for (int r = 1; r <= rounds; r++) {
            for (int i = 0; i < 512; i++) ((volatile unsigned long *)ring)[i] = 0;
            __atomic_store_n(&asked, s * rounds + r, __ATOMIC_SEQ_CST);
            unsigned long event[4];
            while (!strategies[s].pop(ring, event)) call(124, 0, 0, 0);
            for (int i = 0; i < 4; i++)
              if (event[i] != expected[i]) { bad++; break; }
            await(&pushed, s * rounds + r);
          }
          print(strategies[s].index, ' ');
          print(bad, '\\n');
        }
        call(94, 0, 0, 0);
      }

      """
  }
}
