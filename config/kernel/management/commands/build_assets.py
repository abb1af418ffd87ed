"""Build the two files pages load that no one writes by hand: the icon sprite and the style bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import lucide
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError

from config.kernel.assets import SPRITES, STYLE_BUNDLE, STYLE_SHEETS

SVG = "{http://www.w3.org/2000/svg}"
ARCHIVE = Path(lucide.__file__).with_name("lucide.zip")


def build_sprite(names: frozenset[str]) -> str:
    """One `<symbol>` an icon. Strokes are left to the page's style, so that an icon takes the colour of its text.

    Raises:
        KeyError: the installed lucide has no icon of that name.
    """
    ElementTree.register_namespace("", SVG[1:-1])
    sprite = ElementTree.Element(f"{SVG}svg")
    with ZipFile(ARCHIVE) as archive:
        for name in sorted(names):
            drawing = ElementTree.fromstring(archive.read(f"{name}.svg"))  # noqa: S314 a file of the locked package
            symbol = ElementTree.SubElement(sprite, f"{SVG}symbol", {"id": name, "viewBox": "0 0 24 24"})
            for shape in drawing:
                shape.tail = None
                symbol.append(shape)
    return ElementTree.tostring(sprite, encoding="unicode")


def bundle_styles(names: tuple[str, ...]) -> str:
    """The sheets in their order; they hold no relative `url()`, so their place does not matter."""
    parts = []
    for name in names:
        path = finders.find(name)
        if path is None:
            raise CommandError(f"{name} is named in config.kernel.assets but is not in static/.")
        parts.append(Path(path).read_text(encoding="utf-8"))
    return "\n".join(parts)


class Command(BaseCommand):
    help = "Writes the icon sprites and the style bundle into build/static. Run it before collectstatic."

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = settings.BASE_DIR / "build" / "static"
        target.mkdir(parents=True, exist_ok=True)
        for sprite, names in SPRITES.items():
            (target / sprite).write_text(build_sprite(names), encoding="utf-8")
        (target / STYLE_BUNDLE).write_text(bundle_styles(STYLE_SHEETS), encoding="utf-8")
        self.stdout.write(f"{sum(map(len, SPRITES.values()))} icons and {len(STYLE_SHEETS)} style sheets in {target}")
