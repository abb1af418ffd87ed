"""The retailers and brands every instance starts with; the same ids everywhere, for ever."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from config.kernel.folding import fold

_RETAILERS: Final = UUID("4b6a1f0e-52d8-5c0b-8a5e-0d1f6f3f2a11")
_BRANDS: Final = UUID("9d0c7b52-7f43-5b8e-b1a4-5a3f0c9e7d22")

COMMON_RETAILERS: Final = (
    ("Amazon", "https://www.amazon.com"),
    ("Apple Store", "https://www.apple.com"),
    ("Best Buy", "https://www.bestbuy.com"),
    ("bol", "https://www.bol.com"),
    ("Boulanger", "https://www.boulanger.com"),
    ("Costco", "https://www.costco.com"),
    ("Coolblue", "https://www.coolblue.nl"),
    ("Currys", "https://www.currys.co.uk"),
    ("Darty", "https://www.darty.com"),
    ("Decathlon", "https://www.decathlon.com"),
    ("Digitec Galaxus", "https://www.galaxus.ch"),
    ("eBay", "https://www.ebay.com"),
    ("El Corte Inglés", "https://www.elcorteingles.es"),
    ("Fnac", "https://www.fnac.com"),
    ("H&M", "https://www.hm.com"),
    ("Home Depot", "https://www.homedepot.com"),
    ("IKEA", "https://www.ikea.com"),
    ("John Lewis", "https://www.johnlewis.com"),
    ("Leroy Merlin", "https://www.leroymerlin.com"),
    ("MediaMarkt", "https://www.mediamarkt.de"),
    ("Newegg", "https://www.newegg.com"),
    ("OBI", "https://www.obi.de"),
    ("Otto", "https://www.otto.de"),
    ("Saturn", "https://www.saturn.de"),
    ("Target", "https://www.target.com"),
    ("Walmart", "https://www.walmart.com"),
    ("Zalando", "https://www.zalando.com"),
)
COMMON_BRANDS: Final = (
    ("Acer", "https://www.acer.com"),
    ("Adidas", "https://www.adidas.com"),
    ("AEG", "https://www.aeg.com"),
    ("Apple", "https://www.apple.com"),
    ("Asus", "https://www.asus.com"),
    ("Bosch", "https://www.bosch.com"),
    ("Bose", "https://www.bose.com"),
    ("Braun", "https://www.braun.com"),
    ("Canon", "https://www.canon.com"),
    ("De'Longhi", "https://www.delonghi.com"),
    ("Dell", "https://www.dell.com"),
    ("Dyson", "https://www.dyson.com"),
    ("Fujifilm", "https://www.fujifilm.com"),
    ("Garmin", "https://www.garmin.com"),
    ("Google", "https://store.google.com"),
    ("HP", "https://www.hp.com"),
    ("IKEA", "https://www.ikea.com"),
    ("JBL", "https://www.jbl.com"),
    ("Lenovo", "https://www.lenovo.com"),
    ("LG", "https://www.lg.com"),
    ("Logitech", "https://www.logitech.com"),
    ("Makita", "https://www.makita.com"),
    ("Microsoft", "https://www.microsoft.com"),
    ("Miele", "https://www.miele.com"),
    ("Nespresso", "https://www.nespresso.com"),
    ("Nike", "https://www.nike.com"),
    ("Nikon", "https://www.nikon.com"),
    ("Nintendo", "https://www.nintendo.com"),
    ("Panasonic", "https://www.panasonic.com"),
    ("Philips", "https://www.philips.com"),
    ("Samsung", "https://www.samsung.com"),
    ("Siemens", "https://www.siemens-home.bsh-group.com"),
    ("Sonos", "https://www.sonos.com"),
    ("Sony", "https://www.sony.com"),
    ("Xiaomi", "https://www.mi.com"),
)


def retailer_id(name: str) -> UUID:
    return uuid5(_RETAILERS, fold(name))


def brand_id(name: str) -> UUID:
    return uuid5(_BRANDS, fold(name))


def store_common_names(retailer: Any, brand: Any) -> None:
    """Write them into the database, for a migration: new ones added, known ones brought up to date."""
    for model, names, id_of in ((retailer, COMMON_RETAILERS, retailer_id), (brand, COMMON_BRANDS, brand_id)):
        for name, url in names:
            values = {"name": name, "name_key": fold(name), "url": url}
            model.objects.update_or_create(pk=id_of(name), defaults=values)
