from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.assets import CATEGORY_ICONS
from config.kernel.ids import new_id
from config.kernel.money import MoneyField
from ledger.core.models.households import Household

ONE_TO_TEN = [MinValueValidator(1), MaxValueValidator(10)]
COLOR = [RegexValidator(r"^#[0-9A-Fa-f]{6}$", code="invalid_color")]


def validate_icon(name: str) -> None:
    """Only icons the pages can draw."""
    if name not in CATEGORY_ICONS:
        raise ValidationError(_("%(name)s is no icon we have."), code="unknown_icon", params={"name": name})


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, user: User | AnonymousUser) -> CategoryQuerySet:
        """System categories and the person's own. Nobody signed in: none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner__isnull=True, household__isnull=True) | Q(owner=user))

    def owned_by(self, user: User | AnonymousUser) -> CategoryQuerySet:
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Category(models.Model):
    """A node of the tree. System ones (no owner, no household) are shared and never edited.

    `default_allocation_percent` is of a month's income, 0 to 100. A `picture` the owner gave it is drawn for its icon.
    """

    class Bucket(models.TextChoices):
        NEEDS = "needs", _("Needs")
        WANTS = "wants", _("Wants")
        SAVINGS = "savings", _("Savings")
        INCOME = "income", _("Income")
        TRANSFER = "transfer", _("Transfers")

    class Kind(models.TextChoices):
        EXPENSE = "expense", _("Expense")
        INCOME = "income", _("Income")
        TRANSFER = "transfer", _("Transfer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="categories"
    )
    household = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, blank=True, related_name="categories")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    slug = models.CharField(max_length=60, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=200, blank=True)
    icon = models.CharField(_("icon"), max_length=50, default="tag", validators=[validate_icon])
    picture = models.ForeignKey(
        "kernel.FileReference", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    color = models.CharField(_("colour"), max_length=7, default="#8B908D", validators=COLOR)
    sort_order = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.EXPENSE)
    bucket = models.CharField(_("bucket"), max_length=8, choices=Bucket.choices, default=Bucket.WANTS)
    necessity_score = models.PositiveSmallIntegerField(_("necessity"), default=5, validators=ONE_TO_TEN)
    default_allocation_percent = models.DecimalField(
        _("usual share of income"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort_order", "name"]
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), condition=Q(owner__isnull=False), name="one_own_name"),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="one_system_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_system(self) -> bool:
        return self.owner_id is None and self.household_id is None


class CategoryOverride(models.Model):
    """How one person wants to see a category: everything left empty stays as the category has it.

    `sort_order` is a place among shared categories; an own one has its own.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="category_overrides")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="overrides")
    name = models.CharField(max_length=100, blank=True)
    icon = models.CharField(max_length=50, blank=True, validators=[validate_icon])
    picture = models.ForeignKey(
        "kernel.FileReference", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    color = models.CharField(max_length=7, blank=True, validators=COLOR)
    sort_order = models.PositiveIntegerField(null=True, blank=True)
    is_favorite = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    priority = models.PositiveSmallIntegerField(null=True, blank=True, validators=ONE_TO_TEN)
    monthly_limit = MoneyField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "category"], name="one_override_per_category")]
