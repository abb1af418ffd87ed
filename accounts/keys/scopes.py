"""What a key may do, in words: one scope to read and one to change for each area of the API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.kernel.api.key_areas import ADMIN, BACKUP_CONTENTS, BACKUPS, SCOPES_OF_AREAS

# In the order in which a page offers them.
WORDS = {
    "ledger:read": _("Read accounts, transactions, categories and reports, and export them"),
    "ledger:write": _("Add, change and delete in them"),
    "imports": _("Import files, look at imports and undo them"),
    "partnerships:read": _("Read what you share with your partner"),
    "partnerships:write": _("Add to what you share, change it and decide on it"),
    "profile:read": _("Read your profile, with your income"),
    "admin:read": _("As staff: read the state of the instance, its people and the audit trail"),
    "admin:write": _("As staff: block people and let them in again, load exchange rates"),
    "backups:read": _("As staff: read when backups were made and what came of them"),
    "backups:write": _("As staff: make, check and delete backups, and change their plan"),
    "backups:download": _("As staff: download backups, which hold all data of everybody"),
}
STAFF_ONLY = frozenset(scope for area in (ADMIN, BACKUPS, BACKUP_CONTENTS) for scope in SCOPES_OF_AREAS[area] if scope)


def offered_to(person: Any) -> dict[str, Any]:
    """The scopes a person can give to a key of theirs, each with its words."""
    return {name: words for name, words in WORDS.items() if person.is_staff or name not in STAFF_ONLY}


def check_scopes(person: Any, scopes: Iterable[str]) -> list[str]:
    """The scopes, each once, in our order. Raises ValidationError (`required`, `unknown_scope`)."""
    wanted = set(scopes)
    if not wanted:
        raise ValidationError(_("Choose what the key may do."), code="required")
    offered = offered_to(person)
    if wanted - offered.keys():
        raise ValidationError(_("There is no such scope, or it is not for you to give."), code="unknown_scope")
    return [name for name in offered if name in wanted]
