"""What is unusual among a person's payments. What the feed and the assistant call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from accounts.models import User
from config.kernel.kept import Kept
from config.kernel.money import decimals_of
from insights.anomalies.explaining import Words, explained, paid_before
from insights.anomalies.lines import Line, newest_lines
from insights.anomalies.scoring import SHOWN, Finding, Kind, judge
from insights.anomalies.values import Anomaly, Compared
from ledger.core.access import ME, Lens, lens_of

DAYS: Final = 30
MOST_DAYS: Final = 90
LEAST_SCORE: Final = Decimal(str(SHOWN))
CENT: Final = Decimal("0.01")


class Judged(NamedTuple):
    """What the lines alone say of one payment; `compared` are those it was held against."""

    finding: Finding
    line: Line
    compared: tuple[Line, ...]


KEPT: Final = Kept[list[Judged]](most=128)


def anomalies(person: User, days: int = DAYS, *, least_score: Decimal = LEAST_SCORE) -> list[Anomaly]:
    """Unusual payments of the last `days` on accounts the person owns or co-owns, the highest score first.

    Of what others withhold nothing is known, not even by what is usual. What the lines say is kept until they change;
    then three queries whatever the history, else four, one more for joint accounts and where a payee seems new; none
    of them reads more than 4,000 lines.
    """
    lens, today = lens_of(person, ME), person.today
    first, state = today - timedelta(days=days - 1), lens.state
    # Whoever asks for the gravest alone is told of the same that everybody else keeps.
    least = min(least_score, LEAST_SCORE)
    key = None if state is None else (person.pk, today, state, first, least)
    judged = KEPT.get(key, lambda: _judged(lens, today, first, float(least)))
    found = [each for each in judged if each.finding.score >= float(least_score)]
    if not found:
        return []
    known = explained(person, [each.line.key for each in found])
    words = Words(person)
    return [
        _anomaly(each)
        for each in found
        if each.line.key not in known and not words.explain(each.finding, each.line, each.finding.total)
    ]


def _judged(lens: Lens, today: date, first: date, least: float) -> list[Judged]:
    """The highest score first."""
    lines = newest_lines(lens, today=today)
    by_key = {line.key: line for line in lines}
    return [
        Judged(finding, line, tuple(by_key[each.key] for each in finding.compared))
        for finding, line in _found(lens, lines, first, least)
    ]


def _found(lens: Lens, lines: list[Line], first: date, least: float) -> list[tuple[Finding, Line]]:
    """Of each currency apart, what reaches `least`; a payee that was paid before what was read is not new."""
    by_currency: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_currency[line.currency].append(line)
    found = [
        (finding, line)
        for some in by_currency.values()
        for finding, line in _paired(judge((each.payment for each in some), first=first), some)
        if finding.score >= least
    ]
    new = {line.payee_key for finding, line in found if finding.kind == Kind.NEW_PAYEE and line.payee_key}
    old = paid_before(lens, new, lines[-1].on) if new else set()
    found = [pair for pair in found if pair[0].kind != Kind.NEW_PAYEE or pair[1].payee_key not in old]
    return sorted(found, key=lambda pair: (-pair[0].score, -pair[1].amount, str(pair[1].key)))


def _paired(findings: Iterable[Finding], lines: Iterable[Line]) -> list[tuple[Finding, Line]]:
    by_key = {each.key: each for each in lines}
    return [(each, by_key[each.payment.key]) for each in findings]


def _anomaly(judged: Judged) -> Anomaly:
    finding, line = judged.finding, judged.line
    return Anomaly(
        transaction_id=line.key,
        account_id=line.account_id,
        category_id=line.category_id,
        payee=line.payee,
        payee_key=line.payee_key,
        booked_on=line.on,
        amount=line.amount,
        currency=line.currency,
        kind=finding.kind,
        score=Decimal(finding.score).quantize(CENT),
        usual=None if finding.usual is None else _money(finding.usual, line.currency),
        seen=finding.seen,
        total=_money(finding.total, line.currency) if finding.total else line.amount,
        compared=tuple(_compared(each) for each in judged.compared),
    )


def _compared(line: Line) -> Compared:
    return Compared(line.key, line.on, line.payee, line.amount)


def _money(amount: float, currency: str) -> Decimal:
    """A statistic as money, with the decimals its currency has."""
    return Decimal(amount).quantize(Decimal(1).scaleb(-decimals_of(currency)))
