"""Document numbers: without gaps, without doubles."""

import re
from collections import defaultdict
from collections.abc import Callable

import pytest

from actionpack_app.db import reading, transaction
from actionpack_app.domain.catalogue_file import CatalogueError
from actionpack_app.domain.offers import Offer
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.models import CatalogueVersion, Invoice, Order
from actionpack_app.repositories.counters import current_catalogue, next_number
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from tests.integration.companies import Company
from tests.integration.rows import all_of, at_once


def take(series: str = "invoice:microsoft", year: int = 2026) -> int:
    with transaction() as session:
        return next_number(session, series, year)


def take_and_fail() -> None:
    with transaction() as session:
        next_number(session, "invoice:microsoft", 2026)
        raise ZeroDivisionError


@pytest.mark.usefixtures("store")
class TestNumbers:
    def test_a_series_starts_at_one_and_goes_on_one_by_one(self) -> None:
        assert [take() for _ in range(3)] == [1, 2, 3]

    def test_each_series_and_each_year_counts_for_itself(self) -> None:
        assert [take("invoice:a"), take("invoice:b"), take("invoice:a", 2027), take("invoice:a")] == [1, 1, 1, 2]

    def test_a_number_of_a_failed_use_case_is_given_again(self) -> None:
        assert take() == 1
        with pytest.raises(ZeroDivisionError):
            take_and_fail()
        assert take() == 2

    def test_one_use_case_may_take_several_numbers(self) -> None:
        with transaction() as session:
            assert [next_number(session, "s", 2026) for _ in range(3)] == [1, 2, 3]

    def test_eight_at_once_get_numbers_without_gaps_or_doubles(self) -> None:
        def five() -> list[int]:
            return [take() for _ in range(5)]

        got = at_once([five] * 8)
        assert sorted(number for numbers in got if isinstance(numbers, list) for number in numbers) == list(range(1, 41))

    def test_eight_at_once_leave_no_gap_where_half_of_them_fail(self) -> None:
        given: list[int] = []

        def lucky() -> None:
            given.extend(take() for _ in range(5))

        def unlucky() -> None:
            for _ in range(5):
                with pytest.raises(ZeroDivisionError):
                    take_and_fail()

        got = at_once([lucky, unlucky] * 4)
        assert got == [None] * 8
        assert sorted(given) == list(range(1, 21))

    def test_numbers_are_kept_in_the_order_in_which_they_are_given(self) -> None:
        def import_numbered() -> None:
            with transaction() as session:
                number = next_number(session, "s", 2026)
                session.add(CatalogueVersion(document={"number": number}, imported_at=SystemClock().now()))

        assert at_once([import_numbered] * 8) == [None] * 8
        rows = sorted(all_of(CatalogueVersion), key=lambda row: row.id or 0)[1:]
        assert [row.document["number"] for row in rows] == list(range(1, 9))


@pytest.mark.usefixtures("store")
class TestCatalogue:
    def test_the_newest_catalogue_is_in_force(self) -> None:
        import_catalogue(sample_catalogue().replace('USD = "475.00"', 'USD = "480.00"'))
        with reading() as session:
            assert current_catalogue(session).prices[Offer.ACTION_PACK, "USD"] == 48000

    def test_nothing_of_a_broken_catalogue_is_taken(self) -> None:
        with pytest.raises(CatalogueError, match=r"prices\.gold\.USD"):
            import_catalogue(sample_catalogue().replace('USD = "4730.00"', 'USD = "-1"'))
        with pytest.raises(CatalogueError):
            import_catalogue("[seller")
        for broken in ('key = "Certified people"', "key = 7"):
            with pytest.raises(CatalogueError, match=r"requirements\[1\]\.key"):
                import_catalogue(sample_catalogue().replace('key = "certified_people"', broken))
        assert len(all_of(CatalogueVersion)) == 1


def test_invoice_and_order_numbers_of_seeded_partners_have_no_gaps(sample: Callable[[str], Company]) -> None:
    for key in ("contoso", "woodgrove", "contoso", "relecloud", "tailspin"):
        sample(key)
    for numbers in ([row.number for row in all_of(Invoice)], [row.number for row in all_of(Order)]):
        by_year: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            match = re.fullmatch(r"(?:INV|ORD)-(\d{4})-(\d{6})", number)
            assert match
            by_year[match[1]].append(int(match[2]))
        for given in by_year.values():
            assert sorted(given) == list(range(1, len(given) + 1))
