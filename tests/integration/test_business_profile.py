"""Business profiles: written by two people, previewed, published, read by everybody; and whose logos are whose (J14)."""

import dataclasses
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from actionpack_app.api.logos import ROUTES
from actionpack_app.domain.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFound
from actionpack_app.domain.profiles import Location, Profile
from actionpack_app.domain.rights import Right, Role, roles_with
from actionpack_app.models import ActivityEntry, BusinessProfile, ProfileLocation, ProfileLogo
from actionpack_app.models.profiles import Stage
from actionpack_app.routes import logo
from actionpack_app.services.profile import save
from actionpack_app.services.profile.keep_logo import LOGO_MAX_BYTES, keep_logo
from actionpack_app.services.profile.publish import publish_profile, unpublish_profile
from actionpack_app.services.profile.published import open_logo, published_profile
from actionpack_app.services.profile.save import save_profile
from actionpack_app.services.profile.show import show_profile
from actionpack_app.services.samples.manage import reset_sample
from tests.integration.companies import Company, signed_in
from tests.integration.http import ask
from tests.integration.logos import WHOLE, png, write
from tests.integration.rows import all_of, at_once, copy_of, of, store_rows
from tests.integration.store import Store


def published(company: Company, profile: Profile = WHOLE, **changed: object) -> Profile:
    """Writes, and shows it to customers."""
    write(company, profile, **changed)
    publish_profile(company.admin, company.clock)
    return published_profile(company.made.mpn_id)


