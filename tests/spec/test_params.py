"""Parameters: a flag's text and a YAML value are read alike, and each mistake gets one line that names the cure."""

from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from explainers.spec.errors import BadInput
from explainers.spec.params import (
    DataFile,
    DataFolder,
    Expression1D,
    LossText,
    Matrix2x2,
    NumberList,
    SceneParams,
    Vector2,
    validate_params,
)


class EveryKind(SceneParams):
    """One parameter of each kind."""

    learning_rate: float = Field(0.1, gt=0, le=10, description="Size of a step")
    steps: int = Field(20, ge=1, lt=500, description="How many steps")
    show_grid: bool = Field(True, description="Whether a grid is drawn")
    rule: Literal["left", "midpoint", "right"] = Field("midpoint", description="Where a strip meets the curve")
    order: Literal[1, 2, 3] = Field(1, description="Of the derivative")
    matrix: Matrix2x2 = Field(((3, 1), (0, 2)), description="The matrix")
    start: Vector2 = Field((1, 2), description="Where it begins")
    prior: NumberList = Field((1, 1), description="Parameters of the prior", min_length=1)
    curve: Expression1D = Field("x**2 / 2", description="A curve")
    loss: LossText = Field("booth", description="A loss")
    data: str = Field("", description="Observations")
    file: DataFile | None = Field(None, description="A file with observations")
    truth: float | None = Field(None, description="What is true, if it is known")


HERE = DataFolder(Path(__file__).parent, confined=False)


def read(**values: Any) -> Any:
    """Validate values with the test's folder as the place of data."""
    return validate_params(EveryKind, values, HERE)


def complaint(name: str, value: Any, folder: DataFolder = HERE) -> str:
    """Give one parameter a bad value; return the line that is said of it."""
    with pytest.raises(BadInput) as caught:
        validate_params(EveryKind, {name: value}, folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def refusal(name: str, value: Any) -> str | None:
    """Give one parameter any value; return what is said of it, or None if it is taken."""
    try:
        read(**{name: value})
    except BadInput as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("name", "flag", "yaml_text", "expected"),
    [
        ("learning_rate", "0.3", "0.3", 0.3),
        ("learning_rate", "1e-3", "1e-3", 0.001),
        ("learning_rate", "2", "2", 2.0),
        ("steps", "30", "30", 30),
        ("show_grid", "no", "no", False),
        ("show_grid", "true", "true", True),
        ("rule", "left", "left", "left"),
        ("matrix", "3 1; 0 2", "[[3, 1], [0, 2]]", ((3.0, 1.0), (0.0, 2.0))),
        ("matrix", "-1.5,0;0,1e0", "-1.5 0; 0 1", ((-1.5, 0.0), (0.0, 1.0))),
        ("matrix", "[[3, 1], [0, 2]]", "[[3, 1.0], [0.0, 2]]", ((3.0, 1.0), (0.0, 2.0))),
        ("start", "-1.2 1", "[-1.2, 1]", (-1.2, 1.0)),
        ("start", "(-1.2, 1)", "-1.2, 1", (-1.2, 1.0)),
        ("prior", "2 3 5", "[2, 3, 5]", (2.0, 3.0, 5.0)),
        ("prior", "4", "4", (4.0,)),
        ("curve", "-x", '"-x"', "-x"),
        ("curve", "2", "2", "2"),
        ("data", "7/10", "7/10", "7/10"),
        ("data", "3", "3", "3"),
        ("truth", "0.5", "0.5", 0.5),
        ("seed", "7", "7", 7),
    ],
)
def test_a_flag_and_a_yaml_value_are_read_alike(name: str, flag: str, yaml_text: str, expected: Any) -> None:
    """The text of a command line and the value of a lesson file give the same parameter."""
    assert getattr(read(**{name: flag}), name) == expected
    assert getattr(read(**{name: yaml.safe_load(yaml_text)}), name) == expected


