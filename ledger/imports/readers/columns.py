"""Which column is what: by its header, checked against what it holds; without a header by content alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ledger.imports.readers.amounts import parse_amount
from ledger.imports.readers.dates import written_day
from ledger.imports.readers.facts import ColumnFacts
from ledger.imports.readers.header_words import foreign, holder, meanings
from ledger.imports.readers.plan import Plan
from ledger.imports.readers.text import fold

_HEAD_ROWS = 80
_SEVERAL = 3
_FEW_ACCOUNTS = 3
# The weight of a header that says whose account it is.
_OWN = 32
_MONEY = frozenset({"amount", "debit", "credit"})
_Ranked = dict[str, list[tuple[int, int]]]


def find_header(rows: Sequence[list[str]]) -> int | None:
    """Index of the header row, None where the file starts with its data.

    A row that names a date and an amount in any known language wins; else a row of text right above
    the first row with a date and an amount, as wide as that one.
    """
    best, best_score = None, 0
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        score = _header_score(row)
        if score > best_score:
            best, best_score = index, score
    if best is not None:
        return best
    first = first_data_row(rows)
    if first in (0, len(rows)):
        return None
    above = [cell.strip() for cell in rows[first - 1]]
    named = [cell for cell in above if cell]
    wide_enough = len(named) >= 3 and abs(len(above) - len(rows[first])) <= 1
    plain = all(len(cell) <= 60 and not written_day(cell) and parse_amount(cell) is None for cell in named)
    return first - 1 if wide_enough and plain else None


def _header_score(row: list[str]) -> int:
    roles = [{role for role, _ in meanings(cell)} for cell in row]
    known = [found for found in roles if found]
    if not any("booked_on" in found for found in known) or not any(found & _MONEY for found in known):
        return 0
    if len(known) < 2 or any(written_day(cell) for cell in row):
        return 0
    date_only = sum(1 for found in known if found == {"booked_on"})
    return len(known) if len(known) > date_only else 0


def first_data_row(rows: Sequence[list[str]]) -> int:
    """Index of the first row that has a date and, in another cell, an amount; the number of rows if none has."""
    for index, row in enumerate(rows[:2000]):
        dates = [i for i, cell in enumerate(row[:60]) if written_day(cell)]
        if dates and any(i not in dates and parse_amount(cell.strip()) is not None for i, cell in enumerate(row[:60])):
            return index
    return len(rows)


def labelled_plan(headers: Sequence[str], facts: Sequence[ColumnFacts]) -> Plan:
    """Roles by header. Columns whose content contradicts their header take no part."""
    headers = _over_their_amounts(headers, facts)
    ranked = _ranked(headers, facts)
    plan = Plan()
    dates = [index for _, index in ranked.get("booked_on", [])]
    full = [index for index in dates if facts[index].filled >= 0.5] or dates
    if full:
        plan.booked = full[0]
        plan.other_dates = tuple(index for index in dates if index != full[0])
    taken: set[int | None] = {*dates}
    for role in ("currency", "sign", "balance", "debit", "credit", "amount", "fee", "account", "bank_id"):
        chosen = next((index for _, index in ranked.get(role, []) if index not in taken), None)
        setattr(plan, role, chosen)
        if chosen is not None and role != "sign":
            taken.add(chosen)
    if _of_foreign_amount(plan, headers):
        plan.currency = None
    beside = (plan.amount or 0) - 1
    if plan.currency is None and beside >= 0 and facts[beside].is_currency and not headers[beside]:
        plan.currency = beside
    for role in ("category", "status", "kind"):
        chosen = next((index for _, index in ranked.get(role, []) if index not in taken), None)
        setattr(plan, role, chosen)
    away = taken | {plan.category, plan.sign, plan.status}
    dull = {column.index for column in facts if column.distinct == 1 and column.count >= _SEVERAL}
    plan.payee, plan.notes = _text_columns(headers, ranked, away | {plan.kind}, dull)
    if not plan.payee:
        plan.payee, plan.notes = _text_columns(headers, ranked, away, dull)
        plan.kind = None if plan.kind in plan.payee else plan.kind
    payers = [index for _, index in ranked.get("payer", []) if index not in taken]
    if payers and plan.payee:
        plan.payer = payers[0]
    elif payers:
        plan.payee = (payers[0],)
    return plan


def _over_their_amounts(headers: Sequence[str], facts: Sequence[ColumnFacts]) -> Sequence[str]:
    """'Balance,,' over 'EUR,13.87,': a header over a currency is meant for the nameless amount to its right."""
    moved = list(headers)
    for column, after in pairwise(facts[: len(moved)]):
        if column.is_currency and after.is_money and moved[column.index] and not moved[after.index]:
            moved[column.index], moved[after.index] = "", moved[column.index]
    return moved


def _ranked(headers: Sequence[str], facts: Sequence[ColumnFacts]) -> _Ranked:
    """role -> [(-weight, column)] of the columns that can be it, best first, then the fuller, then from left to right.

    A vaguely named account ("IBAN") that changes from row to row is the counterparty's.
    """
    ranked: _Ranked = {}
    own_named = any(role == "account" and weight >= _OWN for each in headers for role, weight in meanings(each))
    for column in facts:
        header = headers[column.index] if column.index < len(headers) else ""
        for role, weight in meanings(header):
            vague = role == "account" and weight < 30
            counterparty = vague and (own_named or column.distinct > 1 or column.count < 2)
            numberless = vague and not any(map(str.isdigit, column.sample))
            own = (role == "currency" and foreign(header)) or (role == "payee" and holder(header, headers))
            fits = _fits(role, column) or (role == "account" and weight >= _OWN and column.filled == 1.0)
            if fits and not (counterparty or numberless or own):
                ranked.setdefault(role, []).append((-weight, column.index))
    sparse = {column.index for column in facts if column.filled < 0.5}
    for columns in ranked.values():
        columns.sort(key=lambda found: (found[0], found[1] in sparse, found[1]))
    return ranked


def _of_foreign_amount(plan: Plan, headers: Sequence[str]) -> bool:
    """Whether the currency stands right before an amount abroad, and not beside the account's own."""
    place = plan.currency
    if place is None or place + 1 >= len(headers):
        return False
    return foreign(headers[place + 1]) and plan.amount not in (place - 1, place + 1)


