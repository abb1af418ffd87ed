"""`warranties/`: of all things the person sees."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from purchases.core import services
from purchases.core.api.bodies import NewWarrantyBody, WarrantyBody
from purchases.core.api.docs import warranties as docs
from purchases.core.api.views.base import ThingsView, end_of
from purchases.core.listing import WARRANTY_ORDERS, count_warranties, expiring, warranties_seen
from purchases.core.models import Purchase, Warranty
from purchases.core.queries import SOON
from purchases.core.shapes import listed_warranty_shape, warranty_shape

FILTERS = ("status", "warranty_type", "purchase_id", "expiring_soon", "ordering", "limit", "skip")
MOST_DAYS = 3650


class WarrantiesView(ThingsView):
    @docs.WARRANTIES
    def get(self, request: Request) -> Response:
        """Four queries."""
        parameters = self.parameters(request, *FILTERS)
        window = read_window(parameters)
        statuses = parameters.choices("status", Warranty.Status.values)
        kinds = parameters.choices("warranty_type", Warranty.Type.values)
        purchases, soon = parameters.ids("purchase_id"), parameters.flag("expiring_soon")
        order = parameters.choice("ordering", WARRANTY_ORDERS) or "-created_at"
        parameters.raise_refusals()
        found = warranties_seen(self.person)
        if soon is not None:
            ending = expiring(found, self.person.today, SOON.days)
            found = ending if soon else found.exclude(pk__in=ending.values("pk"))
        for field, values in (("status", statuses), ("warranty_type", kinds), ("purchase", purchases)):
            if values:
                found = found.filter(**{f"{field}__in": values})
        rows = found.select_related("purchase").order_by(*WARRANTY_ORDERS[order])
        page = [listed_warranty_shape(each) for each in rows[window.skip : window.skip + window.limit]]
        only_statuses = soon is None and not kinds and not purchases
        count = count_warranties(self.person, found, statuses if only_statuses else None)
        return Response(page_of(request, window, page, count=count))

    @docs.WARRANTY_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        values = self.read(NewWarrantyBody)
        values.pop("version", None)
        purchase = Purchase.objects.visible_to(self.person).filter(pk=values.pop("purchase_id")).first()
        if purchase is None:
            raise does_not_exist("purchase_id")
        if purchase.owner_id != self.person.pk:
            raise PermissionDenied
        values["warranty_end"] = end_of(values, values.get("warranty_start", purchase.purchase_date))
        made = services.add_warranty(purchase=purchase, added_by=self.person, **values)
        return answer(warranty_shape(made), 201)


class ExpiringView(ThingsView):
    @docs.EXPIRING
    def get(self, request: Request) -> Response:
        """Three queries; the nearest end first."""
        parameters = self.parameters(request, "days", "limit", "skip")
        window, days = read_window(parameters), parameters.integer("days", 0, MOST_DAYS)
        parameters.raise_refusals()
        found = expiring(warranties_seen(self.person), self.person.today, SOON.days if days is None else days)
        rows = found.select_related("purchase").order_by("warranty_end", "pk")
        page = [listed_warranty_shape(each) for each in rows[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, page, count=found.count()))


class WarrantyView(ThingsView):
    @docs.WARRANTY_GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(warranty_shape(self._to_see(key)))

    @docs.WARRANTY_PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.WARRANTY_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.WARRANTY_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        found, version = self._to_change(key), expected_version(request)
        services.delete_warranty(warranty=found, deleted_by=self.person, version=version)
        return Response(status=204)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        found, body = self._to_change(key), self.read(WarrantyBody, partial=partial)
        version = expected_version(request, body)
        body.pop("version", None)
        changed = services.update_warranty(warranty=found, changed_by=self.person, version=version, **body)
        return answer(warranty_shape(changed))

    def _to_see(self, key: UUID) -> Warranty:
        found = Warranty.objects.visible_to(self.person).select_related("purchase").filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def _to_change(self, key: UUID) -> Warranty:
        found = self._to_see(key)
        if found.owner_id != self.person.pk:
            raise PermissionDenied
        return found
