from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.ids import new_id
from ledger.core.models import Transaction


class WrittenBy(models.TextChoices):
    LOCAL = "local", _("local words")
    MODEL = "model", _("a language model")


class InsightQuerySet(models.QuerySet["Insight"]):
    def visible_to(self, user: User | AnonymousUser) -> InsightQuerySet:
        """The person's own; of a line only while they see that line. Nobody signed in: none. One small query first."""
        if not user.is_authenticated:
            return self.none()
        line = Transaction.objects.visible_to(user).live().filter(pk=OuterRef("about_transaction"))
        return self.filter(Q(about_transaction=None) | Exists(line), person=user)

    def live(self) -> InsightQuerySet:
        """Neither dismissed nor past its day."""
        return self.filter(dismissed_at=None, expires_at__gt=timezone.now())


class Insight(models.Model):
    """What the figures of a person mean, told once: `cause` names why, and what was dismissed never comes back.

    `data` holds the facts, every figure that stands in the words (insights.feed.facts). `kind` names the template of
    the words. Of `priority` 100 comes first. `url` leads to the figures, a path of ours. `about_transaction`: it is
    about one line, and gone once the person does not see that line any more.
    """

    class Type(models.TextChoices):
        SPENDING = "spending", _("Spending")
        INCOME = "income", _("Income")
        SAVING = "saving", _("Saving")
        BUDGET = "budget", _("Budget")
        GOAL = "goal", _("Goals")
        RECURRING = "recurring", _("Recurring")
        FORECAST = "forecast", _("Forecast")
        ANOMALY = "anomaly", _("Unusual")
        THINGS = "things", _("Things")
        TOGETHER = "together", _("Together")
        NET_WORTH = "net_worth", _("Net worth")
        INVESTMENT = "investment", _("Investments")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    insight_type = models.CharField(max_length=10, choices=Type.choices)
    kind = models.CharField(max_length=30)
    cause = models.CharField(max_length=200)
    title = models.CharField(max_length=120)
    content = models.CharField(max_length=1000)
    data = models.JSONField(default=dict)
    priority = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    url = models.CharField(max_length=500)
    icon = models.CharField(max_length=50)
    written_by = models.CharField(max_length=5, choices=WrittenBy.choices, default=WrittenBy.LOCAL)
    about_transaction = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    person_id: UUID

    objects = InsightQuerySet.as_manager()

    class Meta:
        verbose_name = _("insight")
        constraints = [models.UniqueConstraint(fields=["person", "cause"], name="one_insight_a_cause")]
        indexes = [
            models.Index(fields=["person", "-priority", "-created_at"], name="insights_in_order"),
            models.Index(fields=["expires_at"], name="insights_by_expiry", condition=Q(dismissed_at=None)),
        ]

    def __str__(self) -> str:
        return self.cause


class MonthWordsQuerySet(models.QuerySet["MonthWords"]):
    def visible_to(self, user: User | AnonymousUser) -> MonthWordsQuerySet:
        return self.filter(person=user) if user.is_authenticated else self.none()


class MonthWords(models.Model):
    """A month that is over in plain words, kept as they were first said. `month` is its first day.

    `paragraphs` are texts, `data` every figure in them (insights.feed.facts).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    paragraphs = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    written_by = models.CharField(max_length=5, choices=WrittenBy.choices, default=WrittenBy.LOCAL)
    created_at = models.DateTimeField(default=timezone.now)

    person_id: UUID

    objects = MonthWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("month in words")
        constraints = [models.UniqueConstraint(fields=["person", "month"], name="one_wording_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
