"""Mails as programs save them: who sent them, what they say, which papers came along; and mails made to do harm."""

from __future__ import annotations

import random
import time
from datetime import date
from decimal import Decimal
from email.message import EmailMessage

import pytest

from purchases.receipts.mail import MOST_PAPERS, is_mail, read_mail, text_of_html
from purchases.receipts.pdf_writer import write_pdf
from purchases.receipts.reading import read_receipt

PDF = write_pdf(["Coolblue", "Totaal € 65,50"])
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


def order(html: str = "", text: str = "", attached: dict[str, bytes] | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Zalando <info@service-mail.zalando.de>"
    mail["Date"] = "Thu, 29 Oct 2026 20:11:04 +0100"
    mail["Subject"] = "Danke für deine Bestellung"
    mail.set_content(text or "Hallo")
    if html:
        mail.add_alternative(html, subtype="html")
    for name, data in (attached or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_what_a_confirmation_says_in_html_is_read() -> None:
    html = (
        "<html><head><style>td{x:1}</style><script>var total='99,99'</script></head><body>"
        "<table><tr><td>Stiefelette</td><td>89,95&nbsp;&euro;</td></tr>"
        "<tr><td><b>Gesamtsumme</b> (inkl. MwSt.)</td><td>89,95&nbsp;&euro;</td></tr></table></body></html>"
    )
    mail = read_mail(bytes(order(html)))
    reading = read_receipt(mail.text, default_currency="CHF", today=date(2026, 11, 20))
    assert "99,99" not in mail.text
    assert reading is not None
    assert (reading.amount, reading.currency, reading.day) == (Decimal("89.95"), "EUR", date(2026, 10, 29))
    assert (reading.shop, reading.product) == ("Zalando", "Stiefelette")


def test_papers_are_told_by_what_they_are() -> None:
    mail = order(text="Total 5,00", attached={"Rechnung.pdf": PDF, "evil.pdf": b"<html>", "photo.txt": PNG})
    mail.add_attachment(PNG, maintype="image", subtype="png", disposition="inline", cid="<logo>")
    found = read_mail(bytes(mail)).papers
    assert [(each.name, each.data) for each in found] == [("Rechnung.pdf", PDF), ("photo.txt", PNG)]


def test_no_more_papers_than_allowed() -> None:
    mail = order(attached={f"{number}.pdf": PDF for number in range(30)})
    assert len(read_mail(bytes(mail)).papers) == MOST_PAPERS


def test_a_mail_is_told_by_its_head() -> None:
    assert is_mail(bytes(order()))
    assert is_mail(b"Received: from a\r\nFrom: b@c.de\r\n\r\nHello")
    for other in (PDF, PNG, b"", b"From here on\nDate: none", b"Date,Amount\n1,2", b"<html>From: x</html>"):
        assert not is_mail(other)


@pytest.mark.parametrize(
    "head",
    [
        b"From: =?utf-8?b?////?= <\r\nDate: x\r\n",
        b"From: a@b\r\nDate: Thu, 99 Foo 9999 99:99\r\nContent-Type: multipart/mixed\r\n",
        b"From: \xff\xfe\r\nDate: \r\nContent-Type: text/plain; charset=nonsense\r\n",
        b"From: a\r\nDate: b\r\nContent-Transfer-Encoding: base64\r\nContent-Type: application/pdf; name*=''%zz\r\n",
        b"From: a\r\nDate: b\r\nContent-Type: text/html; charset=rot13\r\n",
    ],
)
def test_a_broken_mail_says_less_and_is_no_error(head: bytes) -> None:
    assert is_mail(head + b"\r\nTotal 4")
    read_mail(head + b"\r\nTotal 4,00 EUR")


def test_mutated_mails_are_no_error() -> None:
    chance = random.Random(3)
    whole = bytes(order("<p>Total 5,00 EUR</p>", "Total", {"a.pdf": PDF}))
    for _turn in range(300):
        data = bytearray(whole)
        for _change in range(8):
            data[chance.randrange(len(data))] = chance.randrange(256)
        read_mail(bytes(data))


def test_a_mail_made_to_take_long_does_not() -> None:
    begun = time.process_time()
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (each, each) for each in range(3000)
    )
    read_mail(b"From: a\r\nDate: b\r\n" + deep)
    read_mail(b"From: a\r\nDate: b\r\n" + deep[:2000] + b"\n" * 5_000_000)
    read_mail(
        b"From: a\r\nDate: b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 500_000
    )
    text_of_html("<" * 200_000)
    text_of_html("<div>" * 60_000 + "&" * 100_000)
    text_of_html("<!--" * 50_000)
    assert time.process_time() - begun < 20
