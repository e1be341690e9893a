"""`scripts/report RESULTS...`: one self-contained HTML file."""
import argparse
import pathlib

from . import document, results, whole_file
from .refusal import USAGE, Refusal, end, run

PROGRAM = "report"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/report", description="Writes results as one self-contained HTML page.",
        epilog="Exit codes: 0 written; 64 wrong usage; 65 a file is no result or of a newer schema; 69 Python, its packages or "
        "ringbench is missing; 74 a file cannot be read or written.")
    parser.add_argument("results", nargs="+", metavar="RESULTS", help="results folders or summary.json files")
    parser.add_argument("--output", default=None, help="the file (default: page.html beside the first results)")
    parser.add_argument("--ringbench", default=None, metavar="PROGRAM", help="the executable to ask (default: the checkout's)")
    parser.add_argument("--audit", default=None, metavar="FILE", help="what `ringbench audit --json` printed: the instructions that the page shows")
    parser.error = lambda message: end(PROGRAM, Refusal(USAGE, f"{message}; see scripts/report --help"))  # type: ignore[method-assign, assignment]
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    first = pathlib.Path(asked.results[0])
    output = pathlib.Path(asked.output) if asked.output else (first if first.is_dir() else first.parent) / "page.html"
    found = results.read(asked.results, results.program(asked.ringbench), asked.audit)
    whole_file.write(output, document.page(found))
    print(output)


if __name__ == "__main__":
    run(PROGRAM, main)
