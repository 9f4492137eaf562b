"""The lesson file: what stands in it, and one line with file and line number for whatever is wrong with it."""

import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explainers.spec.errors import BadInput
from explainers.spec.lesson import LARGEST_FILE, LessonSpec, SceneUse, read_lesson

GOOD = """\
# A comment on the first line
title: "How machines learn"
subtitle: Downhill
quality: m
theme: light

scenes:
  - bayes-update
  - scene: gradient-descent
    id: steep
    title: A steep start
    params:
      learning-rate: 0.3
      start: [1, 2]
    words:
      question: "Where is down, from {params.start}?"
    beats: [question, answer]
"""


def lesson(folder: Path, text: str | bytes) -> Path:
    """Write a lesson file."""
    path = folder / "a lesson.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def complaint(folder: Path, text: str | bytes) -> str:
    """Read a bad lesson; return what is said of it after its path."""
    path = lesson(folder, text)
    with pytest.raises(BadInput) as caught:
        read_lesson(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}:")
    return message.removeprefix(f"{path}:")


def refusal(path: Path) -> str | None:
    """Read whatever it is; return what is said of it, or None if it is a lesson."""
    try:
        read_lesson(path)
    except BadInput as error:
        return str(error)
    return None


def test_a_lesson_is_read(tmp_path: Path) -> None:
    """All keys arrive, a scene may be a bare name, and the settings are those of its letter and theme."""
    file = read_lesson(lesson(tmp_path, GOOD))
    spec = file.spec
    assert file.name == "a lesson"
    assert (spec.title, spec.subtitle, spec.title_card) == ("How machines learn", "Downhill", True)
    first, second = spec.scenes
    assert first == SceneUse(scene="bayes-update")
    assert second.params == {"learning-rate": 0.3, "start": [1, 2]}
    assert (second.id, second.title, second.beats) == ("steep", "A steep start", ("question", "answer"))
    assert second.words == {"question": "Where is down, from {params.start}?"}
    settings = spec.settings()
    assert (settings.width, settings.height, settings.fps, settings.theme) == (1280, 720, 30, "light")


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    """A value's line is that of its key; what is not there has the line of what is around it."""
    file = read_lesson(lesson(tmp_path, GOOD))
    lines = {
        ("title",): 2,
        ("scenes",): 7,
        ("scenes", 0): 8,
        ("scenes", 1): 9,
        ("scenes", 1, "scene"): 9,
        ("scenes", 1, "params", "learning-rate"): 13,
        ("scenes", 1, "params", "start", 1): 14,
        ("scenes", 1, "params", "nothing"): 12,
        ("scenes", 1, "words", "question"): 16,
        ("nothing", "at", "all"): 2,
    }
    for location, line in lines.items():
        assert file.where(*location) == f"{file.path}:{line}: "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: A\nqualty: m\nscenes: [a]\n", "2: unknown key 'qualty'. Did you mean 'quality'?"),
        ("title: A\nscenes:\n  - scene: a\n    parms: {}\n", "4: unknown key 'parms'. Did you mean 'params'?"),
        ("title: A\nzzz: 1\nscenes: [a]\n", "2: unknown key 'zzz'. Known: title, subtitle, "),
        ("title: A\n1: 2\nscenes: [a]\n", "2: unknown key '1'."),
        ("title: A\n\n\nquality: z\nscenes: [a]\n", "4: quality: 'z' is not one of l, m, h, p, k."),
        ("title: A\ntheme: drak\nscenes: [a]\n", "2: theme: 'drak' is not one of dark, light. Did you mean 'dark'?"),
        ("title: A\nfps: fast\nscenes: [a]\n", "2: fps: 'fast' is not a whole number"),
        ("title: A\nfps: 1000\nscenes: [a]\n", "2: fps: 1000 is more than 120, the largest allowed"),
        ("title: A\nfps: .inf\nscenes: [a]\n", "2: fps: inf is not a"),
        ("title: A\nresolution: big\nscenes: [a]\n", "2: resolution: 'big' is not a size."),
        ("title: A\nresolution: 1281x720\nscenes: [a]\n", "2: width: 1281 is odd"),
        ("title: A\nresolution: 8x8\nscenes: [a]\n", "2: width: 8 is less than 64, the smallest allowed"),
        ("title: A\ntitle_card: perhaps\nscenes: [a]\n", "2: title_card: 'perhaps' is neither yes nor no"),
        ("title: [A, B]\nscenes: [a]\n", "1: title: ['A', 'B'] is not text."),
        ("scenes: [a]\n", "1: title: is missing"),
        ("title: A\n", "1: scenes: is missing"),
        ("title: A\nscenes:\n", "2: scenes: is missing"),
        ("title: A\nscenes: []\n", "2: scenes: is missing"),
        ("title: A\nscenes: gradient-descent\n", "2: scenes: 'gradient-descent' is not a list"),
        ("title: A\nscenes: {a: b}\n", "2: scenes: {'a': 'b'} is not a list"),
        ("title: A\nscenes:\n  - a\n  - 7\n", "4: scenes, number 2: 7 is not a set of names with values"),
        ("title: A\nscenes:\n  - a\n  -\n", "4: scenes, number 2: "),
        ("title: A\nscenes:\n  - id: x\n", "3: scenes, number 1, scene: is missing"),
        ("title: A\nscenes:\n  - scene: a\n    id: My Id\n", "4: scenes, number 1, id: "),
        ("title: A\nscenes:\n  - scene: a\n    params: 5\n", "4: scenes, number 1, params: 5 is not a set of names"),
        (
            "title: A\nscenes:\n  - scene: a\n    params: [5]\n",
            "4: scenes, number 1, params: [5] is not a set of names",
        ),
        ("title: A\nscenes:\n  - scene: a\n    words: {a: [b]}\n", "4: scenes, number 1, words, a: ['b'] is not text."),
        ("title: A\nscenes:\n  - scene: a\n    beats: one\n", "4: scenes, number 1, beats: 'one' is not a list"),
    ],
)
def test_what_is_said_of_a_bad_lesson(tmp_path: Path, text: str, message: str) -> None:
    """Whatever is wrong, one line names the file, the line, the key, and what is allowed or nearest."""
    assert complaint(tmp_path, text).startswith(message)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "is not a lesson. A lesson has a title and a list of scenes."),
        ("# only a comment\n", 1, "is not a lesson."),
        ("just words\n", 1, "is not a lesson."),
        ("- a\n- b\n", 1, "is not a lesson."),
        ("title: A\nscenes:\n\t- a\n", 3, "is not YAML: a tab stands where spaces belong. Indent with spaces."),
        ("title: A\nscenes: [a\n", 3, "is not YAML: "),
        ("title: 'A\nscenes: [a]\n", 3, "is not YAML: "),
        ("title: A: B\nscenes: [a]\n", 1, "is not YAML: mapping values are not allowed here."),
        ("title: A\n---\ntitle: B\n", 2, "is not YAML: "),
        ("title: A\ntheme: *gone\n", 2, "is not YAML: found undefined alias"),
        ("title: A\nsummary: \x07\n", 2, "is not YAML: the character '\\x07' is not allowed."),
        ("title: !!python/object/apply:os.system ['true']\n", 1, "is not YAML: could not determine a constructor"),
        ("title: A\nsummary: 2024-13-45\n", 1, "is not a lesson: month must be in 1..12."),
        ("title: A\n[a]: b\n", 2, "is not YAML: found unhashable key."),
        (b"title: A\nsummary: caf\xe9\n", 2, "is not UTF-8 text. Save it in UTF-8."),
        (b"\xff\xfet\x00", 1, "is not UTF-8 text."),
    ],
)
def test_what_is_no_lesson(tmp_path: Path, text: str | bytes, line: int, reason: str) -> None:
    """What is not YAML, not text or not a lesson is refused with the line where reading stopped."""
    assert complaint(tmp_path, text).startswith(f"{line}: {reason}")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("title: A\nscenes: [a]\ntitle: B\n", 3, "title"),
        ("title: A\nscenes:\n  - scene: a\n    params:\n      x: 1\n      y: 2\n      x: 3\n", 7, "x"),
        ("title: A\nscenes:\n  - scene: a\n    params: {m: {p: 1, p: 2}}\n", 4, "p"),
    ],
)
def test_a_key_given_twice_is_refused(tmp_path: Path, text: str, line: int, key: str) -> None:
    """YAML would keep the last of two without a word; here the second is named, with its line, at any depth."""
    assert complaint(tmp_path, text) == f"{line}: key '{key}' is given twice. Keep one of them."


