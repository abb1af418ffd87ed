"""`partnerships/current/privacy/`: what the partner sees of each account."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.core.api.base import PartnershipView
from partnerships.core.standing import current_standing
from partnerships.sharing import errors
from partnerships.sharing.api import docs
from partnerships.sharing.api.answers import PrivacyBody
from partnerships.sharing.levels import OwnAccount, accounts_of_one, choose_level, own_accounts


class PrivacyView(PartnershipView):
    without_headers = ("If-Match",)

    @docs.PRIVACY_GET
    def get(self, request: Request) -> Response:
        """Three queries."""
        standing = current_standing(self.person)
        if standing is None or standing.partner is None:
            raise Http404
        shown = [_shape(each) for each in own_accounts(standing)]
        return Response({"partner": str(standing.partner.pk), "accounts": shown})

    @docs.PRIVACY_PUT
    def put(self, request: Request) -> Response:
        standing = self.standing()
        body = self.read(PrivacyBody)
        account = next((each for each in accounts_of_one(self.person) if each.pk == body["money_account"]), None)
        if account is None:
            raise errors.account_not_yours()
        choose_level(standing=standing, account=account, level=body["level"])
        return Response(_shape(OwnAccount(account, body["level"])))


def _shape(own: OwnAccount) -> dict[str, Any]:
    return {"money_account": str(own.account.pk), "name": own.account.name, "level": own.level}