def test_hyphens_and_underscores_name_the_same() -> None:
    """A lesson may write `learning-rate`; both spellings at once are refused."""
    assert read(**{"learning-rate": 0.3}).learning_rate == 0.3
    with pytest.raises(BadInput, match=r"^learning_rate: is given twice, with a hyphen and with an underscore.$"):
        read(**{"learning-rate": 0.3, "learning_rate": 0.4})


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("learning_rate", ("12", 12, 12.0), "12 is more than 10, the largest allowed"),
        ("learning_rate", ("0", 0), "0 must be more than 0"),
        ("learning_rate", ("-0.5", -0.5), "-0.5 must be more than 0"),
        ("learning_rate", ("nan", float("nan")), "nan is not a finite number"),
        ("learning_rate", ("inf", float("inf")), "inf is not a finite number"),
        ("learning_rate", ("-inf", float("-inf")), "-inf is not a finite number"),
        ("learning_rate", ("fast",), "'fast' is not a number"),
        ("learning_rate", ("",), "'' is not a number"),
        ("learning_rate", (None,), "has no value"),
        ("learning_rate", (True,), "yes is not a number"),
        ("learning_rate", ([1],), "[1] is not a number"),
        ("steps", ("0", 0), "0 is less than 1, the smallest allowed"),
        ("steps", ("500", 500), "500 must be less than 500"),
        ("steps", ("2.5", 2.5), "2.5 is not a whole number"),
        ("steps", ("many",), "'many' is not a whole number"),
        ("steps", ("9" * 5000,), "99999"),
        ("seed", ("-1", -1), "-1 is less than 0, the smallest allowed"),
        ("seed", ("4294967296", 2**32), "4294967296 is more than 4294967295, the largest allowed"),
        ("show_grid", ("perhaps",), "'perhaps' is neither yes nor no"),
        ("rule", ("midpont",), "'midpont' is not one of left, midpoint, right. Did you mean 'midpoint'?"),
        ("rule", ("xyz",), "'xyz' is not one of left, midpoint, right."),
        ("rule", (False,), "no is not one of left, midpoint, right."),
        ("order", (7,), "7 is not one of 1, 2, 3."),
        ("matrix", ("1 2; 3",), "'1 2; 3' is not a 2x2 matrix. Write its rows, such as '3 1; 0 2'"),
        ("matrix", ("1 2 3; 4 5 6; 7 8 9",), "'1 2 3; 4 5 6; 7 8 9' is not a 2x2 matrix."),
        ("matrix", ([[1, 2]],), "'[[1, 2]]' is not a 2x2 matrix."),
        ("matrix", (5,), "'5' is not a 2x2 matrix."),
        ("matrix", ("",), "'' is not a 2x2 matrix."),
        ("matrix", ("a b; c d",), "'a b' is not a matrix of numbers, such as '3 1; 0 2'"),
        ("prior", ("a b",), "'a b' is not a list of numbers, such as '2 3 5'"),
        ("prior", ("", []), "has 0 values; give at least 1"),
        ("prior", ({"a": 1},), "is not a list"),
        ("start", ("1 2 3", [1, 2, 3]), "is not a pair of numbers, such as '3 2'"),
        ("start", ("a 2",), "'a 2' is not a pair of numbers, such as '3 2'"),
        ("data", ([1, 2],), "[1, 2] is not text. Put it in quotes"),
        ("file", ([1],), "'[1]' is not the path of a data file"),
        ("file", ("",), "'' is not the path of a data file"),
        ("file", ("a\0b",), "is not the path of a data file"),
    ],
)
def test_what_is_said_of_a_bad_value(name: str, values: tuple[Any, ...], message: str) -> None:
    """The line names the parameter, the value and what is allowed, whether a flag or a lesson gave it."""
    for value in values:
        said = complaint(name, value)
        assert said.startswith(f"{name}: ")
        assert message in said


def test_the_line_of_the_design() -> None:
    """The design's own example, to the letter, from a flag and from YAML."""
    expected = "learning_rate: 12 is more than 10, the largest allowed"
    assert complaint("learning_rate", "12") == complaint("learning_rate", 12) == expected


