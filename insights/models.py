"""Every model of the insights, gathered from its sub-packages for Django."""

from __future__ import annotations

from insights.advice.models import Advice
from insights.anomalies.models import Usual
from insights.feed.models import Insight, MonthWords
from insights.investing.models import InvestingPlan
from insights.language.models import LanguageCall, LanguageConsent, LanguageSpend, PayeeAnswer

__all__ = [
    "Advice",
    "Insight",
    "InvestingPlan",
    "LanguageCall",
    "LanguageConsent",
    "LanguageSpend",
    "MonthWords",
    "PayeeAnswer",
    "Usual",
]
