// The loops that a peer is measured with: those of Sources/RingBursts, in C, for C and C++. A library that includes this
// file gets its own copy of them with its push and pop inlined: every loop is inlined into a function of the library that
// names push and pop, so that their addresses are constants.
//
// A ring in C ends with
//
//     RINGBENCH_PEER_IN_C("name", "one line of what it is", create, destroy, push, pop)
//
// with these functions, best `static inline`:
//
//     void *create(uint64_t slots);            // An empty ring that holds slots - 1 events or more; NULL: it cannot.
//     void destroy(void *ring);
//     bool push(void *ring, const struct ringbench_event *event);   // false: the ring was full.
//     bool pop(void *ring, struct ringbench_event *event);          // false: the ring was empty.
//
// One thread pushes and one pops. An event that was pushed must become visible to pop without another call. A ring into
// which several threads may push at once says so before it includes this file:
//
//     #define RINGBENCH_MANY_PRODUCERS 1
//
// An event has RINGBENCH_EVENT_WORDS words (ringbench_peer.h): write `sizeof` for its size.
//
// Copy events word by word or compile with clang: g++ writes an event as four words and copies it as two vectors, which
// have to wait for the words' stores to reach the cache. That costs a factor of three.

#ifndef RINGBENCH_PEER_LOOPS_H
#define RINGBENCH_PEER_LOOPS_H

#include <stdbool.h>
#include <stdlib.h>

#include "CBarriers.h"
#include "ringbench_peer.h"

#ifndef RINGBENCH_MANY_PRODUCERS
#define RINGBENCH_MANY_PRODUCERS 0
#endif

typedef bool (*ringbench_push)(void *ring, const struct ringbench_event *event);
typedef bool (*ringbench_pop)(void *ring, struct ringbench_event *event);
/// Pushes as many of `count` events as there is room for, and returns how many.
typedef size_t (*ringbench_push_batch)(void *ring, const struct ringbench_event *events, size_t count);
/// Pops up to `count` events, and returns how many.
typedef size_t (*ringbench_pop_batch)(void *ring, struct ringbench_event *events, size_t count);

/// After so many polls in vain a consumer looks at what the producer has pushed: nothing that was pushed may be missing.
#define RINGBENCH_POLLS_UNTIL_DOUBT 4096

// The events, as IOEvent and EventSequence have them.

RB_INLINE uint64_t ringbench_payload(uint64_t data, uint64_t obj) { return ~((data * 0x9e3779b97f4a7c15u) ^ obj); }

RB_INLINE uint64_t ringbench_checksum(uint64_t data, uint64_t obj, uint64_t res) {
  const uint64_t sum = ((data * 0xff51afd7ed558ccdu) ^ (obj * 0xc4ceb9fe1a85ec53u)) + (res * 0x9fb21c651e98df25u);
  return sum ^ 0xa10a10a1a10a10a1u;
}

RB_INLINE struct ringbench_io_event ringbench_io_event_of(uint64_t number, uint64_t lap) {
  struct ringbench_io_event event;
  event.data = number;
  event.obj = lap;
  event.res = ringbench_payload(number, lap);
  event.res2 = ringbench_checksum(event.data, event.obj, event.res);
  return event;
}

// What a ring carries of an event, as HardwareMemory.writeWords and readWords have it:
//
//     8 bytes    data; the lap follows from it
//     16 bytes   data and obj
//     24 bytes   data, obj and the checksum
//     32 bytes   all four words
//     more       all four words, and behind them res, turned left by a word's place
//
// Without a checksum the first word is inverted, so that no event looks like a slot that was never written.

RB_INLINE uint64_t ringbench_turned(uint64_t word, unsigned left) { return word << (left & 63) | word >> (-left & 63); }

RB_INLINE struct ringbench_event ringbench_event_of(const struct ringbench_sequence *sequence) {
  struct ringbench_event event;
#if RINGBENCH_EVENT_WORDS == 4
  event.data = sequence->next;
  event.obj = sequence->lap;
  event.res = ringbench_payload(event.data, event.obj);
  event.res2 = ringbench_checksum(event.data, event.obj, event.res);
#else
  const struct ringbench_io_event whole = ringbench_io_event_of(sequence->next, sequence->lap);
#if RINGBENCH_EVENT_WORDS < 3
  event.words[0] = ~whole.data;
  if (RINGBENCH_EVENT_WORDS == 2) event.words[RINGBENCH_EVENT_WORDS - 1] = whole.obj;
#elif RINGBENCH_EVENT_WORDS == 3
  event.words[0] = whole.data;
  event.words[1] = whole.obj;
  event.words[2] = whole.res2;
#else
  event.words[0] = whole.data;
  event.words[1] = whole.obj;
  event.words[2] = whole.res;
  event.words[3] = whole.res2;
  for (unsigned index = 4; index < RINGBENCH_EVENT_WORDS; ++index) event.words[index] = ringbench_turned(whole.res, index);
#endif
#endif
  return event;
}

