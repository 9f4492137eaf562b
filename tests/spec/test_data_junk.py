"""Files that hold anything at all: they are read or refused, and nothing else happens."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainers.spec import data
from explainers.spec.data import read_column
from explainers.spec.errors import BadInput


def written(rows: list[list[str]]) -> bytes:
    """The rows as CSV, as Python writes it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


junk = st.one_of(
    st.binary(max_size=200),
    st.text('girls,;\t\r\n" 01.-eE+\ufeff', max_size=80).map(lambda text: text.encode()),
    st.text('01.,;\n" -e', max_size=40).map(lambda text: b"girls,n\n" + text.encode()),
    st.lists(st.lists(st.text(max_size=5), max_size=4), max_size=5).map(written),
)


@given(junk, st.sampled_from(["number", "count"]))
def test_junk_is_refused_or_read(tmp_path_factory: pytest.TempPathFactory, contents: bytes, kind: data.Kind) -> None:
    """Whatever a file holds, it gives finite numbers or one line, and nothing else escapes."""
    path = tmp_path_factory.mktemp("junk") / "births.csv"
    path.write_bytes(contents)
    try:
        column = read_column(path, "girls", kind=kind)
    except BadInput as error:
        message = str(error)
    else:
        message = "births.csv"
        assert column.size > 0
        assert np.isfinite(column).all()
        assert kind == "number" or (column >= 0).all()
    assert message.startswith("births.csv")
    assert "\n" not in message
