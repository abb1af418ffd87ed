"""Which columns are the amount and what their signs mean; a running balance proves it where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, islice, permutations

from ledger.imports.readers.amounts import find_decimal_mark, parse_amount, shows_decimal_mark
from ledger.imports.readers.balance import Proof, prove
from ledger.imports.readers.dates import written_day
from ledger.imports.readers.plan import Plan
from ledger.imports.readers.text import fold
from ledger.imports.readers.types import Option, Question
from ledger.imports.readers.words import balance_row, sign_of

AmountOf = Callable[[list[str]], Decimal | None]
EveryRow = Callable[[], Iterable[list[str]]]
_NONE: list[str] = []
_SEVERAL = 3
_PAID_BACK = re.compile(
    r"payment|directpay|thank you|"
    r"autopay|refund|zahlung|einzahlung|gutschrift|betaling|paiement|pago|pagamento|payement|"
    r"indbetaling|inbetalning|splata|platba|returned|cashback|credit"
)


def cell(row: list[str], index: int | None) -> str:
    """A cell without blanks around it, '' beyond the end of a short row."""
    return row[index].strip() if index is not None and index < len(row) else ""


def amount_reader(plan: Plan) -> AmountOf:
    """What one row moves, money out negative; None where it has no readable amount."""
    mark = plan.mark
    if plan.amount is None:
        return _two_columns(plan)
    column, flip = plan.amount, plan.flip

    def plain(row: list[str]) -> Decimal | None:
        value = parse_amount(row[column].strip(), mark) if column < len(row) else None
        return -value if flip and value is not None else value

    if plan.plus_only:
        return lambda row: value if (value := plain(row)) is None or _came_in(row, plan) else -value
    if not plan.use_sign and not plan.use_fee:
        return plain

    def adjusted(row: list[str]) -> Decimal | None:
        value = plain(row)
        if value is None:
            return None
        if plan.use_sign:
            value = abs(value) * (sign_of(cell(row, plan.sign)) or (-1 if value < 0 else 1))
        if plan.use_fee:
            value -= abs(parse_amount(cell(row, plan.fee), mark) or Decimal(0))
        return value

    return adjusted


def _came_in(row: list[str], plan: Plan) -> bool:
    """Whether a row marks its amount as money in: a plus, or 'CR' behind it or in a column of its own."""
    text = cell(row, plan.amount)
    return "+" in text or text.upper().endswith("CR") or sign_of(cell(row, plan.sign)) > 0


def _two_columns(plan: Plan) -> AmountOf:
    out = 1 if plan.debit_negative else -1
    into = -1 if plan.credit_negative else 1

    def read(row: list[str]) -> Decimal | None:
        spent = parse_amount(cell(row, plan.debit), plan.mark)
        got = parse_amount(cell(row, plan.credit), plan.mark)
        if spent is None and got is None:
            return None
        return into * (got or Decimal(0)) + out * (spent or Decimal(0))

    return read


def decide_money(
    plan: Plan, unnamed: Sequence[int], rows: list[list[str]], answer: dict[str, str], every_row: EveryRow
) -> Question | None:
    """Complete `plan` in place, from consecutive rows that have a date. `unnamed` may be amounts or balances.

    What these rows leave open is looked for in the whole file, by `every_row`.
    """
    rows = [row for row in rows if not any(balance_row(text) for text in row if text)]
    rows.sort(key=lambda row: (cell(row, plan.account), cell(row, plan.currency)))
    columns = {plan.amount, plan.debit, plan.credit, plan.balance, *unnamed} - {None}
    currency = plan.fixed_currency or next((cell(row, plan.currency).upper() for row in rows), "")
    texts = [cell(row, c) for row in rows for c in columns]
    if not shows_decimal_mark(texts):
        texts = list({text for row in every_row() for c in columns if "." in (text := cell(row, c)) or "," in text})
    plan.mark = find_decimal_mark(texts, currency)
    question = None
    if unnamed:
        question = _choose_columns(plan, list(unnamed), rows, answer)
    elif plan.amount is not None and (plan.debit is not None or plan.credit is not None):
        _amount_or_sides(plan, rows)
    if plan.debit is not None:
        spent = [value for row in rows if (value := parse_amount(cell(row, plan.debit), plan.mark))]
        plan.debit_negative = sum(1 if value < 0 else -1 for value in spent) > 0
        got = [value for row in rows if (value := parse_amount(cell(row, plan.credit), plan.mark))]
        plan.credit_negative = bool(got and spent) and not plan.debit_negative and max(got) < 0
    if plan.amount is not None:
        question = _choose_sign(plan, rows, answer, every_row) if question is None else question
        _choose_fee(plan, rows)
    return question


def _proof(plan: Plan, rows: list[list[str]]) -> Proof:
    if plan.balance is None:
        return Proof(0, 0, 0)
    read = amount_reader(plan)
    return prove([read(row) for row in rows], [parse_amount(cell(row, plan.balance), plan.mark) for row in rows])


def _choose_columns(plan: Plan, unnamed: list[int], rows: list[list[str]], answer: dict[str, str]) -> Question | None:
    """One column is the amount. Of several, what a balance proves; else what signs show; else what the person says."""
    asked = answer.get("columns", "")
    chosen = int(asked) if asked.isdecimal() and int(asked) in unnamed else None
    if len(unnamed) == 1:
        plan.amount = unnamed[0]
        return None
    unnamed = unnamed[:6]
    if chosen is None and _proven_columns(plan, unnamed, rows):
        return None
    sides = _sides(plan, unnamed, rows)
    if sides is not None and (chosen is None or chosen in sides):
        return _choose_sides(plan, sides, rows, chosen)
    amount = _signed_column(plan, unnamed, rows) if chosen is None else chosen
    if amount is not None:
        plan.amount = amount
        return None
    plan.amount = unnamed[0]
    return _question_of("column", unnamed, rows)


def _question_of(label: str, columns: Sequence[int], rows: list[list[str]]) -> Question:
    sample = rows[0] if rows else _NONE
    options = tuple(
        Option(str(index), label, {"column": str(index + 1), "sample": _first_filled(index, rows)}) for index in columns
    )
    return Question("columns", options, " ".join(sample)[:200])


def _first_filled(column: int, rows: list[list[str]]) -> str:
    return next((text for row in rows if (text := cell(row, column))), "")


def _proven_columns(plan: Plan, unnamed: list[int], rows: list[list[str]]) -> bool:
    best, best_share = plan, 0.0
    for guess in _hypotheses(plan, unnamed):
        proof = _proof(guess, rows)
        if proof.steps >= 2 and proof.holds and proof.share > best_share:
            best, best_share = guess, proof.share
    if best_share:
        plan.amount, plan.debit, plan.credit, plan.balance = best.amount, best.debit, best.credit, best.balance
    return best_share > 0


def _values(plan: Plan, column: int, rows: list[list[str]]) -> list[Decimal]:
    return [parse_amount(cell(row, column), plan.mark) or Decimal(0) for row in rows]


def _sides(plan: Plan, unnamed: list[int], rows: list[list[str]]) -> tuple[int, int] | None:
    """Two columns of which every row fills one: money out and money in."""
    values = {column: _values(plan, column, rows) for column in unnamed}
    for first, second in combinations(unnamed, 2):
        filled = [(bool(a), bool(b)) for a, b in zip(values[first], values[second], strict=True)]
        if len(filled) > 1 and all(a != b for a, b in filled) and len(set(filled)) > 1:
            return first, second
    return None


def _choose_sides(plan: Plan, sides: tuple[int, int], rows: list[list[str]], chosen: int | None) -> Question | None:
    """Which of them is money out, by its minus; without one the fuller column, and the person is asked."""
    negative = [column for column in sides if min(_values(plan, column, rows)) < 0]
    fuller = max(sides, key=lambda column: sum(map(bool, _values(plan, column, rows))))
    out = chosen if chosen is not None else (negative or [fuller])[0]
    plan.debit, plan.credit = out, sides[0] if out == sides[1] else sides[1]
    settled = chosen is not None or len(negative) == 1
    return None if settled else _question_of("money_out", (plan.debit, plan.credit), rows)


def _signed_column(plan: Plan, unnamed: list[int], rows: list[list[str]]) -> int | None:
    """The only column in which money goes out and comes in, and which every row fills."""
    found = []
    for column in unnamed:
        values = _values(plan, column, rows)
        both = bool(values) and min(values) < 0 < max(values)
        if both and all(cell(row, column) for row in rows) and any("." in t or "," in t for t in _texts(column, rows)):
            found.append(column)
    return found[0] if len(found) == 1 and plan.sign is None else None


def _texts(column: int, rows: list[list[str]]) -> list[str]:
    return [cell(row, column) for row in rows]


def _hypotheses(plan: Plan, unnamed: list[int]) -> list[Plan]:
    found: list[Plan] = []
    for balance in [plan.balance] if plan.balance is not None else unnamed[::-1]:
        rest = [index for index in unnamed if index != balance]
        found += [replace(plan, amount=index, balance=balance) for index in rest]
        found += [replace(plan, debit=a, credit=b, balance=balance) for a, b in permutations(rest, 2)]
    return found


def _amount_or_sides(plan: Plan, rows: list[list[str]]) -> None:
    """An amount column beside debit and credit: taken where it is signed, else the sides tell in from out."""
    values = [parse_amount(cell(row, plan.amount), plan.mark) for row in rows]
    if any(value is not None and value < 0 for value in values):
        plan.debit = plan.credit = None
        return
    sides = replace(plan, amount=None)
    if sum(1 for row in rows if amount_reader(sides)(row) is not None) * 2 >= len(rows):
        plan.amount = None
    else:
        plan.debit = plan.credit = None


def _choose_sign(plan: Plan, rows: list[list[str]], answer: dict[str, str], every_row: EveryRow) -> Question | None:
    if plan.sign is not None and _sign_words_decide(plan, rows):
        plan.use_sign = True
        return None
    if answer.get("sign") in ("as_is", "flipped"):
        plan.flip = answer["sign"] == "flipped"
        return None
    if _proof(plan, rows).steps and _proof(plan, rows).holds:
        return None
    flipped = replace(plan, flip=True)
    proof = _proof(flipped, rows)
    if proof.steps >= 2 and proof.holds:
        plan.flip = True
        return None
    read = amount_reader(plan)
    amounts = [(value, row) for row in rows if (value := read(row))]
    negative = [row for value, row in amounts if value < 0]
    if not negative and len(amounts) >= _SEVERAL:
        negative = _negative_rows(plan, every_row())
    if not negative and 0 < sum(1 for _, row in amounts if _came_in(row, plan)) < len(amounts):
        plan.plus_only = True
        return None
    if not negative and amounts and all("+" in cell(row, plan.amount) for _, row in amounts):
        return None
    if not negative and len(amounts) >= _SEVERAL:
        plan.flip = True
        options = (Option("flipped", "amounts_are_spending"), Option("as_is", "amounts_are_income"))
        return Question("sign", options, " ".join(amounts[0][1])[:200])
    positive = [row for value, row in amounts if value > 0]
    plan.flip = _only_payments_negative(plan, negative, positive)
    return None


def _negative_rows(plan: Plan, rows: Iterable[list[str]]) -> list[list[str]]:
    """Those of a whole file, where its first hundreds of rows have none."""
    read = amount_reader(plan)
    found = (
        row for row in rows if (value := read(row)) is not None and value < 0 and written_day(cell(row, plan.booked))
    )
    return list(islice((row for row in found if not any(map(balance_row, row))), 400))


def _only_payments_negative(plan: Plan, negative: list[list[str]], positive: list[list[str]]) -> bool:
    """A card's file: purchases positive and many, payments and refunds negative and few."""
    if not negative or len(positive) < max(_SEVERAL, 2 * len(negative)):
        return False

    def share(rows: list[list[str]]) -> float:
        texts = (
            fold(" ".join(cell(row, i) for i in (*plan.payee, *plan.notes, plan.kind, plan.category))) for row in rows
        )
        return sum(1 for text in texts if _PAID_BACK.search(text)) / len(rows)

    return share(negative) >= 0.5 and share(positive) <= 0.2


def _sign_words_decide(plan: Plan, rows: list[list[str]]) -> bool:
    """Whether the words decide, not the signs. Where both are written they mostly agree, or the words are meant."""
    worded = replace(plan, use_sign=True)
    as_is, by_words = _proof(plan, rows), _proof(worded, rows)
    if as_is.holds != by_words.holds:
        return by_words.holds
    read = amount_reader(plan)
    pairs = [(value, sign_of(cell(row, plan.sign))) for row in rows if (value := read(row))]
    known = [(value, sign) for value, sign in pairs if sign]
    if not known:
        return False
    if all(value > 0 for value, _ in known):
        return any(sign < 0 for _, sign in known)
    return sum(1 for value, sign in known if (value < 0) == (sign < 0)) * 2 < len(known)


def _choose_fee(plan: Plan, rows: list[list[str]]) -> None:
    """A fee counts as extra only where the balance shows it was taken on top of the amount."""
    if plan.fee is None:
        return
    without, charged = _proof(plan, rows), _proof(replace(plan, use_fee=True), rows)
    plan.use_fee = charged.steps > 0 and charged.share > without.share
