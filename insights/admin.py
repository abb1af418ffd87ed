"""The staff site of the insights, gathered from its sub-packages."""