/// The event that came out of a ring of so many slots. Words that it did not carry are made of the others; further words that
/// do not belong to it show in `res`, which then fits to nothing else.
RB_INLINE struct ringbench_io_event ringbench_whole(const struct ringbench_event *event, uint64_t slots) {
  (void)slots;
  struct ringbench_io_event whole = {0, 0, 0, 0};
#if RINGBENCH_EVENT_WORDS == 4
  __builtin_memcpy(&whole, event, sizeof whole);
#elif RINGBENCH_EVENT_WORDS == 1
  if (event->words[0] == 0) return whole;
  const uint64_t number = ~event->words[0];
  // Most rings have a power of two of slots, and need no division.
  const uint64_t lap = (slots & (slots - 1)) == 0 ? number >> __builtin_ctzll(slots) : number / slots;
  whole = ringbench_io_event_of(number, lap);
#elif RINGBENCH_EVENT_WORDS == 2
  if (event->words[0] != 0) whole = ringbench_io_event_of(~event->words[0], event->words[1]);
#elif RINGBENCH_EVENT_WORDS == 3
  if (event->words[2] == 0) return whole;
  whole = ringbench_io_event_of(event->words[0], event->words[1]);
  whole.res2 = event->words[2];
#else
  whole.data = event->words[0];
  whole.obj = event->words[1];
  whole.res = event->words[2];
  whole.res2 = event->words[3];
  for (unsigned index = 4; index < RINGBENCH_EVENT_WORDS; ++index) {
    if (event->words[index] == ringbench_turned(event->words[2], index)) continue;
    // Of an event whose checksum is wrong nobody takes the first four words for right.
    if (whole.res2 == ringbench_checksum(whole.data, whole.obj, whole.res))
      whole.res = ringbench_turned(event->words[index], 64 - index);
    break;
  }
#endif
  return whole;
}

RB_INLINE bool ringbench_is_due(const struct ringbench_sequence *due, const struct ringbench_event *event) {
#if RINGBENCH_EVENT_WORDS == 4
  return event->data == due->next && event->obj == due->lap &&
         event->res2 == ringbench_checksum(event->data, event->obj, event->res);
#else
  const struct ringbench_io_event whole = ringbench_whole(event, due->slots);
  return whole.data == due->next && whole.obj == due->lap &&
         whole.res2 == ringbench_checksum(whole.data, whole.obj, whole.res);
#endif
}

RB_INLINE void ringbench_advance(struct ringbench_sequence *sequence) {
  if (__builtin_expect(++sequence->next == sequence->lap_end, 0)) {
    ++sequence->lap;
    sequence->lap_end += sequence->slots;
  }
}

RB_INLINE void ringbench_jump(struct ringbench_sequence *sequence, uint64_t next) {
  // The producer's number is no part of the laps.
  const uint64_t number = next & (((uint64_t)1 << RINGBENCH_PRODUCER_SHIFT) - 1);
  sequence->next = next;
  sequence->lap = number / sequence->slots;
  sequence->lap_end = next - number + (sequence->lap + 1) * sequence->slots;
}

RB_INLINE void ringbench_use(const struct ringbench_event *event) {
#if RINGBENCH_EVENT_WORDS == 4
  rb_use(event->data);
  rb_use(event->obj);
  rb_use(event->res);
  rb_use(event->res2);
#else
  for (unsigned index = 0; index < RINGBENCH_EVENT_WORDS; ++index) rb_use(event->words[index]);
#endif
}

// Waiting.

/// Waits for something else than the ring.
RB_INLINE void ringbench_back_off(struct ringbench_waiting waiting) {
  if (waiting.polling == RINGBENCH_YIELD)
    rb_yield_cpu();
  else
    rb_pause();
}

/// Waits until a time, ticks. Without a pause, by a part of which an event would be late: nobody is waited for.
RB_INLINE void ringbench_wait_until(uint64_t time, struct ringbench_waiting waiting) {
  while (rb_cycles() < time)
    if (waiting.polling == RINGBENCH_YIELD) rb_yield_cpu();
}

