"""What each route answers to whom, written by hand. A route that is not here fails `test_routes.py`.

After each method stand the statuses for nobody, stranger, owner and staff; the ids in an address are the owner's. A
method that is not named is refused: by the door for nobody (401 or 302, as its GET), with 405 for everybody else.
What keys, other methods and other people get follows by the rules in `route_rules`.
"""

from __future__ import annotations

from tests.advice_expectations import ADVICE
from tests.anomalies_expectations import ANOMALIES
from tests.assistant_expectations import ASSISTANT
from tests.feed_expectations import FEED
from tests.figures_expectations import FIGURES
from tests.foreign_expectations import FOREIGN
from tests.holdings_expectations import HOLDINGS, INVESTING
from tests.language_expectations import LANGUAGE
from tests.plan_expectations import PLAN
from tests.route_rules import read_table
from tests.thing_expectations import THINGS
from tests.voice_expectations import VOICE

# readyz is 503: in a test no worker's heart beats.
ROUTES = read_table("""
    .                                        GET 302 200 200 200
    healthz                                  GET 200 200 200 200
    readyz                                   GET 503 503 503 503
    metrics                                  GET 200 200 200 200

    api/v1/docs/                             GET 200 200 200 200
    api/v1/schema/                           GET 200 200 200 200
    api/v1/me/                               GET 401 200 200 200  PUT 401 200 200 200  PATCH 401 200 200 200
                                             DELETE 401 400 400 400
    api/v1/me/income/                        GET 401 200 200 200  PUT 401 400 400 400
    api/v1/me/avatar/                        GET 401 404 404 404  PUT 401 415 415 415  DELETE 401 204 204 204
    api/v1/me/activity/                      GET 401 200 200 200
    api/v1/me/export/                        GET 401 200 200 200
    api/v1/me/import/                        GET 401 200 200 200  POST 401 415 415 415
    api/v1/admin/status/                     GET 401 403 403 200
    api/v1/admin/people/                     GET 401 403 403 200
    api/v1/admin/people/<uuid:key>/block/    POST 401 403 403 204  DELETE 401 403 403 204
    api/v1/admin/audit/                      GET 401 403 403 200
    api/v1/backups/                          GET 401 403 403 200  POST 401 403 403 202
    api/v1/backups/status/                   GET 401 403 403 200
    api/v1/backups/plan/                     GET 401 403 403 200  PATCH 401 403 403 200
    api/v1/backups/rehearse/                 POST 401 403 403 202
    api/v1/backups/heal/                     POST 401 403 403 202
    api/v1/backups/runs/                     GET 401 403 403 200
    api/v1/backups/runs/<uuid:key>/          GET 401 403 403 404
    api/v1/backups/<str:name>/               GET 401 403 403 404  DELETE 401 403 403 404
    api/v1/backups/<str:name>/verify/        POST 401 403 403 404
    api/v1/backups/<str:name>/download/      GET 401 403 403 404
    api/v1/backups/<str:name>/restore/       POST 401 403 403 404
    api/v1/me/keys/                          GET 401 200 200 200  POST 401 400 400 400
    api/v1/me/keys/<uuid:key>/               DELETE 401 404 204 404
    api/v1/saved-views/                      GET 401 200 200 200  POST 401 400 400 400
    api/v1/saved-views/<uuid:key>/           PATCH 401 404 200 404  DELETE 401 404 204 404
    api/v1/me/sessions/                      GET 401 200 200 200  DELETE 401 204 204 204
    api/v1/me/sessions/<int:session_id>/     DELETE 401 404 204 404
    api/v1/money-accounts/                   GET 401 200 200 200  POST 401 400 400 400
    api/v1/money-accounts/<uuid:key>/        GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 409 404
    api/v1/money-accounts/<uuid:key>/closure/   POST 401 404 200 404  DELETE 401 404 204 404
    api/v1/money-accounts/<uuid:key>/bank-balances/   GET 401 404 200 404  POST 401 404 400 404
    api/v1/money-accounts/<uuid:key>/bank-balances/<uuid:balance>/   DELETE 401 404 204 404
    api/v1/money-accounts/<uuid:key>/reconciliation/   GET 401 404 200 404  POST 401 404 400 404
    api/v1/transactions/                     GET 401 200 200 200  POST 401 400 400 400
    api/v1/transactions/<uuid:key>/          GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/transactions/<uuid:key>/restoration/   POST 401 404 200 404
    api/v1/transactions/analytics/           GET 401 200 200 200
    api/v1/transactions/balance/             GET 401 200 200 200
    api/v1/transactions/bulk/                POST 401 400 400 400
    api/v1/exports/transactions/             GET 401 200 200 200
    api/v1/exchange-rates/                   GET 401 200 200 200  POST 401 400 400 400
    api/v1/exchange-rates/convert/           GET 401 400 400 400
    api/v1/exchange-rates/file/              POST 401 403 403 415
    api/v1/exchange-rates/<int:key>/         GET 401 404 200 404  DELETE 401 404 204 404
    api/v1/imports/                          GET 401 200 200 200  POST 401 415 415 415
    api/v1/imports/<uuid:key>/               GET 401 404 200 404  DELETE 401 404 204 404
    api/v1/imports/<uuid:key>/lines/         GET 401 404 200 404  PATCH 401 404 400 404
    api/v1/imports/<uuid:key>/lines/categories/   PATCH 401 404 400 404
    api/v1/imports/<uuid:key>/columns/       GET 401 404 200 404  PUT 401 404 400 404
    api/v1/imports/<uuid:key>/corrections/   POST 401 404 400 404  DELETE 401 404 400 404
    api/v1/imports/<uuid:key>/categories/    GET 401 404 200 404  PUT 401 404 400 404
    api/v1/imports/<uuid:key>/answer/        POST 401 404 400 404
    api/v1/imports/<uuid:key>/batches/<int:statement>/account/   PUT 401 404 400 404
    api/v1/imports/<uuid:key>/confirmation/  POST 401 404 202 404
    api/v1/imports/<uuid:key>/undo/          GET 401 404 200 404  POST 401 404 409 404
    api/v1/imports/<uuid:key>/again/         POST 401 404 201 404
    api/v1/import-forms/                     GET 401 200 200 200
    api/v1/import-forms/<int:key>/           PATCH 401 404 400 404  DELETE 401 404 204 404
    api/v1/transfers/                        POST 401 400 400 400
    api/v1/transfers/<uuid:key>/             GET 401 404 200 404  DELETE 401 404 204 404
    api/v1/transactions/<uuid:key>/refund/   GET 401 404 200 404  PUT 401 404 400 404  DELETE 401 404 404 404
    api/v1/pairs/                            GET 401 200 200 200  POST 401 400 400 400
    api/v1/pairs/<uuid:key>/                 GET 401 404 200 404
    api/v1/pairs/<uuid:key>/acceptance/      POST 401 404 200 404  DELETE 401 404 409 404
    api/v1/pairs/<uuid:key>/rejection/       POST 401 404 200 404  DELETE 401 404 409 404

    api/v1/purchases/                        GET 401 200 200 200  POST 401 400 400 400
    api/v1/purchases/analytics/spending/     GET 401 200 200 200
    api/v1/purchases/analytics/spending/by-period/   GET 401 400 400 400
    api/v1/purchases/analytics/summary/      GET 401 200 200 200
    api/v1/purchases/analytics/warranties/timeline/   GET 401 200 200 200
    api/v1/purchases/analytics/warranties/summary/   GET 401 200 200 200
    api/v1/purchases/analytics/retailers/    GET 401 200 200 200
    api/v1/purchases/analytics/brands/       GET 401 200 200 200
    api/v1/purchases/analytics/top-products/   GET 401 200 200 200
    api/v1/purchases/analytics/recent-purchases/   GET 401 200 200 200
    api/v1/purchases/analytics/recent-warranties/   GET 401 200 200 200
    api/v1/purchases/<uuid:key>/             GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/purchases/<uuid:key>/sharing/     POST 401 404 200 404  DELETE 401 404 204 404
    api/v1/purchases/<uuid:key>/transaction/   GET 401 404 200 404  PUT 401 404 400 404  DELETE 401 404 204 404
    api/v1/purchases/<uuid:key>/claims/      GET 401 404 200 404  POST 401 404 400 404
    api/v1/purchases/<uuid:key>/claims/<uuid:claim>/   GET 401 404 200 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/purchases/export/                 GET 401 200 200 200
    api/v1/purchases/import/                 POST 401 415 415 415
    api/v1/purchases/imports/                GET 401 200 200 200
    api/v1/purchases/imports/<uuid:key>/     GET 401 404 200 404  DELETE 401 404 204 404
    api/v1/documents/                        GET 401 200 200 200  POST 401 415 415 415
    api/v1/documents/<uuid:key>/             GET 401 404 200 404  PATCH 401 404 200 404  DELETE 401 404 204 404
    api/v1/documents/<uuid:key>/content/     GET 401 404 200 404
    api/v1/documents/<uuid:key>/thumbnail/   GET 401 404 200 404
    api/v1/documents/<uuid:key>/attachments/   POST 401 404 400 404  DELETE 401 404 400 404
    api/v1/warranties/                       GET 401 200 200 200  POST 401 400 400 400
    api/v1/warranties/expiring/              GET 401 200 200 200
    api/v1/warranties/<uuid:key>/            GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/retailers/                        GET 401 200 200 200  POST 401 400 400 400
    api/v1/retailers/<uuid:key>/             GET 401 404 200 404  DELETE 401 404 409 404
    api/v1/brands/                           GET 401 200 200 200  POST 401 400 400 400
    api/v1/brands/<uuid:key>/                GET 401 404 200 404  DELETE 401 404 409 404

    api/v1/partnerships/                     GET 401 200 200 200
    api/v1/partnerships/current/             GET 401 200 200 404
    api/v1/partnerships/current/status/      PUT 401 400 400 409
    api/v1/partnerships/invitations/         GET 401 200 200 200  POST 401 409 409 201
    api/v1/partnerships/invitations/lookup/   POST 401 400 400 400
    api/v1/partnerships/invitations/<uuid:key>/   DELETE 401 404 204 404
    api/v1/partnerships/invitations/<uuid:key>/renewal/   POST 401 404 409 404
    api/v1/partnerships/invitations/<uuid:key>/acceptance/   POST 401 404 404 404
    api/v1/partnerships/invitations/<uuid:key>/decline/   POST 401 404 404 404
    api/v1/partnerships/current/agreement/   GET 401 200 200 404  PUT 401 400 400 409
    api/v1/partnerships/current/settings/    PATCH 401 400 400 409
    api/v1/partnerships/current/privacy/     GET 401 200 200 404  PUT 401 400 400 409
    api/v1/partnerships/current/sharing-rules/  GET 401 200 200 404  POST 401 400 400 409
    api/v1/partnerships/current/sharing-rules/<uuid:key>/  DELETE 401 404 204 404
    api/v1/transactions/<uuid:key>/sharing/  GET 401 404 200 404  PUT 401 404 400 404
    api/v1/transactions/<uuid:key>/embargo/  PUT 401 404 400 404  DELETE 401 404 204 404
    api/v1/money-accounts/<uuid:key>/joint/  POST 401 404 202 404  DELETE 401 404 400 404
    api/v1/approvals/                        GET 401 200 200 200
    api/v1/approvals/<uuid:key>/             GET 401 404 200 404  DELETE 401 404 403 404
    api/v1/approvals/<uuid:key>/approval/    POST 401 404 200 404
    api/v1/approvals/<uuid:key>/decline/     POST 401 404 200 404
    api/v1/shared-expenses/                  GET 401 200 200 200  POST 401 400 400 409
    api/v1/shared-expenses/split/            GET 401 200 200 409
    api/v1/shared-expenses/<uuid:key>/       GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 400 404
                                             DELETE 401 404 202 404
    api/v1/shared-expenses/<uuid:key>/payments/   POST 401 404 400 404
    api/v1/shared-expenses/proposals/        GET 401 200 200 200
    api/v1/shared-expenses/proposals/<uuid:key>/acceptance/   POST 401 404 404 404  DELETE 401 404 404 404
    api/v1/shared-expenses/proposals/<uuid:key>/decline/   POST 401 404 404 404
    api/v1/shared-payments/                  GET 401 200 200 200
    api/v1/shared-payments/<uuid:key>/       GET 401 404 200 404  DELETE 401 404 204 404
    api/v1/shared-payments/<uuid:key>/transaction/   PUT 401 404 400 404  DELETE 401 404 400 404
    api/v1/statements/<str:month>/           GET 401 404 404 404
    api/v1/settlements/                      GET 401 200 200 200  POST 401 400 400 409
    api/v1/settlements/candidates/           GET 401 200 200 409
    api/v1/settlements/<uuid:key>/           GET 401 404 200 404  PATCH 401 404 400 404  DELETE 401 404 204 404
    api/v1/contributions/                    GET 401 200 200 200
    api/v1/contributions/current/            GET 401 200 200 409
    api/v1/contributions/mark-paid/          POST 401 404 404 409  DELETE 401 404 404 409
    api/v1/partnerships/current/money-date/         GET 401 200 200 409  POST 401 200 200 409
    api/v1/partnerships/current/money-date/step/    POST 401 400 400 409
    api/v1/partnerships/current/money-date/finish/  POST 401 409 409 409
    api/v1/messages/                         GET 401 200 200 200  POST 401 400 400 400
    api/v1/messages/<uuid:key>/              GET 401 404 200 404
    api/v1/messages/<uuid:key>/read/         POST 401 404 200 404
    api/v1/chat/extract-expense/             POST 401 400 400 400
    api/v1/partnerships/presence/            GET 401 200 200 200  PUT 401 400 400 400

    api/v1/rules/                            GET 401 200 200 200  POST 401 400 400 400
    api/v1/rules/<uuid:key>/                 GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/rules/<uuid:key>/preview/         GET 401 404 200 404
    api/v1/rules/<uuid:key>/application/     POST 401 404 200 404

    transactions/                            GET 302 200 200 200
    transactions/rules/                      GET 302 200 200 200
    transactions/rules/add/                  GET 302 200 200 200  POST 302 422 422 422
    transactions/rules/preview/              GET 302 200 200 200
    transactions/rules/<uuid:pk>/            GET 302 404 200 404  POST 302 404 422 404
    transactions/rules/<uuid:pk>/delete/     POST 302 404 302 404
    transactions/rules/<uuid:pk>/move/       POST 302 404 400 404
    transactions/rules/<uuid:pk>/apply/      GET 302 404 200 404  POST 302 404 302 404
    transactions/<uuid:pk>/always/           POST 302 404 204 404
    transactions/sort/                       GET 302 200 200 200
    transactions/sort/<uuid:pk>/             POST 302 404 400 404
    transactions/add/                        GET 302 200 200 200  POST 302 422 422 422
    transactions/transfer/                   GET 302 200 200 200  POST 302 422 422 422
    transactions/bulk/                       POST 302 204 204 204
    transactions/bin/                        GET 302 200 200 200
    transactions/restore/                    POST 302 404 404 404
    transactions/bulk/undo/                  POST 302 404 404 404
    transactions/export/                     GET 302 200 200 200
    transactions/export/file/                GET 302 422 422 422
    transactions/import/                     GET 302 200 200 200  POST 302 422 422 422
    transactions/import/sample/              GET 302 200 200 200
    transactions/import/history/             GET 302 200 200 200
    transactions/import/forms/               GET 302 200 200 200
    transactions/import/forms/<int:key>/     POST 302 404 302 404
    transactions/import/forms/<int:key>/forget/   POST 302 404 302 404
    transactions/import/<uuid:pk>/           GET 302 404 200 404
    transactions/import/<uuid:pk>/categories/   POST 302 404 302 404
    transactions/import/<uuid:pk>/answer/    POST 302 404 422 404
    transactions/import/<uuid:pk>/columns/   POST 302 404 302 404
    transactions/import/<uuid:pk>/corrections/   POST 302 404 422 404
    transactions/import/<uuid:pk>/lines/     POST 302 404 422 404
    transactions/import/<uuid:pk>/lines/categories/   POST 302 404 302 404
    transactions/import/<uuid:pk>/account/<int:statement>/   POST 302 404 302 404
    transactions/import/<uuid:pk>/confirmation/   POST 302 404 302 404
    transactions/import/<uuid:pk>/discard/   POST 302 404 302 404
    transactions/import/<uuid:pk>/undo/      GET 302 404 302 404  POST 302 404 302 404
    transactions/import/<uuid:pk>/found/     GET 302 404 200 404
    transactions/import/<uuid:pk>/again/     POST 302 404 302 404
    transactions/reconcile/                  GET 302 200 200 200
    transactions/reconcile/<uuid:pk>/        GET 302 404 200 404
    transactions/reconcile/<uuid:pk>/statement/   GET 302 404 422 404
    transactions/reconcile/<uuid:pk>/statement/tick/   POST 302 404 422 404
    transactions/reconcile/<uuid:pk>/statement/finish/   POST 302 404 422 404
    transactions/reconcile/<uuid:pk>/mend/   POST 302 404 302 404
    transactions/reconcile/<uuid:pk>/mend/undo/   POST 302 404 404 404
    transactions/reconcile/<uuid:pk>/balances/<uuid:balance>/delete/   POST 302 404 302 404
    transactions/<uuid:pk>/                  GET 302 404 200 404  POST 302 404 422 404
    transactions/pairs/                      GET 302 200 200 200
    transactions/pairs/acceptance/           POST 302 302 302 302
    transactions/pairs/undo/                 POST 302 302 302 302
    transactions/pairs/search/               POST 302 302 302 302
    transactions/pairs/<uuid:pk>/acceptance/ POST 302 404 302 404
    transactions/pairs/<uuid:pk>/rejection/  POST 302 404 302 404
    transactions/pairs/<uuid:pk>/undo/       POST 302 404 302 404
    transactions/<uuid:pk>/pair/             GET 302 404 200 404  POST 302 404 422 404
    transactions/<uuid:pk>/part/             POST 302 404 404 404
    transactions/<uuid:pk>/row/              GET 302 404 200 404
    transactions/<uuid:pk>/category/         GET 302 404 200 404  POST 302 404 400 404
    transactions/<uuid:pk>/category/undo/    POST 302 404 204 404
    transactions/<uuid:pk>/similar/          POST 302 404 200 404
    transactions/<uuid:pk>/delete/           POST 302 404 302 404
    transactions/<uuid:pk>/restore/          POST 302 404 302 404
    money-accounts/                          GET 302 200 200 200
    money-accounts/add/                      GET 302 200 200 200  POST 302 422 422 422
    money-accounts/rates/                    GET 302 200 200 200  POST 302 422 422 422
    money-accounts/rates/file/               POST 302 404 404 422
    money-accounts/rates/suggestion/         GET 302 200 200 200
    money-accounts/rates/<int:pk>/delete/    POST 302 404 302 404
    money-accounts/<uuid:pk>/                GET 302 404 200 404  POST 302 404 422 404
    money-accounts/<uuid:pk>/close/          POST 302 404 302 404
    money-accounts/<uuid:pk>/delete/         POST 302 404 302 404
    demo/remove/                             POST 302 404 404 302

    together/                                GET 302 200 200 302
    together/parts/<str:name>/               GET 302 404 404 404
    together/invite/                         GET 302 302 302 200  POST 302 302 302 422
    together/code/                           POST 302 422 422 422
    together/invitations/<uuid:pk>/          GET 302 404 404 404
    together/invitations/<uuid:pk>/renew/    POST 302 404 302 404
    together/invitations/<uuid:pk>/withdraw/   POST 302 404 302 404
    invitation/                              GET 404 404 404 404
    invitation/accept/                       POST 302 404 404 404
    invitation/decline/                      POST 302 404 404 404
    invitation/<str:secret>/                 GET 404 404 404 404
    together/split/                          GET 302 200 200 404  POST 302 422 422 404
    together/split/preview/                  GET 302 200 200 404
    together/split/threshold/                POST 302 422 422 404
    together/split/mode/                     POST 302 422 422 404
    together/privacy/                        GET 302 200 200 404
    together/privacy/seen/                   GET 302 200 200 404
    money-accounts/<uuid:pk>/privacy/        POST 302 404 422 404
    money-accounts/<uuid:pk>/join/           POST 302 404 302 404
    money-accounts/<uuid:pk>/leave/          POST 302 404 302 404
    together/for-both/                       GET 302 200 200 404  POST 302 422 422 404
    together/for-both/<uuid:pk>/remove/      POST 302 404 302 404
    together/joint-account/                  GET 302 200 200 404  POST 302 422 422 404
    transactions/share/                      POST 302 302 302 404
    transactions/<uuid:pk>/whose/            POST 302 404 302 404
    transactions/<uuid:pk>/hide/             POST 302 404 302 404
    together/seen/                           GET 302 200 200 404
    together/approvals/                      GET 302 200 200 200
    together/approvals/<uuid:pk>/            GET 302 404 200 404
    together/approvals/<uuid:pk>/approve/    POST 302 404 302 404
    together/approvals/<uuid:pk>/decline/    POST 302 404 302 404
    together/approvals/<uuid:pk>/withdraw/   POST 302 404 302 404
    together/expenses/                       GET 302 200 200 404
    together/expenses/add/                   GET 302 200 200 404  POST 302 422 422 404
    together/expenses/found/                 GET 302 200 200 404
    together/expenses/found/<uuid:pk>/accept/   POST 302 404 404 404
    together/expenses/found/<uuid:pk>/decline/   POST 302 404 404 404
    together/expenses/found/<uuid:pk>/undo/   POST 302 404 404 404
    together/expenses/<uuid:pk>/             GET 302 404 200 404  POST 302 404 422 404
    together/expenses/<uuid:pk>/delete/      POST 302 404 302 404
    together/expenses/<uuid:pk>/pay/         POST 302 404 302 404
    together/payments/<uuid:pk>/undo/        POST 302 404 302 404
    together/statement/                      GET 302 200 200 404
    together/settle/                         GET 302 200 200 404  POST 302 422 422 404
    together/date/                           GET 302 200 200 404
    together/date/begin/                     POST 302 302 302 404
    together/date/step/                      POST 302 404 404 404
    together/date/settle/                    POST 302 404 404 404
    together/date/finish/                    POST 302 404 404 404
    together/date/take/                      POST 302 302 302 404
    together/date/transactions/<uuid:pk>/    POST 302 404 404 404
    together/date/transactions/<uuid:pk>/undo/      POST 302 404 404 404
    together/date/transactions/<uuid:pk>/whose/     POST 302 404 404 404
    together/settlements/<uuid:pk>/          GET 302 404 200 404  POST 302 404 422 404
    together/settlements/<uuid:pk>/undo/     POST 302 404 302 404
    together/contributions/                  GET 302 200 200 404
    together/contributions/<str:month>/mark/   POST 302 404 404 404
    together/contributions/<str:month>/unmark/   POST 302 404 404 404
    together/chat/                           GET 302 200 200 200  POST 302 422 422 404
    together/chat/panel/                     GET 302 200 200 404
    together/chat/transactions/<uuid:pk>/    GET 302 404 200 404  POST 302 404 422 404
    together/chat/expenses/<uuid:pk>/        GET 302 404 200 404  POST 302 404 422 404
    together/chat/approvals/<uuid:pk>/       GET 302 404 200 404  POST 302 404 422 404
    together/chat/messages/<uuid:pk>/read/   POST 302 404 302 404
    settings/partner/presence/               POST 302 302 302 302

    settings/                                GET 302 200 200 200  POST 302 422 422 422
    settings/look/                           GET 302 200 200 200  POST 302 422 422 422
    settings/theme/                          POST 302 422 422 422
    settings/security/                       GET 302 200 200 200
    settings/sessions/end/                   POST 302 302 302 302
    settings/sessions/<int:session_id>/end/  POST 302 404 302 404
    settings/avatar/                         POST 302 422 422 422
    settings/avatar/remove/                  POST 302 302 302 302
    settings/keys/                           GET 302 200 200 200  POST 302 422 422 422
    settings/keys/<uuid:pk>/revoke/          POST 302 404 302 404
    saved-views/of/<slug:page>/              GET 302 200 200 200  POST 302 422 422 422
    saved-views/of/<slug:page>/undo/         POST 302 400 400 400
    saved-views/<uuid:pk>/                   POST 302 404 422 404
    saved-views/<uuid:pk>/delete/            POST 302 404 302 404
    settings/activity/                       GET 302 200 200 200
    settings/data/                           GET 302 200 200 200  POST 302 200 200 200
    settings/data/import/                    POST 302 422 422 422
    push-worker.js                           GET 200 200 200 200
    settings/partner/                        GET 302 200 200 200
    settings/partner/pause/                  POST 302 302 302 404
    settings/partner/resume/                 POST 302 302 302 404
    settings/partner/end/                    POST 302 422 422 404
    settings/delete/                         GET 302 200 200 200  POST 302 422 422 422
""")

INSIGHTS = {**HOLDINGS, **INVESTING, **FIGURES, **ANOMALIES, **FEED, **ADVICE, **LANGUAGE}
EXPECTED = {**ROUTES, **PLAN, **THINGS, **INSIGHTS, **ASSISTANT, **VOICE, **FOREIGN}
