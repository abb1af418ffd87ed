"""What the pages load: icons, style sheets and scripts, each named once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.templatetags.static import static

SPRITE = "icons.svg"
STYLE_BUNDLE = "tuppence.css"

# Concatenated in this order by `build_assets`; later files may rely on earlier ones.
STYLE_SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/shell.css",
    "css/buttons.css",
    "css/forms.css",
    "css/marks.css",
    "css/cards.css",
    "css/rows.css",
    "css/lists.css",
    "css/charts.css",
    "css/overlays.css",
    "css/import.css",
    "css/import-lines.css",
    "css/work.css",
    "css/settings.css",
    "css/door.css",
    "css/print.css",
)

# The modules `js/app.js` imports: named so that the page can ask for them at once instead of one after the other.
SCRIPT_MODULES = (
    "js/page.js",
    "js/dialogs.js",
    "js/toasts.js",
    "js/shortcuts.js",
    "js/selection.js",
    "js/editing.js",
    "js/live.js",
)

_PAGE_ICONS = """
    arrow-down-left arrow-left arrow-left-right arrow-right arrow-up-right badge-check ban bell briefcase
    calendar calendar-days check chevron-down chevron-left chevron-right chevron-up circle-alert
    circle-question-mark clock coins copy-check credit-card database download ellipsis eye eye-off
    file-spreadsheet file-text funnel git-merge info key-round landmark languages layout-dashboard lightbulb
    link list list-tree lock log-out mail menu monitor moon palette pencil piggy-bank plus receipt-text
    refresh-cw rotate-ccw rows-3 save scale search settings shield shield-check smartphone sparkles split sun
    tag tags trash-2 trending-down trending-up triangle-alert undo-2 upload user user-round users wallet x
"""
_CATEGORY_ICONS = """
    shopping-basket shopping-cart utensils coffee beer pizza croissant apple train-front bus car fuel
    square-parking bike car-taxi-front plane ship house house-plug key-round building sofa lamp hammer wrench
    bed plug-zap droplets flame wifi smartphone tv trash-2 radio-tower heart-pulse pill dumbbell stethoscope
    hospital glasses smile shirt shopping-bag gem scissors sparkles watch footprints ticket film gamepad-2 music
    book-open palette camera tent party-popper baby school graduation-cap backpack toy-brick dog cat paw-print
    gift heart-handshake hand-heart church flower shield-check umbrella file-text landmark scale receipt percent
    banknote banknote-arrow-down briefcase wallet piggy-bank coins trending-up chart-line chart-pie bitcoin
    building-2 hand-coins credit-card repeat arrow-left-right arrow-down-left undo-2 rotate-ccw laptop newspaper
    package cloud luggage hotel map globe star tag circle-dashed circle-ellipsis blocks bone brush-cleaning
    car-front circle-parking circle-plus clapperboard dices ferris-wheel hand-helping id-card life-buoy mail
    notebook-pen road rocking-chair router shield siren soap-dispenser-droplet spray-can stamp syringe target
    users volleyball zap
"""

# Used by the pages themselves.
PAGE_ICONS = frozenset(_PAGE_ICONS.split())
# What people choose a category's icon from; the system categories use these too.
CATEGORY_ICONS = tuple(_CATEGORY_ICONS.split())
ICONS = PAGE_ICONS.union(CATEGORY_ICONS)
UNKNOWN_ICON = "tag"


def style_sheets() -> tuple[str, ...]:
    """One bundle where files are collected and hashed; the files themselves where nothing is built on saving."""
    collected = isinstance(staticfiles_storage, ManifestFilesMixin) and not settings.DEBUG
    return (STYLE_BUNDLE,) if collected else STYLE_SHEETS


@lru_cache(maxsize=1)
def sprite_url() -> str:
    """Where the icons are. Kept for the process's life, since a page asks a hundred times."""
    return static(SPRITE)
