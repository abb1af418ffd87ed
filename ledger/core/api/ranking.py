"""`ranking/`: how much categories matter to a person, and the order that makes for a budget."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from config.kernel.api.parameters import Parameters
from config.kernel.api.views import answer
from config.kernel.money import money_text
from ledger.core import services
from ledger.core.api.base import LedgerView
from ledger.core.api.bodies import PriorityBody
from ledger.core.api.categories import category_to_see
from ledger.core.api.docs import categories as docs
from ledger.core.api.shapes import category_shape
from ledger.core.models import Category, CategoryOverride
from ledger.core.ranking import ranked_categories


class RankingView(LedgerView):
    def refuse_parameters(self, request: Request) -> None:
        parameters = Parameters(request.query_params)
        parameters.refuse_others(())
        parameters.raise_refusals()

    def shapes(self) -> dict[UUID, dict[str, object]]:
        """Every category the person sees, in the API's form, by id. Two queries."""
        views = {each.category_id: each for each in CategoryOverride.objects.filter(person=self.person)}
        return {
            each.pk: category_shape(each, views.get(each.pk), self.person.currency)
            for each in Category.objects.visible_to(self.person).order_by("sort_order", "name", "pk")
        }


class RankingCategoriesView(RankingView):
    @docs.RANKING_CATEGORIES
    def get(self, request: Request) -> Response:
        """Two queries."""
        self.refuse_parameters(request)
        return Response({"results": list(self.shapes().values())})


class PrioritiesView(RankingView):
    @docs.RANKING_PRIORITIES
    def get(self, request: Request) -> Response:
        """Queries as `ranked_categories`, and two."""
        self.refuse_parameters(request)
        shapes, currency = self.shapes(), self.person.currency
        ranked = [
            {
                **shapes[each.category.id],
                "rank": rank,
                "score": each.score,
                "reasons": each.reasons,
                "usual_amount": money_text(each.usual, currency),
                "currency": currency,
            }
            for rank, each in enumerate(ranked_categories(self.person), start=1)
        ]
        return Response({"results": ranked})


class PriorityView(LedgerView):
    @docs.PRIORITY_PUT
    def put(self, request: Request, key: UUID) -> Response:
        category = category_to_see(self.person, key)
        services.override_category(category=category, person=self.person, **self.read(PriorityBody))
        return answer(self.shape_of(category))
