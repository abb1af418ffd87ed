"""How many there were in a row, in words."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_IN_A_ROW = {
    2: _("Your second in a row."),
    3: _("Your third in a row."),
    4: _("Your fourth in a row."),
    5: _("Your fifth in a row."),
    6: _("Your sixth in a row."),
    7: _("Your seventh in a row."),
    8: _("Your eighth in a row."),
    9: _("Your ninth in a row."),
    10: _("Your tenth in a row."),
}


def in_a_row(number: int) -> str:
    """Of the money date that is that many; nothing of the first."""
    if number < 2:
        return ""
    return str(_IN_A_ROW.get(number) or gettext("%(number)s in a row.") % {"number": number})
