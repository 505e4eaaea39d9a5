"""A notice as a mail, in the language of the context: plain text, and HTML that mail programs of every age can show.

Tables and inline styles are what all of them understand; the dark colours are for those that know the reader's scheme.
Nothing is loaded from anywhere. What people typed is escaped.
"""

import dataclasses
from html import escape

from actionpack_app.domain.notices import NoticeFacts
from actionpack_app.messages import _, current_locale
from actionpack_app.messages.notices import in_words


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, and for which company."""

    name: str
    company: str
    mpn_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class Links:
    """Whole addresses."""

    action: str
    preferences: str = ""
    """Empty for a reader who has none."""
    unsubscribe: str = ""
    """Empty where mails of this kind can't be switched off."""


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """What is in the mail."""

    subject: str
    text: str
    html: str


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """What a mail says, from top to bottom."""

    title: str
    greeting: str
    lines: tuple[str, ...]
    action: str
    """On the button."""
    company: str
    """Whose matter it is; may be empty."""
    why: str
    """Why the reader gets it."""


def letter(facts: NoticeFacts, reader: Reader, links: Links) -> Letter:
    """A notice for one reader."""
    words = in_words(facts)
    parts = Parts(
        title=words.title,
        greeting=_("Hello {name},").format(name=reader.name),
        lines=words.lines,
        action=words.action,
        company=_("{company} · MPN ID {mpn_id}").format(company=reader.company, mpn_id=reader.mpn_id),
        why=_why(reader, optional=bool(links.unsubscribe)),
    )
    return as_mail(parts, links)


def as_mail(parts: Parts, links: Links) -> Letter:
    """Both forms of what a mail says."""
    return Letter(parts.title, _as_text(parts, links), _as_html(parts, links))


def unsubscribe_page(company: str, *, done: bool) -> str:
    """The page that asks, without changing anything, and the one that says that it is done."""
    title = _("No more reminders by mail") if done else _("Stop reminders by mail?")
    body = (
        _("You won't get reminders for {company} by mail any more. Mails about charges and payments still come.")
        if done
        else _("You would no longer get reminders for {company} by mail. Mails about charges and payments still come.")
    )
    label = _("Stop reminders")
    asks = "" if done else f'<form method="post"><button type="submit" style="{_BUTTON};border:0">{escape(label)}</button></form>'
    said = f'<p style="{_TEXT}">{escape(body.format(company=company))}</p>'
    return _document(title, f'<h1 style="{_TITLE}">{escape(title)}</h1>{said}{asks}')


def small_page(title: str, content: str, *, style: str = "") -> str:
    """A page without sign-in, to which a mail leads; `content` is markup in which everything is escaped already."""
    own = f"<style>{style}</style>" if style else ""
    return _document(title, own + content)


def _why(reader: Reader, *, optional: bool) -> str:
    why = _("This mail is for people who see the billing of {company} in Partner Center.").format(company=reader.company)
    return why if optional else " ".join((why, _("Mails about charges and payments can't be switched off.")))


def _ways(links: Links) -> list[tuple[str, str]]:
    """Name and address of what the reader can do about such mails."""
    ways = [(_("Mail preferences"), links.preferences), (_("Stop reminders by mail"), links.unsubscribe)]
    return [(name, address) for name, address in ways if address]


def _as_text(parts: Parts, links: Links) -> str:
    foot = [*([parts.company] if parts.company else []), parts.why, *(f"{name}: {address}" for name, address in _ways(links))]
    body = [parts.greeting, parts.title, *parts.lines, f"{parts.action}:\n{links.action}"]
    return "\n\n".join([*body, "-- \n" + "\n".join(foot)]) + "\n"


