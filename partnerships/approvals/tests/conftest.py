from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.models import User
from partnerships.approvals import registry
from partnerships.approvals.tests.probe import Probe
from partnerships.core.services import start_partnership
from partnerships.core.standing import Standing, standing_in


@pytest.fixture(autouse=True)
def _probe() -> Iterator[None]:
    registry.register(Probe)
    Probe.dropped.clear()
    yield
    registry._kinds.pop("probe", None)


@pytest.fixture
def both(ana: User, ben: User) -> tuple[Standing, Standing]:
    """Ana and Ben in their partnership."""
    partnership = start_partnership(first=ana, second=ben, currency="EUR", started_on=date(2026, 11, 1))
    return standing_in(ana, partnership.pk), standing_in(ben, partnership.pk)
