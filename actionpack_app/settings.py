"""The environment, read once into one frozen `Settings`.

A missing or malformed value stops the start with one line that names it (`SettingsError`). Every name here is documented
in the README; a test compares the two.
"""

import dataclasses
import enum
import functools
import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from actionpack_app.bucket_url import read_bucket
from actionpack_app.kept_key import kept_key

VAR = Path("var")
"""Where everything that `make run` keeps lives."""


_PORT = r"(:[0-9]{1,5})?"
_ORIGIN = re.compile(rf"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]){_PORT}")
_POSTGRESQL = re.compile(rf"[a-z+]+://([^@/\s]+@)?([^@/:\s]*|\[[0-9A-Fa-f:]+\]){_PORT}/[^\s]*")
_ADDRESS = re.compile(_ORIGIN.pattern + r"(/[^\s?#]*)?")
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_SMTP = re.compile(rf"smtps?://([^@:/\s?#]+:[^@:/\s?#]+@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]){_PORT}/?(\?from=[^\s&#]+)?")
_STRIPE_KEYS = {
    "STRIPE_SECRET_KEY": re.compile(r"[sr]k_[A-Za-z0-9_]{3,250}"),
    "STRIPE_PUBLISHABLE_KEY": re.compile(r"pk_[A-Za-z0-9_]{3,250}"),
    "STRIPE_WEBHOOK_SECRET": re.compile(r"whsec_[A-Za-z0-9_+/=-]{3,250}"),
}
STRIPE_API = "https://api.stripe.com"
STRIPE_JS = "https://js.stripe.com/v3/"
MOST_PORTS = 65535
MOST_PROCESSES = 64
PROCESS = "ACTIONPACK_PROCESS"
"""Set by the server for each of its web processes: which one it is, from 1. No setting of anybody's."""
SHORTEST_KEY = 16
"""Characters; a shorter secret can be guessed."""


class Mode(enum.StrEnum):
    """How the product runs; demo and staging have sample partners, production has none."""

    DEMO = "demo"
    STAGING = "staging"
    PRODUCTION = "production"


