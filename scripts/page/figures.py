"""The charts, one row each in FIGURES: to add one, write what it shows of the results and how it is drawn, and add a row.

A figure's data is a flat list of rows, which is also its table on the page. The marks of a chart are named after what a
row of data is; a test counts them.
"""
from collections.abc import Callable
from dataclasses import dataclass

import altair as alt

from . import wording
from .results import Record, Results
from .theme import FAMILIES, SHAPES

Rows = list[Record]


@dataclass(frozen=True)
class Figure:
    # What `scripts/plot --figure` calls it.
    name: str
    title: str
    # How to read it: the text alternative begins with it.
    reading: str
    data: Callable[[Results], Rows]
    chart: Callable[[Rows], alt.TopLevelMixin]
    # The table's columns: the head and the field.
    columns: list[tuple[str, str]]
    # What to say where there is no data.
    missing: str


# MARK: What the rows have in common

# The least room for the names beside a chart: a viewer without the font that they were measured in may draw them wider.
NAMES_WIDTH = 150


def number(figure: Record | None, name: str) -> Record:
    """A measured figure as three fields; nothing where there is none."""
    if not figure:
        return {}
    row = {name: figure["median"], f"{name}_rounds": figure["rounds"]}
    if "low" in figure and "high" in figure:
        row |= {f"{name}_low": figure["low"], f"{name}_high": figure["high"]}
    return row


def letters(groups: list[int] | None) -> str:
    """The groups as the program's tables write them."""
    return "".join(chr(ord("a") + group) if group < 26 else f"[{group}]" for group in groups or [])


def family(results: Results, strategy: str) -> str:
    return results.catalogue.get(strategy, {}).get("family", "barriers")


def names_of_hosts(results: Results) -> list[str]:
    """A name for each campaign that no other has."""
    hosts = [campaign["campaign"]["environment"]["host_name"] for campaign in results.campaigns]
    starts = [campaign["campaign"]["started_at"] for campaign in results.campaigns]
    names = [host if hosts.count(host) == 1 else f"{host} {start}" for host, start in zip(hosts, starts)]
    return [name if names.count(name) == 1 else f"{name} ({place + 1})" for place, name in enumerate(names)]


def ring(row: Record) -> tuple[str, str]:
    """The layout and the index use of a row's ring."""
    return row["key"]["layout"], row["key"]["index_use"]


def ranked(results: Results, workload: str) -> list[Record]:
    """The rows of a workload in the ring in which most strategies were measured, ordinary stores, cheapest first."""
    rows = [
        row
        for row in results.first["rows"]
        if row["key"]["workload"] == workload and row["key"]["strategy"] and row.get("figure")
        and row["key"]["payload_stores"] == "ordinary" and row["key"]["pacing"] == "free-running"
    ]
    strategies: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        strategies.setdefault(ring(row), set()).add(row["key"]["strategy"])
    # Of several the one that rings are usually built as today.
    usual = ("padded", "cached")
    most = max(strategies, key=lambda each: (len(strategies[each]), each == usual, each), default=None)
    pairs = [(row["key"]["producer_cpu"], row["key"]["consumer_cpu"]) for row in rows]
    return sorted(
        (
            row for row in rows
            if ring(row) == most and (row["key"]["producer_cpu"], row["key"]["consumer_cpu"]) == pairs[0]
        ),
        key=lambda row: row["figure"]["median"],
    )


NEGATIVE_CONTROL = " (negative control)"


def label(row: Record) -> str:
    key = row["key"]
    return key["strategy"] + (NEGATIVE_CONTROL if key["negative_control"] else "")


# Hues for what is no strategy's family; with the shapes, of which there are fewer, every one of 30 is unlike the others.
HUES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"]
# From a little below the least figure to a little above the greatest.
LOGARITHMIC = alt.Scale(type="log", nice=False, padding=12)


def values(rows: Rows) -> alt.InlineData:
    return alt.InlineData(values=rows)


def by_family(scale_shape: bool = True) -> dict[str, alt.SchemaBase]:
    """Colour and shape tell the family."""
    colour = alt.Color("family:N", scale=alt.Scale(domain=FAMILIES), title=None)
    shape = alt.Shape("family:N", scale=alt.Scale(domain=FAMILIES, range=SHAPES), title=None)
    return {"color": colour, "shape": shape} if scale_shape else {"color": colour}


def hint(*fields: str) -> list[alt.Tooltip]:
    """What a pointer that rests on a mark shows."""
    return [alt.Tooltip(field=field, type="nominal" if field in WORDS else "quantitative") for field in fields]


# The fields that are words; the others are numbers.
WORDS = {"strategy", "summary", "band", "front", "group", "ordered_by", "words", "side", "percentile", "model", "verdict", "edges",
         "shape", "threads", "outcome", "allowed", "distance", "workload", "cpus", "cores", "used", "way", "name", "request", "host",
         "row", "point", "series"}


def names(rows: Rows, field: str = "strategy") -> list[str]:
    return list(dict.fromkeys(row[field] for row in rows))


def by_name(rows: Rows, field: str = "strategy") -> alt.Y:
    """One line for each, in the order of the data."""
    return alt.Y(f"{field}:N", sort=names(rows, field), title=None, axis=alt.Axis(grid=True, labelFontSize=11, minExtent=NAMES_WIDTH))


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """The layers that have data: Vega warns of a scale without any."""
    return alt.layer(*(layer for layer in layers if layer.data is alt.Undefined or layer.data.values))


