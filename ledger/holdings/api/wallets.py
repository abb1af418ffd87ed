"""`wallets/`: addresses on chains, what was read of them, and reading what is new."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.idempotency import happens_once
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.api.versions import expected_version
from config.kernel.api.views import answer
from ledger.core.api.base import LedgerView, account_in_body
from ledger.holdings import wallets
from ledger.holdings.api import wallet_docs as docs
from ledger.holdings.api.wallet_bodies import ChangedWalletBody, NewWalletBody
from ledger.holdings.api.wallet_shapes import wallet_shape, wallet_transaction_shape
from ledger.holdings.wallet_models import Wallet, WalletTransaction


class WalletBase(LedgerView):
    def wallet(self, key: UUID, *, change: bool = False) -> Wallet:
        """404 when the person does not see it, 403 when they see it and it is to be changed by its owners only."""
        found = Wallet.objects.visible_to(self.person).select_related("account").filter(pk=key).first()
        if found is None:
            raise Http404
        if change and not Wallet.objects.owned_by(self.person).filter(pk=key).exists():
            raise PermissionDenied
        return found

    def shape(self, wallet: Wallet) -> dict[str, Any]:
        count = WalletTransaction.objects.visible_to(self.person).filter(wallet=wallet).count()
        return wallet_shape(wallet, count)

    def shape_of(self, record: object) -> dict[str, Any]:
        return self.shape(record) if isinstance(record, Wallet) else super().shape_of(record)


class WalletsView(WalletBase):
    @docs.LIST
    def get(self, request: Request) -> Response:
        """Five queries."""
        parameters = Parameters(request.query_params)
        parameters.refuse_others(("chain", "money_account", "limit", "skip"))
        window = read_window(parameters)
        chain, accounts = parameters.text("chain"), parameters.ids("money_account")
        parameters.raise_refusals()
        found = Wallet.objects.visible_to(self.person)
        if chain:
            found = found.filter(chain=chain)
        if accounts:
            found = found.filter(account__in=accounts)
        rows = list(found.order_by("created_at", "pk")[window.skip : window.skip + window.limit])
        seen = WalletTransaction.objects.visible_to(self.person).filter(wallet__in=[each.pk for each in rows])
        counts = dict(seen.order_by().values_list("wallet").annotate(Count("pk")))
        page = [wallet_shape(each, counts.get(each.pk, 0)) for each in rows]
        return Response(page_of(request, window, page, count=found.count()))

    @docs.CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(NewWalletBody)
        key = body.pop("money_account", None)
        account = account_in_body(self.person, key, "money_account") if key else None
        return answer(self.shape(wallets.link_wallet(person=self.person, account=account, **body)), 201)


class WalletView(WalletBase):
    @docs.GET
    def get(self, request: Request, key: UUID) -> Response:
        return answer(self.shape(self.wallet(key)))

    @docs.PATCH
    def patch(self, request: Request, key: UUID) -> Response:
        wallet, body = self.wallet(key, change=True), self.read(ChangedWalletBody, partial=True)
        version = expected_version(request, body)
        changed = wallets.rename_wallet(wallet=wallet, name=body.get("name", wallet.name), version=version)
        return answer(self.shape(changed))

    @docs.DELETE
    def delete(self, request: Request, key: UUID) -> Response:
        wallets.unlink_wallet(wallet=self.wallet(key, change=True), version=expected_version(request))
        return Response(status=204)


class WalletTransactionsView(WalletBase):
    @docs.TRANSACTIONS
    def get(self, request: Request, key: UUID) -> Response:
        """Six queries."""
        wallet, parameters = self.wallet(key), Parameters(request.query_params)
        parameters.refuse_others(("transaction_type", "limit", "skip"))
        window = read_window(parameters)
        kinds = parameters.choices("transaction_type", WalletTransaction.Type.values)
        parameters.raise_refusals()
        found = WalletTransaction.objects.visible_to(self.person).filter(wallet=wallet)
        if kinds:
            found = found.filter(transaction_type__in=kinds)
        newest = found.select_related("entry").order_by("-timestamp", "-pk")
        rows = newest[window.skip : window.skip + window.limit]
        others = self.sights[wallet.account_id].others
        page = [wallet_transaction_shape(each, wallet, others) for each in rows]
        return Response(page_of(request, window, page, count=found.count()))


class WalletSyncView(WalletBase):
    heavy = ("POST",)

    @docs.SYNC
    def post(self, request: Request, key: UUID) -> Response:
        wallet = self.wallet(key, change=True)
        wallets.request_sync(wallet=wallet, person=self.person)
        return answer(self.shape(self.wallet(key)), 202)
