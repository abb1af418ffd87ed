"""Imports each module of words, so that all of them are registered."""

from __future__ import annotations

from insights.feed.words import money as money
from insights.feed.words import plans as plans
