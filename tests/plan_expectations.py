"""What the routes of planning, telling and finding answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

PLAN = read_table("""
    api/v1/me/devices/                       GET 401 200 200 200  POST 401 400 400 400
    api/v1/me/devices/vapid/                 GET 401 404 404 404
    api/v1/me/devices/<uuid:key>/            DELETE 401 404 204 404
    api/v1/live/stream/                      GET 401 421 421 421
    api/v1/notifications/                    GET 401 200 200 200
    api/v1/notifications/read/               POST 401 200 200 200
    api/v1/notifications/unread/             GET 401 200 200 200
    api/v1/notifications/preferences/        GET 401 200 200 200  PATCH 401 200 200 200
    api/v1/notifications/<uuid:key>/         GET 401 404 200 404  DELETE 401 404 204 404
    api/v1/notifications/<uuid:key>/read/    POST 401 404 200 404
    api/v1/categories/                       GET 401 200 200 200  POST 401 400 400 400
    api/v1/categories/<uuid:key>/            GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 409 404
    api/v1/categories/<uuid:key>/override/   PUT 401 404 200 404  PATCH 401 404 200 404
    api/v1/categories/<uuid:key>/icon/       GET 401 404 404 404  PUT 401 404 415 404
                                             DELETE 401 404 204 404
    api/v1/categories/<uuid:key>/merge/      POST 401 404 400 404
    api/v1/search/                           GET 401 400 400 400
    api/v1/budgets/                          GET 401 200 200 200  POST 401 400 400 400
    api/v1/budgets/<str:month>/              GET 401 404 200 404  PATCH 401 404 200 404  DELETE 401 404 204 404
    api/v1/budgets/<str:month>/summary/      GET 401 404 200 404
    api/v1/budgets/<str:month>/status/       GET 401 404 200 404
    api/v1/budgets/<str:month>/left-to-spend/   GET 401 404 200 404
    api/v1/budgets/<str:month>/check-purchase/   POST 401 400 400 400
    api/v1/budgets/<str:month>/suggestions/  GET 401 404 200 404  POST 401 404 400 404
    api/v1/budgets/<str:month>/what-if/      POST 401 404 200 404
    api/v1/budgets/<str:month>/allocations/<uuid:key>/   PUT 401 404 400 404  DELETE 401 404 204 404
    api/v1/budgets/<str:month>/moves/        POST 401 404 400 404
    api/v1/budgets/<str:month>/closure/      POST 401 404 200 404
    api/v1/recurring/                        GET 401 200 200 200  POST 401 400 400 400
    api/v1/recurring/upcoming/               GET 401 200 200 200
    api/v1/recurring/offers/                 GET 401 200 200 200
    api/v1/recurring/offers/<uuid:key>/accept/    POST 401 404 201 404
    api/v1/recurring/offers/<uuid:key>/decline/   POST 401 404 204 404
    api/v1/recurring/notices/                GET 401 200 200 200
    api/v1/recurring/notices/<uuid:key>/dismiss/   POST 401 404 204 404
    api/v1/recurring/feed/                   GET 401 200 200 200  POST 401 201 201 201  DELETE 401 204 204 204
    api/v1/recurring/<uuid:key>/             GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/recurring/<uuid:key>/skip/        POST 401 404 400 404  DELETE 401 404 400 404
    api/v1/recurring/<uuid:key>/pause/       POST 401 404 200 404
    api/v1/recurring/<uuid:key>/resume/      POST 401 404 200 404
    api/v1/recurring/<uuid:key>/end/         POST 401 404 200 404
    api/v1/goals/                            GET 401 200 200 200  POST 401 400 400 400
    api/v1/goals/summary/                    GET 401 200 200 200
    api/v1/goals/<uuid:key>/                 GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/goals/<uuid:key>/contribution/    PUT 401 404 400 404  POST 401 404 400 404
    api/v1/goals/<uuid:key>/contributions/   GET 401 404 200 404
    api/v1/goals/<uuid:key>/contributions/<uuid:contribution>/   PATCH 401 404 200 404  DELETE 401 404 204 404
    api/v1/insights/forecast/                GET 401 200 200 200
    insights/forecast/                       GET 302 200 200 200
    api/v1/ranking/classify/                 POST 401 400 400 400
    api/v1/ranking/categories/               GET 401 200 200 200
    api/v1/ranking/priorities/               GET 401 200 200 200
    api/v1/ranking/priorities/<uuid:key>/    PUT 401 404 400 404

    search/                                  GET 302 200 200 200
    search/palette/                          GET 302 200 200 200
    categories/                              GET 302 200 200 200
    categories/add/                          GET 302 200 200 200  POST 302 422 422 422
    categories/<uuid:pk>/                    GET 302 404 200 404  POST 302 404 422 404
    categories/<uuid:pk>/delete/             GET 302 404 200 404  POST 302 404 422 404
    categories/<uuid:pk>/merge/              GET 302 404 200 404  POST 302 404 422 404
    categories/<uuid:pk>/move/               POST 302 404 400 404
    categories/<uuid:pk>/icon/               POST 302 404 422 404
    categories/<uuid:pk>/icon/remove/        POST 302 404 302 404
    plan/goals/                              GET 302 200 200 200
    plan/goals/add/                          GET 302 200 200 200  POST 302 422 422 422
    plan/goals/<uuid:pk>/                    GET 302 404 200 404
    plan/goals/<uuid:pk>/change/             GET 302 404 200 404  POST 302 404 422 404
    plan/goals/<uuid:pk>/more/               POST 302 404 302 404
    plan/goals/<uuid:pk>/archive/            POST 302 404 302 404
    plan/goals/<uuid:pk>/reopen/             POST 302 404 302 404
    plan/goals/<uuid:pk>/delete/             POST 302 404 302 404
    plan/goals/<uuid:pk>/money/              GET 302 404 200 404  POST 302 404 422 404
    plan/goals/<uuid:pk>/money/<uuid:part>/   GET 302 404 200 404  POST 302 404 422 404
    plan/goals/<uuid:pk>/money/<uuid:part>/delete/   POST 302 404 302 404
    plan/                                    GET 302 200 200 200
    plan/left/                               GET 302 204 204 204
    plan/make/                               GET 302 200 200 200  POST 302 302 302 422
    plan/<uuid:pk>/amount/                   GET 302 404 400 404  POST 302 404 400 404
    plan/<uuid:pk>/row/                      GET 302 404 404 404
    plan/<uuid:pk>/move/                     POST 302 404 422 404
    plan/<uuid:pk>/suggestion/               POST 302 404 422 404
    plan/<uuid:pk>/not-now/                  POST 302 404 302 404
    plan/<uuid:pk>/edit/                     GET 302 404 200 404
    plan/<uuid:pk>/income/                   POST 302 404 422 404
    plan/<uuid:pk>/add/                      POST 302 404 422 404
    plan/<uuid:pk>/remove/                   POST 302 404 400 404
    plan/<uuid:pk>/roll-over/                POST 302 404 400 404
    plan/<uuid:pk>/close/                    POST 302 404 302 404
    plan/<uuid:pk>/delete/                   POST 302 404 302 404
    plan/recurring/                          GET 302 200 200 200
    plan/recurring/calendar/                 GET 302 200 200 200
    plan/recurring/add/                      GET 302 200 200 200  POST 302 422 422 422
    plan/recurring/<uuid:pk>/                GET 302 404 200 404  POST 302 404 422 404
    plan/recurring/<uuid:pk>/skip/           POST 302 404 400 404
    plan/recurring/<uuid:pk>/unskip/         POST 302 404 400 404
    plan/recurring/<uuid:pk>/pause/          POST 302 404 302 404
    plan/recurring/<uuid:pk>/resume/         POST 302 404 302 404
    plan/recurring/<uuid:pk>/end/            POST 302 404 302 404
    plan/recurring/<uuid:pk>/delete/         POST 302 404 302 404
    plan/recurring/offers/<uuid:pk>/accept/  POST 302 404 302 404
    plan/recurring/offers/<uuid:pk>/decline/   POST 302 404 302 404
    plan/recurring/notices/<uuid:pk>/dismiss/   POST 302 404 302 404
    plan/recurring/feed/                     POST 302 200 200 200
    plan/recurring/feed/close/               POST 302 302 302 302
    plan/recurring/feed/<slug:secret>.ics    GET 404 404 404 404
    settings/notifications/                  GET 302 200 200 200  POST 302 422 422 422
    settings/notifications/devices/          POST 302 404 404 404
    settings/notifications/devices/<uuid:pk>/remove/   POST 302 404 302 404
    settings/notifications/devices/<uuid:pk>/test/   POST 302 404 302 404
    notifications/                           GET 302 200 200 200
    notifications/bell/                      GET 302 200 200 200
    notifications/read/                      POST 302 302 302 302
    notifications/<uuid:pk>/open/            POST 302 404 302 404
    notifications/<uuid:pk>/delete/          POST 302 404 302 404
""")
