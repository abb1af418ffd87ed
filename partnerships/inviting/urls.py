from __future__ import annotations

from django.urls import path

from partnerships.inviting.views import answering, sending

urlpatterns = [
    path("together/invite/", sending.invite, name="invite"),
    path("together/code/", sending.enter_code, name="invitation_code"),
    path("together/invitations/<uuid:pk>/", answering.open_received, name="invitation_received"),
    path("together/invitations/<uuid:pk>/renew/", sending.renew, name="invitation_renew"),
    path("together/invitations/<uuid:pk>/withdraw/", sending.withdraw, name="invitation_withdraw"),
    path("invitation/", answering.invitation, name="invitation"),
    path("invitation/accept/", answering.accept, name="invitation_accept"),
    path("invitation/decline/", answering.decline, name="invitation_decline"),
    path("invitation/<str:secret>/", answering.open_link, name="invitation_open"),
]
