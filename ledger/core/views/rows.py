"""Lines as the pages show them, and the text of a filter in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from config.kernel.formatting import active_locale, format_money, format_short_day
from config.kernel.forms import parse_amount
from config.kernel.money import ZERO
from ledger.core.access import Lens, owner_names
from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.core.listed import Row, days_of, is_private
from ledger.core.listing import TransactionFilter
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction

Kind = Transaction.Kind
LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class AccountMark:
    """`owner` names whose account it is where it is not one's own; `role` is the reader's, as in Sight."""

    pk: UUID
    name: str
    currency: str
    role: str = MoneyAccountAccess.Role.OWNER.value
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list; `amount` signed, in the account's currency. Of one that `is_private` only account and day are
    known: the other owner withholds it.
    """

    pk: UUID
    payee: str
    notes: str
    kind: str
    booked_on: date
    amount: Decimal
    account: AccountMark
    category_id: UUID | None
    category: CategoryNode | None
    category_source: str
    category_reason: str
    is_split: bool
    version: int
    is_private: bool = False

    @property
    def get_kind_display(self) -> str:
        return _("Private") if self.is_private else str(Kind(self.kind).label)

    @property
    def is_mine(self) -> bool:
        """Whether it may be changed here."""
        return not self.account.owner and not self.is_private

    @property
    def is_transfer(self) -> bool:
        return self.kind == Kind.TRANSFER


@dataclass(frozen=True, slots=True)
class DayGroup:
    """`total` is what the day moved without transfers, in `currency`; None where its lines are of several currencies,
    or all are transfers."""

    day: date
    total: Decimal | None
    currency: str
    entries: list[Entry]


def account_marks(lens: Lens, accounts: Iterable[MoneyAccount] | None = None) -> dict[UUID, AccountMark]:
    """What a list says of the accounts of `lens`, by name. One query unless they are given, and one for the names of
    their owners where some are others'.
    """
    owners = owner_names(each.account_id for each in lens if not each.is_mine)
    if accounts is None:
        accounts = MoneyAccount.objects.filter(pk__in=list(lens.sights)).only("name", "currency").order_by("name", "pk")
    return {
        each.pk: AccountMark(each.pk, each.name, each.currency, lens.sights[each.pk].role, owners.get(each.pk, ""))
        for each in accounts
        if each.pk in lens.sights
    }


def entry_of(row: Row, accounts: Mapping[UUID, AccountMark], tree: CategoryTree) -> Entry:
    return Entry(
        pk=row.id,
        payee=row.payee,
        notes=row.notes,
        kind=row.kind,
        booked_on=row.booked_on,
        amount=row.amount,
        account=accounts[row.account_id],
        category_id=row.category_id,
        category=tree.get(row.category_id),
        category_source=row.category_source,
        category_reason=row.category_reason,
        is_split=row.is_split,
        version=row.version,
        is_private=is_private(row.withheld, accounts[row.account_id].role),
    )


def entry_from(transaction: Transaction, tree: CategoryTree) -> Entry:
    """As `entry_of`, of a record that was just looked up or changed."""
    account: MoneyAccount = transaction.account
    category = tree.shown(transaction.category)
    return Entry(
        pk=transaction.pk,
        payee=transaction.payee,
        notes=transaction.notes,
        kind=transaction.kind,
        booked_on=transaction.booked_on,
        amount=transaction.amount,
        account=AccountMark(account.pk, account.name, account.currency),
        category_id=category.id if category else None,
        category=category,
        category_source=transaction.category_source,
        category_reason=transaction.category_reason,
        is_split=transaction.is_split,
        version=transaction.version,
    )


def day_groups(rows: Sequence[Row], accounts: Mapping[UUID, AccountMark], tree: CategoryTree) -> list[DayGroup]:
    groups = []
    for day, of_day in days_of(rows):
        entries = [entry_of(each, accounts, tree) for each in of_day]
        counted = [each for each in entries if not each.is_transfer and not each.is_private]
        currencies = {each.account.currency for each in counted}
        total = sum((each.amount for each in counted), ZERO) if len(currencies) == 1 else None
        groups.append(DayGroup(day, total, next(iter(currencies), ""), entries))
    return groups


