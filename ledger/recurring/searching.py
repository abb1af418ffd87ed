"""What comes back, in the search: for whoever sees its account in full."""

from __future__ import annotations

from collections.abc import Container
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.api.key_areas import LEDGER
from config.kernel.search.registry import Draft, RecordSource, Shown, register
from ledger.recurring.models import Recurring
from ledger.recurring.wording import name_of


class RecurringEntries(RecordSource):
    kind, label, icon, area, weight = "recurring", _("Recurring"), "repeat", LEDGER, 0.06
    model, table = Recurring, Recurring._meta.db_table
    watched = ("account_id", "payee", "notes", "next_on")
    related = ("account", "to_account")

    def draft(self, record: Recurring) -> Draft:
        """The names of accounts are found by themselves: who sees one need not see the other."""
        return Draft(record.pk, record.account_id, record.payee, record.notes, at=record.next_on)

    def mine(self, person: User) -> Container[UUID]:
        return set(Recurring.objects.owned_by(person).values_list("pk", flat=True))

    def shown(self, record: Recurring, mine: Container[UUID]) -> Shown:
        currency = record.account.currency
        return Shown(
            title=name_of(record),
            hint=record.account.name,
            url=reverse("recurring_edit", args=[record.pk]) if record.pk in mine else reverse("recurring"),
            record=record.pk,
            at=record.next_on,
            amount=record.amount,
            currency=currency,
        )


register(RecurringEntries())
