"""What a page may run and reach, told to the browser with every answer (Content Security Policy, level 3).

Scripts run from our own files, and from the lines that the build wrote into its pages: their hashes are taken from the pages
themselves when they are first asked for, so that a build and its policy can't differ. Nothing is evaluated: what a server
would send as code stays a text. Styles are set on elements by the components, which no hash can name.
"""

import base64
import functools
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from actionpack_app.serving.frontend import CLIENT
from actionpack_app.settings import STRIPE_API, STRIPE_JS, Settings, get_settings

FALLBACK = "404.html"
"""The page that answers for addresses with a number in them, and for unknown ones."""
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


def page_policy(path: str) -> str:
    """The policy of the page at an address."""
    name = f"{path.strip('/')}.html"
    return _policy(CLIENT, name if name in _pages(CLIENT) else FALLBACK, get_settings())


def inline_hashes(page: str) -> tuple[str, ...]:
    """The sources that stand for a page's own lines of script, each once."""
    found = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(page))
    return tuple(dict.fromkeys(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found))


@functools.cache
def _pages(folder: Path) -> frozenset[str]:
    return frozenset(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))


@functools.cache
def _policy(folder: Path, name: str, settings: Settings) -> str:
    file = folder / name
    scripts = inline_hashes(file.read_text(encoding="utf-8")) if file.is_file() else ()
    provider = _provider(settings)
    directives = {
        "default-src": ("'none'",),
        "script-src": ("'self'", *scripts, *provider.get("script-src", ())),
        "style-src": ("'self'", "'unsafe-inline'"),
        "img-src": ("'self'", "data:", "blob:", *provider.get("img-src", ())),
        "font-src": ("'self'",),
        "connect-src": ("'self'", *provider.get("connect-src", ())),
        "frame-src": provider.get("frame-src", ("'none'",)),
        "manifest-src": ("'self'",),
        "form-action": ("'self'",),
        "base-uri": ("'none'",),
        "frame-ancestors": ("'none'",),
    }
    written = [f"{name} {' '.join(sources)}" for name, sources in directives.items()]
    return "; ".join([*written, "upgrade-insecure-requests"] if settings.secure else written)


def _provider(settings: Settings) -> dict[str, tuple[str, ...]]:
    """What the payment provider's card Element needs, where there is one (its own list of sources)."""
    if not settings.stripe_secret_key:
        return {}
    if settings.stripe_js_url == STRIPE_JS:
        scripts, frames = ("https://js.stripe.com", "https://*.js.stripe.com"), ("https://hooks.stripe.com",)
        return {
            "script-src": scripts,
            "frame-src": (*scripts, *frames),
            "connect-src": (STRIPE_API,),
            "img-src": ("https://*.stripe.com",),
        }
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(settings.stripe_js_url))
    return dict.fromkeys(("script-src", "frame-src", "connect-src", "img-src"), (origin,))
