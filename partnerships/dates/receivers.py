"""What the money date does for the kernel and the packages below."""
