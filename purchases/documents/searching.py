"""Papers in the search, by name and by what a PDF says. Others find them through the thing they hang on."""

from __future__ import annotations

from collections.abc import Container
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.kernel.api.key_areas import LEDGER
from config.kernel.search.registry import Draft, RecordSource, Shown, register
from purchases.documents.models import Document


class Documents(RecordSource):
    kind, label, icon, area, weight = "document", _("Papers"), "paperclip", LEDGER, 0.04
    is_bulk = True
    model, table = Document, Document._meta.db_table
    watched = ("owner_id", "name", "text", "role")

    def draft(self, record: Document) -> Draft:
        return Draft(record.pk, record.owner_id, record.name, record.text, at=record.created_at.date())

    def shown(self, record: Document, mine: Container[UUID]) -> Shown:
        url = reverse("paper", args=[record.pk])
        return Shown(record.name, str(record.get_role_display()), url, record=record.pk, at=record.created_at)


register(Documents())
