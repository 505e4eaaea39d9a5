"""The environment: a wrong value stops the start with one line that names it."""

from pathlib import Path

import pytest

from actionpack_app.bucket_url import read_bucket
from actionpack_app.gateways.payments import get_payments
from actionpack_app.gateways.payments.sandbox import SandboxPayments
from actionpack_app.settings import Mode, Settings, SettingsError, get_settings, read_settings

KEYS = {"SECRET_KEY": "0123456789abcdef", "STAGING_KEY": "fedcba9876543210"}
PRODUCTION = {
    **KEYS,
    "ACTIONPACK_MODE": "production",
    "PUBLIC_URL": "https://partners.example.com",
    "DATABASE_URL": "postgresql://app@db.example.com/actionpack",
    "STRIPE_SECRET_KEY": "sk_live_not_a_real_one",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_not_a_real_one",
    "STRIPE_WEBHOOK_SECRET": "whsec_not_a_real_one",
    "OIDC_ISSUER": "https://login.example.com",
    "OIDC_CLIENT_ID": "partner-center",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Whatever is kept under var/ is kept in a folder of the test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problem(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        read_settings(environment)
    return str(refused.value)


class TestProcesses:
    @pytest.mark.parametrize("mode", [{**KEYS, "ACTIONPACK_MODE": "demo"}, {**KEYS, "ACTIONPACK_MODE": "staging"}, PRODUCTION])
    def test_more_than_one_needs_a_place_for_page_states(self, mode: dict[str, str]) -> None:
        assert "REDIS_URL" in problem({**mode, "WEB_CONCURRENCY": "2"})
        shared = {**mode, "WEB_CONCURRENCY": "64", "REDIS_URL": "redis://states.example.com"}
        assert read_settings(shared).web_concurrency == 64
        assert read_settings({**mode, "WEB_CONCURRENCY": ""}).web_concurrency == 1

    @pytest.mark.parametrize("number", ["0", "65", "-1", "two", "1.5", "²"])
    def test_their_number_is_one_from_1_to_64(self, number: str) -> None:
        assert "WEB_CONCURRENCY" in problem({"WEB_CONCURRENCY": number, "REDIS_URL": "redis://states.example.com"})


class TestDefaults:
    def test_an_empty_environment_is_a_demo_on_port_3000(self) -> None:
        settings = read_settings({})
        assert (settings.mode, settings.port, settings.public_url) == (Mode.DEMO, 3000, "http://localhost:3000")
        assert settings.database_url == "sqlite:///var/actionpack.db"
        assert settings.files_url == "file:var/files"
        assert (settings.smtp_url, settings.mail_from) == ("file:var/outbox", "no-reply@localhost")
        assert settings.redis_url == settings.stripe_secret_key == ""

    def test_empty_values_count_as_missing(self) -> None:
        names = ("ACTIONPACK_MODE", "PORT", "PUBLIC_URL", "DATABASE_URL", "FILES_URL", "REDIS_URL", "SMTP_URL")
        names = (*names, "SECRET_KEY", "STAGING_KEY")
        assert read_settings(dict.fromkeys(names, "")) == read_settings({})

    def test_the_public_url_follows_the_port(self) -> None:
        assert read_settings({**KEYS, "PORT": "8080"}).public_url == "http://localhost:8080"

    def test_a_demo_makes_its_keys_once_and_keeps_them_to_itself(self, elsewhere: Path) -> None:
        first, second = read_settings({}), read_settings({})
        assert (first.secret_key, first.staging_key) == (second.secret_key, second.staging_key)
        assert first.secret_key != first.staging_key
        assert len(first.secret_key) >= 32
        for name in ("secret-key", "staging-key"):
            assert (elsewhere / "var" / name).stat().st_mode & 0o077 == 0

    def test_a_key_that_another_process_has_not_written_yet_is_never_taken_as_empty(self, elsewhere: Path) -> None:
        """So it looks between making the file and writing it, or after a crash there."""
        (elsewhere / "var").mkdir()
        (elsewhere / "var" / "secret-key").touch()
        try:
            key = read_settings({}).secret_key
        except SettingsError as refused:
            key = str(refused)
        assert len(key) >= 16

    def test_secrets_do_not_show_in_logs(self) -> None:
        shown = repr(read_settings(PRODUCTION))
        assert not any(PRODUCTION[name] in shown for name in ("SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"))

    def test_the_mail_servers_password_does_not_show_in_logs(self) -> None:
        settings = read_settings({**KEYS, "SMTP_URL": "smtps://app:hunter2@mail.example.com:465"})
        assert "hunter2" in settings.smtp_url
        assert "hunter2" not in repr(settings)

    def test_the_buckets_key_does_not_show_in_logs(self) -> None:
        settings = read_settings({**KEYS, "FILES_URL": "s3://AKIA1:hunter2@our-files/partner-center"})
        assert "hunter2" in settings.files_url
        assert not any(told in repr(settings) + repr(read_bucket(settings.files_url)) for told in ("hunter2", "AKIA1"))

    @pytest.mark.parametrize(
        ("smtp_url", "public_url", "sender"),
        [
            ("", "https://partners.example.com", "no-reply@partners.example.com"),
            ("smtp://mail.example.com:25", "https://partners.example.com:8443", "no-reply@partners.example.com"),
            ("smtp://a:b%40c@mail.example.com?from=billing@example.com", "https://partners.example.com", "billing@example.com"),
            ("smtps://[::1]:465/?from=billing%2Bnotices%40example.com", "", "billing+notices@example.com"),
            ("", "http://[::1]:3000", "no-reply@localhost"),
        ],
    )
    def test_the_sender_is_named_by_the_mail_server_or_lives_at_our_own_host(
        self, smtp_url: str, public_url: str, sender: str
    ) -> None:
        assert read_settings({**KEYS, "SMTP_URL": smtp_url, "PUBLIC_URL": public_url}).mail_from == sender

    def test_settings_can_not_be_changed(self) -> None:
        with pytest.raises(AttributeError):
            read_settings(KEYS).port = 1  # pyright: ignore[reportAttributeAccessIssue]

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_every_spelling_of_postgresql_means_the_same_driver(self, scheme: str) -> None:
        settings = read_settings({**KEYS, "DATABASE_URL": f"{scheme}://u:p%40@h:5432/d?sslmode=require"})
        assert settings.database_url == "postgresql+psycopg://u:p%40@h:5432/d?sslmode=require"


BAD = [
    ("ACTIONPACK_MODE", "test"),
    ("ACTIONPACK_MODE", "Demo"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "http"),
    ("PORT", "3000.0"),
    ("PORT", " 3000"),
    ("PORT", "²"),
    ("PUBLIC_URL", "localhost:3000"),
    ("PUBLIC_URL", "ftp://example.com"),
    ("PUBLIC_URL", "https://"),
    ("PUBLIC_URL", "https://example.com/app"),
    ("PUBLIC_URL", "https://example.com?a=1"),
    ("PUBLIC_URL", "https://example.com#a"),
    ("PUBLIC_URL", "https://example.com:http"),
    ("PUBLIC_URL", "https://:443"),
    ("PUBLIC_URL", "https://[::1"),
    ("PUBLIC_URL", "https://exa mple.com"),
    ("DATABASE_URL", "mysql://localhost/actionpack"),
    ("DATABASE_URL", "var/actionpack.db"),
    ("DATABASE_URL", "sqlite"),
    ("DATABASE_URL", "sqlite:actionpack.db"),
    ("DATABASE_URL", "postgresql"),
    ("DATABASE_URL", "postgresql://u@h:port/d"),
    ("FILES_URL", "var/files"),
    ("FILES_URL", "https://example.com/files"),
    ("FILES_URL", "file:"),
    ("FILES_URL", "s3:"),
    ("FILES_URL", "s3://"),
    ("FILES_URL", "s3://?region=eu-1"),
    ("FILES_URL", "S3://our-files"),
    ("FILES_URL", "s3://our_files"),
    ("FILES_URL", "s3://ab"),
    ("FILES_URL", "s3://our..files"),
    ("FILES_URL", "s3://Our-Files"),
    ("FILES_URL", "s3://our-files:9000"),
    ("FILES_URL", "s3://key@our-files"),
    ("FILES_URL", "s3://key:@our-files"),
    ("FILES_URL", "s3://:secret@our-files"),
    ("FILES_URL", "s3://key:se/cret@our-files"),
    ("FILES_URL", "s3://key:se%zzcret@our-files"),
    ("FILES_URL", "s3://key:se%0Acret@our-files"),
    ("FILES_URL", "s3://key:se%C3%A9cret@our-files"),
    ("FILES_URL", "s3://our-files/../theirs"),
    ("FILES_URL", "s3://our-files/a//b"),
    ("FILES_URL", "s3://our-files/a%2Fb"),
    ("FILES_URL", "s3://our-files#a"),
    ("FILES_URL", "s3://our-files?"),
    ("FILES_URL", "s3://our-files?endpoint"),
    ("FILES_URL", "s3://our-files?endpoint="),
    ("FILES_URL", "s3://our-files?endpoint=s3.example.com"),
    ("FILES_URL", "s3://our-files?endpoint=ftp://s3.example.com"),
    ("FILES_URL", "s3://our-files?endpoint=https://s3.example.com:0"),
    ("FILES_URL", "s3://our-files?endpoint=https://s3.example.com:99999"),
    ("FILES_URL", "s3://our-files?endpoint=https://s3.example.com/path"),
    ("FILES_URL", "s3://our-files?endpoint=https://key:secret@s3.example.com"),
    ("FILES_URL", "s3://our-files?region=eu-1&region=eu-2"),
    ("FILES_URL", "s3://our-files?region=EU 1"),
    ("FILES_URL", "s3://our-files?acl=public-read"),
    ("SMTP_URL", "mail.example.com:25"),
    ("SMTP_URL", "http://mail.example.com"),
    ("SMTP_URL", "smtp://"),
    ("SMTP_URL", "smtp://mail.example.com:99999"),
    ("SMTP_URL", "smtp://mail.example.com:0"),
    ("SMTP_URL", "smtp://user@mail.example.com"),
    ("SMTP_URL", "smtp://user:pass@word@mail.example.com"),
    ("SMTP_URL", "smtp://mail.example.com/inbox"),
    ("SMTP_URL", "smtp://mail.example.com?from="),
    ("SMTP_URL", "smtp://mail.example.com?from=nobody"),
    ("SMTP_URL", "smtp://mail.example.com?from=a@b.example.com%0D%0ABcc:c@d.example.com"),
    ("SMTP_URL", "smtp://mail.example.com?to=a@b.example.com"),
    ("SMTP_URL", "file:"),
    ("REDIS_URL", "localhost:6379"),
    ("REDIS_URL", "http://localhost"),
    ("SECRET_KEY", "short"),
    ("STAGING_KEY", "fifteen letters"),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=[f"{name}={value[:32]}" for name, value in BAD])
def test_a_malformed_value_is_named_in_one_line(name: str, value: str) -> None:
    said = problem({**KEYS, name: value})
    assert name in said
    assert "\n" not in said


def test_a_value_with_a_line_break_is_still_named_in_one_line() -> None:
    for name in ("ACTIONPACK_MODE", "PORT", "PUBLIC_URL", "DATABASE_URL", "FILES_URL", "REDIS_URL", "SMTP_URL"):
        said = problem({**KEYS, name: "a\nb"})
        assert name in said
        assert "\n" not in said


def test_a_secret_is_not_repeated_in_the_message() -> None:
    assert "hunter2" not in problem({**KEYS, "SECRET_KEY": "hunter2"})
    assert "hunter2" not in problem({**KEYS, "SMTP_URL": "smtp://app:hunter2@mail.example.com/x"})
    for bucket in ("s3://key:hunter2@Bucket", "s3://key:hunter2@our-files?acl=x", "s3://key:hunter2%zz@our-files"):
        assert "hunter2" not in problem({**KEYS, "FILES_URL": bucket})
    assert "hunter2" not in problem({**KEYS, "DATABASE_URL": "mysql://app:hunter2@db/actionpack"})


@pytest.mark.parametrize("mode", ["staging", "production"])
def test_keys_have_to_be_given_outside_the_demo(mode: str, elsewhere: Path) -> None:
    assert "SECRET_KEY" in problem({**PRODUCTION, "ACTIONPACK_MODE": mode, "SECRET_KEY": ""})
    assert not (elsewhere / "var").exists()


def test_staging_needs_its_key() -> None:
    assert "STAGING_KEY" in problem({"ACTIONPACK_MODE": "staging", "SECRET_KEY": KEYS["SECRET_KEY"]})


class TestStripe:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("STRIPE_SECRET_KEY", "pk_test_the_wrong_kind"),
            ("STRIPE_SECRET_KEY", "sk_"),
            ("STRIPE_PUBLISHABLE_KEY", "sk_test_never_in_a_browser"),
            ("STRIPE_WEBHOOK_SECRET", "secret"),
            ("STRIPE_API_BASE", "api.stripe.com"),
            ("STRIPE_JS_URL", "javascript:alert(1)"),
        ],
    )
    def test_a_malformed_value_is_named_and_not_repeated(self, name: str, value: str) -> None:
        said = problem({**KEYS, "STRIPE_SECRET_KEY": "sk_test_one", "STRIPE_PUBLISHABLE_KEY": "pk_test_one", name: value})
        assert said.startswith(name)
        assert value not in said.partition("must")[2] or value in {"api.stripe.com", "sk_"}

    def test_its_addresses_are_stripes_own_unless_a_double_is_named(self) -> None:
        settings = read_settings(KEYS)
        assert (settings.stripe_api_base, settings.stripe_js_url) == ("https://api.stripe.com", "https://js.stripe.com/v3/")
        double = {**KEYS, "STRIPE_API_BASE": "http://localhost:8420/", "STRIPE_JS_URL": "http://localhost:8420/js.stripe.com/v3/"}
        assert read_settings(double).stripe_api_base == "http://localhost:8420"

    def test_the_card_field_needs_its_key(self) -> None:
        assert problem({**KEYS, "STRIPE_SECRET_KEY": "sk_test_one"}).startswith("STRIPE_PUBLISHABLE_KEY")


