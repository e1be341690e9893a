"""The page: its sections in order, each of which says what it lacks where it has nothing to show."""
import base64
import hashlib
import pathlib
from collections.abc import Callable

import vl_convert

from . import story, timeline, wording
from .figures import NEGATIVE_CONTROL, Figure, Rows, figure, family, label, letters, names_of_hosts, number, ranked
from .markup import Markup, escape, joined, packed, packed_json, table, tag
from .matrix import Drawings, legend, matrix, verdict_words
from .results import Record, Results
from .theme import FAMILY_WORDS, config

HERE = pathlib.Path(__file__).resolve().parent
SECTIONS = [
    ("answer", "The answer"), ("cost", "What it costs here"), ("verdicts", "Where it is correct"), ("latency", "Latency"),
    ("showed", "What this machine showed"), ("story", "The race of 2003, step by step"), ("kernel", "The kernel's own rings"),
    ("machine", "The machine"), ("campaigns", "Several campaigns"), ("strategies", "Each strategy"), ("reading", "How to read the figures"),
]
# A sweep ranks no strategies: its page is its curve, and how it was measured.
SECTIONS_OF_A_SWEEP = [
    ("sweep", "Along the settings"), ("showed", "What this machine showed"), ("machine", "The machine"), ("campaigns", "Several campaigns"),
    ("reading", "How to read the figures"),
]


def page(results: Results) -> bytes:
    """The whole document."""
    drawings = Drawings()
    charts: dict[str, Record] = {}
    table_of_verdicts, cells = matrix(results, drawings)
    parts: dict[str, Callable[[], list[Markup]]] = {
        "answer": lambda: [*answer(results), shown(figure("strategies"), results, charts)],
        "cost": lambda: [*cost_table(results), *(shown(figure(name), results, charts) for name in ("cost", "sides", "one-thread", "round-trip"))],
        "verdicts": lambda: [legend(), table_of_verdicts],
        "latency": lambda: [shown(figure(name), results, charts) for name in ("percentiles", "load", "sustained")],
        "showed": lambda: [*showed(results.first), shown(figure("probe"), results, charts)],
        "story": lambda: [told(results)],
        "kernel": lambda: [*kernel_notes(results.first), shown(figure("kernel"), results, charts)],
        "sweep": lambda: [shown(figure(name), results, charts) for name in ("sweep", "sweep-map")],
        "machine": lambda: [*machine(results), *(shown(figure(name), results, charts) for name in ("placements", "pairs"))],
        "campaigns": lambda: campaigns(results, charts),
        "strategies": lambda: [strategy(results, entry) for entry in entries(results)],
        "reading": lambda: reading(results.first),
    }
    sections = SECTIONS_OF_A_SWEEP if results.first["campaign"].get("sweep_axes") else SECTIONS
    title = "ringbench: " + ", ".join(names_of_hosts(results))
    body = [
        tag("header", tag("h1", "Memory barriers on one real ring"), *head(results), navigation(sections)),
        tag("main", *(tag("section", tag("h2", words, id=f"{name}-head"), *parts[name](), id=name, aria_labelledby=f"{name}-head")
                      for name, words in sections)),
        tag("dialog", tag("button", "Close", type="button", class_="plain close"), tag("div", class_="body"),
            id="witness", aria_label="The witness"),
        drawings.markup(),
        packed("vega", vl_convert.javascript_bundle()), packed_json("charts", charts), packed_json("cells", cells),
        packed_json("texts", list(drawings.texts)), packed_json("configs", {"light": config(False), "dark": config(True)}),
    ]
    return document(title, joined(body)).encode()


def document(title: str, body: Markup) -> str:
    script = (HERE / "page.js").read_text()
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # This script and the Vega that it unpacks may run, nothing else; and nothing is fetched.
    policy = f"default-src 'none'; script-src 'sha256-{allowed}' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{escape(title)}</title>
<style>
{(HERE / "page.css").read_text()}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def navigation(sections: list[tuple[str, str]]) -> Markup:
    return tag("nav", tag("ul", *(tag("li", tag("a", words, href=f"#{name}")) for name, words in sections)), aria_label="Sections")


def entries(results: Results) -> list[str]:
    measured = [entry["strategy"] for entry in results.overview(results.first)]
    return measured + [name for name in results.catalogue if name not in measured]


# MARK: Figures


