from __future__ import annotations

import pytest

from accounts.models import User
from partnerships.conftest import couple as couple
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, standing_in
from tests.language_server import language_server as language_server

Both = tuple[Standing, Standing]


@pytest.fixture
def both(couple: Partnership, ana: User, ben: User) -> Both:
    """Ana and Ben in their partnership."""
    return standing_in(ana, couple.pk), standing_in(ben, couple.pk)
