"""How a surface moves: it turns to another view, goes to another place, and recedes."""

from __future__ import annotations

from manim import UpdateFromAlphaFunc

from explainers.stage.figures.surface_plot import SurfacePlot
from explainers.stage.figures.surface_view import View
from explainers.stage.zones import Zone


def turn(surface: SurfacePlot, view: View, *, into: Zone | None = None) -> UpdateFromAlphaFunc:
    """Return the animation that turns the surface to a view, smoothly, and takes it into another zone on the way."""
    first, zone = surface.view, surface.zone
    there = into or zone

    def move(plot: SurfacePlot, alpha: float) -> None:
        plot.set_view(first.towards(view, alpha), zone=zone.towards(there, alpha))

    return UpdateFromAlphaFunc(surface, move)


def dim(surface: SurfacePlot, presence: float = 0.35) -> UpdateFromAlphaFunc:
    """Return the animation that lets the surface recede, or come back."""
    first = surface.presence
    return UpdateFromAlphaFunc(surface, lambda plot, alpha: plot.set_presence((1 - alpha) * first + alpha * presence))
