"""What the endpoints of things share: finding what the person may see or change, and answering conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import Conflict
from config.kernel.api.parameters import Parameters
from ledger.core.api.base import LedgerView
from partnerships.core.errors import Overtaken
from purchases.core.errors import InUse, end_or_months
from purchases.core.listing import seen_by
from purchases.core.models import Claim, Purchase, Warranty
from purchases.core.shapes import claim_shape, purchase_shape, warranty_shape
from purchases.core.values import end_after


class ThingsView(LedgerView):
    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, InUse | Overtaken):
            exc = Conflict(str(exc.message), exc.code)
        return super().handle_exception(exc)

    def shape_of(self, record: object) -> dict[str, Any]:
        if isinstance(record, Purchase):
            return self.shapes([record])[0]
        if isinstance(record, Warranty):
            return warranty_shape(record)
        if isinstance(record, Claim):
            return claim_shape(record, record.purchase)
        return super().shape_of(record)

    def shapes(self, purchases: Sequence[Purchase]) -> list[dict[str, Any]]:
        """As many queries as `seen_by`."""
        return [purchase_shape(each) for each in seen_by(self.person, purchases)]

    def purchase_to_see(self, key: UUID) -> Purchase:
        seen = Purchase.objects.visible_to(self.person).select_related("retailer", "brand")
        found = seen.filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def purchase_to_change(self, key: UUID) -> Purchase:
        """404 when the person does not see it, 403 when they see it and no more."""
        found = self.purchase_to_see(key)
        if found.owner_id != self.person.pk:
            raise PermissionDenied
        return found

    def parameters(self, request: Request, *known: str) -> Parameters:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(known)
        return parameters


def end_of(values: dict[str, Any], start: date) -> date | None:
    """`warranty_end`, or so many months after the start. Both are taken out of `values`. Raises FieldError."""
    months, end = values.pop("warranty_months", None), values.pop("warranty_end", None)
    if months is None:
        return end if isinstance(end, date) else None
    if end is not None:
        raise end_or_months()
    return end_after(start, int(months))