/// Waits after a poll that found the ring empty or full, `run` events after the last such poll: Polling.wait(afterRunOf:).
RB_INLINE void ringbench_wait_after(uint64_t run, struct ringbench_waiting waiting) {
  switch (waiting.polling) {
    case RINGBENCH_SPIN: rb_compiler_barrier(); break;
    case RINGBENCH_PAUSE: rb_pause(); break;
    case RINGBENCH_BACK_OFF:
      for (int left = run < 2 ? 1 : 16; left > 0; --left) rb_pause();
      break;
    case RINGBENCH_YIELD: rb_yield_cpu(); break;
  }
}

RB_INLINE void ringbench_delay(int64_t turns) {
  for (; turns > 0; --turns) rb_compiler_barrier();
}

/// Says that `count` events have been pushed. Release: pairs with ringbench_was_pushed on the other side.
RB_INLINE void ringbench_tell(const struct ringbench_producer *side, uint64_t count) {
  __atomic_store_n(side->pushed, count, __ATOMIC_RELEASE);
}

/// Whether the first `count` events have been pushed. Acquire: pairs with ringbench_tell; a pop after it finds them.
RB_INLINE bool ringbench_was_pushed(const struct ringbench_consumer *side, uint64_t count) {
  return __atomic_load_n(side->pushed, __ATOMIC_ACQUIRE) >= count;
}

// One event at a time.

RB_INLINE uint64_t ringbench_push_and_pop(
    struct ringbench_producer *producer, struct ringbench_consumer *consumer, ringbench_push push, ringbench_pop pop,
    uint64_t count, int64_t injected) {
  // The injected delay comes once in so many operations, as in Delay.period.
  const uint64_t period = 1024;
  struct ringbench_sequence sequence = producer->sequence;
  void *const in = producer->ring, *const out = consumer->ring;
  uint64_t failures = 0;
  for (const uint64_t end = sequence.next + count; sequence.next != end;) {
    ringbench_delay(injected);
    const uint64_t pause = end - sequence.next < period ? end : sequence.next + period;
    while (sequence.next != pause) {
      struct ringbench_event event = ringbench_event_of(&sequence);
      if (!push(in, &event)) {
        producer->sequence = sequence;
        return failures + 1;
      }
      ringbench_advance(&sequence);
      if (pop(out, &event))
        ringbench_use(&event);
      else
        ++failures;
    }
  }
  producer->sequence = sequence;
  return failures;
}

RB_INLINE void ringbench_produce_singly(
    struct ringbench_producer *side, ringbench_push push, uint64_t count, int64_t delay,
    struct ringbench_waiting waiting) {
  struct ringbench_sequence sequence = side->sequence;
  uint64_t full_polls = side->full_polls;
  uint64_t run_begin = sequence.next;
  void *const ring = side->ring;
  for (const uint64_t end = sequence.next + count; sequence.next != end;) {
    const struct ringbench_event event = ringbench_event_of(&sequence);
    while (!push(ring, &event)) {
      ++full_polls;
      ringbench_wait_after(sequence.next - run_begin, waiting);
      run_begin = sequence.next;
    }
    ringbench_advance(&sequence);
    ringbench_delay(delay);
  }
  side->sequence = sequence;
  side->full_polls = full_polls;
  ringbench_tell(side, sequence.next);
}

/// Has an event that was not due noted; returns the sequence number that is due next. From a copy: the event itself must not
/// have an address that leaves the loop, which would keep it out of the registers.
RB_INLINE uint64_t ringbench_note_bad(
    const struct ringbench_consumer *side, const struct ringbench_event *event, uint64_t due) {
  const struct ringbench_io_event copy = ringbench_whole(event, side->due.slots);
  return side->check.bad(side->check.context, &copy, due);
}

/// Looks at an event: advances `due`, or has a bad one noted and goes on where that says.
RB_INLINE void ringbench_examine(
    const struct ringbench_consumer *side, struct ringbench_sequence *due, const struct ringbench_event *event,
    int checking) {
  if (!checking) ringbench_use(event);
  if (!checking || __builtin_expect(ringbench_is_due(due, event), 1))
    ringbench_advance(due);
  else
    ringbench_jump(due, ringbench_note_bad(side, event, due->next));
}

/// The polls of one burst, in local variables.
struct ringbench_polls {
  uint64_t empty, runs, run_begin;
};

/// Ends a run if any event was popped since the last one ended, and returns how many were.
RB_INLINE uint64_t ringbench_end_run(struct ringbench_polls *polls, uint64_t popped) {
  const uint64_t run = popped - polls->run_begin;
  if (run != 0) ++polls->runs;
  polls->run_begin = popped;
  return run;
}

