"""The seed's race, step by step: what each patch ordered and what it left open. Whether that is so is the checker's to
say: a step names the strategy, the model and the shape of which the page shows the verdict and the witness."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """A question to the checker."""

    strategy: str
    model: str
    shape: str


@dataclass(frozen=True)
class Step:
    year: str
    title: str
    # What was there, from the kernel's history.
    text: str
    source: str
    looks: list[Look]


STEPS = [
    Step(
        "2002", "Compiler barriers only",
        "aio_complete() writes an event and then the tail. barrier() holds the compiler and not the CPU.",
        "fs/aio.c before July 2003 (Linux 2.5)", [Look("kernel-2002", "ia64", "publish-observe")],
    ),
    Step(
        "2003", "The patch",
        "On IA-64 the tail was seen before the event. Ken Chen's patch puts smp_wmb() before the tail store and smp_mb() before "
        "the head store: the producer's side is closed. Nothing orders the consumer's load of the tail before its read of the "
        "event, and nothing the tail store before the look for a sleeper.",
        "2.5.74-mm3, Ken Chen, 8 July 2003",
        [Look("kernel-2003", "x86-tso", "wake-sleep"), Look("kernel-2003", "power", "publish-observe")],
    ),
    Step(
        "2008", "The wake-up",
        "On x86 a process hung: the tail store and the load of the waiting flag are store buffering, which every CPU with a store "
        "buffer shows. smp_mb() at wake closes it. The reader is still open.",
        "6cb2a210, 20 March 2008",
        [Look("kernel-2008", "x86-tso", "wake-sleep"), Look("kernel-2008", "power", "publish-observe")],
    ),
    Step(
        "2014", "The reader",
        "On POWER, MariaDB read zeroed events. smp_rmb() at observe closes the last edge, eleven years after the first.",
        "2ff396be6, September 2014",
        [Look("kernel-2014", "power", "publish-observe"), Look("kernel-2014", "power", "claim-retire")],
    ),
    Step(
        "today", "One barrier fewer",
        "In today's fs/aio.c the barrier before the head store is no longer there: the read of the event and the store of the "
        "head are ordered by nothing that is written in the code.",
        "fs/aio.c after the 3.10 rewrite",
        [Look("kernel-today", "armv8", "claim-retire")],
    ),
]
