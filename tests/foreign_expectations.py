"""What the routes of others' code answer: allauth's pages and API, and the staff site (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import Expectation, read_table

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
    admin/mail/                              GET 302 302 302 200  POST 302 302 302 200
    admin/backups/                           GET 302 302 302 200  POST 302 302 302 404
    admin/backups/plan/                      GET 302 302 302 302  POST 302 302 302 422
    admin/backups/restoring/                 GET 302 302 302 200
    admin/backups/<str:name>/                GET 302 302 302 404  POST 302 302 302 404
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
    accounts/notification                    list 200  add 403  change 200  delete 403
    accounts/pushdevice                      list 200  add 403  change 200  delete 403
    kernel/job                               list 200  add 403  change 200  delete 403
    kernel/keptmail                          list 200  add 403  change 200  delete 403
    kernel/auditentry                        list 200  add 403  change 200  delete 403
    ledger/moneyaccount                      list 200  add 403  change 200  delete 403
    ledger/category                          list 200  add 403  change 302  delete 403
    ledger/budget                            list 200  add 403  change 200  delete 403
    ledger/goal                              list 200  add 403  change 200  delete 403
    ledger/position                          list 200  add 403  change 200  delete 403
    ledger/wallet                            list 200  add 403  change 200  delete 403
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
    partnerships/linkproposal                list 200  add 403  change 302  delete 403
    partnerships/moneydate                   list 200  add 403  change 302  delete 403
    partnerships/sharingrule                 list 200  add 403  change 200  delete 403
    partnerships/jointtime                   list 200  add 403  change 302  delete 403
    partnerships/personalline                list 200  add 403  change 302  delete 403
    purchases/purchase                       list 200  add 403  change 200  delete 403
    purchases/warranty                       list 200  add 403  change 200  delete 403
    purchases/claim                          list 200  add 403  change 200  delete 403
    purchases/document                       list 200  add 403  change 200  delete 403
    purchases/retailer                       list 200  add 403  change 302  delete 403
    purchases/brand                          list 200  add 403  change 302  delete 403
    insights/advice                          list 200  add 403  change 200  delete 403
    insights/insight                         list 200  add 403  change 302  delete 403
    insights/usual                           list 200  add 403  change 302  delete 403
    insights/monthwords                      list 200  add 403  change 302  delete 403
    insights/languagecall                    list 200  add 403  change 302  delete 403
    insights/languageconsent                 list 200  add 403  change 302  delete 403
    insights/languagespend                   list 200  add 403  change 302  delete 403
    insights/payeeanswer                     list 200  add 403  change 302  delete 403
    insights/investingplan                   list 200  add 403  change 302  delete 403
    chat/message                             list 200  add 403  change 200  delete 403
    chat/conversation                        list 200  add 403  change 302  delete 403
    chat/assistantmessage                    list 200  add 403  change 302  delete 403
    chat/assistantaction                     list 200  add 403  change 302  delete 403
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


FOREIGN = {**ALLAUTH_PAGES, **ALLAUTH_API, **ADMIN_SITE, **_read_admin_models(ADMIN_MODELS)}
