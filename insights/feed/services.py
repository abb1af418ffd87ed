"""Generating what a person is told, reading it and putting it away. All of it may be done twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from accounts.notifications.services import mark_cause_read
from config.kernel.live import Frame, push_all
from insights.feed import generators
from insights.feed.facts import Fact
from insights.feed.models import Insight, WrittenBy
from insights.feed.months import keep_worded, month_in_words
from insights.feed.notices import cause_of, tell
from insights.feed.scene import Scene
from insights.feed.writing import Words, local_words, model_paragraphs, model_words

MOST_LIVE: Final = 12
MOST_OF_TYPE: Final = 4
MOST_TOLD: Final = 2
NEW, CHANGED = "insight:new", "insight:changed"
KEPT_FOR: Final = timedelta(days=400)
_FIELDS = (
    "insight_type", "kind", "title", "content", "data", "priority", "url", "icon", "written_by", "about_transaction",
    "expires_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Generated:
    """`new` were not there before; `live` is how many there are now."""

    new: list[Insight]
    live: int


def generate_insights(*, person: User) -> Generated:
    """Find what is true now, word it locally, and let what no longer holds end. Twice at once comes to the same.

    Facts are found before the person's row is locked: what takes long holds nobody up. About seventy queries, whatever
    the history; new ones are pushed, and the two gravest told as notifications, once for each cause: in the same
    transaction, since the next time none of them is new.
    """
    generators.load()
    with timezone.override(person.zone), translation.override(person.locale.lower()):
        found = [(fact, local_words(fact)) for fact in generators.found(Scene(person))]
    with transaction.atomic():
        if not User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk").first():
            return Generated([], 0)
        known = {each.cause: each for each in Insight.objects.filter(person=person)}
        chosen = _chosen([fact for fact, _words in found], known)
        words = {fact.cause: each for fact, each in found}
        now = timezone.now()
        rows = [_row(person, fact, words[fact.cause], known.get(fact.cause), now) for fact in chosen]
        new = [each for each in rows if each.cause not in known]
        Insight.objects.bulk_create(new)
        Insight.objects.bulk_update([each for each in rows if each.cause in known], _FIELDS)
        gone = _ended(known, {each.cause for each in chosen}, now)
        Insight.objects.filter(pk__in=[each.pk for each in gone]).update(expires_at=now)
        frames: list[Frame] = [(NEW, _frame(each)) for each in new]
        if gone and not new:
            frames = [(CHANGED, {"id": None})]
        push_all([person.pk], frames)
        for each in sorted(new, key=lambda one: (-one.priority, one.cause))[:MOST_TOLD]:
            tell(each)
    return Generated(new, len(rows))


def _chosen(found: Sequence[Fact], known: dict[str, Insight]) -> list[Fact]:
    """The most important, each cause once, without what was dismissed, and not too many of one type."""
    chosen: list[Fact] = []
    causes: set[str] = set()
    of_type: dict[str, int] = {}
    for fact in found:
        before = known.get(fact.cause)
        is_dismissed = before is not None and before.dismissed_at is not None
        if is_dismissed or fact.cause in causes or of_type.get(fact.insight_type, 0) == MOST_OF_TYPE:
            continue
        causes.add(fact.cause)
        of_type[fact.insight_type] = of_type.get(fact.insight_type, 0) + 1
        chosen.append(fact)
    return chosen[:MOST_LIVE]


def _row(person: User, fact: Fact, words: Words, before: Insight | None, now: datetime) -> Insight:
    """A new one, or the one of the same cause with the figures of today; a model's words stay while they are true."""
    row = before or Insight(person=person, cause=fact.cause, created_at=now)
    is_worded = row.written_by == WrittenBy.MODEL and row.data == dict(fact.data)
    if not is_worded:
        row.title, row.content, row.written_by = words.title, words.text, words.by
    row.insight_type, row.kind, row.data = fact.insight_type, fact.kind, dict(fact.data)
    row.priority, row.url, row.icon = fact.priority, fact.url, fact.icon
    row.about_transaction = fact.about_transaction
    # Until the end of the day where the person lives.
    row.expires_at = datetime.combine(fact.expires_on + timedelta(days=1), time.min, person.zone)
    return row


def _ended(known: dict[str, Insight], chosen: set[str], now: datetime) -> list[Insight]:
    return [
        each
        for cause, each in known.items()
        if cause not in chosen and each.dismissed_at is None and each.expires_at > now
    ]


def word_by_model(*, person: User) -> int:
    """Have a language model word what is live and still in local words; how many it did. Seconds; outside transactions.

    Raises:
        Unavailable: no model answers.
    """
    with timezone.override(person.zone), translation.override(person.locale.lower()):
        live = Insight.objects.visible_to(person).live().filter(written_by=WrittenBy.LOCAL)
        wanted = list(live.order_by("-priority", "pk")[:MOST_LIVE])
        if not wanted:
            return 0
        worded = model_words(person, wanted)
    done = 0
    for each in wanted:
        words = worded.get(str(each.pk))
        # Only while it says the same: its figures may have moved meanwhile.
        if words is not None and Insight.objects.filter(pk=each.pk, content=each.content).update(
            title=words.title, content=words.text, written_by=words.by
        ):
            done += 1
    if done:
        push_all([person.pk], [(CHANGED, {"id": None})])
    return done


def word_month_by_model(*, person: User, month: date) -> bool:
    """Have a model word a month where it stands in local words. Seconds; outside transactions.

    The running one is worded anew once its figures have moved; one of which something lacks keeps our words.

    Raises:
        Unavailable: no model answers.
    """
    with timezone.override(person.zone), translation.override(person.locale.lower()):
        told = month_in_words(person, month)
        if told is None or told.apart or told.written_by == WrittenBy.MODEL:
            return False
        paragraphs = model_paragraphs(person, told.paragraphs, told.data)
    if paragraphs is None or not keep_worded(person, told, paragraphs):
        return False
    push_all([person.pk], [(CHANGED, {"id": None})])
    return True


@transaction.atomic
def change_insight(*, insight: Insight, read: bool | None = None, dismissed: bool | None = None) -> Insight:
    """Mark one found through `visible_to` as read or not, dismissed or not. Each is one conditional update."""
    same = Insight.objects.filter(pk=insight.pk)
    changed = 0
    now = timezone.now()
    if read is not None:
        changed += same.filter(read_at__isnull=read).update(read_at=now if read else None)
    if dismissed is not None:
        changed += same.filter(dismissed_at__isnull=dismissed).update(dismissed_at=now if dismissed else None)
    insight.refresh_from_db()
    if read or dismissed:
        mark_cause_read(person_id=insight.person_id, cause=cause_of(insight))
    if changed:
        push_all([insight.person_id], [(CHANGED, {"id": str(insight.pk)})])
    return insight


def purge(now: datetime | None = None) -> int:
    """What ended more than 400 days ago goes; what was dismissed stays, so that it never comes back."""
    old = (now or timezone.now()) - KEPT_FOR
    gone, _by_model = Insight.objects.filter(dismissed_at=None, expires_at__lt=old).delete()
    return gone


def _frame(insight: Insight) -> dict[str, object]:
    return {"id": str(insight.pk), "insight_type": insight.insight_type, "priority": insight.priority}
