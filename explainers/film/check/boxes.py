"""Where the elements of a picture stand: boxes around what is painted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainers.film.picture import (
    Array,
    Cloud,
    Element,
    Image,
    Inset,
    Mesh,
    MeshBall,
    MeshLine,
    Outline,
    ShadedShapes,
    Shape,
    Window,
)

FAINT = 0.08
"""The opacity below which nothing is seen."""


@dataclass(frozen=True)
class Box:
    """A rectangle of the plane, in the scene's units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def grown(self, margin: float) -> Box:
        """The same box, larger on every side."""
        return Box(self.left - margin, self.bottom - margin, self.right + margin, self.top + margin)

    def common(self, other: Box) -> tuple[float, float]:
        """How far two boxes reach into each other, across and up; negative is the gap between them."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across, min(self.top, other.top) - max(self.bottom, other.bottom)

    def holds(self, other: Box, tolerance: float = 0.0) -> bool:
        """Whether another box lies inside."""
        return (
            other.left >= self.left - tolerance
            and other.bottom >= self.bottom - tolerance
            and other.right <= self.right + tolerance
            and other.top <= self.top + tolerance
        )


def of_window(window: Window) -> Box:
    """What a picture shows of the plane."""
    return Box(
        window.x - window.width / 2,
        window.y - window.height / 2,
        window.x + window.width / 2,
        window.y + window.height / 2,
    )


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds others."""
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def opacity(element: Element) -> float:
    """How much of an element is seen, from 0 to 1: of its fill and its stroke, what is seen more."""
    match element:
        case Shape():
            paints = [element.fill, *(stroke.paint for stroke in (element.above,) if stroke is not None)]
            return max((float(paint.rgbas[:, 3].max()) for paint in paints if paint is not None), default=0.0)
        case ShadedShapes():
            return float(max(element.fills[..., 3].max(initial=0), element.strokes[..., 3].max(initial=0)))
        case Mesh():
            return element.opacity
        case MeshLine() | MeshBall():
            return element.rgba[3]
        case Cloud():
            return float(element.rgbas[:, 3].max(initial=0))
    return 1.0


def of_element(element: Element) -> Box | None:
    """The box around an element, half of its stroke included; None if it has no points."""
    margin = 0.0
    match element:
        case Shape():
            points = _on_curves(element.outline)
            margin = element.above.width / 2 if element.above is not None else 0.0
        case ShadedShapes() | Cloud():
            points = element.points
        case Mesh():
            points = np.asarray(element.points.reshape(-1, 3)[:, :2], dtype=float)
        case MeshLine():
            points = np.asarray(element.pieces.reshape(-1, 3)[:, :2], dtype=float)
            margin = element.width / 2
        case MeshBall():
            points, margin = np.array([element.center[:2]]), element.radius
        case Image() | Inset():
            points = element.corners
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return None
    (left, bottom), (right, top) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Box(left, bottom, right, top).grown(margin)


def _on_curves(outline: Outline) -> Array:
    """Points of the curves themselves: their handles may lie far outside."""
    curves = outline.points[: len(outline.points) // 4 * 4].reshape(-1, 4, 2)
    middle = (curves[:, 0] + 3 * curves[:, 1] + 3 * curves[:, 2] + curves[:, 3]) / 8
    return np.concatenate([curves[:, 0], middle, curves[:, 3]])