def shown(drawn: Figure | None, results: Results, charts: dict[str, Record]) -> Markup:
    """A chart with its text alternative and its table; where there is no data, a line that says so."""
    assert drawn is not None
    rows = drawn.data(results)
    if not rows:
        return tag("p", f"{drawn.title}: {drawn.missing}.", class_="quiet")
    specification = drawn.chart(rows).to_dict()
    specification.pop("config", None)
    charts[drawn.name] = specification
    heads, lines = tabulated(drawn, rows)
    alternative = f"{drawn.reading} {len(lines)} rows; the table below has the same figures."
    return tag(
        "figure", tag("h3", drawn.title), tag("p", drawn.reading, class_="quiet"),
        tag("div", id=f"chart-{drawn.name}", class_="chart", role="group", aria_label=f"Chart: {drawn.title}. {alternative}"),
        tag("details", tag("summary", f"Table: {drawn.title}"), table(heads, lines, drawn.title)))


def tabulated(drawn: Figure, rows: Rows) -> tuple[list[object], list[list[object]]]:
    return [head for head, _ in drawn.columns], [[value(row, field) for _, field in drawn.columns] for row in rows]


def value(row: Record, field: str) -> object:
    found = row.get(field, "")
    if isinstance(found, float) or f"{field}_rounds" in row:
        return wording.measured(row, field)
    return found


def cost_table(results: Results) -> list[Markup]:
    drawn = figure("cost")
    assert drawn is not None
    rows = drawn.data(results)
    if not rows:
        return []
    heads, lines = tabulated(drawn, rows)
    bare = [str(line[0]).removesuffix(NEGATIVE_CONTROL) for line in lines]
    linked = [[tag("a", line[0], href=f"#strategy-{name}", data_strategy=name), *line[1:]] for name, line in zip(bare, lines)]
    notes = []
    for ranking in results.first.get("rankings") or []:
        if ranking["key"]["workload"] == "hand-off":
            notes += control_of(ranking)
    return [table(heads, linked, "Hand-off: cheapest first, with the instructions that order it on this machine"), *notes]


def control_of(ranking: Record) -> list[Markup]:
    control = ranking.get("negative_control")
    if not control:
        return []
    ratio = wording.measured(number(control, "ratio"), "ratio")
    rings = f"layout {ranking['key']['layout']}" if ranking["key"]["layout"] else "rings and peers"
    words = f"Negative control, {ranking['key']['workload']}, {rings}: the same code measured twice is {ratio} times itself."
    if ranking["is_untrustworthy"]:
        return [tag("p", words + " The two were told apart: nothing in this ranking can be trusted.", class_="warning")]
    return [tag("p", words, class_="quiet")]


# MARK: The answer


def head(results: Results) -> list[Markup]:
    lines = []
    for name, campaign in zip(names_of_hosts(results), results.campaigns):
        environment = campaign["campaign"]["environment"]
        virtual = f", virtual ({environment['hypervisor']})" if environment.get("hypervisor") else ""
        lines.append(tag("p", f"{name}: {environment['cpu_model']}{virtual}, Linux {environment['kernel']}, {campaign['campaign']['started_at']}"))
        if not campaign["complete"]:
            lines.append(tag("p", f"{name}: interrupted before all trials were run. What is here was measured; the rest is missing.", class_="warning"))
        if not any(row["rounds"] for row in campaign["rows"]):
            lines.append(tag("p", f"{name}: no row has a figure: every trial failed, or none was run.", class_="warning"))
        if environment["build"] == "debug" and "-O" not in environment.get("swift_flags", ""):
            lines.append(tag("p", "The measured code was not optimised: no figure here means anything.", class_="warning"))
    return [
        tag("p", "One producer, one consumer, the completion ring of Linux AIO: what each way of keeping it in order costs on this "
            "machine, on which architectures it is correct, and how sure that is."), *lines]


