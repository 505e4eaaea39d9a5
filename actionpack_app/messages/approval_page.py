"""The page to which a mail leads whoever can approve an order: without sign-in, in the language of the context."""

import dataclasses
from html import escape

from actionpack_app.messages import _
from actionpack_app.messages.mails import STYLES, small_page


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What the page says, from top to bottom."""

    title: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    app: str = ""
    """Address of the list in the application; empty for who can't see it."""


def asking_page(said: Said, *, typed: str = "", problem: str = "") -> str:
    """Asks: each of the two buttons decides, and looking at the page decides nothing."""
    field = "border:1px solid #8b94a5;border-radius:8px;padding:10px 12px;width:100%;box-sizing:border-box;min-height:80px"
    marks = f'aria-describedby="problem" aria-invalid="{"true" if problem else "false"}"'
    wrong = (
        f'<p id="problem" role="alert" style="{STYLES.text};color:#b3261e" class="wrong">{escape(problem)}</p>' if problem else ""
    )
    approve = f'<button type="submit" style="{STYLES.button};border:0">{escape(_("Approve"))}</button>'
    forms = (
        f'<form method="post"><input type="hidden" name="verdict" value="approve"><p style="{STYLES.text}">{approve}</p></form>'
        f'<form method="post"><input type="hidden" name="verdict" value="decline">'
        f'<label style="{STYLES.text};display:block"><strong>{escape(_("Why you decline"))}</strong><br>'
        f'<textarea name="reason" maxlength="500" style="{STYLES.text};{field}" {marks}>{escape(typed)}</textarea></label>{wrong}'
        f'<button type="submit" class="plain" style="{STYLES.button};{_PLAIN}">{escape(_("Decline"))}</button></form>'
    )
    return small_page(said.title, _content(said) + forms, style=_DARK)


def telling_page(said: Said) -> str:
    """Tells what was decided, or why nothing can be."""
    return small_page(said.title, _content(said), style=_DARK)


_PLAIN = "background:#ffffff;color:#1b1f27;border:1px solid #8b94a5"
_DARK = """
button { cursor: pointer; }
button:focus-visible, textarea:focus-visible, a:focus-visible { outline: 3px solid #1f5fbf; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  button.plain { background: #191e27 !important; color: #eef1f6 !important; }
  textarea { background: #10141b; color: #eef1f6; }
  .wrong { color: #ff9a90 !important; }
  button:focus-visible, textarea:focus-visible, a:focus-visible { outline-color: #78aefb; }
}
"""


def _content(said: Said) -> str:
    lines = "".join(f'<p style="{STYLES.text};white-space:pre-line">{escape(line)}</p>' for line in said.lines if line)
    rows = "".join(
        f'<tr><th scope="row" align="left" valign="top" class="muted" style="{STYLES.small};padding:4px 16px 4px 0;margin:0">'
        f'{escape(name)}</th><td valign="top" style="{STYLES.text};margin:0;padding:4px 0">{escape(value)}</td></tr>'
        for name, value in said.facts
        if value
    )
    table = f'<table style="border-collapse:collapse;margin:0 0 16px">{rows}</table>' if rows else ""
    link = f'<p style="{STYLES.text}"><a class="link" href="{escape(said.app)}" style="{STYLES.link}">'
    app = f"{link}{escape(_('Show all approvals'))}</a></p>" if said.app else ""
    return f'<h1 style="{STYLES.title}">{escape(said.title)}</h1>{lines}{table}{app}'
