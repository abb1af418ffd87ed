"""`saved-views/`: the caller's saved filters of lists. The views name no area, so that no API key reaches them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.saved import services
from accounts.saved.api import docs
from accounts.saved.api.serializers import PAGES, ViewChangeIn, ViewIn, ViewOut
from accounts.saved.models import SavedView
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView


class _SavedBase(ApiView):
    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def found(self, key: UUID) -> SavedView:
        view = SavedView.objects.visible_to(self.person).filter(pk=key).first()
        if view is None:
            raise Http404
        return view


class SavedViewsView(_SavedBase):
    @docs.VIEW_LIST
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("page", "limit", "skip"))
        window, page = read_window(parameters), parameters.choice("page", PAGES)
        parameters.raise_refusals()
        found = SavedView.objects.visible_to(self.person).order_by("page", "name", "pk")
        if page is not None:
            found = found.filter(page=page)
        shown = found[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, list(ViewOut(shown, many=True).data), count=found.count()))

    @docs.VIEW_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        view = services.save_view(person=self.person, **self.read(ViewIn))
        return Response(ViewOut(view).data, status=201)


class SavedViewView(_SavedBase):
    @docs.VIEW_CHANGE
    def patch(self, request: Request, key: UUID) -> Response:
        changes = self.read(ViewChangeIn, partial=True)
        return Response(ViewOut(services.change_view(view=self.found(key), changed_by=self.person, **changes)).data)

    @docs.VIEW_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.delete_view(view=self.found(key), deleted_by=self.person)
        return Response(status=204)
