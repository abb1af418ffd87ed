from __future__ import annotations

from django.urls import path

from ledger.goals.views import changes, money, pages

urlpatterns = [
    path("plan/goals/", pages.goals, name="goals"),
    path("plan/goals/add/", changes.goal_add, name="goal_add"),
    path("plan/goals/<uuid:pk>/", pages.goal, name="goal"),
    path("plan/goals/<uuid:pk>/change/", changes.goal_edit, name="goal_edit"),
    path("plan/goals/<uuid:pk>/more/", changes.goal_more, name="goal_more"),
    path("plan/goals/<uuid:pk>/archive/", changes.goal_archive, name="goal_archive"),
    path("plan/goals/<uuid:pk>/reopen/", changes.goal_reopen, name="goal_reopen"),
    path("plan/goals/<uuid:pk>/delete/", changes.goal_delete, name="goal_delete"),
    path("plan/goals/<uuid:pk>/money/", money.goal_money, name="goal_money"),
    path("plan/goals/<uuid:pk>/money/<uuid:part>/", money.goal_part, name="goal_part"),
    path("plan/goals/<uuid:pk>/money/<uuid:part>/delete/", money.goal_part_delete, name="goal_part_delete"),
]
