"""A figure that follows its parameters: built once, and asked for again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from explainers.production.catalogue import find_scene
from explainers.studio.playbill import Playbill
from tests.studio.serving import Line, serving
from tests.studio.test_session import dots

TOYS = Path(__file__).parent / "toy_scenes.py"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A page of a studio with toy scenes."""
    named = {name.lower(): find_scene(f"{TOYS}:{name}", Path.cwd()) for name in ("Moves", "Wrong")}
    named["matrix"] = find_scene("matrix-transformation", Path.cwd())
    playbill = Playbill(scenes=named, first="moves", folder=TOYS.parent, params={})
    with serving(playbill, tmp_path_factory.mktemp("cache")) as served, served.call() as called:
        yield called


def explored(line: Line, **params: Any) -> tuple[dict[str, Any], list[float]]:
    """The only handle, and where the red dot is drawn."""
    line.ask("explore", "moves", params=params)
    said = line.until("done", "error")
    assert [header["kind"] for header, _ in said] == ["started", "handles", "pictures", "done"]
    ((handle,), (header, payload)) = said[1][0]["handles"], said[2]
    red = next(element["id"] for element in header["elements"] if _fill(element) == [255, 0, 0])
    return handle, dots(header, payload)[red].tolist()


def _fill(element: dict[str, Any]) -> list[float] | None:
    return element["fill"]["colours"][0][:3] if element.get("fill") else None


@pytest.mark.parametrize("far", [-4, 0, 2.5])
def test_figure_and_handle_are_where_the_value_says(line: Line, far: float) -> None:
    """In any order of values; the page can turn the point back into the value."""
    handle, place = explored(line, far=far)
    assert place == pytest.approx([far, 0], abs=1e-5)
    assert handle["at"] == pytest.approx([far, 0])
    assert (handle["parameter"], handle["part"], handle["up"]) == ("far", None, None)
    assert [handle["origin"][0] + far * handle["across"][0], handle["origin"][1]] == pytest.approx(handle["at"])


def test_a_wrong_value_is_told_and_forgotten(line: Line) -> None:
    """One line with the parameter's name; the next value is shown as if nothing had been."""
    line.ask("explore", "moves", params={"far": "far"})
    assert line.until("done", "error")[-1][0]["said"].startswith("far:")
    assert explored(line, far=1)[1] == pytest.approx([1, 0], abs=1e-5)


def test_the_film_says_whether_there_is_a_figure(line: Line) -> None:
    """So the page need not offer what a scene has not got; asked for all the same, it says so."""
    line.ask("film", "moves")
    assert line.until("scene")[-1][0]["explores"] is True
    line.until("done")
    line.ask("explore", "wrong")
    assert "no figure" in line.until("error")[-1][0]["said"]


@dataclass(frozen=True)
class Sent:
    """The picture of a run, as a page has it in the end: each element as it was sent, from the lowest up."""

    run: int
    shown: list[int]
    elements: dict[int, tuple[Any, ...]]
    new: int

    def picture(self) -> list[tuple[Any, ...]]:
        return [self.elements[number] for number in self.shown]


def sent(line: Line, matrix: str, before: Sent | None = None, known: int = 0) -> Sent:
    """What a page has that goes on from the picture before."""
    line.ask("explore", "matrix", params={"matrix": matrix}, known=known)
    said = line.until("done", "error")
    (header, payload), at = said[2], 0
    elements = dict(before.elements) if before is not None else {}
    for element in header["elements"]:
        size = 8 * element["points"] if element["kind"] == "shape" else -(-element.get("bytes", 0) // 8) * 8
        described = {key: value for key, value in element.items() if key != "id"}
        elements[element["id"]] = (described, payload[at : at + size])
        at += size
    ((_, same, rest, _, _),) = header["frames"]
    shown = [*(before.shown[:same] if before is not None else ()), *rest]
    return Sent(said[0][0]["run"], shown, {number: elements[number] for number in shown}, len(header["elements"]))


def test_only_what_is_different_is_sent(line: Line) -> None:
    """To a page that has the picture before, time and again; all of it to one that has not, or an older one."""
    whole = sent(line, "1 0; 0 1")
    for matrix in ("3 1; 0 2", "3 1; 1 2", "1 0; 0 1"):
        part = sent(line, matrix, whole, whole.run)
        assert 0 < part.new < 0.7 * len(part.shown)
        old, whole = whole, part
        assert part.picture() == sent(line, matrix, known=old.run).picture()
        whole = sent(line, matrix)
        assert part.picture() == whole.picture()
        assert whole.new == len(whole.shown)