RB_INLINE struct ringbench_polls ringbench_polls_of(const struct ringbench_consumer *side) {
  return (struct ringbench_polls){side->empty_polls, side->runs, side->run_begin};
}

/// At the end of a burst, when the side's `due` is up to date.
RB_INLINE void ringbench_keep_polls(struct ringbench_consumer *side, struct ringbench_polls *polls) {
  ringbench_end_run(polls, side->due.next);
  side->empty_polls = polls->empty;
  side->runs = polls->runs;
  side->run_begin = polls->run_begin;
}

/// After a poll in vain. Whether it is time to ask what the producer has pushed.
RB_INLINE bool ringbench_found_empty(struct ringbench_polls *polls, uint64_t popped, struct ringbench_waiting waiting) {
  ++polls->empty;
  ringbench_wait_after(ringbench_end_run(polls, popped), waiting);
  return polls->empty % RINGBENCH_POLLS_UNTIL_DOUBT == 0;
}

/// Whether the events up to `end` were pushed and do not come: then those missing are noted, and `due` is behind them.
/// The event that comes after all is in `event`, and `found` says so.
RB_INLINE bool ringbench_are_missing(
    const struct ringbench_consumer *side, ringbench_pop pop, struct ringbench_sequence *due, uint64_t end,
    struct ringbench_event *event, bool *found) {
  *found = false;
  if (!ringbench_was_pushed(side, end)) return false;
  *found = pop(side->ring, event);
  if (*found) return false;
  side->check.missing(side->check.context, due->next, end - due->next);
  ringbench_jump(due, end);
  return true;
}

RB_INLINE void ringbench_consume_singly(
    struct ringbench_consumer *side, ringbench_pop pop, uint64_t count, int checking, int64_t delay,
    struct ringbench_waiting waiting) {
  struct ringbench_sequence due = side->due;
  struct ringbench_polls polls = ringbench_polls_of(side);
  void *const ring = side->ring;
  // A lost event takes `due` to the one after those that were lost: past the end if the ring gave one that is not of
  // this burst.
  for (const uint64_t end = due.next + count; due.next < end;) {
    struct ringbench_event event;
    bool found = pop(ring, &event);
    if (!found && ringbench_found_empty(&polls, due.next, waiting))
      ringbench_are_missing(side, pop, &due, end, &event, &found);
    if (found) {
      ringbench_examine(side, &due, &event, checking);
      ringbench_delay(delay);
    }
  }
  side->due = due;
  ringbench_keep_polls(side, &polls);
}

// From several producers.

/// The number of the producer whose event this seems to be.
RB_INLINE uint64_t ringbench_producer_of(const struct ringbench_event *event) {
  return ringbench_whole(event, 1).data >> RINGBENCH_PRODUCER_SHIFT;
}

/// Whether all producers have pushed what they push in a burst: what is still due and not in the ring then is missing.
RB_INLINE bool ringbench_have_all_pushed(
    const struct ringbench_consumer *sides, uint64_t producers, const uint64_t *ends) {
  for (uint64_t number = 0; number < producers; ++number)
    if (!ringbench_was_pushed(sides + number, ends[number])) return false;
  return true;
}

/// Looks at an event of any producer. Returns whether it was the last of its producer's events in this burst.
RB_INLINE bool ringbench_examine_shared(
    struct ringbench_consumer *sides, uint64_t producers, const uint64_t *ends, const struct ringbench_event *event) {
  const uint64_t number = ringbench_producer_of(event);
  if (__builtin_expect(number >= producers, 0)) {
    // No producer pushed it, so it takes no producer's place: the event that it replaced is noted as missing.
    ringbench_note_bad(sides, event, sides->due.next);
    return false;
  }
  struct ringbench_sequence *const due = &sides[number].due;
  const bool was_open = due->next < ends[number];
  ringbench_examine(sides + number, due, event, 1);
  return was_open && due->next >= ends[number];
}

/// Notes the events that are missing, and moves each producer's sequence to the end of the burst.
RB_INLINE void ringbench_end_shared(
    struct ringbench_consumer *sides, uint64_t producers, const uint64_t *ends, int checking) {
  for (uint64_t number = 0; number < producers; ++number) {
    struct ringbench_consumer *const side = sides + number;
    if (side->due.next >= ends[number]) continue;
    if (checking) side->check.missing(side->check.context, side->due.next, ends[number] - side->due.next);
    ringbench_jump(&side->due, ends[number]);
  }
}

