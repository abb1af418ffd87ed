"""Wallets are linked, renamed, let go and asked for news; what they brought stays in the ledger."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from ledger.core import errors, rules
from ledger.core.models import MoneyAccount
from ledger.core.services.accounts import create_money_account
from ledger.holdings import wallet_errors
from ledger.holdings.wallet_chains import Chain, chain_of, endpoints, normalised
from ledger.holdings.wallet_models import Wallet

SYNC = "sync_wallet"
MOST_WALLETS = 50


@transaction.atomic
def link_wallet(
    *, person: User, chain: str, address: str, name: str = "", account: MoneyAccount | None = None
) -> Wallet:
    """Link an address to a wallet account found through `owned_by`; without one an account is opened for it.

    Raises:
        FieldError: `unknown_chain`, `invalid_address`, `already_linked`, `not_a_wallet`, `account_closed`, `too_many`.
    """
    known = chain_of(chain)
    if known is None:
        raise wallet_errors.unknown_chain()
    plain = normalised(known, address)
    if plain is None:
        raise wallet_errors.no_address(known.label)
    # Two requests at once: the second waits here and then finds what the first has linked.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    mine = Wallet.objects.owned_by(person)
    if mine.filter(chain=chain, address=plain).exists():
        raise wallet_errors.already_linked()
    if mine.count() >= MOST_WALLETS:
        raise wallet_errors.too_many_wallets(MOST_WALLETS)
    if account is None:
        account = _open_account(person, known, plain, name)
    if account.subtype != MoneyAccount.Subtype.WALLET:
        raise wallet_errors.not_a_wallet_account()
    rules.check_open(account)
    wallet = Wallet(account=account, chain=chain, address=plain, name=name)
    wallet.clean_fields(exclude=["account"])
    wallet.save(force_insert=True)
    return wallet


def _open_account(person: User, chain: Chain, address: str, name: str) -> MoneyAccount:
    """Named as the wallet, or as its chain and the end of its address where that is free."""
    taken = set(
        MoneyAccount.objects.owned_by(person).filter(type=MoneyAccount.Type.INVESTMENT).values_list("name", flat=True)
    )
    usual = name or chain.label
    free = usual if usual not in taken else f"{usual[:80]} {address[-6:]}"
    return create_money_account(
        owner=person,
        currency=person.currency,
        name=free,
        type=MoneyAccount.Type.INVESTMENT,
        subtype=MoneyAccount.Subtype.WALLET,
    )


@transaction.atomic
def rename_wallet(*, wallet: Wallet, name: str, version: int | None = None) -> Wallet:
    """Chain and address stay: another address is another wallet. Raises Conflict, ValidationError."""
    fresh = Wallet.objects.select_for_update().filter(pk=wallet.pk).first()
    if fresh is None:
        raise errors.NoLongerThere
    if version is not None and version != fresh.version:
        raise errors.Conflict(fresh)
    fresh.name = name
    fresh.version += 1
    fresh.clean_fields(exclude=["account"])
    fresh.save(update_fields=["name", "version", "updated_at"])
    return fresh


@transaction.atomic
def unlink_wallet(*, wallet: Wallet, version: int | None = None) -> None:
    """Forget the address and its events. What was booked of them stays in the ledger. Raises Conflict."""
    fresh = Wallet.objects.select_for_update().filter(pk=wallet.pk).first()
    if fresh is None:
        raise errors.NoLongerThere
    if version is not None and version != fresh.version:
        raise errors.Conflict(fresh)
    fresh.delete()


@transaction.atomic
def request_sync(*, wallet: Wallet, person: User | None = None) -> bool:
    """Have a worker read what is new of a wallet. False where one is to already: then nothing more is queued.

    Raises:
        FieldError: `not_configured`, no subgraph is named for its chain.
    """
    if wallet.chain not in endpoints():
        known = chain_of(wallet.chain)
        raise wallet_errors.not_configured(known.label if known else wallet.chain)
    waiting = Wallet.objects.filter(pk=wallet.pk).exclude(sync_status=Wallet.Sync.WAITING)
    if not waiting.update(sync_status=Wallet.Sync.WAITING, sync_error="", updated_at=timezone.now()):
        return False
    jobs.enqueue(SYNC, {"wallet": str(wallet.pk)}, person=person)
    return True