class SettingsError(Exception):
    """A setting is missing or malformed; the text names it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says."""

    mode: Mode
    port: int
    public_url: str
    database_url: str
    files_url: str = dataclasses.field(repr=False)
    """`file:` and a folder, or a bucket, perhaps with the secret key in it: `bucket_url.read_bucket` takes it apart."""
    redis_url: str
    web_concurrency: int
    """How many web processes serve on the port."""
    smtp_url: str = dataclasses.field(repr=False)
    """`smtp:` or `smtps:`, with the password in it, or `file:` and the folder that mails are written to."""
    mail_from: str
    """The sender's address."""
    secret_key: str = dataclasses.field(repr=False)
    staging_key: str = dataclasses.field(repr=False)
    stripe_secret_key: str = dataclasses.field(repr=False)
    """With it, Stripe takes the sandbox's place."""
    stripe_publishable_key: str
    stripe_webhook_secret: str = dataclasses.field(repr=False)
    """Signs Stripe's notifications; without it, all of them are refused."""
    stripe_api_base: str
    stripe_js_url: str
    traces_url: str
    """Where traces are sent (OTLP over HTTP); empty for nowhere. OpenTelemetry reads what else there is to say by itself."""
    oidc_issuer: str
    """The identity provider with which people may sign in; empty for none."""
    oidc_client_id: str
    oidc_client_secret: str = dataclasses.field(repr=False)
    """Empty for a client that only PKCE protects."""
    trusted_proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    """Whose `X-Forwarded-For` is believed."""

    @property
    def has_samples(self) -> bool:
        """Whether sample partners, their sign-in buttons and `/api/staging/` exist."""
        return self.mode is not Mode.PRODUCTION

    @property
    def secure(self) -> bool:
        """Whether people reach the product through https."""
        return self.public_url.startswith("https://")

    @property
    def session_cookie(self) -> str:
        """The cookie's name; the prefix makes browsers refuse it without https."""
        return "__Host-session" if self.secure else "session"

    @property
    def step_cookie(self) -> str:
        """The cookie of somebody whose password was right, while a code is awaited."""
        return "__Host-second-step" if self.secure else "second-step"

    @property
    def provider_cookie(self) -> str:
        """The cookie that ties an answer of the identity provider to the browser that was sent there."""
        return "__Host-provider" if self.secure else "provider"

    @property
    def enrolment_cookie(self) -> str:
        """The cookie that finds the draft of a new company again."""
        return "__Host-enrolment" if self.secure else "enrolment"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from an environment. Raises SettingsError."""
    mode = _mode(environment)
    port = _port(environment)
    public_url = _public_url(environment, port)
    smtp_url = _smtp_url(environment)
    settings = Settings(
        mode=mode,
        port=port,
        public_url=public_url,
        database_url=_database_url(environment),
        files_url=_files_url(environment),
        redis_url=_redis_url(environment),
        web_concurrency=_web_concurrency(environment),
        smtp_url=smtp_url,
        mail_from=_mail_from(smtp_url, public_url),
        secret_key=_key(environment, "SECRET_KEY", mode),
        staging_key="" if mode is Mode.PRODUCTION else _key(environment, "STAGING_KEY", mode),
        stripe_secret_key=_stripe_key(environment, "STRIPE_SECRET_KEY"),
        stripe_publishable_key=_stripe_key(environment, "STRIPE_PUBLISHABLE_KEY"),
        stripe_webhook_secret=_stripe_key(environment, "STRIPE_WEBHOOK_SECRET"),
        stripe_api_base=_address(environment.get("STRIPE_API_BASE") or STRIPE_API, "STRIPE_API_BASE").rstrip("/"),
        stripe_js_url=_address(environment.get("STRIPE_JS_URL") or STRIPE_JS, "STRIPE_JS_URL"),
        traces_url=_traces_url(environment),
        oidc_issuer=_issuer(environment),
        oidc_client_id=environment.get("OIDC_CLIENT_ID", ""),
        oidc_client_secret=environment.get("OIDC_CLIENT_SECRET", ""),
        trusted_proxies=_networks(environment.get("TRUSTED_PROXIES", ""), "TRUSTED_PROXIES"),
    )
    if settings.stripe_secret_key and not settings.stripe_publishable_key:
        raise SettingsError("STRIPE_PUBLISHABLE_KEY must be set beside STRIPE_SECRET_KEY: the card field needs it")
    if settings.oidc_issuer and not settings.oidc_client_id:
        raise SettingsError("OIDC_CLIENT_ID must be set beside OIDC_ISSUER: the provider knows the product by it")
    if settings.web_concurrency > 1 and not settings.redis_url:
        raise SettingsError("REDIS_URL must be set when WEB_CONCURRENCY is more than 1: a page may reach any of the processes")
    if mode is Mode.PRODUCTION:
        _refuse_unsafe_production(settings)
    return settings


@functools.cache
def get_settings() -> Settings:
    """The settings of this process."""
    return read_settings(os.environ)


def _mode(environment: Mapping[str, str]) -> Mode:
    value = environment.get("ACTIONPACK_MODE") or Mode.DEMO
    try:
        return Mode(value)
    except ValueError:
        raise SettingsError(f"ACTIONPACK_MODE must be one of {', '.join(Mode)}, not {value!r}") from None


def _port(environment: Mapping[str, str]) -> int:
    value = environment.get("PORT") or "3000"
    if not value.isdecimal() or not 0 < int(value) <= MOST_PORTS:
        raise SettingsError(f"PORT must be a number from 1 to 65535, not {value!r}")
    return int(value)


def _public_url(environment: Mapping[str, str], port: int) -> str:
    value = (environment.get("PUBLIC_URL") or f"http://localhost:{port}").rstrip("/")
    if not _ORIGIN.fullmatch(value):
        raise SettingsError(f"PUBLIC_URL must be like https://partners.example.com, not {value!r}")
    return value


def _database_url(environment: Mapping[str, str]) -> str:
    value = environment.get("DATABASE_URL") or f"sqlite:///{VAR / 'actionpack.db'}"
    scheme = value.partition("://")[0]
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and _POSTGRESQL.fullmatch(value):
        return f"postgresql+psycopg://{value.partition('://')[2]}"
    if scheme == "sqlite" and value.startswith("sqlite:///"):
        return value
    raise SettingsError("DATABASE_URL must be like sqlite:///var/actionpack.db or postgresql://user@host:5432/name")


def _files_url(environment: Mapping[str, str]) -> str:
    """Never repeated in a refusal: it may hold a secret key."""
    value = environment.get("FILES_URL") or f"file:{VAR / 'files'}"
    if value.startswith("file:") and value.removeprefix("file:").strip("/"):
        return value
    try:
        read_bucket(value)
    except ValueError:
        raise SettingsError(
            "FILES_URL must be file: and a folder, or like s3://KEY:SECRET@bucket/prefix?endpoint=https://s3.example.com&region=eu-1"
        ) from None
    return value


def _redis_url(environment: Mapping[str, str]) -> str:
    value = environment.get("REDIS_URL", "")
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("REDIS_URL must start with redis://, rediss:// or unix://")
    return value


def _web_concurrency(environment: Mapping[str, str]) -> int:
    value = environment.get("WEB_CONCURRENCY") or "1"
    if not value.isdecimal() or not 0 < int(value) <= MOST_PROCESSES:
        raise SettingsError(f"WEB_CONCURRENCY must be a number from 1 to {MOST_PROCESSES}, not {value!r}")
    return int(value)


def _smtp_url(environment: Mapping[str, str]) -> str:
    """Never repeated in a refusal: it may hold a password."""
    value = environment.get("SMTP_URL") or f"file:{VAR / 'outbox'}"
    if value.startswith("file:") and value.removeprefix("file:").strip("/"):
        return value
    wrong = SettingsError(
        "SMTP_URL must be like smtp://user:password@mail.example.com:587?from=billing@example.com, or a file: folder"
    )
    if not _SMTP.fullmatch(value):
        raise wrong
    try:
        sensible = urlsplit(value).port != 0
    except ValueError:
        raise wrong from None
    sender = unquote(value.partition("?from=")[2])
    if not sensible or (sender and not _MAIL_ADDRESS.fullmatch(sender)):
        raise wrong
    return value


def _mail_from(smtp_url: str, public_url: str) -> str:
    """What SMTP_URL says, or an address that takes no replies, at the host that people know."""
    host = urlsplit(public_url).hostname or ""
    return unquote(smtp_url.partition("?from=")[2]) or f"no-reply@{'localhost' if ':' in host else host}"


def _stripe_key(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if value and not _STRIPE_KEYS[name].fullmatch(value):
        start = _STRIPE_KEYS[name].pattern.partition("_")[0].replace("[sr]k", "sk_ or rk").strip("^")
        raise SettingsError(f"{name} must start with {start}_")
    return value


def _address(value: str, name: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise SettingsError(f"{name} must be an address such as https://api.stripe.com")
    return value


def _traces_url(environment: Mapping[str, str]) -> str:
    value = environment.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
    return _address(value, "OTEL_EXPORTER_OTLP_ENDPOINT") if value else ""


def _issuer(environment: Mapping[str, str]) -> str:
    """As the provider writes it: with or without the slash at its end, which counts."""
    value = environment.get("OIDC_ISSUER", "")
    if value and not _ADDRESS.fullmatch(value):
        raise SettingsError("OIDC_ISSUER must be an address such as https://login.example.com")
    return value


def _networks(value: str, name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Never of everybody: then anybody's claims would be believed."""
    try:
        networks = tuple(ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError:
        networks = None
    if networks is None or any(network.prefixlen == 0 for network in networks):
        raise SettingsError(f"{name} must be addresses or networks such as 10.0.0.0/8, separated by commas, and not of everybody")
    return networks


def _key(environment: Mapping[str, str], name: str, mode: Mode) -> str:
    """A secret: required outside the demo, which makes its own under var/ and keeps it."""
    value = environment.get(name, "")
    if value:
        if len(value) < SHORTEST_KEY:
            raise SettingsError(f"{name} must have at least {SHORTEST_KEY} characters")
        return value
    if mode is not Mode.DEMO:
        raise SettingsError(f"{name} must be set in {mode}")
    return kept_key(VAR / name.lower().replace("_", "-"))


def _refuse_unsafe_production(settings: Settings) -> None:
    if not settings.secure:
        raise SettingsError("PUBLIC_URL must start with https:// in production")
    if not settings.stripe_secret_key:
        raise SettingsError("STRIPE_SECRET_KEY must be set in production: the sandbox payment provider is not allowed")
    if not settings.stripe_webhook_secret:
        raise SettingsError("STRIPE_WEBHOOK_SECRET must be set in production: without it no notification is believed")
    for name, address in (("STRIPE_API_BASE", settings.stripe_api_base), ("STRIPE_JS_URL", settings.stripe_js_url)):
        if not address.startswith("https://"):
            raise SettingsError(f"{name} must start with https:// in production")
    if settings.files_url.startswith("s3:") and read_bucket(settings.files_url).endpoint.startswith("http:"):
        raise SettingsError("FILES_URL must name an endpoint that starts with https:// in production")
    if not settings.oidc_issuer:
        raise SettingsError("OIDC_ISSUER must be set in production: demo sign-in is not allowed")
    if not settings.oidc_issuer.startswith("https://"):
        raise SettingsError("OIDC_ISSUER must start with https:// in production")
    if settings.database_url.startswith("sqlite") and settings.web_concurrency > 1:
        raise SettingsError("DATABASE_URL must be PostgreSQL when WEB_CONCURRENCY is more than 1")
