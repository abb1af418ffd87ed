"""Pausing, resuming and ending; what is left when one of the two deletes their log-in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import jwt
import pytest
from django.test import Client

from accounts.models import User
from accounts.services import delete_account
from accounts.tests.conftest import PASSWORD
from config.kernel import live
from config.kernel.models import AuditEntry
from ledger.core import services as ledger
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from partnerships.agreements.models import Agreement
from partnerships.agreements.services import ask_for_threshold
from partnerships.approvals.models import Approval
from partnerships.core.errors import Overtaken
from partnerships.core.models import Member, Partnership
from partnerships.core.services import end_partnership, pause_partnership, resume_partnership, start_partnership
from partnerships.core.standing import current_standing, standing_in

pytestmark = pytest.mark.django_db
Frames = list[tuple[Any, str]]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    """What is sent to whom from here on, as (person, event)."""
    sent: Frames = []
    real = live.push_all

    def note(people: Any, events: Any) -> None:
        people = list(people)
        sent.extend((person, event) for person in people for event, _data in events)
        real(people, events)

    monkeypatch.setattr(live, "push_all", note)
    monkeypatch.setattr("ledger.core.audience.push_all", note)
    return sent


def rows(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_either_pauses_and_only_that_one_resumes(couple: Partnership, ana: User, ben: User, frames: Frames) -> None:
    hers, his = standing_in(ana, couple.pk), standing_in(ben, couple.pk)
    assert pause_partnership(standing=his).status == "paused"
    assert pause_partnership(standing=hers).paused_by == ben
    with pytest.raises(Overtaken, match="partnership_paused"):
        ask_for_threshold(standing=hers, threshold=Decimal(200))
    with pytest.raises(FieldError) as refused:
        resume_partnership(standing=hers)
    assert refused.value.stable_code == "not_paused_by_you"
    assert resume_partnership(standing=his).status == "active"
    assert resume_partnership(standing=hers).status == "active"
    assert (rows("partnership_paused"), rows("partnership_resumed")) == (1, 1)
    assert sorted(event for _who, event in frames) == ["partnership:paused"] * 2 + ["partnership:resumed"] * 2


def test_the_end_closes_everything_once(couple: Partnership, ana: User, ben: User, frames: Frames) -> None:
    hers, his = standing_in(ana, couple.pk), standing_in(ben, couple.pk)
    asked = ask_for_threshold(standing=hers, threshold=Decimal(200))
    frames.clear()
    ended = end_partnership(standing=his)
    assert (ended.status, ended.ended_by, ended.ended_on) == ("ended", ben, ben.today)
    asked.refresh_from_db()
    assert asked.status == Approval.Status.WITHDRAWN
    assert current_standing(ana) is current_standing(ben) is None
    assert sorted(frames[-2:], key=str) == sorted(
        [(ana.pk, "partnership:ended"), (ben.pk, "partnership:ended")], key=str
    )
    for act in (end_partnership, pause_partnership, resume_partnership):
        with pytest.raises(Overtaken, match="no_partnership"):
            act(standing=hers)
    assert rows("partnership_ended") == 1
    assert Partnership.objects.visible_to(ana).get() == couple
    assert Agreement.objects.visible_to(ben).exists()


def _sees(person: User, account: MoneyAccount, role: str = "viewer", level: str = "full") -> None:
    MoneyAccountAccess.objects.create(account=account, person=person, role=role, level=level)


def test_neither_sees_or_hears_of_the_others_accounts_after_the_end(
    couple: Partnership, ana: User, ben: User, carla: User, frames: Frames
) -> None:
    accounts = [ledger.create_money_account(owner=each, currency="EUR", name="Own") for each in (ana, ben)]
    joint = ledger.create_money_account(owner=ana, currency="EUR", name="Joint")
    _sees(ben, accounts[0])
    _sees(carla, accounts[0])
    _sees(ana, accounts[1], level="total")
    _sees(ben, joint, role="co_owner")
    end_partnership(standing=standing_in(ana, couple.pk))
    assert set(MoneyAccount.objects.visible_to(ben)) == {accounts[1], joint}
    assert set(MoneyAccount.objects.visible_to(ana)) == {accounts[0], joint}
    assert MoneyAccount.objects.visible_to(carla).get() == accounts[0]
    frames.clear()
    day = ana.today
    for account, person in zip(accounts, (ana, ben), strict=True):
        ledger.record_transaction(account=account, recorded_by=person, amount=Decimal(-5), booked_on=day, payee="Own")
    assert {who for who, _event in frames} == {ana.pk, ben.pk, carla.pk}
    assert {who for who, event in frames if event == "transaction:new"} == {ana.pk, ben.pk, carla.pk}
    assert sum(who == ben.pk and event == "transaction:new" for who, event in frames) == 1
    assert sum(who == ana.pk and event == "transaction:new" for who, event in frames) == 1


def test_whoever_deletes_their_log_in_leaves_what_was_shared(couple: Partnership, ana: User, ben: User) -> None:
    ben.name = "Benno Baum"
    ben.save(update_fields=["name"])
    delete_account(person=ben)
    standing = standing_in(ana, couple.pk)
    assert standing.partnership.status == Partnership.Status.ENDED
    assert (standing.partner, str(standing.other)) == (None, "Somebody")
    assert not Member.objects.exclude(person=ana).exclude(name="").exists()
    assert current_standing(ana) is None
    assert Agreement.objects.visible_to(ana).exists()
    assert rows("partnership_ended") == 1


def test_what_nobody_is_left_to_read_goes(couple: Partnership, ana: User, ben: User) -> None:
    household = couple.household
    delete_account(person=ben)
    delete_account(person=ana)
    assert not Partnership.objects.exists()
    assert not Member.objects.exists()
    assert not type(household).objects.filter(pk=household.pk).exists()


def test_a_new_partner_after_the_last_one(couple: Partnership, ana: User, ben: User, carla: User) -> None:
    end_partnership(standing=standing_in(ben, couple.pk))
    later = start_partnership(first=carla, second=ana, currency="USD", started_on=ana.today)
    standing = current_standing(ana)
    assert standing is not None
    assert (standing.partnership, standing.place, standing.partner) == (later, 1, carla)
    assert set(Partnership.objects.visible_to(ana)) == {couple, later}
    assert not Partnership.objects.visible_to(carla).filter(pk=couple.pk).exists()


def _ask(method: str, path: str, token: str = "", **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return getattr(Client(), method)(path, body or None, content_type="application/json", headers=headers)


def test_a_token_of_an_ended_partnership_gives_access_to_nothing(couple: Partnership, ana: User, ben: User) -> None:
    """Nothing reads the claim for rights; the next refresh drops it."""
    meta = _ask("post", "/_allauth/app/v1/auth/login", email=ben.email, password=PASSWORD).json()["meta"]
    old = meta["access_token"]
    claim = jwt.decode(old, options={"verify_signature": False})["partnership_id"]
    assert claim == str(couple.pk)
    assert _ask("get", "/api/v1/partnerships/current/agreement/", old).status_code == 200
    end_partnership(standing=standing_in(ana, couple.pk))
    assert _ask("get", "/api/v1/partnerships/current/agreement/", old).status_code == 404
    refreshed = _ask("post", "/_allauth/app/v1/tokens/refresh", refresh_token=meta["refresh_token"]).json()["data"]
    assert jwt.decode(refreshed["access_token"], options={"verify_signature": False})["partnership_id"] is None
