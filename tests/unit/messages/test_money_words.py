"""The words of money: proofs, refunds, cases, what the desk did; said in both languages, or not at all."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

import actionpack_app
from actionpack_app.domain import errors
from actionpack_app.domain.accounts import LinkEnd
from actionpack_app.domain.blockers import NothingLeft
from actionpack_app.domain.cards import CardFace
from actionpack_app.domain.deeds import BILLING_DEEDS, DEEDS
from actionpack_app.domain.enrolment import Step
from actionpack_app.domain.money import Money
from actionpack_app.domain.offers import BenefitKind, Offer
from actionpack_app.domain.orders import PROVIDER_UNAVAILABLE, ProofStatus, RefundLine, RefundStatus
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Right, Role
from actionpack_app.gateways.documents import InvoiceSnapshot
from actionpack_app.messages import use_locale
from actionpack_app.messages.deeds import deed
from actionpack_app.messages.explain import explain
from actionpack_app.messages.formats import format_card, format_date, format_valid_until
from actionpack_app.messages.payments import explain_decline, explain_refund, tone_of_refund
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.tones import TONE_OF_PROOF, TONE_OF_REFUND
from actionpack_app.messages.words import account_field_name, case_kind_name, proof_status_name, refund_status_name
from tests.unit.messages.test_words import in_korean

SOURCE = Path(actionpack_app.__file__).parent
RECORDED = re.compile(r"""(?:record|_record)\(\s*(?:[a-z_]+,\s*)*"([a-z_]+)\"""")
CHOSEN = re.compile(r'action = "([a-z_]+)" if .* else "([a-z_]+)"')
AMOUNT = Money(47500, "USD")
CARD = CardFace("c", "Visa", "4242", 3, 2031)
DECLINES = (
    "card_declined",
    "insufficient_funds",
    "expired_card",
    "incorrect_cvc",
    "lost_card",
    "card_not_found",
    "authentication_required",
    "authentication_failed",
    PROVIDER_UNAVAILABLE,
)
NEVER_SHOWN = {
    errors.PaymentError,  # what the ones below have in common
    errors.TransferNotMatched,  # our own account takes the provider's place
    errors.NotificationRefused,  # told to a program, not to a person
    errors.SecondStepNeeded,  # answered with the page that asks for the code
}


def recorded_actions() -> set[str]:
    """Every action that the product puts into the activity."""
    found: set[str] = set()
    for file in (SOURCE / "services").rglob("*.py"):
        text = file.read_text()
        found |= set(RECORDED.findall(text))
        for pair in CHOSEN.findall(text):
            found |= set(pair)
    return found


