from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from purchases.documents.cleaning import LARGEST_FILE, clean, kind_of
from purchases.documents.formats.exif import only, orientation_in
from purchases.documents.formats.refusing import Refused
from purchases.documents.tests.papers import GPS, from_a_camera, huge_png, pdf, picture

FORMS = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}
TAKEN = [from_a_camera(form) for form in FORMS]


@pytest.mark.parametrize("form", FORMS)
def test_what_a_camera_adds_is_gone_and_the_picture_is_not(form: str) -> None:
    taken = from_a_camera(form)
    assert GPS in taken
    cleaned = clean(taken + b"PK\x03\x04 and a whole archive")
    before, after = Image.open(io.BytesIO(taken)), Image.open(io.BytesIO(cleaned.data))
    assert cleaned.kind == FORMS[form]
    assert GPS not in cleaned.data
    assert b"archive" not in cleaned.data
    assert after.tobytes() == before.tobytes()
    assert after.info["icc_profile"] == before.info["icc_profile"]
    assert dict(after.getexif()) == {274: 6}


@pytest.mark.parametrize("form", FORMS)
def test_cleaning_what_is_clean_changes_nothing(form: str) -> None:
    for data in (from_a_camera(form), from_a_camera(form, orientation=1), picture(form), picture(form, (1, 1))):
        once = clean(data).data
        assert clean(once).data == once


def test_an_upright_picture_keeps_no_exif_at_all() -> None:
    for form in FORMS:
        assert not dict(Image.open(io.BytesIO(clean(from_a_camera(form, orientation=1)).data)).getexif())


def test_comments_text_and_thumbnails_go() -> None:
    jpeg = clean(picture("JPEG", comment=b"by GPSSECRET", progressive=True)).data
    assert GPS not in jpeg
    packet = b"\xff\xe1\x00\x2fhttp://ns.adobe.com/xap/1.0/\0<x>GPSSECRET</x>"
    plain = picture("JPEG")
    assert clean(plain[:2] + packet + plain[2:]).data == clean(plain).data
    jfif = b"\xff\xe0\x00\x13JFIF\0\x01\x01\x00\x00\x01\x00\x01\x01\x01RGB"
    assert b"RGB" not in clean(plain[:2] + jfif + plain[20:]).data
    text = b"\x00\x00\x00\x0btEXtk\0GPSSECRET\x00\x00\x00\x00"
    png = picture("PNG")
    assert clean(png[:33] + text + png[33:]).data == clean(png).data


def test_a_pdf_stays_as_it_came() -> None:
    data = pdf()
    assert clean(data).data == data
    assert clean(data).kind == "pdf"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7" + bytes(LARGEST_FILE), "file_too_large"),
        (b"GIF89a" + bytes(40), "not_a_document"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_document"),
        (b"\n%PDF-1.7\n%%EOF", "not_a_document"),
        (b"%PDF-1.7 without an end", "file_damaged"),
        (b"%PDF-1.7\n%%EOF" + b" " * 2000, "file_damaged"),
        (picture("JPEG")[:-2], "file_damaged"),
        (picture("PNG")[:-12], "file_damaged"),
        (picture("WEBP")[:-4], "file_damaged"),
        (huge_png(), "image_too_large"),
    ],
)
def test_what_is_none_of_the_four_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        clean(data)
    assert refused.value.code == code


def test_a_webp_that_moves_is_refused() -> None:
    moving = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(Refused, match="image_moves"):
        clean(moving.getvalue())


@pytest.mark.parametrize("orientation", range(2, 9))
def test_which_way_up_is_read_as_it_is_written(orientation: int) -> None:
    assert orientation_in(only(orientation)) == orientation


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_broken_picture_is_an_accident(data: st.DataObject) -> None:
    """Bytes of a true one changed anywhere: refused with a code, or clean for good."""
    broken = bytearray(data.draw(st.sampled_from(TAKEN)))
    for place in data.draw(st.lists(st.integers(0, len(broken) - 1), max_size=8)):
        broken[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(broken)))
    try:
        once = clean(bytes(broken[:cut]))
    except Refused:
        return
    assert kind_of(once.data) == once.kind
    assert clean(once.data).data == once.data
