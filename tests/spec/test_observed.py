"""Data typed in the call or read from a file, and one line for what cannot be read."""

from pathlib import Path

import pytest

from explainers.maths.conjugate import find_family
from explainers.spec.errors import BadInput
from explainers.spec.observed import EXAMPLES, data_in_file, typed_data


@pytest.mark.parametrize("text", ["H T H", "HTH", "h,t,h", "heads tails heads", "1 0 1", "[1, 0, 1]", "yes no yes"])
def test_a_coin_may_be_written_in_many_ways(text: str) -> None:
    """Letters, words and digits all mean success, failure, success."""
    data = typed_data("beta-binomial", text)
    assert list(data.observations.values) == [1, 0, 1]
    assert list(data.observations.sizes) == [1, 1, 1]
    assert data.kind == ("trial" if text[0] in "1[y" else "toss")


def test_sizes_stand_behind_a_slash() -> None:
    """437/980 is one observation of 980 trials; 3/2.5 is three events in an exposure of 2.5."""
    assert list(typed_data("beta-binomial", "437/980").observations.sizes) == [980]
    assert list(typed_data("gamma-poisson", "3/2.5 1").observations.sizes) == [2.5, 1]


def test_categories_are_named_in_alphabetical_order_or_by_index() -> None:
    """Names sort; whole numbers are indices themselves; a:12 stands for twelve."""
    named = typed_data("dirichlet-multinomial", "b a:12 c")
    assert named.categories == ("a", "b", "c")
    assert list(named.observations.values) == [1, 0, 2]
    assert list(named.observations.sizes) == [1, 12, 1]
    assert typed_data("dirichlet-multinomial", "0 2").categories == ("0", "1", "2")


def test_every_family_has_an_example_that_can_be_read() -> None:
    """The defaults are legal data."""
    for family, text in EXAMPLES.items():
        assert len(typed_data(family, text).observations) >= 5


@pytest.mark.parametrize(
    ("family", "text", "says"),
    [
        ("beta-binomial", "", "data: is empty. Write observations, such as 'H T H H H T H H T H'"),
        ("beta-binomial", "H X T", "data: 'X', number 2, is neither H nor T"),
        ("beta-binomial", "H 7", "data: '7', number 2, is neither"),
        ("beta-binomial", "0/0", "data: hold no trial at all"),
        ("gamma-poisson", "3 pi", "data: 'pi', number 2, is neither a count"),
        ("gamma-poisson", "1/1e-9", "data: observation 1: 1 in 1e-09 is too large or too small"),
        ("normal", "1 nan", "data: 'nan', number 2, is not a number"),
        ("normal", "1 2/3", "data: '2/3', number 2, is not a number"),
        ("normal", "1e9", "data: observation 1: 1e+09 is beyond a million. Use a larger unit"),
        ("dirichlet-multinomial", "a :3", "data: ':3', number 2, is neither a category"),
    ],
)
def test_what_cannot_be_read_is_named(family: str, text: str, says: str) -> None:
    """The message begins with the parameter and names the text and its place."""
    with pytest.raises(ValueError, match=r"^data: ") as caught:
        typed_data(family, text)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("family", "text", "says"),
    [
        ("beta-binomial", "1/1 7/3", "data: observation 2: 7 successes are more than the 3 trials"),
        ("gamma-poisson", "3 -1", "data: observation 2: -1 events"),
        ("gamma-poisson", "2.5", "data: observation 1: 2.5 events"),
    ],
)
def test_impossible_data_are_named_by_their_place(family: str, text: str, says: str) -> None:
    """What the prior gives probability zero is refused, with its number."""
    data = typed_data(family, text)
    with pytest.raises(ValueError, match=r"^data: ") as caught:
        data.check(find_family(family, (1, 1)))
    assert str(caught.value).startswith(says)


def write(folder: Path, text: str) -> Path:
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_become_observations(tmp_path: Path) -> None:
    """Successes with their trials, words of a coin, counts, measurements and categories are read row by row."""
    path = write(tmp_path, "k,n,coin,kind,x\n1,4,H,red,2.5\n3,5,T,blue,-1\n")
    sized = data_in_file("beta-binomial", path, "k", "n")
    assert (list(sized.observations.values), list(sized.observations.sizes)) == ([1, 3], [4, 5])
    coin = data_in_file("beta-binomial", path, "coin")
    assert (coin.kind, list(coin.observations.values)) == ("toss", [1, 0])
    assert data_in_file("dirichlet-multinomial", path, "kind").categories == ("blue", "red")
    assert list(data_in_file("normal", path, "x").observations.values) == [2.5, -1]
    assert list(data_in_file("gamma-poisson", path, "k", "n").observations.sizes) == [4, 5]


def test_a_file_with_one_column_needs_no_name(tmp_path: Path) -> None:
    """The only column is the data; of several, one has to be named."""
    assert len(data_in_file("normal", write(tmp_path, "x\n1\n2\n"), "").observations) == 2
    with pytest.raises(ValueError, match=r"^column: is missing\. Say which column of data.csv to read: k, n"):
        data_in_file("beta-binomial", write(tmp_path, "k,n\n1,2\n"), "")


@pytest.mark.parametrize(
    ("text", "family", "column", "sizes", "says"),
    [
        ("k,n\n1,2\n-3,4\n", "gamma-poisson", "k", "", "data.csv, row 2 (line 3), column 'k': '-3' is negative"),
        ("k,n\n1,2\n,4\n", "gamma-poisson", "k", "", "data.csv, row 2 (line 3), column 'k': is blank"),
        ("k,n\n1,2\nx,4\n", "normal", "k", "", "data.csv, row 2 (line 3), column 'k': 'x' is not a number"),
        ("k,n\n1,2\n5,4\n", "beta-binomial", "k", "n", "data.csv, row 2 (line 3), column 'k': 5 successes are more"),
        ("k,n\n1,2\n0,4\n", "beta-binomial", "n", "", "data.csv, row 1 (line 2), column 'n': 2 successes are more"),
        ("k,n\n1,2\n", "normal", "m", "", "data.csv: has no column 'm'"),
        ("", "normal", "m", "", "data.csv: is empty"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(tmp_path, text, family, column, sizes, says) -> None:
    """Negative counts, blanks, text, impossible rows, missing columns and empty files get their line."""
    prior = {"normal": (0, 1, 1)}.get(family, (1, 1))
    with pytest.raises(BadInput) as caught:
        data_in_file(family, write(tmp_path, text), column, sizes).check(find_family(family, prior))
    assert str(caught.value).startswith(says)


def test_measurements_have_no_sizes(tmp_path: Path) -> None:
    """A column of sizes for measurements is refused with its cure."""
    with pytest.raises(ValueError, match=r"^sizes_column: the normal family has none"):
        data_in_file("normal", write(tmp_path, "x,n\n1,2\n"), "x", "n")