def refusals() -> list[errors.ActionPackError]:
    """One of each kind that a person can meet, whoever adds one."""
    kinds = [errors.ActionPackError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    carries: dict[type[errors.ActionPackError], tuple[object, ...]] = {
        errors.NotAllowed: (Right.DESK_MONEY,),
        errors.InvalidInput: ({"reason": "required"},),
        errors.CardDeclined: ("card_declined",),
        errors.CardNeeded: ([Offer.SILVER],),
        errors.FileBroken: ((),),
        errors.ChangedMeanwhile: ({"city": "Tacoma, WA"}, 2),
        errors.BenefitUnavailable: ([NothingLeft(BenefitKind.UNITS, date(2027, 6, 23))],),
        errors.AssignedMeanwhile: ("Sam",),
        errors.EnrolmentIncomplete: (Step.MAIL,),
        errors.TooManyTries: (timedelta(minutes=5),),
        errors.LinkOver: (LinkEnd.EXPIRED,),
    }
    shown = [kind for kind in kinds[1:] if kind not in NEVER_SHOWN and kind is not errors.NotRenewable]
    return [kind(*carries.get(kind, ())) for kind in shown]


def everything_said() -> list[str]:
    return [
        *(proof_status_name(status) for status in ProofStatus),
        *(refund_status_name(status) for status in RefundStatus),
        *(case_kind_name(kind) for kind in CaseKind),
        *(explain_refund(RefundLine(status, AMOUNT)) for status in RefundStatus),
        *(explain_decline(code) for code in DECLINES),
        *(
            explain_problem(code)
            for code in (
                "amount",
                "not_as_many",
                "choose_person",
                "required",
                "too_long",
                "date",
                "date_ahead",
                "date_before_order",
                "file_type",
                "too_large",
            )
        ),
        *(explain(refused) for refused in (*refusals(), errors.CardNeeded(()), errors.AssignedMeanwhile(""))),
        *(deed(action) for action in sorted(recorded_actions())),
        format_card(CARD),
        format_valid_until(CARD),
    ]


def test_it_is_all_said_in_korean() -> None:
    with use_locale("ko"):
        assert [sentence for sentence in everything_said() if not in_korean(sentence)] == []


def test_it_is_all_said_in_english_with_nothing_left_to_fill_in() -> None:
    with use_locale("en"):
        said = everything_said()
    assert [sentence for sentence in said if in_korean(sentence) or "{" in sentence or not sentence] == []


def test_whatever_is_put_into_the_activity_has_words() -> None:
    actions = recorded_actions()
    assert len(actions) > 20
    with use_locale("en"):
        assert [action for action in sorted(actions) if deed(action) == action] == []
        assert deed("of_a_newer_version") == "of_a_newer_version"


def test_what_a_billing_admin_is_shown_are_actions_that_happen() -> None:
    assert BILLING_DEEDS - recorded_actions() == set()


def test_whatever_is_put_into_the_activity_stands_in_one_group() -> None:
    grouped = [action for actions in DEEDS.values() for action in actions]
    assert sorted(grouped) == sorted(recorded_actions())


def test_every_refusal_that_a_person_can_meet_is_explained_and_told_apart() -> None:
    with use_locale("en"):
        unexpected = explain(errors.ActionPackError())
        said = {type(refused).__name__: explain(refused) for refused in refusals()}
    assert [name for name, sentence in said.items() if sentence == unexpected] == []
    assert len(set(said.values())) == len(said)


def test_every_state_of_a_refund_and_a_proof_has_a_tone() -> None:
    assert set(TONE_OF_REFUND) == set(RefundStatus)
    assert set(TONE_OF_PROOF) == set(ProofStatus)
    assert {tone_of_refund(status) for status in RefundStatus} == {"ok", "info"}


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_kinds_of_cases_and_states_are_told_apart(locale: str) -> None:
    with use_locale(locale):
        for names in ([case_kind_name(kind) for kind in CaseKind], [refund_status_name(status) for status in RefundStatus]):
            assert len(set(names)) == len(names)


def test_a_refusal_at_the_desk_names_the_desks_roles() -> None:
    with use_locale("en"):
        said = explain_right(Right.DESK_MONEY)
    assert "Finance" in said
    assert "Desk admin" in said
    assert Role.GLOBAL_ADMIN.value not in said


def test_a_card_that_is_needed_names_what_renews_with_it() -> None:
    with use_locale("en"):
        said = explain(errors.CardNeeded([Offer.ACTION_PACK, Offer.SILVER]))
    assert "Microsoft Action Pack Subscription, Silver competency" in said


@pytest.mark.parametrize("status", RefundStatus)
def test_money_that_goes_back_is_named_with_its_amount(status: RefundStatus) -> None:
    for locale, amount in (("en", "$475.00"), ("ko", "US$475.00")):
        with use_locale(locale):
            assert amount in explain_refund(RefundLine(status, AMOUNT))


def test_a_line_of_an_account_that_only_a_newer_provider_knows_is_shown_as_it_is() -> None:
    with use_locale("ko"):
        assert in_korean(account_field_name("holder"))
        assert account_field_name("iban") == "IBAN"
        assert account_field_name("zengin") == "zengin"


def test_a_card_shows_the_last_month_in_which_it_is_good() -> None:
    with use_locale("en"):
        assert (format_card(CARD), format_valid_until(CARD)) == ("Visa ending in 4242", "Valid until 03/2031")


def test_an_invoice_from_before_credit_notes_is_read_as_an_invoice() -> None:
    """What was stored then has no word of corrections."""
    stored = dict.fromkeys(InvoiceSnapshot.__dataclass_fields__, "")
    for newer in ("corrects", "corrects_on"):
        del stored[newer]
    assert InvoiceSnapshot.from_json(stored).corrects == ""
    with use_locale("en"):
        assert format_date(date(2026, 6, 23)) == "23 Jun 2026"