def points_with_intervals(
    rows: Rows, y: alt.Y, x: str, title: str, scale: alt.Scale | None = None, tooltip: list[alt.Tooltip] | None = None
) -> list[alt.Chart]:
    """A point a row, and its interval as a line where it has one."""
    axis = alt.X(f"{x}:Q", title=title, scale=scale or alt.Scale(zero=True))
    low, high = f"{x}_low", f"{x}_high"
    intervals = (
        alt.Chart(values([row for row in rows if low in row]), name="intervals")
        .mark_rule(strokeWidth=2, opacity=0.75)
        .encode(y=y, x=alt.X(f"{low}:Q", title=title, scale=scale or alt.Scale(zero=True)), x2=f"{high}:Q",
                **by_family(scale_shape=False))
    )
    points = (
        alt.Chart(values(rows), name="points")
        .mark_point(filled=True, opacity=1, size=75)
        .encode(y=y, x=axis, **by_family(), tooltip=tooltip or alt.Undefined)
    )
    return [intervals, points]


# MARK: The one picture


def overview_data(results: Results) -> Rows:
    rows = [
        {
            "strategy": entry["strategy"], "family": entry["family"], "summary": entry["summary"],
            "correct": len(entry["correct_on"]), "asked": len(entry["architectures"]),
            "band": f"{len(entry['correct_on'])} of {len(entry['architectures'])}",
            "front": "front" if entry.get("is_at_front") else "",
            "group": letters(results.first["rows"][entry["row"]].get("groups")),
            **number(entry["hand_off"], "ns"),
        }
        for entry in results.overview(results.first)
        if entry.get("hand_off") and entry["architectures"]
    ]
    # Those that are correct on most architectures first; the program has them by cost.
    return sorted(rows, key=lambda row: -row["correct"])


def overview_chart(rows: Rows) -> alt.TopLevelMixin:
    bands = names(rows, "band")
    rows = [{**row, "shade": bands.index(row["band"]) % 2} for row in rows]
    firsts = [next(row for row in rows if row["band"] == band) for band in bands]
    y = by_name(rows)
    title = "a push and a pop here, ns"
    scale = LOGARITHMIC
    shading = (
        alt.Chart(values(rows), name="bands").mark_bar(opacity=0.13, color="#888888")
        .encode(y=y, x=alt.value(0), x2=alt.value("width"), opacity=alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.16]), legend=None))
    )
    correct = (
        alt.Chart(values(firsts), name="counts").mark_text(align="right", dx=-4, fontSize=12, fontWeight="bold")
        .encode(y=y, x=alt.value("width"), text="words:N")
        .transform_calculate(words="'correct on ' + datum.band")
    )
    front = (
        alt.Chart(values([row for row in rows if row["front"]]), name="front")
        .mark_point(size=260, strokeWidth=1.8, filled=False, shape="circle")
        .encode(y=y, x=alt.X("ns:Q", scale=scale, title=title), **by_family(scale_shape=False))
    )
    marks = points_with_intervals(
        rows, y, "ns", title, scale, tooltip=hint("strategy", "summary", "ns", "ns_low", "ns_high", "band", "front", "group"))
    return layered(shading, *marks, front, correct).properties(height=alt.Step(19))


# MARK: Cost


def cost_data(workload: str) -> Callable[[Results], Rows]:
    def data(results: Results) -> Rows:
        return [
            {
                "strategy": label(row), "family": family(results, row["key"]["strategy"]),
                "group": letters(row.get("groups")), "ordered_by": row.get("ordered_by", ""),
                "by_round": row.get("figures_by_round", []),
                **number(row["figure"], "ns"), **number(row.get("over_none"), "over_none"),
                **number(row.get("push_ns"), "push"), **number(row.get("pop_ns"), "pop"),
                **bound(row, results),
            }
            for row in ranked(results, workload)
        ]

    return data


def bound(row: Record, results: Results) -> Record:
    """The lower bound's own figure, where it is a row of its own."""
    name = row.get("lower_bound", "")
    found = [
        other for other in results.first["rows"]
        if other.get("figure") and (
            other["key"]["workload"] == name
            or (name == "strategy none" and other["key"]["strategy"] == "none"
                and not other["key"]["negative_control"]
                and all(other["key"][part] == row["key"][part] for part in
                        ("workload", "layout", "index_use", "payload_stores", "producer_cpu", "consumer_cpu", "pacing"))))
    ]
    return {"bound": name, "bound_ns": found[0]["figure"]["median"]} if found else {}


def cost_chart(title: str) -> Callable[[Rows], alt.TopLevelMixin]:
    def chart(rows: Rows) -> alt.TopLevelMixin:
        y = by_name(rows)
        axis = f"{title}, ns"
        scale = LOGARITHMIC
        rounds = [
            {"strategy": row["strategy"], "family": row["family"], "round_ns": ns} for row in rows for ns in row["by_round"]
        ]
        flat = [{key: value for key, value in row.items() if key != "by_round"} for row in rows]
        layers: list[alt.Chart] = []
        bounds = {row["bound"]: row["bound_ns"] for row in flat if "bound" in row}
        if bounds:
            lines = [{"bound": name, "ns": ns, "words": f"lower bound: {name}"} for name, ns in bounds.items()]
            rule = alt.Chart(values(lines), name="bounds").mark_rule(strokeDash=[5, 4], strokeWidth=1.5)
            layers.append(rule.encode(x=alt.X("ns:Q", scale=scale, title=axis), tooltip=hint("words")))
        layers.append(
            alt.Chart(values(rounds), name="rounds").mark_tick(opacity=0.45, thickness=1.2, bandSize=10)
            .encode(y=y, x=alt.X("round_ns:Q", scale=scale, title=axis), **by_family(scale_shape=False))
        )
        layers += points_with_intervals(
            flat, y, "ns", axis, scale, tooltip=hint("strategy", "ns", "ns_low", "ns_high", "group", "ordered_by"))
        layers.append(
            alt.Chart(values(flat), name="groups").mark_text(align="left", dx=6, fontSize=11)
            .encode(y=y, x=alt.value("width"), text="group:N")
        )
        return layered(*layers).properties(height=alt.Step(19))

    return chart


