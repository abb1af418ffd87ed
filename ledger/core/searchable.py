"""What the search finds of the ledger's core: entries by their texts, accounts, and categories as a person names them.

Thousands of coffees are one text: entries are found as the distinct texts of an account, with how many and the latest
day. Whoever sees the account in full has its id among their audiences; what an owner withholds has one of that owner's
role alone, so that a text is nobody else's before anybody looks. The name of an account is told wherever it exists.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from config.kernel.api.key_areas import LEDGER
from config.kernel.search.models import SearchEntry
from config.kernel.search.registry import (
    Draft,
    Offer,
    Offering,
    RecordSource,
    Shown,
    Source,
    offer,
    register,
    tells_audiences,
)
from config.kernel.sql import db_uuid, from_db_uuid
from ledger.core.access import TOGETHER, Sight, sights_of
from ledger.core.category_tree import category_tree
from ledger.core.models import HouseholdMember, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.searching import BETWEEN, KIND, Text, text_audiences


def name_audience(account_id: UUID) -> UUID:
    """Of whoever knows that the account exists."""
    return uuid5(account_id, "name")


@tells_audiences
def _audiences(person: User) -> Iterator[UUID]:
    """Two queries."""
    sights = sights_of(person)
    yield from text_audiences(sights.values())
    yield from map(name_audience, sights)
    yield from HouseholdMember.objects.filter(person=person).values_list("household", flat=True)


class Transactions(Source):
    kind, label, icon, area = KIND, _("Transactions"), "arrow-left-right", LEDGER
    weight, is_bulk, has_text_in_key, is_imported = 0.03, True, True, True
    table = Transaction._meta.db_table
    watched = ("account_id", "withheld", "payee_key", "search_text", "booked_on", "deleted_at")

    def key_sql(self, row: str) -> str:
        columns = [f"CAST({row}.account_id AS text)", *(f"{row}.{each}" for each in self.watched[1:4])]
        return f" || '{BETWEEN}' || ".join(columns)

    def object_of(self, key: str) -> UUID:
        return Text.of_key(key).object_id

    def drafts(self, keys: Collection[str]) -> Iterator[Draft]:
        """One query, which reads the lines of the payees they are of."""
        texts = [Text.of_key(key) for key in keys]
        grouped = f"SELECT w.place, COUNT(*), MAX(t.booked_on) FROM wanted w JOIN {_LINES} GROUP BY w.place"  # noqa: S608
        for place, count, latest in _asked(texts, grouped):
            text = texts[place]
            yield Draft(
                object_id=text.object_id,
                audience=text.audience,
                title=text.text,
                at=date.fromisoformat(latest) if isinstance(latest, str) else latest,
                count=count,
                details={"account": text.account_id.hex, "withheld": text.withheld, "payee": text.payee_key},
            )

    def show(self, person: Any, entries: Collection[SearchEntry]) -> Mapping[UUID, Shown]:
        """Three queries."""
        sights = sights_of(person)
        seen = [each for each in entries if _may_read(sights, each)]
        one = f"SELECT w.place, (SELECT t.id FROM {_LINES.replace(' ON ', ' WHERE ')} LIMIT 1) FROM wanted w"  # noqa: S608
        places = {place: from_db_uuid(key) for place, key in _asked([_text_of(each) for each in seen], one) if key}
        lines = Transaction.objects.visible_to(person).live().select_related("account").in_bulk(list(places.values()))
        return {
            seen[place].object_id: _shown(seen[place], lines[key], sights)
            for place, key in places.items()
            if key in lines
        }


_LINES = (
    "ledger_transaction t ON t.account_id = w.account_id AND t.payee_key = w.payee_key"
    " AND t.search_text = w.search_text AND t.withheld = w.withheld AND t.deleted_at IS NULL"
)


def _asked(texts: Sequence[Text], statement: str) -> list[tuple[Any, ...]]:
    """The answer of a statement over `wanted`, which has a row for each text, its `place` in the sequence first."""
    if not texts:
        return []
    casts = "%s, CAST(%s AS uuid), %s, %s, %s" if connection.vendor == "postgresql" else "%s, %s, %s, %s, %s"
    rows = ", ".join([f"({casts})"] * len(texts))
    parameters = [
        value
        for place, each in enumerate(texts)
        for value in (place, db_uuid(each.account_id), each.withheld, each.payee_key, each.text)
    ]
    wanted = f"WITH wanted (place, account_id, withheld, payee_key, search_text) AS (VALUES {rows})"
    with connection.cursor() as cursor:
        cursor.execute(f"{wanted} {statement}", parameters)
        return list(cursor.fetchall())


def _text_of(entry: SearchEntry) -> Text:
    details = entry.details
    return Text(UUID(details["account"]), details["withheld"], details["payee"], entry.search_text.strip())


def _may_read(sights: Mapping[UUID, Sight], entry: SearchEntry) -> bool:
    sight = sights.get(UUID(entry.details["account"]))
    return (
        sight is not None
        and sight.level == MoneyAccountAccess.Level.FULL
        and entry.details["withheld"] in ("", sight.role)
    )


def _shown(entry: SearchEntry, line: Transaction, sights: Mapping[UUID, Sight]) -> Shown:
    """One line leads to itself, many lead to the list of them."""
    title = line.payee or line.notes or str(line.get_kind_display())
    account = line.account
    if entry.count == 1:
        return Shown(
            title=title,
            hint=account.name,
            url=reverse("transaction_detail", args=[line.pk]),
            record=line.pk,
            at=line.booked_on,
            amount=line.amount,
            currency=account.currency,
        )
    asked = {"search": entry.search_text.strip()[:200], "money_account": account.pk}
    if not sights[account.pk].is_mine:
        asked["scope"] = TOGETHER
    often = ngettext("%(count)s time", "%(count)s times", entry.count) % {"count": entry.count}
    return Shown(
        title=title,
        hint=f"{account.name} · {often}",
        url=f"{reverse('transactions')}?{urlencode(asked)}",
        at=entry.at,
        count=entry.count,
    )


class MoneyAccounts(RecordSource):
    kind, label, icon, area, weight = "money_account", _("Accounts"), "landmark", LEDGER, 0.09
    model, table = MoneyAccount, MoneyAccount._meta.db_table
    watched = ("name", "institution")

    def draft(self, record: MoneyAccount) -> Draft:
        return Draft(record.pk, name_audience(record.pk), record.name, record.institution)

    def mine(self, person: User) -> Container[UUID]:
        return set(MoneyAccount.objects.owned_by(person).values_list("pk", flat=True))

    def shown(self, record: MoneyAccount, mine: Container[UUID]) -> Shown:
        """One's own leads to its entries, another's stands among the accounts."""
        url = f"{reverse('transactions')}?money_account={record.pk}" if record.pk in mine else reverse("accounts_list")
        return Shown(record.name, record.institution, url, record=record.pk)


def _categories(person: User) -> Iterator[Offer]:
    """As the person names them and in their language, so no index holds them. Two queries."""
    tree = category_tree(person)
    for node in tree.in_order():
        above = tree.get(node.parent_id)
        url = f"{reverse('transactions')}?category={node.id}"
        yield Offer(node.name, url, text=node.description, hint=above.name if above else "", record=node.id)


register(MoneyAccounts())
register(Transactions())
offer(Offering("category", _("Categories"), "tags", LEDGER, _categories, weight=0.08))
