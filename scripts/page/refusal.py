"""The one way in which these scripts end without a result: one line on standard error and a documented exit code."""
import sys
from collections.abc import Callable
from typing import NoReturn

USAGE, BAD_DATA, UNAVAILABLE, INPUT_OUTPUT = 64, 65, 69, 74


class Refusal(Exception):
    """Why there is no page, in a line that says what to do."""

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code = code


def visible(text: str) -> str:
    """The text with control characters spelled out, so that a terminal shows them and does not obey them."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def end(program: str, refusal: Refusal) -> NoReturn:
    print(f"{program}: {visible(str(refusal))}", file=sys.stderr)
    sys.exit(refusal.code)


def run(program: str, main: Callable[[], None]) -> None:
    """Runs a script. A refusal, or Ctrl-C, ends it with its line and its code."""
    try:
        main()
    except Refusal as refusal:
        end(program, refusal)
    except KeyboardInterrupt:
        end(program, Refusal(130, "interrupted; nothing was written"))
