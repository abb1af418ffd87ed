"""Saving the filters of a list under a name, naming them anew, letting them go."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.saved.lists import LISTS, tidy_query
from accounts.saved.models import SavedView
from config.kernel.folding import fold

VIEWS_AT_MOST = 30
LONGEST_NAME = 60


@transaction.atomic
def save_view(*, person: User, page: str, name: str, query: str) -> SavedView:
    """Keep `query`, the filters of the list `page` (see `accounts.saved.lists`), as `name`.

    Locks the person's row, so that two at once neither pass the limit nor take one name.

    Raises ValidationError: by field (`page`, `name`, `query`), or `too_many_views`.
    """
    if page not in LISTS:
        raise ValidationError({"page": ValidationError(_("There is no such list."), code="invalid_choice")})
    kept = tidy_query(query)
    others = _others(person, page)
    if len(others) >= VIEWS_AT_MOST:
        message = _("At most %(most)s views of a list: delete one first.") % {"most": VIEWS_AT_MOST}
        raise ValidationError(message, code="too_many_views")
    return SavedView.objects.create(person=person, page=page, name=_free_name(name, others), query=kept)


@transaction.atomic
def change_view(*, view: SavedView, changed_by: User, name: str | None = None, query: str | None = None) -> SavedView:
    """Give it another name, other filters, or both; None leaves as it was. Of one that is gone nothing changes.

    Raises ValidationError by field (`name`, `query`).
    """
    changes: dict[str, str] = {}
    if query is not None:
        changes["query"] = tidy_query(query)
    if name is not None:
        others = _others(changed_by, view.page)
        changes["name"] = _free_name(name, [each for each in others if each.pk != view.pk])
    if changes:
        SavedView.objects.filter(pk=view.pk, person=changed_by).update(**changes)
    for field, value in changes.items():
        setattr(view, field, value)
    return view


def delete_view(*, view: SavedView, deleted_by: User) -> None:
    """Twice is once."""
    SavedView.objects.filter(pk=view.pk, person=deleted_by).delete()


def _others(person: User, page: str) -> list[SavedView]:
    User.objects.select_for_update().only("pk").get(pk=person.pk)
    return list(SavedView.objects.visible_to(person).filter(page=page))


def _free_name(name: str, others: list[SavedView]) -> str:
    tidy = " ".join(name.split())
    problem = None
    if not tidy:
        problem = ValidationError(_("Enter a name."), code="required")
    elif len(tidy) > LONGEST_NAME:
        message = _("At most %(most)s characters.") % {"most": LONGEST_NAME}
        problem = ValidationError(message, code="max_length")
    elif fold(tidy) in {fold(each.name) for each in others}:
        problem = ValidationError(_("There is one with this name."), code="name_taken")
    if problem is not None:
        raise ValidationError({"name": problem})
    return tidy
