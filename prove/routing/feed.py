"""What a person of the proof is told of their figures, with their word in it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from insights.feed.models import Insight, MonthWords


def make_told(owner: User, word: str, month: date) -> dict[str, str]:
    """Ids, by the part of an address they follow; of a month its words are kept."""
    insight = Insight.objects.create(
        person=owner,
        insight_type=Insight.Type.SPENDING,
        kind="fees",
        cause=f"told:{word}",
        title=f"{word}Title",
        content=f"{word}Content",
        data={"name": {"text": f"{word}Fact"}},
        priority=50,
        url="/transactions/",
        icon="receipt",
        expires_at=timezone.now() + timedelta(days=9),
    )
    MonthWords.objects.create(person=owner, month=month, paragraphs=[f"{word}Paragraph"], data={})
    return {"insights": str(insight.pk), "months": f"{month:%Y-%m}"}
