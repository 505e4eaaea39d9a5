"""The product's words in both languages; labels are the ones that people outside rely on (product, § 2, § 4, § 6)."""

import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from actionpack_app import messages
from actionpack_app.domain import errors
from actionpack_app.domain.approvals import (
    ApprovalIs,
    ApprovalStatus,
    NotApproved,
    OwnRequest,
)
from actionpack_app.domain.blockers import (
    ClosedOn,
    GoldIncludesSilver,
    LacksRight,
    ManagedElsewhere,
    NotQualified,
    OpensOn,
    RenewsToday,
    TransferOpen,
)
from actionpack_app.domain.calendar import Term
from actionpack_app.domain.offers import Offer
from actionpack_app.domain.orders import OrderStatus, PaymentMethod
from actionpack_app.domain.pmc import Verdict
from actionpack_app.domain.refunds import RefundBar
from actionpack_app.domain.rights import Right, Role
from actionpack_app.domain.status import Next, Outlook, Status
from actionpack_app.messages import _, use_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.payments import explain_decline, explain_refund_bar
from actionpack_app.messages.pmc import explain_verdict
from actionpack_app.messages.problems import explain_problem
from actionpack_app.messages.reasons import explain_blocker, explain_outlook
from actionpack_app.messages.roles import explain_right
from actionpack_app.messages.tones import TONE_OF_ORDER, TONE_OF_STATUS
from actionpack_app.messages.words import (
    benefit_name,
    country_name,
    method_name,
    offer_name,
    order_status_name,
    role_name,
    status_name,
)

LABELS = {
    "Membership offers": "멤버십 혜택",
    "Microsoft Action Pack Subscription": "Microsoft Action Pack 구독",
    "Silver competency": "실버 역량",
    "Gold competency": "골드 역량",
    "Available": "구입 가능",
    "Purchased": "구입 완료",
    "Expired": "만료됨",
    "Renew subscription": "구독 갱신",
    "Buy": "구입",
    "Turn off automatic renewal": "자동 갱신 끄기",
    "Cancel subscription": "구독 취소",
    "Cancel order": "주문 취소",
    "Download invoice": "송장 다운로드",
    "Invoices": "청구서",
    "Credit card": "신용 카드",
    "Electronic bank transfer": "전자 계좌 이체",
    "Add a new card": "새 카드 추가",
    "Contact name": "연락처 이름",
    "Phone number": "전화 번호",
    "Email address": "메일 주소",
    "Card number": "카드 번호",
    "Expiry date": "유효 기간",
    "Security code": "보안 코드",
    "Complete authentication": "인증 완료",
    "Fail authentication": "인증 실패",
    "Submit": "제출",
    "Back": "뒤로",
    "Close": "닫기",
    "Your order is confirmed": "주문이 확인되었습니다",
    "Support": "지원",
    "Partner Center requests": "파트너 센터 요청",
    "Open": "열림",
    "Report problems with Partner Center": "파트너 센터에서 문제 보고",
    "New request": "새 요청",
    "Type of problem": "문제 유형",
    "Help with partner invoice, payment, or reconciliation file": "파트너 청구서, 결제 또는 조정 파일을 통한 도움",
    "Sign in": "로그인",
    "Sign out": "로그아웃",
}
STATUSES = {
    Status.CANCELLED: "취소됨",
    Status.EXPIRING_SOON: "곧 만료",
    Status.ACTIVE: "활성",
    Status.AWAITING_PAYMENT: "결제 대기 중",
    Status.RENEWING: "갱신 중",
    Status.PAYMENT_DUE: "결제 필요",
    Status.RENEWABLE: "만료됨, 갱신 가능",
    Status.LAPSED: "갱신 기간 종료",
}
ROLES = {
    Role.GLOBAL_ADMIN: ("Global admin", "전역 관리자"),
    Role.PARTNER_ADMIN: ("MPN partner admin", "MPN 파트너 관리자"),
    Role.BILLING_ADMIN: ("Billing admin", "대금 청구 관리자"),
    Role.USER: ("User", "사용자"),
    Role.SUPPORT_AGENT: ("Support agent", "지원 담당자"),
    Role.FINANCE: ("Finance", "재무 담당자"),
    Role.DESK_ADMIN: ("Desk admin", "데스크 관리자"),
}
DAY = date(2026, 6, 23)
BLOCKERS = [
    LacksRight(Right.BUY),
    OpensOn(DAY, DAY),
    ClosedOn(DAY),
    RenewsToday(),
    TransferOpen(DAY),
    NotQualified(Offer.SILVER),
    NotQualified(Offer.GOLD),
    GoldIncludesSilver(),
    ManagedElsewhere(),
    *(NotApproved(status, DAY) for status in (None, *ApprovalStatus)),
    OwnRequest(),
    *(ApprovalIs(status) for status in ApprovalStatus),
]
REFUSALS = [
    errors.NotFound("x"),
    errors.NotAllowed(Right.BUY),
    errors.InvalidInput({"title": "required"}),
    errors.NotRenewable(BLOCKERS[1:]),
    errors.AutomaticRenewalAlreadyOff(),
    errors.RenewalUnderWay(),
    errors.OrderNotOpen("x"),
    errors.PriceChanged("x"),
    errors.RequestClosed("x"),
    errors.CardDeclined("card_declined"),
    errors.NotATestCard(),
    errors.PaymentOutcomeUnknown(),
    errors.ProviderUnavailable(),
]
DECLINES = ["card_declined", "insufficient_funds", "expired_card", "authentication_failed", "something new"]
PROBLEMS = [
    "required",
    "too_long",
    "phone",
    "email",
    "choose_method",
    "choose_card",
    "too_many",
    "too_large",
    "file_type",
    "amount",
]


