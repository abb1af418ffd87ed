"""What the bank told of an account, and statements that are finished."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from ledger.core.api.base import LedgerView
from ledger.core.api.money_accounts import account_to_change
from ledger.core.models import MoneyAccount
from ledger.reconciling import services
from ledger.reconciling.api import docs
from ledger.reconciling.api.bodies import BankBalanceBody, ReconciliationBody
from ledger.reconciling.api.shapes import balance_shape, reconciliation_shape
from ledger.reconciling.explaining import explain
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.standing import standing_of, told_to
from ledger.reconciling.timeline import told_of


def told_account(person: User, key: UUID) -> MoneyAccount:
    """One the person may change; 404 as well while the other owner withholds a line there: see `told_to`."""
    account = account_to_change(person, key)
    if not told_to(person, [key]):
        raise Http404
    return account


def _shape(account: MoneyAccount, balance: StatementBalance) -> dict[str, Any]:
    account.refresh_from_db(fields=["balance"])
    [told] = told_of(account, [balance])
    return balance_shape(told, account.currency)


class BankBalancesView(LedgerView):
    @docs.BALANCE_LIST
    def get(self, request: Request, key: UUID) -> Response:
        """Eight queries, however many there are."""
        account = told_account(self.person, key)
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("limit", "skip"))
        window = read_window(parameters)
        parameters.raise_refusals()
        balances = StatementBalance.objects.filter(account=account).counting().order_by("-on")
        page = list(balances[window.skip : window.skip + window.limit])
        shown = [balance_shape(each, account.currency) for each in told_of(account, page)]
        return Response(page_of(request, window, shown, count=balances.count()))

    @docs.BALANCE_CREATE
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        account = told_account(self.person, key)
        body = self.read(BankBalanceBody)
        balance = services.keep_balance_by_hand(account=account, kept_by=self.person, **body)
        return Response(_shape(account, balance), status=201)


class BankBalanceView(LedgerView):
    @docs.BALANCE_DELETE
    def delete(self, request: Request, key: UUID, balance: UUID) -> Response:
        account = told_account(self.person, key)
        found = StatementBalance.objects.filter(account=account, pk=balance).first()
        if found is None:
            raise Http404
        services.delete_balance(balance=found)
        return Response(status=204)


class ReconciliationView(LedgerView):
    @docs.RECONCILIATION_GET
    def get(self, request: Request, key: UUID) -> Response:
        account = told_account(self.person, key)
        standing = standing_of(self.person, account)
        found = explain(account, standing) if standing else []
        return Response(reconciliation_shape(account, standing, found))

    @docs.RECONCILIATION_CREATE
    @happens_once
    def post(self, request: Request, key: UUID) -> Response:
        account = told_account(self.person, key)
        body = self.read(ReconciliationBody)
        balance = services.finish_statement(
            account=account, finished_by=self.person, tick_all="ids" not in body, **body
        )
        return Response(_shape(account, balance), status=201)
