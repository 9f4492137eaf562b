"""A figure that is looked at whenever something about it has changed: no timeline, no animations."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from manim import Scene

from explainers.film.capture import FilmRenderer, camera_of
from explainers.film.picture import Picture
from explainers.film.seek import LastPicture

S = TypeVar("S", bound=Scene)


class Glance(Generic[S]):
    """A scene that is set up and not played.

    Parameters
    ----------
    arguments
        Keyword arguments of the scene's constructor, without renderer and camera.
    """

    renderer_class: type[FilmRenderer] = FilmRenderer

    def __init__(self, scene_class: type[S], arguments: dict[str, Any]) -> None:
        self._renderer = self.renderer_class(LastPicture(), camera_class=camera_of(scene_class))
        self.scene = scene_class(renderer=self._renderer, **arguments)
        self.scene.setup()

    def picture(self) -> Picture:
        """Let everything follow what it follows, and read the picture of now."""
        self.scene.update_mobjects(0)
        return self._renderer.read()
