from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from partnerships.core.models import Member, Partnership


@pytest.mark.django_db
def test_who_left_before_names_went_along_is_named_no_more(couple: Partnership) -> None:
    gone, here = couple.members.order_by("place")
    Member.objects.filter(pk=gone.pk).update(person=None, name="Ana of old")
    import_module("partnerships.migrations.0007_names_forgotten").forget_names(apps, None)
    assert list(couple.members.order_by("place").values_list("name", flat=True)) == ["", here.name]
    assert here.name