RB_INLINE void ringbench_consume_from_many(
    struct ringbench_consumer *sides, ringbench_pop pop, uint64_t producers, uint64_t count, int checking, int64_t delay,
    struct ringbench_waiting waiting) {
  void *const ring = sides->ring;
  struct ringbench_polls polls = ringbench_polls_of(sides);
  uint64_t ends[RINGBENCH_MAX_PRODUCERS], open = producers, popped = 0;
  for (uint64_t number = 0; number < producers; ++number) ends[number] = sides[number].due.next + count;
  // Without the check nothing tells whose events came: only their number counts.
  while (checking ? open > 0 : popped < producers * count) {
    struct ringbench_event event;
    bool found = pop(ring, &event);
    if (!found && ringbench_found_empty(&polls, popped, waiting) && ringbench_have_all_pushed(sides, producers, ends)) {
      found = pop(ring, &event);
      if (!found) break;
    }
    if (!found) continue;
    ++popped;
    if (!checking) ringbench_use(&event);
    if (checking && ringbench_examine_shared(sides, producers, ends, &event)) --open;
    ringbench_delay(delay);
  }
  ringbench_end_shared(sides, producers, ends, checking);
  ringbench_end_run(&polls, popped);
  sides->empty_polls = polls.empty;
  // `run_begin` stays 0: `popped` begins anew in each burst.
  sides->runs = polls.runs;
}

// In batches.

RB_INLINE struct ringbench_event *ringbench_buffer(uint64_t batch) {
  struct ringbench_event *buffer = (struct ringbench_event *)calloc(batch, sizeof(struct ringbench_event));
  if (!buffer) abort();
  return buffer;
}

RB_INLINE void ringbench_produce_batches(
    struct ringbench_producer *side, ringbench_push_batch push, struct ringbench_event *buffer, uint64_t count,
    uint64_t batch, int64_t delay, struct ringbench_waiting waiting) {
  struct ringbench_sequence sequence = side->sequence;
  uint64_t full_polls = side->full_polls, run = 0;
  void *const ring = side->ring;
  for (const uint64_t end = sequence.next + count; sequence.next != end;) {
    const uint64_t size = end - sequence.next < batch ? end - sequence.next : batch;
    for (uint64_t index = 0; index < size; ++index) {
      buffer[index] = ringbench_event_of(&sequence);
      ringbench_advance(&sequence);
      ringbench_delay(delay);
    }
    for (uint64_t pushed = 0; pushed < size;) {
      const uint64_t more = push(ring, buffer + pushed, size - pushed);
      pushed += more;
      if (more == 0) {
        ++full_polls;
        ringbench_wait_after(run, waiting);
        run = 0;
      }
      run += more;
    }
  }
  side->sequence = sequence;
  side->full_polls = full_polls;
  ringbench_tell(side, sequence.next);
}

RB_INLINE void ringbench_consume_batches(
    struct ringbench_consumer *side, ringbench_pop pop, ringbench_pop_batch pop_batch, struct ringbench_event *buffer,
    uint64_t count, uint64_t batch, int checking, int64_t delay, struct ringbench_waiting waiting) {
  struct ringbench_sequence due = side->due;
  struct ringbench_polls polls = ringbench_polls_of(side);
  void *const ring = side->ring;
  for (const uint64_t end = due.next + count; due.next < end;) {
    const uint64_t left = end - due.next;
    uint64_t popped = pop_batch(ring, buffer, left < batch ? left : batch);
    if (popped == 0 && ringbench_found_empty(&polls, due.next, waiting)) {
      bool found;
      ringbench_are_missing(side, pop, &due, end, buffer, &found);
      popped = found;
    }
    for (uint64_t index = 0; index < popped; ++index) {
      ringbench_examine(side, &due, buffer + index, checking);
      ringbench_delay(delay);
    }
  }
  side->due = due;
  ringbench_keep_polls(side, &polls);
}

// Both kinds, chosen once a burst.

RB_INLINE void ringbench_produce(
    struct ringbench_producer *side, ringbench_push push, ringbench_push_batch push_batch, uint64_t count,
    uint64_t batch, int64_t delay, struct ringbench_waiting waiting) {
  if (batch == 1 || !push_batch) {
    ringbench_produce_singly(side, push, count, delay, waiting);
    return;
  }
  struct ringbench_event *const buffer = ringbench_buffer(batch);
  ringbench_produce_batches(side, push_batch, buffer, count, batch, delay, waiting);
  free(buffer);
}