def problems(company: Company, **changed: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        write(company, **changed)
    return refused.value.problems


def deeds(company: Company) -> list[tuple[str, str, str, str]]:
    """What the activity says of the profile, the oldest first."""
    found = sorted((entry for entry in of(ActivityEntry, company) if "profile" in entry.action), key=lambda entry: entry.id or 0)
    return [(e.action, e.details.get("field", ""), e.details["before"], e.details["after"]) for e in found]


class TestWriting:
    def test_before_there_is_one_the_form_has_the_companys_name(self, fabrikam: Company) -> None:
        found = show_profile(fabrikam.admin)
        assert (found.draft, found.version, found.published_at) == (Profile(name="Fabrikam"), 0, None)
        assert of(BusinessProfile, fabrikam) == []

    @pytest.mark.parametrize("role", roles_with(Right.BUSINESS_PROFILE))
    def test_what_was_written_is_there_again(self, fabrikam: Company, role: Role) -> None:
        write(fabrikam, actor=fabrikam.person(role))
        assert show_profile(fabrikam.admin).draft == WHOLE

    @pytest.mark.parametrize("role", [Role.BILLING_ADMIN, Role.USER])
    def test_others_are_refused(self, fabrikam: Company, role: Role) -> None:
        actor = fabrikam.person(role)
        calls: list[Callable[[], object]] = [
            lambda: show_profile(actor),
            lambda: save_profile(actor, WHOLE, 0, fabrikam.clock),
            lambda: publish_profile(actor, fabrikam.clock),
            lambda: unpublish_profile(actor, fabrikam.clock),
            lambda: keep_logo(actor, png(), fabrikam.clock),
        ]
        for call in calls:
            with pytest.raises(NotAllowed):
                call()
        assert of(BusinessProfile, fabrikam) == of(ProfileLogo, fabrikam) == []

    def test_it_is_kept_in_its_normal_form(self, fabrikam: Company) -> None:
        typed = {
            "name": "  Fabrikam\x00 ",
            "phone": "(206) 555-0100",
            "website": "fabrikam.example.com",
            "description": " a\r\nb\x07 ",
        }
        kept = write(fabrikam, **typed)
        assert (kept.name, kept.phone) == ("Fabrikam", "+1 206-555-0100")
        assert (kept.website, kept.description) == ("https://fabrikam.example.com", "a\nb")
        assert show_profile(fabrikam.admin).draft == kept

    def test_every_problem_is_named_at_once(self, fabrikam: Company) -> None:
        places = (Location("", "x" * 201, " ", "US"), Location("Fine", "", "Here", "US"), Location("n" * 101, "", "Here", "ZZ"))
        found = problems(
            fabrikam, name=" ", description="d" * 2501, email="a@", phone="call", website="http://a.example", locations=places
        )
        assert found == {
            "name": "required",
            "description": "too_long",
            "email": "email",
            "phone": "phone",
            "website": "website",
            "locations.0.name": "required",
            "locations.0.address_line": "too_long",
            "locations.0.city": "required",
            "locations.2.name": "too_long",
            "locations.2.country": "required",
        }
        assert of(BusinessProfile, fabrikam) == []

    def test_2500_characters_of_any_script_are_the_most(self, fabrikam: Company) -> None:
        assert len(write(fabrikam, description="한" * 2499 + "🙂").description) == 2500
        assert problems(fabrikam, description="한" * 2500 + "🙂") == {"description": "too_long"}

    def test_25_locations_are_the_most_and_keep_their_order(self, fabrikam: Company) -> None:
        places = tuple(Location(f"Office {n}", "", "Seattle", "US") for n in range(26))
        assert problems(fabrikam, locations=places) == {"locations": "too_many_locations"}
        write(fabrikam, locations=places[:25])
        turned = tuple(reversed(places[:25]))
        write(fabrikam, locations=turned)
        assert show_profile(fabrikam.admin).draft.locations == turned
        write(fabrikam, locations=places[3:5])
        assert show_profile(fabrikam.admin).draft.locations == places[3:5]

    def test_texts_are_texts(self, fabrikam: Company) -> None:
        html = "<img src=x onerror=alert(1)> & <b>bold</b>"
        assert write(fabrikam, name=html, description=html).description == html

    def test_two_people_who_write_at_once_do_not_undo_each_others_words(self, fabrikam: Company) -> None:
        partner_admin = fabrikam.person(Role.PARTNER_ADMIN)
        write(fabrikam)
        started = show_profile(partner_admin)
        write(fabrikam, name="Fabrikam Machines")
        mine = dataclasses.replace(started.draft, description="Something else.")
        with pytest.raises(ChangedMeanwhile) as refused:
            save_profile(partner_admin, mine, started.version, fabrikam.clock)
        assert refused.value.now["name"] == "Fabrikam Machines"
        assert show_profile(fabrikam.admin).draft.name == "Fabrikam Machines"
        save_profile(partner_admin, mine, refused.value.version, fabrikam.clock)
        assert show_profile(fabrikam.admin).draft == mine

    def test_of_eight_first_drafts_at_once_one_is_kept(self, fabrikam: Company) -> None:
        def save(number: int) -> Profile:
            return save_profile(fabrikam.admin, dataclasses.replace(WHOLE, name=f"Name {number}"), 0, fabrikam.clock)

        outcomes = at_once([lambda n=n: save(n) for n in range(8)])
        assert [outcome for outcome in outcomes if isinstance(outcome, Profile)] == [show_profile(fabrikam.admin).draft]
        assert {type(outcome) for outcome in outcomes} == {Profile, ChangedMeanwhile}

    def test_each_change_stands_in_the_activity(self, fabrikam: Company) -> None:
        write(fabrikam, Profile(name="Fabrikam", description="x" * 2000))
        write(fabrikam, Profile(name="Fabrikam", description="Short.", locations=WHOLE.locations))
        write(fabrikam, Profile(name="Fabrikam", description="Short.", locations=WHOLE.locations))
        publish_profile(fabrikam.admin, fabrikam.clock)
        unpublish_profile(fabrikam.admin, fabrikam.clock)
        long = "x" * 119 + "…"
        assert deeds(fabrikam) == [
            ("profile_changed", "name", "–", "Fabrikam"),
            ("profile_changed", "description", "–", long),
            ("profile_changed", "description", long, "Short."),
            ("profile_changed", "locations", "–", "Head office, Seattle; Workshop, Vancouver"),
            ("profile_published", "", "not_published", "published"),
            ("profile_unpublished", "", "published", "not_published"),
        ]


class TestPublishing:
    def test_customers_see_what_was_published_and_not_the_draft(self, fabrikam: Company) -> None:
        assert published(fabrikam) == WHOLE
        write(fabrikam, name="Secret plans", locations=())
        assert published_profile(fabrikam.made.mpn_id) == WHOLE
        assert show_profile(fabrikam.admin).differs
        publish_profile(fabrikam.admin, fabrikam.clock)
        assert published_profile(fabrikam.made.mpn_id).name == "Secret plans"
        assert not show_profile(fabrikam.admin).differs

    def test_a_draft_a_profile_taken_back_and_a_company_that_does_not_exist_look_the_same(self, fabrikam: Company) -> None:
        write(fabrikam)
        with pytest.raises(NotFound):
            published_profile(fabrikam.made.mpn_id)
        publish_profile(fabrikam.admin, fabrikam.clock)
        unpublish_profile(fabrikam.admin, fabrikam.clock)
        for mpn_id in (fabrikam.made.mpn_id, "0000000", "", "x" * 500, "' OR 1=1 --", "\x00", "\ud83d"):
            with pytest.raises(NotFound):
                published_profile(mpn_id)
        assert show_profile(fabrikam.admin).draft == WHOLE, "the draft stays"

    def test_nothing_can_not_be_published(self, fabrikam: Company) -> None:
        with pytest.raises(NotFound):
            publish_profile(fabrikam.admin, fabrikam.clock)
        write(fabrikam, description="")
        with pytest.raises(InvalidInput) as refused:
            publish_profile(fabrikam.admin, fabrikam.clock)
        assert refused.value.problems == {"description": "required"}

    def test_publishing_and_taking_back_twice_is_once(self, fabrikam: Company) -> None:
        write(fabrikam)
        for service in (publish_profile, publish_profile, unpublish_profile, unpublish_profile):
            service(fabrikam.admin, fabrikam.clock)
        assert [deed for deed, *_rest in deeds(fabrikam)].count("profile_published") == 1
        assert [deed for deed, *_rest in deeds(fabrikam)].count("profile_unpublished") == 1

    def test_woodgrove_is_published_and_stays_so_when_it_is_reset(self, sample: Callable[[str], Company]) -> None:
        woodgrove = sample("woodgrove")
        before = published_profile(woodgrove.made.mpn_id)
        assert before.name == "Woodgrove Consulting"
        assert {deed for deed, *_rest in deeds(woodgrove)} == {"profile_changed", "profile_published"}
        with_logo = dataclasses.replace(before, logo_id=keep_logo(woodgrove.admin, png(), woodgrove.clock), logo_alt="A tree")
        published(woodgrove, with_logo)
        again = signed_in(reset_sample(woodgrove.id))
        assert published_profile(again.made.mpn_id) == before
        with pytest.raises(NotFound):
            open_logo(None, with_logo.logo_id)
        assert show_profile(again.admin).version == 1

    def test_copies_have_profiles_of_their_own(self, sample: Callable[[str], Company]) -> None:
        one, other = sample("woodgrove"), sample("woodgrove")
        published(one, name="Woodgrove of London")
        assert published_profile(other.made.mpn_id).name == "Woodgrove Consulting"


class TestLogos:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_a_logo_is_kept_as_a_png_of_our_making(self, fabrikam: Company, store: Store, kind: str) -> None:
        logo_id = keep_logo(fabrikam.admin, png(kind=kind) + b"<script>", fabrikam.clock)
        content = open_logo(fabrikam.admin, logo_id).content
        assert content.startswith(b"\x89PNG")
        assert b"<script>" not in content
        assert (store.files / "logos" / logo_id).read_bytes() == content

    def test_what_can_not_be_one_is_refused_with_the_reason(self, fabrikam: Company) -> None:
        whole = png() + b"\0" * (LOGO_MAX_BYTES - len(png()))
        keep_logo(fabrikam.admin, whole, fabrikam.clock)
        refused = {
            whole + b"\0": "logo_too_large",
            png() + b"\0" * 1_100_000: "logo_too_large",
            b"GIF89a" + b"\0" * 40: "logo_type",
            b"<svg onload=alert(1)>": "logo_type",
            png()[:30]: "logo_broken",
            b"": "logo_type",
        }
        for content, code in refused.items():
            with pytest.raises(InvalidInput) as told:
                keep_logo(fabrikam.admin, content, fabrikam.clock)
            assert told.value.problems == {"logo": code}
        assert len(of(ProfileLogo, fabrikam)) == 1

    def test_it_goes_with_words_for_those_who_can_not_see_it(self, fabrikam: Company) -> None:
        logo_id = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        assert problems(fabrikam, logo_id=logo_id) == {"logo_alt": "logo_alt"}
        assert write(fabrikam, logo_id=logo_id, logo_alt="A red robot").logo_id == logo_id
        assert write(fabrikam, logo_id="", logo_alt="A red robot").logo_alt == ""

    def test_another_companys_logo_looks_like_none(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        other = sample("contoso")
        theirs = keep_logo(other.admin, png(), other.clock)
        for logo_id in (theirs, theirs[:-1] + "0", "../../etc/passwd", "\x00", "x" * 500):
            with pytest.raises(NotFound):
                write(fabrikam, logo_id=logo_id, logo_alt="Theirs")
            with pytest.raises(NotFound):
                open_logo(fabrikam.admin, logo_id)
        assert of(BusinessProfile, fabrikam) == []

    def test_a_logo_is_the_companys_own_until_it_is_published(self, fabrikam: Company, sample: Callable[[str], Company]) -> None:
        logo_id = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        write(fabrikam, logo_id=logo_id, logo_alt="A red robot")
        strangers = (None, sample("contoso").admin)
        assert not open_logo(fabrikam.person(Role.USER), logo_id).everybodys
        for stranger in strangers:
            with pytest.raises(NotFound):
                open_logo(stranger, logo_id)
        publish_profile(fabrikam.admin, fabrikam.clock)
        assert all(open_logo(stranger, logo_id).everybodys for stranger in strangers)
        write(fabrikam, logo_id="")
        assert open_logo(None, logo_id).everybodys, "customers see what was published"
        publish_profile(fabrikam.admin, fabrikam.clock)
        with pytest.raises(NotFound):
            open_logo(None, logo_id)


class TestWhatLogosLeaveBehind:
    def files(self, store: Store) -> list[str]:
        return sorted(file.name for file in (store.files / "logos").iterdir())

    def test_a_replaced_logos_file_goes_as_soon_as_no_version_shows_it(self, fabrikam: Company, store: Store) -> None:
        first, second = (keep_logo(fabrikam.admin, png(), fabrikam.clock) for _ in range(2))
        published(fabrikam, logo_id=first, logo_alt="A red robot")
        write(fabrikam, logo_id=second, logo_alt="A red robot")
        assert self.files(store) == sorted([first, second]), "customers still see the first"
        publish_profile(fabrikam.admin, fabrikam.clock)
        assert self.files(store) == [second]
        assert [row.id for row in of(ProfileLogo, fabrikam)] == [second]

    def test_a_draft_that_was_never_published_takes_its_logo_along(self, fabrikam: Company, store: Store) -> None:
        write(fabrikam, logo_id=keep_logo(fabrikam.admin, png(), fabrikam.clock), logo_alt="A red robot")
        write(fabrikam, logo_id="")
        assert (self.files(store), of(ProfileLogo, fabrikam)) == ([], [])

    def test_a_profile_taken_back_keeps_the_logo_that_its_draft_has(self, fabrikam: Company, store: Store) -> None:
        shown = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        published(fabrikam, logo_id=shown, logo_alt="A red robot")
        unpublish_profile(fabrikam.admin, fabrikam.clock)
        assert self.files(store) == [shown]
        assert open_logo(fabrikam.admin, shown).content.startswith(b"\x89PNG")

    def test_a_profile_taken_back_takes_the_logo_along_that_its_draft_no_longer_has(
        self, fabrikam: Company, store: Store
    ) -> None:
        shown = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        published(fabrikam, logo_id=shown, logo_alt="A red robot")
        write(fabrikam, logo_id="")
        assert self.files(store) == [shown]
        for _time in range(2):
            unpublish_profile(fabrikam.admin, fabrikam.clock)
            assert (self.files(store), of(ProfileLogo, fabrikam)) == ([], [])

    def test_a_logo_in_a_form_that_is_not_saved_yet_stays_for_a_day(self, fabrikam: Company, store: Store) -> None:
        waiting = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        write(fabrikam, actor=fabrikam.person(Role.PARTNER_ADMIN))
        assert self.files(store) == [waiting]
        write(fabrikam, logo_id=waiting, logo_alt="A red robot")
        abandoned = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        version = show_profile(fabrikam.admin).version
        changed = dataclasses.replace(WHOLE, logo_id=waiting, logo_alt="A robot")
        save_profile(fabrikam.admin, changed, version, fabrikam.in_days(2))
        assert abandoned not in self.files(store)
        assert self.files(store) == [waiting]

    def test_a_logo_that_was_given_up_can_not_be_chosen_again(self, fabrikam: Company) -> None:
        old = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        write(fabrikam, logo_id=old, logo_alt="A red robot")
        write(fabrikam, logo_id="")
        with pytest.raises(NotFound):
            write(fabrikam, logo_id=old, logo_alt="A red robot")
        assert show_profile(fabrikam.admin).draft == WHOLE

    def test_what_a_crash_left_is_gone_with_the_next_change(
        self, fabrikam: Company, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = keep_logo(fabrikam.admin, png(), fabrikam.clock)
        write(fabrikam, logo_id=old, logo_alt="A red robot")
        with monkeypatch.context() as dying:
            dying.setattr(save, "delete_logos", lambda _actor: None)
            write(fabrikam, logo_id="")
        assert self.files(store) == [old]
        with pytest.raises(NotFound):
            open_logo(fabrikam.admin, old)
        publish_profile(fabrikam.admin, fabrikam.clock)
        assert (self.files(store), of(ProfileLogo, fabrikam)) == ([], [])

    def test_another_companys_logos_are_left_alone(
        self, fabrikam: Company, sample: Callable[[str], Company], store: Store
    ) -> None:
        other = sample("contoso")
        theirs = keep_logo(other.admin, png(), other.clock)
        write(other, logo_id=theirs, logo_alt="Theirs")
        waiting = keep_logo(other.admin, png(), other.clock)
        write(fabrikam, logo_id=keep_logo(fabrikam.admin, png(), fabrikam.clock), logo_alt="A red robot")
        write(fabrikam, logo_id="")
        assert self.files(store) == sorted([theirs, waiting])

    def test_of_two_who_save_at_once_none_is_left_without_a_file(self, fabrikam: Company, store: Store) -> None:
        first, second = (keep_logo(fabrikam.admin, png(), fabrikam.clock) for _ in range(2))
        write(fabrikam, logo_id=first, logo_alt="A red robot")
        version = show_profile(fabrikam.admin).version

        def change(logo_id: str) -> Profile:
            typed = dataclasses.replace(WHOLE, logo_id=logo_id, logo_alt="A robot")
            return save_profile(fabrikam.admin, typed, version, fabrikam.clock)

        at_once([lambda: change(first), lambda: change(second)])
        assert open_logo(fabrikam.admin, show_profile(fabrikam.admin).draft.logo_id).content in {
            (store.files / "logos" / name).read_bytes() for name in self.files(store)
        }


def request(method: str, path: str, person: str = "", **more: object) -> httpx.Response:
    """Through the gate, as a browser or as a stranger."""
    return ask(ROUTES, method, path, person, **more)


def upload(content: bytes, person: str = "", locale: str = "en", **headers: str) -> httpx.Response:
    return request("POST", f"/api/logos?locale={locale}", person, files={"file": ("logo.png", content)}, headers=headers)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestOverHttp:
    def test_a_draft_is_its_companys_and_a_published_logo_everybodys(self, fabrikam: Company) -> None:
        person = fabrikam.admin.person_id
        logo_id = upload(png(), person).json()["id"]
        address = logo(logo_id)
        assert (request("GET", address).status_code, request("GET", logo("0" * 36)).status_code) == (404, 404)
        assert request("GET", address).content == request("GET", logo("0" * 36)).content
        own = request("GET", address, person)
        assert (own.status_code, own.headers["cache-control"]) == (200, "private, no-cache")
        published(fabrikam, logo_id=logo_id, logo_alt="A red robot")
        shown = request("GET", address)
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
        assert shown.headers["cache-control"] == "public, no-cache"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in shown.headers["content-security-policy"]
        again = request("GET", address, headers={"If-None-Match": shown.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        unpublish_profile(fabrikam.admin, fabrikam.clock)
        gone = request("GET", address, headers={"If-None-Match": shown.headers["etag"]})
        assert gone.status_code == 404, "whoever has it is told that it isn't shown any more"

    def test_what_is_refused_is_explained_in_the_pages_language(self, fabrikam: Company) -> None:
        person = fabrikam.admin.person_id
        refused = upload(b"GIF89a" + b"\0" * 40, person)
        assert (refused.status_code, refused.json()) == (422, {"problem": "Only PNG and JPEG pictures can be a logo."})
        assert "로고" in upload(b"GIF89a" + b"\0" * 40, person, "ko").json()["problem"]
        for more, status in ((1_100_000, 422), (2_000_000, 413)):  # the second isn't even read
            large = upload(png() + b"\0" * more, person)
            assert (large.status_code, large.json()) == (status, {"problem": "The file is larger than 1 MB."})
        assert request("POST", "/api/logos", person, data={"file": "text"}).status_code == 422

    def test_strangers_other_sites_and_people_without_the_right_upload_nothing(self, fabrikam: Company) -> None:
        assert upload(png()).status_code == 401
        assert upload(png(), fabrikam.admin.person_id, Origin="https://evil.example").status_code == 403
        assert upload(png(), fabrikam.person(Role.USER).person_id).status_code == 403
        assert of(ProfileLogo, fabrikam) == []


class TestConstraints:
    def test_a_company_has_one_draft_and_one_published_version(self, fabrikam: Company) -> None:
        published(fabrikam)
        for row in of(BusinessProfile, fabrikam):
            with pytest.raises(IntegrityError):
                store_rows(copy_of(row, name="Another"))
        assert sorted(row.stage for row in of(BusinessProfile, fabrikam)) == [Stage.DRAFT, Stage.PUBLISHED]

    def test_texts_that_are_too_long_and_a_26th_location_are_refused(self, fabrikam: Company) -> None:
        write(fabrikam)
        (draft,) = of(BusinessProfile, fabrikam)
        for changed in ({"name": ""}, {"name": "x" * 101}, {"description": "x" * 2501}, {"website": "x" * 301}):
            with pytest.raises(DBAPIError, match=r"(?i)constraint|too long"):
                store_rows(copy_of(draft, **{"stage": Stage.PUBLISHED, **changed}))
        place = all_of(ProfileLocation)[0]
        for position in (-1, 25, 0):
            with pytest.raises(IntegrityError):
                store_rows(copy_of(place, position=position))
        store_rows(copy_of(place, position=24))