COST_COLUMNS = [
    ("strategy", "strategy"), ("ns", "ns"), ("group", "group"), ("over none", "over_none"), ("push ns", "push"),
    ("pop ns", "pop"), ("ordered by", "ordered_by"),
]


def sides_data(results: Results) -> Rows:
    return [
        {"strategy": row["strategy"], "family": row["family"], "side": side,
         "ns": row[side], **{f"ns_{end}": row[f"{side}_{end}"] for end in ("low", "high") if f"{side}_{end}" in row}}
        for row in cost_data("hand-off")(results) for side in ("push", "pop") if side in row
    ]


def sides_chart(rows: Rows) -> alt.TopLevelMixin:
    y = by_name(rows)
    offset = alt.YOffset("side:N", sort=["push", "pop"])
    title = "ns an event"
    scale = LOGARITHMIC
    side = {"shape": alt.Shape("side:N", scale=alt.Scale(domain=["push", "pop"], range=["triangle-right", "triangle-left"]), title=None),
            "color": alt.Color("side:N", scale=alt.Scale(domain=["push", "pop"], range=["#0072b2", "#d55e00"]), title=None)}
    intervals = (
        alt.Chart(values([row for row in rows if "ns_low" in row]), name="intervals").mark_rule(strokeWidth=2)
        .encode(y=y, yOffset=offset, x=alt.X("ns_low:Q", scale=scale, title=title), x2="ns_high:Q", color=side["color"])
    )
    points = (
        alt.Chart(values(rows), name="points").mark_point(filled=True, opacity=1, size=60)
        .encode(y=y, yOffset=offset, x=alt.X("ns:Q", scale=scale, title=title), **side, tooltip=hint("strategy", "side", "ns"))
    )
    return layered(intervals, points).properties(height=alt.Step(24, **{"for": "position"}))


# MARK: Latency

PERCENTILES = [("p50", "p50_ns", 2), ("p90", "p90_ns", 10), ("p99", "p99_ns", 100), ("p99.9", "p999_ns", 1000)]


def percentiles_data(results: Results) -> Rows:
    return [
        {"strategy": label(row), "family": family(results, row["key"]["strategy"]), "percentile": name, "one_in": one_in,
         "ns": row["latency"][field]}
        for row in ranked(results, "round-trip") if row.get("latency") and not row["key"]["negative_control"]
        for name, field, one_in in PERCENTILES
    ]


def chosen_among(options: list[str]) -> alt.Parameter:
    """A menu that makes one curve stand out."""
    menu = alt.binding_select(options=[None, *options], labels=["all alike", *options], name="Show ")
    return alt.param(name="chosen", bind=menu if len(options) > 1 else alt.Undefined, value=None)


def standing_out(field: str = "strategy", width: bool = False) -> alt.SchemaBase:
    if width:
        return alt.condition(f"datum.{field} == chosen", alt.value(3.5), alt.value(1.4))
    return alt.condition(f"chosen == null || datum.{field} == chosen", alt.value(0.9), alt.value(0.12))


def percentiles_chart(rows: Rows) -> alt.TopLevelMixin:
    chosen = chosen_among(names(rows))
    ticks = {one_in: name for name, _, one_in in PERCENTILES}
    words = " : ".join(f"datum.value == {one_in} ? '{name}'" for one_in, name in ticks.items()) + " : ''"
    x = alt.X("one_in:Q", scale=alt.Scale(type="log"), title="percentile",
              axis=alt.Axis(values=list(ticks), labelExpr=words))
    y = alt.Y("ns:Q", scale=LOGARITHMIC, title="round trip, ns")
    base = alt.Chart(values(rows)).encode(
        x=x, y=y, detail="strategy:N", opacity=standing_out(), **by_family(scale_shape=False),
        tooltip=hint("strategy", "percentile", "ns"))
    lines = base.mark_line().encode(strokeWidth=standing_out(width=True)).properties(name="curves")
    points = base.mark_point(filled=True, size=30).properties(name="points")
    return layered(lines, points).add_params(chosen).properties(height=340)


def load_data(results: Results) -> Rows:
    rows = [row for row in results.first["rows"] if row.get("load") and row["key"]["strategy"]]
    return [
        {"strategy": label(row), "family": family(results, row["key"]["strategy"]), "percentile": name,
         "rate": point["events_per_second"] / 1e6, "ns": point["latency"][field],
         "sustained": row["load"]["sustained_per_second"]["median"] / 1e6}
        for row in rows for point in row["load"]["points"] if point.get("latency") for name, field, _ in PERCENTILES
    ]


