from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from partnerships.agreements.models import Agreement
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership, start_partnership
from partnerships.core.standing import current_standing, standing_in
from partnerships.inviting.models import Invitation
from partnerships.inviting.services import Sent, renew_invitation
from partnerships.inviting.tests.conftest import invited_by, link_of, verify

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
INVITE, INVITATION, PARTNER = "/together/invite/", "/invitation/", "/settings/partner/"
PASSWORD = "a rather long pass phrase"
FIELDS = {"method": "income", "message": "Shall we?"}


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content
    text: str = answer.content.decode()
    return text


def opened(client: Client, sent: Sent) -> Client:
    answer = client.get(f"/invitation/{sent.secret}/")
    assert (answer.status_code, answer["Location"]) == (302, INVITATION)
    return client


def test_inviting_shows_the_link_once(ana: User, signed_in: Opens) -> None:
    client = signed_in(ana)
    page = text_of(client.post(INVITE, {**FIELDS, "method": "percent", "percent": "62,5"}))
    [link] = re.findall(r"http://testserver/invitation/tup_invite_[\w-]+/", page)
    assert Invitation.objects.get().first_percent == 62.5
    later = text_of(client.get(INVITE))
    assert link not in later
    assert "No answer yet" in later
    assert "Shall we?" in text_of(Client().get(link, follow=True))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "ana@example.org"}, "your own address"),
        ({"email": "nonsense"}, "valid email"),
        ({"method": "percent"}, "Say how many percent"),
        ({"method": "percent", "percent": "170"}, "between 0 and 100"),
        ({"method": "fixed"}, "Select a valid choice"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(ana: User, signed_in: Opens, sent: dict[str, str], said: str) -> None:
    page = text_of(signed_in(ana).post(INVITE, {**FIELDS, **sent}), 422)
    assert said in page
    assert "Shall we?" in page
    assert not Invitation.objects.exists()


def test_the_link_survives_signing_up(sent: Sent, ana: User, settings: Any) -> None:
    settings.SIGNUPS = "invited"
    stranger = Client()
    signup = {"email": "eve@example.org", "password1": PASSWORD, "name": "Eve", "next": INVITATION}
    assert "Make an account" not in text_of(Client().get("/accounts/login/"))
    page = text_of(opened(stranger, sent).get(INVITATION))
    assert "Ana would like to share" in page
    assert "/accounts/signup/?next=/invitation/" in page
    assert "Accept" not in page
    answer = stranger.post("/accounts/signup/", signup)
    assert (answer.status_code, answer["Location"]) == (302, INVITATION)
    assert "Accept" in text_of(stranger.get(INVITATION))
    assert stranger.post("/invitation/accept/")["Location"] == "/together/"
    standing = current_standing(ana)
    assert standing is not None
    assert str(standing.partner) == "Eve"
    assert Agreement.objects.get().method == "income"


def test_only_the_invited_sign_up_where_they_must_be(sent: Sent, settings: Any, ana: User) -> None:
    settings.SIGNUPS = "invited"
    body = {"email": "eve@example.org", "password": PASSWORD, "name": "Eve"}
    for secret, status in (("", 403), (sent.secret[:-1], 403), (sent.code, 403), (sent.secret, 200)):
        answer = Client().post(
            "/_allauth/app/v1/auth/signup", body, content_type="application/json", headers={"X-Invitation": secret}
        )
        assert answer.status_code == status, answer.content
    Invitation.objects.update(status="withdrawn")
    again = {**body, "email": "eva@example.org"}
    headers = {"X-Invitation": sent.secret}
    answer = Client().post("/_allauth/app/v1/auth/signup", again, content_type="application/json", headers=headers)
    assert answer.status_code == 403


def test_the_link_survives_logging_in(sent: Sent, ben: User) -> None:
    visitor = opened(Client(), sent)
    visitor.post("/accounts/login/", {"login": ben.email, "password": PASSWORD})
    assert "Ana invites you" in text_of(visitor.get(INVITE))
    assert "Accept" in text_of(visitor.get(INVITATION))


def test_an_invitation_that_is_not_open_says_no_more(sent: Sent, ben: User, signed_in: Opens) -> None:
    client = opened(signed_in(ben), sent)
    renew_invitation(invitation=Invitation.objects.get(), link_of=link_of)
    for url in (INVITATION, f"/invitation/{sent.secret}/", "/invitation/anything/"):
        page = text_of(client.get(url), 404)
        assert "not open" in page
        assert "Ana" not in page
    assert client.post("/invitation/accept/").status_code == 404
    assert not Partnership.objects.exists()


def test_the_code_leads_to_the_invitation(sent: Sent, ben: User, signed_in: Opens) -> None:
    client = signed_in(ben)
    assert "has this code" in text_of(client.post("/together/code/", {"code": "2222-2222"}), 422)
    assert client.post("/together/code/", {"code": sent.code.lower()})["Location"] == INVITATION
    assert "So we stop guessing." in text_of(client.get(INVITATION))
    assert client.post("/invitation/decline/")["Location"] == INVITE
    assert Invitation.objects.get().status == "declined"


def test_one_sent_to_a_verified_address_shows_by_itself(ana: User, eve: User, carla: User, signed_in: Opens) -> None:
    invitation = invited_by(ana, email=eve.email).invitation
    assert signed_in(eve).get(f"/together/invitations/{invitation.pk}/").status_code == 404
    verify(eve)
    client = signed_in(eve)
    assert "Ana invites you" in text_of(client.get(INVITE))
    assert client.get(f"/together/invitations/{invitation.pk}/")["Location"] == INVITATION
    assert "Accept" in text_of(client.get(INVITATION))
    assert signed_in(carla).get(f"/together/invitations/{invitation.pk}/").status_code == 404


def test_ones_own_invitation_and_one_too_many(sent: Sent, ana: User, ben: User, carla: User, signed_in: Opens) -> None:
    assert "your own invitation" in text_of(opened(signed_in(ana), sent).get(INVITATION))
    bens = opened(signed_in(ben), sent)
    opened(signed_in(carla), sent).post("/invitation/accept/")
    assert bens.post("/invitation/accept/").status_code == 404
    assert signed_in(ana).get(INVITE)["Location"] == "/together/"


def test_a_lost_race_is_said_on_the_page(sent: Sent, ben: User, carla: User, signed_in: Opens) -> None:
    other = invited_by(carla)
    client = opened(signed_in(ben), sent)
    opened(signed_in(ben), other).post("/invitation/accept/")
    assert "already has a partner" in text_of(client.post("/invitation/accept/"), 409)
    assert "You have a partner here already" in text_of(client.get(INVITATION))


def test_new_link_and_withdrawing(sent: Sent, ana: User, ben: User, signed_in: Opens) -> None:
    client = signed_in(ana)
    url = f"/together/invitations/{sent.invitation.pk}"
    for act in ("renew", "withdraw"):
        assert signed_in(ben).post(f"{url}/{act}/").status_code == 404
    page = text_of(client.post(f"{url}/renew/"))
    assert "/invitation/tup_invite_" in page
    assert sent.secret not in page
    client.post(f"{url}/withdraw/")
    assert "Nobody is invited" in text_of(client.get(INVITE))
    assert client.post(f"{url}/renew/")["Location"] == INVITE


def test_a_waiting_window_moves_on_once_they_are_partners(couple: Partnership, ana: User, signed_in: Opens) -> None:
    answer = signed_in(ana).get(INVITE, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/together/"


def test_pausing_and_going_on_in_the_settings(couple: Partnership, ana: User, ben: User, signed_in: Opens) -> None:
    anas, bens = signed_in(ana), signed_in(ben)
    assert "You and Ben" in text_of(anas.get(PARTNER))
    anas.post(f"{PARTNER}pause/")
    assert "Ana has paused it" in text_of(bens.get(PARTNER))
    assert "lets it go on" in text_of(bens.post(f"{PARTNER}resume/", follow=True))
    assert Partnership.objects.get().status == "paused"
    anas.post(f"{PARTNER}resume/")
    assert Partnership.objects.get().status == "active"


@pytest.mark.parametrize("typed", ["ana", " ANA ", "Ana"])
def test_ending_takes_the_partners_name(
    couple: Partnership, ana: User, ben: User, signed_in: Opens, typed: str
) -> None:
    client = signed_in(ben)
    for wrong in ({}, {"name": "Anna"}, {"name": "Ben"}):
        text_of(client.post(f"{PARTNER}end/", wrong), 422)
    assert Partnership.objects.get().status == "active"
    assert "Ended" in text_of(client.post(f"{PARTNER}end/", {"name": typed}, follow=True))
    assert current_standing(ana) is None


def test_whoever_is_alone_reads_what_was(couple: Partnership, ana: User, carla: User, signed_in: Opens) -> None:
    end_partnership(standing=standing_in(ana, couple.pk))
    for url in (PARTNER, INVITE):
        assert "Ben" in text_of(signed_in(ana).get(url))
        assert "Ben" not in text_of(signed_in(carla).get(url))
    assert signed_in(carla).post(f"{PARTNER}pause/").status_code == 404


def test_an_invitation_to_a_known_address_shows_in_the_navigation_and_on_the_overview(
    ana: User, ben: User, carla: User, signed_in: Opens
) -> None:
    invited_by(ana, email=ben.email)
    client, badge = signed_in(ben), 'aria-label="1 invitation"'
    assert badge not in text_of(client.get("/"))
    verify(ben)
    overview = text_of(client.get("/"))
    assert badge in overview
    assert "Ana invites you" in overview
    assert badge in text_of(client.get("/transactions/"))
    start_partnership(first=ben, second=carla, currency="EUR", started_on=date(2026, 11, 1))
    assert badge not in text_of(client.get("/"))
    assert "Ana invites you" not in text_of(client.get("/"))


def test_incomes_are_said_while_inviting_and_accepting_and_are_nobody_elses(
    ana: User, ben: User, signed_in: Opens
) -> None:
    User.objects.update(monthly_income=None)
    for person in (ana, ben):
        person.refresh_from_db()
    anas = signed_in(ana)
    for typed, said in (("lots", "Enter an amount"), ("3000.001", "fewer decimals")):
        assert said in text_of(anas.post(INVITE, {**FIELDS, "monthly_income": typed}), 422)
    assert not Invitation.objects.exists()
    [link] = re.findall(
        r"/invitation/tup_invite_[\w-]+/", text_of(anas.post(INVITE, {**FIELDS, "monthly_income": "3000"}))
    )
    bens = signed_in(ben)
    page = text_of(bens.get(link, follow=True))
    assert 'name="monthly_income"' in page
    assert "3000" not in page
    assert "-5" in text_of(bens.post("/invitation/accept/", {"monthly_income": "-5"}), 422)
    assert not Partnership.objects.exists()
    assert bens.post("/invitation/accept/", {"monthly_income": "2000"})["Location"] == "/together/"
    ana.refresh_from_db()
    ben.refresh_from_db()
    assert (ana.monthly_income, ben.monthly_income) == (3000, 2000)
    assert "You 60%" in text_of(anas.get("/together/"))
    for page in (text_of(anas.get("/together/")), text_of(anas.get("/together/split/"))):
        assert "2000" not in page
        assert "2,000" not in page


def test_whoever_said_their_income_is_not_asked_again(sent: Sent, ben: User, signed_in: Opens) -> None:
    User.objects.filter(pk=ben.pk).update(monthly_income="1234.00")
    ben.refresh_from_db()
    client = opened(signed_in(ben), sent)
    assert 'name="monthly_income"' not in text_of(client.get(INVITATION))
    client.post("/invitation/accept/", {"monthly_income": "9"})
    ben.refresh_from_db()
    assert ben.monthly_income == 1234
