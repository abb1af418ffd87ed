"""What the pages load: icons, style sheets and scripts, each named once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.templatetags.static import static

SPRITE = "icons.svg"
THINGS_SPRITE = "thing-icons.svg"
FURTHER_SPRITE = "more-icons.svg"
VOICE_SPRITE = "voice-icons.svg"
STYLE_BUNDLE = "tuppence.css"

# Concatenated in this order by `build_assets`; later files may rely on earlier ones. What only a few pages need has a
# sheet of its own, which they link in their block `sheets`: every page pays for the bundle.
STYLE_SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/shell.css",
    "css/tabbar.css",
    "css/buttons.css",
    "css/forms.css",
    "css/marks.css",
    "css/cards.css",
    "css/rows.css",
    "css/lists.css",
    "css/overlays.css",
    "css/print.css",
)

# The modules `js/app.js` imports: named so that the page can ask for them at once instead of one after the other.
SCRIPT_MODULES = (
    "js/page.js",
    "js/dialogs.js",
    "js/toasts.js",
    "js/shortcuts.js",
    "js/lines.js",
    "js/live.js",
)

_PAGE_ICONS = """
    arrow-down-left arrow-left-right arrow-right arrow-up-right badge-check ban bell bookmark calendar camera
    chart-line chart-pie check check-check chevron-left chevron-right chevron-up circle-alert circle-question-mark
    clock coins copy-check credit-card download eye eye-off file-spreadsheet funnel git-merge heart-handshake info
    key-round landmark layout-dashboard lightbulb list list-tree lock log-out menu message-circle monitor moon
    package pencil piggy-bank plus receipt-text rows-3 scale search send settings shield shield-check sparkles
    split sun tag tags trash-2 trending-down trending-up triangle-alert undo-2 upload user wallet wrench x
"""
_THING_ICONS = """
    archive calendar-plus file-text folder-open image layout-grid link paperclip scan-text store truck
"""
_CATEGORY_ICONS = """
    shopping-basket utensils coffee beer pizza train-front bus car fuel bike car-taxi-front plane house key-round
    building sofa lamp hammer wrench bed plug-zap droplets flame smartphone tv heart-pulse pill dumbbell stethoscope
    glasses shirt shopping-bag scissors sparkles ticket gamepad-2 book-open baby school graduation-cap toy-brick
    paw-print gift hand-heart shield-check umbrella landmark scale receipt percent banknote briefcase wallet
    piggy-bank trending-up chart-line bitcoin hand-coins credit-card repeat arrow-left-right undo-2 laptop package
    cloud map circle-ellipsis blocks bone brush-cleaning car-front circle-parking circle-plus clapperboard dices
    ferris-wheel hand-helping id-card life-buoy mail notebook-pen road rocking-chair router shield siren
    soap-dispenser-droplet spray-can stamp syringe target users volleyball zap
"""
_FURTHER_ICONS = """
    shopping-cart croissant apple square-parking ship house-plug wifi trash-2 radio-tower hospital smile gem watch
    footprints film music palette camera tent party-popper backpack dog cat heart-handshake church flower file-text
    banknote-arrow-down coins chart-pie building-2 arrow-down-left rotate-ccw newspaper luggage hotel globe star tag
    circle-dashed
"""

# Used by the pages themselves, and by those of things and papers or of asking alone: each page pays for what it shows.
PAGE_ICONS = frozenset(_PAGE_ICONS.split())
# What people choose a category's icon from. The system categories use the first; the others are in a sprite of their
# own, which only a page that shows one of them fetches.
CATEGORY_ICONS = (*_CATEGORY_ICONS.split(), *_FURTHER_ICONS.split())
COMMON_ICONS = PAGE_ICONS.union(_CATEGORY_ICONS.split())
FURTHER_ICONS = frozenset(_FURTHER_ICONS.split()) - COMMON_ICONS
THING_ICONS = frozenset(_THING_ICONS.split()) - COMMON_ICONS
VOICE_ICONS = frozenset({"mic", "volume-2"})
SPRITES = {
    SPRITE: COMMON_ICONS,
    THINGS_SPRITE: THING_ICONS,
    FURTHER_SPRITE: FURTHER_ICONS,
    VOICE_SPRITE: VOICE_ICONS,
}
UNKNOWN_ICON = "tag"


def style_sheets() -> tuple[str, ...]:
    """One bundle where files are collected and hashed; the files themselves where nothing is built on saving."""
    collected = isinstance(staticfiles_storage, ManifestFilesMixin) and not settings.DEBUG
    return (STYLE_BUNDLE,) if collected else STYLE_SHEETS


@lru_cache(maxsize=256)
def icon_url(name: str) -> str:
    """Where the icon is drawn. Kept for the process's life, since a page asks a hundred times."""
    sprite = next((each for each, names in SPRITES.items() if name in names), None)
    return f"{static(sprite)}#{name}" if sprite else f"{static(SPRITE)}#{UNKNOWN_ICON}"