def load_chart(rows: Rows) -> alt.TopLevelMixin:
    chosen = chosen_among(names(rows))
    radio = alt.binding_radio(options=[name for name, _, _ in PERCENTILES], name="Percentile ")
    percentile = alt.param(name="percentile", bind=radio, value="p50")
    x = alt.X("rate:Q", scale=alt.Scale(type="log"), title="offered, million events/s")
    y = alt.Y("ns:Q", scale=LOGARITHMIC, title="latency one way, ns")
    base = (
        alt.Chart(values(rows)).transform_filter("datum.percentile == percentile")
        .encode(x=x, y=y, detail="strategy:N", opacity=standing_out(), **by_family(scale_shape=False),
                tooltip=hint("strategy", "rate", "percentile", "ns"))
    )
    lines = base.mark_line().encode(strokeWidth=standing_out(width=True)).properties(name="curves")
    points = base.mark_point(filled=True, size=26).properties(name="points")
    ends = list({row["strategy"]: row for row in rows}.values())
    sustained = (
        alt.Chart(values(ends), name="sustained").mark_tick(thickness=2, height=14, orient="vertical")
        .encode(x=alt.X("sustained:Q", scale=alt.Scale(type="log")), y=alt.value("height"), opacity=standing_out(),
                **by_family(scale_shape=False), tooltip=hint("strategy", "sustained"))
    )
    return layered(lines, points, sustained).add_params(chosen, percentile).properties(height=360)


def sustained_data(results: Results) -> Rows:
    rows = [row for row in results.first["rows"] if row.get("load") and row["key"]["strategy"]]
    scaled = [
        {"strategy": label(row), "family": family(results, row["key"]["strategy"]),
         **{name: value if name.endswith("rounds") else value / 1e6
            for name, value in number(row["load"]["sustained_per_second"], "rate").items()},
         **number(row["load"].get("unloaded_ns"), "unloaded")}
        for row in rows
    ]
    return sorted(scaled, key=lambda row: -row["rate"])


def sustained_chart(rows: Rows) -> alt.TopLevelMixin:
    marks = points_with_intervals(
        rows, by_name(rows), "rate", "sustained, million events/s", LOGARITHMIC,
        tooltip=hint("strategy", "rate", "unloaded"))
    return layered(*marks).properties(height=alt.Step(19))


# MARK: Correctness

VERDICT_WORDS = ["correct", "wake-ups lost", "bad events", "not known"]


def verdict_data(results: Results) -> Rows:
    """A strategy under a model: the worst of its shapes."""
    cells: dict[tuple[str, str], Record] = {}
    for row in results.verdicts or results.first.get("architectures", []):
        name = row.get("strategy", "")
        cell = cells.setdefault((name, row["model"]), {
            "strategy": name, "family": family(results, name), "model": row["model"], "verdict": "correct", "edges": ""})
        found = {"forbidden": "correct", "unknown": "not known"}.get(
            row["verdict"], "wake-ups lost" if row.get("shape") == "wake-sleep" else "bad events")
        order = ["correct", "wake-ups lost", "not known", "bad events"]
        cell["verdict"] = max(cell["verdict"], found, key=order.index)
        if found == "bad events" and row.get("reason"):
            cell["wrong"] = row["reason"]
        edges = dict.fromkeys(cell["edges"].split(", ") + row.get("missing_edges", []))
        cell["edges"] = ", ".join(edge for edge in edges if edge)
    return list(cells.values())


def verdict_chart(rows: Rows) -> alt.TopLevelMixin:
    initials = [
        {**row, "mark": "".join(edge[0].upper() for edge in row["edges"].split(", ") if edge)
         or ("X" if row.get("wrong") else "!" if row["verdict"] == "bad events" else "")} for row in rows
    ]
    x = alt.X("model:N", sort=names(rows, "model"), title=None, axis=alt.Axis(orient="top", labelAngle=-45))
    y = alt.Y("strategy:N", sort=names(rows), title=None, axis=alt.Axis(grid=False, labelFontSize=11, minExtent=NAMES_WIDTH))
    base = alt.Chart(values(initials)).encode(x=x, y=y)
    colours = alt.Scale(domain=VERDICT_WORDS, range=["#2a9d7c", "#e8c468", "#c8553d", "#9a9a9a"])
    cells = base.mark_rect(stroke="#808080", strokeWidth=0.3).encode(
        color=alt.Color("verdict:N", scale=colours, title=None), tooltip=hint("strategy", "model", "verdict", "edges")
    ).properties(name="cells")
    # Black stands out from each of the four.
    marks = base.mark_text(fontSize=10, color="#000000").encode(text="mark:N").properties(name="marks")
    return layered(cells, marks).properties(height=alt.Step(19))


def probe_data(results: Results) -> Rows:
    return [
        {"shape": shape["name"], "cpus": "-".join(map(str, probe["cpus"])), "reorders": " or ".join(shape["reorderings"]),
         "threads": " | ".join(shape["threads"]), "outcome": shape["weak_outcome"],
         "allowed": "allowed" if shape["is_allowed"] else "forbidden", "weak": shape["weak"],
         "instances": shape["instances"]}
        for probe in results.first.get("probes") or [] for shape in probe["shapes"] if shape["is_available"]
    ]


