"""Keeps rows, gives views."""
