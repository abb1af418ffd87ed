"""Keep `locale/*/LC_MESSAGES/django.po` in step with what Python and templates say.

    python -m tools.catalogues                          new messages in, empty; gone ones out
    python -m tools.catalogues --ask de FILE            what German lacks, as a numbered list in JSON
    python -m tools.catalogues --take FILE... de        put translations in; with --asked LIST for their numbers

A file to take is an object of message (or number in LIST) and translation, `["singular", "plural"]` where there are
two. What does not keep placeholders, braces, tags and outer spaces is refused and named, the rest is taken. Nothing is
ever fuzzy: a message is translated or it is not. Files name where a message stands, no lines: they change little.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from tools.catalogue_sources import Key, Message, collect, faults
from tools.sources import ROOT

LOCALE = ROOT / "locale"
Forms = tuple[str, ...]


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    """Those with a catalogue: all we speak but the one the messages are written in."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def read(language: str) -> dict[Key, Forms]:
    """The translations there are, without those that are empty or fuzzy."""
    path = path_of(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    known: dict[Key, Forms] = {}
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple | list) else [message.string or ""]
        if message.id and all(forms) and not message.fuzzy:
            known[message.context, message.id if isinstance(message.id, str) else message.id[0]] = tuple(
                map(str, forms)
            )
    return known


def write(language: str, messages: Mapping[Key, Message], known: Mapping[Key, Forms]) -> None:
    catalogue = Catalog(locale=language)
    for key, message in messages.items():
        forms = known.get(key, ())
        many = message.plural is not None
        catalogue.add(
            (message.id, message.plural) if many else message.id,  # type: ignore[arg-type]  # a str, since there are many
            (forms if len(forms) == 2 else ("", "")) if many else (forms[0] if len(forms) == 1 else ""),
            locations=[(place, 0) for place in message.places],
            auto_comments=message.comments,
            context=message.context,
        )
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    path.write_bytes(_header(language, catalogue).encode() + written.getvalue().rstrip(b"\n") + b"\n")


def _header(language: str, catalogue: Catalog) -> str:
    """Without dates, which would differ after each run."""
    lines = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


def says_zero_as_one(language: str) -> bool:
    """Whether the first form stands for more numbers than 1, as French 'un' does for 0."""
    return str(Catalog(locale=language).plural_expr) == "(n > 1)"


def ask(language: str, messages: Mapping[Key, Message]) -> list[dict[str, Any]]:
    known = read(language)
    return [
        {
            "n": number,
            "id": message.id,
            **({"plural": message.plural} if message.plural is not None else {}),
            **({"context": message.context} if message.context is not None else {}),
            "where": message.places[0],
        }
        for number, (key, message) in enumerate(messages.items(), start=1)
        if key not in known
    ]


def take(language: str, messages: Mapping[Key, Message], given: Mapping[str, Any], asked: list[Any]) -> Iterator[str]:
    """Put what is right of `given` into the catalogue; yields what is wrong with the rest."""
    known = dict(read(language))
    numbered = {str(each["n"]): (each.get("context"), each["id"]) for each in asked}
    lax = says_zero_as_one(language)
    for name, said in given.items():
        key = numbered.get(name, (None, name))
        message = messages.get(key)
        if message is None:
            yield f"{name}: no such message"
            continue
        forms = (said,) if isinstance(said, str) else tuple(map(str, said))
        wrong = list(faults(message, forms, first_form_is_many=lax))
        yield from (f"{name} ({message.id!r}): {fault}" for fault in wrong)
        if not wrong:
            known[key] = forms
    write(language, messages, known)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ask", nargs=2, metavar=("LANGUAGE", "FILE"))
    arguments.add_argument("--take", nargs="+", metavar=("FILE", "LANGUAGE"))
    arguments.add_argument("--asked", nargs="+", type=Path, default=[], metavar="LIST")
    given = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    messages = collect()
    if given.ask:
        language, name = given.ask
        Path(name).write_text(json.dumps(ask(language, messages), ensure_ascii=False, indent=1), encoding="utf-8")
        return 0
    if given.take:
        *names, language = given.take
        asked = [each for path in given.asked for each in json.loads(path.read_text(encoding="utf-8"))]
        said = {key: each for name in names for key, each in json.loads(Path(name).read_text(encoding="utf-8")).items()}
        wrong = list(take(language, messages, said, asked))
        print("\n".join(wrong), end="\n" if wrong else "")
    for language in given.take[-1:] if given.take else languages():
        if not given.take:
            write(language, messages, read(language))
        print(f"{language}: {len(messages.keys() & read(language).keys())} of {len(messages)} messages translated")
    return bool(given.take and wrong)


if __name__ == "__main__":
    sys.exit(main())
