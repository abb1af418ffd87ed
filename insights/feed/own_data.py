"""What was found and asked of a person's figures, in their archive."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from config.kernel.own_data.members import Member, keeps_of_person, rows, tables
from insights.advice.models import Advice
from insights.anomalies.models import Usual
from insights.feed.models import Insight, MonthWords
from insights.investing.models import InvestingPlan
from insights.language.models import LanguageCall, LanguageConsent

_ADVICE = (
    "id", "item_description", "amount", "currency", "on", "how", "instalments", "category_id", "decision", "wait_until",
    "confidence", "answer", "outcome", "remind_on", "created_at",
)  # fmt: skip
_CALL = ("purpose", "recipient", "model", "sent", "received", "cost", "status", "started_at")
_PLAN = ("targets", "position_limit", "protocol_limit", "currency_limit", "cash_months", "fee_limit")


@keeps_of_person
def insight_members(person: User) -> Iterator[Member]:
    """With what was sent to a language model, and what it answered."""
    yield tables(
        "insights.json",
        {
            "insights": lambda: rows(
                Insight.objects.visible_to(person), "kind", "title", "content", "url", "created_at", "dismissed_at"
            ),
            "months": lambda: rows(MonthWords.objects.visible_to(person), "month", "paragraphs", "written_by"),
            "advice": lambda: rows(Advice.objects.visible_to(person), *_ADVICE),
            "usual": lambda: rows(
                Usual.objects.visible_to(person), "kind", "payee_key", "category_id", "currency", "up_to", "created_at"
            ),
            "investing_plan": lambda: rows(InvestingPlan.objects.visible_to(person), *_PLAN),
            "consents": lambda: rows(LanguageConsent.objects.visible_to(person), "what", "recipient", "given_at"),
            "calls": lambda: rows(LanguageCall.objects.visible_to(person), *_CALL),
        },
    )