def test_a_key_without_a_value_counts_as_left_out(tmp_path: Path) -> None:
    """`params:` with everything below it commented out is no mistake."""
    text = "title: A\nsummary:\nquality:\nscenes:\n  - scene: a\n    params:\n    words: null\n    beats: ~\n"
    spec = read_lesson(lesson(tmp_path, text)).spec
    assert spec == LessonSpec(title="A", scenes=(SceneUse(scene="a"),))


def test_a_title_may_look_like_a_number(tmp_path: Path) -> None:
    """YAML makes a number of `2026`; a title is text all the same."""
    spec = read_lesson(lesson(tmp_path, "title: 2026\nscenes:\n  - scene: a\n    words: {one: 7}\n")).spec
    assert (spec.title, spec.scenes[0].words) == ("2026", {"one": "7"})


def test_scenes_may_share_parameters(tmp_path: Path) -> None:
    """Anchors, aliases and merge keys work: a lecturer writes a matrix once."""
    text = (
        "title: A\nscenes:\n  - scene: a\n    params: &shared {m: [[3, 1], [0, 2]], n: 1}\n"
        "  - scene: b\n    params: {<<: *shared, n: 2}\n  - scene: c\n    params: *shared\n"
    )
    first, second, third = read_lesson(lesson(tmp_path, text)).spec.scenes
    assert first.params == third.params == {"m": [[3, 1], [0, 2]], "n": 1}
    assert second.params == {"m": [[3, 1], [0, 2]], "n": 2}