def probe_chart(rows: Rows) -> alt.TopLevelMixin:
    marked = [{**row, "name": f"{row['shape']}: {row['reorders']}"} for row in rows]
    y = alt.Y("name:N", sort=names(marked, "name"), title=None, axis=alt.Axis(labelLimit=260))
    x = alt.X("weak:Q", scale=alt.Scale(type="symlog"), title="times seen")
    colour = alt.Color("allowed:N", scale=alt.Scale(domain=["allowed", "forbidden"], range=["#0072b2", "#d55e00"]),
                       title="by this machine's model")
    bars = alt.Chart(values(marked), name="bars").mark_bar(height=10).encode(
        y=y, x=x, color=colour, tooltip=hint("shape", "threads", "outcome", "weak", "instances", "allowed"))
    counts = alt.Chart(values(marked), name="counts").mark_text(align="left", dx=4).encode(
        y=y, x=x, text=alt.Text("weak:Q", format=","))
    return layered(bars, counts).properties(height=alt.Step(24))


# MARK: The machine


def pairs_data(results: Results) -> Rows:
    rows = [row for row in results.first["rows"] if row["key"]["workload"] == "line-bounce" and row.get("figure")]
    measured = [
        {"producer": row["key"]["producer_cpu"], "consumer": row["key"]["consumer_cpu"],
         "distance": row["key"]["distance"], "ns": row["figure"]["median"]} for row in rows
    ]
    if len(measured) < 2:
        matrix = next((machine["matrix"] for machine in results.topologies if machine and machine.get("matrix")), [])
        measured = [
            {"producer": figure["producer"], "consumer": figure["consumer"], "distance": figure["distance"],
             "ns": figure["round_trip_ns"]} for figure in matrix
        ]
    # One pair is no map.
    return measured if len(measured) > 1 else []


def pairs_chart(rows: Rows) -> alt.TopLevelMixin:
    both = rows + [{**row, "producer": row["consumer"], "consumer": row["producer"]} for row in rows]
    return alt.Chart(values(both), name="cells").mark_rect().encode(
        x=alt.X("producer:O", title="CPU"), y=alt.Y("consumer:O", title="CPU"),
        color=alt.Color("ns:Q", title="a line there and back, ns"), tooltip=hint("producer", "consumer", "distance", "ns"),
    ).properties(height=360)


def placements_data(results: Results) -> Rows:
    def cores(place: Record) -> str:
        if "producer_is_slow" not in place:
            return "not gauged"
        slow = [side for side in ("producer", "consumer") if place.get(f"{side}_is_slow")]
        return f"slower: {' and '.join(slow)}" if slow else "both at their fastest"

    return [
        {"workload": place["workload"], "cpus": f"{place['producer_cpu']}-{place['consumer_cpu']}",
         "bounce_ns": place["bounce_ns"], "cores": cores(place), "trials": place["trials"],
         "used": "figures come from these" if place["is_used"] else "set apart"}
        for place in results.first.get("placements") or []
    ]


def placements_chart(rows: Rows) -> alt.TopLevelMixin:
    return alt.Chart(values(rows), name="points").mark_point(strokeWidth=2).encode(
        x=alt.X("bounce_ns:Q", title="a line there and back around the trial, ns", scale=alt.Scale(zero=True)),
        y=by_name(rows, "workload"),
        size=alt.Size("trials:Q", title="trials", scale=alt.Scale(range=[15, 500])),
        shape=alt.Shape("used:N", scale=alt.Scale(domain=["figures come from these", "set apart"], range=["circle", "cross"]), title=None),
        color=alt.Color("used:N", scale=alt.Scale(domain=["figures come from these", "set apart"], range=["#0072b2", "#8a8a8a"]), title=None),
        tooltip=hint("workload", "cpus", "bounce_ns", "cores", "trials", "used"),
    ).properties(height=alt.Step(30))


# MARK: The kernel's rings


def kernel_data(results: Results) -> Rows:
    kernel = results.first.get("kernel_rings") or {}
    runs = [run for run in kernel.get("runs", []) if run["distance"] == "same-cpu" and run.get("reap_ns") is not None]
    cheapest: dict[str, str] = {}
    for run in runs:
        cheapest.setdefault(run["ring"], run["request"])
    rows = [
        {"way": run["way"], "family": family(results, run["way"]) if run["way"] in results.catalogue else "control",
         "ring": run["ring"], "batch": run["batch"], "ns": run["reap_ns"], "request": run["request"]}
        for run in runs if run["request"] == cheapest[run["ring"]]
    ]
    return sorted(rows, key=lambda row: (row["ring"], row["batch"], -row["ns"]))


def kernel_chart(rows: Rows) -> alt.TopLevelMixin:
    rows = [{**row, "name": f"{row['ring']}, {row['batch']} a batch"} for row in rows]
    order = names(sorted(rows, key=lambda row: row["ns"]), "way")
    series = names(rows, "name")
    return alt.Chart(values(rows), name="points").mark_point(filled=True, size=60, opacity=0.9).encode(
        y=alt.Y("way:N", sort=order, title=None, axis=alt.Axis(grid=True)),
        x=alt.X("ns:Q", scale=LOGARITHMIC, title="ns to take one completion"),
        color=alt.Color("name:N", sort=series, title=None, scale=alt.Scale(domain=series, range=["#0072b2", "#56b4e9", "#c04f00", "#e69f00", "#a8447f", "#007a59"])),
        shape=alt.Shape("name:N", sort=series, title=None, scale=alt.Scale(domain=series)),
        tooltip=hint("way", "name", "request", "ns"),
    ).properties(height=alt.Step(19))