RB_INLINE void ringbench_consume(
    struct ringbench_consumer *side, ringbench_pop pop, ringbench_pop_batch pop_batch, uint64_t count, uint64_t batch,
    int checking, int64_t delay, struct ringbench_waiting waiting) {
  if (batch == 1 || !pop_batch) {
    ringbench_consume_singly(side, pop, count, checking, delay, waiting);
    return;
  }
  struct ringbench_event *const buffer = ringbench_buffer(batch);
  ringbench_consume_batches(side, pop, pop_batch, buffer, count, batch, checking, delay, waiting);
  free(buffer);
}

// Hand-off: the two sides take turns.

/// Acquire: pairs with the release in ringbench_pass on the other side.
RB_INLINE void ringbench_await(const ringbench_turn *turn, int64_t side, struct ringbench_waiting waiting) {
  while (__atomic_load_n(turn, __ATOMIC_ACQUIRE) != side) ringbench_back_off(waiting);
}

/// Release: pairs with the acquire in ringbench_await on the other side.
RB_INLINE void ringbench_pass(ringbench_turn *turn, int64_t side) { __atomic_store_n(turn, side, __ATOMIC_RELEASE); }

RB_INLINE void ringbench_take_push_turns(
    struct ringbench_producer *side, ringbench_turn *turn, ringbench_push push, ringbench_push_batch push_batch,
    uint64_t events, uint64_t batch, uint64_t *times, uint64_t turns, int64_t injected,
    struct ringbench_waiting waiting) {
  const bool in_batches = batch > 1 && push_batch;
  struct ringbench_event *const buffer = in_batches ? ringbench_buffer(batch) : NULL;
  for (uint64_t index = 0; index < turns; ++index) {
    ringbench_await(turn, 0, waiting);
    const uint64_t start = rb_cycles();
    ringbench_delay(injected);
    if (in_batches)
      ringbench_produce_batches(side, push_batch, buffer, events, batch, 0, waiting);
    else
      ringbench_produce_singly(side, push, events, 0, waiting);
    times[index] = rb_cycles() - start;
    ringbench_pass(turn, 1);
  }
  free(buffer);
}

RB_INLINE void ringbench_take_pop_turns(
    struct ringbench_consumer *side, ringbench_turn *turn, ringbench_pop pop, ringbench_pop_batch pop_batch,
    uint64_t events, uint64_t batch, uint64_t *times, uint64_t turns, int checking, struct ringbench_waiting waiting) {
  const bool in_batches = batch > 1 && pop_batch;
  struct ringbench_event *const buffer = in_batches ? ringbench_buffer(batch) : NULL;
  for (uint64_t index = 0; index < turns; ++index) {
    ringbench_await(turn, 1, waiting);
    const uint64_t start = rb_cycles();
    if (in_batches)
      ringbench_consume_batches(side, pop, pop_batch, buffer, events, batch, checking, 0, waiting);
    else
      ringbench_consume_singly(side, pop, events, checking, 0, waiting);
    times[index] = rb_cycles() - start;
    ringbench_pass(turn, 0);
  }
  free(buffer);
}

// Round trip. A side that has long found nothing says what it has pushed, and so learns whether an event is missing.

/// Pops the event that is due. False: it was pushed, is not in the ring, and has been noted as missing.
RB_INLINE bool ringbench_receive_due(
    struct ringbench_consumer *side, const struct ringbench_producer *own, ringbench_pop pop, int checking,
    struct ringbench_event *event, struct ringbench_waiting waiting) {
  const uint64_t due = side->due.next;
  for (uint64_t polls = 1;; ++polls) {
    bool found = pop(side->ring, event);
    if (!found) {
      ringbench_back_off(waiting);
      if (polls % RINGBENCH_POLLS_UNTIL_DOUBT != 0) continue;
      ringbench_tell(own, own->sequence.next);
      if (ringbench_are_missing(side, pop, &side->due, due + 1, event, &found)) return false;
      if (!found) continue;
    }
    if (!checking) ringbench_use(event);
    if (!checking || __builtin_expect(ringbench_is_due(&side->due, event), 1)) {
      ringbench_advance(&side->due);
      return true;
    }
    // A duplicate leaves this event due. Whatever else came stands for it: there is one event on its way at a time.
    if (ringbench_note_bad(side, event, due) != due) {
      ringbench_advance(&side->due);
      return true;
    }
  }
}

