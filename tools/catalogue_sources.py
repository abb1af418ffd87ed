"""What our Python and templates say to people, collected for the catalogues with Babel (no gettext binary)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from tools.sources import ROOT, own_files

APPS = ("config", "accounts", "ledger", "partnerships", "purchases", "insights", "chat")
_LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **_LAZY, "gettext_noop": None, "_lazy": None}
_TEMPLATES_OF = {"account": "accounts", "mfa": "accounts", "socialaccount": "accounts", "usersessions": "accounts"}
_NO_TEXT = frozenset(["tests", "conftest.py", "management"])

Key = tuple[str | None, str]


@dataclass(slots=True)
class Message:
    """One thing to translate; the same words with the same context are one, wherever they stand."""

    id: str
    plural: str | None = None
    context: str | None = None
    comments: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.id


def collect() -> dict[Key, Message]:
    """All messages in a stable order: by app, the templates of an app after its Python, by file, as they stand."""
    messages: dict[Key, Message] = {}
    for path in sorted(speaking_files(), key=_order):
        text = path.read_text(encoding="utf-8")
        found = in_python(text) if path.suffix == ".py" else in_template(text, str(path))
        for message in found:
            _add(messages, message, place=path.relative_to(ROOT).as_posix())
    return messages


def app_of(place: str) -> str:
    """Which app a file belongs to, also a template of it in templates/; pages without an app are the wiring's."""
    parts = Path(place).parts
    name = parts[1] if parts[0] == "templates" and len(parts) > 2 else parts[0]
    return _TEMPLATES_OF.get(name, name if name in APPS else "config")


def speaking_files() -> Iterator[Path]:
    """What may say something to people: no tests and no commands."""
    for path in own_files(".py", ".html", ".txt"):
        parts = path.relative_to(ROOT).parts
        if not _NO_TEXT.intersection(parts) and (parts[0] == "templates" or parts[0] in APPS):
            yield path


def _order(path: Path) -> tuple[int, bool, str]:
    place = path.relative_to(ROOT).as_posix()
    return APPS.index(app_of(place)), path.suffix != ".py", place


def in_python(text: str) -> Iterator[Message]:
    found = extract("python", BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=["Translators:"])
    for _line, said, comments, context in found:
        singular, plural = said if isinstance(said, tuple) else (said, None)
        yield Message(singular, plural, context, comments)


def in_template(text: str, name: str) -> Iterator[Message]:
    """Django makes Python of a template; in brackets, since its indentation means nothing."""
    return in_python(f"(\n{templatize(text, origin=name)}\n)")


def _add(messages: dict[Key, Message], message: Message, *, place: str) -> None:
    known = messages.setdefault(message.key, message)
    if message.plural is not None and known.plural not in (None, message.plural):
        raise ValueError(f"{place}: {message.id!r} has two plurals: {known.plural!r} and {message.plural!r}")
    known.plural = known.plural or message.plural
    known.comments += [comment for comment in message.comments if comment not in known.comments]
    if place not in known.places:
        known.places.append(place)


_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|%%|%|\{[^{}]*\}|</?[a-zA-Z][^>]*>")


def marks(text: str) -> list[str]:
    """What a translation keeps to the letter: placeholders, percent signs, braces and tags; in sorted order."""
    return sorted(_PLACEHOLDER.findall(text))


def faults(message: Message, translation: Iterable[str], *, first_form_is_many: bool) -> Iterator[str]:
    """Why these forms must not stand for the message; nothing where they may.

    `first_form_is_many`: the language says its singular of other numbers than 1 (French of 0), so that form needs
    the number too. Elsewhere a singular may say 'one' in words.
    """
    forms = list(translation)
    asked = [message.id] if message.plural is None else [message.id, message.plural]
    if len(forms) != len(asked):
        yield f"{len(forms)} forms for {len(asked)}"
        return
    for form, said in zip(forms, asked, strict=True):
        if not form.strip():
            yield "nothing is said"
        if _edges(form) != _edges(said):
            yield f"spaces around it differ: {form!r}"
    allowed = [marks(said) for said in asked]
    for index, form in enumerate(forms):
        fitting = allowed[-1:] if first_form_is_many or index else allowed
        if marks(form) not in fitting:
            yield f"{form!r} has {marks(form)} for {fitting[0]}"


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
