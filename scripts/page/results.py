"""What the page is made of: the JSON that `ringbench` prints, asked for once."""
import json
import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import Any

from .refusal import BAD_DATA, INPUT_OUTPUT, UNAVAILABLE, Refusal

Record = dict[str, Any]
ROOT = pathlib.Path(__file__).resolve().parents[2]
# The schema of summary.json that this package reads.
SCHEMA = 2


@dataclass(frozen=True)
class Results:
    """One or several campaigns, and what the program says of the strategies wherever they run."""

    campaigns: list[Record]
    # `ringbench list --json` by name.
    catalogue: dict[str, Record]
    # `ringbench verify --json --witness`.
    verdicts: list[Record]
    # `ringbench audit --json`; empty where nobody made it.
    audit: list[Record]
    # `ringbench compare --json` of two campaigns, or why there is none.
    comparison: Record | None = None
    not_compared: str = ""
    # `ringbench topology --json` of each campaign's machine, where its folder has it.
    topologies: list[Record | None] = field(default_factory=list)

    @property
    def first(self) -> Record:
        return self.campaigns[0]

    def overview(self, campaign: Record) -> list[Record]:
        return campaign.get("overview") or []


def program(named: str | None) -> str:
    """The executable to ask: the one named, else the checkout's, else the PATH's."""
    if named is not None:
        if not os.access(named, os.X_OK) or os.path.isdir(named):
            raise Refusal(UNAVAILABLE, f"{named} is no program: name ringbench's executable with --ringbench")
        return named
    built = [ROOT / ".build" / kind / "ringbench" for kind in ("release", "debug")]
    for candidate in [str(path) for path in built] + [shutil.which("ringbench") or ""]:
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    raise Refusal(UNAVAILABLE, "ringbench is not built: run `swift build -c release`, or name it with --ringbench")


def ask(executable: str, *arguments: str, accept: tuple[int, ...] = (0,)) -> Any:
    """What a command prints as JSON. Its complaint and its exit code become ours."""
    try:
        ended = subprocess.run([executable, *arguments], capture_output=True, check=False)
    except OSError as problem:
        raise Refusal(UNAVAILABLE, f"cannot run {executable}: {problem.strerror}") from problem
    if ended.returncode not in accept:
        complaint = ended.stderr.decode(errors="replace").strip().splitlines()
        line = complaint[-1] if complaint else f"ringbench {arguments[0]} ended with {ended.returncode}"
        code = ended.returncode if ended.returncode > 0 else UNAVAILABLE
        raise Refusal(code, line.removeprefix("ringbench: ").removeprefix("Error: "))
    try:
        return json.loads(ended.stdout)
    except ValueError as problem:
        raise Refusal(BAD_DATA, f"`ringbench {arguments[0]} --json` printed no JSON: {problem}") from problem


def read(paths: list[str], executable: str, audit: str | None) -> Results:
    """Reads campaigns through the program, which recomputes a folder's summary from its trials."""
    # 5: no row has a figure. The page then says what it lacks.
    campaigns = ask(executable, "report", "--json", "--", *paths, accept=(0, 5))
    for campaign in campaigns:
        if campaign.get("schema", SCHEMA) > SCHEMA:
            raise Refusal(BAD_DATA, f"results of schema {campaign['schema']}: this page reads up to {SCHEMA}")
    catalogue = [row for row in ask(executable, "list", "--json") if not row.get("is_own_ring")]
    # By name: without names a program with rings of its own looks at those.
    verdicts = ask(executable, "verify", "--json", "--witness", *(strategy["name"] for strategy in catalogue))
    # What the models say of such rings is in the results: no other program has them.
    own = {peer["name"] for campaign in campaigns[:1] for peer in campaign["campaign"].get("peers", []) if not peer.get("library")}
    verdicts += [row for row in campaigns[0].get("architectures", []) if row["strategy"] in own]
    comparison, reason = None, ""
    if len(paths) == 2:
        try:
            comparison = ask(executable, "compare", "--json", "--", *paths, accept=(0, 2, 5))
        except Refusal as refusal:
            reason = str(refusal)
    return Results(
        campaigns,
        {strategy["name"]: strategy for strategy in catalogue},
        verdicts,
        audited(audit),
        comparison,
        reason,
        [topology(path) for path in paths],
    )


def audited(path: str | None) -> list[Record]:
    """The audit in a file: the one named, else the committed one."""
    file = pathlib.Path(path) if path else ROOT / "Results" / "reference" / "audit.json"
    if path is None and not file.exists():
        return []
    try:
        rows = json.loads(file.read_text())
    except OSError as problem:
        raise Refusal(INPUT_OUTPUT, f"cannot read {file}: {problem.strerror}") from problem
    except ValueError as problem:
        raise Refusal(BAD_DATA, f"{file} is not what `ringbench audit --json` prints: {problem}") from problem
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "arch" in row for row in rows):
        raise Refusal(BAD_DATA, f"{file} is not what `ringbench audit --json` prints")
    return rows


def topology(path: str) -> Record | None:
    """The machine as the campaign's folder has it, `ringbench topology --json`; None where it has not."""
    given = pathlib.Path(path)
    try:
        machine = json.loads(((given if given.is_dir() else given.parent) / "topology.json").read_text())
    except (OSError, ValueError):
        return None
    return machine if isinstance(machine, dict) else None
