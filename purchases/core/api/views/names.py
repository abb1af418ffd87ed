"""`retailers/` and `brands/`: the common ones, and the person's own."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.views import answer
from config.kernel.folding import search_text
from purchases.core import services
from purchases.core.api.bodies import NameBody
from purchases.core.api.docs import names as docs
from purchases.core.api.views.base import ThingsView
from purchases.core.models import Brand, Retailer
from purchases.core.shapes import name_shape


class _NamesView(ThingsView):
    model: ClassVar[type[Retailer] | type[Brand]]

    def page(self, request: Request) -> Response:
        """Two queries; by name."""
        parameters = self.parameters(request, "search", "limit", "skip")
        window, search = read_window(parameters), parameters.text("search") or ""
        parameters.raise_refusals()
        found = self.model.objects.visible_to(self.person)
        for word in search_text(search).split():
            found = found.filter(name_key__contains=word)
        rows = found.order_by("name_key", "pk")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [name_shape(each) for each in rows], count=found.count()))

    def add(self) -> Response:
        return answer(name_shape(services.add_name(self.model, owner=self.person, **self.read(NameBody))), 201)

    def to_see(self, key: UUID) -> Retailer | Brand:
        found: Retailer | Brand | None = self.model.objects.visible_to(self.person).filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def remove(self, request: Request, key: UUID) -> Response:
        """403 of a common one."""
        found, parameters = self.to_see(key), self.parameters(request, "replacement")
        if found.is_system:
            raise PermissionDenied
        named = parameters.ids("replacement")
        parameters.raise_refusals()
        replacement = self.model.objects.visible_to(self.person).filter(pk__in=named[:1]).first() if named else None
        if named and replacement is None:
            raise does_not_exist("replacement")
        services.delete_name(record=found, deleted_by=self.person, replacement=replacement)
        return Response(status=204)


class RetailersView(_NamesView):
    model = Retailer

    @docs.RETAILERS
    def get(self, request: Request) -> Response:
        return self.page(request)

    @docs.RETAILER_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        return self.add()


class RetailerView(_NamesView):
    model = Retailer

    @docs.RETAILER_GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(name_shape(self.to_see(key)))

    @docs.RETAILER_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        return self.remove(request, key)


class BrandsView(_NamesView):
    model = Brand

    @docs.BRANDS
    def get(self, request: Request) -> Response:
        return self.page(request)

    @docs.BRAND_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        return self.add()


class BrandView(_NamesView):
    model = Brand

    @docs.BRAND_GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(name_shape(self.to_see(key)))

    @docs.BRAND_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        return self.remove(request, key)
