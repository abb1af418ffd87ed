"""The rules of wallets a request can break; each with a stable code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.core.errors import FieldError


def unknown_chain() -> FieldError:
    return FieldError("chain", _("There is no such chain."), "unknown_chain")


def no_address(chain: str) -> FieldError:
    return FieldError("address", _("This is no address on %(chain)s."), "invalid_address", {"chain": chain})


def already_linked() -> FieldError:
    return FieldError("address", _("You have linked this wallet already."), "already_linked")


def not_a_wallet_account() -> FieldError:
    return FieldError("money_account", _("Choose an account that is a wallet."), "not_a_wallet")


def too_many_wallets(most: int) -> FieldError:
    return FieldError("non_field_errors", _("There are %(most)s wallets at most."), "too_many", {"most": most})


def not_configured(chain: str) -> FieldError:
    return FieldError(
        "non_field_errors",
        _("No subgraph is configured for %(chain)s. Whoever runs Tuppence names one in SUBGRAPHS."),
        "not_configured",
        {"chain": chain},
    )
