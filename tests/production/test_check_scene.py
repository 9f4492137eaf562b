"""The check: each rule finds the scene that breaks it, and nothing in the scene that breaks none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from explainers.production.catalogue import find_scene
from explainers.production.check import report_text
from explainers.production.check_scene import CheckedScene, check_scene
from explainers.production.jobs import SceneJob
from explainers.spec.settings import RenderSettings, ThemeName

TOYS = Path(__file__).with_name("broken_scenes.py")
SETTINGS = RenderSettings(width=480, height=270, fps=12)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def checked(
    name: str, cache: Path, folder: Path | None = None, themes: tuple[ThemeName, ...] = ("dark",)
) -> CheckedScene:
    source = find_scene(f"{TOYS}:{name}", Path.cwd())
    return check_scene(SceneJob(name, source, {}, Path.cwd(), SETTINGS), themes, cache, folder)


@pytest.mark.parametrize(
    ("scene", "rule", "said"),
    [
        ("OffTheFrame", "off the frame", "half of it is gone"),
        ("InTheCaptions", "caption strip", "a shape"),
        ("TextOverText", "text over text", "'one of two' over 'the other'"),
        ("PassingText", "text over text", "'here it stands' over 'there it goes'"),
        ("CrossedBehind", "text crossed", "something runs behind 'crossed out'"),
        ("CoveredText", "text crossed", "something is painted over 'hardly seen'"),
        ("SmallText", "small text", "is 22 px at 1080p; the least is 28"),
        ("WeakText", "text contrast", "the least is 4.5:1"),
        ("WeakLine", "line contrast", "the least is 3:1"),
        ("Flashing", "flashes", "flashes within a second"),
        ("UnknownNumber", "unknown number", "3.14"),
        ("BrokenInvariant", "invariant", "two and two are four: 5 is not 4"),
        ("PlainManim", "text over text", "'first' over 'second'"),
    ],
)
def test_each_rule_finds_what_breaks_it(scene: str, rule: str, said: str, cache: Path) -> None:
    """A scene that breaks one rule has findings of that rule alone."""
    found = checked(scene, cache).findings
    assert {finding.rule for finding in found} == {rule}
    assert said in found[0].what


@pytest.mark.parametrize("scene", ["Clean", "FinePlainManim"])
def test_a_clean_scene_has_no_findings(scene: str, cache: Path) -> None:
    """Dimmed text, exponents, the numbers of an axis and the scene's own numbers are all in order, in both themes."""
    assert checked(scene, cache, themes=("dark", "light")).findings == ()


def test_the_report_numbers_what_the_picture_outlines(cache: Path, tmp_path: Path) -> None:
    """Each finding has its number, beat, time, rule and words; a picture beside it shows where."""
    found = checked("TextOverText", cache, tmp_path, themes=("dark", "light"))
    report = report_text(found)
    assert report.startswith(f"{found.name}: 1 finding\n   1  only")
    assert "text over text: 'one of two' over 'the other'" in report
    (picture,) = found.pictures
    assert str(picture) in report
    with Image.open(picture) as image:
        assert (255, 0, 255) in {colour for _, colour in image.convert("RGB").getcolors(2**24) or ()}


def test_a_theme_in_which_something_is_found_is_named(cache: Path) -> None:
    """What is wrong in one theme alone says so; what is wrong in both is one finding."""
    both = checked("SmallText", cache, themes=("dark", "light"))
    assert [finding.themes for finding in both.findings] == [("dark", "light")]
