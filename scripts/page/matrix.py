"""The verdict matrix: a strategy in each line, a memory model in each column; a cell opens the witness."""
from dataclasses import dataclass, field

from . import timeline
from .figures import names
from .markup import Markup, tag
from .results import Record, Results
from .wording import SHAPES, listed, model

# The instruction sets that the audit compiles for, by the model that they have.
COMPILED = {"x86-tso": ["x86-64"], "armv7": ["armv7"], "armv8": ["aarch64", "aarch64-rcpc", "aarch64-lse"], "riscv": ["riscv64"]}


@dataclass
class Drawings:
    """Witnesses and texts, each kept once however many cells show it."""

    templates: dict[str, str] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)

    def drawing(self, execution: Record, title: str) -> str:
        svg = timeline.drawn(execution, title)
        return self.templates.setdefault(svg, f"drawing-{len(self.templates)}")

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def markup(self) -> Markup:
        return Markup("".join(tag("template", Markup(svg), id=name) for svg, name in self.templates.items()))


def verdict_words(row: Record) -> str:
    if row["verdict"] == "forbidden":
        return "Correct: no execution that the model allows shows a violation."
    if row["verdict"] == "unknown":
        return f"Not known: {row.get('reason', 'the search was cut short')}."
    if row.get("reason"):
        return f"Wrong: {row['reason']}."
    edges = row.get("missing_edges", [])
    where = f"an order is missing at {listed(edges)}" if edges else "no barrier at an edge would help"
    claim = "" if row.get("claimed", True) else " The strategy does not claim to be correct here."
    return f"Violated: {where}.{claim}"


def mark(rows: list[Record]) -> tuple[str, str]:
    """What a cell shows, and its class: the missing edges' initials, those of lost wake-ups in small letters."""
    events = [row for row in rows if row.get("shape") != "wake-sleep"]
    wakes = [row for row in rows if row.get("shape") == "wake-sleep"]

    def initials(part: list[Record]) -> str:
        order = ["claim", "publish", "observe", "retire", "wake", "sleep"]
        edges = {edge for row in part for edge in row.get("missing_edges", [])}
        violated = [row for row in part if row["verdict"] == "allowed"]
        alone = "!" if any(not row.get("missing_edges") and not row.get("reason") for row in violated) else ""
        alone += "X" if any(row.get("reason") for row in violated) else ""
        return "".join(edge[0] for edge in order if edge in edges) + alone

    bad, lost = initials(events).upper(), initials(wakes)
    if bad:
        return "!" if bad == "!" else bad + lost, "bad"
    if any(row["verdict"] == "unknown" for row in rows):
        return "?", "unknown"
    return (lost, "sleep") if lost else ("✓", "right")


SPOKEN = {"bad": "bad events", "sleep": "wake-ups may be lost", "unknown": "not known", "right": "correct"}


def cell(results: Results, strategy: str, name: str, rows: list[Record], drawings: Drawings) -> Record:
    """What a cell opens."""
    shapes = []
    for row in rows:
        shape = row.get("shape", "ring")
        # The ring at large shows what one of the three small shapes shows more plainly.
        if shape == "ring" and len(rows) > 1:
            continue
        title = f"{strategy} on {model(name)}, {shape}"
        execution, litmus = row.get("execution"), row.get("litmus")
        shapes.append({
            "title": f"{shape}: {SHAPES.get(shape, '')}", "verdict": verdict_words(row) + (" " + timeline.sentences(execution) if execution else ""),
            **({"drawing": drawings.drawing(execution, (row.get("witness") or title).splitlines()[0])} if execution else {}),
            **({"witness": drawings.text(row["witness"])} if row.get("witness") else {}),
            **({"litmus": drawings.text(litmus["text"]), "dialect": litmus["dialect"]} if litmus else {}),
        })
    return {"title": f"{strategy} on {model(name)}", "shapes": shapes, **emitted(results, strategy, name)}


def emitted(results: Results, strategy: str, name: str) -> Record:
    arches = COMPILED.get(name, [])
    rows = [row for row in results.audit if row["strategy"] == strategy and row["arch"] in arches and row["compiled"]]
    lines = [
        f"{row['arch']}: " + "; ".join(
            f"{edge.get('edge') or edge.get('site', 'lock')} {' + '.join(edge['found']) or 'no instruction'}" for edge in row["edges"])
        for row in rows
    ]
    reason = (
        f"The audit compiles for {listed([arch for part in COMPILED.values() for arch in part])}, and not for {model(name)}."
        if not arches else "No audit is at hand: make one with `ringbench audit --json > FILE` and give it with --audit FILE.")
    return {"emitted": lines, "not_emitted": reason}


def matrix(results: Results, drawings: Drawings) -> tuple[Markup, Record]:
    """The table, and what its cells open by their identifiers."""
    rows = [row for row in results.verdicts if row.get("strategy")]
    strategies, models = names(rows), names(rows, "model")
    by_cell: dict[tuple[str, str], list[Record]] = {}
    for row in rows:
        by_cell.setdefault((row["strategy"], row["model"]), []).append(row)
    cells: Record = {}
    lines = []
    for strategy in strategies:
        known = tag("a", strategy, href=f"#strategy-{strategy}", data_strategy=strategy) if strategy in results.catalogue else strategy
        line = [tag("th", known, scope="row")]
        for name in models:
            own = by_cell.get((strategy, name), [])
            if not own:
                line.append(tag("td", ""))
                continue
            identifier = f"c{len(cells)}"
            cells[identifier] = cell(results, strategy, name, own, drawings)
            text, kind = mark(own)
            missing = listed(sorted({edge for row in own for edge in row.get("missing_edges", [])}))
            spoken = f"{text} {strategy} on {model(name)}: {SPOKEN[kind]}" + (f", missing at {missing}" if missing else "")
            line.append(tag("td", tag("button", text, type="button", class_=kind, data_cell=identifier, aria_label=spoken)))
        lines.append(tag("tr", *line))
    heads = [tag("th", "strategy", scope="col")] + [tag("th", model(name), scope="col") for name in models]
    table = tag(
        "table", tag("caption", "Enter or a click opens a cell; the arrow keys move between cells."),
        tag("thead", tag("tr", *heads)), tag("tbody", *lines), class_="matrix")
    return tag("div", table, class_="wide"), cells


def legend() -> Markup:
    return tag(
        "p", tag("b", "✓"), " correct; capital letters: bad events, an order is missing at ", tag("b", "C"), "laim, ",
        tag("b", "P"), "ublish, ", tag("b", "O"), "bserve or ", tag("b", "R"), "etire; small letters: only a consumer that "
        "sleeps is hurt, at ", tag("b", "w"), "ake or ", tag("b", "s"), "leep; ", tag("b", "!"),
        " violated, and no barrier at an edge would help; ", tag("b", "X"), " a ring of the program's own is wrong; ", tag("b", "?"), " a search was cut short. In a witness time runs downwards "
        "and an access stands where it took effect; letters follow the program. Solid: a read and the write that it reads. Dashed: a "
        "read, and the write that it was too early to see. The curve: an access that went ahead of the one before it in the program, "
        "which nothing forbids.")
