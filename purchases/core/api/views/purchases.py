"""`purchases/`: things, what is shown of them to the partner, and the payment each was bought with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from purchases.core import services
from purchases.core.api.bodies import BoughtWithBody, NewPurchaseBody, PurchaseBody
from purchases.core.api.docs import things as docs
from purchases.core.api.views.base import ThingsView, end_of
from purchases.core.listing import ORDERS, PurchaseFilter, count_purchases, find_purchases
from purchases.core.models import Purchase, Warranty
from purchases.core.shapes import suggestion_shape
from purchases.core.suggesting import suggestions_for

FILTERS = (
    "status", "retailer_id", "brand_id", "category", "transaction", "start_date", "end_date", "tag", "search",
    "is_mine", "is_archived", "ordering", "limit", "skip",
)  # fmt: skip
WARRANTY_FIELDS = ("warranty_start", "warranty_end", "warranty_months", "warranty_type", "warranty_provider")


def read_filter(parameters: Parameters) -> PurchaseFilter:
    """What is wrong stays in `parameters`. Archived things are left out unless they are asked for."""
    return PurchaseFilter(
        statuses=parameters.choices("status", Purchase.Status.values),
        retailer_ids=parameters.ids("retailer_id"),
        brand_ids=parameters.ids("brand_id"),
        category_ids=parameters.ids("category"),
        transaction_ids=parameters.ids("transaction"),
        bought_after=parameters.day("start_date"),
        bought_before=parameters.day("end_date"),
        tag=parameters.text("tag", longest=40) or "",
        search=parameters.text("search") or "",
        is_mine=parameters.flag("is_mine"),
        is_archived=bool(parameters.flag("is_archived")),
    )


class PurchasesView(ThingsView):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Two queries and those of `seen_by`."""
        parameters = self.parameters(request, *FILTERS)
        window, wanted = read_window(parameters), read_filter(parameters)
        order = parameters.choice("ordering", ORDERS) or "-purchase_date"
        parameters.raise_refusals()
        found = find_purchases(self.person, wanted, order)
        page = self.shapes(list(found[window.skip : window.skip + window.limit]))
        return Response(page_of(request, window, page, count=count_purchases(self.person, wanted, found)))

    @docs.CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        values = named(self.read(NewPurchaseBody))
        warranty = _first_warranty(values)
        made = services.create_purchase(owner=self.person, warranty=warranty, **values)
        return answer(self.shape_of(made), 201)


def named(body: dict[str, Any]) -> dict[str, Any]:
    """A body in the names of the services, without its version."""
    names = {"currency_code": "currency", "category": "category_id"}
    return {names.get(name, name): value for name, value in body.items() if name != "version"}


def _first_warranty(values: dict[str, Any]) -> Any:
    """Taken out of `values`; None where nothing is said of one."""
    said: dict[str, Any] = {name: values.pop(name) for name in WARRANTY_FIELDS if name in values}
    provider, start = said.pop("warranty_provider", ""), said.setdefault("warranty_start", values["purchase_date"])
    is_for_life = said.get("warranty_type") == Warranty.Type.LIFETIME
    end = end_of(said, start)
    if end is None and not is_for_life and said.keys() <= {"warranty_start"} and start == values["purchase_date"]:
        return None
    return {**said, "warranty_end": end, "provider": provider}


class PurchaseView(ThingsView):
    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(self.shape_of(self.purchase_to_see(key)))

    @docs.PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        version = expected_version(request)
        services.delete_purchase(purchase=self.purchase_to_change(key), deleted_by=self.person, version=version)
        return Response(status=204)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        found, body = self.purchase_to_change(key), self.read(PurchaseBody, partial=partial)
        version = expected_version(request, body)
        changed = services.update_purchase(purchase=found, changed_by=self.person, version=version, **named(body))
        return answer(self.shape_of(changed))


class SharingView(ThingsView):
    without_headers = ("If-Match",)

    @docs.SHARE
    def post(self, request: Request, key: UUID) -> Response:
        shared = services.share_purchase(purchase=self.purchase_to_change(key), shared_by=self.person)
        return answer(self.shape_of(shared))

    @docs.UNSHARE
    def delete(self, request: Request, key: UUID) -> Response:
        services.unshare_purchase(purchase=self.purchase_to_change(key), unshared_by=self.person)
        return Response(status=204)


class PaymentView(ThingsView):
    @docs.PAYMENT_GET
    def get(self, request: Request, key: UUID) -> Response:
        purchase = self.purchase_to_change(key)
        found = [suggestion_shape(each) for each in suggestions_for(purchase, self.person)]
        return Response({"transaction": self.shape_of(purchase)["transaction"], "suggestions": found})

    @docs.PAYMENT_PUT
    def put(self, request: Request, key: UUID) -> Response:
        purchase, body = self.purchase_to_change(key), self.read(BoughtWithBody)
        version = expected_version(request, body)
        linked = services.link_payment(
            purchase=purchase, linked_by=self.person, transaction_id=body["transaction"], version=version
        )
        return answer(self.shape_of(linked))

    @docs.PAYMENT_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        version = expected_version(request)
        services.unlink_payment(purchase=self.purchase_to_change(key), unlinked_by=self.person, version=version)
        return Response(status=204)
