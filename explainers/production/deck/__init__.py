"""Decks: a lesson as slides, one for each beat and each practice question."""
