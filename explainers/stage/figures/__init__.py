"""Figures that more than one scene draws."""
