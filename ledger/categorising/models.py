from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from config.kernel.money import MoneyField
from ledger.core.models import Category, MoneyAccount


class PayeeChoice(models.Model):
    """What one person chose for one payee; the newest choice wins, `times` says how often it was made in a row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="payee_choices")
    payee_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "payee_key", "kind"], name="one_choice_per_payee")]


class LearnedWord(models.Model):
    """How often a person's own choices put an entry with a word into a category: the counts of naive Bayes.

    The empty word counts the choices themselves.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    word = models.CharField(max_length=40)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "word", "category"], name="one_count_per_word")
        ]


class RuleQuerySet(models.QuerySet["Rule"]):
    def visible_to(self, user: User | AnonymousUser) -> RuleQuerySet:
        return self.filter(person=user) if user.is_authenticated else self.none()


class Rule(models.Model):
    """If all conditions that are given hold, do all that is given. Rules are tried in order; the first that fits acts.

    Texts are compared folded (case and accents do not count); a payee that 'is' another has the same payee_key, so that
    the numbers and places banks print do not count either. Amounts are positive, in the entry's currency, both
    bounds included.
    """

    class PayeeMatch(models.TextChoices):
        IS = "is", _("is")
        CONTAINS = "contains", _("contains")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField()
    is_active = models.BooleanField(_("active"), default=True)
    payee = models.CharField(_("payee"), max_length=200, blank=True)
    payee_match = models.CharField(max_length=8, choices=PayeeMatch.choices, default=PayeeMatch.CONTAINS)
    text = models.CharField(_("text"), max_length=200, blank=True)
    kind = models.CharField(max_length=8, blank=True)
    amount_min = MoneyField(_("from"), null=True, blank=True)
    amount_max = MoneyField(_("to"), null=True, blank=True)
    account = models.ForeignKey(MoneyAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="rules")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, blank=True, related_name="rules")
    new_payee = models.CharField(_("new payee"), max_length=200, blank=True)
    new_notes = models.CharField(_("new notes"), max_length=500, blank=True)
    used_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["person", "position"], name="rules_of_person")]
