"""The seam to what is above and hangs on a thing: it registers what goes along when a thing goes."""

from __future__ import annotations

from collections.abc import Callable

from purchases.core.models import Purchase

Remover = Callable[[Purchase], None]
_removers: list[Remover] = []


def on_removal(remover: Remover) -> Remover:
    """`remover(purchase)` is called in the transaction in which a thing goes, which is locked, before it is deleted."""
    if remover not in _removers:
        _removers.append(remover)
    return remover


def removes(purchase: Purchase) -> None:
    """Call each of them, in the order they registered."""
    for remover in _removers:
        remover(purchase)
