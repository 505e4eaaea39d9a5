"""The accounts to send money to, in the shapes that Stripe shows them; a customer always gets the same numbers."""

import hashlib

from tests.payment_peer.answers import Json

HOLDER = "Payment Peer Test Merchant"


def of(kind: str, customer: str, country: str | None) -> list[Json]:
    """The financial addresses for a type of bank transfer."""
    number = str(int(hashlib.sha256(f"{customer} {kind}".encode()).hexdigest(), 16))
    match kind:
        case "us_bank_transfer":
            return [_aba(number), _swift(number)]
        case "gb_bank_transfer":
            return [_sort_code(number)]
        case "eu_bank_transfer":
            return [_iban(number, country or "IE")]
        case "jp_bank_transfer":
            return [_zengin(number)]
        case _:
            return [_spei(number)]


def _address(country: str) -> Json:
    return {
        "city": "Springfield",
        "country": country,
        "line1": "1 Test Way",
        "line2": None,
        "postal_code": "12345",
        "state": None,
    }


def _place(country: str) -> Json:
    return {"account_holder_address": _address(country), "bank_address": _address(country), "account_holder_name": HOLDER}


def _aba(number: str) -> Json:
    account = {"account_number": f"11{number[:10]}", "account_type": "checking", "bank_name": "US Test Bank"}
    record = {**_place("US"), **account, "routing_number": "999999999"}
    return {"aba": record, "supported_networks": ["ach", "domestic_wire_us"], "type": "aba"}


def _swift(number: str) -> Json:
    account = {"account_number": f"11{number[:10]}", "account_type": "checking", "bank_name": "US Test Bank"}
    return {"swift": {**_place("US"), **account, "swift_code": "TESTUS99XXX"}, "supported_networks": ["swift"], "type": "swift"}


def _sort_code(number: str) -> Json:
    record = {**_place("GB"), "account_number": number[:8], "sort_code": "000000"}
    return {"sort_code": record, "supported_networks": ["bacs", "fps"], "type": "sort_code"}


def _iban(number: str, country: str) -> Json:
    record = {**_place(country), "bic": "TESTDE99XXX", "country": country, "iban": f"{country}00{number[:18]}"}
    return {"iban": record, "supported_networks": ["sepa"], "type": "iban"}


def _zengin(number: str) -> Json:
    bank = {"bank_code": "0000", "bank_name": "テスト銀行", "branch_code": "000", "branch_name": "テスト支店"}
    record = {**_place("JP"), **bank, "account_number": number[:7], "account_type": "futsu"}
    return {"supported_networks": ["zengin"], "type": "zengin", "zengin": record}


def _spei(number: str) -> Json:
    record = {**_place("MX"), "bank_code": "000", "bank_name": "Banco de Prueba", "clabe": f"000{number[:15]}"}
    return {"spei": record, "supported_networks": ["spei"], "type": "spei"}
