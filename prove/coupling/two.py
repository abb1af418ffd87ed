"""The two: who they are, that they are partners, and the account of which one shows the other every line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from ledger.core.models import MoneyAccount
from ledger.core.services import create_money_account
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.core.services import start_partnership
from partnerships.core.standing import standing_in
from partnerships.sharing.levels import choose_level
from prove.serving import let_log_in

STARTED = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Two:
    ana: User
    ben: User
    account: MoneyAccount

    def become_partners(self) -> None:
        """They share costs half each, and Ana shows Ben her account in full."""
        partnership = start_partnership(first=self.ana, second=self.ben, currency="EUR", started_on=STARTED)
        terms = Terms(starts_on=STARTED, method="equal")
        begin_agreement(partnership=partnership, terms=terms, proposed_by=self.ana)
        choose_level(standing=standing_in(self.ana, partnership.pk), account=self.account, level="full")


def make_two(name: str) -> Two:
    """They are no partners yet, and can log in. Their addresses begin with `name`."""
    ana, ben = (
        User.objects.create_user(f"{name}-{each.lower()}@example.org", name=each, currency="EUR", locale="en-GB")
        for each in ("Ana", "Ben")
    )
    for person in (ana, ben):
        let_log_in(person)
    return Two(ana, ben, create_money_account(owner=ana, currency="EUR", name="Everyday"))
