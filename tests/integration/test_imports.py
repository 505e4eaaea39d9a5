"""Imports: what a file would change is shown first, and exactly that is imported, once."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from actionpack_app.cli import cli
from actionpack_app.db import reading
from actionpack_app.domain.catalogue_difference import PriceChange
from actionpack_app.domain.catalogue_file import CatalogueError
from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.errors import FileBroken, InvalidInput, NotAllowed, NotFound, PreviewOutdated, PriceChanged
from actionpack_app.domain.imports import MOST_BYTES, ImportKind
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import COMPANY_ROLES, Actor, Right, Role
from actionpack_app.models import ActivityEntry, CatalogueVersion, Competency, DataImport
from actionpack_app.repositories.counters import current_catalogue
from actionpack_app.repositories.pages import PAGE_SIZE
from actionpack_app.services.catalogue.import_file import import_catalogue, sample_catalogue
from actionpack_app.services.competencies.difference import QualificationChange
from actionpack_app.services.imports.confirm import confirm_import
from actionpack_app.services.imports.history import list_imports
from actionpack_app.services.imports.preview import ImportPreview, preview_import
from actionpack_app.services.imports.upload import upload_import
from actionpack_app.services.orders.place import place_order
from tests.integration.companies import Company
from tests.integration.desk import actions, desk_admin, finance, operator
from tests.integration.rows import all_of, at_once, of
from tests.integration.shopping import reviewed_by_card

CATALOGUE, QUALIFICATIONS = ImportKind.CATALOGUE, ImportKind.QUALIFICATIONS
HEADER = "mpn_id,competency,level,state,certified_people,customer_references,passed_assessments\n"


def dearer(price: str = "500.00") -> str:
    """The catalogue with another price of the Action Pack in US dollars."""
    return sample_catalogue().replace('USD = "475.00"', f'USD = "{price}"', 1)


def without_currency(file: str, currency: str) -> str:
    """A catalogue file that neither asks a currency nor takes it."""
    _before, account, after = file.partition(f"[seller.accounts.{currency}]")
    file = file.replace(account + after.partition("[")[0], "")
    return re.sub(rf"^{currency} = .*\n", "", file, flags=re.MULTILINE)


def uploaded(content: str | bytes, kind: ImportKind = CATALOGUE, who: Actor | None = None) -> str:
    written = content if isinstance(content, bytes) else content.encode()
    return upload_import(who or desk_admin(), kind, f"{kind}.toml", written)


def previewed(content: str, kind: ImportKind = CATALOGUE, who: Actor | None = None) -> ImportPreview:
    return preview_import(who or desk_admin(), uploaded(content, kind, who))


def price_in_force() -> int:
    with reading() as session:
        return current_catalogue(session).prices[Offer.ACTION_PACK, "USD"]


def qualified(company: Company, people: int = 2) -> str:
    return HEADER + f"{company.made.mpn_id},Data analytics,silver,qualified,{people},3,1\n"


@pytest.mark.usefixtures("store")
class TestCatalogue:
    def test_a_preview_changes_nothing_and_the_import_what_was_previewed(self) -> None:
        preview = previewed(dearer())
        assert preview.changes == (PriceChange(Offer.ACTION_PACK, "USD", 47_500, 50_000),)
        assert price_in_force() == 47_500
        assert confirm_import(desk_admin(), preview.id, preview.seen) == 1
        assert price_in_force() == 50_000

    def test_it_stands_in_the_history_with_who_and_when(self) -> None:
        preview = previewed(dearer())
        confirm_import(desk_admin(), preview.id, preview.seen)
        line, first = list_imports(desk_admin(), 1).rows
        assert (line.kind, line.who, line.changes, line.name) == (CATALOGUE, "Dana Iversen", 1, "catalogue.toml")
        assert (first.who, first.kind) == ("", CATALOGUE)  # the one that came with the product

    def test_a_second_confirmation_imports_nothing(self) -> None:
        preview = previewed(dearer())
        confirm_import(desk_admin(), preview.id, preview.seen)
        with pytest.raises(NotFound):
            confirm_import(desk_admin(), preview.id, preview.seen)
        assert len(all_of(CatalogueVersion)) == 2

    def test_an_import_in_between_makes_the_preview_old_and_it_is_shown_anew(self) -> None:
        preview = previewed(dearer("500.00"))
        import_catalogue(dearer("600.00"))
        with pytest.raises(PreviewOutdated):
            confirm_import(desk_admin(), preview.id, preview.seen)
        assert price_in_force() == 60_000
        again = preview_import(desk_admin(), preview.id)
        assert again.changes == (PriceChange(Offer.ACTION_PACK, "USD", 60_000, 50_000),)
        assert confirm_import(desk_admin(), again.id, again.seen) == 1
        assert price_in_force() == 50_000

    @pytest.mark.parametrize("seen", ["", "0" * 64, "x"])
    def test_nothing_is_imported_without_the_mark_of_its_preview(self, seen: str) -> None:
        key = uploaded(dearer())
        with pytest.raises(PreviewOutdated):
            confirm_import(desk_admin(), key, seen)
        assert price_in_force() == 47_500

    def test_of_two_admins_at_the_same_moment_one_imports(self) -> None:
        admins = [operator(Role.DESK_ADMIN, f"admin{n}", f"Admin {n}") for n in range(4)]
        previews = [previewed(dearer(f"{500 + n}.00"), who=who) for n, who in enumerate(admins)]
        done = at_once(
            [lambda w=who, p=preview: confirm_import(w, p.id, p.seen) for who, preview in zip(admins, previews, strict=True)]
        )
        assert sorted(type(one).__name__ for one in done) == ["PreviewOutdated"] * 3 + ["int"]
        assert len(all_of(CatalogueVersion)) == 2

    @pytest.mark.parametrize(
        ("content", "place"),
        [
            ("this is no toml", "line 1"),
            (sample_catalogue().replace('USD = "475.00"', 'USD = "cheap"'), "prices.action_pack.USD"),
            (sample_catalogue().replace("[seller]", "[vendor]"), "seller"),
        ],
        ids=["no TOML", "no amount", "no seller"],
    )
    def test_a_broken_file_names_the_place_and_nothing_of_it_is_taken(self, content: str, place: str) -> None:
        key = uploaded(content)
        for call in (lambda: preview_import(desk_admin(), key), lambda: confirm_import(desk_admin(), key, "")):
            with pytest.raises(FileBroken) as broken:
                call()
            assert place in broken.value.problems[0].reason
        assert len(all_of(CatalogueVersion)) == 1

    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            (lambda file: file.replace('key = "microsoft"', 'key = "other"'), "seller.key"),
            (lambda file: without_currency(file, "KRW"), "seller.accounts"),
        ],
        ids=["numbers that would begin anew", "money that companies pay in"],
    )
    def test_what_the_books_rest_on_can_not_be_changed(
        self, sample: Callable[[str], Company], changed: Callable[[str], str], place: str
    ) -> None:
        sample("proseware")
        content = changed(sample_catalogue())
        key = uploaded(content)
        for call in (lambda: preview_import(desk_admin(), key), lambda: confirm_import(desk_admin(), key, "")):
            with pytest.raises(FileBroken) as broken:
                call()
            assert broken.value.problems[0].place == place
        with pytest.raises(CatalogueError):
            import_catalogue(content)
        assert len(all_of(CatalogueVersion)) == 1

    def test_before_there_are_books_all_of_it_can_be_changed(self) -> None:
        import_catalogue(without_currency(sample_catalogue().replace('key = "microsoft"', 'key = "other"'), "KRW"))
        assert len(all_of(CatalogueVersion)) == 2

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\xff\xfe", "not_utf8"),
            (b"a\x00", "not_utf8"),
            (b"  \n", "empty_file"),
            (b"#" * (MOST_BYTES + 1), "import_too_large"),
        ],
        ids=["no UTF-8", "binary", "empty", "too large"],
    )
    def test_what_is_no_such_file_is_not_even_kept(self, content: bytes, code: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            uploaded(content)
        assert refused.value.problems == {"file": code}
        assert [row for row in all_of(DataImport) if row.confirmed_at is None] == []

    def test_another_admins_file_looks_like_none_and_an_older_one_of_ones_own_is_gone(self) -> None:
        first = uploaded(dearer())
        second = uploaded(dearer("501.00"))
        with pytest.raises(NotFound):
            preview_import(desk_admin(), first)
        with pytest.raises(NotFound):
            preview_import(operator(Role.DESK_ADMIN, "other", "Other"), second)

    @pytest.mark.parametrize("key", ["", "nothing", "x" * 500, "' OR 1=1 --", "\x00", "\ud83d"], ids=ascii)
    def test_a_file_that_nobody_could_have_named_is_not_found(self, key: str) -> None:
        with pytest.raises(NotFound):
            preview_import(desk_admin(), key)
        with pytest.raises(NotFound):
            confirm_import(desk_admin(), key, "")

    def test_the_same_catalogue_again_changes_nothing(self) -> None:
        assert previewed(sample_catalogue()).changes == ()

    def test_a_long_difference_is_shown_in_pages(self) -> None:
        changed = sample_catalogue().replace('.00"', '.50"').replace('000"', '100"').replace("silver = ", "silver = 1")
        preview = previewed(changed)
        pages = [preview.page(n) for n in range(1, 1 + preview.page(1).last)]
        assert tuple(change for page in pages for change in page.rows) == preview.changes
        assert all(len(page.rows) <= PAGE_SIZE for page in pages)


def test_an_open_order_is_reviewed_anew_at_the_new_price(fabrikam: Company) -> None:
    order = reviewed_by_card(fabrikam)
    preview = previewed(dearer())
    confirm_import(desk_admin(), preview.id, preview.seen)
    with pytest.raises(PriceChanged):
        place_order(fabrikam.admin, order.number, order.total, "", "sandbox", fabrikam.clock)


class TestQualifications:
    def test_the_preview_tells_what_would_change_and_the_import_does_it_with_the_operators_name(self, fabrikam: Company) -> None:
        preview = previewed(qualified(fabrikam), QUALIFICATIONS)
        assert preview.changes == (
            QualificationChange(
                company=fabrikam.made.name,
                mpn_id=fabrikam.made.mpn_id or "",
                name="Data analytics",
                level=Offer.SILVER,
                before=None,
                after=CompetencyState.QUALIFIED,
                requirements=(("certified_people", 0, 2), ("customer_references", 0, 3), ("passed_assessments", 0, 1)),
            ),
        )
        assert of(Competency, fabrikam) == []
        assert confirm_import(desk_admin(), preview.id, preview.seen) == 1
        assert [row.state for row in of(Competency, fabrikam)] == [CompetencyState.QUALIFIED]
        entry = of(ActivityEntry, fabrikam)[-1]
        assert (entry.action, entry.person_id) == ("competency_updated", desk_admin().person_id)

    def test_what_is_so_already_is_no_change(self, fabrikam: Company) -> None:
        preview = previewed(qualified(fabrikam), QUALIFICATIONS)
        confirm_import(desk_admin(), preview.id, preview.seen)
        assert previewed(qualified(fabrikam), QUALIFICATIONS).changes == ()
        (change,) = previewed(qualified(fabrikam, people=3), QUALIFICATIONS).changes
        assert isinstance(change, QualificationChange)
        assert (change.before, change.requirements) == (CompetencyState.QUALIFIED, (("certified_people", 2, 3),))

    def test_an_import_in_between_makes_the_preview_old(self, fabrikam: Company) -> None:
        preview = previewed(qualified(fabrikam), QUALIFICATIONS)
        other = operator(Role.DESK_ADMIN, "other", "Other")
        theirs = previewed(qualified(fabrikam, people=4), QUALIFICATIONS, other)
        confirm_import(other, theirs.id, theirs.seen)
        with pytest.raises(PreviewOutdated):
            confirm_import(desk_admin(), preview.id, preview.seen)
        assert actions(fabrikam).count("competency_updated") == 1

    def test_broken_lines_are_named_by_their_number(self, fabrikam: Company) -> None:
        key = uploaded(qualified(fabrikam) + "123,Cloud,gold,qualified,1,1,1\n", QUALIFICATIONS)
        with pytest.raises(FileBroken) as broken:
            preview_import(desk_admin(), key)
        (problem,) = broken.value.problems
        assert (problem.line, problem.place, problem.code) == (3, "mpn_id", "mpn_id")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DESK_ADMIN])
def test_nobody_but_a_desk_admin_imports(fabrikam: Company, role: Role) -> None:
    """Neither finance nor support, nor anybody of a company."""
    actor = fabrikam.person(role) if role in COMPANY_ROLES else finance() if role is Role.FINANCE else operator(role)
    key = uploaded(dearer())
    calls = [
        lambda: upload_import(actor, CATALOGUE, "c.toml", dearer().encode()),
        lambda: upload_import(actor, CATALOGUE, "c.toml", b"\xff"),
        lambda: preview_import(actor, key),
        lambda: confirm_import(actor, key, ""),
        lambda: list_imports(actor, 1),
    ]
    for call in calls:
        with pytest.raises(NotAllowed) as refused:
            call()
        assert refused.value.right is Right.DESK_ADMIN
    assert price_in_force() == 47_500


@pytest.mark.usefixtures("store")
class TestConsole:
    def test_it_tells_the_difference_without_importing(self, tmp_path: object) -> None:
        file = tmp_path / "new.toml"  # type: ignore[operator]
        file.write_text(dearer(), encoding="utf-8")
        told = CliRunner().invoke(cli, ["catalogue", "import", str(file), "--preview"])
        assert told.exit_code == 0
        assert "Microsoft Action Pack Subscription in USD\t$475.00 → $500.00\t+5.3 %" in told.output
        assert "1 changes; nothing was imported" in told.output
        assert price_in_force() == 47_500

    def test_what_it_imports_stands_in_the_history_of_nobody(self, tmp_path: object) -> None:
        file = tmp_path / "new.toml"  # type: ignore[operator]
        file.write_text(dearer(), encoding="utf-8")
        assert CliRunner().invoke(cli, ["catalogue", "import", str(file)]).exit_code == 0
        line = list_imports(desk_admin(), 1).rows[0]
        assert (line.name, line.who, line.changes) == ("new.toml", "", 1)
        assert price_in_force() == 50_000
