"""The chains a wallet can be on, what an address looks like there, and which tokens are worth a currency.

A token is known by its contract's address and never by its symbol: anybody can send a worthless token that calls
itself USDC to any wallet. Those below are redeemed by their issuers at one to one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from ledger.holdings.wallet_keccak import keccak_256

_EVM = re.compile(r"0[xX][0-9a-fA-F]{40}", re.ASCII)
_PLAIN = re.compile(r"[0-9A-Za-z:._-]{6,128}", re.ASCII)
_BASE58 = "1-9A-HJ-NP-Za-km-z"


@dataclass(frozen=True, slots=True)
class Chain:
    """`coin` is what fees are paid in; `pattern` is that of an address where it is none of an EVM chain."""

    key: str
    label: str
    coin: str
    is_evm: bool = True
    pattern: re.Pattern[str] = _PLAIN


CHAINS: Final = {
    each.key: each
    for each in (
        Chain("ethereum", "Ethereum", "ETH"),
        Chain("arbitrum", "Arbitrum", "ETH"),
        Chain("avalanche", "Avalanche", "AVAX"),
        Chain("base", "Base", "ETH"),
        Chain("bsc", "BNB Smart Chain", "BNB"),
        Chain("gnosis", "Gnosis", "xDAI"),
        Chain("optimism", "Optimism", "ETH"),
        Chain("polygon", "Polygon", "POL"),
        Chain(
            "bitcoin",
            "Bitcoin",
            "BTC",
            is_evm=False,
            pattern=re.compile(rf"bc1[02-9ac-hj-np-z]{{11,71}}|[13][{_BASE58}]{{25,34}}", re.ASCII),
        ),
        Chain("solana", "Solana", "SOL", is_evm=False, pattern=re.compile(rf"[{_BASE58}]{{32,44}}", re.ASCII)),
    )
}
# By chain and contract, in small letters, as the issuers publish them.
_TOKENS: Final = {
    ("ethereum", "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"): ("USDC", "USD"),
    ("ethereum", "0xdac17f958d2ee523a2206206994597c13d831ec7"): ("USDT", "USD"),
    ("ethereum", "0x6b175474e89094c44da98b954eedeac495271d0f"): ("DAI", "USD"),
    ("ethereum", "0x1abaea1f7c830bd89acc67ec4af516284b1bc33c"): ("EURC", "EUR"),
    ("arbitrum", "0xaf88d065e77c8cc2239327c5edb3a432268e5831"): ("USDC", "USD"),
    ("base", "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913"): ("USDC", "USD"),
    ("base", "0x60a3e35cc302bfa44cb288bc5a0f316fdb1adb42"): ("EURC", "EUR"),
    ("optimism", "0x0b2c639c533813f4aa9d7837caf62653d097ff85"): ("USDC", "USD"),
    ("polygon", "0x3c499c542cef5e3811e1192ce70d8cc03d5c3359"): ("USDC", "USD"),
}


def endpoints() -> dict[str, str]:
    """Where each chain's subgraph is asked, as SUBGRAPHS says; empty where nothing is configured."""
    pairs = (part.strip().partition("=") for part in settings.SUBGRAPHS.split(",") if part.strip())
    return {key.strip(): url.strip() for key, _is, url in pairs}


def chain_of(key: str) -> Chain | None:
    """A chain we know, or one that is configured though we do not; else None."""
    if key in CHAINS:
        return CHAINS[key]
    return Chain(key, key.capitalize(), "", is_evm=False) if key in endpoints() else None


def choices() -> list[tuple[str, str]]:
    known = {key: chain.label for key, chain in CHAINS.items()}
    return list((known | {key: known.get(key, key.capitalize()) for key in endpoints()}).items())


def currency_of(chain: str, token_address: str) -> str:
    """The currency a token is worth one to one, '' for all others."""
    return _TOKENS.get((chain, token_address.lower()), ("", ""))[1]


def symbol_of(chain: str, token_address: str) -> str:
    return _TOKENS.get((chain, token_address.lower()), ("", ""))[0]


def normalised(chain: Chain, address: str) -> str | None:
    """The address as it is kept, small letters on an EVM chain; None where it is none.

    One in mixed letters holds its own checksum (EIP-55), which a mistyped letter breaks.
    """
    address = address.strip()
    if not chain.is_evm:
        return address if chain.pattern.fullmatch(address) else None
    if not _EVM.fullmatch(address):
        return None
    digits = address[2:]
    is_checked = digits not in (digits.lower(), digits.upper())
    plain = f"0x{digits.lower()}"
    return None if is_checked and checksummed(plain) != f"0x{digits}" else plain


def checksummed(address: str) -> str:
    """An EVM address in small letters with the capitals of EIP-55; any other as it is."""
    if not _EVM.fullmatch(address):
        return address
    digits = address[2:].lower()
    digest = keccak_256(digits.encode()).hex()
    return "0x" + "".join(
        each.upper() if int(mark, 16) >= 8 else each for each, mark in zip(digits, digest, strict=False)
    )
