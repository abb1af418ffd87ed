"""Who stands around one owner: her partner, her partner of former days, and somebody she has invited.

What she shows her partner stands on every rung of the ladder, each line with a canary: a word and a figure that may be
told from a rung on, or to nobody.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from chat.services import write_message
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction
from partnerships.agreements.services import begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership, start_partnership
from partnerships.core.standing import current_standing, standing_in
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.inviting.services import invite
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.joint import ask_to_join
from partnerships.sharing.levels import choose_level

FORMER, DAY = date(2025, 1, 1), date(2026, 3, 2)
PASSWORD: Final = "a rather long pass phrase"  # noqa: S105 of people who live for seconds
PARTNER, FORMER_PARTNER, INVITED = "ben", "dev", "eve"
EXISTS, TOTAL, SUMS, FULL = "exists", "total", "category_sums", "full"
LEVELS: Final = (EXISTS, TOTAL, SUMS, FULL)
GIFT, JOINT, JOINT_GIFT, WAS_SHOWN = "gift", "joint", "joint gift", "shown to the former partner"
RUNGS: Final = (*LEVELS, GIFT, JOINT, JOINT_GIFT, WAS_SHOWN)
OPENED_WITH = Decimal(1000)
UUID_LENGTH = 36
# What the couple shares: the partner may read these of the owner's things.
_SHARED: Final = (
    "approvals", "approval", "agreement", "messages", "partnership", "settlements", "settlement", "contribution",
    "shared-expenses", "expenses", "sharedexpense", "shared-payments", "payments", "sharedpayment",
)  # fmt: skip
_SELF: Final = ("user", "people")
# In messages to the partner, and in the notes of an expense both bear.
_SHARED_WORDS: Final = ("MarkerMessage", "MarkerNotes")


class Household:
    """`things` are the ids of an account and a line on each rung, by the part of an address they follow.

    Once `furnish` was called: `kept_from` is what an actor must never be told, `untouchable` the ids of what they must
    not change.
    """

    def __init__(self, owner: User) -> None:
        """Before the owner has the partner of today: somebody who was shown an account until it ended, and an
        invitation to somebody else, who has not answered yet.
        """
        self.owner = owner
        self.people = {name: _person(name) for name in (FORMER_PARTNER, INVITED)}
        self.things: dict[str, dict[str, str]] = {}
        self.kept_from: dict[str, list[str]] = {}
        self.untouchable: dict[str, set[str]] = {}
        self._canaries: dict[str, list[str]] = {}
        invite(inviter=owner, link_of=str, email=self.people[INVITED].email, message="Shall we?")
        dev = self.people[FORMER_PARTNER]
        before = start_partnership(first=owner, second=dev, currency="EUR", started_on=FORMER)
        begin_agreement(partnership=before, terms=Terms(starts_on=FORMER, method="equal"), proposed_by=owner)
        owners, devs = standing_in(owner, before.pk), standing_in(dev, before.pk)
        account = self._account(WAS_SHOWN, "CanaryFormer", "181.81")
        choose_level(standing=owners, account=account, level=FULL)
        expense, _asked = add_expense(standing=devs, values={"name": "Old rent", "amount": Decimal(50)})
        mark_paid(standing=devs, expense=expense, due_on=expense.starts_on, paid_on=expense.starts_on)
        write_message(standing=devs, text="Long ago")
        end_partnership(standing=devs)

    def furnish(self, ids: dict[str, str], words: list[str], names: list[str]) -> None:
        """Once the owner has her things (`ids`, `words` and `names` of an Actor) and a partner."""
        standing = current_standing(self.owner)
        assert standing is not None, "the couple comes first"
        assert standing.partner is not None, "the couple comes first"
        standing.partner.set_password(PASSWORD)
        standing.partner.save()
        self.people[PARTNER] = standing.partner
        for person in self.people.values():
            # Without one no month can be planned.
            person.monthly_income = Decimal(100)
            person.save()
            services.create_money_account(owner=person, currency="EUR", name="Own")
        for number, level in enumerate(LEVELS):
            account = self._account(level, f"Canary{level.title().replace('_', '')}", f"{271 + number}.{83 + number}")
            choose_level(standing=standing, account=account, level=level)
        joint = self._account(JOINT, "CanaryJoint", "343.47")
        others = standing_in(standing.partner, standing.partnership.pk)
        approve(approval=ask_to_join(standing=standing, account=joint, whole=True), by=others)
        self._gift(GIFT, FULL, "CanaryGift", "515.59")
        self._gift(JOINT_GIFT, JOINT, "CanarySurprise", "616.67")
        self._keep(ids, words, names)

    def _account(self, rung: str, word: str, figure: str) -> MoneyAccount:
        account = services.create_money_account(
            owner=self.owner, currency="EUR", name=f"Rung {rung}", opening_balance=OPENED_WITH, opened_on=FORMER
        )
        entry = self._pay(account, word, figure)
        self._pay(account, "Other", "7.03")
        account.refresh_from_db()
        self.things[rung] = _ids_of(account, entry)
        self._canaries[rung] = [word, figure]
        if rung == EXISTS:
            self._canaries[rung].append(f"{account.balance:.2f}")
        return account

    def _pay(self, account: MoneyAccount, word: str, figure: str) -> Transaction:
        return services.record_transaction(
            account=account, recorded_by=self.owner, amount=-Decimal(figure), booked_on=DAY, payee=word,
            notes=f"{word} notes", category=Category.objects.get(slug="groceries"),
        )  # fmt: skip

    def _gift(self, rung: str, on: str, word: str, figure: str) -> None:
        account = MoneyAccount.objects.get(pk=self.things[on]["money-accounts"])
        entry = self._pay(account, word, figure)
        hide_until(entry=entry, by=self.owner, until=timezone.now().date() + timedelta(days=90))
        account.refresh_from_db()
        self.things[rung] = _ids_of(account, entry)
        self._canaries[rung] = [word, figure, f"{account.balance:.2f}"]

    def _keep(self, ids: dict[str, str], words: list[str], names: list[str]) -> None:
        """Of rungs, the partner is kept from lines below full, and from the gifts; everybody else from everything."""
        below = [rung for rung in RUNGS if rung not in (FULL, JOINT)]
        lines = {rung: each["transactions"] for rung, each in self.things.items()}
        accounts = {each["money-accounts"] for each in self.things.values()}
        told = {key for name, key in ids.items() if name in _SHARED}
        selves = {key for name, key in ids.items() if name in _SELF}
        hidden = {key for key in ids.values() if len(key) == UUID_LENGTH} - told - selves
        own = [each for each in (*words, *names) if each != "MarkerPerson"]
        of_rungs = accounts | set(lines.values())
        of_both = {self.things[JOINT]["money-accounts"], self.things[JOINT]["transactions"]}
        self.untouchable = {PARTNER: hidden | of_rungs - of_both}
        self.kept_from[PARTNER] = [
            *(each for each in own if each not in _SHARED_WORDS),
            *(each for rung in below for each in self._canaries[rung]),
            *_written(hidden | {lines[rung] for rung in below if rung != JOINT_GIFT}),
            *_written({self.things[WAS_SHOWN]["money-accounts"]}),
        ]
        for name in (FORMER_PARTNER, INVITED):
            self.kept_from[name] = [
                *own,
                *(each for rung in RUNGS for each in self._canaries[rung]),
                *_written(hidden | told | of_rungs),
            ]
            self.untouchable[name] = hidden | told | of_rungs


def _person(name: str) -> User:
    person = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title(), currency="EUR")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _ids_of(account: MoneyAccount, entry: Transaction) -> dict[str, str]:
    return {
        **dict.fromkeys(("money-accounts", "moneyaccount", "reconcile"), str(account.pk)),
        **dict.fromkeys(("transactions", "sort"), str(entry.pk)),
    }


def _written(ids: set[str]) -> list[str]:
    """With hyphens and without."""
    return [*sorted(ids), *sorted(each.replace("-", "") for each in ids)]