def answer(results: Results) -> list[Markup]:
    """The program's answer in words."""
    overview = {entry["strategy"]: entry for entry in results.overview(results.first) if entry.get("hand_off")}
    if not overview:
        return [tag("p", "This campaign has no hand-offs: it cannot say what a strategy costs here.", class_="warning")]
    found = results.first.get("answer")
    if not found:
        return [tag("p", "No strategy that was measured here is known to be correct on every architecture.", class_="warning")]

    def links(names: list[str]) -> Markup:
        return joined([tag("a", name, href=f"#strategy-{name}", data_strategy=name) for name in names], ", ")

    def cost(names: list[str]) -> str:
        # The order of the figures of those that cannot be told apart means nothing: they are named together.
        ends = dict.fromkeys(wording.measured(number(overview[name]["hand_off"], "ns"), "ns") for name in (names[0], names[-1]))
        return f"{' to '.join(ends)} ns for a push and a pop"

    cheapest, sleeping = found["cheapest"], found["sleeping"]
    over = results.first["rows"][overview[cheapest[0]]["row"]].get("over_none")
    times = f", {wording.measured(number(over, 'x'), 'x')} times a ring without any order" if over else ""
    lines = [tag("p", tag("b", "Correct everywhere and cheapest here: "), links(cheapest),
                 f": {cost(cheapest)}{times}{' for the first' if over and len(cheapest) > 1 else ''}.")]
    if len(cheapest) > 1:
        lines.append(tag("p", "This campaign cannot tell them from the first."))
    if sleeping:
        lines.append(tag("p", tag("b", "If the consumer sleeps: "), links(sleeping), f": {cost(sleeping)}."))
    # Those that are wrong in the same places stand together.
    where: dict[str, list[str]] = {}
    for wrong in found["wrong"]:
        places = ["seen here"] if wrong["is_violated_here"] else []
        if wrong["architectures"]:
            places.append("bad events on " + wording.listed([wording.model(name) for name in wrong["architectures"]]))
        where.setdefault("; ".join(places), []).append(wrong["strategy"])
    if where:
        items = [tag("li", links(names), f": {places}") for places, names in where.items()]
        lines.append(tag("div", tag("p", tag("b", "As cheap or cheaper, and wrong:")), tag("ul", *items)))
    return [tag("div", *lines, class_="answer")]


# MARK: What this machine showed


def showed(campaign: Record) -> list[Markup]:
    verdicts = campaign.get("verdicts") or []
    if not verdicts:
        return [tag("p", "No event was checked in this campaign.", class_="quiet")]
    parts = []
    for verdict in verdicts:
        if verdict["strategy"] == "tail-first" and verdict["subject"] == "events" and verdict["payload_stores"] == "ordinary":
            words = (
                f"Positive control: tail-first, which stores the tail before the event, was caught {wording.count(verdict['bad'])} times in "
                f"{wording.count(verdict['checked'])} events: a broken order does show here." if verdict["bad"] else
                "The positive control, tail-first, was not caught: no clean verdict of this run means anything.")
            parts.append(tag("p", words, class_=None if verdict["bad"] else "warning"))
    for verdict in verdicts:
        if verdict["grade"] == "unexpected":
            parts.append(tag("p", f"Unexpected: {verdict['strategy']} ({subject(verdict)}) {verdict['seen']}; expected {verdict['expected']}: "
                             f"{verdict['reason']}.", class_="warning"))
        if verdict["grade"] == "not-seen":
            parts.append(tag("p", f"{verdict['strategy']} ({subject(verdict)}) was expected to be violated and was not in "
                             f"{wording.count(verdict['checked'])}: this run was too weak to see it. That is no pass.", class_="warning"))
    causes: dict[tuple[str, str, str], list[Record]] = {}
    for verdict in verdicts:
        if verdict["seen"] == "violated":
            causes.setdefault((subject(verdict), wording.listed(verdict["edges"]), verdict["reason"]), []).append(verdict)
    for (what, edges, reason), own in causes.items():
        parts.append(tag("h3", f"Violated, {what}" + (f", at {edges}" if edges else "")))
        parts.append(tag("p", reason + "."))
        lines = [[violation["strategy"], kinds(violation), wording.count(violation["checked"]),
                  tag("ul", *(tag("li", words) for words in violation.get("first_in_words") or []))] for violation in own]
        of = "events" if own[0]["subject"] == "events" else "rounds"
        told = any(violation.get("first_in_words") for violation in own)
        heads = ["strategy", "bad", f"{of} checked", *(["the first ones, in words"] if told else [])]
        parts.append(table(heads, [line[:len(heads)] for line in lines], f"{len(own)} violated, {what}"))
    clean = [verdict for verdict in verdicts if verdict["seen"] == "clean" and verdict["subject"] == "events"]
    if clean:
        powers: list[list[object]] = [
            [verdict["strategy"], verdict["payload_stores"], wording.count(verdict["checked"]), wording.count(verdict["wraps"]),
             wording.count(verdict["empty_polls"]), wording.count(verdict["full_polls"]), verdict["reason"]]
            for verdict in clean
        ]
        parts.append(tag("details", tag("summary", f"{len(clean)} clean verdicts, each with its power to detect: events checked, wraps, polls of an empty and of a full ring"),
                         table(["strategy", "stores", "events", "wraps", "empty polls", "full polls", "why that was to be expected"], powers, "Clean here is no proof")))
    for ranking in campaign.get("rankings") or []:
        parts += control_of(ranking)
    return parts


