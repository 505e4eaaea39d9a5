"""What a scene is made of."""

import dataclasses
from collections.abc import Callable

from tests.e2e.infra.outbox import Outbox
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.words import Words

UNKNOWN = "/404"
"""The route of every address that leads nowhere."""


@dataclasses.dataclass(frozen=True)
class Stage:
    """Where scenes are set up: a server's door, its mails, one language, and its database."""

    door: Door
    outbox: Outbox
    locale: str
    database: str = ""
    """The file of the server's database; empty for a server elsewhere."""

    @property
    def words(self) -> Words:
        """Sentences in the language."""
        return Words(self.locale)

    def enter(self, sample: str, role: str = "Global admin") -> Person:
        """Somebody of a fresh copy of a sample partner, signed in."""
        return self.door.enter(sample, role, self.locale)

    def stranger(self, sample: str = "fabrikam") -> Person:
        """Somebody whom nobody knows."""
        return self.door.stand_before(self.door.copy(sample), "", self.locale)

    def in_own_language(self) -> str:
        """A sample partner whose mails speak the language."""
        return "proseware" if self.locale == "ko" else "contoso"


@dataclasses.dataclass(frozen=True)
class Scene:
    """One state of one page: who sets it up is left looking at it."""

    name: str
    route: str
    set_up: Callable[[Stage], Person]
