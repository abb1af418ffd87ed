"""Words for the audit trail."""

from __future__ import annotations

from django import template

from accounts.trail.words import words_of

register = template.Library()
register.filter("action_words", words_of)
