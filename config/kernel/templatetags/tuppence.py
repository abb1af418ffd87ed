"""Tags every template may use without loading them: money, days, icons, tones, the shell's links."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from config.kernel import assets, formatting, navigation, slots, tones

register = template.Library()


def _markup(html: str) -> SafeString:
    """Marks what this module put together: its parts are its own words, numbers, or escaped already.

    `format_html` would escape each part again, which a page with a hundred amounts pays for in milliseconds.
    """
    return mark_safe(html)  # noqa: S308 the one place, for the reason above


@register.simple_tag
def icon(name: str, *css_classes: str) -> SafeString:
    """A decorative icon of the sprite, coloured like its text. A name it does not hold shows a plain tag."""
    classes = conditional_escape(" ".join(("icon", *css_classes)))
    return _markup(f'<svg class="{classes}" aria-hidden="true"><use href="{assets.icon_url(name)}"></use></svg>')


class CategoryLook(Protocol):
    """What a category needs to be shown."""

    name: str
    icon: str
    color: str


@register.simple_tag
def category_tile(category: CategoryLook | None, *css_classes: str, default: str = "tag") -> SafeString:
    """A category's tile: the picture the person chose for it, else its icon; `default` where there is no category."""
    if category is None:
        return icon(default, "icon-tile", *css_classes, tone(""))
    picture = getattr(category, "picture_url", "")
    if picture:
        classes = conditional_escape(" ".join(("icon-tile", "icon-picture", *css_classes)))
        return _markup(f'<img class="{classes}" src="{conditional_escape(picture)}" alt="" width="64" height="64">')
    return icon(category.icon, "icon-tile", *css_classes, tone(category.color))


@register.simple_tag
def category_mark(category: CategoryLook | None) -> SafeString:
    """A category's small tile and name; without one the invitation to choose. A tag, as a page shows fifty."""
    if category is None:
        return icon("tag", "icon-tile", "icon-tile-small", "tone-soon") + conditional_escape(_("Choose"))
    return category_tile(category, "icon-tile-small") + conditional_escape(category.name)


def _number(parts: formatting.MoneyParts) -> str:
    decimals = f'<span class="money-dec">{parts.decimals}</span>' if parts.decimals else ""
    return f"{parts.sign}{parts.whole}{decimals}"


@register.filter(name="money")
def money_filter(amount: Decimal | None, currency: str) -> str:
    """The amount in its currency's decimals, without the symbol; nothing for None."""
    if amount is None:
        return ""
    parts = formatting.format_money(amount, currency, formatting.active_locale())
    return _markup(f'<span class="money">{_number(parts)}</span>')


@register.filter
def money_text(amount: Decimal | None, currency: str) -> str:
    """The amount with its symbol as plain text, for attributes and sentences; nothing for None."""
    if amount is None:
        return ""
    return formatting.format_money(amount, currency, formatting.active_locale()).text


@register.simple_tag
def money(
    amount: Decimal | None, currency: str, sign: formatting.Sign = "auto", symbol: bool = True, css_class: str = ""
) -> str:
    """The amount with its symbol (unless `symbol` is False), the decimals set apart. `sign`: auto, always, never."""
    if amount is None:
        return ""
    parts = formatting.format_money(amount, currency, formatting.active_locale(), sign=sign)
    shown = _number(parts)
    if symbol:
        mark = format_html('<span class="money-cur">{}</span>', parts.symbol)
        shown = f"{parts.sign}{mark}{shown[len(parts.sign) :]}" if parts.symbol_first else f"{shown}\u00a0{mark}"
    earned = "money-in" if sign == "always" and parts.sign == "+" else ""
    classes = " ".join(filter(None, ("money", earned, css_class)))
    return _markup(f'<span class="{conditional_escape(classes)}">{shown}</span>')


@register.simple_tag
def amount_in(amount: Decimal, currency: str, usual: str, kind: str = "", css_class: str = "") -> str:
    """A line's amount: with its symbol where its currency is not the reader's `usual` one, money earned with a plus."""
    sign: formatting.Sign = "always" if kind in ("income", "refund") else "auto"
    return money(amount, currency, sign=sign, symbol=currency != usual, css_class=css_class)


@register.filter
def number(count: int | Decimal | None) -> str:
    """A count with the locale's grouping."""
    return "" if count is None else formatting.format_number(count, formatting.active_locale())


@register.filter
def percent(value: int | Decimal | None) -> str:
    """'46.6%' of 46.6, as the locale writes it; a dash for what is not known."""
    return "–" if value is None else formatting.format_percent(value, formatting.active_locale())


@register.filter
def day(value: date | None) -> str:
    """'Friday 20 November'."""
    return formatting.format_day(value, formatting.active_locale()) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """'20 Nov'."""
    return formatting.format_short_day(value, formatting.active_locale()) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """'16:22', '4:22 PM'."""
    return formatting.format_clock(value, formatting.active_locale()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """'20 Nov, 07:05' in the reader's time zone."""
    return formatting.format_moment(value, formatting.active_locale()) if value else ""


@register.filter
def month(value: date | None) -> str:
    """'November', or 'November 2025'."""
    return formatting.format_month(value, formatting.active_locale()) if value else ""


@register.filter
def colon(name: object) -> str:
    """'Backup:', as the language sets a colon."""
    return formatting.with_colon(name)


@register.filter
def tone(colour: str | None) -> str:
    """The class that draws something in a category's stored colour."""
    return f"tone-{tones.nearest_tone(colour or '')}"


@register.filter
def initial(name: object) -> str:
    """The letter on a person's disc."""
    return str(name).strip()[:1].upper()


@register.simple_tag(takes_context=True)
def shell_links(context: Context) -> tuple[navigation.Link, ...]:
    """The side bar's entries for this request."""
    request: Any = context.get("request")
    match = request.resolver_match if request else None
    badges = context.get("badges")
    name = (match.url_name or "") if match else ""
    return navigation.links(navigation.SECTIONS, name, badges.__getitem__ if badges else lambda key: 0)


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """This page's address with some of its query changed; a value of None or '' leaves it out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag
def style_sheets() -> SafeString:
    """The links to the style sheets of `config.kernel.assets`."""
    links = ((static(name),) for name in assets.style_sheets())
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def script_modules() -> SafeString:
    """Asks for every module at once: without it the browser finds them one round trip after the other."""
    links = ((static(name),) for name in assets.SCRIPT_MODULES)
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)


@register.simple_tag(takes_context=True)
def slot(context: Context, place: str, thing: Any = None) -> SafeString:
    """What higher apps show here of `thing` (config.kernel.slots)."""
    return slots.filled(place, context["request"], thing)
