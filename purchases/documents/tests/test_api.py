from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership
from partnerships.core.standing import standing_in
from purchases.conftest import Books, Buys, Speaks
from purchases.core.services import add_warranty, share_purchase, unshare_purchase
from purchases.documents.models import Document
from purchases.documents.services import attach_document, keep_document
from purchases.documents.tests.papers import GPS, from_a_camera, pdf, picture

DOCUMENTS = "/api/v1/documents/"
Sends = Callable[..., Any]


def send(client: APIClient, data: bytes, name: str = "bill.pdf", **more: Any) -> Any:
    said = {key: value for key, value in more.items() if not key.startswith("HTTP_")}
    headers = {key: value for key, value in more.items() if key.startswith("HTTP_")}
    file = SimpleUploadedFile(name, data, content_type="text/html")
    return client.post(DOCUMENTS, {"file": file, **said}, format="multipart", **headers)


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_from_upload_to_deletion(ana_api: APIClient, buys: Buys, ana: User) -> None:
    thing = buys()
    warranty = add_warranty(purchase=thing, added_by=ana, warranty_end=date(2028, 1, 1))
    kept = send(ana_api, pdf(), role="warranty", purchase_id=thing.pk, warranty=warranty.pk)
    assert kept.status_code == 201
    shown = kept.json()
    assert shown["attachments"] == [
        {"purchase_id": str(thing.pk), "warranty": str(warranty.pk), "claim": None, "transaction": None}
    ]
    assert (shown["kind"], shown["role"], shown["pages"], shown["is_mine"]) == ("pdf", "warranty", 1, True)
    url = f"{DOCUMENTS}{shown['id']}/"
    assert ana_api.get(f"/api/v1/purchases/{thing.pk}/").json()["documents"] == 1
    changed = ana_api.patch(url, {**shown, "name": "Kettle"}, format="json")
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Kettle.pdf", 2)
    assert ana_api.patch(url, {"role": "other", "version": 1}, format="json").status_code == 409
    assert ana_api.delete(url, HTTP_IF_MATCH='"1"').status_code == 409
    assert ana_api.delete(url).status_code == 204
    assert ana_api.get(url).status_code == 404
    assert ana_api.get(f"/api/v1/purchases/{thing.pk}/").json()["documents"] == 0


def test_the_same_again_is_the_document_there_is(ana_api: APIClient, buys: Buys) -> None:
    first = send(ana_api, pdf()).json()
    again = send(ana_api, pdf(), "other.pdf", purchase_id=buys().pk)
    assert (again.status_code, again.json()["id"], again.json()["name"]) == (200, first["id"], "bill.pdf")
    assert len(again.json()["attachments"]) == 1
    once = [send(ana_api, picture(), HTTP_IDEMPOTENCY_KEY="one") for _time in range(2)]
    assert [each.status_code for each in once] == [201, 201]
    assert once[1]["Idempotent-Replayed"] == "true"
    assert Document.objects.count() == 2


