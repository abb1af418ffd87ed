"""What each route answers to whom, written by hand. A route that is not here fails `test_routes.py`.

After each method stand the statuses for nobody, stranger, owner and staff; the ids in an address are the owner's. A
method that is not named is refused: by the door for nobody (401 or 302, as its GET), with 405 for everybody else.
What keys, other methods and other people get follows by the rules in `route_rules`.
"""

from __future__ import annotations

from tests.route_rules import Expectation, read_table

# readyz is 503: in a test no worker's heart beats.
ROUTES = read_table("""
    .                                        GET 302 200 200 200
    healthz                                  GET 200 200 200 200
    readyz                                   GET 503 503 503 503

    api/v1/docs/                             GET 200 200 200 200
    api/v1/schema/                           GET 200 200 200 200
    api/v1/me/                               GET 401 200 200 200  PUT 401 200 200 200  PATCH 401 200 200 200
                                             DELETE 401 400 400 400
    api/v1/me/income/                        GET 401 200 200 200  PUT 401 400 400 400
    api/v1/me/avatar/                        GET 401 404 404 404  PUT 401 415 415 415  DELETE 401 204 204 204
    api/v1/me/activity/                      GET 401 200 200 200
    api/v1/admin/status/                     GET 401 403 403 200
    api/v1/admin/people/                     GET 401 403 403 200
    api/v1/admin/people/<uuid:key>/block/    POST 401 403 403 204  DELETE 401 403 403 204
    api/v1/admin/audit/                      GET 401 403 403 200
    api/v1/me/keys/                          GET 401 200 200 200  POST 401 400 400 400
    api/v1/me/keys/<uuid:key>/               DELETE 401 404 204 404
    api/v1/me/sessions/                      GET 401 200 200 200  DELETE 401 204 204 204
    api/v1/me/sessions/<int:session_id>/     DELETE 401 404 204 404
    api/v1/money-accounts/                   GET 401 200 200 200  POST 401 400 400 400
    api/v1/money-accounts/<uuid:key>/        GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 409 404
    api/v1/money-accounts/<uuid:key>/closure/   POST 401 404 200 404  DELETE 401 404 204 404
    api/v1/money-accounts/<uuid:key>/bank-balances/   GET 401 404 200 404  POST 401 404 400 404
    api/v1/money-accounts/<uuid:key>/bank-balances/<uuid:balance>/   DELETE 401 404 204 404
    api/v1/money-accounts/<uuid:key>/reconciliation/   GET 401 404 200 404  POST 401 404 400 404
    api/v1/categories/                       GET 401 200 200 200  POST 401 400 400 400
    api/v1/categories/<uuid:key>/            GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 409 404
    api/v1/categories/<uuid:key>/override/   PUT 401 404 200 404  PATCH 401 404 200 404
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
    api/v1/messages/                         GET 401 200 200 200  POST 401 400 400 400
    api/v1/messages/<uuid:key>/              GET 401 404 200 404
    api/v1/messages/<uuid:key>/read/         POST 401 404 200 404

    api/v1/rules/                            GET 401 200 200 200  POST 401 400 400 400
    api/v1/rules/<uuid:key>/                 GET 401 404 200 404  PUT 401 404 400 404  PATCH 401 404 200 404
                                             DELETE 401 404 204 404
    api/v1/rules/<uuid:key>/preview/         GET 401 404 200 404
    api/v1/rules/<uuid:key>/application/     POST 401 404 200 404
    api/v1/ranking/classify/                 POST 401 400 400 400

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
    categories/                              GET 302 200 200 200
    categories/add/                          GET 302 200 200 200  POST 302 422 422 422
    categories/<uuid:pk>/                    GET 302 404 200 404  POST 302 404 422 404
    categories/<uuid:pk>/delete/             GET 302 404 200 404  POST 302 404 422 404

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
    together/expenses/<uuid:pk>/             GET 302 404 200 404  POST 302 404 422 404
    together/expenses/<uuid:pk>/delete/      POST 302 404 302 404
    together/expenses/<uuid:pk>/pay/         POST 302 404 302 404
    together/payments/<uuid:pk>/undo/        POST 302 404 302 404
    together/statement/                      GET 302 200 200 404
    together/settle/                         GET 302 200 200 404  POST 302 422 422 404
    together/settlements/<uuid:pk>/          GET 302 404 200 404  POST 302 404 422 404
    together/settlements/<uuid:pk>/undo/     POST 302 404 302 404
    together/contributions/                  GET 302 200 200 404
    together/contributions/<str:month>/mark/   POST 302 404 404 404
    together/contributions/<str:month>/unmark/   POST 302 404 404 404
    together/chat/                           GET 302 200 200 200  POST 302 422 422 404
    together/chat/panel/                     GET 302 200 200 404
    together/chat/transactions/<uuid:pk>/    GET 302 404 200 404  POST 302 404 422 404
    together/chat/expenses/<uuid:pk>/        GET 302 404 200 404  POST 302 404 422 404
    together/chat/messages/<uuid:pk>/read/   POST 302 404 302 404

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
    settings/activity/                       GET 302 200 200 200
    settings/partner/                        GET 302 200 200 200
    settings/partner/pause/                  POST 302 302 302 404
    settings/partner/resume/                 POST 302 302 302 404
    settings/partner/end/                    POST 302 422 422 404
    settings/delete/                         GET 302 200 200 200  POST 302 422 422 422
""")

