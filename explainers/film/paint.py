"""Pictures to pixels: each element is drawn by the module that knows its kind."""

from __future__ import annotations

from collections.abc import Sequence

from explainers.film.canvas import Canvas
from explainers.film.draw_mesh import MeshDrawer
from explainers.film.draw_shapes import draw_shape
from explainers.film.picture import (
    Cloud,
    Element,
    Ground,
    Image,
    Inset,
    Mesh,
    MeshBall,
    MeshLine,
    Outline,
    Picture,
    Pixels,
    Raster,
    ShadedShapes,
    Shape,
    Window,
)


class Painter:
    """Paints picture after picture of one size; what lies lowest and does not change is painted once.

    The elements at the bottom that stay the same objects from one picture to the next are kept as pixels; only those
    from the first that changes on are painted again.
    """

    def __init__(self, width: int, height: int) -> None:
        meshes = MeshDrawer()
        self._canvas = Canvas(width, height, meshes)
        self._kept = Canvas(width, height, meshes)
        self._kept_elements: tuple[Element, ...] = ()
        self._ground: Ground | None = None
        self._window: Window | None = None
        self._last: tuple[Element, ...] = ()

    def paint(self, picture: Picture, following: Picture | None = None) -> Pixels:
        """Paint a picture. The array is the painter's own, and is painted over by the next call.

        Parameters
        ----------
        following
            The picture that comes next, if it is known: what the two share is kept at once, not painted twice.
        """
        if picture.ground != self._ground or picture.window != self._window:
            self._ground, self._window, self._last = picture.ground, picture.window, ()
            self._canvas.look_at(picture.window)
            self._kept.look_at(picture.window)
            self._clear_kept(picture.ground)
        if _common(self._kept_elements, picture.elements) < len(self._kept_elements):
            self._clear_kept(picture.ground)
        settled = _common(self._last, picture.elements)
        if following is not None and (following.ground, following.window) == (picture.ground, picture.window):
            settled = max(settled, _common(picture.elements, following.elements))
        if settled > len(self._kept_elements):
            draw(self._kept, picture.elements[len(self._kept_elements) : settled])
            self._kept_elements = picture.elements[:settled]
        self._last = picture.elements
        self._canvas.copy_from(self._kept)
        moving = picture.elements[len(self._kept_elements) :]
        draw(self._canvas, moving)
        self._canvas.tracer.forget_all_but(_outlines(moving))
        return self._canvas.pixels

    def _clear_kept(self, ground: Ground) -> None:
        self._kept.cover(ground)
        self._kept_elements = ()


def draw(canvas: Canvas, elements: Sequence[Element]) -> None:
    """Draw elements over what the canvas shows."""
    for element in elements:
        if isinstance(element, Shape):
            draw_shape(canvas.context, element, canvas.tracer, bgra=True)
        elif isinstance(element, Mesh | MeshLine | MeshBall):
            canvas.meshes.draw(element, canvas.pixels, canvas.matrix)
        elif isinstance(element, ShadedShapes):
            canvas.shaded.draw(element, canvas.context, canvas.pixels, canvas.matrix)
        elif isinstance(element, Cloud):
            canvas.rasters.draw_cloud(element, canvas.pixels, canvas.matrix)
        elif isinstance(element, Image):
            canvas.rasters.draw_image(element, canvas.pixels, canvas.matrix)
        elif isinstance(element, Inset):
            canvas.rasters.draw_image(_painted(element, canvas.pixels), canvas.pixels, canvas.matrix)
        else:
            raise NotImplementedError(type(element).__name__)


def _painted(inset: Inset, around: Pixels) -> Image:
    """Paint an inner picture at its size within the outer one."""
    height, width = around.shape[:2]
    inner = Painter(max(1, round(inset.width * width)), max(1, round(inset.height * height)))
    return Image(Raster(inner.paint(inset.picture)), inset.corners, inset.resampling)


def _common(first: Sequence[Element], second: Sequence[Element]) -> int:
    """How many elements two pictures share from the bottom up."""
    for position, (one, other) in enumerate(zip(first, second, strict=False)):
        if one is not other:
            return position
    return min(len(first), len(second))


def _outlines(elements: Sequence[Element]) -> set[Outline]:
    return {element.outline for element in elements if isinstance(element, Shape)}
