"""Business profiles and company details: what has changed between two versions."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from actionpack_app.domain.companies import MOST, NOTHING, CompanyDetails, changed_fields
from actionpack_app.domain.profiles import FIELDS, SHORT, Location, Profile, changes, to_publish

TEXT = st.text(max_size=200)
PLACES = st.lists(st.builds(Location, name=TEXT, address_line=TEXT, city=TEXT, country=st.just("US")), max_size=4).map(tuple)
PROFILES = st.builds(
    Profile,
    **{field: TEXT for field in FIELDS if field not in {"locations", "logo_id"}},
    logo_id=st.sampled_from(["", "a", "b"]),
    locations=PLACES,
)
DETAILS = st.builds(CompanyDetails, **dict.fromkeys(MOST, st.sampled_from(["", "a", "b"])))


@given(PROFILES, PROFILES)
def test_exactly_the_fields_that_differ_are_told_and_none_at_length(before: Profile, after: Profile) -> None:
    told = changes(before, after)
    assert [change.field for change in told] == [f for f in FIELDS if getattr(before, f) != getattr(after, f)]
    assert all(0 < len(side) <= SHORT for change in told for side in (change.before, change.after))
    assert changes(after, after) == ()


@given(PROFILES)
def test_a_first_draft_comes_from_nothing(first: Profile) -> None:
    assert {change.before for change in changes(None, first)} <= {NOTHING}


def test_a_logo_is_told_without_its_id() -> None:
    none, one, other = (Profile(name="Fabrikam", logo_id=logo) for logo in ("", "a", "b"))
    said = [(change.before, change.after) for pair in ((none, one), (one, other), (other, none)) for change in changes(*pair)]
    assert said == [(NOTHING, "given"), ("given", "replaced"), ("given", NOTHING)]


def test_a_profile_without_a_description_tells_customers_nothing() -> None:
    assert to_publish(Profile(name="Fabrikam")) == {"description": "required"}
    assert to_publish(Profile(name="Fabrikam", description="Robots.")) == {}


@given(DETAILS, DETAILS)
def test_exactly_the_details_that_differ_are_told(before: CompanyDetails, after: CompanyDetails) -> None:
    told = changed_fields(before, after)
    assert dataclasses.replace(before, **{field: getattr(after, field) for field in told}) == after
    assert all(getattr(before, field) != getattr(after, field) for field in told)
