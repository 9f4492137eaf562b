"""Pictures to pixels: each element is drawn by the module that knows its kind."""

from __future__ import annotations

from collections.abc import Sequence

from explainers.film.canvas import Canvas
from explainers.film.damage import Damage, Places, Rectangle
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

LARGE = 0.6
"""Above this share of the frame, to tell what changed from what did not costs more than it saves."""


class Painter:
    """Paints picture after picture of one size; only what differs from the picture before is painted.

    The elements at the bottom that stay the same objects from one picture to the next are kept as pixels. Where
    anything has changed, these pixels are laid down again, and of what lies above only that is drawn which touches it.
    """

    def __init__(self, width: int, height: int) -> None:
        meshes = MeshDrawer()
        self._canvas = Canvas(width, height, meshes)
        self._kept = Canvas(width, height, meshes)
        self._draft = Canvas(width, height, meshes)
        self._kept_elements: tuple[Element, ...] = ()
        self._places = Places(width, height)
        self._ground: Ground | None = None
        self._window: Window | None = None
        self._last: tuple[Element, ...] | None = None
        self.changed: tuple[Rectangle, ...] | None = None
        """Where the last picture differs from the one before; None: anywhere."""

    def paint(self, picture: Picture, following: Picture | None = None) -> Pixels:
        """Paint a picture. The array is the painter's own, and is painted over by the next call.

        Parameters
        ----------
        following
            The picture that comes next, if it is known: what the two share is kept at once, not painted twice.
        """
        if picture.ground != self._ground or picture.window != self._window:
            self._look_at(picture)
        self._keep(picture, following)
        moving = picture.elements[len(self._kept_elements) :]
        damage = self._damage(picture.elements, moving)
        if damage is None:
            self.changed = None
            self._canvas.copy_from(self._kept)
            draw(self._canvas, moving)
        else:
            self.changed = tuple(damage.rectangles())
            self._mend(damage, self.changed, moving)
        self._last = picture.elements
        self._canvas.tracer.forget_all_but(_outlines(moving))
        self._places.forget_all_but(picture.elements)
        return self._canvas.pixels

    def _look_at(self, picture: Picture) -> None:
        self._ground, self._window, self._last = picture.ground, picture.window, None
        self._canvas.look_at(picture.window)
        self._kept.look_at(picture.window)
        self._draft.look_at(picture.window)
        self._places.look_through(self._canvas.matrix)
        self._clear_kept(picture.ground)

    def _keep(self, picture: Picture, following: Picture | None) -> None:
        """Keep as pixels what lies lowest, and is the same in the picture before or in the one that follows."""
        if _common(self._kept_elements, picture.elements) < len(self._kept_elements):
            self._clear_kept(picture.ground)
        settled = _common(self._last or (), picture.elements)
        if following is not None and (following.ground, following.window) == (picture.ground, picture.window):
            settled = max(settled, _common(picture.elements, following.elements))
        if settled > len(self._kept_elements):
            draw(self._kept, picture.elements[len(self._kept_elements) : settled])
            self._kept_elements = picture.elements[:settled]

    def _damage(self, elements: Sequence[Element], moving: Sequence[Element]) -> Damage | None:
        """Find what has changed since the last picture; None if it is better to paint all of it."""
        if self._last is None:
            return None
        damage = self._places.between(self._last, elements)
        # What is not an outline cannot be drawn in part.
        if damage.share > LARGE or not all(isinstance(each, Shape) for each in moving):
            return None
        return damage

    def _mend(self, damage: Damage, places: Sequence[Rectangle], moving: Sequence[Element]) -> None:
        """Draw on a draft, where lines may run on beyond the damage, and take over what is damaged."""
        self._draft.copy_places_from(self._kept, places)
        with self._draft.only_between(*damage.band):
            draw(self._draft, [each for each in moving if damage.touches(self._places.of(each))])
        self._canvas.copy_places_from(self._draft, places)

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
