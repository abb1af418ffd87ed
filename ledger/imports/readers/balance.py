"""A running balance proves amounts: each one must lead from the balance before to the balance after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Proof:
    """How many steps between two known balances agree, read downwards (oldest first) and upwards."""

    steps: int
    down: int
    up: int

    @property
    def share(self) -> float:
        """Agreeing share in the better direction, 0 without a step."""
        return max(self.down, self.up) / self.steps if self.steps else 0.0

    @property
    def holds(self) -> bool:
        return self.share >= 0.9


def prove(amounts: Sequence[Decimal | None], balances: Sequence[Decimal | None]) -> Proof:
    """Compare amounts with balances row by row; rows without a balance are summed up to the next one."""
    steps = down = up = 0
    last: Decimal | None = None
    after = before = Decimal(0)
    for amount, balance in zip(amounts, balances, strict=True):
        if amount is None:
            continue
        after += amount
        if balance is not None:
            if last is not None:
                steps += 1
                down += abs(last + after - balance) < _CENT
                up += abs(balance + before - last) < _CENT
            last = balance
            after = before = Decimal(0)
        before += amount
    return Proof(steps, down, up)
