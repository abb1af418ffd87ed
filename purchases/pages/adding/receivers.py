"""What this part registers."""

from purchases.pages.adding.views import slots as slots
