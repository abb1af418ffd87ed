"""What is an address of which chain, and which tokens are a currency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django import Settings

from ledger.holdings.wallet_chains import CHAINS, chain_of, checksummed, currency_of, endpoints, normalised
from ledger.holdings.wallet_keccak import keccak_256
from ledger.holdings.wallet_models import WalletTransaction

# The examples of EIP-55.
CHECKED = [
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (b"a" * 135, "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446"),
        (b"a" * 136, "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e"),
    ],
)
def test_the_hash_is_ethereums(text: bytes, digest: str) -> None:
    assert keccak_256(text).hex() == digest


@pytest.mark.parametrize("address", CHECKED)
def test_capitals_are_a_checksum(address: str) -> None:
    chain = CHAINS["ethereum"]
    plain = address.lower()
    assert checksummed(plain) == address
    assert normalised(chain, address) == normalised(chain, plain) == normalised(chain, f" {plain} ") == plain
    assert normalised(chain, "0x" + address[2:].upper()) == plain
    wrong = address[:-1] + (address[-1].lower() if address[-1].isupper() else address[-1].upper())
    if wrong != address:
        assert normalised(chain, wrong) is None


@pytest.mark.parametrize(
    ("chain", "address", "is_one"),
    [
        ("ethereum", "0x" + "a" * 39, False),
        ("ethereum", "0x" + "g" * 40, False),
        ("ethereum", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", False),
        ("polygon", "0x" + "٣" * 40, False),
        ("bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", True),
        ("bitcoin", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", True),
        ("bitcoin", "0x" + "a" * 40, False),
        ("solana", "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV", True),
        ("solana", "short", False),
    ],
)
def test_each_chain_has_its_own_addresses(chain: str, address: str, is_one: bool) -> None:
    assert (normalised(CHAINS[chain], address) == address) is is_one


def test_a_token_is_known_by_its_contract_and_never_by_its_name() -> None:
    assert currency_of("ethereum", "0x1aBaEA1f7C830bD89Acc67eC4af516284b1bC33c") == "EUR"
    assert currency_of("base", "0x1abaea1f7c830bd89acc67ec4af516284b1bc33c") == ""
    assert currency_of("ethereum", "EURC") == ""


def test_a_chain_that_is_configured_is_known(settings: Settings) -> None:
    settings.SUBGRAPHS = "ethereum=https://a.example/x?y=1, starkish = https://b.example"
    assert endpoints() == {"ethereum": "https://a.example/x?y=1", "starkish": "https://b.example"}
    chain = chain_of("starkish")
    assert chain is not None
    assert normalised(chain, "stark:1234-abcd") == "stark:1234-abcd"
    settings.SUBGRAPHS = ""
    assert chain_of("starkish") is None


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("250.000000000000000001", "250"),
        ("35.71428571428571428585714286", "35.7143"),
        ("0.000012345678901", "0.0000123457"),
        ("1234567.89", "1234568"),
        ("0", "0"),
    ],
)
def test_a_line_shows_six_digits_of_those_that_count(amount: str, shown: str) -> None:
    assert WalletTransaction(amount=Decimal(amount)).rounded_amount == shown