# allauth's pages, in our dress. Who is logged in is sent on from log-in and sign-up.
ALLAUTH_PAGES = read_table(
    """
    accounts/login/                          GET 200 302 302 302  POST 422 302 302 302
    accounts/logout/                         GET 302 200 200 200  POST 302 302 302 302
    accounts/signup/                         GET 200 302 302 302  POST 422 302 302 302
    accounts/inactive/                       GET 200 200 200 200
    accounts/reauthenticate/                 GET 302 200 200 200  POST 302 422 422 422
    accounts/email/                          GET 302 200 200 200  POST 302 302 302 302
    accounts/confirm-email/                  GET 200 200 200 200
    accounts/confirm-email/<key>/            GET 200 200 200 200  POST 404 404 404 404
    accounts/login/code/confirm/             GET 302 302 302 302  POST 302 302 302 302
    accounts/password/change/                GET 302 200 200 200  POST 302 422 422 422
    accounts/password/set/                   GET 302 302 302 302  POST 302 302 302 302
    accounts/password/reset/                 GET 200 200 200 200  POST 422 422 422 422
    accounts/password/reset/done/            GET 200 200 200 200
    accounts/password/reset/confirm/         GET 302 302 302 302  POST 302 302 302 302
    accounts/password/reset/complete/        GET 302 302 302 302  POST 302 302 302 302
    accounts/sessions/                       GET 302 200 200 200  POST 302 302 302 302
    accounts/3rdparty/                       GET 302 200 200 200  POST 302 422 422 422
    accounts/3rdparty/signup/                GET 302 302 302 302  POST 302 302 302 302
    accounts/3rdparty/login/cancelled/       GET 200 200 200 200
    accounts/3rdparty/login/error/           GET 401 401 401 401
    accounts/social/login/cancelled/         GET 301 301 301 301
    accounts/social/login/error/             GET 301 301 301 301
    accounts/social/signup/                  GET 301 301 301 301
    accounts/social/connections/             GET 301 301 301 301
    accounts/oidc/<provider_id>/login/       GET 405 405 405 405  POST 404 404 404 404
    accounts/oidc/<provider_id>/login/callback/   GET 404 404 404 404  POST 405 405 405 405
    accounts/apple/login/                    GET 405 405 405 405  POST 404 404 404 404
    accounts/apple/login/callback/           GET 405 405 405 405  POST 404 404 404 404
    accounts/apple/login/callback/finish/    GET 404 404 404 404  POST 405 405 405 405
    accounts/2fa/                            GET 302 200 200 200
    accounts/2fa/authenticate/               GET 302 302 302 302  POST 302 302 302 302
    accounts/reauthenticate/provider/        GET 302 200 200 200
    accounts/2fa/reauthenticate/             GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/webauthn/                   GET 302 200 200 200
    accounts/2fa/webauthn/add/               GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/webauthn/login/             GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/webauthn/reauthenticate/    GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/webauthn/keys/<int:pk>/edit/   GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/webauthn/keys/<int:pk>/remove/   GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/totp/activate/              GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/totp/deactivate/            GET 302 404 404 404  POST 302 404 404 404
    accounts/2fa/recovery-codes/             GET 302 404 404 404
    accounts/2fa/recovery-codes/generate/    GET 302 302 302 302  POST 302 302 302 302
    accounts/2fa/recovery-codes/download/    GET 302 404 404 404
    """,
    foreign=True,
)