def kinds(verdict: Record) -> str:
    """How often each kind of bad event was seen, the most frequent first."""
    counts = sorted(verdict["kinds"].items(), key=lambda kind: -kind[1])
    return ", ".join(f"{wording.count(times)} {kind}" for kind, times in counts)


def subject(verdict: Record) -> str:
    return f"{verdict['payload_stores']} stores" if verdict["subject"] == "events" else "wake-ups"


# MARK: The story


def told(results: Results) -> Markup:
    rows = {(row.get("strategy"), row["model"], row.get("shape")): row for row in results.verdicts}
    steps = []
    for step in story.STEPS:
        looks = [look_at(look, rows.get((look.strategy, look.model, look.shape))) for look in step.looks]
        steps.append(tag("li", tag("h3", f"{step.year}: {step.title}"), tag("p", step.text, " ", tag("span", f"({step.source})", class_="quiet")),
                         tag("div", *looks, class_="looks")))
    return tag("ol", *steps, class_="story")


def look_at(look: story.Look, row: Record | None) -> Markup:
    title = f"{look.strategy} on {wording.model(look.model)}, {look.shape}"
    if row is None:
        return tag("div", tag("p", f"{title}: the checker was not asked.", class_="quiet"))
    if not row.get("execution"):
        return tag("div", tag("h4", title), tag("p", verdict_words(row)))
    words = f"{verdict_words(row)} {timeline.sentences(row['execution'])}"
    return tag("div", tag("h4", title), tag("p", words), timeline.drawn(row["execution"], title))


# MARK: The kernel, the machine, other campaigns


def kernel_notes(campaign: Record) -> list[Markup]:
    kernel = campaign.get("kernel_rings")
    if not kernel:
        return []
    notes = [tag("p", f"Not available: {reason}.", class_="quiet") for reason in kernel["not_available"]]
    events = sum(run["events"] for run in kernel["runs"])
    faults: dict[str, int] = {}
    for run in kernel["runs"]:
        for kind, times in run["faults"].items():
            faults[kind] = faults.get(kind, 0) + times
    found = ", ".join(f"{times} {kind.replace('_', ' ')}" for kind, times in faults.items() if times)
    return [tag("p", f"{wording.count(events)} completions were checked, data and result: {found or 'none lost, duplicate, foreign or wrong'}.")] + notes


def machine(results: Results) -> list[Markup]:
    parts = []
    for place, campaign in enumerate(results.campaigns):
        environment = campaign["campaign"]["environment"]
        keys = {(row["key"]["producer_cpu"], row["key"]["consumer_cpu"], row["key"]["distance"]) for row in campaign["rows"]}
        pairs = ", ".join(f"{producer}:{consumer} ({distance})" for producer, consumer, distance in sorted(keys))
        facts = [("host", environment["host_name"]), ("CPU", environment["cpu_model"]), ("architecture", environment["architecture"]),
                 ("CPUs allowed", ", ".join(map(str, environment["allowed_cpus"]))), ("pair, producer first", pairs),
                 ("kernel", environment["kernel"]), ("hypervisor", environment.get("hypervisor")), ("microcode", environment.get("microcode")),
                 ("compiler", environment.get("swift_version") or environment.get("compiler")), ("flags", environment.get("swift_flags")),
                 ("commit", environment.get("commit")), ("seed", campaign["campaign"]["seed"]), ("rounds", campaign["campaign"]["rounds"])]
        parts.append(tag("dl", *(part for name, fact in facts if fact not in (None, "") for part in (tag("dt", name), tag("dd", fact))), class_="machine"))
        if campaign.get("quietness"):
            parts.append(tag("p", campaign["quietness"]))
        for reason in campaign["campaign"].get("not_available") or []:
            parts.append(tag("p", f"Not available: {reason}.", class_="quiet"))
        topology = results.topologies[place] if place < len(results.topologies) else None
        if topology:
            parts.append(shared(topology, {(producer, consumer) for producer, consumer, _ in keys}))
    return parts


