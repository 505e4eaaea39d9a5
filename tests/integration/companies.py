"""Sample partners as tests see them: their people, their clock, what they hold."""

import dataclasses
import zoneinfo
from datetime import date, datetime, timedelta

from actionpack_app.domain.calendar import local_day
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.rights import Actor, Role
from actionpack_app.gateways.clock import Clock, StandingClock
from actionpack_app.services.membership.overview import SubscriptionSummary, Tile, overview
from actionpack_app.services.samples.manage import SamplePartner, make_sample
from actionpack_app.services.sessions.sign_in import Visitor, find_visitor, sign_in_as_sample


@dataclasses.dataclass(frozen=True)
class Company:
    """A sample partner."""

    made: SamplePartner
    visitors: dict[Role, Visitor]

    @property
    def id(self) -> str:
        return self.made.id

    @property
    def admin(self) -> Actor:
        """The Global admin."""
        return self.visitors[Role.GLOBAL_ADMIN].actor

    def person(self, role: Role) -> Actor:
        return self.visitors[role].actor

    @property
    def clock(self) -> Clock:
        """The company's own clock; it stands still."""
        return self.visitors[Role.GLOBAL_ADMIN].clock

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.visitors[Role.GLOBAL_ADMIN].time_zone)

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    def in_days(self, days: int) -> Clock:
        """The company's clock at noon, some local days later."""
        return self.on(self.today + timedelta(days=days))

    def on(self, day: date) -> Clock:
        """The company's clock at noon of a local day."""
        return StandingClock(datetime(day.year, day.month, day.day, 12, tzinfo=self.zone))

    def tile(self, offer: Offer, clock: Clock | None = None) -> Tile:
        """An offer as the Global admin sees it."""
        shown = overview(self.admin, clock or self.clock)
        return next(tile for tile in shown.tiles if tile.offer is offer)

    def holds(self, offer: Offer = Offer.ACTION_PACK, clock: Clock | None = None) -> SubscriptionSummary:
        """The subscription to `offer` that isn't closed."""
        held = self.tile(offer, clock).held
        assert held is not None
        return held


def company(key: str, *, is_copy: bool = True) -> Company:
    """Makes a sample partner and signs its people in."""
    return signed_in(make_sample(key, is_copy=is_copy))


def signed_in(made: SamplePartner) -> Company:
    """A partner's people, each in a browser of their own."""
    visitors: dict[Role, Visitor] = {}
    for person in made.people:
        token, _locale = sign_in_as_sample(person.id)
        visitor = find_visitor(token, "192.0.2.7")
        assert visitor is not None
        visitors[person.role] = visitor
    return Company(made, visitors)
