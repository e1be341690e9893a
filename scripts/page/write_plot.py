"""`scripts/plot RESULTS... --figure NAME --format svg|pdf|png`: one chart of the page alone, for a paper."""
import argparse
import pathlib

import vl_convert

from . import results, theme, whole_file
from .figures import FIGURES, Figure, figure
from .refusal import BAD_DATA, USAGE, Refusal, end, run

PROGRAM = "plot"
FORMATS = ["svg", "pdf", "png"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/plot", description="Writes one of the page's charts as a file.",
        epilog="Exit codes: 0 written; 64 wrong usage; 65 the results have no such data, or are none; 69 Python, its packages or "
        "ringbench is missing; 74 a file cannot be read or written.")
    parser.add_argument("results", nargs="*", metavar="RESULTS", help="results folders or summary.json files")
    parser.add_argument("--figure", metavar="NAME", help="which chart; see --list")
    parser.add_argument("--list", action="store_true", help="print the charts' names and titles")
    parser.add_argument("--format", choices=FORMATS, default="svg")
    parser.add_argument("--width", type=int, default=640, metavar="PIXELS", help="of the plot, without its axes (default: 640)")
    parser.add_argument("--output", default=None, help="the file (default: NAME.FORMAT)")
    parser.add_argument("--ringbench", default=None, metavar="PROGRAM", help="the executable to ask (default: the checkout's)")
    parser.error = lambda message: refuse(message)  # type: ignore[method-assign, assignment]
    return parser.parse_args()


def refuse(message: str) -> None:
    end(PROGRAM, Refusal(USAGE, f"{message}; see scripts/plot --help"))


def chosen(name: str | None) -> Figure:
    found = figure(name) if name else None
    if found is None:
        names = ", ".join(figure.name for figure in FIGURES)
        raise Refusal(USAGE, f"--figure takes one of: {names}" + (f", not {name}" if name else ""))
    return found


def drawn(figure: Figure, found: results.Results, form: str, width: int) -> bytes:
    rows = figure.data(found)
    if not rows:
        raise Refusal(BAD_DATA, f"{figure.name}: {figure.missing}")
    specification = figure.chart(rows).to_dict()
    specification["width"] = width
    specification["config"] = theme.config()
    for parameter in specification.get("params", []):
        # A file has no menus.
        parameter.pop("bind", None)
    if form == "svg":
        return vl_convert.vegalite_to_svg(specification).encode()
    if form == "pdf":
        return vl_convert.vegalite_to_pdf(specification)
    return vl_convert.vegalite_to_png(specification, scale=2)


def main() -> None:
    asked = arguments()
    if asked.list:
        print("\n".join(f"{figure.name:<12} {figure.title}" for figure in FIGURES))
        return
    figure = chosen(asked.figure)
    if not asked.results:
        refuse("name a results folder")
    if not 100 <= asked.width <= 4000:
        refuse(f"--width takes 100 to 4000, not {asked.width}")
    output = pathlib.Path(asked.output or f"{figure.name}.{asked.format}")
    found = results.read(asked.results, results.program(asked.ringbench), None)
    whole_file.write(output, drawn(figure, found, asked.format, asked.width))
    print(output)


if __name__ == "__main__":
    run(PROGRAM, main)