def in_korean(text: str) -> bool:
    return any("가" <= character <= "힣" for character in text)


@pytest.mark.parametrize("english", LABELS)
def test_a_label_is_the_agreed_one_in_both_languages(english: str) -> None:
    with use_locale("en"):
        assert _(english) == english
    with use_locale("ko"):
        assert _(english) == LABELS[english]


@pytest.mark.parametrize("status", Status)
def test_a_status_has_its_agreed_name(status: Status) -> None:
    with use_locale("ko"):
        assert status_name(status) == STATUSES[status]
    assert TONE_OF_STATUS[status]


@pytest.mark.parametrize("role", Role)
def test_a_role_has_its_agreed_name(role: Role) -> None:
    for locale, expected in zip(("en", "ko"), ROLES[role], strict=True):
        with use_locale(locale):
            assert role_name(role) == expected


def test_a_mark_for_a_requested_cancellation_has_its_agreed_name() -> None:
    with use_locale("ko"):
        assert _("Cancellation requested") == "취소 요청됨"


def every_sentence() -> list[str]:
    """Everything that words and explanations can say, in the language of the context."""
    return [
        *(offer_name(offer) for offer in Offer),
        *(order_status_name(status) for status in OrderStatus),
        *(method_name(method) for method in PaymentMethod),
        *(explain_blocker(blocker) for blocker in BLOCKERS),
        *(explain_right(right) for right in Right),
        *(explain_outlook(Outlook(kind, DAY, DAY)) for kind in Next),
        *(explain_verdict(verdict, Term(DAY, DAY)) for verdict in Verdict),
        *(explain_decline(code) for code in DECLINES),
        *(explain_problem(code) for code in (*PROBLEMS, "?")),
        *(explain_refund_bar(bar) for bar in RefundBar),
        *(explain(refused) for refused in REFUSALS),
    ]


def test_everything_that_can_be_said_is_said_in_korean() -> None:
    with use_locale("ko"):
        assert [sentence for sentence in every_sentence() if not in_korean(sentence)] == []


def test_everything_that_can_be_said_is_said_in_english_with_nothing_left_to_fill_in() -> None:
    with use_locale("en"):
        sentences = every_sentence()
    assert [sentence for sentence in sentences if in_korean(sentence) or "{" in sentence or not sentence] == []


def test_what_is_disabled_names_the_dates_and_the_people() -> None:
    with use_locale("en"):
        assert "23 Jun 2026" in explain_blocker(OpensOn(DAY, date(2026, 7, 22)))
        assert "22 Jul 2026" in explain_blocker(OpensOn(DAY, date(2026, 7, 22)))
        assert "23 Jun 2026" in explain_blocker(TransferOpen(DAY))
        for who in ("Global admin", "MPN partner admin"):
            assert who in explain_blocker(LacksRight(Right.BUY))


def test_every_refusal_is_told_apart_from_the_unexpected() -> None:
    with use_locale("en"):
        unexpected = explain(errors.ActionPackError())
        said = [explain(refused) for refused in REFUSALS]
    assert unexpected not in said
    assert len(set(said)) == len(said)


def test_every_order_status_has_a_tone() -> None:
    assert set(TONE_OF_ORDER) == set(OrderStatus)


def test_countries_and_benefits_have_names() -> None:
    with use_locale("ko"):
        assert country_name("KR") == "대한민국"
    with use_locale("en"):
        assert (country_name("DE"), country_name("ZZZ")) == ("Germany", "ZZZ")
        assert benefit_name("a_newer_benefit") == "a_newer_benefit"


def korean_entries() -> list[tuple[str, str]]:
    with Path(messages.__file__).with_name("ko.po").open("rb") as source:
        return [(str(entry.id), str(entry.string)) for entry in read_po(source, "ko") if entry.id]


def test_korean_sentences_fill_in_the_same_places_as_english_ones() -> None:
    def places(text: str) -> set[str]:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}

    entries = korean_entries()
    assert len(entries) > 100
    assert [english for english, korean in entries if places(english) != places(korean)] == []


def test_no_korean_sentence_is_missing_or_left_in_english() -> None:
    assert [english for english, korean in korean_entries() if not korean] == []
