"""Reports in one form: a table with figure, ratio, target, and whether it is met, as a page of Markdown."""

import dataclasses
import json
from pathlib import Path

from bench.figures import Figure, Found, Of
from bench.machine import described
from bench.pictures import draw

HERE = Path(__file__).parent


@dataclasses.dataclass(frozen=True)
class Section:
    """One part of a report."""

    name: str
    title: str
    about: str
    found: Found


def write_report(page: Path, title: str, about: str, sections: list[Section]) -> None:
    """Writes the page, its pictures into the folder of its name, and the raw figures beside it."""
    page.parent.mkdir(parents=True, exist_ok=True)
    machine = described()
    parts = [f"# {title}", about, _table([("Measured with", ""), *machine.items()])]
    parts.append(_summary(sections))
    for section in sections:
        parts += [f"## {section.title}", section.about, *_body(section.found)]
        for picture in section.found.pictures:
            file = page.with_suffix("") / f"{section.name}-{picture.name}.svg"
            draw(picture, file)
            parts.append(f"![{picture.title}]({file.relative_to(page.parent)})")
    page.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")
    raw = {"machine": machine, "parts": {section.name: section.found.plain() for section in sections}}
    page.with_suffix(".json").write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def report_of(name: str, about: str, found: Found, where: Path = HERE) -> Path:
    """The report of a command of its own, `bench/<name>.md`."""
    page = where / f"{name}.md"
    write_report(page, f"bench-{name}", about, [Section(name, "Figures", "", found)])
    return page


def _body(found: Found) -> list[str]:
    rows = [("What", "Figure", "Ratio", "Target", "Met"), *map(row_of, found.figures)]
    broken = [f"**failed: {found.failed}**"] if found.failed else []
    return [*broken, _table(rows) if found.figures else "", "\n".join(f"- {line}" for line in found.words)]


def row_of(figure: Figure) -> tuple[str, str, str, str, str]:
    """A figure's line."""
    target = ""
    if figure.target is not None:
        bound = number(figure.target.bound)
        unit = "×" if figure.target.of is Of.RATIO else figure.unit
        target = f"{'≥' if figure.target.least else '≤'} {bound} {unit}".rstrip()
    met = {None: "", True: "yes", False: "**no**"}[figure.met]
    what = f"{figure.what} ({figure.note})" if figure.note else figure.what
    ratio = f"{figure.ratio:.2f} ×" if figure.ratio is not None else ""
    return what, f"{number(figure.value)} {figure.unit}".rstrip(), ratio, target, met


def number(value: float) -> str:
    """Three digits that count, and no more."""
    size = abs(value)
    return f"{value:,.0f}" if size >= _WHOLE or value == int(value) else f"{value:.1f}" if size >= _TENTHS else f"{value:.2f}"


_WHOLE, _TENTHS = 100, 10


def _summary(sections: list[Section]) -> str:
    asked = [figure for section in sections for figure in section.found.figures if figure.target is not None]
    short = [(section, figure) for section in sections for figure in section.found.figures if figure.met is False]
    broken = [section for section in sections if section.found.failed]
    lines = [f"{len(asked) - len(short)} of {len(asked)} targets are met."]
    for section, figure in short:
        what, value, ratio, target, _met = row_of(figure)
        cause = f": {figure.cause}" if figure.cause else ""
        lines.append(f"- not met: {section.title.lower()}, {what}: {ratio or value} ({target}){cause}")
    lines += [f"- failed: {section.title.lower()}: {section.found.failed}" for section in broken]
    return "\n".join([lines[0], "", *lines[1:]]) if lines[1:] else lines[0]


def _table(rows: list[tuple[str, ...]]) -> str:
    head, *body = rows
    numbers = ["---", *("---:" for _cell in head[1:])] if len(head) > _NARROW else ["---"] * len(head)
    return "\n".join(f"| {' | '.join(cell.replace('|', '∣') for cell in row)} |" for row in (head, tuple(numbers), *body))


_NARROW = 3
