"""`python -m bench.forecasting`: how far the forecast is off, on the invented series of `bench.monthly_series`.

The last six months of each series are held back. MASE: the mean error of these months, divided by the mean error of
taking the same month of the year before within what was known (Hyndman and Koehler 2006). The interval is judged for
single months, and for what the months come to together, which is what a balance moves by.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.monthly_series import Invented, households
from insights.forecasting.combining import outlook
from insights.forecasting.methods import BASELINES, YEAR

AHEAD = 6
OURS, EVERY = "combined", "all"


@dataclass(frozen=True, slots=True)
class Judged:
    """MASE by kind of series and way, and which months and sums the interval held; 'all' is every kind."""

    errors: dict[str, dict[str, list[float]]]
    held: dict[str, list[bool]]
    held_sums: dict[str, list[bool]]

    @property
    def under_the_best(self) -> float:
        """By how much the combination's mean error is under the best plain way's, 0.05 for 5%."""
        means = {name: fmean(errors) for name, errors in self.errors[EVERY].items()}
        return 1 - means[OURS] / min(means[each.__name__] for each in BASELINES)

    @property
    def inside(self) -> float:
        return fmean(self.held[EVERY])

    @property
    def summed(self) -> float:
        return fmean(self.held_sums[EVERY])


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.forecasting", description=__doc__)
    arguments.add_argument("--count", type=int, default=100, help="series of each kind")
    chosen = arguments.parse_args()
    for unseen in (False, True):
        print(f"\n## {'Unseen' if unseen else 'Tuned on'}: {chosen.count} series of each kind\n")
        report(judged(list(households(chosen.count, unseen=unseen))))


def judged(series: Sequence[Invented]) -> Judged:
    errors: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    held: dict[str, list[bool]] = defaultdict(list)
    held_sums: dict[str, list[bool]] = defaultdict(list)
    for kind, values in series:
        known, actual = values[:-AHEAD], values[-AHEAD:]
        scale = fmean(abs(value - before) for value, before in zip(known[YEAR:], known, strict=False))
        found = outlook(known, AHEAD)
        forecasts = {each.__name__: each(known, AHEAD) for each in BASELINES} | {OURS: list(found.expected)}
        for name, forecast in forecasts.items():
            error = fmean(abs(value - come) for value, come in zip(forecast, actual, strict=True)) / scale
            for group in (kind, EVERY):
                errors[group][name].append(error)
        for months in range(1, AHEAD + 1):
            off = abs(found.expected[months - 1] - actual[months - 1])
            together = abs(sum(found.expected[:months]) - sum(actual[:months]))
            for group in (kind, EVERY):
                held[group].append(off <= found.half_width(1))
                held_sums[group].append(together <= found.half_width(months))
    return Judged(errors, held, held_sums)


def report(found: Judged) -> None:
    names = list(found.errors[EVERY])
    print("| kind | " + " | ".join(names) + " | months inside | sums inside |")
    print("| --- |" + " --- |" * (len(names) + 2))
    for kind, by_name in found.errors.items():
        figures = " | ".join(f"{fmean(by_name[name]):.3f}" for name in names)
        print(f"| {kind} | {figures} | {fmean(found.held[kind]):.1%} | {fmean(found.held_sums[kind]):.1%} |")
    print(f"\nUnder the best of the three: {found.under_the_best:.1%}")


if __name__ == "__main__":
    main()
