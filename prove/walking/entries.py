"""What people do to single entries, and to many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from ledger.core import services
from ledger.core.models import Transaction
from prove.walking.model import CATEGORY_KIND, Filing
from prove.walking.walker import Walker, Wrong, account_row, category_row, row


def record(walk: Walker) -> str | None:
    account = walk.account()
    if account is None:
        return None
    kind = walk.dice.choice(("expense", "expense", "income", "refund"))
    amount = walk.amount() * (-1 if kind == "expense" else 1)
    category = walk.category(kind) if walk.dice.random() < 0.7 else None
    made = services.record_transaction(
        account=account_row(account), recorded_by=walk.person, amount=amount, booked_on=walk.day(), kind=kind,
        payee=walk.payee(), category=category_row(category),
    )  # fmt: skip
    if category is not None and made.category_id != category:
        raise Wrong("the chosen category was not kept")
    walk.absorb(made, chosen=category is not None)
    return f"{made.pk}: {kind} {amount}"


def record_split(walk: Walker) -> str | None:
    account = walk.account(currency="EUR")
    kind = walk.dice.choice(("expense", "income"))
    amount = walk.amount() * (-1 if kind == "expense" else 1)
    parts = walk.split(amount, kind)
    if account is None or not parts:
        return None
    made = services.record_transaction(
        account=account_row(account), recorded_by=walk.person, amount=amount, booked_on=walk.day(), kind=kind,
        payee="Both", lines=[(category_row(key), part) for key, part in parts],
    )  # fmt: skip
    walk.absorb(made).filing = Filing(kind, parts=tuple(parts))
    return f"{made.pk}: {parts}"


def refuse_into_closed(walk: Walker) -> str | None:
    closed = walk.account(is_closed=True)
    if closed is None:
        return None
    account = account_row(closed)
    walk.must_refuse(
        lambda: services.record_transaction(
            account=account, recorded_by=walk.person, amount=walk.amount(), booked_on=walk.day()
        ),
        "account_closed",
    )
    return str(closed)


def change_amount(walk: Walker) -> str | None:
    key = walk.entry()
    if key is None:
        return None
    each = walk.model.entries[key]
    amount = walk.amount() * (1 if each.amount > 0 else -1)
    if each.other is not None or (each.filing.parts and amount != each.amount):
        code = "part_of_transfer" if each.other is not None else "lines_do_not_add_up"
        walk.must_refuse(lambda: _update(walk, key, amount=amount), code)
        return f"{key}: refused"
    _update(walk, key, amount=amount)
    each.amount = amount
    return f"{key}: {amount}"


def change_day(walk: Walker) -> str | None:
    key = walk.entry()
    if key is None:
        return None
    day = walk.day()
    _update(walk, key, booked_on=day)
    walk.model.entries[key].day = day
    walk.model.entries[key].stamp += 1
    return f"{key}: {day}"


def change_account(walk: Walker) -> str | None:
    key, target = walk.entry(), walk.account()
    if key is None or target is None:
        return None
    each = walk.model.entries[key]
    currencies = walk.model.accounts[each.account].currency, walk.model.accounts[target].currency
    if each.other is not None or currencies[0] != currencies[1]:
        code = "part_of_transfer" if each.other is not None else "other_currency"
        walk.must_refuse(lambda: _update(walk, key, account=account_row(target)), code)
        return f"{key}: refused"
    _update(walk, key, account=account_row(target))
    each.account = target
    return f"{key}: to {target}"


def change_category(walk: Walker) -> str | None:
    key = walk.entry()
    if key is None:
        return None
    each = walk.model.entries[key]
    category = walk.category(each.filing.kind)
    _update(walk, key, category=category_row(category))
    each.file(Filing(each.filing.kind, category, category is not None, refund_of=each.filing.refund_of))
    return f"{key}: {category}"


def refuse_category_of_other_kind(walk: Walker) -> str | None:
    key = walk.entry()
    if key is None:
        return None
    kind = CATEGORY_KIND[walk.model.entries[key].filing.kind]
    wrong = walk.dice.choice([each for each, of in walk.model.categories.items() if of != kind])
    walk.must_refuse(lambda: _update(walk, key, category=category_row(wrong)), "category_kind_mismatch")
    return str(key)


def change_kind(walk: Walker) -> str | None:
    """Income and refund in place; expense and the others with the sign turned."""
    key = walk.entry(lambda each: each.other is None and each.filing.kind != "transfer" and not each.filing.parts)
    if key is None:
        return None
    each = walk.model.entries[key]
    kind = walk.dice.choice([other for other in ("expense", "income", "refund") if other != each.filing.kind])
    amount = abs(each.amount) * (-1 if kind == "expense" else 1)
    _update(walk, key, kind=kind, amount=amount)
    each.amount = amount
    if each.filing.kind == "expense":
        walk.model.release_refunds(key)
    filing = replace(each.filing, kind=kind, refund_of=each.filing.refund_of if kind == "refund" else None)
    if filing.category is not None and walk.model.categories[filing.category] != CATEGORY_KIND[kind]:
        filing = replace(filing, category=None, chosen=False)
    each.file(filing)
    return f"{key}: {kind}"


def change_kind_of_split(walk: Walker) -> str | None:
    """The parts' categories are of the old kind: either they go, or the change is refused."""
    key = walk.entry(lambda each: bool(each.filing.parts) and each.filing.kind in ("income", "refund"))
    if key is None:
        return None
    each = walk.model.entries[key]
    kind = "refund" if each.filing.kind == "income" else "income"
    walk.must_refuse(lambda: _update(walk, key, kind=kind), "category_kind_mismatch")
    return f"{key}: {kind}"


