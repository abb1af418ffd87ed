"""What a category is suggested from: a person's rules, their own choices, then what everybody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F

from accounts.models import User
from config.kernel.sql import from_db_uuid
from ledger.categorising import learning
from ledger.categorising.bayes import Evidence, Guess
from ledger.categorising.evidence import evidence_for
from ledger.categorising.features import MARK_MAX_LENGTH, Features, features_of
from ledger.categorising.models import Rule
from ledger.categorising.rules import Rules, rules_for
from ledger.core.categoriser import Lesson, Question, Suggested
from ledger.core.models import Transaction

Source = Transaction.CategorySource
_BY_RULE: Final = Decimal(1)
_SUREST: Final = Decimal("0.99")
_CENT: Final = Decimal("0.01")
# Below this the lists know better than words that merely look alike; below the other nothing is said at all.
_SURE_ENOUGH: Final = 0.5
_WORTH_SAYING: Final = 0.15
_LISTED: Final = Decimal("0.90")


class Learned:
    """The categoriser that `ledger.core` asks."""

    def suggest_many(self, person: User, questions: Sequence[Question]) -> list[Suggested | None]:
        return suggest_many(person, questions)

    def learn(self, person: User, lessons: Sequence[Lesson]) -> None:
        learning.learn(person, lessons)

    def replace_category(self, source_id: UUID, target_id: UUID) -> None:
        learning.replace_category(source_id, target_id)

    def note_use(self, rule_ids: Sequence[UUID]) -> None:
        note_use(rule_ids)


def suggest_many(person: User, questions: Sequence[Question]) -> list[Suggested | None]:
    """One answer per question, in order, each distinct question worked out once. Two queries, however many.

    The first of the person's rules that fits; else what their own choices say of this payee or its like; else the
    known merchant or telling word, under the person's own category of that name where there is one.
    """
    if not questions:
        return []
    rules = rules_for(person)
    distinct = list(dict.fromkeys(questions))
    features = [features_of(question, person.country) for question in distinct]
    evidence = evidence_for(person, features, {question.kind for question in distinct})
    answers = {
        question: _by_rule(rules, question) or _suggested(each, evidence[question.kind])
        for question, each in zip(distinct, features, strict=True)
    }
    return [answers[question] for question in questions]


def rank(person: User, question: Question, limit: int) -> list[Suggested]:
    """The likeliest categories, best first and each once, for a person to choose from. Two queries."""
    features = features_of(question, person.country)
    evidence = evidence_for(person, [features], [question.kind])[question.kind]
    first = _by_rule(rules_for(person), question) or _suggested(features, evidence)
    others = [_from_guess(each, features, evidence) for each in evidence.guesses(features, limit + 1)]
    listed = _from_list(features, evidence)
    ranked = {each.category_id: each for each in reversed([first, *others, listed]) if each is not None}
    in_order = [each.category_id for each in [first, *others, listed] if each is not None]
    return [ranked[key] for key in dict.fromkeys(in_order)][:limit]


def note_use(rule_ids: Sequence[UUID]) -> None:
    """One statement a distinct rule."""
    for key, times in sorted(Counter(rule_ids).items()):
        Rule.objects.filter(pk=key).update(used_count=F("used_count") + times)


def _by_rule(rules: Rules, question: Question) -> Suggested | None:
    hit = rules.apply(question.payee, question.notes, question.amount, question.kind, question.account_id)
    if hit is None or hit.category_id is None:
        return None
    return Suggested(hit.category_id, _BY_RULE, Source.RULE.value, hit.reason, hit.rule_id)


def _suggested(features: Features, evidence: Evidence) -> Suggested | None:
    listed = _from_list(features, evidence)
    found = evidence.guesses(features) if evidence.choices else []
    if not found:
        return listed
    best = _from_guess(found[0], features, evidence)
    if listed is None:
        return best if found[0].share >= _WORTH_SAYING else None
    if best.source == Source.LEARNED:
        return best
    if best.category_id == listed.category_id:
        return replace(listed, confidence=max(min(listed.confidence, _LISTED), best.confidence))
    return best if found[0].share >= _SURE_ENOUGH else listed


def _from_list(features: Features, evidence: Evidence) -> Suggested | None:
    """What everybody knows, under the person's own category of that name.

    Somebody who files nearly everything under categories of their own will not want a shared one they never used.
    """
    known = features.known
    if known is None:
        return None
    category = evidence.own_for(known.category_id.hex)
    confidence = known.confidence
    if category not in evidence.own and category not in evidence.choices:
        confidence *= 1 - Decimal(evidence.own_share())
    return replace(known, category_id=from_db_uuid(category), confidence=confidence.quantize(_CENT))


def _from_guess(guess: Guess, features: Features, evidence: Evidence) -> Suggested:
    """'As you chose before' where the very payee was filed under it, else 'like others' with the word they share."""
    category_id = from_db_uuid(guess.category)
    confidence = min(Decimal(guess.share).quantize(_CENT), _SUREST)
    before = evidence.marks.get(f"={features.key}"[:MARK_MAX_LENGTH], {}).get(guess.category, 0) if features.key else 0
    if before:
        return Suggested(category_id, confidence, Source.LEARNED.value, f"{before}×")
    reason = "" if guess.mark[0] in "~#@=" or not guess.times else f"{guess.mark} {guess.times}×"
    return Suggested(category_id, confidence, Source.SIMILAR.value, reason)
