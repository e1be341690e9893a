// The barriers and stores that Swift cannot express, each one instruction (or none) after inlining.
//
// smp_mb, smp_rmb and smp_wmb are those of the kernel's arch/*/include/asm/barrier.h. Every barrier is a compiler
// barrier too ("memory" clobber).

#ifndef CBARRIERS_H
#define CBARRIERS_H

#include <stdint.h>

#define RB_INLINE static inline __attribute__((always_inline))

/// Holds the compiler, not the CPU: the kernel's barrier().
RB_INLINE void rb_compiler_barrier(void) { __asm__ volatile("" ::: "memory"); }

/// Yields the CPU: sched_yield(2). Written as an instruction where possible: a call in a hot loop costs registers even
/// if it is never made.
RB_INLINE void rb_yield_cpu(void) {
#if defined(__linux__) && defined(__x86_64__)
  long result = 24;  // __NR_sched_yield
  __asm__ volatile("syscall" : "+a"(result) : : "rcx", "r11", "memory");
#elif defined(__linux__) && defined(__aarch64__)
  register long result __asm__("x0");
  register long number __asm__("x8") = 124;  // __NR_sched_yield
  __asm__ volatile("svc #0" : "=r"(result) : "r"(number) : "memory");
#elif defined(__linux__)
  extern int sched_yield(void);
  sched_yield();
#endif
}

/// Counts as a use of `word` to the compiler, so that its load is not removed.
RB_INLINE void rb_use(uint64_t word) { __asm__ volatile("" : : "r"(word)); }

/// The version of the compiler that built this; the toolchain's clang names its Swift release.
RB_INLINE const char *rb_compiler_version(void) { return __VERSION__; }

#if defined(__x86_64__)

/// The kernel adds to -4(%rsp): it is built without a red zone, so that nothing is there. In user space the compiler
/// may keep a variable there (System V ABI, 3.2.2), and its next load would wait for the locked add: 6 ns, twice what the
/// rest of the ring takes. So the add has a word of its own.
RB_INLINE void rb_smp_mb(void) {
  uint32_t word;
  __asm__ volatile("lock; addl $0,%0" : "=m"(word)::"memory", "cc");
}
RB_INLINE void rb_smp_rmb(void) { rb_compiler_barrier(); }
RB_INLINE void rb_smp_wmb(void) { rb_compiler_barrier(); }
RB_INLINE void rb_mfence(void) { __asm__ volatile("mfence" ::: "memory"); }
RB_INLINE void rb_sfence(void) { __asm__ volatile("sfence" ::: "memory"); }
RB_INLINE void rb_pause(void) { __asm__ volatile("pause" ::: "memory"); }

/// Writes one 32-byte event by four non-temporal stores, which x86 does not order with later ordinary stores
/// (Intel SDM volume 1, 10.4.6.2; AMD APM volume 2, 7.4).
RB_INLINE void rb_stream_event(void *slot, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  uint64_t *word = (uint64_t *)slot;
  __asm__ volatile("movnti %1, %0" : "=m"(word[0]) : "r"(a));
  __asm__ volatile("movnti %1, %0" : "=m"(word[1]) : "r"(b));
  __asm__ volatile("movnti %1, %0" : "=m"(word[2]) : "r"(c));
  __asm__ volatile("movnti %1, %0" : "=m"(word[3]) : "r"(d));
}

/// The time-stamp counter, in ticks of its constant rate; waits for earlier instructions (rdtscp).
RB_INLINE uint64_t rb_cycles(void) {
  uint32_t low, high, cpu;
  __asm__ volatile("rdtscp" : "=a"(low), "=d"(high), "=c"(cpu)::"memory");
  return ((uint64_t)high << 32) | low;
}

#elif defined(__aarch64__)

RB_INLINE void rb_smp_mb(void) { __asm__ volatile("dmb ish" ::: "memory"); }
RB_INLINE void rb_smp_rmb(void) { __asm__ volatile("dmb ishld" ::: "memory"); }
RB_INLINE void rb_smp_wmb(void) { __asm__ volatile("dmb ishst" ::: "memory"); }
RB_INLINE void rb_mfence(void) { rb_smp_mb(); }
RB_INLINE void rb_sfence(void) { rb_smp_wmb(); }
RB_INLINE void rb_pause(void) { __asm__ volatile("yield" ::: "memory"); }

