"""`me/language/`: what a model may read of the caller's, and what it was sent. No area is named: keys stay out."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError as BodyRefused

from accounts.models import User
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView
from insights.language import consent, keeping
from insights.language.api import docs
from insights.language.api.bodies import ConsentIn
from insights.language.api.shapes import call_shape, language_shape, whole_call_shape
from insights.language.models import LanguageCall


class LanguageView(ApiView):
    @docs.LANGUAGE_READ
    def get(self, request: Request) -> Response:
        _no_parameters(request)
        return Response(language_shape(cast(User, request.user)))

    @docs.LANGUAGE_WRITE
    def put(self, request: Request) -> Response:
        body = self.read(ConsentIn)
        person = cast(User, request.user)
        given = [name for name in ("answers", "payees") if body[name]]
        try:
            consent.set_consents(person=person, given=given, request=request._request)
        except ValidationError as error:
            detail = [ErrorDetail(error.messages[0], str(error.code))]
            raise BodyRefused(dict.fromkeys(given, detail)) from error
        return Response(language_shape(person))


class CallsView(ApiView):
    @docs.CALL_LIST
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        calls = keeping.calls_of(cast(User, request.user))
        shown = [call_shape(each) for each in calls[window.skip : window.skip + window.limit]]
        return Response(page_of(request, window, shown, count=calls.count()))

    @docs.CALLS_DELETE
    def delete(self, request: Request) -> Response:
        keeping.delete_calls(person=cast(User, request.user), request=request._request)
        return Response(status=204)


class CallView(ApiView):
    @docs.CALL_READ
    def get(self, request: Request, key: UUID) -> Response:
        _no_parameters(request)
        found = LanguageCall.objects.visible_to(request.user).filter(pk=key).first()
        if found is None:
            raise Http404
        return Response(whole_call_shape(found))


def _no_parameters(request: Request) -> None:
    parameters = Parameters(request.query_params)
    parameters.refuse_others(())
    parameters.raise_refusals()
