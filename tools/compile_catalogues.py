"""Compile `locale/*/LC_MESSAGES/*.po` with Babel, since a fresh machine has no gettext binary."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogue(source: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    # Babel leaves out what has no translation, but writes plurals of nothing.
    for message in [each for each in catalogue if isinstance(each.string, tuple | list) and not all(each.string)]:
        catalogue.delete(message.id, message.context)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def main() -> None:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(source)


if __name__ == "__main__":
    main()
