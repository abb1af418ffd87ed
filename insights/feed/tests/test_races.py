"""Generations at the same moment: by the night's job, by a page and by another page."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from insights.feed.models import Insight, MonthWords
from insights.feed.months import month_in_words
from insights.feed.services import Generated, change_insight, generate_insights
from ledger.core.models import MoneyAccount
from ledger.core.queries import previous_month
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def test_several_at_once_come_to_one_set_and_are_told_once(ana: User, spent_much: MoneyAccount) -> None:
    found = all_at_once([partial(generate_insights, person=ana)] * 6)
    assert all(isinstance(each, Generated) for each in found), found
    told = list(Insight.objects.filter(person=ana).values_list("cause", flat=True))
    assert sum(len(each.new) for each in found) == len(told) == len(set(told)) > 0
    causes = list(Notification.objects.filter(person=ana, kind="insight").values_list("cause", flat=True))
    assert len(causes) == len(set(causes)) > 0


def test_what_is_put_away_while_others_generate_stays_away(ana: User, spent_much: MoneyAccount) -> None:
    generate_insights(person=ana)
    first = Insight.objects.order_by("-priority", "pk")[0]
    put_away = partial(change_insight, insight=first, dismissed=True)
    found = all_at_once([put_away, *[partial(generate_insights, person=ana)] * 4])
    assert not [each for each in found if isinstance(each, Exception)], found
    first.refresh_from_db()
    assert first.dismissed_at is not None


def test_a_month_told_many_times_at_once_is_kept_once(ana: User, lived: MoneyAccount) -> None:
    last = previous_month(ana.today)
    found = all_at_once([partial(month_in_words, ana, last)] * 6)
    assert not [each for each in found if isinstance(each, Exception)], found
    assert len({each.text for each in found}) == 1
    assert MonthWords.objects.count() == 1
