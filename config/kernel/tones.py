"""The colours the pages draw categories in.

A category stores any colour as '#rrggbb', but a page may not: each theme needs its own contrast and the policy
forbids inline style. So a stored colour becomes the nearest of these tones, which `tokens.css` defines for both themes.
"""

from __future__ import annotations

import math
from functools import lru_cache

TONES = {
    "red": "#c8475e",
    "orange": "#c96f1e",
    "gold": "#a9790a",
    "olive": "#76831c",
    "green": "#2e8b57",
    "mint": "#1f8a7a",
    "teal": "#0f8b9c",
    "sky": "#2b82b8",
    "blue": "#3b6fb6",
    "indigo": "#5f63c7",
    "violet": "#8559b5",
    "pink": "#b8528f",
    "brown": "#8d6a4f",
    "slate": "#5f7391",
    "grey": "#7f8581",
}
NEUTRAL = "grey"
# Dull colours of a hue have a name of their own; below this strength they are meant.
MUTED = {"orange": "brown", "sky": "slate", "blue": "slate", "indigo": "slate"}
MUTED_BELOW = 0.075


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _chroma(colour: str) -> tuple[float, float]:
    """The a and b of a '#rrggbb' colour in Oklab (Ottosson 2020): hue and strength without lightness."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


@lru_cache(maxsize=512)
def nearest_tone(colour: str) -> str:
    """The tone for a stored colour; 'grey' for none, for an unreadable one and for one without hue."""
    try:
        a, b = _chroma(colour)
    except (ValueError, IndexError):
        return NEUTRAL
    if math.hypot(a, b) < 0.03:
        return NEUTRAL

    def turn(name: str) -> float:
        tone_a, tone_b = _chroma(TONES[name])
        return abs(math.remainder(math.atan2(tone_b, tone_a) - math.atan2(b, a), math.tau))

    hues = (name for name in TONES if name != NEUTRAL and name not in MUTED.values())
    nearest = min(hues, key=turn)
    return MUTED.get(nearest, nearest) if math.hypot(a, b) < MUTED_BELOW else nearest
