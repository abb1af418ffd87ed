"""The staff site of the insights, gathered from its sub-packages."""

from __future__ import annotations

from insights.advice import admin as advice
from insights.anomalies import admin as anomalies
from insights.feed import admin as feed
from insights.investing import admin as investing
from insights.language import admin as language

__all__ = ["advice", "anomalies", "feed", "investing", "language"]
