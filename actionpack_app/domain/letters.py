"""Letters: mails to one person about one thing, other than the notices of a subscription's year."""

import dataclasses
import enum
from collections.abc import Mapping


class LetterKind(enum.StrEnum):
    """Why somebody is written to."""

    ENROLMENT = "enrolment"
    """A new company's contact shows that the mailbox is theirs. Facts: `enrolment`, `login`, `until` (an instant)."""
    ENROLMENT_KNOWN = "enrolment_known"
    """Somebody enrols with an address that has an account already. No facts."""
    REQUEST_ANSWERED = "request_answered"
    """The desk has answered a support request. Facts: `number`, `title`."""
    INVITED_FROM_PMC = "invited_from_pmc"
    """The company was moved from the Partner Membership Center. No facts."""
    APPROVAL_REQUESTED = "approval_requested"
    """Somebody asks for an order to be approved. Facts: `approval`, `person` (the reader), `number`, `offer`, `amount_minor`,
    `currency`, `by`, `message`, `until`."""
    APPROVAL_DECIDED = "approval_decided"
    """What became of it, to who asked. Facts: `status`, `number`, `offer`, `amount_minor`, `currency`, `by`, `reason`, `until`,
    `subscription` (that it renews)."""
    INVITATION = "invitation"
    """Somebody is invited. Facts: `invitation`, `role`, `by`, `until` (an instant), `time_zone`."""
    PASSWORD_RESET = "password_reset"  # noqa: S105 (a kind of letter)
    """Somebody forgot their password. Facts: `person`, `changed_at`, `asked_at`."""
    NEW_ADDRESS = "new_address"
    """Somebody wants to sign in with another address, to which it goes. Facts: `person`, `login` (until now), `email` (from then
    on), `asked_at`."""
    ACCOUNT_CHANGED = "account_changed"
    """What somebody signs in with has changed. Facts: `change` (an AccountChange), `at` (an instant), `time_zone`."""


class AccountChange(enum.StrEnum):
    """What the owner of an account is told of, wherever it came from (OWASP ASVS 5.0, 6.3.7)."""

    PASSWORD = "password"  # noqa: S105 (a kind of change)
    ADDRESS = "address"
    """Told to the address until then."""
    CODES_ON = "codes_on"
    CODES_OFF = "codes_off"
    CODES_TAKEN = "codes_taken"
    """An admin has turned them off, for somebody who lost app and recovery codes."""
    NEW_CODES = "new_codes"
    PROVIDER = "provider"
    """The organization's account signs them in from now on."""


@dataclasses.dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter is for; not everybody has an account."""

    name: str
    email: str
    locale: str


@dataclasses.dataclass(frozen=True, slots=True)
class LetterFacts:
    """One letter as it was true when it was written. No secrets: links are signed when it is put into words."""

    kind: LetterKind
    to: Recipient
    company: str
    """Whose matter it is; empty for the desk's own."""
    facts: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class LetterAbout:
    """What a letter is about, without to whom it goes."""

    kind: LetterKind
    facts: Mapping[str, str]