def _fits(role: str, column: ColumnFacts) -> bool:
    if role == "booked_on":
        return column.is_date
    if role in ("debit", "credit", "fee"):
        return column.is_money or not column.count
    if role in ("amount", "balance"):
        return column.is_money and column.dates != 1.0
    if role == "currency":
        return column.is_currency and column.filled >= 0.5
    if role == "sign":
        return column.is_sign
    if role == "bank_id":
        return column.filled >= 0.6 and column.distinct == column.count and column.longest >= 6
    if role == "account":
        return _names_accounts(column)
    if role in ("payee", "payer", "description", "notes"):
        return column.count > 0 and column.letters >= 1 and not (column.is_sign and column.count > 1)
    return column.count > 0


def _names_accounts(column: ColumnFacts) -> bool:
    """One account throughout, or a few in every row. Numbers that hardly repeat are those of counterparties."""
    if column.is_date or column.filled < 0.5:
        return False
    if column.distinct == 1:
        return True
    numbered = any(c.isdigit() for c in column.sample)
    repeated = column.distinct * 2 <= column.count if numbered else column.distinct < column.count
    return column.filled == 1.0 and column.distinct <= 20 and repeated


def _text_columns(
    headers: Sequence[str], ranked: _Ranked, taken: set[int | None], dull: set[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Payee columns and note columns. Numbered columns ('Text 1', 'Text 2') are one text in pieces.

    A column that says the same in every row (`dull`) is the payee only where no other can be: it names the account.
    """
    weights: dict[int, int] = {}
    for role in ("payee", "description", "notes"):
        for weight, index in ranked.get(role, []):
            if index not in taken:
                weights[index] = max(weights.get(index, 0), -weight)
    ordered = sorted(weights, key=lambda index: (index in dull, -weights[index], index))
    if not ordered:
        return (), ()
    stem = _stem(headers[ordered[0]])
    numbered = stem != fold(headers[ordered[0]])
    pieces = [i for i in ordered if _stem(headers[i]) == stem and i not in dull] if numbered else []
    payee = tuple(sorted(pieces)) or (ordered[0],)
    return payee, tuple(index for index in ordered if index not in payee)[:4]


def _stem(header: str) -> str:
    return "".join(c for c in fold(header) if not c.isdigit()).strip()


def complete_by_content(plan: Plan, facts: Sequence[ColumnFacts], headers: Sequence[str]) -> list[int]:
    """Fill what the header left open; returns the columns that may hold money where none was named.

    What a header calls a balance is never one of them: a list of balances holds no movements.
    """
    balances = {place for place, each in enumerate(headers) if any(role == "balance" for role, _ in meanings(each))}
    used = balances | {
        getattr(plan, role) for role in ("amount", "debit", "credit", "balance", "fee", "account", "bank_id")
    }
    if plan.booked < 0:
        dates = [column.index for column in facts if column.is_date and column.filled >= 0.5]
        if dates:
            plan.booked, plan.other_dates = dates[0], tuple(dates[1:])
    if plan.currency is None:
        plan.currency = next((c.index for c in facts if c.is_currency and c.filled == 1.0 and c.distinct == 1), None)
    if plan.sign is None:
        plan.sign = next((c.index for c in facts if (c.is_sign and c.distinct <= 4) or _marks_money_in(c)), None)
    if plan.account is None:
        plan.account = next((c.index for c in facts if _looks_like_own_account(c, plan)), None)
    money: list[int] = []
    if plan.amount is None and plan.debit is None and plan.credit is None:
        free = [c for c in facts if c.is_money and not c.is_date and c.index not in used and c.index != plan.account]
        money = [c.index for c in free if (c.decimals or c.signed) and c.amounts >= 0.8] or [c.index for c in free]
    if not plan.payee:
        _texts_by_content(plan, facts, {*money, *used})
    return money


def _marks_money_in(column: ColumnFacts) -> bool:
    """'CR' beside some amounts, nothing beside the others."""
    return column.distinct == 1 and column.filled < 1.0 and fold(column.sample) in ("cr", "credit")


def _looks_like_own_account(column: ColumnFacts, plan: Plan) -> bool:
    """The same long number or IBAN in every row, ahead of everything else; or two or three that take turns."""
    digits = sum(map(str.isdigit, column.sample))
    few = column.distinct == 1 or (column.distinct <= _FEW_ACCOUNTS and column.distinct * 3 <= column.count)
    alike = few and column.filled == 1.0 and column.count > 1 and column.longest == len(column.sample)
    return alike and column.index < 2 and column.index != plan.booked and digits >= 8 and not column.is_date


def _texts_by_content(plan: Plan, facts: Sequence[ColumnFacts], taken: set[int | None]) -> None:
    """The first column of words that differ from row to row is the payee, unless another is twice as wordy.

    A column of few short words that come again and again is the bank's own kind; what else has words are notes.
    """
    away = taken | {plan.account, plan.sign, plan.currency, plan.booked, plan.status, plan.category}
    texts = [c for c in facts if c.is_text and c.index not in away and c.letters >= 2]
    if not texts:
        return
    most = max(map(_wordiness, texts))
    payee = next(column for column in texts if 2 * _wordiness(column) >= most)
    rest = [column for column in texts if column is not payee]
    if plan.kind is None:
        kinds = (c.index for c in rest if c.count >= 4 and c.distinct <= min(6, c.count // 2) and c.longest <= 20)
        plan.kind = next(kinds, None)
    plan.payee = (payee.index,)
    plan.notes = tuple(column.index for column in rest if column.index != plan.kind)[:2]


def _wordiness(column: ColumnFacts) -> float:
    variety = column.distinct / column.count
    return min(column.letters, 40) * (0.3 + variety) * column.filled
