"""`categories/`: the shared tree and one's own, and how a person sees each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from config.kernel.api.errors import does_not_exist
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from ledger.core import services
from ledger.core.api.base import LedgerView, category_in_body
from ledger.core.api.bodies import CategoryBody, MergeBody, OverrideBody
from ledger.core.api.docs import categories as docs
from ledger.core.api.shapes import category_shape
from ledger.core.models import Category, CategoryOverride

PARAMETERS = ("kind", "parent", "own", "limit", "skip")


def category_to_see(person: User, key: UUID) -> Category:
    found = Category.objects.visible_to(person).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def category_to_change(person: User, key: UUID) -> Category:
    """404 when the person does not see it; 403 for a shared one, of which only one's own view can change."""
    found = category_to_see(person, key)
    if found.owner_id != person.pk:
        raise PermissionDenied(_("Shared categories stay as they are. Change your own view of it."), "system_category")
    return found


class CategoriesView(LedgerView):
    @docs.CATEGORY_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PARAMETERS)
        window = read_window(parameters)
        kinds = parameters.choices("kind", Category.Kind.values)
        parents, own = parameters.ids("parent"), parameters.flag("own")
        parameters.raise_refusals()
        visible = Category.objects.visible_to(self.person)
        if kinds:
            visible = visible.filter(kind__in=kinds)
        if parents:
            visible = visible.filter(parent__in=parents)
        if own is not None:
            visible = visible.filter(owner__isnull=not own)
        mine = CategoryOverride.objects.filter(person=self.person, category=OuterRef("pk")).values("sort_order")
        in_order = visible.order_by(Coalesce(Subquery(mine), F("sort_order")), "name", "pk")
        page = list(in_order[window.skip : window.skip + window.limit])
        overrides = {
            each.category_id: each for each in CategoryOverride.objects.filter(person=self.person, category__in=page)
        }
        results = [category_shape(each, overrides.get(each.pk), self.person.currency) for each in page]
        return Response(page_of(request, window, results, count=visible.count()))

    @docs.CATEGORY_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(CategoryBody)
        body.pop("version", None)
        fields = with_parent(self.person, body)
        return answer(self.shape_of(services.create_category(owner=self.person, **fields)), 201)


class CategoryView(LedgerView):
    @docs.CATEGORY_GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(self.shape_of(category_to_see(self.person, key)))

    @docs.CATEGORY_PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.CATEGORY_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.CATEGORY_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        category = category_to_change(self.person, key)
        parameters = Parameters(request.query_params)
        parameters.refuse_others(["replacement"])
        named = parameters.ids("replacement")
        parameters.raise_refusals()
        replacement = category_in_body(self.person, named[0], "replacement") if named else None
        if replacement is not None and replacement.pk == category.pk:
            raise does_not_exist("replacement")
        services.delete_category(category=category, deleted_by=self.person, replacement=replacement)
        return Response(status=204)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        category = category_to_change(self.person, key)
        body = self.read(CategoryBody, partial=partial)
        version = expected_version(request, body)
        body.pop("version", None)
        changed = services.update_category(
            category=category, changed_by=self.person, version=version, **with_parent(self.person, body)
        )
        return answer(self.shape_of(changed))


class MergeView(LedgerView):
    heavy = ("POST",)

    @docs.CATEGORY_MERGE
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        category = category_to_change(self.person, key)
        body = self.read(MergeBody)
        into = category_in_body(self.person, body["into"], "into")
        assert into is not None
        version = expected_version(request, body)
        services.merge_category(category=category, into=into, merged_by=self.person, version=version)
        return answer(self.shape_of(into))


class OverrideView(LedgerView):
    @docs.OVERRIDE_PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(key, partial=False)

    @docs.OVERRIDE_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(key, partial=True)

    def _change(self, key: UUID, *, partial: bool) -> Response:
        category = category_to_see(self.person, key)
        services.override_category(category=category, person=self.person, **self.read(OverrideBody, partial=partial))
        return answer(self.shape_of(category))


def with_parent(person: User, body: dict[str, Any]) -> dict[str, Any]:
    """The body with its parent found."""
    if "parent" in body:
        body["parent"] = category_in_body(person, body["parent"], "parent")
    return body