def test_a_few_lines_do_not_fill_the_memory(tmp_path: Path) -> None:
    """Aliases of aliases stand for billions of values: such a file is refused before they are counted out."""
    lists = "".join(
        f"      {key}: &{key} [{', '.join([f'*{below}'] * 9)}]\n" for below, key in itertools.pairwise("abcdefghi")
    )
    text = f"title: A\nscenes:\n  - scene: s\n    params:\n      a: &a [1, 1]\n{lists}"
    assert complaint(tmp_path, text) == "1: is not a lesson: it holds more than 20000 values."


@pytest.mark.parametrize("text", ["title: &t [*t]\nscenes: [a]\n", "&all\ntitle: A\nscenes: [a]\nsummary: *all\n"])
def test_a_value_cannot_hold_itself(tmp_path: Path, text: str) -> None:
    """An alias within what it stands for has no end; it is refused."""
    assert complaint(tmp_path, text) == "1: is not a lesson: values are nested more than 20 deep."


@pytest.mark.parametrize("depth", [25, 1500])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    """Brackets without end are refused, and break nothing."""
    assert complaint(tmp_path, f"title: {'[' * depth}{']' * depth}\n").startswith("1: is not a lesson: ")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder, a missing file and a huge one get one line each."""
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"#" * (LARGEST_FILE + 1))
    for path, reason in (
        (tmp_path, "cannot be read: is a directory."),
        (tmp_path / "none.yaml", "cannot be read: no such file or directory."),
        (huge, "is too large for a lesson; at most 1 MB are read."),
    ):
        with pytest.raises(BadInput) as caught:
            read_lesson(path)
        assert str(caught.value) == f"{path}: {reason}"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Editors on Windows put one before the first key."""
    assert read_lesson(lesson(tmp_path, b"\xef\xbb\xbftitle: A\r\nscenes: [a]\r\n")).spec.title == "A"


@given(st.text(max_size=200))
def test_any_text_is_a_lesson_or_refused_in_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in the file, reading it ends in a lesson or in one line that begins with the file."""
    path = lesson(tmp_path_factory.getbasetemp(), text.encode("utf-8", "surrogatepass"))
    message = refusal(path)
    assert message is None or message.startswith(f"{path}:")
    assert message is None or len(message.splitlines()) == 1


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from([*LessonSpec.model_fields, "nonsense"])
uses = st.lists(st.dictionaries(st.sampled_from([*SceneUse.model_fields, "nonsense"]), values, max_size=5) | values)


@given(st.dictionaries(keys, values, max_size=5), uses)
def test_any_yaml_is_a_lesson_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, raw: dict[str, object], scenes: list[object]
) -> None:
    """The same for well-formed YAML with any values under the keys of a lesson."""
    path = lesson(tmp_path_factory.getbasetemp(), yaml.safe_dump({**raw, "scenes": scenes}, allow_unicode=True))
    message = refusal(path)
    assert message is None or message.startswith(f"{path}:")
    assert message is None or len(message.splitlines()) == 1
