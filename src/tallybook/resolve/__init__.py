"""Mentions to claims: what the words mean."""
