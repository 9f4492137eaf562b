"""Scenes on vectors and matrices."""
