from django.urls import path

from ledger.demo.views import demo_remove

urlpatterns = [path("remove/", demo_remove, name="demo_remove")]
