"""Goals in the search: a person's own, and those of the household they are or were a member of."""

from __future__ import annotations

from collections.abc import Container
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.kernel.api.key_areas import LEDGER
from config.kernel.search.registry import Draft, RecordSource, Shown, register
from ledger.goals.models import Goal


class Goals(RecordSource):
    kind, label, icon, area, weight = "goal", _("Goals"), "target", LEDGER, 0.07
    model, table = Goal, Goal._meta.db_table
    watched = ("owner_id", "household_id", "name", "description", "target_date")

    def draft(self, record: Goal) -> Draft | None:
        audience = record.household_id or record.owner_id
        if audience is None:
            return None
        return Draft(record.pk, audience, record.name, record.description, at=record.target_date)

    def shown(self, record: Goal, mine: Container[UUID]) -> Shown:
        return Shown(
            title=record.name,
            hint=str(record.get_status_display()),
            url=reverse("goal", args=[record.pk]),
            record=record.pk,
            at=record.target_date,
            amount=record.target_amount,
            currency=record.currency,
        )


register(Goals())
