"""What kind of thing a few words name, so that a new phone meets the old one: pure, no query.

Words are compared folded. A kind's words are those of the languages people ask in, and the product lines everybody
calls it by. What hangs on a thing (a case, a cable) is none of its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.core.payees import fold, tokens_of

_KINDS = """
phone: phone smartphone iphone pixel galaxy fairphone handy telefon telefono telephone mobile movil telemovel mobiel
laptop: laptop notebook macbook thinkpad chromebook ultrabook portatil ordinateur
tablet: tablet ipad tablette
console: console konsole consola playstation ps5 ps4 xbox switch steamdeck
tv: tv television fernseher televisor televiseur televisore televisie
headphones: headphones headphone headset earbuds airpods kopfhorer casque auriculares cuffie koptelefoon
watch: watch smartwatch armbanduhr montre reloj orologio horloge
camera: camera kamera appareil camara fotocamera
printer: printer drucker imprimante impresora stampante
monitor: monitor bildschirm ecran
washer: washer washing waschmaschine linge lavadora lavatrice wasmachine
dryer: dryer trockner seche secadora asciugatrice droger
dishwasher: dishwasher spulmaschine geschirrspuler vaisselle lavavajillas lavastoviglie vaatwasser
fridge: fridge refrigerator kuhlschrank refrigerateur frigo nevera frigorifero koelkast
oven: oven backofen four horno forno
kettle: kettle wasserkocher bouilloire hervidor bollitore waterkoker
coffee: espresso coffeemaker kaffeemaschine cafetiere cafetera
vacuum: vacuum hoover staubsauger aspirateur aspiradora aspirapolvere stofzuiger
bike: bike bicycle ebike fahrrad velo bicicleta bicicletta fiets
car: car auto wagen voiture coche macchina
sofa: sofa couch canape divano
bed: bed mattress bett matratze matelas lit colchon cama letto
chair: chair stuhl chaise silla sedia stoel
jacket: jacket coat jacke mantel veste manteau chaqueta giacca jas
shoes: shoes sneakers boots schuhe chaussures zapatos scarpe schoenen
"""
_PARTS = """
    case cover sleeve charger cable adapter mount stand strap protector hulle ladegerat kabel halterung coque etui
    chargeur funda cargador custodia caricatore hoesje oplader film lens bag tasche ink tinte lock schloss subscription
    insurance repair reparatur
"""
_NEEDS = """
    repair replacement medicine medication prescription doctor dentist therapy glasses insulin vaccine heating boiler
    tyres brakes diapers school rent insurance reparatur ersatz medikament medizin rezept zahnarzt arzt brille heizung
    reifen bremsen windeln schule reparation remplacement medicament ordonnance dentiste medecin lunettes chauffage
    couches ecole reparacion medicamento receta medico gafas calefaccion panales escuela riparazione farmaco ricetta
    occhiali riscaldamento pannolini scuola reparatie medicijn tandarts bril verwarming luiers school
"""
_EMPTY_WORDS = """
    a an the my new old for of in der die das ein eine neu neue neues un une le la nouveau il lo
"""
_LINES = [line.split(":") for line in _KINDS.splitlines() if line]
KINDS: Final = {name: frozenset(words.split()) for name, words in _LINES}
PARTS: Final = frozenset(_PARTS.split())
NEEDS: Final = frozenset(_NEEDS.split())
EMPTY: Final = frozenset(_EMPTY_WORDS.split())
SHORTEST_WORD: Final = 4
# Of the others all are electronics.
_CATEGORY_OF: Final = {
    **dict.fromkeys(("sofa", "bed", "chair"), "furniture"),
    **dict.fromkeys(("jacket", "shoes", "watch"), "clothing"),
    "bike": "sports-hobby",
    "car": "car",
}


def words_of(text: str) -> list[str]:
    return [each for each in tokens_of(fold(text)) if each not in EMPTY]


def kinds_of(words: Sequence[str]) -> frozenset[str]:
    """Nothing for what only hangs on a thing."""
    if PARTS.intersection(words):
        return frozenset()
    return frozenset(name for name, known in KINDS.items() if known.intersection(words))


def looked_for(text: str) -> frozenset[str]:
    """Words of which a thing of the same kind has one: those of its kind, else the last one said, which names it."""
    words = words_of(text)
    kinds = kinds_of(words)
    if kinds:
        return frozenset().union(*(KINDS[each] for each in kinds))
    last = words[-1] if words else ""
    return frozenset([last]) if len(last) >= SHORTEST_WORD and not last.isdecimal() else frozenset()


def same_kind(text: str, other: str) -> bool:
    """By kind where one has one; else both name the same thing last. A part is only of a kind with the same part."""
    words, others = words_of(text), words_of(other)
    parts, other_parts = PARTS.intersection(words), PARTS.intersection(others)
    if parts or other_parts:
        return bool(parts & other_parts) and bool(set(words) - parts) and set(words) == set(others)
    kinds, other_kinds = kinds_of(words), kinds_of(others)
    if kinds or other_kinds:
        return bool(kinds & other_kinds)
    return bool(words and others) and words[-1] == others[-1] and len(words[-1]) >= SHORTEST_WORD


def telling_need(text: str) -> str:
    """The first word that says it is needed, as it was written; nothing where none does."""
    return next((each for each in text.split() if NEEDS.intersection(tokens_of(fold(each)))), "")


def category_slug_of(text: str) -> str:
    """The system category that things of this kind are bought in; nothing for what is of none."""
    kinds = kinds_of(words_of(text))
    return next((_CATEGORY_OF.get(each, "electronics") for each in sorted(kinds)), "")
