"""What the pages of things answer to whom (see `route_expectations`)."""

from __future__ import annotations

from tests.route_rules import read_table

THINGS = read_table("""
    things/                                  GET 302 200 200 200
    things/filters/                          GET 302 200 200 200
    things/add/                              GET 302 200 200 200  POST 302 422 422 422
    things/names/<slug:kind>/                GET 302 404 404 404
    things/bulk/                             POST 302 204 204 204
    things/bulk/undo/                        POST 302 404 404 404
    things/<uuid:pk>/                        GET 302 404 200 404
    things/<uuid:pk>/change/                 GET 302 404 200 404  POST 302 404 422 404
    things/<uuid:pk>/worth/card/             GET 302 404 200 404
    things/<uuid:pk>/status/                 POST 302 404 400 404
    things/<uuid:pk>/archive/                POST 302 404 302 404
    things/<uuid:pk>/unarchive/              POST 302 404 302 404
    things/<uuid:pk>/share/                  POST 302 404 302 404
    things/<uuid:pk>/unshare/                POST 302 404 302 404
    things/<uuid:pk>/delete/                 POST 302 404 302 404
    things/<uuid:pk>/payment/                GET 302 404 200 404
    things/<uuid:pk>/payment/link/           POST 302 404 400 404
    things/<uuid:pk>/payment/unlink/         POST 302 404 302 404
    things/<uuid:pk>/warranties/add/         GET 302 404 200 404  POST 302 404 422 404
    things/<uuid:pk>/warranties/<uuid:warranty>/   GET 302 404 200 404  POST 302 404 422 404
    things/<uuid:pk>/warranties/<uuid:warranty>/delete/   POST 302 404 302 404
    things/<uuid:pk>/claims/add/             GET 302 404 200 404  POST 302 404 422 404
    things/<uuid:pk>/claims/<uuid:claim>/    GET 302 404 200 404  POST 302 404 422 404
    things/<uuid:pk>/claims/<uuid:claim>/status/   POST 302 404 400 404
    things/<uuid:pk>/claims/<uuid:claim>/delete/   POST 302 404 302 404
    things/<uuid:pk>/worth/                  POST 302 404 302 404
    things/import/                           GET 302 200 200 200  POST 302 422 422 422
    things/import/<uuid:pk>/                 GET 302 404 200 404
    things/import/<uuid:pk>/start/           POST 302 404 422 404
    things/import/<uuid:pk>/delete/          POST 302 404 302 404
    things/export/                           GET 302 200 200 200
    things/export/file/                      GET 302 422 422 422
    things/shops/                            GET 302 200 200 200
    things/shops/retailers/add/              POST 302 422 422 422
    things/shops/brands/add/                 POST 302 422 422 422
    things/shops/retailers/<uuid:pk>/delete/   GET 302 404 200 404  POST 302 404 422 404
    things/shops/brands/<uuid:pk>/delete/    GET 302 404 200 404  POST 302 404 422 404
    things/analytics/                        GET 302 200 200 200
    things/warranties/                       GET 302 200 200 200
    things/warranties/replacing/             GET 302 200 200 200
    things/warranties/goal/                  POST 302 302 302 302
    things/papers/                           GET 302 302 302 302  POST 302 302 302 302
    papers/<uuid:pk>/                        GET 302 404 200 404
    papers/<uuid:pk>/thumbnail/              GET 302 404 200 404
    papers/<uuid:pk>/change/                 GET 302 404 200 404  POST 302 404 422 404
    papers/<uuid:pk>/attach/                 POST 302 404 302 404
    papers/<uuid:pk>/detach/                 POST 302 404 302 404
    papers/<uuid:pk>/delete/                 POST 302 404 302 404
    things/from-paper/                       GET 302 302 302 302  POST 302 422 422 422
    things/from-paper/<uuid:pk>/             GET 302 404 200 404  POST 302 404 422 404
    things/from-paper/<uuid:pk>/attach/      POST 302 404 404 404
    things/from-paper/<uuid:pk>/detach/      POST 302 404 404 404
    things/from-mail/                        GET 302 302 302 302  POST 302 302 302 302
    things/from-payment/<uuid:key>/          GET 302 404 200 404  POST 302 404 422 404
    things/papers/inbox/                     GET 302 200 200 200
    things/papers/inbox/<uuid:pk>/delete/    POST 302 404 302 404
""")
