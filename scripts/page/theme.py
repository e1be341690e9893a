"""Colours and Vega's configuration, light and dark. The hues are Okabe and Ito's, which the colour-blind tell apart; no
chart tells anything by colour alone."""
from typing import Any

FAMILIES = ["control", "history", "barriers", "lock", "exhibit"]
FAMILY_WORDS = {
    "control": "control: nothing ordered, or ordered wrongly on purpose",
    "history": "the kernel's orderings over the years",
    "barriers": "a choice of barriers",
    "lock": "lock",
    "exhibit": "exhibit: what a real reader of the ring does",
}
_LIGHT = {"control": "#6b6b6b", "history": "#0072b2", "barriers": "#007a59", "lock": "#a8447f", "exhibit": "#c04f00"}
_DARK = {"control": "#b0b0b0", "history": "#56b4e9", "barriers": "#2bc79b", "lock": "#e39cc2", "exhibit": "#f0a030"}
SHAPES = ["cross", "diamond", "circle", "square", "triangle-up"]


def config(dark: bool = False) -> dict[str, Any]:
    """Vega-Lite's configuration."""
    text, faint, background = ("#e8e8e8", "#4a4f57", "#15181c") if dark else ("#1b1b1b", "#d5d5d5", "#ffffff")
    families = _DARK if dark else _LIGHT
    label = {"labelColor": text, "titleColor": text, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    return {
        "background": background,
        "font": "system-ui, sans-serif",
        "view": {"stroke": None},
        "axis": {**label, "gridColor": faint, "domainColor": faint, "tickColor": faint, "labelLimit": 220},
        "legend": {**label, "orient": "top", "columns": 3, "labelLimit": 330, "symbolStrokeWidth": 2},
        "header": label,
        "title": {"color": text},
        "range": {
            "category": [families[family] for family in FAMILIES],
            "ramp": ["#0b3c5d", "#56b4e9", "#f0e6a0"] if dark else ["#eef3f7", "#56b4e9", "#0b3c5d"],
        },
        "style": {"plain-text": {"fill": text, "fontSize": 11}, "rule-text": {"fill": text, "fontSize": 11, "fontStyle": "italic"}},
        "rule": {"color": text},
        "text": {"color": text},
        "point": {"size": 70},
        "tick": {"color": text},
    }
