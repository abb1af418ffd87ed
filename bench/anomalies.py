"""`python -m bench.anomalies`: how much of what is found unusual is, on the invented households of two families.

Thirty households at a time are looked at together, the last 30 days of each, in which two payments were made unusual:
of the twenty highest scores so many were those. Beside it what plain ways reach on the same: deviations of the median
by payee, by category, and of the mean over all. Then how often households are told in which nothing was put.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import log
from statistics import fmean, median, pstdev
from time import perf_counter

from bench.unusual_households import WINDOW, Household, Writer, households, tuned, unseen
from insights.anomalies.habits import Payment
from insights.anomalies.scoring import ALERT, judge

TOGETHER, WRONG, TOP = 30, 2, 20
Scores = dict[object, float]


def ours(household: Household) -> Scores:
    return {each.payment.key: each.score for each in judge(household.payments, first=household.first)}


def by_payee(household: Household) -> Scores:
    return _robust(household, lambda each: each.payee)


def by_category(household: Household) -> Scores:
    return _robust(household, lambda each: each.category)


def over_all(household: Household) -> Scores:
    amounts = [each.amount for each in household.payments]
    middle, spread = fmean(amounts), pstdev(amounts)
    return {each.key: (each.amount - middle) / spread for each in household.payments if each.on >= household.first}


def _robust(household: Household, group: Callable[[Payment], object]) -> Scores:
    past: dict[object, list[float]] = defaultdict(list)
    for each in household.payments:
        past[group(each)].append(log(each.amount))
    scores: Scores = {}
    for each in household.payments:
        sizes = past[group(each)]
        if each.on >= household.first and len(sizes) >= 3:
            middle = median(sizes)
            spread = 1.4826 * median(abs(size - middle) for size in sizes)
            scores[each.key] = (log(each.amount) - middle) / max(spread, 0.05)
    return scores


WAYS = (ours, by_payee, by_category, over_all)


def precision(group: Sequence[Household], way: Callable[[Household], Scores]) -> float:
    """Of the `TOP` highest scores of all together, the share that was put in."""
    scored = [(score, key in each.wrong) for each in group for key, score in way(each).items()]
    scored.sort(key=lambda pair: -pair[0])
    return fmean(wrong for _score, wrong in scored[:TOP])


def report(family: Writer, rounds: int, seed: int) -> None:
    groups = [list(households(TOGETHER, family=family, wrong=WRONG, seed=seed + number)) for number in range(rounds)]
    print(f"\n## {family.__name__}: {rounds} times {TOGETHER} households\n\n| way | precision among {TOP} | worst |")
    print("| --- | --- | --- |")
    for way in WAYS:
        reached = [precision(group, way) for group in groups]
        print(f"| {way.__name__} | {fmean(reached):.2f} | {min(reached):.2f} |")
    _report_alerts(groups)
    quiet = list(households(TOGETHER * 2, family=family, wrong=0, seed=seed + 500))
    told = []
    for each in quiet:
        for month in range(6):
            first = each.first - timedelta(days=WINDOW * month)
            until = first + timedelta(days=WINDOW - 1)
            past = [one for one in each.payments if one.on <= until]
            told.append(sum(one.score > ALERT for one in judge(past, first=first)))
    print(f"\nAlerts a month of {len(quiet)} quiet households: mean {fmean(told):.2f}, at most 3 in "
          f"{fmean(each <= 3 for each in told):.1%} of months, most {max(told)}.")  # fmt: skip


def _report_alerts(groups: Sequence[Sequence[Household]]) -> None:
    """Of each sort the share that was found at all, and that people are told of."""
    counts, found, told = Counter[str](), Counter[str](), Counter[str]()
    alerts = right = 0
    started = perf_counter()
    for each in (one for group in groups for one in group):
        scores = ours(each)
        alerts += sum(score > ALERT for score in scores.values())
        right += sum(score > ALERT and key in each.wrong for key, score in scores.items())
        for key, sort in each.wrong.items():
            counts[sort] += 1
            found[sort] += scores.get(key, 0) >= 0.3
            told[sort] += scores.get(key, 0) > ALERT
    spent = (perf_counter() - started) / sum(len(group) for group in groups)
    print("\n| sort | put in | listed | told |\n| --- | --- | --- | --- |")
    for sort, count in sorted(counts.items()):
        print(f"| {sort} | {count} | {found[sort] / count:.0%} | {told[sort] / count:.0%} |")
    total = sum(counts.values())
    print(f"| all | {total} | {sum(found.values()) / total:.0%} | {sum(told.values()) / total:.0%} |")
    print(f"\nOf {alerts} alerts {right} were right ({right / max(1, alerts):.0%}). {spent * 1000:.1f} ms a household.")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.anomalies", description=__doc__)
    arguments.add_argument("--rounds", type=int, default=6)
    arguments.add_argument("--only-tuned", action="store_true", help="not the family nothing was chosen on")
    chosen = arguments.parse_args()
    report(tuned, chosen.rounds, seed=1)
    if not chosen.only_tuned:
        report(unseen, chosen.rounds, seed=random.Random("unseen").randrange(100, 900))  # noqa: S311


if __name__ == "__main__":
    main()
