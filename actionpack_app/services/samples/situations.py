"""The sample partners, as data: who they are and the situation in which each stands when it is seeded (product, § 7)."""

import dataclasses

from actionpack_app.domain.competencies import CompetencyState
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.profiles import Location, Profile
from actionpack_app.domain.rights import Role


@dataclasses.dataclass(frozen=True, slots=True)
class History:
    """A subscription's past, counted back from today: `days_left` may be negative, after expiry."""

    offer: Offer
    days_left: int
    terms: int
    renews_automatically: bool
    by_card: bool = False
    charge_failed: bool = False
    renewal_off_days_ago: int = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Started:
    """A competency, and how much of its requirements is there."""

    name: str
    level: Offer
    state: CompetencyState
    certified_people: int
    customer_references: int
    passed_assessments: int

    @property
    def progress(self) -> dict[str, int]:
        """By the requirement's key in the sample catalogue."""
        return {
            "certified_people": self.certified_people,
            "customer_references": self.customer_references,
            "passed_assessments": self.passed_assessments,
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """One sample partner."""

    key: str
    name: str
    mpn_id: str
    country: str
    time_zone: str
    currency: str
    address_line: str
    city: str
    postal_code: str
    people: tuple[tuple[Role, str], ...]
    locale: str = "en"
    tax_id: str = ""
    card: str = ""
    """Last four digits of the saved test card."""
    histories: tuple[History, ...] = ()
    transfer_placed_days_ago: int | None = None
    competencies: tuple[Started, ...] = ()
    in_pmc: bool = False
    profile: Profile | None = None
    """What it has published of itself."""

    def email(self, name: str) -> str:
        """Somebody's address, under a domain that is kept for examples."""
        return f"{name.lower().replace(' ', '.')}@{self.key.replace('_', '')}.example.com"


SAMPLES = (
    Sample(
        key="fabrikam",
        name="Fabrikam",
        mpn_id="4821907",
        country="US",
        time_zone="America/Los_Angeles",
        currency="USD",
        address_line="1 Main Street",
        city="Seattle, WA",
        postal_code="98101",
        people=(
            (Role.GLOBAL_ADMIN, "Grace Abbott"),
            (Role.PARTNER_ADMIN, "Miguel Alvarez"),
            (Role.BILLING_ADMIN, "Beth Lindqvist"),
            (Role.USER, "Umar Siddiqui"),
        ),
        histories=(History(Offer.ACTION_PACK, days_left=-1, terms=1, renews_automatically=False),),
    ),
    Sample(
        key="contoso",
        name="Contoso",
        mpn_id="1357924",
        country="US",
        time_zone="America/New_York",
        currency="USD",
        address_line="200 Park Avenue",
        city="New York, NY",
        postal_code="10166",
        people=((Role.GLOBAL_ADMIN, "Carla Mendes"), (Role.BILLING_ADMIN, "Ben Okafor")),
        card="4242",
        competencies=(Started("Data analytics", Offer.SILVER, CompetencyState.STARTED, 1, 2, 1),),
        histories=(History(Offer.ACTION_PACK, days_left=120, terms=3, renews_automatically=True, by_card=True),),
    ),
    Sample(
        key="northwind",
        name="Northwind",
        mpn_id="2468013",
        country="US",
        time_zone="America/Chicago",
        currency="USD",
        address_line="77 Lakeshore Drive",
        city="Chicago, IL",
        postal_code="60601",
        people=((Role.GLOBAL_ADMIN, "Nora Whitfield"),),
        histories=(History(Offer.ACTION_PACK, days_left=-31, terms=1, renews_automatically=False),),
    ),
    Sample(
        key="adventure_works",
        name="Adventure Works",
        mpn_id="3692581",
        country="DE",
        time_zone="Europe/Berlin",
        currency="EUR",
        address_line="Lindenstraße 12",
        city="Berlin",
        postal_code="10969",
        tax_id="DE136695976",
        people=((Role.GLOBAL_ADMIN, "Anke Vogel"),),
    ),
    Sample(
        key="woodgrove",
        name="Woodgrove",
        mpn_id="5810274",
        country="GB",
        time_zone="Europe/London",
        currency="GBP",
        address_line="9 Fleet Street",
        city="London",
        postal_code="EC4Y 1AA",
        people=((Role.GLOBAL_ADMIN, "William Hart"), (Role.PARTNER_ADMIN, "Priya Nair")),
        card="4242",
        competencies=(Started("Cloud platform", Offer.GOLD, CompetencyState.QUALIFIED, 5, 6, 2),),
        profile=Profile(
            name="Woodgrove Consulting",
            description=(
                "We move the systems of mid-sized companies to the cloud, and stay to look after them.\n\n"
                "Thirty people in London and Leeds: architects, engineers, and somebody who picks up the phone."
            ),
            email="hello@woodgrove.example.com",
            phone="+44 20 7946 0123",
            website="https://www.woodgrove.example.com",
            locations=(
                Location("Head office", "9 Fleet Street", "London", "GB"),
                Location("Northern office", "14 Park Row", "Leeds", "GB"),
            ),
        ),
        histories=(
            History(Offer.ACTION_PACK, days_left=10, terms=1, renews_automatically=True, by_card=True),
            History(Offer.SILVER, days_left=264, terms=1, renews_automatically=True, by_card=True),
        ),
    ),
    Sample(
        key="tailspin",
        name="Tailspin",
        mpn_id="6934718",
        country="US",
        time_zone="America/Denver",
        currency="USD",
        address_line="410 Blake Street",
        city="Denver, CO",
        postal_code="80202",
        people=((Role.GLOBAL_ADMIN, "Tess Moreau"),),
        transfer_placed_days_ago=12,
    ),
    Sample(
        key="litware",
        name="Litware",
        mpn_id="7045829",
        country="US",
        time_zone="America/New_York",
        currency="USD",
        address_line="55 Harbor Street",
        city="Boston, MA",
        postal_code="02110",
        people=((Role.GLOBAL_ADMIN, "Liam Castellano"),),
        histories=(History(Offer.ACTION_PACK, days_left=5, terms=1, renews_automatically=False),),
        in_pmc=True,
    ),
    Sample(
        key="proseware",
        name="Proseware",
        mpn_id="8156930",
        country="KR",
        time_zone="Asia/Seoul",
        currency="KRW",
        address_line="테헤란로 152",
        city="서울특별시 강남구",
        postal_code="06236",
        locale="ko",
        people=((Role.GLOBAL_ADMIN, "김서연"),),
        histories=(History(Offer.ACTION_PACK, days_left=-5, terms=1, renews_automatically=False),),
    ),
    Sample(
        key="relecloud",
        name="Relecloud",
        mpn_id="9267041",
        country="JP",
        time_zone="Asia/Tokyo",
        currency="JPY",
        address_line="1-9-2 Marunouchi, Chiyoda-ku",
        city="Tokyo",
        postal_code="100-0005",
        people=((Role.GLOBAL_ADMIN, "Rina Takahashi"),),
        card="0341",
        histories=(
            History(Offer.ACTION_PACK, days_left=-2, terms=1, renews_automatically=True, by_card=False, charge_failed=True),
        ),
    ),
)

OPERATORS = (
    (Role.SUPPORT_AGENT, "Sam Whitaker", "sam.whitaker@desk.example.com"),
    (Role.FINANCE, "Fiona Grant", "fiona.grant@desk.example.com"),
    (Role.DESK_ADMIN, "Dana Iversen", "dana.iversen@desk.example.com"),
)
"""The people of the desk, in UTC."""


def sample_named(key: str) -> Sample:
    """A sample by its key. Raises KeyError."""
    return {sample.key: sample for sample in SAMPLES}[key]
