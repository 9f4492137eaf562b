"""Size, frame rate and theme: which of several says wins, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from explainers.spec.errors import BadInput
from explainers.spec.explain import explain
from explainers.spec.settings import RenderSettings, parse_resolution
from explainers.spec.shape import Shape, stage_size

MANIM_QUALITIES = {
    "l": (854, 480, 15),
    "m": (1280, 720, 30),
    "h": (1920, 1080, 60),
    "p": (2560, 1440, 60),
    "k": (3840, 2160, 60),
}
"""From Manim's manual, section "Configuration", --quality."""


@pytest.mark.parametrize("letter", sorted(MANIM_QUALITIES))
def test_the_letters_are_manims(letter: str) -> None:
    """-q means what it means to who knows Manim."""
    settings = RenderSettings.of(quality=letter)
    assert (settings.width, settings.height, settings.fps) == MANIM_QUALITIES[letter]


def test_the_default_is_full_hd() -> None:
    """Without a word: 1080p60, dark."""
    assert RenderSettings.of() == RenderSettings(width=1920, height=1080, fps=60, theme="dark")


def test_what_is_said_last_and_closest_wins() -> None:
    """A lesson's settings, then the letter, then size, rate and theme by themselves."""
    base = RenderSettings(width=640, height=360, fps=24, theme="light")
    assert RenderSettings.of(base=base) == base
    assert RenderSettings.of(base=base, quality="m") == RenderSettings(width=1280, height=720, fps=30, theme="light")
    assert RenderSettings.of(base=base, quality="m", fps=10).fps == 10
    assert RenderSettings.of(base=base, quality="m", resolution="128x72", theme="dark") == RenderSettings(
        width=128, height=72, fps=30, theme="dark"
    )


@pytest.mark.parametrize("text", ["1280x720", "1280X720", "1280 x 720", " 1280×720 ", "1280,720"])
def test_sizes_as_people_write_them(text: str) -> None:
    """Small and capital x, the multiplication sign, Manim's comma, and spaces."""
    assert parse_resolution(text) == (1280, 720)


@pytest.mark.parametrize("text", ["", "720", "720p", "1280x", "x720", "1280x720x3", "-1280x720", "12.5x7", "9" * 5000])
def test_what_is_no_size(text: str) -> None:
    """The line shows what was written and how a size is written."""
    with pytest.raises(BadInput, match=r"is not a size. Write width x height, such as 1280x720.$"):
        parse_resolution(text)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"resolution": "1281x720"}, "width: 1281 is odd; video needs an even number of pixels, such as 1282"),
        ({"resolution": "1280x721"}, "height: 721 is odd; video needs an even number of pixels, such as 722"),
        ({"resolution": "0x0"}, "width: 0 is less than 64, the smallest allowed"),
        ({"resolution": "99999x720"}, "width: 99999 is more than 7680, the largest allowed"),
        ({"fps": 0}, "fps: 0 is less than 1, the smallest allowed"),
        ({"fps": 121}, "fps: 121 is more than 120, the largest allowed"),
        ({"theme": "drak"}, "theme: 'drak' is not one of dark, light. Did you mean 'dark'?"),
    ],
)
def test_what_no_video_can_be(values: dict[str, object], message: str) -> None:
    """Odd, tiny and huge sizes, rates and unknown themes are refused, each with the cure."""
    with pytest.raises(ValidationError) as caught:
        RenderSettings.of(**values)  # type: ignore[arg-type]
    assert explain(caught.value) == message


@given(st.text(alphabet="0123456789xX×, -.p", max_size=12))
def test_any_text_is_a_size_or_refused(text: str) -> None:
    """Nothing typed after -r ends in anything but two numbers or one line."""
    try:
        found = [str(side) for side in parse_resolution(text)]
    except BadInput as error:
        found = [str(error)]
    assert all(side.isdigit() for side in found) or found[0].startswith("resolution: '")


@pytest.mark.parametrize(
    ("shape", "letter", "size"),
    [
        ("16:9", "l", (854, 480)),
        ("4:3", "h", (1440, 1080)),
        ("1:1", "m", (720, 720)),
        ("9:16", "h", (1080, 1920)),
        ("9:16", "k", (2160, 3840)),
    ],
)
def test_a_shape_keeps_the_shorter_side(shape: Shape, letter: str, size: tuple[int, int]) -> None:
    """Full HD upright is 1080x1920, as telephones show it."""
    settings = RenderSettings.of(quality=letter, shape=shape)
    assert (settings.width, settings.height) == size


def test_a_size_and_a_shape_are_one_too_many() -> None:
    """Which of them should win is not guessed."""
    with pytest.raises(BadInput, match="Give one of them"):
        RenderSettings.of(resolution="720x720", shape="1:1")


@given(aspect=st.floats(0.3, 3.5))
def test_every_shape_has_room(aspect: float) -> None:
    """A wide stage is 8 units high; any other has the area of 16:9, and the picture's own shape."""
    width, height = stage_size(aspect)
    assert width / height == pytest.approx(aspect)
    assert height == 8 if aspect >= 1.5 else width * height == pytest.approx(8 * 8 * 16 / 9)