def shared(topology: Record, chosen: set[tuple[int, int]]) -> Markup:
    """The machine's CPUs and what they share, the chosen ones marked."""
    producers, consumers = {pair[0] for pair in chosen}, {pair[1] for pair in chosen if pair[0] != pair[1]}

    def role(cpu: int) -> str:
        return " and ".join(word for word, some in (("producer", producers), ("consumer", consumers)) if cpu in some)

    fields = ["package", "numa_node", "l3", "l2", "core"]
    lines: list[list[object]] = [
        [f"CPU {cpu['cpu']}", *(str(cpu.get(field, "")) for field in fields), role(cpu["cpu"])]
        for cpu in (topology.get("machine") or {}).get("cpus", [])
    ]
    return table(["CPU", "package", "NUMA node", "L3", "L2", "core", "chosen as"], lines, "Topology: CPUs with the same number share it") if lines else Markup("")


def campaigns(results: Results, charts: dict[str, Record]) -> list[Markup]:
    parts = [shown(figure("hosts"), results, charts)]
    if results.comparison:
        comparison = results.comparison
        parts.append(tag("p", f"Verdict of the comparison: {comparison['verdict']}. {comparison['quietness']}"))
    if results.not_compared:
        parts.append(tag("p", f"The two are not compared: {results.not_compared}", class_="quiet"))
    if len(results.campaigns) > 1:
        parts.append(shown(figure("comparison"), results, charts))
    return parts


def strategy(results: Results, name: str) -> Markup:
    """One strategy: what it is, what it costs, where it is right and wrong."""
    known = results.catalogue.get(name, {})
    entry = next((entry for entry in results.overview(results.first) if entry["strategy"] == name), None)
    facts: list[tuple[str, object]] = [
        ("what it is", known.get("summary", "not in this version's catalogue")), ("source", known.get("source", "")),
        ("kind", FAMILY_WORDS.get(known.get("family", ""), "")),
        ("at its edges", known.get("lock") or ", ".join(f"{edge} {ordering}" for edge, ordering in sorted(known.get("edges", {}).items())))]
    if entry and entry.get("hand_off"):
        row = results.first["rows"][entry["row"]]
        facts += [("hand-off", wording.measured(number(entry["hand_off"], "ns"), "ns") + " ns"), ("group", letters(row.get("groups"))),
                  ("instructions here", row.get("ordered_by", ""))]
    if entry and entry["architectures"]:
        wrong = [wording.model(model) for model in entry["architectures"] if model not in entry["correct_on"]]
        lost = [wording.model(model) for model in entry["correct_on"] if model not in entry["wakes_on"]]
        facts += [("bad events on", wording.listed(wrong) or "no architecture"), ("wake-ups lost besides on", wording.listed(lost) or "no architecture")]
    for verdict in results.first.get("verdicts") or []:
        if verdict["strategy"] == name:
            facts.append((f"here, {subject(verdict)}", f"{verdict['seen']}: {verdict['reason']}"))
    return tag(
        "details", tag("summary", tag("b", name)),
        tag("dl", *(part for head, fact in facts if fact for part in (tag("dt", head), tag("dd", fact))), class_="machine"),
        class_="strategy", id=f"strategy-{name}")


def reading(campaign: Record) -> list[Markup]:
    lines = [
        "hand-off is the cost that ranks: the sides take turns, so each cache line travels once each way and no regime can arise.",
        "± is the wider half of a 99 % interval; ≈ stands where too few rounds gave a narrow one. Strategies that share a letter of group cannot be told apart by "
        "this campaign; those that share none differ, with an error of 1 % for all pairs of a table together.",
        "A model's ✓ is exact within its bounds: rings of one slot, up to two pushes and pops; slots are reused in it.",
        "A native clean verdict is no proof. It says how many events were checked and that the positive control was caught in the same run.",
        "Absolute times of a shared or virtual machine are not results; ratios within one campaign are, with their intervals.",
        "Architectures are the processors' memory models; sequential consistency, the Linux kernel model and C11 stand in the matrix and are not counted.",
    ]
    return [tag("ul", *(tag("li", line) for line in lines)), tag("p", f"Made from results of schema {campaign['schema']}.", class_="quiet")]
