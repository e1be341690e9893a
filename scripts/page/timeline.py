"""A witness drawn as a timeline of two columns: time runs downwards, an access stands where it took effect."""
from .markup import Markup, escape, joined, tag
from .results import Record

WIDTH, STEP, TOP = 640, 42, 58
COLUMNS = {"producer": 150, "consumer": 490}


def drawn(execution: Record, title: str) -> Markup:
    """The drawing of a row's `execution` in `ringbench verify --json --witness`."""
    accesses = with_fences(execution["events"])
    timed = all("effect" in access for access in accesses)
    places = {}
    for side in COLUMNS:
        for order, access in enumerate(a for a in accesses if a["side"] == side):
            places[access["id"]] = (COLUMNS[side], TOP + STEP * (access["effect"] if timed else order))
    height = max(y for _, y in places.values()) + 40
    halves = {access["id"]: half_width(access) for access in accesses}
    parts = [tag("title", title), tag("desc", described(execution, accesses, timed)), heads(height)]
    # Only what the violation is made of: other accesses' arrows would hide it.
    ahead = {part for overtaking in execution["overtakings"] for part in (overtaking["first"], overtaking["second"])}
    for arrow in execution["arrows"]:
        ends = arrow["from"], arrow["to"]
        if arrow["relation"] != "co" and all(end in places for end in ends) and (not ahead or ahead & set(ends)):
            parts.append(crossing(*((*places[end], halves[end]) for end in ends), arrow["relation"]))
    for overtaking in execution["overtakings"]:
        first, second = overtaking["first"], overtaking["second"]
        parts.append(overtaken((*places[first], halves[first]), (*places[second], halves[second]), overtaking["edge"]))
    for access in accesses:
        parts.append(box(access, places[access["id"]]))
    drawing = tag("svg", *parts, class_="timeline", viewBox=f"0 0 {WIDTH} {height}", role="img", xmlns="http://www.w3.org/2000/svg")
    # On a phone it is wider than the screen, and scrolls by itself.
    return tag("div", drawing, class_="wide", tabindex="0", role="group", aria_label=f"Timeline: {title}")


def sentences(execution: Record) -> str:
    """What overtook what, at which edge."""
    return " ".join(f"At {o['edge']}: {o['sentence']}." for o in execution["overtakings"])


def half_width(access: Record) -> int:
    return max(70, round(3.5 * len(access["text"])) + 8)


def with_fences(events: list[Record]) -> list[Record]:
    """The accesses in program order, which their letters follow, each with the fences that stand right before it."""
    accesses: list[Record] = []
    fences: dict[str, list[str]] = {}
    for event in events:
        side = event["side"]
        if ": " not in event["text"]:
            fences.setdefault(side, []).append(event["text"].strip())
            continue
        accesses.append({**event, "fences": fences.pop(side, [])})
    return accesses


def described(execution: Record, accesses: list[Record], timed: bool) -> str:
    order = sorted(accesses, key=lambda access: access["effect"]) if timed else accesses
    steps = "; ".join(f"{access['side']} {access['text']}" for access in order)
    faults = "; ".join(f"at {o['edge']}: {o['sentence']}" for o in execution["overtakings"])
    return ("In the order in which the accesses took effect: " if timed else "In program order, no one order explains it: ") \
        + steps + (f". {faults}" if faults else "")


def heads(height: int) -> Markup:
    lines = [
        tag("line", x1=x, y1=34, x2=x, y2=height - 8, class_="life") for x in COLUMNS.values()
    ]
    words = [tag("text", side, x=x, y=22, class_="side") for side, x in COLUMNS.items()]
    return joined(lines + words)


def box(access: Record, place: tuple[int, int]) -> Markup:
    (x, y), half = place, half_width(access)
    fence = tag("text", f"after {', '.join(access['fences'])}", x=x, y=y - 16, class_="fence") if access["fences"] else Markup("")
    return joined([
        fence, tag("rect", x=x - half, y=y - 13, width=2 * half, height=26, rx=4, class_="access"),
        tag("text", access["text"], x=x, y=y + 4, class_="access")], "")


# The middle of a box, and half its width.
Box = tuple[int, int, int]


def crossing(start: Box, end: Box, relation: str) -> Markup:
    """Between the sides: what was read from where, and what a read was too early for."""
    (x1, y1, half1), (x2, y2, half2) = start, end
    if x1 == x2:
        return Markup("")
    toward = 1 if x2 > x1 else -1
    x1, x2 = x1 + toward * half1, x2 - toward * half2
    words = "read by" if relation == "rf" else "too early to see"
    return joined([
        tag("path", d=f"M{x1} {y1} L{x2 - toward * 6} {y2}", class_=relation),
        arrowhead(x2, y2, toward, relation),
        tag("text", words, x=(x1 + x2) // 2, y=(y1 + y2) // 2 - 5, class_=f"word {relation}")], "")


def overtaken(first: Box, second: Box, edge: str) -> Markup:
    """The arrow that nothing forbids: the later access of a side took effect before the earlier."""
    outward = -1 if first[0] < WIDTH / 2 else 1
    # Along the outside of the column, from the access that comes first in the program up to the one that went ahead.
    start, end = first[0] + outward * first[2], second[0] + outward * second[2]
    far = max(4, min(WIDTH - 4, (min if outward < 0 else max)(start, end) + outward * 30))
    middle = (first[1] + second[1]) // 2
    return joined([
        tag("path", d=f"M{start} {first[1]} C{far} {first[1]} {far} {second[1]} {end + outward * 6} {second[1]}", class_="ahead"),
        arrowhead(end, second[1], -outward, "ahead"),
        tag("text", f"nothing forbids ({edge})", x=first[0] + outward * 60, y=middle + 4, class_="word ahead")], "")


def arrowhead(x: int, y: int, toward: int, kind: str) -> Markup:
    return tag("path", d=f"M{x} {y} l{-8 * toward} -4 l0 8 z", class_=f"head {kind}")
