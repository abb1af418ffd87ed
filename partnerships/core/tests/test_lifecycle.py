from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from partnerships.core.errors import Overtaken
from partnerships.core.models import Partnership
from partnerships.core.services import start_partnership
from partnerships.core.standing import current_standing
from partnerships.core.tokens import partnership_claim

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def test_two_people_are_each_the_others_partner(ana: User, ben: User, carla: User) -> None:
    partnership = start_partnership(first=ana, second=ben, currency="EUR", started_on=DAY)
    for person, other in ((ana, ben), (ben, ana)):
        standing = current_standing(person)
        assert standing is not None
        assert (standing.partnership, standing.partner) == (partnership, other)
        assert partnership_claim(person) == {"partnership_id": str(partnership.pk)}
    assert current_standing(carla) is None
    assert partnership_claim(carla) == {"partnership_id": None}


def test_one_open_partnership_a_person_by_the_database(ana: User, ben: User, carla: User) -> None:
    start_partnership(first=ana, second=ben, currency="EUR", started_on=DAY)
    with pytest.raises(Overtaken, match="already_partnered"):
        start_partnership(first=carla, second=ben, currency="EUR", started_on=DAY)
    assert Partnership.objects.count() == 1
    assert current_standing(carla) is None


def test_nobody_signed_in_sees_no_partnership(ana: User, ben: User) -> None:

    start_partnership(first=ana, second=ben, currency="EUR", started_on=DAY)
    assert not Partnership.objects.visible_to(AnonymousUser()).exists()
    assert current_standing(AnonymousUser()) is None
