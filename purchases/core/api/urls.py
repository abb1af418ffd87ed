from __future__ import annotations

from django.urls import path

from purchases.core.api.views import analytics, claims, names, purchases, warranties

_ANALYTICS = {
    "spending": analytics.SpendingView,
    "spending/by-period": analytics.PeriodView,
    "summary": analytics.SpendingSummaryView,
    "warranties/timeline": analytics.WarrantyTimelineView,
    "warranties/summary": analytics.WarrantySummaryView,
    "retailers": analytics.RetailerSharesView,
    "brands": analytics.BrandSharesView,
    "top-products": analytics.TopProductsView,
    "recent-purchases": analytics.RecentPurchasesView,
    "recent-warranties": analytics.RecentWarrantiesView,
}
urlpatterns = [
    path("purchases/", purchases.PurchasesView.as_view(), name="api_purchases"),
    *(path(f"purchases/analytics/{each}/", view.as_view()) for each, view in _ANALYTICS.items()),
    path("purchases/<uuid:key>/", purchases.PurchaseView.as_view(), name="api_purchase"),
    path("purchases/<uuid:key>/sharing/", purchases.SharingView.as_view(), name="api_purchase_sharing"),
    path("purchases/<uuid:key>/transaction/", purchases.PaymentView.as_view(), name="api_purchase_payment"),
    path("purchases/<uuid:key>/claims/", claims.ClaimsView.as_view(), name="api_claims"),
    path("purchases/<uuid:key>/claims/<uuid:claim>/", claims.ClaimView.as_view(), name="api_claim"),
    path("warranties/", warranties.WarrantiesView.as_view(), name="api_warranties"),
    path("warranties/expiring/", warranties.ExpiringView.as_view(), name="api_warranties_expiring"),
    path("warranties/<uuid:key>/", warranties.WarrantyView.as_view(), name="api_warranty"),
    path("retailers/", names.RetailersView.as_view(), name="api_retailers"),
    path("retailers/<uuid:key>/", names.RetailerView.as_view(), name="api_retailer"),
    path("brands/", names.BrandsView.as_view(), name="api_brands"),
    path("brands/<uuid:key>/", names.BrandView.as_view(), name="api_brand"),
]