@pytest.mark.parametrize(("data", "name"), [(pdf(), "bill.pdf"), (from_a_camera("PNG"), "photo.png")])
def test_bytes_come_with_headers_that_let_nothing_run(ana_api: APIClient, data: bytes, name: str) -> None:
    shown = send(ana_api, data, name).json()
    answer = ana_api.get(f"{DOCUMENTS}{shown['id']}/content/")
    whole = body_of(answer)
    assert len(whole) == shown["size"] == int(answer["Content-Length"])
    assert GPS not in whole
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-cache")
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    place = "attachment" if shown["kind"] == "pdf" else "inline"
    assert answer["Content-Disposition"] == f'{place}; filename="{name}"'
    fresh = ana_api.get(f"{DOCUMENTS}{shown['id']}/content/", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (fresh.status_code, fresh.content) == (304, b"")
    ranged = ana_api.get(f"{DOCUMENTS}{shown['id']}/content/", HTTP_RANGE="bytes=0-3")
    assert (ranged.status_code, body_of(ranged)) == (200, whole)
    small = ana_api.get(f"{DOCUMENTS}{shown['id']}/thumbnail/")
    assert small["Content-Type"] == "image/webp"
    assert body_of(small)[8:12] == b"WEBP"


def test_a_name_of_any_letters_is_sent_as_it_is(ana_api: APIClient) -> None:
    shown = send(ana_api, pdf(), "Küche – 日本.pdf").json()
    assert shown["name"] == "Küche – 日本.pdf"
    answer = ana_api.get(f"{DOCUMENTS}{shown['id']}/content/")
    assert (
        answer["Content-Disposition"] == "attachment; filename*=utf-8''K%C3%BCche%20%E2%80%93%20%E6%97%A5%E6%9C%AC.pdf"
    )


def test_lists_are_narrowed_and_ordered(ana: User, ana_api: APIClient, buys: Buys, books: Books) -> None:
    thing, entry = buys(), books()
    loose = send(ana_api, pdf("Rasenmaeher", "four"), "a.pdf", role="manual").json()["id"]
    on_thing = send(ana_api, picture(), "b.jpg", purchase_id=thing.pk).json()["id"]
    paid = send(ana_api, pdf("three"), "c.pdf", transaction=entry.pk).json()["id"]

    def ids(**asked: Any) -> list[str]:
        answer = ana_api.get(DOCUMENTS, asked)
        assert answer.status_code == 200, answer.json()
        assert answer.json()["count"] == len(answer.json()["results"])
        return [each["id"] for each in answer.json()["results"]]

    assert ids() == [paid, on_thing, loose]
    assert ids(ordering="name") == [loose, on_thing, paid]
    assert ids(purchase_id=thing.pk) == [on_thing]
    assert ids(transaction=entry.pk) == [paid]
    assert ids(role="manual,photo") == [loose]
    assert (ids(attached="false"), ids(attached="true")) == ([loose], [paid, on_thing])
    assert (ids(search="rasenmaeher four"), ids(search="a.pdf x")) == ([loose], [])
    assert ana_api.get(DOCUMENTS, {"role": "secret"}).status_code == 400
    assert ana_api.get(DOCUMENTS, {"purchase": str(thing.pk)}).status_code == 400


def test_a_list_costs_the_same_however_long(ana: User, ana_api: APIClient, buys: Buys, books: Books) -> None:
    def costs() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ana_api.get(DOCUMENTS)
        return len(queries)

    def add(side: int) -> None:
        paper = keep_document(owner=ana, upload=picture(size=(side, 5)), name="a.jpg")[0]
        attach_document(document=paper, by=ana, purchase=buys())
        attach_document(document=paper, by=ana, transaction=books())

    add(10)
    one = costs()
    for side in range(11, 15):
        add(side)
    assert costs() == one <= 9


def test_what_is_not_theirs_cannot_be_named(
    ana_api: APIClient, ben: User, speaks: Speaks, buys: Buys, books: Books
) -> None:
    thing, entry, paper = buys(), books(), send(ana_api, pdf()).json()["id"]
    his = speaks(ben)
    for field, key in (("purchase_id", thing.pk), ("transaction", entry.pk)):
        refused = send(his, pdf(), **{field: str(key)}).json()["errors"][0]
        assert (refused["attr"], refused["code"]) == (field, "does_not_exist")
    assert not Document.objects.filter(owner=ben).exists()
    for path in ("", "content/", "thumbnail/"):
        assert his.get(f"{DOCUMENTS}{paper}/{path}").status_code == 404
    assert his.post(f"{DOCUMENTS}{paper}/attachments/", {}, format="json").status_code == 404
    assert his.delete(f"{DOCUMENTS}{paper}/").status_code == 404
    url = f"{DOCUMENTS}{paper}/attachments/"
    assert ana_api.post(url, {}, format="json").status_code == 400
    both = {"purchase_id": str(thing.pk), "transaction": str(entry.pk)}
    assert ana_api.post(url, both, format="json").json()["errors"][0]["code"] == "thing_or_payment"
    assert ana_api.post(url, {"transaction": str(entry.pk)}, format="json").status_code == 200
    assert ana_api.delete(f"{url}?transaction={entry.pk}").status_code == 204
    assert ana_api.get(f"{DOCUMENTS}{paper}/").json()["attachments"] == []


def test_uploading_what_another_has_is_like_anything_new(
    ana: User, ana_api: APIClient, ben: User, speaks: Speaks
) -> None:
    hers, his = send(ana_api, pdf()).json(), send(speaks(ben), pdf()).json()
    changing = {"id", "created_at", "updated_at"}
    assert {key: hers[key] for key in hers.keys() - changing} == {key: his[key] for key in his.keys() - changing}


class TestWhoSeesIt:
    """Owner, partner and stranger of a paper on a thing that is shown, on a joint account, on a gift."""

    def sees(self, client: APIClient, key: Any) -> set[int]:
        return {client.get(f"{DOCUMENTS}{key}/{path}").status_code for path in ("", "content/", "thumbnail/")}

    def test_on_a_thing_that_is_shown(
        self, ana: User, ben: User, carla: User, couple: Partnership, speaks: Speaks, buys: Buys
    ) -> None:
        thing = buys()
        paper = keep_document(owner=ana, upload=pdf(), name="a.pdf")[0]
        attach_document(document=paper, by=ana, purchase=thing)
        assert self.sees(speaks(ben), paper.pk) == {404}
        share_purchase(purchase=thing, shared_by=ana)
        assert self.sees(speaks(ben), paper.pk) == {200}
        assert self.sees(speaks(carla), paper.pk) == {404}
        shown = speaks(ben).get(f"{DOCUMENTS}{paper.pk}/").json()
        assert (shown["is_mine"], shown["read"], len(shown["attachments"])) == (False, None, 1)
        url = f"{DOCUMENTS}{paper.pk}/"
        for refused in (
            speaks(ben).patch(url, {"role": "other"}, format="json"),
            speaks(ben).delete(url),
            speaks(ben).post(f"{url}attachments/", {"purchase_id": str(thing.pk)}, format="json"),
            speaks(ben).delete(f"{url}attachments/?purchase_id={thing.pk}"),
        ):
            assert refused.status_code == 403
        unshare_purchase(purchase=thing, unshared_by=ana)
        assert self.sees(speaks(ben), paper.pk) == {404}
        share_purchase(purchase=thing, shared_by=ana)
        end_partnership(standing=standing_in(ben, couple.pk))
        assert self.sees(speaks(ben), paper.pk) == {404}

    def test_on_a_joint_account_and_a_gift(
        self, ana: User, ben: User, carla: User, couple: Partnership, speaks: Speaks, giro: MoneyAccount
    ) -> None:
        core.add_co_owner(account=giro, person=ben, added_by=ana)
        entry = core.record_transaction(
            account=giro, recorded_by=ana, amount=Decimal("-80.00"), booked_on=date(2026, 11, 3), payee="Jeweller"
        )
        paper = keep_document(owner=ana, upload=pdf(), name="a.pdf")[0]
        attach_document(document=paper, by=ana, transaction=entry)
        assert (self.sees(speaks(ben), paper.pk), self.sees(speaks(carla), paper.pk)) == ({200}, {404})
        core.withhold_transaction(entry=entry, by=ana, until=date(2036, 12, 24))
        assert (self.sees(speaks(ana), paper.pk), self.sees(speaks(ben), paper.pk)) == ({200}, {404})
        assert speaks(ben).get(DOCUMENTS).json()["count"] == 0
        assert speaks(ben).get(DOCUMENTS, {"transaction": str(entry.pk)}).json()["count"] == 0
