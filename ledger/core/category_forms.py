"""What people type on the pages of categories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction as database_transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.assets import CATEGORY_ICONS
from config.kernel.forms import MoneyInput
from ledger.core import services
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.forms import ServiceForm
from ledger.core.models import Category
from ledger.core.services.categories import DEEPEST

Choices = list[tuple[str, Any]]
_VIEW = ("is_hidden", "is_favorite", "priority", "monthly_limit")
_OWN_ALONE = ("parent", "kind", "bucket", "necessity_score", "version")
_BUCKETS = [each for each in Category.Bucket.choices if each[0] in ("needs", "wants", "savings")]


class CategoryForm(ServiceForm):
    """An own category; of a shared one only how this person sees it."""

    name = forms.CharField(label=_("Name"), max_length=100)
    parent = forms.ChoiceField(label=_("Under"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Category.Kind.choices[:2], required=False)
    bucket = forms.ChoiceField(
        label=_("In a budget"), choices=_BUCKETS, required=False, help_text=_("Where a budget counts it.")
    )
    necessity_score = forms.IntegerField(
        label=_("Necessity"), min_value=1, max_value=10, required=False, help_text=_("1 could go at once, 10 cannot.")
    )
    icon = forms.ChoiceField(label=_("Icon"), choices=[(each, each) for each in CATEGORY_ICONS], required=False)
    color = forms.CharField(
        label=_("Colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"}), required=False
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=_("How much it matters to you, up to 10. It decides who gets money first in a budget."),
    )
    monthly_limit = MoneyInput(
        label=_("Limit a month"), required=False, help_text=_("Holds in months that have no budget.")
    )
    is_favorite = forms.BooleanField(label=_("Favourite: first in the lists to choose from"), required=False)
    is_hidden = forms.BooleanField(label=_("Leave out of the lists to choose from"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, person: User, category: Category | None = None) -> None:
        self.person, self.category = person, category
        self.tree = category_tree(person)
        super().__init__(data, initial=self._initial())
        if category is not None and category.is_system:
            for name in _OWN_ALONE:
                del self.fields[name]
            self.fields["name"].required = False
            return
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ChoiceField)
        parent.choices = [("", _("On its own")), *_parents(self.tree, category)]

    def _initial(self) -> dict[str, Any]:
        node = self.tree.get(self.category.pk) if self.category else None
        if node is None:
            return {"icon": "tag", "color": "#2E8B57", "kind": Category.Kind.EXPENSE, "bucket": Category.Bucket.WANTS}
        names = ("name", "kind", "bucket", "necessity_score", "icon", "color", "version", *_VIEW)
        return {**{name: getattr(node, name) for name in names}, "parent": str(node.parent_id or "")}

    def save(self) -> Category | None:
        """The category, or None where the service refused (the form then has errors). Raises Conflict."""
        given = dict(self.cleaned_data)
        view = {name: given.pop(name) for name in _VIEW}
        try:
            with database_transaction.atomic():
                if self.category is not None and self.category.is_system:
                    view |= self._changed_look(self.category, given)
                    saved = self.category
                else:
                    saved = self._save_own(given)
                services.override_category(category=saved, person=self.person, **view)
        except ValidationError as error:
            self.refused(error)
            return None
        return saved

    @staticmethod
    def _changed_look(category: Category, given: dict[str, Any]) -> dict[str, Any]:
        """What is as everybody has it stays empty, so that its name follows the language."""
        common = {"name": gettext(category.name), "icon": category.icon, "color": category.color}
        return {name: "" if given[name].lower() == usual.lower() else given[name] for name, usual in common.items()}

    def _save_own(self, given: dict[str, Any]) -> Category:
        parent, version = given.pop("parent", ""), given.pop("version", None)
        fields: dict[str, Any] = {name: value for name, value in given.items() if value}
        fields["parent"] = Category.objects.visible_to(self.person).get(pk=UUID(parent)) if parent else None
        if fields["parent"] is not None:
            fields["kind"] = fields["parent"].kind
        if fields.get("kind") == Category.Kind.INCOME:
            fields["bucket"] = Category.Bucket.INCOME
        if self.category is None:
            return services.create_category(owner=self.person, **fields)
        return services.update_category(category=self.category, changed_by=self.person, version=version, **fields)


def _parents(tree: CategoryTree, category: Category | None) -> Iterable[tuple[str, Any]]:
    """What it may be put under, by top: nothing below itself, and not deeper than the tree may be."""
    below = set(tree.branch(category.pk)) if category else set()
    for top in tree.tops():
        if category is not None and top.kind != category.kind:
            continue
        offered = [
            (str(each.id), each.name)
            for each in tree.family(top.id)
            if each.id not in below and len(tree.path(each.id)) < DEEPEST
        ]
        if offered:
            yield top.name, offered


class ReplacementForm(forms.Form):
    """Where the lines of a category that goes are to go."""

    replacement = forms.ChoiceField(label=_("Give its lines to"), required=False)

    def __init__(self, data: Any = None, *, person: User, category: Category) -> None:
        super().__init__(data)
        field = self.fields["replacement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("It has no lines")), *_others(category_tree(person), category)]


class MergeForm(ServiceForm):
    """Which category another becomes one with."""

    into = forms.ChoiceField(label=_("Merge it into"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, tree: CategoryTree, category: Category) -> None:
        super().__init__(data, initial={"version": category.version})
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a category")), *_others(tree, category)]


def _others(tree: CategoryTree, category: Category) -> Choices:
    return [
        (group.name, [(str(each.id), each.name) for each in group.categories if each.id != category.pk])
        for group in tree.groups(kind=category.kind)
    ]


class IconForm(forms.Form):
    file = forms.FileField(
        label=_("A picture instead of the icon"),
        help_text=_("PNG, JPEG or WebP, up to 10 MB. Only you see it."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
