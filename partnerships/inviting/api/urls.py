from __future__ import annotations

from django.urls import path

from partnerships.inviting.api import views

INVITATIONS = "partnerships/invitations/"
urlpatterns = [
    path(INVITATIONS, views.InvitationsView.as_view(), name="api_invitations"),
    path(f"{INVITATIONS}lookup/", views.InvitationLookupView.as_view(), name="api_invitation_lookup"),
    path(f"{INVITATIONS}<uuid:key>/", views.InvitationView.as_view(), name="api_invitation"),
    path(f"{INVITATIONS}<uuid:key>/renewal/", views.InvitationRenewView.as_view(), name="api_invitation_renewal"),
    path(
        f"{INVITATIONS}<uuid:key>/acceptance/", views.InvitationAcceptView.as_view(), name="api_invitation_acceptance"
    ),
    path(f"{INVITATIONS}<uuid:key>/decline/", views.InvitationDeclineView.as_view(), name="api_invitation_decline"),
]