@pytest.mark.parametrize("value", ["1 7; 0 2", [[1, 7], [0, 2]]])
def test_an_entry_is_named_by_row_and_column(value: Any) -> None:
    """Rows and columns are counted from one, as in mathematics."""
    assert complaint("matrix", value) == "matrix, row 1, column 2: 7 is more than 5, the largest allowed"


@pytest.mark.parametrize("entry", ["nan", "inf", "-inf"])
def test_no_entry_is_infinite(entry: str) -> None:
    """NaN and infinity are refused inside of a matrix, a point and a list, too."""
    assert complaint("matrix", f"1 0; 0 {entry}") == f"matrix, row 2, column 2: {entry} is not a finite number"
    assert complaint("start", f"{entry} 0") == f"start, number 1: {entry} is not a finite number"
    assert complaint("prior", [1, float(entry)]) == f"prior, number 2: {entry} is not a finite number"


def test_long_values_are_cut() -> None:
    """What somebody pasted by mistake does not fill the screen."""
    assert len(complaint("learning_rate", "x" * 10_000)) < 120
    assert len(complaint("matrix", [[1] * 1000] * 3)) < 200


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("learnin_rate", "Parameter 'learnin_rate' is not known. Did you mean 'learning_rate'?"),
        ("Learning-Rate", "Parameter 'Learning_Rate' is not known. Did you mean 'learning_rate'?"),
        ("qqq", "Parameter 'qqq' is not known. Known: curve, data, file, "),
        ("model_config", "Parameter 'model_config' is not known."),
    ],
)
def test_an_unknown_parameter_gets_the_nearest_name(typed: str, message: str) -> None:
    """A mistyped name is answered with the one that it is like, or with all there are."""
    assert complaint(typed, 1).startswith(message)


def test_the_place_in_a_lesson_stands_before_the_message() -> None:
    """With the lines of a lesson file, a message begins with file and line, for unknown names too."""
    where = {"learning_rate": "lessons/a.yaml:7: ", "qqq": "lessons/a.yaml:8: ", "": "lessons/a.yaml:3: "}
    for values, start in (
        ({"learning-rate": 12}, "lessons/a.yaml:7: learning_rate: 12"),
        ({"qqq": 1}, "lessons/a.yaml:8"),
    ):
        with pytest.raises(BadInput) as caught:
            validate_params(EveryKind, values, HERE, where=where)
        assert str(caught.value).startswith(start)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("curve", "x +"),
        ("curve", "__import__('os')"),
        ("curve", "x.y"),
        ("curve", "y + 1"),
        ("loss", "rosenbrok"),
        ("loss", "open('/etc/passwd')"),
    ],
)
def test_expressions_are_checked_when_they_are_read(name: str, value: str) -> None:
    """What is no function of the right variables is refused before anything is rendered, by name and on one line."""
    assert complaint(name, value).startswith(f"{name}: ")


def test_parameters_do_not_change() -> None:
    """A scene's parameters are frozen."""
    with pytest.raises(ValueError, match="frozen"):
        read().steps = 3


# --- data files -----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A lesson's folder with a data file in it, one below and one outside."""
    inside = tmp_path / "lesson"
    (inside / "more").mkdir(parents=True)
    for file in (inside / "heads.csv", inside / "more" / "tails.csv", tmp_path / "secret.csv"):
        file.write_text("toss\nH\n")
    return inside


@pytest.mark.parametrize("text", ["heads.csv", "more/tails.csv", "./heads.csv", "more/../heads.csv"])
def test_data_beside_the_lesson_are_found(folder: Path, text: str) -> None:
    """A relative path starts at the lesson's folder, confined to it or not."""
    for confined in (True, False):
        found = DataFolder(folder, confined=confined).resolve(text)
        assert found.is_file()
        assert found.is_relative_to(folder)


