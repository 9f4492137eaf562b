"""Scenes on chance, data and belief."""