RB_INLINE void ringbench_ask(
    struct ringbench_producer *requests, struct ringbench_consumer *answers, ringbench_push push, ringbench_pop pop,
    uint64_t *times, uint64_t count, int checking, int64_t injected, struct ringbench_waiting waiting) {
  uint64_t before = rb_cycles();
  for (uint64_t index = 0; index < count; ++index) {
    struct ringbench_event event = ringbench_event_of(&requests->sequence);
    // Before the push: after it, the delay would overlap with the round trip.
    ringbench_delay(injected);
    while (!push(requests->ring, &event)) ringbench_back_off(waiting);
    ringbench_advance(&requests->sequence);
    ringbench_receive_due(answers, requests, pop, checking, &event, waiting);
    const uint64_t now = rb_cycles();
    times[index] = now - before;
    before = now;
  }
  ringbench_tell(requests, requests->sequence.next);
}

RB_INLINE void ringbench_answer(
    struct ringbench_consumer *requests, struct ringbench_producer *answers, ringbench_push push, ringbench_pop pop,
    uint64_t count, int checking, struct ringbench_waiting waiting) {
  for (; count > 0; --count) {
    struct ringbench_event event;
    // For a request that was lost, the answer that it should have had: the other side waits for it.
    if (!ringbench_receive_due(requests, answers, pop, checking, &event, waiting))
      event = ringbench_event_of(&answers->sequence);
    while (!push(answers->ring, &event)) ringbench_back_off(waiting);
    ringbench_advance(&answers->sequence);
  }
  ringbench_tell(answers, answers->sequence.next);
}

// Offered load. The time at which an event is due follows from its number.

RB_INLINE void ringbench_send(
    struct ringbench_producer *side, ringbench_push push, uint64_t count, uint64_t start, double interval,
    int64_t injected, struct ringbench_waiting waiting) {
  for (uint64_t index = 0; index < count; ++index) {
    const struct ringbench_event event = ringbench_event_of(&side->sequence);
    const uint64_t due = start + (uint64_t)((double)index * interval);
    ringbench_wait_until(due, waiting);
    ringbench_delay(injected);
    while (!push(side->ring, &event)) {
      ++side->full_polls;
      ringbench_back_off(waiting);
    }
    ringbench_advance(&side->sequence);
  }
  ringbench_tell(side, side->sequence.next);
}

RB_INLINE void ringbench_receive(
    struct ringbench_consumer *side, ringbench_pop pop, uint64_t *times, uint64_t count, uint64_t start, double interval,
    int checking, struct ringbench_waiting waiting) {
  struct ringbench_polls polls = ringbench_polls_of(side);
  const uint64_t begin = side->due.next;
  while (side->due.next - begin < count) {
    struct ringbench_event event;
    bool found = pop(side->ring, &event);
    const uint64_t first = side->due.next - begin;
    if (!found && ringbench_found_empty(&polls, side->due.next, waiting))
      ringbench_are_missing(side, pop, &side->due, begin + count, &event, &found);
    const uint64_t now = rb_cycles();
    if (found) ringbench_examine(side, &side->due, &event, checking);
    // The event that came and, after a loss, those before it.
    for (uint64_t index = first; index < side->due.next - begin && index < count; ++index) {
      const uint64_t due = start + (uint64_t)((double)index * interval);
      times[index] = now > due ? now - due : 0;
    }
  }
  ringbench_keep_polls(side, &polls);
}

// The library's table.

#ifdef __cplusplus
#define RINGBENCH_EXPORT extern "C" __attribute__((visibility("default")))
#else
#define RINGBENCH_EXPORT __attribute__((visibility("default")))
#endif

