"""Parameters from the command line: flags that only the scene knows, with values of any kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.production.flags import join_values, parse_flags, written
from explainers.spec.errors import BadInput

KNOWN = {"--quality", "-q", "--quiet", "--output", "-o"}


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        ([], {}),
        (["--rate", "0.3"], {"rate": "0.3"}),
        (["--learning-rate=0.3"], {"learning_rate": "0.3"}),
        (["--learning_rate", "0.3"], {"learning_rate": "0.3"}),
        (["--start", "-1.2 1", "--seed", "-5"], {"start": "-1.2 1", "seed": "-5"}),
        (["--loss", "x == y"], {"loss": "x == y"}),
        (["--loss=-log(x)", "--a="], {"loss": "-log(x)", "a": ""}),
        (["--data", ""], {"data": ""}),
        (["--a=--b"], {"a": "--b"}),
    ],
)
def test_flags_are_read(arguments: list[str], values: dict[str, str]) -> None:
    """Apart or with an equals sign; hyphens count as underscores; values stay text, negative ones too."""
    assert parse_flags(arguments) == values


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["0.3"], "'0.3' is not understood. A scene's parameters are written --name value."),
        (["-rate", "3"], "'-rate' is not understood. A scene's parameters are written --name value."),
        (["--"], "'--' is not understood. A scene's parameters are written --name value."),
        (["--rate"], "--rate: its value is missing."),
        (["--rate", "--seed", "3"], "--rate: its value is missing."),
        (["--rate", "1", "2"], "'2' is not understood. A scene's parameters are written --name value."),
        (["--learning-rate", "1", "--learning_rate=2"], "--learning_rate is given twice."),
    ],
)
def test_what_is_no_flag(arguments: list[str], message: str) -> None:
    """What is not understood is shown, with how a parameter is written."""
    with pytest.raises(BadInput) as caught:
        parse_flags(arguments)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("arguments", "joined"),
    [
        (["toy", "--loss", "-log(x)", "-q", "m"], ["toy", "--loss=-log(x)", "-q", "m"]),
        (["--quality", "m", "toy", "--quiet", "--a", "-o"], ["--quality", "m", "toy", "--quiet", "--a=-o"]),
        (["--a", "--b", "1"], ["--a", "--b=1"]),
        (["--a=1", "2", "--c"], ["--a=1", "2", "--c"]),
        (["--"], ["--"]),
    ],
)
def test_values_are_joined_to_the_scenes_flags_alone(arguments: list[str], joined: list[str]) -> None:
    """The command's own options are left to click; a value that begins with a minus is never taken for one of them."""
    assert join_values(arguments, KNOWN) == joined


texts = st.text(min_size=1, max_size=12).filter(lambda text: not text.startswith("--"))
names = st.text(alphabet="abcdefgh", min_size=1, max_size=6)


@given(st.dictionaries(names, texts, max_size=5))
def test_any_values_arrive(values: dict[str, str]) -> None:
    """Whatever text is given apart from its flag, it arrives unchanged."""
    arguments = [part for name, value in values.items() for part in (f"--{name}", value)]
    assert parse_flags(join_values(arguments, KNOWN)) == values
    assert parse_flags(arguments) == values


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (2.0, "2"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-07, "1e-07"),
        (-3, "-3"),
        ((1.0, -2.5), "1 -2.5"),
        (((3.0, 1.0), (0.0, 2.0)), "3 1; 0 2"),
        ("sin(x)", "sin(x)"),
    ],
)
def test_values_are_written_as_flags_take_them(value: object, flag: str) -> None:
    """Vectors by spaces, matrices row by row, and numbers with every digit that they have."""
    assert written(value) == flag