class TestProduction:
    def test_it_starts_with_everything_in_place(self) -> None:
        settings = read_settings(PRODUCTION)
        assert settings.mode is Mode.PRODUCTION
        assert settings.secure
        assert settings.session_cookie == "__Host-session"
        assert not settings.has_samples

    def test_it_has_no_staging_key_even_where_one_is_set(self) -> None:
        assert read_settings(PRODUCTION).staging_key == ""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PUBLIC_URL", "http://partners.example.com"),
            ("PUBLIC_URL", ""),
            ("STRIPE_SECRET_KEY", ""),
            ("STRIPE_PUBLISHABLE_KEY", ""),
            ("STRIPE_WEBHOOK_SECRET", ""),
            ("STRIPE_API_BASE", "http://localhost:8420"),
            ("STRIPE_JS_URL", "http://localhost:8420/js.stripe.com/v3/"),
            ("FILES_URL", "s3://our-files?endpoint=http://localhost:9000"),
            ("OIDC_ISSUER", ""),
            ("OIDC_ISSUER", "http://login.example.com"),
            ("OIDC_ISSUER", "login.example.com"),
            ("OIDC_CLIENT_ID", ""),
        ],
    )
    def test_it_refuses_to_start_without(self, name: str, value: str) -> None:
        assert name in problem({**PRODUCTION, name: value})

    @pytest.mark.parametrize(
        "address", ["s3://our-files", "s3://our-files?endpoint=https://localhost:9000", "file:/var/lib/files"]
    )
    def test_files_lie_in_a_folder_or_in_a_bucket_that_is_reached_safely(self, address: str) -> None:
        assert read_settings({**PRODUCTION, "FILES_URL": address}).files_url == address

    @pytest.mark.parametrize("processes", ["2", "16"])
    def test_it_refuses_sqlite_with_more_than_one_process(self, processes: str) -> None:
        sqlite = {**PRODUCTION, "DATABASE_URL": "sqlite:///var/actionpack.db", "REDIS_URL": "redis://states.example.com"}
        assert "DATABASE_URL" in problem({**sqlite, "WEB_CONCURRENCY": processes})
        assert read_settings({**sqlite, "WEB_CONCURRENCY": "1"}).mode is Mode.PRODUCTION

    def test_it_never_pays_with_the_sandbox(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in PRODUCTION.items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        get_payments.cache_clear()
        try:
            provider = get_payments()
        except Exception:  # noqa: BLE001 (any refusal will do)
            provider = None
        finally:
            get_settings.cache_clear()
            get_payments.cache_clear()
        assert not isinstance(provider, SandboxPayments)


def test_cookies_are_bound_to_the_host_with_https_only() -> None:
    assert read_settings(KEYS).session_cookie == "session"
    assert read_settings({**KEYS, "PUBLIC_URL": "https://preview.example.com/"}).session_cookie == "__Host-session"


def test_samples_exist_in_demo_and_staging() -> None:
    def settings(mode: str) -> Settings:
        return read_settings({**PRODUCTION, "ACTIONPACK_MODE": mode})

    assert [settings(mode).has_samples for mode in Mode] == [True, True, False]


class TestProxies:
    def test_nobody_is_trusted_unless_named(self) -> None:
        assert read_settings({}).trusted_proxies == ()

    def test_addresses_and_networks_are_named(self) -> None:
        named = read_settings({"TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.4,fd00::/8"}).trusted_proxies
        assert [str(network) for network in named] == ["10.0.0.0/8", "192.0.2.4/32", "fd00::/8"]

    @pytest.mark.parametrize("wrong", ["everybody", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/8;192.0.2.4", "0.0.0.0/0", "::/0"])
    def test_what_is_no_network_or_everybody_s_stops_the_start(self, wrong: str) -> None:
        assert problem({"TRUSTED_PROXIES": wrong}).startswith("TRUSTED_PROXIES must be addresses or networks")
