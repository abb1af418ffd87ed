"""Every model of the insights, gathered from its sub-packages for Django."""

from __future__ import annotations

from insights.advice.models import Advice

__all__ = ["Advice"]