# MARK: Several campaigns


def hosts_data(results: Results) -> Rows:
    if len(results.campaigns) < 2:
        return []
    return [
        {"host": host, "strategy": entry["strategy"], "family": entry["family"], **number(entry["hand_off"], "ns")}
        for host, campaign in zip(names_of_hosts(results), results.campaigns)
        for entry in results.overview(campaign) if entry.get("hand_off")
    ]


def hosts_chart(rows: Rows) -> alt.TopLevelMixin:
    hosts = names(rows, "host")
    y, offset = by_name(rows), alt.YOffset("host:N", sort=hosts)
    scale, title = LOGARITHMIC, "hand-off, ns"
    colour = alt.Color("host:N", sort=hosts, title=None, scale=alt.Scale(domain=hosts, range=HUES))
    intervals = alt.Chart(values([row for row in rows if "ns_low" in row]), name="intervals").mark_rule(strokeWidth=2).encode(
        y=y, yOffset=offset, x=alt.X("ns_low:Q", scale=scale, title=title), x2="ns_high:Q", color=colour)
    points = alt.Chart(values(rows), name="points").mark_point(filled=True, opacity=1, size=50).encode(
        y=y, yOffset=offset, x=alt.X("ns:Q", scale=scale, title=title), color=colour,
        shape=alt.Shape("host:N", sort=hosts, title=None, scale=alt.Scale(domain=hosts)), tooltip=hint("host", "strategy", "ns", "ns_low", "ns_high"))
    return layered(intervals, points).properties(height=alt.Step(11 * len(hosts) + 10, **{"for": "position"}))


def comparison_data(results: Results) -> Rows:
    def row(compared: Record) -> Record:
        key = compared["key"]
        return {
            "row": f"{key['strategy'] or 'lower bound'}, {key['workload']}, {key['layout']}", "verdict": compared["verdict"],
            "percent": compared["change_percent"], "base_ns": compared["base_ns"], "candidate_ns": compared["candidate_ns"],
            "rounds": compared["rounds"],
            **({"percent_low": compared["low_percent"], "percent_high": compared["high_percent"]}
               if compared.get("low_percent") is not None and compared.get("high_percent") is not None else {}),
        }

    rows = [row(compared) for compared in (results.comparison or {}).get("rows", [])
            if compared["key"]["workload"] in ("hand-off", "barrier-cost", "round-trip")
            and not compared["key"]["negative_control"] and compared["rounds"] > 0]
    return sorted(rows, key=lambda row: -row["percent"])


def comparison_chart(rows: Rows) -> alt.TopLevelMixin:
    verdicts = ["regression", "improvement", "no change", "inconclusive"]
    scale = alt.Scale(domain=verdicts, range=["#d55e00", "#0072b2", "#009e73", "#8a8a8a"])
    colour = alt.Color("verdict:N", scale=scale, title=None)
    title = "change, per cent"
    y = by_name(rows, "row")
    zero = alt.Chart(values([{"percent": 0}]), name="zero").mark_rule(strokeDash=[4, 4]).encode(x="percent:Q")
    intervals = alt.Chart(values([row for row in rows if "percent_low" in row]), name="intervals").mark_rule(strokeWidth=2).encode(
        y=y, x=alt.X("percent_low:Q", title=title), x2="percent_high:Q", color=colour)
    points = alt.Chart(values(rows), name="points").mark_point(filled=True, opacity=1).encode(
        y=y, x=alt.X("percent:Q", title=title), color=colour,
        shape=alt.Shape("verdict:N", scale=alt.Scale(domain=verdicts), title=None), tooltip=hint("row", "verdict", "percent"))
    return layered(zero, intervals, points).properties(height=alt.Step(14))


# MARK: A sweep

# The settings whose values are numbers, which double from one to the next as a rule.
SIZES = {"slots", "event-bytes", "batch", "turn-events"}
# What the settings are that a row does not have.
USUAL = {"polling": "pause", "event-bytes": 32, "pages": "usual"}


def setting(key: Record, axis: str) -> int | str:
    """Where a row stands on an axis."""
    if axis == "pairs":
        return f"{key['producer_cpu']}:{key['consumer_cpu']}"
    name = axis.replace("-", "_")
    return key.get(name, USUAL[axis]) if axis in USUAL else key[name]


def axis_words(axis: str) -> str:
    return "CPUs" if axis == "pairs" else axis.replace("-", " ")


def sweep_data(results: Results) -> Rows:
    """A row a point: where it stands on the first axis and, in a series' name, what else tells it from others there."""
    axes = results.first["campaign"].get("sweep_axes") or []
    rows = [row for row in results.first["rows"] if axes and row["key"]["strategy"] and row.get("figure")]
    strategies = {row["key"]["strategy"] for row in rows}

    def point(row: Record) -> Record:
        key = row["key"]
        at = [setting(key, axis) for axis in axes]
        others = [f"{axis_words(axis)} {value}" for axis, value in zip(axes[1:], at[1:])]
        own = [key["strategy"]] if len(strategies) > 1 or not others else []
        return {
            "strategy": key["strategy"], "workload": key["workload"], "at": at[0], "first": axes[0],
            "series": ", ".join(own + others), "point": ", ".join([f"{axis_words(axes[0])} {at[0]}", *others]),
            **({"across": at[1], "second": axes[1]} if len(axes) > 1 else {}),
            **number(row["figure"], "ns"), **number(row.get("push_ns"), "push"), **number(row.get("pop_ns"), "pop"),
        }

    # Sizes in their order, names in the program's.
    points = [point(row) for row in rows]
    order = [axis for axis, name in (("at", "first"), ("across", "second")) if points and points[0].get(name) in SIZES]
    return sorted(points, key=lambda row: [row[axis] for axis in order])


