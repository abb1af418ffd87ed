"""`me/keys/`: the caller's API keys. The views name no area, so that no key ever reaches them."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.proof import require_proof_of
from accounts.keys import services
from accounts.keys.api import docs
from accounts.keys.api.serializers import KeyIn, KeyOut
from accounts.keys.models import ApiKey
from accounts.models import User
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.views import ApiView
from config.kernel.audit import record


class KeysView(ApiView):
    @docs.KEY_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        keys = ApiKey.objects.owned_by(request.user).order_by("-created_at", "pk")
        shown = keys[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, list(KeyOut(shown, many=True).data), count=keys.count()))

    @docs.KEY_CREATE
    def post(self, request: Request) -> Response:
        """Not repeatable by Idempotency-Key: the kept answer would be the secret in clear."""
        body = self.read(KeyIn)
        person = cast(User, request.user)
        require_proof_of(request, body.get("password", ""))
        key, secret = services.create_key(
            person=person,
            name=body["name"],
            scopes=body["scopes"],
            expires_at=body.get("expires_at", timezone.now() + services.USUAL_LIFE),
        )
        record("api_key_made", person=person, request=request._request, key=str(key.pk), scopes=key.scope_names)
        answer = Response({**KeyOut(key).data, "secret": secret}, status=201)
        answer["Cache-Control"] = "no-store"
        return answer


class KeyView(ApiView):
    @docs.KEY_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        found = ApiKey.objects.owned_by(request.user).filter(pk=key).first()
        if found is None:
            raise Http404
        services.revoke_key(key=found)
        record("api_key_revoked", person=cast(User, request.user), request=request._request, key=str(key))
        return Response(status=204)
