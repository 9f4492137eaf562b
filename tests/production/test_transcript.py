"""The transcript: every word, in order, as it was said, whatever Markdown would make of it."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from explainers.production.transcript import transcript
from explainers.spec.manifest import BeatEntry, Manifest, Practice, SceneEntry
from explainers.spec.settings import RenderSettings


def beat(name: str, start: float, words: str = "", alt: str = "") -> BeatEntry:
    """Make a beat that starts at a time."""
    return BeatEntry(
        id=name, name=name, title=name, words=words, alt=alt, start=start, end=start + 1, first_frame=0, frames=1,
        clip="", cues=(),
    )  # fmt: skip


def lesson(beats=(), params=None, practice=(), title: str = "Lesson", summary: str = "") -> Manifest:
    """Make a lesson of one scene, which starts after 65 seconds."""
    scene = SceneEntry(
        id="one", scene="one", title="The area", params=params or {}, numbers={}, practice=tuple(practice),
        start=65, end=70, beats=tuple(beats),
    )  # fmt: skip
    return Manifest(
        lesson="lesson", title=title, summary=summary, key="", duration=70, frames=70, versions={}, scenes=(scene,),
        settings=RenderSettings(width=64, height=64, fps=1, theme="dark"), files={},
    )  # fmt: skip


def test_a_whole_transcript():
    """Title, summary, scene with time and parameters, beats with times, alt text in italics, questions, answers."""
    manifest = lesson(
        title="Integrals",
        summary="Areas from\nstrips.",
        beats=[beat("question", 65, "How much?", "A curve."), beat("silent", 68.9, "", "Strips.")],
        params={"curve": "x**2 / 2", "learning_rate": 0.1, "matrix": ((3.0, 1.0), (0.0, 2.0)), "data": None, "seed": 0},
        practice=[Practice(text="What is 1 + 1?", answer="2"), Practice(text="And 2 * 3?", answer="6. It is even.")],
    )
    assert transcript(manifest) == (
        "# Integrals\n\nAreas from strips.\n\n## The area (1:05)\n\n"
        "Shown with curve `x**2 / 2`, learning rate `0.1`, matrix `3 1; 0 2`.\n\n"
        "**1:05** How much?\n\n*A curve.*\n\n**1:08** *Strips.*\n\n"
        "## Questions for practice\n\n1. What is 1 + 1?\n2. And 2 \\* 3?\n\n"
        "### Answers\n\n1. 2\n2. 6\\. It is even.\n"
    )


def test_nothing_to_tell():
    """Without words, parameters and questions there is the title and the scene's, and no empty heading."""
    assert transcript(lesson()) == "# Lesson\n\n## The area (1:05)\n"


def test_long_data_are_counted():
    """Data of many values are not written out."""
    text = transcript(lesson(params={"data": list(range(40)), "rate": 1 / 3, "exact": True}))
    assert "data `0, 1, 2, 3, 4, 5, 6, 7, … (40 values)`, rate `0.333333`, exact `yes`." in text


def test_code_with_backticks():
    """A parameter with backticks in it stays one piece of code."""
    assert "label ``` a``b ```" in transcript(lesson(params={"label": "a``b"}))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40))
def test_words_are_not_markup(words):
    """Undone, the escapes give the words again; nothing in them is left that Markdown or HTML would act on."""
    plain = " ".join(words.split())
    paragraphs = transcript(lesson(beats=[beat("only", 0, words)])).split("\n\n")[2:]
    if not plain:
        assert not [paragraph for paragraph in paragraphs if paragraph.strip()]
        return
    said = paragraphs[0].removeprefix("**0:00** ").removesuffix("\n")
    assert html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", said)) == plain
    assert not re.search(r"<|(?<!\\)(?:\\\\)*[`*_$|\[\]#~]", said)
