"""`purchases/analytics/`: figures of what the person owns, each currency's apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.parameters import Parameters
from ledger.core.sums import month_end
from purchases.core import queries, shapes
from purchases.core.api.docs import analytics as docs
from purchases.core.api.views.base import ThingsView
from purchases.core.listing import PurchaseFilter, find_purchases
from purchases.core.models import Brand, Retailer, Warranty
from purchases.core.values import end_after

MONTHS, MOST_MONTHS = 12, 120
SHOWN, MOST_SHOWN = 10, 100
NAMES_SHOWN = 20
# The timeline begins so many months back: half of it is behind, half before one.
MONTHS_BACK = 5


class SpendingView(ThingsView):
    @docs.SPENDING
    def get(self, request: Request) -> Response:
        """One query; the last month is this one."""
        parameters = self.parameters(request, "months")
        months = parameters.integer("months", 1, MOST_MONTHS) or MONTHS
        parameters.raise_refusals()
        last = self.person.today.replace(day=1)
        found = queries.spending_by_month(self.person, first=end_after(last, 1 - months), last=last)
        return Response({"results": [shapes.month_shape(each) for each in found]})


class PeriodView(ThingsView):
    @docs.BY_PERIOD
    def get(self, request: Request) -> Response:
        parameters = self.parameters(request, "start_date", "end_date")
        first, last = _days(parameters)
        parameters.raise_refusals()
        assert first is not None, "refused above"
        assert last is not None, "refused above"
        found = [shapes.spent_shape(each) for each in queries.spending_between(self.person, first=first, last=last)]
        return Response({"start_date": first, "end_date": last, "results": found})


def _days(parameters: Parameters) -> tuple[date | None, date | None]:
    """Both are needed; what is wrong stays in `parameters`."""
    days = {name: parameters.day(name) for name in ("start_date", "end_date")}
    for name in days:
        if parameters.text(name) is None:
            parameters.refuse(name, _("Name the day."), "required")
    first, last = days.values()
    if first and last and first > last:
        parameters.refuse("end_date", _("This is before start_date."), "empty_range")
    return first, last


class SpendingSummaryView(ThingsView):
    @docs.SUMMARY
    def get(self, request: Request) -> Response:
        self.parameters(request).raise_refusals()
        found = queries.summary(self.person)
        return Response(
            {
                "item_count": found.count,
                "ordered": found.ordered,
                "received": found.received,
                "results": [shapes.spent_shape(each) for each in found.spent],
            }
        )


class WarrantyTimelineView(ThingsView):
    @docs.TIMELINE
    def get(self, request: Request) -> Response:
        parameters = self.parameters(request, "months", "start_date")
        months = parameters.integer("months", 1, MOST_MONTHS) or MONTHS
        start = parameters.day("start_date")
        parameters.raise_refusals()
        first = (start or end_after(self.person.today.replace(day=1), -MONTHS_BACK)).replace(day=1)
        last = month_end(end_after(first, months - 1))
        found = queries.warranty_timeline(self.person, first=first, last=last)
        return Response({"results": [shapes.warranty_month_shape(each) for each in found]})


class WarrantySummaryView(ThingsView):
    @docs.WARRANTY_SUMMARY
    def get(self, request: Request) -> Response:
        self.parameters(request).raise_refusals()
        found = queries.warranty_summary(self.person)
        counts = {"active": found.active, "expired": found.expired, "voided": found.voided}
        return Response({**counts, "expiring_soon": found.soon})


class _SharesView(ThingsView):
    def shares(self, request: Request, model: type[Retailer] | type[Brand]) -> Response:
        limit = _limit(self.parameters(request, "limit"), NAMES_SHOWN)
        found = queries.spending_by_name(self.person, model, limit=limit)
        of = "retailer" if model is Retailer else "brand"
        return Response({"results": [shapes.share_shape(each, of) for each in found]})


class RetailerSharesView(_SharesView):
    @docs.BY_RETAILER
    def get(self, request: Request) -> Response:
        return self.shares(request, Retailer)


class BrandSharesView(_SharesView):
    @docs.BY_BRAND
    def get(self, request: Request) -> Response:
        return self.shares(request, Brand)


class TopProductsView(ThingsView):
    @docs.TOP_PRODUCTS
    def get(self, request: Request) -> Response:
        limit = _limit(self.parameters(request, "limit"), SHOWN)
        found = queries.top_products(self.person, limit=limit)
        return Response({"results": [shapes.product_shape(each) for each in found]})


class RecentPurchasesView(ThingsView):
    @docs.RECENT_PURCHASES
    def get(self, request: Request) -> Response:
        limit = _limit(self.parameters(request, "limit"), SHOWN)
        found = find_purchases(self.person, PurchaseFilter(is_mine=True, is_archived=None), "-purchase_date")
        return Response({"results": self.shapes(list(found[:limit]))})


class RecentWarrantiesView(ThingsView):
    @docs.RECENT_WARRANTIES
    def get(self, request: Request) -> Response:
        limit = _limit(self.parameters(request, "limit"), SHOWN)
        rows = Warranty.objects.owned_by(self.person).select_related("purchase").order_by("-pk")[:limit]
        results: list[dict[str, Any]] = [shapes.listed_warranty_shape(each) for each in rows]
        return Response({"results": results})


def _limit(parameters: Parameters, usual: int) -> int:
    limit = parameters.integer("limit", 1, MOST_SHOWN)
    parameters.raise_refusals()
    return usual if limit is None else limit
