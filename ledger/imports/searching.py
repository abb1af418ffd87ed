"""Imported files in the search, by their names, which are of the person alone."""

from __future__ import annotations

from collections.abc import Container
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.kernel.api.key_areas import IMPORTS
from config.kernel.search.registry import Draft, RecordSource, Shown, register
from ledger.imports.models import Import


class Imports(RecordSource):
    kind, label, icon, area, weight = "import", _("Imports"), "upload", IMPORTS, 0.02
    model, table = Import, Import._meta.db_table
    watched = ("person_id", "filename")

    def draft(self, record: Import) -> Draft:
        return Draft(record.pk, record.person_id, record.filename, at=record.created_at.date())

    def shown(self, record: Import, mine: Container[UUID]) -> Shown:
        url = reverse("import_detail", args=[record.pk])
        return Shown(record.filename, str(record.get_status_display()), url, record=record.pk, at=record.created_at)


register(Imports())