/// Defines the exported function, and the loops that its table names.
#define RINGBENCH_PEER_TABLE(NAME, ABOUT, MANY, CREATE, DESTROY, CAPACITY, PUSH, POP, PUSH_BATCH, POP_BATCH)            \
  static uint64_t ringbench_own_push_pop(                                                                              \
      struct ringbench_producer *producer, struct ringbench_consumer *consumer, uint64_t count, int64_t injected) {    \
    return ringbench_push_and_pop(producer, consumer, PUSH, POP, count, injected);                                     \
  }                                                                                                                    \
  static void ringbench_own_produce(                                                                                   \
      struct ringbench_producer *side, uint64_t count, uint64_t batch, int64_t delay,                                  \
      struct ringbench_waiting waiting) {                                                                              \
    ringbench_produce(side, PUSH, PUSH_BATCH, count, batch, delay, waiting);                                           \
  }                                                                                                                    \
  static void ringbench_own_consume(                                                                                   \
      struct ringbench_consumer *side, uint64_t count, uint64_t batch, int checking, int64_t delay,                    \
      struct ringbench_waiting waiting) {                                                                              \
    ringbench_consume(side, POP, POP_BATCH, count, batch, checking, delay, waiting);                                   \
  }                                                                                                                    \
  static void ringbench_own_consume_shared(                                                                            \
      struct ringbench_consumer *sides, uint64_t producers, uint64_t count, int checking, int64_t delay,               \
      struct ringbench_waiting waiting) {                                                                              \
    ringbench_consume_from_many(sides, POP, producers, count, checking, delay, waiting);                               \
  }                                                                                                                    \
  static void ringbench_own_push_turns(                                                                                \
      struct ringbench_producer *side, ringbench_turn *turn, uint64_t events, uint64_t batch, uint64_t *times,         \
      uint64_t turns, int64_t injected, struct ringbench_waiting waiting) {                                            \
    ringbench_take_push_turns(side, turn, PUSH, PUSH_BATCH, events, batch, times, turns, injected, waiting);           \
  }                                                                                                                    \
  static void ringbench_own_pop_turns(                                                                                 \
      struct ringbench_consumer *side, ringbench_turn *turn, uint64_t events, uint64_t batch, uint64_t *times,         \
      uint64_t turns, int checking, struct ringbench_waiting waiting) {                                                \
    ringbench_take_pop_turns(side, turn, POP, POP_BATCH, events, batch, times, turns, checking, waiting);              \
  }                                                                                                                    \
  static void ringbench_own_ask(                                                                                       \
      struct ringbench_producer *requests, struct ringbench_consumer *answers, uint64_t *times, uint64_t count,        \
      int checking, int64_t injected, struct ringbench_waiting waiting) {                                              \
    ringbench_ask(requests, answers, PUSH, POP, times, count, checking, injected, waiting);                            \
  }                                                                                                                    \
  static void ringbench_own_answer(                                                                                    \
      struct ringbench_consumer *requests, struct ringbench_producer *answers, uint64_t count, int checking,           \
      struct ringbench_waiting waiting) {                                                                              \
    ringbench_answer(requests, answers, PUSH, POP, count, checking, waiting);                                          \
  }                                                                                                                    \
  static void ringbench_own_send(                                                                                      \
      struct ringbench_producer *side, uint64_t count, uint64_t start, double interval, int64_t injected,              \
      struct ringbench_waiting waiting) {                                                                              \
    ringbench_send(side, PUSH, count, start, interval, injected, waiting);                                             \
  }                                                                                                                    \
  static void ringbench_own_receive(                                                                                   \
      struct ringbench_consumer *side, uint64_t *times, uint64_t count, uint64_t start, double interval, int checking, \
      struct ringbench_waiting waiting) {                                                                              \
    ringbench_receive(side, POP, times, count, start, interval, checking, waiting);                                    \
  }                                                                                                                    \
  RINGBENCH_EXPORT const struct ringbench_peer *ringbench_peer(void) {                                                 \
    static const struct ringbench_peer table = {                                                                       \
        RINGBENCH_PEER_ABI, 8 * RINGBENCH_EVENT_WORDS, NAME, ABOUT, __VERSION__,                                       \
        (PUSH_BATCH) != NULL, MANY, CREATE, DESTROY, CAPACITY,                                                         \
        ringbench_own_push_pop, ringbench_own_produce, ringbench_own_consume,                                          \
        ringbench_own_consume_shared, ringbench_own_push_turns, ringbench_own_pop_turns,                               \
        ringbench_own_ask, ringbench_own_answer, ringbench_own_send,                                                   \
        ringbench_own_receive,                                                                                         \
    };                                                                                                                 \
    return &table;                                                                                                     \
  }

/// A ring that does not say how many events it holds.
static inline uint64_t ringbench_unknown_capacity(void *ring) {
  (void)ring;
  return 0;
}

/// Exports a ring written in C, without batches.
#define RINGBENCH_PEER_IN_C(NAME, ABOUT, CREATE, DESTROY, PUSH, POP)                                     \
  RINGBENCH_PEER_TABLE(                                                                                  \
      NAME, ABOUT, RINGBENCH_MANY_PRODUCERS, CREATE, DESTROY, ringbench_unknown_capacity, PUSH, POP,     \
      (ringbench_push_batch)NULL, (ringbench_pop_batch)NULL)

/// The same with batches.
#define RINGBENCH_PEER_IN_C_WITH_BATCHES(NAME, ABOUT, CREATE, DESTROY, PUSH, POP, PUSH_BATCH, POP_BATCH) \
  RINGBENCH_PEER_TABLE(                                                                                  \
      NAME, ABOUT, RINGBENCH_MANY_PRODUCERS, CREATE, DESTROY, ringbench_unknown_capacity, PUSH, POP,     \
      PUSH_BATCH, POP_BATCH)

#endif