# allauth's headless API: 401 is its word for 'not logged in (any more)', 409 for 'no such flow is open'.
ALLAUTH_API = read_table(
    """
    _allauth/app/v1/config                        GET 200 200 200 200
    _allauth/app/v1/auth/session                  GET 401 200 200 200  DELETE 401 401 401 401
    _allauth/app/v1/auth/sessions                 GET 401 200 200 200  DELETE 401 400 400 400
    _allauth/app/v1/auth/login                    POST 400 400 400 400
    _allauth/app/v1/auth/signup                   POST 400 400 400 400
    _allauth/app/v1/auth/reauthenticate           POST 401 400 400 400
    _allauth/app/v1/auth/code/confirm             POST 409 409 409 409
    _allauth/app/v1/auth/email/verify             GET 400 400 400 400  POST 400 400 400 400
    _allauth/app/v1/auth/email/verify/resend      POST 409 409 409 409
    _allauth/app/v1/auth/password/request         POST 400 400 400 400
    _allauth/app/v1/auth/password/reset           GET 409 409 409 409  POST 409 409 409 409
    _allauth/app/v1/auth/phone/verify             GET 404 404 404 404  POST 404 404 404 404
    _allauth/app/v1/auth/phone/verify/resend      GET 404 404 404 404  POST 404 404 404 404
    _allauth/app/v1/account/phone                 GET 404 404 404 404  POST 404 404 404 404
    _allauth/app/v1/auth/2fa/authenticate         POST 401 401 401 401
    _allauth/app/v1/auth/2fa/reauthenticate       POST 401 400 400 400
    _allauth/app/v1/auth/provider/signup          GET 409 409 409 409  POST 409 409 409 409
    _allauth/app/v1/auth/provider/redirect        POST 404 404 404 404
    _allauth/app/v1/auth/provider/token           POST 400 400 400 400
    _allauth/app/v1/account/providers             GET 401 200 200 200  DELETE 401 400 400 400
    _allauth/app/v1/auth/webauthn/login           GET 200 200 200 200  POST 400 400 400 400
    _allauth/app/v1/auth/webauthn/authenticate    GET 401 401 401 401  POST 401 401 401 401
    _allauth/app/v1/auth/webauthn/reauthenticate  GET 401 200 200 200  POST 401 400 400 400
    _allauth/app/v1/account/authenticators/webauthn   GET 401 401 401 401  POST 401 400 400 400
    _allauth/app/v1/account/authenticators        GET 401 200 200 200
    _allauth/app/v1/account/authenticators/totp   GET 401 404 404 404  POST 401 400 400 400  DELETE 401 200 200 200
    _allauth/app/v1/account/authenticators/recovery-codes   GET 401 404 404 404  POST 401 400 400 400
    _allauth/app/v1/account/email                 GET 401 200 200 200  POST 409 400 400 400  DELETE 401 400 400 400
    _allauth/app/v1/account/password/change       POST 401 400 400 400
    _allauth/app/v1/tokens/refresh                POST 400 400 400 400
    """,
    foreign=True,
)

ADMIN_SITE = read_table(
    """
    admin/                                   GET 302 302 302 200
    admin/login/                             GET 302 404 404 302  POST 302 404 404 302
    admin/logout/                            GET 302 302 302 405  POST 302 302 302 200
    admin/password_change/                   GET 302 302 302 302  POST 302 302 302 302
    admin/password_change/done/              GET 302 302 302 200
    admin/autocomplete/                      GET 302 302 302 403
    admin/jsi18n/                            GET 302 302 302 200
    admin/<app_label>/                       GET 302 302 302 200
    admin/<url>                              GET 302 302 302 301
    """,
    foreign=True,
)

# What staff may do with each model; everybody else is sent to the log-in. 403 where it is not for staff to decide.
ADMIN_MODELS = """
    accounts/user                            list 200  add 403  change 200  delete 403
    kernel/job                               list 200  add 403  change 200  delete 403
    kernel/keptmail                          list 200  add 403  change 200  delete 403
    kernel/auditentry                        list 200  add 403  change 200  delete 403
    ledger/moneyaccount                      list 200  add 403  change 200  delete 403
    ledger/category                          list 200  add 403  change 302  delete 403
    ledger/import                            list 200  add 403  change 200  delete 403
    ledger/rule                              list 200  add 403  change 200  delete 403
    partnerships/approval                    list 200  add 403  change 200  delete 403
    partnerships/agreement                   list 200  add 403  change 200  delete 403
    partnerships/partnership                 list 200  add 403  change 200  delete 403
    partnerships/invitation                  list 200  add 403  change 200  delete 403
    partnerships/sharedexpense               list 200  add 403  change 200  delete 403
    partnerships/sharedpayment               list 200  add 403  change 200  delete 403
    partnerships/settlement                  list 200  add 403  change 200  delete 403
    partnerships/contribution                list 200  add 403  change 200  delete 403
    django_celery_beat/periodictask          list 200  add 200  change 302  delete 302
    django_celery_beat/clockedschedule       list 200  add 200  change 302  delete 302
    django_celery_beat/crontabschedule       list 200  add 200  change 302  delete 302
    django_celery_beat/intervalschedule      list 200  add 200  change 302  delete 302
    django_celery_beat/solarschedule         list 200  add 200  change 302  delete 302
"""


def _read_admin_models(table: str) -> dict[str, Expectation]:
    """The six routes of each model. 302 on change and delete: there is none of that model, back to the index."""
    expectations = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        model, *rest = line.split()
        may = dict(zip(rest[::2], map(int, rest[1::2]), strict=True))
        answers = {
            "": may["list"],
            "add/": may["add"],
            "<path:object_id>/": 302,
            "<path:object_id>/change/": may["change"],
            "<path:object_id>/delete/": may["delete"],
            "<path:object_id>/history/": may["change"],
        }
        for tail, status in answers.items():
            named = {"GET": (302, 302, 302, status)}
            route = f"admin/{model}/{tail}"
            expectations[route] = Expectation(route, named, foreign=True)
    return expectations


EXPECTED = {**ROUTES, **ALLAUTH_PAGES, **ALLAUTH_API, **ADMIN_SITE, **_read_admin_models(ADMIN_MODELS)}
