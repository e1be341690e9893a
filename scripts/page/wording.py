"""Figures and verdicts as the page writes them: no digit that a figure does not carry."""
import math

from .results import Record


def decimals(value: float, digits: int) -> int:
    """How many decimals show so many significant digits."""
    return max(0, digits - 1 - math.floor(math.log10(value))) if value > 0 else 0


def plain(value: float) -> str:
    """Three significant digits."""
    return f"{value:.{0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2}f}"


def measured(row: Record, name: str) -> str:
    """A figure as the program's tables have it: with the wider half of its 99 % interval, rounded up to the last digit shown;
    ≈ where too few rounds gave one that is narrower than the figure."""
    if name not in row:
        return ""
    value, low, high = row[name], row.get(f"{name}_low"), row.get(f"{name}_high")
    if f"{name}_rounds" not in row:
        return plain(value)
    half = None if low is None or high is None else max(high - value, value - low)
    if half is None or half >= value:
        return f"≈{value:.{decimals(value, 2)}f}"
    places = min(6, decimals(half, 1)) if half > 0 else decimals(value, 3)
    unit = 10.0 ** -places
    return f"{value:.{places}f} ±{max(unit, math.ceil(half / unit) * unit):.{places}f}"


def count(number: int) -> str:
    """A count in thousands, millions or billions, as the program's tables have it."""
    if number < 10_000:
        return str(number)
    for size, unit in ((1e3, "k"), (1e6, "M")):
        if number < size * 10_000:
            return plain(number / size) + unit
    return plain(number / 1e9) + "G"


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


MODELS = {
    "sc": "sequential consistency", "x86-tso": "x86, SPARC TSO, z", "sparc-pso": "SPARC PSO", "sparc-rmo": "SPARC RMO",
    "alpha": "Alpha", "ia64": "IA-64", "mips": "MIPS", "armv7": "ARMv7", "armv8": "ARMv8", "power": "POWER",
    "riscv": "RISC-V", "lkmm": "Linux kernel model", "rc11": "C11 (RC11)",
}


def model(name: str) -> str:
    return MODELS.get(name, name)


SHAPES = {
    "publish-observe": "one push, one pop: can a stale event be read?",
    "claim-retire": "a full ring popped and refilled: can the event that replaces the one popped be read?",
    "wake-sleep": "a consumer that goes to sleep: can it miss its wake-up?",
    "ring": "pushes and pops at the default sizes: can any event be other than the one due?",
}
