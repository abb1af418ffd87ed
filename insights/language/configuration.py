"""Which model this instance asks, and what that costs: the settings LANGUAGE_*."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

MICRO: Final = 1_000_000
ADDRESSES: Final = {"anthropic": "https://api.anthropic.com", "openai": "https://api.openai.com/v1"}


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens, which are micro-dollars for one."""

    sent: Decimal
    received: Decimal

    def cost(self, sent_tokens: int, received_tokens: int) -> int:
        """Micro-dollars, rounded up."""
        exact = self.sent * sent_tokens + self.received * received_tokens
        return int(exact.to_integral_value(rounding=ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Configured:
    """`of_person` and `of_instance` are the ceilings of a calendar month (UTC), in micro-dollars."""

    provider: str
    key: str
    url: str
    model: str
    prices: Prices
    of_person: int
    of_instance: int
    patience: float

    @property
    def has_own_url(self) -> bool:
        return self.url not in ADDRESSES.values()

    @property
    def recipient(self) -> str:
        """The host that reads what is sent; a consent is given to it and to no other."""
        return urlsplit(self.url).netloc


def configured() -> Configured | None:
    """None where no provider is named: then the local engine answers all."""
    if not settings.LANGUAGE_PROVIDER:
        return None
    sent, received = settings.LANGUAGE_PRICES or ("0", "0")
    return Configured(
        provider=settings.LANGUAGE_PROVIDER,
        key=settings.LANGUAGE_KEY,
        url=settings.LANGUAGE_URL or ADDRESSES[settings.LANGUAGE_PROVIDER],
        model=settings.LANGUAGE_MODEL,
        prices=Prices(Decimal(sent), Decimal(received)),
        of_person=int(Decimal(settings.LANGUAGE_SPEND_PERSON) * MICRO),
        of_instance=int(Decimal(settings.LANGUAGE_SPEND_INSTANCE) * MICRO),
        patience=float(settings.LANGUAGE_PATIENCE),
    )
