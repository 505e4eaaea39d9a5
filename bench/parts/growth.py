"""Growth: what pages' loads cost as data grows, on both databases."""

import contextlib
import statistics
from collections.abc import Callable
from datetime import UTC, datetime

from bench.figures import Figure, Found, Picture, times
from bench.growing import cases as growing
from bench.harness import Run
from bench.lists import rows as lists
from bench.lists.asking import ask, asking
from bench.scale import rows as scale
from bench.stores import Store, Stores, stores

ABOUT = (
    "Medians of the services that load pages, in a process of its own over each database: as the number of companies with a "
    "subscription grows, and as one company's invoices, requests and activity grow. All sizes are asked in turn. Ratios are to "
    "the smallest; for lists, to the smallest that fills a page (with ten rows there is less to show)."
)
MOST_TIMES_AS_LONG = 2.0
BY_NAME = "Desk: a partner by name"
WHY_GROWS = (
    "where no name begins with what was typed, SQLite looks within every name; PostgreSQL has an index of three letters each"
)
SUBSCRIPTIONS, QUICK_SUBSCRIPTIONS = (1_000, 10_000, 100_000, 1_000_000), (1_000, 5_000)
INVOICES, QUICK_INVOICES = (10, 1_000, 100_000), (10, 1_000)
FULL_PAGE = 1_000
LISTS = ("invoices: all", "invoices: search for a number", "requests: all", "activity: all", "queue: all", "across: all")
WARM_UP, DUE = 3, 10
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

Medians = dict[str, dict[int, float]]
"""Milliseconds, by question and size."""


def measure(run: Run) -> Found:
    """Both kinds of growth on both databases."""
    figures: list[Figure] = []
    pictures: list[Picture] = []
    subscriptions = QUICK_SUBSCRIPTIONS if run.quick else SUBSCRIPTIONS
    invoices = QUICK_INVOICES if run.quick else INVOICES
    for at, (kind, title) in enumerate(TITLES.items()):
        with stores(kind, run.folder) as made:
            run.step(f"{title}: writing {sum(subscriptions):,} subscriptions", at / 2)
            grown = _filled(made, "subscriptions", subscriptions, _fill_subscriptions)
            run.step(f"{title}: asking", at / 2 + 0.25)
            companies = _medians(run, grown, tuple(growing.cases(1)), "bench.growing.cases")
            run.step(f"{title}: writing {sum(invoices):,} invoices", at / 2 + 0.3)
            grown = _filled(made, "invoices", invoices, _fill_lists)
            run.step(f"{title}: asking", at / 2 + 0.45)
            rows = _medians(run, grown, LISTS, "bench.lists.cases")
        figures += [*_figures(title, "subscriptions", companies, min(subscriptions)), *_figures(title, "rows", rows, FULL_PAGE)]
        pictures += [_picture(kind, "subscriptions", companies), _picture(kind, "rows", rows)]
    return Found(figures, pictures)


def _fill_subscriptions(store: Store, size: int) -> None:
    scale.fill(store.engine, scale.day_of(datetime.now(UTC)), subscriptions=size, due=DUE)


def _fill_lists(store: Store, size: int) -> None:
    lists.fill(store.engine, size)


def _filled(made: Stores, name: str, sizes: tuple[int, ...], fill: Callable[[Store, int], None]) -> dict[int, Store]:
    filled: dict[int, Store] = {}
    for size in sizes:
        filled[size] = made.new(f"{name}-{size}")
        fill(filled[size], size)
        filled[size].engine.dispose()
    return filled


def _medians(run: Run, filled: dict[int, Store], names: tuple[str, ...], module: str) -> Medians:
    """Each question to every size in turn, so that a machine that drifts drifts for all."""
    rounds = run.either(5, 25)
    found: Medians = {}
    with contextlib.ExitStack() as held:
        asked = {size: held.enter_context(asking(store, size, module)) for size, store in filled.items()}
        for name in names:
            took = [[ask(process, name) for process in asked.values()] for _round in range(WARM_UP + rounds)][WARM_UP:]
            found[name] = {size: statistics.median(column) for size, column in zip(asked, zip(*took, strict=True), strict=True)}
    return found


def _figures(title: str, what: str, found: Medians, smallest: int) -> list[Figure]:
    figures: list[Figure] = []
    for name, by_size in found.items():
        why = WHY_GROWS if name == BY_NAME else ""
        for size, took in by_size.items():
            target = times(MOST_TIMES_AS_LONG) if size == max(by_size) else None
            figures.append(Figure(f"{title}: {name}, {size:,} {what}", took, "ms", took / by_size[smallest], target, cause=why))
    return figures


def _picture(kind: str, what: str, found: Medians) -> Picture:
    sizes = next(iter(found.values()))
    series: dict[str, list[float | None]] = {name: list(by_size.values()) for name, by_size in found.items()}
    labels, title = [f"{size:,}" for size in sizes], f"{TITLES[kind]}: load among so many {what}, median"
    return Picture(f"{kind}-{what}", title, "ms", labels, series, lines=True, logarithmic=True)
