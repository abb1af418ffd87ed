"""What deciding about a proposal can be refused for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partnerships.core.errors import Overtaken


def no_longer_fits() -> Overtaken:
    return Overtaken("item_moved", _("This payment, or what it was to pay, was taken for something else meanwhile."))


def nothing_to_undo() -> Overtaken:
    return Overtaken("not_linked", _("There was nothing to take back."))
