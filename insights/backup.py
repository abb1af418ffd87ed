"""What a restored database is held against: insights with what became of them, verdicts, advice, plans, consents."""

from __future__ import annotations

from config.kernel.backup import figures

# Moments are written differently from database to database; that there is one is not.
_INSIGHTS = """
    SELECT id, person_id, cause, title, content, priority,
        CASE WHEN dismissed_at IS NULL THEN 0 ELSE 1 END, CASE WHEN read_at IS NULL THEN 0 ELSE 1 END
    FROM insights_insight ORDER BY id
"""
_VERDICTS = "SELECT id, person_id, transaction_id, kind, payee_key, currency, up_to FROM insights_usual ORDER BY id"
_ADVICE = """
    SELECT id, person_id, item_description, amount, currency, decision, outcome, wait_until, remind_on
    FROM insights_advice ORDER BY id
"""
_PLANS = """
    SELECT id, person_id, position_limit, protocol_limit, currency_limit, cash_months
    FROM insights_investingplan ORDER BY id
"""

figures.register(
    figures.Rows(
        "insights",
        {
            "insights": _INSIGHTS,
            "months_in_words": "SELECT id, person_id, month, written_by FROM insights_monthwords ORDER BY id",
            "verdicts": _VERDICTS,
            "advice": _ADVICE,
            "plans": _PLANS,
            "consents": "SELECT id, person_id, what, recipient FROM insights_languageconsent ORDER BY id",
        },
    )
)
