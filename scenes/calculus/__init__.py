"""Scenes on derivatives, integrals and descent."""
