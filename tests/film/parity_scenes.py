"""Short scenes that between them use all that Manim's Cairo renderer can draw, and all ways in which time passes."""

from __future__ import annotations

from manim import Scene

from tests.film import parity_cameras, parity_drawing, parity_time

SCENES: list[type[Scene]] = [
    scene
    for module in (parity_drawing, parity_cameras, parity_time)
    for scene in vars(module).values()
    if isinstance(scene, type) and issubclass(scene, Scene) and scene.__module__ == module.__name__
]

LEFT_TO_THE_CAMERA: set[type[Scene]] = {parity_drawing.ColouredByPicture, parity_time.Fields}
"""Scenes that Manim's own camera has to paint: `StreamLines`, too, take their colours from a picture."""