def _as_html(parts: Parts, links: Links) -> str:
    lines = "".join(f'<p style="{_TEXT}">{escape(line)}</p>' for line in parts.lines)
    button = (
        '<table role="presentation" cellpadding="0" cellspacing="0" style="border-collapse:separate;margin:24px 0 8px"><tr>'
        f'<td class="accent" bgcolor="{_ACCENT}" style="border-radius:8px;background:{_ACCENT}">'
        f'<a class="on-accent" href="{escape(links.action)}" style="{_BUTTON}">{escape(parts.action)}</a></td></tr></table>'
    )
    linked = " &nbsp;·&nbsp; ".join(
        f'<a class="link" href="{escape(address)}" style="{_LINK}">{escape(name)}</a>' for name, address in _ways(links)
    )
    content = (
        f'<h1 style="{_TITLE}">{escape(parts.title)}</h1><p style="{_TEXT}">{escape(parts.greeting)}</p>{lines}{button}'
        f'<div class="rule" style="border-top:1px solid {_LINE};margin:24px 0 16px"></div>'
        + "".join(
            f'<p class="muted" style="{_SMALL}">{line}</p>'
            for line in (f"<strong>{escape(parts.company)}</strong>" if parts.company else "", escape(parts.why), linked)
            if line
        )
    )
    return _document(parts.title, content, preview=parts.lines[0] if parts.lines else "")


_CANVAS, _SURFACE, _INK, _MUTED, _LINE, _ACCENT = "#f4f5f7", "#ffffff", "#1b1f27", "#596273", "#dde1e8", "#1f5fbf"
_SANS = "'Segoe UI','Malgun Gothic','Apple SD Gothic Neo','Noto Sans KR',Helvetica,Arial,sans-serif"
_BREAKS = "word-break:keep-all;overflow-wrap:anywhere"
_TITLE = f"margin:0 0 20px;text-wrap:pretty;font:700 22px/1.3 {_SANS};{_BREAKS}"
_TEXT = f"margin:0 0 12px;text-wrap:pretty;font:400 16px/1.55 {_SANS};{_BREAKS}"
_SMALL = f"margin:0 0 8px;color:{_MUTED};font:400 13px/1.5 {_SANS};{_BREAKS}"
_BUTTON = (
    f"display:inline-block;padding:12px 22px;border-radius:8px;background:{_ACCENT};color:#ffffff;"
    f"font:600 16px/1.25 {_SANS};text-decoration:none"
)
_LINK = f"color:{_ACCENT};text-decoration:underline"


@dataclasses.dataclass(frozen=True, slots=True)
class Styles:
    """What is written into elements, as mail programs want it; small pages look alike."""

    title: str = _TITLE
    text: str = _TEXT
    small: str = _SMALL
    button: str = _BUTTON
    link: str = _LINK


STYLES = Styles()
_STYLE = """
@media (prefers-color-scheme: dark) {
  .canvas { background: #10141b !important; }
  .surface { background: #191e27 !important; border-color: #303845 !important; color: #eef1f6 !important; }
  .muted { color: #a3adbd !important; }
  .rule { border-color: #303845 !important; }
  .link { color: #78aefb !important; }
  .accent, button { background: #78aefb !important; }
  .on-accent, button { background: #78aefb !important; color: #0d1420 !important; }
}
@media (max-width: 480px) {
  .pad { padding: 24px 20px !important; }
  .canvas { padding: 12px 8px !important; }
}
"""


def _document(title: str, content: str, *, preview: str = "") -> str:
    """A page of 600 pixels at most; `preview` is what lists of mails show beside the subject."""
    hidden, product = "display:none;max-height:0;overflow:hidden", _("Partner Center")
    whole = 'role="presentation" width="100%" cellpadding="0" cellspacing="0"'
    return (
        f'<!doctype html><html lang="{current_locale()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f'<title>{escape(title)}</title><style>{_STYLE}</style></head><body class="canvas" style="margin:0;background:{_CANVAS}">'
        f'<div style="{hidden}">{escape(preview)}</div>'
        f"<table {whole}><tr>"
        f'<td class="canvas" align="center" style="padding:28px 16px;background:{_CANVAS}">'
        f'<table {whole} style="max-width:600px;border-collapse:separate">'
        f'<tr><td style="padding:0 4px 12px;font:700 15px/1.4 {_SANS}"><span class="muted" style="color:{_MUTED}">'
        f"{escape(product)}</span></td></tr>"
        f'<tr><td class="surface pad" align="left" style="padding:32px;border:1px solid {_LINE};border-radius:12px;'
        f'background:{_SURFACE};color:{_INK}">{content}</td></tr></table></td></tr></table></body></html>\n'
    )
