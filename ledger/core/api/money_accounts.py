"""`money-accounts/`: bank accounts, cards, loans, purses; and their closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from config.kernel.api.errors import invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from config.kernel.audit import record
from ledger.core import services
from ledger.core.api.base import LedgerView
from ledger.core.api.bodies import ClosureBody, MoneyAccountBody
from ledger.core.api.docs import money_accounts as docs
from ledger.core.models import MoneyAccount, MoneyAccountAccess

PARAMETERS = ("type", "closed", "limit", "skip")


def grant_on(person: User, key: UUID) -> MoneyAccountAccess:
    """What `person` may see of the account, with the account; 404 when nothing."""
    grants = MoneyAccountAccess.objects.granted_to(person).select_related("account")
    grant: MoneyAccountAccess | None = grants.filter(account=key).first()
    if grant is None:
        raise Http404
    return grant


def account_to_change(person: User, key: UUID) -> MoneyAccount:
    """404 when the person does not see it, 403 when they see it and do not own it."""
    grant = grant_on(person, key)
    if grant.role == MoneyAccountAccess.Role.VIEWER:
        raise PermissionDenied
    return grant.account


class MoneyAccountsView(LedgerView):
    @docs.ACCOUNT_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(PARAMETERS)
        window = read_window(parameters)
        types = parameters.choices("type", MoneyAccount.Type.values)
        closed = parameters.flag("closed")
        parameters.raise_refusals()
        grants = MoneyAccountAccess.objects.granted_to(self.person).select_related("account")
        if types:
            grants = grants.filter(account__type__in=types)
        if closed is not None:
            grants = grants.filter(account__closed_on__isnull=not closed)
        ordered = grants.order_by("account__type", "account__name", "account_id")
        page = list(ordered[window.skip : window.skip + window.limit])
        results = self.accounts_shape([each.account for each in page])
        return Response(page_of(request, window, results, count=grants.count()))

    @docs.ACCOUNT_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(MoneyAccountBody)
        body.pop("version", None)
        currency = body.pop("currency", self.person.currency)
        account = services.create_money_account(owner=self.person, currency=currency, **body)
        return answer(self.shape_of(account), 201)


class MoneyAccountView(LedgerView):
    @docs.ACCOUNT_GET
    def get(self, request: Request, key: UUID) -> Response:
        grant = grant_on(self.person, key)
        return answer(self.shape_of(grant.account))

    @docs.ACCOUNT_PUT
    def put(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=False)

    @docs.ACCOUNT_PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        return self._change(request, key, partial=True)

    @docs.ACCOUNT_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.delete_money_account(account=account_to_change(self.person, key), deleted_by=self.person)
        record("money_account_deleted", person=self.person, request=request._request, account=str(key))
        return Response(status=204)

    def _change(self, request: Request, key: UUID, *, partial: bool) -> Response:
        account = account_to_change(self.person, key)
        body: dict[str, Any] = self.read(MoneyAccountBody, partial=partial)
        version = expected_version(request, body)
        body.pop("version", None)
        if body.pop("currency", account.currency) != account.currency:
            raise invalid("currency", _("An account keeps its currency."), "currency_fixed")
        changed = services.update_money_account(account=account, changed_by=self.person, version=version, **body)
        return answer(self.shape_of(changed))


class ClosureView(LedgerView):
    @docs.CLOSURE_CREATE
    def post(self, request: Request, key: UUID) -> Response:
        account = account_to_change(self.person, key)
        body = self.read(ClosureBody)
        closed = services.close_money_account(
            account=account, on=body.get("closed_on") or self.person.today, version=expected_version(request, body)
        )
        record("money_account_closed", person=self.person, request=request._request, account=str(key))
        return answer(self.shape_of(closed))

    @docs.CLOSURE_DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        services.reopen_money_account(account=account_to_change(self.person, key))
        return Response(status=204)
