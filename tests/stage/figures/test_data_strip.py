"""Observations as tokens or as a bar."""

import numpy as np
import pytest

from explainers.film.capture import configure_manim
from explainers.spec.observed import typed_data
from explainers.spec.settings import RenderSettings
from explainers.stage.bayes_model import counted_and_rest
from explainers.stage.figures.data_bar import DataBar
from explainers.stage.figures.data_strip import DataStrip, Token
from explainers.stage.figures.observed_strip import bar_captions, observed_strip, tokens_of
from explainers.stage.theme import DARK
from explainers.stage.zones import Zone

ZONE = Zone(-5, 2, 1, 1.92)


@pytest.fixture(autouse=True)
def _settings(tmp_path_factory) -> None:
    configure_manim(RenderSettings.of(resolution="128x72", fps=5), tmp_path_factory.getbasetemp() / "cache")


def bodies(strip: DataStrip) -> int:
    """How many tokens are face up."""
    return len(strip.solid.get_subpaths()) + len(strip.hollow.get_subpaths())


@pytest.mark.parametrize("count", [1, 10, 24, 40])
def test_tokens_stay_in_their_zone_and_apart(count: int) -> None:
    """One token or forty: all inside, and no two closer than their width."""
    strip = DataStrip(ZONE, DARK, [Token("H", k % 3 > 0) for k in range(count)])
    strip.show(count)
    assert strip.get_left()[0] >= ZONE.left - 1e-6
    assert strip.get_right()[0] <= ZONE.right + 1e-6
    assert strip.get_top()[1] <= ZONE.top + 0.02
    assert strip.get_bottom()[1] >= ZONE.bottom - 0.02
    distances = np.linalg.norm(strip.places[:, None] - strip.places[None], axis=2) + 10 * np.eye(count)
    assert distances.min() >= min(strip.width_of_token, strip.height_of_token)


def test_tokens_turn_up_as_they_arrive() -> None:
    """So many as have been seen are face up, and those on their way grow."""
    strip = DataStrip(ZONE, DARK, [Token("H"), Token("T", solid=False), Token("H")])
    for seen in range(4):
        strip.show(seen)
        assert bodies(strip) == seen
    strip.show(1, 2, 0.25)
    assert bodies(strip) == 2
    assert strip.hollow.width == pytest.approx(strip.width_of_token / 2, rel=1e-3)


def test_shuffled_tokens_lie_at_their_new_places() -> None:
    """Place j holds the token that lay at order[j], and the first to arrive is the one at the left."""
    strip = DataStrip(ZONE, DARK, [Token("H"), Token("T", solid=False), Token("H"), Token("H")])
    order = (1, 3, 0, 2)
    for share in (0.3, 1.0):
        strip.shuffle(order, share)
        assert bodies(strip) == 4
    for place, token in enumerate(order):
        np.testing.assert_allclose(strip.centres[token], strip.places[place])
    strip.show(1)
    assert len(strip.hollow.get_subpaths()) == 1
    assert len(strip.solid.points) == 0


def test_a_bar_fills_from_both_ends_and_meets_at_the_share() -> None:
    """437 of 980: when all is in, the border stands at .4459 of the bar."""
    figure, _ = observed_strip(typed_data("beta-binomial", "437/980"), 0, ZONE, DARK)
    assert isinstance(figure, DataBar)
    figure.show(1)
    border = ZONE.left + ZONE.width * 437 / 980
    assert figure.counted.get_right()[0] == pytest.approx(border)
    assert figure.rest.get_left()[0] == pytest.approx(border)
    figure.show(0, 1, 0.5)
    assert figure.counted.width == pytest.approx(ZONE.width * 437 / 980 / 2)


def test_a_bar_says_how_many_there_are_when_all_are_in() -> None:
    """Who is to guess is not told the counts; nor is half of the data called all of them."""
    figure, _ = observed_strip(typed_data("beta-binomial", "437/980"), 0, ZONE, DARK)
    assert isinstance(figure, DataBar)
    for share, opacity in ((0.0, 0.0), (0.5, 0.0), (0.9, 0.5), (1.0, 1.0)):
        figure.show(0, 1, share)
        assert [text.get_fill_opacity() for text in figure.captions.family_members_with_points()] == pytest.approx(
            [opacity] * len(figure.captions.family_members_with_points())
        )


@pytest.mark.parametrize("height", [0.6, 1.0])
def test_a_bar_leaves_room_for_its_captions(height: float) -> None:
    """Also in a low zone, bar and captions stand in it, one below the other."""
    zone = Zone(ZONE.left, ZONE.right, ZONE.top - height, ZONE.top)
    figure, _ = observed_strip(typed_data("beta-binomial", "437/980"), 0, zone, DARK)
    assert isinstance(figure, DataBar)
    assert figure.captions.get_top()[1] < figure.track.get_bottom()[1] - 0.03
    assert figure.captions.get_bottom()[1] >= zone.bottom - 0.01


def test_a_negative_measurement_has_a_minus_sign() -> None:
    """On a token as in the words of a bar; a category that is spelt with a hyphen keeps it."""
    few, many = typed_data("normal", "-3.5 2 -1"), typed_data("normal", " ".join(["-10.25"] * 200))
    assert [token.label for token in tokens_of(few, 0)] == ["−3.5", "2", "−1"]
    assert bar_captions(many, 0, counted_and_rest(many, 0)) == ["200 measurements, mean −10.25, deviation 0"]
    assert tokens_of(typed_data("dirichlet-multinomial", "A-1 B-2"), 0)[0].label == "A-1"


@pytest.mark.parametrize(
    ("family", "text", "kind"),
    [
        ("beta-binomial", "H T " * 20, DataStrip),
        ("beta-binomial", "H T " * 50, DataBar),
        ("normal", " ".join(["10.25"] * 12), DataStrip),
        ("normal", " ".join(["10.25"] * 200), DataBar),
        ("gamma-poisson", "100000/50000", DataStrip),
        ("dirichlet-multinomial", "strawberry kiwi:3 a b", DataStrip),
        ("dirichlet-multinomial", "a:1200", DataBar),
    ],
)
def test_many_data_are_summarised(family: str, text: str, kind: type) -> None:
    """Tokens while letters of a legible size fit, else a bar; both stay in the zone."""
    figure, caption = observed_strip(typed_data(family, text), 0, ZONE, DARK)
    assert isinstance(figure, kind)
    assert caption
    figure.show(len(typed_data(family, text).observations))
    assert figure.get_left()[0] >= ZONE.left - 0.01
    assert figure.get_right()[0] <= ZONE.right + 0.01
    assert figure.get_bottom()[1] >= ZONE.bottom - 0.02
