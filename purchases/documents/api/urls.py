from __future__ import annotations

from django.urls import path

from purchases.documents.api import views

urlpatterns = [
    path("documents/", views.AllDocumentsView.as_view(), name="api_documents"),
    path("documents/<uuid:key>/", views.DocumentView.as_view(), name="api_document"),
    path("documents/<uuid:key>/content/", views.ContentView.as_view(), name="api_document_content"),
    path("documents/<uuid:key>/thumbnail/", views.ThumbnailView.as_view(), name="api_document_thumbnail"),
    path("documents/<uuid:key>/attachments/", views.AttachmentsView.as_view(), name="api_document_attachments"),
]
