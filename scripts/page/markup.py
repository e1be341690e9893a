"""HTML and JSON that nothing from a results file can break out of."""
import base64
import gzip
import html
import json
from typing import Any


class Markup(str):
    """Text that is HTML already."""


def escape(value: object) -> Markup:
    """Anything as HTML: text is escaped, control characters are shown, markup stays."""
    if isinstance(value, Markup):
        return value
    text = "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in str(value))
    return Markup(html.escape(text, quote=True))


def tag(name: str, *content: object, **attributes: object) -> Markup:
    """An element. `class_` and `for_` lose their underscore, other underscores become hyphens; None is left out."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value is not None
    )
    return Markup(f"<{name}{words}>{''.join(map(escape, content))}</{name}>")


def joined(parts: list[Markup], between: str = "\n") -> Markup:
    return Markup(between.join(parts))


def table(heads: list[object], rows: list[list[object]], caption: object | None = None) -> Markup:
    """A table whose first column names the rows. Numbers are set to the right."""
    body = [
        tag("tr", *(
            tag("th", cell, scope="row") if place == 0
            else tag("td", cell, class_="number" if isinstance(cell, (int, float)) or is_figure(cell) else None)
            for place, cell in enumerate(row)))
        for row in rows
    ]
    return tag(
        "div",
        tag("table", tag("caption", caption) if caption else Markup(""),
            tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))), tag("tbody", *body)),
        class_="wide", tabindex="0", role="region", aria_label=f"Table: {caption or heads[0]}")


def is_figure(cell: object) -> bool:
    return isinstance(cell, str) and cell[:1] in "0123456789≈−-" and any(c.isdigit() for c in cell[:3]) and len(cell) < 24


def packed(identifier: str, text: str) -> Markup:
    """Text in the page, compressed. Base64 has no character that could end the element."""
    content = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
    return Markup(f'<script type="application/gzip" id="{identifier}">{content}</script>')


def packed_json(identifier: str, value: Any) -> Markup:
    return packed(identifier, json.dumps(value, separators=(",", ":"), allow_nan=False))
