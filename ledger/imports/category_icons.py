"""The icon of a category of another program, as one of ours."""

from __future__ import annotations

from typing import Final

from config.kernel.assets import CATEGORY_ICONS, UNKNOWN_ICON
from ledger.imports.readers.text import fold

# Words of the icon sets that apps for phones use (Ionicons, Material, Font Awesome), and signs of their own.
_WORDS: Final = {
    "fast food": "pizza", "food": "utensils", "restaurant": "utensils", "cart": "shopping-cart",
    "basket": "shopping-basket", "grocery": "shopping-basket", "cafe": "coffee", "beer": "beer", "wine": "beer",
    "home": "house", "bulb": "plug-zap", "flash": "zap", "water": "droplets", "wifi": "wifi", "call": "smartphone",
    "phone": "smartphone", "bus": "bus", "train": "train-front", "subway": "train-front", "airplane": "plane",
    "gas": "fuel", "taxi": "car-taxi-front", "bicycle": "bike", "medkit": "heart-pulse", "medical": "stethoscope",
    "health": "heart-pulse", "fitness": "dumbbell", "barbell": "dumbbell", "shirt": "shirt", "bag": "shopping-bag",
    "shopping": "shopping-bag", "film": "film", "movie": "film", "game": "gamepad-2", "music": "music",
    "musical": "music", "book": "book-open", "school": "graduation-cap", "people": "users", "person": "users",
    "happy": "smile", "paw": "paw-print", "pet": "paw-print", "gift": "gift", "heart": "hand-heart",
    "card": "credit-card", "cash": "banknote", "money": "banknote", "wallet": "wallet", "trending": "trending-up",
    "briefcase": "briefcase", "work": "briefcase", "business": "building-2", "build": "wrench", "construct": "hammer",
    "cut": "scissors", "bed": "bed", "hotel": "bed", "tv": "tv", "laptop": "laptop", "desktop": "laptop",
    "repeat": "repeat", "sync": "repeat", "shield": "shield", "receipt": "receipt", "savings": "piggy-bank",
    "🍔": "pizza", "🍕": "pizza", "🍽️": "utensils", "🛒": "shopping-cart", "☕": "coffee", "🏠": "house", "🚗": "car",
    "🚌": "bus", "✈️": "plane", "⛽": "fuel", "💊": "pill", "🎬": "film", "🎮": "gamepad-2", "🎵": "music",
    "📚": "book-open", "🎁": "gift", "💰": "banknote", "💡": "plug-zap", "📱": "smartphone", "👕": "shirt",
    "🐶": "dog", "🐱": "cat", "💼": "briefcase", "🛍️": "shopping-bag",
}  # fmt: skip


def icon_for(given: str) -> str:
    """`given` as the other program writes it: a name of its icon set, or a sign. UNKNOWN_ICON where it says nothing."""
    if given in CATEGORY_ICONS:
        return given
    if given in _WORDS:
        return _WORDS[given]
    words = fold(given)
    found = next((icon for word, icon in _WORDS.items() if f" {word} " in f" {words} "), None)
    return found or next((name for name in words.split() if name in CATEGORY_ICONS), UNKNOWN_ICON)
