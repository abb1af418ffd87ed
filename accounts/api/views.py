"""`me/`: the person who asks. Whose profile it is comes from the token alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import services
from accounts.api.proof import PROOF, require_proof_of
from accounts.api.serializers import DeletionIn, IncomeIn, IncomeOut, ProfileIn, ProfileOut
from accounts.errors import StaleProfile
from accounts.models import User
from config.kernel.api.errors import Conflict
from config.kernel.api.key_areas import PROFILE
from config.kernel.api.versions import expected_version
from config.kernel.api.views import ApiView, answer
from config.kernel.audit import record

PROFILE_EXAMPLE = OpenApiExample(
    "A profile",
    value={
        "id": "0193a5b2-7c3e-7d41-9f00-2f6f0f3f7a11",
        "email": "ana@example.org",
        "name": "Ana Rossi",
        "avatar": None,
        "country": "DE",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "locale": "en-DE",
        "monthly_income": "3200.00",
        "payday": "last working day",
        "personal_allowance": "150.00",
        "financial_goals": ["A week in Lisbon"],
        "risk_tolerance": "moderate",
        "theme": "system",
        "date_joined": "2026-11-20T08:00:00Z",
        "version": 3,
    },
    response_only=True,
)


class MeView(ApiView):
    """The caller's profile."""

    key_area = PROFILE

    @extend_schema(summary="Read my profile", responses=ProfileOut, examples=[PROFILE_EXAMPLE])
    def get(self, request: Request) -> Response:
        return self._profile(_caller(request))

    @extend_schema(
        summary="Change my profile",
        description="Like PATCH: a field that is not named keeps its value.",
        request=ProfileIn,
        responses=ProfileOut,
        examples=[
            PROFILE_EXAMPLE,
            OpenApiExample("A new name", value={"name": "Ana Rossi", "time_zone": "Europe/Rome"}, request_only=True),
        ],
    )
    def put(self, request: Request) -> Response:
        return self._change(request)

    @extend_schema(
        summary="Change parts of my profile",
        request=ProfileIn,
        responses=ProfileOut,
        examples=[
            PROFILE_EXAMPLE,
            OpenApiExample("Two fields", value={"name": "Ana", "currency": "CHF"}, request_only=True),
        ],
    )
    def patch(self, request: Request) -> Response:
        return self._change(request)

    @extend_schema(
        summary="Delete my account",
        description="Deletes the person with everything that is theirs alone. There is no way back. "
        'The body is `{"password": "…"}`. ' + PROOF,
        request=DeletionIn,
        responses={204: None, 400: None, 403: None},
        examples=[OpenApiExample("The password again", value={"password": "correct horse"}, request_only=True)],
    )
    def delete(self, request: Request) -> Response:
        person = _caller(request)
        require_proof_of(request, self.read(DeletionIn).get("password", ""))
        person_id = str(person.pk)
        services.delete_account(person=person)
        record("account_deleted", person=None, request=request._request, person_id=person_id)
        return Response(status=204)

    def _change(self, request: Request) -> Response:
        body = self.read(ProfileIn)
        return self._profile(_changed(request, body, self._data))

    def _profile(self, person: User) -> Response:
        return answer(self._data(person))

    def _data(self, person: User) -> dict[str, Any]:
        return dict(ProfileOut(person, context={"request": self.request}).data)


class IncomeView(ApiView):
    """The caller's monthly income, which decides fair splits and budgets."""

    key_area = PROFILE

    @extend_schema(summary="Read my income", responses=IncomeOut)
    def get(self, request: Request) -> Response:
        return answer(IncomeOut(_caller(request)).data)

    @extend_schema(
        summary="Change my income",
        request=IncomeIn,
        responses=IncomeOut,
        examples=[OpenApiExample("A new salary", value={"monthly_income": "3400.00"}, request_only=True)],
    )
    def put(self, request: Request) -> Response:
        person = _changed(request, self.read(IncomeIn), lambda current: dict(IncomeOut(current).data))
        return answer(IncomeOut(person).data)


def _caller(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _changed(request: Request, body: dict[str, Any], shown: Any) -> User:
    """The person after the change. Raises a 409 with what `shown` makes of the current state."""
    seen_version = expected_version(request, body)
    body.pop("version", None)
    person = _caller(request)
    try:
        changed = services.change_profile(person=person, seen_version=seen_version, **body)
    except StaleProfile as error:
        raise Conflict(error.message, current=shown(User.objects.get(pk=person.pk))) from error
    if body:
        record("profile_changed", person=person, request=request._request, fields=sorted(body))
    return changed
