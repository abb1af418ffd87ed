"""Every change of what is held. Accounts' balances are cash and know nothing of it."""

from ledger.holdings.services.closing import close_position, reopen_position
from ledger.holdings.services.moves import delete_move, record_move
from ledger.holdings.services.positions import (
    Details,
    create_position,
    delete_position,
    update_position,
)
from ledger.holdings.services.values import delete_value, set_value

__all__ = [
    "Details",
    "close_position",
    "create_position",
    "delete_move",
    "delete_position",
    "delete_value",
    "record_move",
    "reopen_position",
    "set_value",
    "update_position",
]