def sweep_chart(rows: Rows) -> alt.TopLevelMixin:
    first = rows[0]["first"]
    series = sorted(names(rows, "series"), key=[row["series"] for row in sorted(rows, key=across)].index)
    chosen = chosen_among(series)
    at = names(rows, "at")
    if first in SIZES:
        x = alt.X("at:Q", scale=alt.Scale(type="log", base=2, nice=False, padding=12), title=axis_words(first),
                  axis=alt.Axis(values=at, format="d", labelOverlap="greedy"))
    else:
        x = alt.X("at:N", sort=at, title=axis_words(first), axis=alt.Axis(labelAngle=0))
    title = f"{rows[0]['workload']}, ns"
    base = alt.Chart(values(rows)).encode(
        x=x, y=alt.Y("ns:Q", scale=LOGARITHMIC, title=title), detail="series:N", opacity=standing_out("series"),
        color=alt.Color("series:N", sort=series, title=None, scale=alt.Scale(domain=series, range=HUES)))
    layers = [
        alt.Chart(values([row for row in rows if "ns_low" in row]), name="intervals").mark_rule(strokeWidth=2)
        .encode(x=x, y=alt.Y("ns_low:Q", scale=LOGARITHMIC, title=title), y2="ns_high:Q", opacity=standing_out("series"),
                color=alt.Color("series:N", sort=series, title=None, scale=alt.Scale(domain=series, range=HUES))),
        base.mark_point(filled=True, size=45).encode(
            shape=alt.Shape("series:N", sort=series, title=None, scale=alt.Scale(domain=series, range=SHAPES)),
            tooltip=hint("strategy", "point", "ns", "ns_low", "ns_high")).properties(name="points"),
    ]
    # Names have no order that a line could follow.
    if first in SIZES:
        layers.insert(0, base.mark_line(strokeWidth=1.4).properties(name="curves"))
    return layered(*layers).add_params(chosen).properties(height=360)


def across(row: Record) -> tuple[str, object]:
    """The order of series."""
    return row["strategy"], row.get("across", 0) if row.get("second") in SIZES else 0


def sweep_map_data(results: Results) -> Rows:
    return [row for row in sweep_data(results) if "across" in row]


