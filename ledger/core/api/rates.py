"""`exchange-rates/`: the table of dated rates, one's own lines in it, and converting with it."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.errors import invalid
from config.kernel.api.idempotency import happens_once
from config.kernel.api.key_areas import ADMIN
from config.kernel.api.pagination import page_of, read_window
from config.kernel.api.parameters import Parameters
from config.kernel.money import known_currencies, money_text
from ledger.core.api.base import LedgerView
from ledger.core.api.docs import rates as docs
from ledger.core.api.rate_bodies import RateBody, RatesFileBody
from ledger.core.api.rate_shapes import rate_shape, used_rates_shape
from ledger.core.exchange import rates_for
from ledger.core.models import ExchangeRate
from ledger.core.rate_files import read_rates
from ledger.core.services.rates import enter_rate, load_rates, may_load_rates, remove_rate

FILTERS = ("base", "currency", "on_after", "on_before", "own", "limit", "skip")


def currency_parameter(parameters: Parameters, name: str) -> str | None:
    code = parameters.text(name)
    if code is not None and code not in known_currencies():
        parameters.refuse(name, _("%(code)s is no currency we know.") % {"code": code[:20]}, "unknown_currency")
        return None
    return code


class RatesView(LedgerView):
    @docs.RATE_LIST
    def get(self, request: Request) -> Response:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(FILTERS)
        window = read_window(parameters)
        wanted = {
            "base": currency_parameter(parameters, "base"),
            "currency": currency_parameter(parameters, "currency"),
            "on__gte": parameters.day("on_after"),
            "on__lte": parameters.day("on_before"),
        }
        own = parameters.flag("own")
        parameters.raise_refusals()
        rates = ExchangeRate.objects.visible_to(self.person)
        rates = rates.filter(**{name: value for name, value in wanted.items() if value is not None})
        if own is not None:
            rates = rates.filter(owner__isnull=not own)
        ordered = rates.order_by("-on", "base", "currency", "pk")[window.skip : window.skip + window.limit]
        return Response(page_of(request, window, [rate_shape(each) for each in ordered], count=rates.count()))

    @docs.RATE_CREATE
    @happens_once
    def post(self, request: Request) -> Response:
        body = self.read(RateBody)
        body.setdefault("on", self.person.today)
        return Response(rate_shape(enter_rate(person=self.person, **body)), status=201)


class RateView(LedgerView):
    @docs.RATE_GET
    def get(self, request: Request, key: int) -> Response:
        return Response(rate_shape(self._found(key)))

    @docs.RATE_DELETE
    def delete(self, request: Request, key: int) -> Response:
        rate = self._found(key)
        if rate.owner_id is None:
            raise PermissionDenied
        remove_rate(rate=rate)
        return Response(status=204)

    def _found(self, key: int) -> ExchangeRate:
        rate = ExchangeRate.objects.visible_to(self.person).filter(pk=key).first()
        if rate is None:
            raise Http404
        return rate


class ConvertView(LedgerView):
    @docs.RATE_CONVERT
    def get(self, request: Request) -> Response:
        """Two queries."""
        parameters = Parameters(request.query_params)
        names = ("amount", "from", "to", "on")
        parameters.refuse_others(names)
        amount = parameters.amount("amount")
        base, currency = currency_parameter(parameters, "from"), currency_parameter(parameters, "to")
        on = parameters.day("on") or self.person.today
        for name in names[:3]:
            if not request.query_params.get(name):
                parameters.refuse(name, _("This parameter is needed."), "required")
        parameters.raise_refusals()
        assert amount is not None and base is not None and currency is not None  # noqa: PT018 refused above
        book = rates_for(self.person, (base, currency), [on])
        if book.rate(base, currency, on) is None:
            raise NotFound(_("No rate is known between these currencies until this day."), "no_rate")
        converted = book.convert(amount, base, currency, on)
        if converted is None:
            raise invalid("amount", _("This amount is too large."), "amount_too_large")
        return Response(
            {
                "from": base,
                "to": currency,
                "on": on,
                "amount": money_text(amount, base),
                "converted": money_text(converted.amount, currency),
                "rates": used_rates_shape([converted.at]),
            }
        )


class RatesFileView(LedgerView):
    key_area = ADMIN
    parser_classes = [MultiPartParser]
    heavy = ("POST",)

    @docs.RATES_FILE
    def post(self, request: Request) -> Response:
        """For staff, as everybody's sums change with it."""
        if not may_load_rates(self.person):
            raise PermissionDenied
        rates = read_rates(self.read(RatesFileBody)["file"].read())
        loaded = load_rates(rates=rates, source=ExchangeRate.Source.ECB)
        names = ("added", "changed", "known", "first", "last")
        return Response({name: getattr(loaded, name) for name in names})