def split(walk: Walker) -> str | None:
    key = walk.entry(lambda each: each.other is None and each.amount != 0)
    if key is None:
        return None
    each = walk.model.entries[key]
    parts = walk.split(each.amount, each.filing.kind)
    if not parts:
        return None
    _update(walk, key, lines=[(category_row(category), part) for category, part in parts])
    each.file(Filing(each.filing.kind, parts=tuple(parts), refund_of=each.filing.refund_of))
    return f"{key}: {parts}"


def unsplit(walk: Walker) -> str | None:
    key = walk.entry(lambda each: bool(each.filing.parts) and each.other is None)
    if key is None:
        return None
    each = walk.model.entries[key]
    _update(walk, key, lines=[])
    each.file(Filing(each.filing.kind, refund_of=each.filing.refund_of))
    return str(key)


def put_in_bin(walk: Walker) -> str | None:
    key = walk.entry()
    if key is None:
        return None
    expected = _with_other(walk, key)
    if set(services.bin_transaction(entry=row(key))) != expected:
        raise Wrong("other entries went into the bin")
    for each in expected:
        walk.model.entries[each].binned = True
    return str(key)


def purge(walk: Walker) -> str | None:
    if walk.dice.random() < 0.9:
        return None
    gone = {key for key, each in walk.model.entries.items() if each.binned}
    services.purge_bin(now=timezone.now() + timedelta(days=31))
    walk.model.erase(gone)
    return f"{len(gone)} purged"


def change_many(walk: Walker) -> str | None:
    keys = [key for key, _ in walk.model.live()]
    some = walk.dice.sample(keys, min(len(keys), 15))
    kind = walk.dice.choice(("expense", "income"))
    category = walk.dice.choice(walk.model.fitting(kind))
    report = services.change_many(
        entries=_rows(some),
        changed_by=walk.person,
        change=services.BulkChange(set_category=True, category=category_row(category)),
    )
    fitting = {key for key in some if CATEGORY_KIND[walk.model.entries[key].filing.kind] == kind}
    if set(report.changed) != fitting:
        raise Wrong(f"{len(report.changed)} changed, {len(fitting)} expected")
    for key in fitting:
        each = walk.model.entries[key]
        each.file(Filing(each.filing.kind, category, True, refund_of=each.filing.refund_of))
    return f"{len(fitting)} to {category}"


def bin_many(walk: Walker) -> str | None:
    keys = [key for key, _ in walk.model.live()]
    some = walk.dice.sample(keys, min(len(keys), 4))
    expected = {other for key in some for other in _with_other(walk, key)}
    change = services.BulkChange(delete=True)
    report = services.change_many(entries=_rows(some), changed_by=walk.person, change=change)
    if set(report.changed) != expected:
        raise Wrong("other entries went into the bin")
    for key in expected:
        walk.model.entries[key].binned = True
    return f"{len(expected)} binned"


def _with_other(walk: Walker, key: UUID) -> set[UUID]:
    other = walk.model.entries[key].other
    return {key} if other is None else {key, other}


def _rows(keys: list[UUID]) -> list[Transaction]:
    return list(Transaction.objects.filter(pk__in=keys))


def _update(walk: Walker, key: UUID, **changes: object) -> None:
    services.update_transaction(entry=row(key), changed_by=walk.person, **changes)  # type: ignore[arg-type]
