"""Incident to findings: which value stands, by which rule."""