/// STNP is a hint on arm64: the stores stay as ordered as ordinary ones (Arm ARM, C3.2.4).
RB_INLINE void rb_stream_event(void *slot, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  __asm__ volatile("stnp %1, %2, [%0]\n\tstnp %3, %4, [%0, #16]" ::"r"(slot), "r"(a), "r"(b), "r"(c), "r"(d)
                   : "memory");
}

RB_INLINE uint64_t rb_cycles(void) {
  uint64_t count;
  __asm__ volatile("isb; mrs %0, cntvct_el0" : "=r"(count)::"memory");
  return count;
}

#elif defined(__arm__)

RB_INLINE void rb_smp_mb(void) { __asm__ volatile("dmb ish" ::: "memory"); }
RB_INLINE void rb_smp_rmb(void) { __asm__ volatile("dmb ish" ::: "memory"); }
RB_INLINE void rb_smp_wmb(void) { __asm__ volatile("dmb ishst" ::: "memory"); }
RB_INLINE void rb_mfence(void) { rb_smp_mb(); }
RB_INLINE void rb_sfence(void) { rb_smp_wmb(); }
RB_INLINE void rb_pause(void) { __asm__ volatile("yield" ::: "memory"); }
RB_INLINE uint64_t rb_cycles(void) { return 0; }

#elif defined(__riscv)

RB_INLINE void rb_smp_mb(void) { __asm__ volatile("fence rw,rw" ::: "memory"); }
RB_INLINE void rb_smp_rmb(void) { __asm__ volatile("fence r,r" ::: "memory"); }
RB_INLINE void rb_smp_wmb(void) { __asm__ volatile("fence w,w" ::: "memory"); }
RB_INLINE void rb_mfence(void) { rb_smp_mb(); }
RB_INLINE void rb_sfence(void) { rb_smp_wmb(); }
/// PAUSE (Zihintpause) is a hint in the encodings of FENCE; as a word, for assemblers that do not know it.
RB_INLINE void rb_pause(void) { __asm__ volatile(".word 0x0100000f" ::: "memory"); }
RB_INLINE uint64_t rb_cycles(void) {
  unsigned long count;
  __asm__ volatile("rdtime %0" : "=r"(count)::"memory");
  return count;
}

#elif defined(__powerpc64__)

RB_INLINE void rb_smp_mb(void) { __asm__ volatile("sync" ::: "memory"); }
RB_INLINE void rb_smp_rmb(void) { __asm__ volatile("lwsync" ::: "memory"); }
RB_INLINE void rb_smp_wmb(void) { __asm__ volatile("lwsync" ::: "memory"); }
RB_INLINE void rb_mfence(void) { rb_smp_mb(); }
RB_INLINE void rb_sfence(void) { rb_smp_wmb(); }
RB_INLINE void rb_pause(void) { rb_compiler_barrier(); }
RB_INLINE uint64_t rb_cycles(void) { return __builtin_ppc_get_timebase(); }

#else
#error "CBarriers: add this architecture's smp_mb, smp_rmb, smp_wmb, pause and counter"
#endif

/// Whether rb_cycles() counts on this CPU. On x86 RDTSCP is an extension (CPUID 80000001H, EDX bit 27; Intel SDM volume 2,
/// CPUID) that some virtual machines hide.
RB_INLINE int rb_has_cycles(void) {
#if defined(__x86_64__)
  uint32_t a = 0x80000001, b, c = 0, d;
  __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  return d >> 27 & 1;
#elif defined(__arm__)
  return 0;
#else
  return 1;
#endif
}

#if !defined(__x86_64__) && !defined(__aarch64__)
/// Ordinary stores: there are no streaming stores here, PayloadStoreKind.isAvailable is false and no trial uses them.
RB_INLINE void rb_stream_event(void *slot, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  volatile uint64_t *word = (volatile uint64_t *)slot;
  word[0] = a;
  word[1] = b;
  word[2] = c;
  word[3] = d;
}
#endif

#endif
