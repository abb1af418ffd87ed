"""Rules in the search: by what they look for and by what they write."""

from __future__ import annotations

from collections.abc import Container
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.kernel.api.key_areas import LEDGER
from config.kernel.search.registry import Draft, RecordSource, Shown, register
from ledger.categorising.models import Rule


class Rules(RecordSource):
    kind, label, icon, area = "rule", _("Rules"), "list-tree", LEDGER
    model, table = Rule, Rule._meta.db_table
    watched = ("person_id", "payee", "text", "new_payee", "new_notes")
    related = ("category",)

    def draft(self, record: Rule) -> Draft:
        title = f"{record.payee} {record.text}".strip()
        return Draft(record.pk, record.person_id, title, f"{record.new_payee} {record.new_notes}")

    def shown(self, record: Rule, mine: Container[UUID]) -> Shown:
        title = record.payee or record.text or str(_("Rule"))
        hint = record.new_payee or (record.category.name if record.category else "")
        return Shown(title, hint, reverse("rule_edit", args=[record.pk]), record=record.pk)


register(Rules())
