"""Which backups stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.kernel.backup.ladder import Ladder, staying

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
times = st.lists(st.integers(0, 60 * 24 * 900).map(lambda minutes: BEGIN + timedelta(minutes=minutes)), max_size=60)
rungs = st.integers(0, 8)
ladders = st.builds(Ladder, last=rungs, daily=rungs, weekly=rungs, monthly=rungs)


@given(times, ladders)
def test_it_never_empties_and_the_newest_stay(given_times: list[datetime], ladder: Ladder) -> None:
    stay = staying(given_times, ladder)
    newest_first = sorted(set(given_times), reverse=True)
    assert stay <= set(given_times)
    assert set(newest_first[: max(1, ladder.last)]) <= stay
    assert bool(stay) == bool(given_times)


@given(times, ladders)
def test_what_stays_stays_when_it_is_asked_again(given_times: list[datetime], ladder: Ladder) -> None:
    stay = staying(given_times, ladder)
    assert staying(stay, ladder) == stay


@given(times, ladders)
def test_every_rung_is_held_by_the_newest_of_its_days_weeks_and_months(
    given_times: list[datetime], ladder: Ladder
) -> None:
    stay = staying(given_times, ladder)
    for count, form in ((ladder.daily, "%Y-%m-%d"), (ladder.weekly, "%G-%V"), (ladder.monthly, "%Y-%m")):
        periods = sorted({time.strftime(form) for time in given_times}, reverse=True)[:count]
        newest = {max(time for time in given_times if time.strftime(form) == period) for period in periods}
        assert newest <= stay
    assert len(stay) <= max(1, ladder.last) + ladder.daily + ladder.weekly + ladder.monthly


@given(ladders, st.integers(1, 500))
def test_night_after_night_as_many_days_weeks_and_months_are_held_as_there_were(ladder: Ladder, nights: int) -> None:
    kept: set[datetime] = set()
    for night in range(nights):
        kept = staying(kept | {BEGIN + timedelta(days=night, hours=2)}, ladder)
    for count, form in ((ladder.daily, "%Y-%m-%d"), (ladder.weekly, "%G-%V"), (ladder.monthly, "%Y-%m")):
        there = len({(BEGIN + timedelta(days=night)).strftime(form) for night in range(nights)})
        assert len({time.strftime(form) for time in kept}) >= min(count, there)


def test_of_the_last_alone_so_many_stay() -> None:
    nights = [BEGIN + timedelta(days=night) for night in range(20)]
    assert staying(nights, Ladder(last=7)) == set(nights[-7:])