@pytest.mark.parametrize("text", ["../secret.csv", "more/../../secret.csv", "/etc/passwd", "~/x.csv", "linked.csv"])
def test_a_lessons_paths_stay_in_its_folder(folder: Path, text: str) -> None:
    """No path of a lesson file leaves the folder: not by dots, from the root, from home, or through a link."""
    (folder / "linked.csv").symlink_to(folder.parent / "secret.csv")
    said = complaint("file", text, DataFolder(folder, confined=True))
    assert said == f"file: '{text}' leaves the lesson's folder. Put the file beside the lesson"


def test_a_flags_path_may_point_anywhere(folder: Path) -> None:
    """Who types a path on the command line may read any file of theirs."""
    open_folder = DataFolder(folder, confined=False)
    assert open_folder.resolve("../secret.csv") == folder.parent / "secret.csv"
    assert open_folder.resolve(str(folder.parent / "secret.csv")) == folder.parent / "secret.csv"


def test_data_that_ship_with_the_project_are_found_by_name(folder: Path) -> None:
    """A bare name that is not beside the lesson is looked for among the shipped data sets; a path is not."""
    confined = DataFolder(folder, confined=True)
    assert confined.resolve("placenta_previa.csv").is_file()
    assert "there is no file 'more/placenta_previa.csv'" in complaint("file", "more/placenta_previa.csv", confined)


def test_a_scenes_own_data_are_found_beside_it(folder: Path) -> None:
    """Wherever the shell stands, a bare name is also looked for beside the scene's file; the shell's folder wins."""
    folders = DataFolder(folder / "more", confined=False, beside=folder)
    assert folders.resolve("heads.csv") == folder / "heads.csv"
    (folder / "more" / "heads.csv").write_text("toss\nT\n")
    assert folders.resolve("heads.csv") == folder / "more" / "heads.csv"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("haeds.csv", "file: there is no file 'haeds.csv'. Did you mean 'heads.csv'?"),
        ("placenta_previa.cvs", "file: there is no file 'placenta_previa.cvs'. Did you mean 'placenta_previa.csv'?"),
        ("qqqqqqqq", "file: there is no file 'qqqqqqqq'."),
        ("no/such/folder/a.csv", "file: there is no file 'no/such/folder/a.csv'."),
        ("~nobody-of-this-name/a.csv", "file: there is no file '~nobody-of-this-name/a.csv'."),
        ("n" * 5000, "file: there is no file 'nnn"),
    ],
)
def test_a_missing_file_gets_the_nearest_name(folder: Path, text: str, message: str) -> None:
    """A mistyped file name is answered with the one that it is like; odd names do no harm."""
    assert complaint("file", text, DataFolder(folder, confined=False)).startswith(message)


# --- properties -----------------------------------------------------------------------------------------------------

entries = st.floats(-5, 5, allow_nan=False)


@given(st.tuples(st.tuples(entries, entries), st.tuples(entries, entries)))
def test_a_matrix_survives_being_written(matrix: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """A matrix written as on the command line, or as YAML's lists, is read back exactly."""
    written = "; ".join(" ".join(repr(entry) for entry in row) for row in matrix)
    assert read(matrix=written).matrix == matrix
    assert read(matrix=[list(row) for row in matrix]).matrix == matrix


@given(st.text(max_size=40), st.sampled_from(sorted(EveryKind.model_fields)))
def test_any_text_is_read_or_refused_in_one_line(text: str, name: str) -> None:
    """Whatever is typed for whichever parameter, it is taken, or refused with one line that begins with its name."""
    message = refusal(name, text)
    assert message is None or message.startswith(name)
    assert message is None or len(message.splitlines()) == 1


yaml_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(yaml_values, st.sampled_from(sorted(EveryKind.model_fields)))
def test_any_yaml_value_is_read_or_refused_in_one_line(value: Any, name: str) -> None:
    """Whatever stands in a lesson for whichever parameter, it is taken, or refused with one line."""
    message = refusal(name, value)
    assert message is None or message.startswith(name)
    assert message is None or len(message.splitlines()) == 1
