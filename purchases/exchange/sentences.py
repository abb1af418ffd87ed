"""Why a file of things cannot be taken, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.imports.readers.types import FileRefused
from purchases.exchange.fields import label_of

_REFUSED: dict[str, str | Promise] = {
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB."),
    "binary": gettext_lazy("This is a picture or a program's own file. Choose CSV, JSON or a ZIP of ours."),
    "unknown_format": gettext_lazy("This kind of file cannot be read. Choose CSV, JSON or a ZIP of ours."),
    "line_too_long": gettext_lazy("A cell of the table is too long."),
    "too_many_columns": gettext_lazy("The table has more than %(limit)s columns."),
    "too_many_lines": gettext_lazy("The file has more than %(limit)s things."),
    "missing_columns": gettext_lazy("No column holds: %(columns)s."),
    "day_order_unclear": gettext_lazy("The days can be read in two ways: say in `day_order` which comes first."),
    "no_json": gettext_lazy("The file is no whole JSON."),
    "no_things": gettext_lazy("There is no list of things in the file."),
    "later_version": gettext_lazy("The file was made by a later Tuppence (version %(version)s of its form)."),
    "broken_archive": gettext_lazy("The archive is damaged or encrypted."),
    "too_many_members": gettext_lazy("The archive has more than %(limit)s files in it."),
    "could_not_finish": gettext_lazy("It went wrong each time it was tried. What was taken before that stays."),
}


def file_sentence(code: str, params: Mapping[str, str]) -> str:
    """`missing_columns` names fields; they are told as the page calls them."""
    said = dict(params)
    if "columns" in said:
        said["columns"] = ", ".join(label_of(each) for each in said["columns"].split(","))
    return str(_REFUSED.get(code, _("The file cannot be read."))) % said


def refusal_sentence(refusal: FileRefused) -> str:
    return file_sentence(refusal.code, refusal.params)
