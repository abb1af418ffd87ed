"""Whoever deletes their log-in leaves their partnerships first; what happens in ledgers of couples is passed on."""

from __future__ import annotations

from config.kernel.events import announce, receives
from config.kernel.registry import deletes_person_data
from config.kernel.sql import db_uuid, is_any
from ledger.core.events import TransactionsChanged
from partnerships.core.events import CoupleTransactionsChanged
from partnerships.core.services import leave_partnerships

_OF_COUPLES = """ledger_moneyaccountaccess g JOIN partnerships_member m ON m.person_id = g.person_id AND m.is_open
    WHERE g.account_id = %s AND g.role IN ('owner', 'co_owner')"""

deletes_person_data(leave_partnerships)


@receives(TransactionsChanged)
def pass_on(event: TransactionsChanged) -> None:
    """One query; whoever is alone pays for no other."""
    if is_any(_OF_COUPLES, [db_uuid(event.account_id)]):
        announce(CoupleTransactionsChanged(event.account_id, event.ids))
