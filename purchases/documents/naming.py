"""What a document is called where it is shown and where it is saved: a name of one line that ends as its content is."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from config.kernel.file_names import TURNING
from purchases.documents.cleaning import JPEG, SUFFIXES

LONGEST = 120
_ALSO = {JPEG: (".jpeg", ".jfif")}
# What a browser saves under such a name some system would run or hide (Windows' reserved characters among them).
_FORBIDDEN = frozenset('<>:"|?*')


def tidy_name(name: str, kind: str) -> str:
    """Without folders, invisible and turning characters; with the suffix of what it is, so that nothing which is saved
    is opened as something else. Tidying what is tidy changes nothing.
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", last) if _is_shown(each))
    tidy = " ".join(shown.split()).strip(". ")
    suffix = SUFFIXES[kind]
    if tidy.lower().endswith((suffix, *_ALSO.get(kind, ()))):
        stem, dot, ending = tidy.rpartition(".")
        suffix = f"{dot}{ending}"
    else:
        stem = tidy
    stem = stem[:LONGEST].rstrip(". ") or _("Document")
    return f"{stem}{suffix}"


def _is_shown(character: str) -> bool:
    if character in TURNING or character in _FORBIDDEN:
        return False
    return character.isspace() or unicodedata.category(character)[0] != "C"
