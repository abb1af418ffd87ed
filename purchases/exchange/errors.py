"""The rules of imports of things a request can break."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from purchases.core.errors import InUse


def not_waiting() -> InUse:
    return InUse("import_ended", _("This import has ended. Choose the file again."))


def still_running() -> InUse:
    return InUse("import_running", _("This import is at work. Wait until it has ended."))
