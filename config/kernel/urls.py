from django.urls import path

from config.kernel import views
from config.kernel.observing.doors import show_metrics

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", show_metrics, name="metrics"),
]
