"""Charts as pictures that load nothing from elsewhere."""
# pygal has no types:
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import re
import sys
from pathlib import Path
from typing import Any

import pygal
from pygal.style import Style

from bench.figures import Picture

# pygal looks for maps by a kind of finder that Python has given up: every later import in this process would warn of it.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

WIDTH, HEIGHT = 860, 360
LOOK = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#3b4248",
    foreground_strong="#1b1f23",
    foreground_subtle="#c9d1d9",
    colors=("#0f5cad", "#c4591b", "#2f7d3b", "#7a4fb5", "#8a6d00", "#56606a"),
    font_family="Segoe UI, Noto Sans, Arial, sans-serif",
    title_font_size=15,
    label_font_size=12,
    major_label_font_size=12,
    value_font_size=11,
    legend_font_size=12,
    guide_stroke_color="#c9d1d9",
    major_guide_stroke_color="#c9d1d9",
    opacity=".9",
)


def draw(picture: Picture, file: Path) -> None:
    """Writes an SVG, the same for the same figures. Those with a logarithmic scale are lines."""
    given: dict[str, Any] = {
        "title": picture.title,
        "width": WIDTH,
        "height": HEIGHT,
        "style": LOOK,
        "js": [],
        "no_prefix": True,
        "legend_at_bottom": True,
        "margin_right": 40,
        "show_minor_y_labels": False,
        "y_labels_major_count": 6,
        "show_legend": len(picture.series) > 1,
        "logarithmic": picture.logarithmic,
        "y_title": picture.unit,
        "print_values": not picture.lines,
        "print_values_position": "top",
        "truncate_label": -1,
        "truncate_legend": -1,
        "disable_xml_declaration": True,
        "value_formatter": _short,
    }
    lines = picture.lines or picture.logarithmic  # a bar's length means nothing without its zero
    chart = pygal.Line(**given, stroke_style={"width": 2}) if lines else pygal.Bar(**given)
    chart.x_labels = picture.labels
    for name, values in picture.series.items():
        chart.add(name, values)
    file.parent.mkdir(parents=True, exist_ok=True)
    undated = re.sub(r"<!--.*?-->|<script.*?</script>", "", chart.render(is_unicode=True), flags=re.DOTALL)
    file.write_text(undated + "\n", encoding="utf-8")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:.3g}"


_WHOLE = 100