def drill_url(base: str, **filters: object) -> str:
    """The list that shows exactly the lines behind a figure."""
    given = {name: str(value) for name, value in filters.items() if value not in (None, "", False)}
    return f"{base}?{urlencode(given)}" if given else base


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter in the address, as typed; what does not make sense is left out of `filter`, stays in `typed`, and is
    named in `unread` by its field."""

    typed: dict[str, object]
    filter: TransactionFilter
    unread: dict[str, str]

    @property
    def narrowed(self) -> bool:
        return self.filter != TransactionFilter()


def read_filter(query: QueryDict, accounts: Mapping[UUID, AccountMark], tree: CategoryTree) -> Asked:
    category = tree.get(_uuid(query.get("category", "")))
    account = _uuid(query.get("money_account", ""))
    currency = query.get("currency", "")
    account_ids = tuple(key for key, mark in accounts.items() if mark.currency == currency) if currency else ()
    if account is not None and account in accounts:
        account_ids = (account,)
    kinds = tuple(each for each in query.get("kind", "").split(",") if each in Kind.values)
    without = _nodes(query.get("without", ""), tree) if category else []
    left_out = {each for node in without for each in tree.branch(node.id)}
    chosen = TransactionFilter(
        account_ids=account_ids,
        category_ids=tuple(each for each in tree.branch(category.id) if each not in left_out) if category else (),
        kinds=kinds,
        booked_on_after=_day(query.get("booked_on_after", "")),
        booked_on_before=_day(query.get("booked_on_before", "")),
        amount_min=_amount(query.get("amount_min", "")),
        amount_max=_amount(query.get("amount_max", "")),
        search=query.get("search", "")[:200].replace("\x00", ""),
        uncategorised=query.get("uncategorised") == "true",
    )
    names = ("booked_on_after", "booked_on_before", "amount_min", "amount_max", "kind")
    typed: dict[str, object] = {name: query.get(name, "") for name in names}
    typed |= {
        "search": chosen.search,
        "category": category.id if category else None,
        "category_name": category.name if category else "",
        "without": ", ".join(each.name for each in without),
        "money_account": account if account in accounts else None,
        "uncategorised": chosen.uncategorised,
    }
    return Asked(typed, chosen, _unread(query, chosen, typed))


def _unread(query: QueryDict, chosen: TransactionFilter, typed: Mapping[str, object]) -> dict[str, str]:
    amount, day = _('We could not read the amount "%(typed)s".'), _('We could not read the day "%(typed)s".')
    understood = {
        "booked_on_after": (chosen.booked_on_after, day),
        "booked_on_before": (chosen.booked_on_before, day),
        "amount_min": (chosen.amount_min, amount),
        "amount_max": (chosen.amount_max, amount),
        "kind": (chosen.kinds, _('There is no kind "%(typed)s".')),
        "category": (typed["category"], _("There is no such category.")),
        "money_account": (typed["money_account"], _("There is no such account.")),
    }
    given = {name: query.get(name, "").strip()[:40] for name in understood}
    return {
        name: text % {"typed": given[name]}
        for name, (value, text) in understood.items()
        if given[name] and value in (None, ())
    }


def chips(
    asked: Asked, query: QueryDict, accounts: Mapping[UUID, AccountMark], tree: CategoryTree
) -> list[dict[str, str]]:
    """What narrows the list beyond the selects that show it themselves, each with the address without it."""
    shown, locale = asked.filter, active_locale()
    after, before = shown.booked_on_after, shown.booked_on_before
    texts: list[tuple[str, tuple[str, ...]]] = []
    if after and before:
        span = f"{format_short_day(after, locale)} – {format_short_day(before, locale)}"
        texts.append((span, ("booked_on_after", "booked_on_before")))
    elif after:
        texts.append((_("From %(day)s") % {"day": format_short_day(after, locale)}, ("booked_on_after",)))
    elif before:
        texts.append((_("Until %(day)s") % {"day": format_short_day(before, locale)}, ("booked_on_before",)))
    if shown.kinds:
        labels = [str(Kind(each).label) for each in shown.kinds]
        texts.append((", ".join(labels), ("kind",)))
    for name, amount, text in (
        ("amount_min", shown.amount_min, _("At least %(amount)s")),
        ("amount_max", shown.amount_max, _("At most %(amount)s")),
    ):
        if amount is not None:
            number = format_money(amount, query.get("currency", "") or "EUR", locale).number
            texts.append((text % {"amount": number}, (name,)))
    if asked.typed["without"]:
        texts.append((_("Without %(names)s") % {"names": asked.typed["without"]}, ("without",)))
    if shown.uncategorised:
        texts.append((_("Without a category"), ("uncategorised",)))
    if query.get("currency"):
        texts.append((query.get("currency", "")[:3], ("currency",)))
    read = [{"text": text, "url": _without(query, names), "error": ""} for text, names in texts]
    unread = [{"text": text, "url": _without(query, (name,)), "error": "yes"} for name, text in asked.unread.items()]
    return unread + read


def _without(query: QueryDict, names: Iterable[str]) -> str:
    left = query.copy()
    for name in (*names, "after"):
        left.pop(name, None)
    return f"?{left.urlencode()}"


def _nodes(text: str, tree: CategoryTree) -> list[CategoryNode]:
    """Those named by ids, separated by commas; what is none is left out."""
    found = [tree.get(_uuid(each)) for each in text.split(",")[:LONGEST_LIST]]
    return [each for each in found if each is not None]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _amount(text: str) -> Decimal | None:
    """As people type it: nothing of ours writes an amount into an address."""
    try:
        amount = parse_amount(text)
    except ValidationError:
        return None
    return amount if 0 <= amount <= 10**12 else None
