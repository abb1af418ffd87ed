"""Every model of the insights, gathered from its sub-packages for Django."""
