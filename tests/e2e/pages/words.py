"""Texts by language. The product fixes those of the table; the rest is read from its Korean catalogue."""

import functools
from pathlib import Path

from babel.messages.pofile import read_po

LOCALES = ("en", "ko")
CATALOGUE = Path(__file__).parents[3] / "actionpack_app" / "messages" / "ko.po"

FIXED = {
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
    "Payment proof": "결제 증빙",
    "Support": "지원",
    "Partner Center requests": "파트너 센터 요청",
    "Open": "열림",
    "Report problems with Partner Center": "파트너 센터에서 문제 보고",
    "New request": "새 요청",
    "Type of problem": "문제 유형",
    "Help with partner invoice, payment, or reconciliation file": "파트너 청구서, 결제 또는 조정 파일을 통한 도움",
    "Notifications": "알림",
    "Competencies": "역량",
    "Activity": "활동",
    "Business profile": "비즈니스 프로필",
    "Benefits": "혜택 관리",
    "Get keys": "키 받기",
    "Assign user": "사용자 할당",
    "Activate": "활성화",
    "Sign in": "로그인",
    "Sign out": "로그아웃",
    "Cancelled": "취소됨",
    "Expiring soon": "곧 만료",
    "Active": "활성",
    "Awaiting payment": "결제 대기 중",
    "Payment due": "결제 필요",
    "Expired, renewable": "만료됨, 갱신 가능",
    "Renewal period over": "갱신 기간 종료",
    "Cancellation requested": "취소 요청됨",
    "Global admin": "전역 관리자",
    "MPN partner admin": "MPN 파트너 관리자",
    "Billing admin": "대금 청구 관리자",
    "User": "사용자",
}
"""Product, § 2, § 4 and § 6."""

MEMBERSHIP_EXPIRY = "membership|Expiry date"
"""A card's expiry date and a membership's are two words in Korean."""


class Words:
    """The product's texts in one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def __call__(self, english: str, **values: str) -> str:
        """The text for its English, which may have a context before a bar; `values` fill its gaps."""
        plain = english.rpartition("|")[2]
        text = plain if self.locale == "en" else FIXED.get(english) or _catalogue().get(english, plain)
        return text.format(**values) if values else text


@functools.cache
def _catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, "ko")
    return {
        f"{message.context}|{message.id}" if message.context else str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string
    }