def sweep_map_chart(rows: Rows) -> alt.TopLevelMixin:
    """The axis with more values goes down, as in the program's grid."""
    fields = [("at", "first"), ("across", "second")]
    down, over = sorted(fields, key=lambda field: -len(names(rows, field[0])))

    def ordered(field: str, name: str) -> list[object]:
        found = names(rows, field)
        return sorted(found) if rows[0][name] in SIZES else found

    strategies = names(rows)
    menu = alt.binding_radio(options=strategies, name="Strategy ")
    shown = alt.param(name="shown", bind=menu if len(strategies) > 1 else alt.Undefined, value=strategies[0])
    base = alt.Chart(values([{**row, "figure": wording.measured(row, "ns").partition(" ±")[0]} for row in rows])).transform_filter("datum.strategy == shown").encode(
        x=alt.X(f"{over[0]}:N", sort=ordered(*over), title=axis_words(rows[0][over[1]]), axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y(f"{down[0]}:N", sort=ordered(*down), title=axis_words(rows[0][down[1]])))
    # Black can be read on each of the three.
    scale = alt.Scale(type="log", range=["#f3f7fa", "#a9d6f2", "#56b4e9"])
    cells = base.mark_rect().encode(
        color=alt.Color("ns:Q", scale=scale, title=f"{rows[0]['workload']}, ns"),
        tooltip=hint("strategy", "point", "ns", "ns_low", "ns_high")).properties(name="cells")
    figures = base.mark_text(fontSize=10, color="#000000").encode(text="figure:N").properties(name="figures")
    return layered(cells, figures).add_params(shown).properties(height=alt.Step(24))


SWEEP_COLUMNS = [("strategy", "strategy"), ("point", "point"), ("ns", "ns"), ("push ns", "push"), ("pop ns", "pop")]

# MARK: The table

FIGURES: list[Figure] = [
    Figure(
        "strategies", "What a strategy costs here, and where it is correct",
        "Each line is a strategy: how far to the right, what a push and a pop cost on this machine; how far up, on how many "
        "architectures no event can go wrong. The line is the 99 % interval; the scale is logarithmic. A ring marks the front: no other strategy is better in one without being worse in the other.",
        overview_data, overview_chart,
        [("strategy", "strategy"), ("family", "family"), ("correct on", "band"), ("hand-off ns", "ns"), ("group", "group"), ("at the front", "front")],
        "no hand-off was measured, or the models were not asked",
    ),
    Figure(
        "cost", "Cost of a push and a pop, by strategy",
        "The sides take turns, so that each cache line travels once each way. The point is the median, the line its 99 % "
        "interval, each tick a round, the dashed line the lower bound. Strategies that share a letter cannot be told apart.",
        cost_data("hand-off"), cost_chart("hand-off"), COST_COLUMNS, "no hand-off was measured",
    ),
    Figure(
        "sides", "The producer's part and the consumer's",
        "A barrier at publish is paid by the push, one at retire by the pop. Lines are 99 % intervals.",
        sides_data, sides_chart,
        [("strategy", "strategy"), ("side", "side"), ("ns", "ns")],
        "no hand-off was measured",
    ),
    Figure(
        "one-thread", "One thread alone",
        "A push and a pop by one thread, nothing shared: what the instructions cost without waiting for another core.",
        cost_data("barrier-cost"), cost_chart("a push and a pop"), COST_COLUMNS, "one thread alone was not measured",
    ),
    Figure(
        "round-trip", "Round trip through two rings",
        "There and back, one event at a time; the lower bound is a cache line's own round trip.",
        cost_data("round-trip"), cost_chart("round trip"), COST_COLUMNS, "no round trip was measured",
    ),
    Figure(
        "percentiles", "Percentiles of the round trip",
        "Each curve is a strategy; the percentiles are spaced by how rare what they leave out is.",
        percentiles_data, percentiles_chart,
        [("strategy", "strategy"), ("percentile", "percentile"), ("ns", "ns")],
        "no round trip was measured",
    ),
    Figure(
        "load", "Latency against offered load",
        "Events at a set rate, the clock started when each was due. A curve ends where most rounds did not sustain the rate; the "
        "tick on the axis is the highest rate sustained.",
        load_data, load_chart,
        [("strategy", "strategy"), ("million events/s", "rate"), ("percentile", "percentile"), ("ns", "ns")],
        "offered load was not measured",
    ),
    Figure(
        "sustained", "The highest rate sustained",
        "The ring never filled and 99 of 100 events arrived within 100 µs of the time at which they were due.",
        sustained_data, sustained_chart,
        [("strategy", "strategy"), ("million events/s", "rate"), ("unloaded ns", "unloaded")],
        "offered load was not measured",
    ),
    Figure(
        "verdicts", "Where each strategy is correct",
        "A cell is a strategy under a memory model. Letters are the edges that lack an order: claim, publish, observe, retire, wake, sleep.",
        verdict_data, verdict_chart,
        [("strategy", "strategy"), ("model", "model"), ("verdict", "verdict"), ("missing at", "edges")],
        "the models were not asked",
    ),
    Figure(
        "probe", "What this machine was seen to reorder",
        "Litmus tests on the two CPUs: how often each outcome that needs a reordering was seen. Small numbers are spread out.",
        probe_data, probe_chart,
        [("test", "shape"), ("threads", "threads"), ("outcome", "outcome"), ("reorders", "reorders"), ("by the model", "allowed"), ("seen", "weak"), ("of", "instances")],
        "the probe was not run (`ringbench probe`)",
    ),
    Figure(
        "kernel", "The kernel's own rings",
        "ns to take one completion, one thread, by the system call or by a strategy's consumer side.",
        kernel_data, kernel_chart,
        [("taken by", "way"), ("ring", "ring"), ("batch", "batch"), ("ns", "ns")],
        "the kernel's rings were not measured (`ringbench kernel`)",
    ),
    Figure(
        "pairs", "How far apart the CPUs are",
        "A cache line's round trip between two CPUs.",
        pairs_data, pairs_chart,
        [("CPU", "producer"), ("CPU", "consumer"), ("distance", "distance"), ("ns", "ns")],
        "fewer than two pairs of CPUs were measured",
    ),
    Figure(
        "placements", "The noise gauge: where the host had put the two CPUs",
        "A mark is a state in which trials ran. Figures come from the most frequent one; the others are set apart.",
        placements_data, placements_chart,
        [("workload", "workload"), ("CPUs", "cpus"), ("bounce ns", "bounce_ns"), ("cores", "cores"), ("trials", "trials"), ("used", "used")],
        "nothing gauged the placement",
    ),
    Figure(
        "hosts", "Several campaigns side by side",
        "Hand-off by strategy, a colour and a shape for each campaign. Absolute times of two machines are two machines'.",
        hosts_data, hosts_chart,
        [("campaign", "host"), ("strategy", "strategy"), ("ns", "ns")],
        "only one campaign was given, or strategies have no hand-off of their own",
    ),
    Figure(
        "comparison", "The two campaigns compared",
        "As `ringbench compare` has it, from the first campaign to the second, above 0 is slower: figures over the lower bound of the same rounds. What cannot be decided is inconclusive.",
        comparison_data, comparison_chart,
        [("row", "row"), ("change %", "percent"), ("verdict", "verdict"), ("first ns", "base_ns"), ("second ns", "candidate_ns")],
        "only one campaign was given, or the two cannot be compared",
    ),
    Figure(
        "sweep", "How the cost depends on the setting",
        "A point is a combination of settings: the median over the rounds, and its 99 % interval as a line. Sizes and times are on logarithmic "
        "scales. Points whose intervals overlap may be alike.",
        sweep_data, sweep_chart, SWEEP_COLUMNS, "this is no sweep, or no point of it has a figure (`ringbench sweep`)",
    ),
    Figure(
        "sweep-map", "Two settings at once",
        "A cell is a combination of two settings, and the number in it the median in ns; darker costs more. Combinations that were not measured are blank.",
        sweep_map_data, sweep_map_chart, SWEEP_COLUMNS, "the sweep has no second setting that varies (`ringbench sweep`)",
    ),
]


def figure(name: str) -> Figure | None:
    return next((figure for figure in FIGURES if figure.name == name), None)
