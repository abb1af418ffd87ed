"""Calls that start at one moment, and sockets that must not outlive their session."""
