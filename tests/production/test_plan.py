"""The plan of a lesson: which scenes, called what, from where, and what is reused."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainers.production.lesson_jobs import lesson_jobs
from explainers.production.listing import plan_text
from explainers.production.media import Media
from explainers.production.plan import plan_lesson
from explainers.spec.errors import BadInput
from explainers.spec.lesson import LessonFile, read_lesson
from explainers.spec.settings import RenderSettings
from tests.toy_lesson import LESSON, contents, write_lesson

SETTINGS = RenderSettings(width=128, height=72, fps=10, theme="light")


def lesson(folder: Path, text: str = LESSON) -> LessonFile:
    """Write and read a lesson."""
    return read_lesson(write_lesson(folder, lesson=text))


def with_scenes(*uses: str) -> str:
    """A lesson of these uses, one a line."""
    return "title: A\nscenes:\n" + "".join(f"  - {{scene: toy.py{', ' if use else ''}{use}}}\n" for use in uses)


def test_a_lesson_is_a_list_of_jobs(tmp_path: Path) -> None:
    """A title card first, with the chapters' names, then each scene with its own parameters, words, beats and lines."""
    card, toy, again = lesson_jobs(lesson(tmp_path), SETTINGS)
    assert (card.id, card.source.class_name, card.title) == ("title", "TitleCard", "Coins, & how to count them")
    assert card.params == {
        "heading": "Coins, & how to count them",
        "subtitle": "A toy",
        "chapters": ["Tosses", "Again"],
    }
    assert (toy.id, toy.source.class_name, toy.params, toy.settings) == (
        "toy",
        "Tosses",
        {"data": "heads.csv"},
        SETTINGS,
    )
    assert (again.id, again.title, again.shown) == ("again", "Again", ("mean", "pause"))
    assert again.words == {"mean": "Once more, {numbers.heads:g} heads."}
    assert all(job.folder == tmp_path for job in (card, toy, again))
    assert toy.confined
    assert again.confined
    assert again.where["learning_rate"] == f"{tmp_path / 'coins.yaml'}:16: "


def test_a_lesson_without_a_card(tmp_path: Path) -> None:
    """`title_card: false` leaves it out."""
    jobs = lesson_jobs(lesson(tmp_path, "title: A\ntitle_card: false\nscenes: [toy.py]\n"), SETTINGS)
    assert [job.id for job in jobs] == ["toy"]


@pytest.mark.parametrize(
    ("uses", "identifiers"),
    [
        (["", ""], ["toy", "toy-2"]),
        (["", "", "id: toy-2"], ["toy", "toy-3", "toy-2"]),
        (["id: toy", ""], ["toy", "toy-2"]),
        (["id: a", "", "id: b"], ["a", "toy", "b"]),
    ],
)
def test_every_use_has_a_name_of_its_own(tmp_path: Path, uses: list[str], identifiers: list[str]) -> None:
    """Names that were given stand; the others are numbered so that no two are the same."""
    jobs = lesson_jobs(lesson(tmp_path, with_scenes(*uses)), SETTINGS)
    assert [job.id for job in jobs] == ["title", *identifiers]


def test_a_scene_called_title(tmp_path: Path) -> None:
    """A scene's file may be called like the card: it is numbered."""
    file = lesson(tmp_path, "title: A\nscenes: [title.py]\n")
    (tmp_path / "toy.py").rename(tmp_path / "title.py")
    assert [job.id for job in lesson_jobs(file, SETTINGS)] == ["title", "title-2"]


@pytest.mark.parametrize(
    ("uses", "message"),
    [
        (["id: a", "id: a"], ":4: id 'a' is used already. Take another."),
        (["id: title"], ":3: id 'title' is used already. Take another."),
    ],
)
def test_a_name_used_twice(tmp_path: Path, uses: list[str], message: str) -> None:
    """Two uses cannot be called the same, nor like the title card: their files would be one."""
    file = lesson(tmp_path, with_scenes(*uses))
    with pytest.raises(BadInput) as caught:
        lesson_jobs(file, SETTINGS)
    assert str(caught.value) == f"{file.path}{message}"


@pytest.mark.parametrize(
    ("scene", "message"),
    [
        ("gradient-decent", "Scene 'gradient-decent' is not known."),
        ("tyo.py", "There is no file 'tyo.py'. Did you mean 'toy.py'?"),
        ("toy.py:Toses", "toy.py: class 'Toses' is not known. Did you mean 'Tosses'?"),
        ("../outside.py", "'../outside.py' leaves the lesson's folder. Put the file beside the lesson."),
        ("link.py", "'link.py' leaves the lesson's folder."),
    ],
)
def test_a_scene_that_is_not_there(tmp_path: Path, scene: str, message: str) -> None:
    """The line begins with file and line; a scene's file stays in the lesson's folder."""
    folder = tmp_path / "lesson"
    file = lesson(folder, f"title: A\nscenes:\n  - toy.py\n  - scene: {scene}\n")
    (tmp_path / "outside.py").write_text("class A(Scene): ...\n")
    (folder / "link.py").symlink_to(tmp_path / "outside.py")
    with pytest.raises(BadInput) as caught:
        lesson_jobs(file, SETTINGS)
    assert str(caught.value).startswith(f"{file.path}:4: {message}")


def test_planning_writes_nothing(tmp_path: Path) -> None:
    """A plan looks, and leaves no trace."""
    file = lesson(tmp_path / "lesson")
    before = contents(tmp_path)
    plan = plan_lesson(file, SETTINGS, Media(tmp_path / "media"))
    assert contents(tmp_path) == before
    assert not (tmp_path / "media").exists()
    assert [scene.job.id for scene in plan.to_render] == ["title", "toy", "again"]
    assert plan.finished is None


def test_a_plan_says_what_would_be_done(tmp_path: Path) -> None:
    """Size, rate, theme, and each scene with the reason why it is rendered."""
    text = plan_text(plan_lesson(lesson(tmp_path), SETTINGS, Media(tmp_path / "media")))
    assert text.splitlines()[0] == "coins: 128x72 at 10 frames a second, light"
    assert [line.split(":")[0].strip() for line in text.splitlines()[1:4]] == ["title", "toy", "again"]
    assert all("to be rendered" in line for line in text.splitlines()[1:4])


@pytest.mark.parametrize("change", [("A toy", "Another"), ("Two scenes", "2 scenes"), ("id: again", "id: anew")])
def test_what_only_stands_beside_the_pictures(tmp_path: Path, change: tuple[str, str]) -> None:
    """A changed subtitle, summary or name changes the lesson's key, and the scenes' keys only where it is seen."""
    media = Media(tmp_path / "media")
    before = plan_lesson(lesson(tmp_path), SETTINGS, media)
    after = plan_lesson(lesson(tmp_path, LESSON.replace(*change)), SETTINGS, media)
    assert after.key != before.key
    assert [scene.key for scene in after.scenes[1:]] == [scene.key for scene in before.scenes[1:]]
    assert (after.scenes[0].key == before.scenes[0].key) == (change[0] != "A toy")


COURSE = "title: All of it\nlessons: [first, second]\n"


def course(folder: Path, text: str = COURSE) -> LessonFile:
    """Write two lessons that use the same scene, and a course of both."""
    for name in ("first", "second"):
        lesson(folder, f"title: The {name}\nscenes: [toy.py]\n").path.rename(folder / f"{name}.yaml")
    return lesson(folder, text)


def test_a_course_is_its_lessons_one_after_the_other(tmp_path: Path) -> None:
    """Each lesson keeps its card; names that both use are told apart; the course's own card lists the lessons."""
    jobs = lesson_jobs(course(tmp_path), SETTINGS)
    assert [job.id for job in jobs] == ["title", "first-title", "first-toy", "second-title", "second-toy"]
    assert jobs[0].params["chapters"] == ["The first", "The second"]


def test_a_course_uses_what_its_lessons_have_rendered(tmp_path: Path) -> None:
    """A scene has the same key in the course as in the lesson: nothing is painted twice."""
    file = course(tmp_path)
    media = Media(tmp_path / "media")
    whole = {scene.key for scene in plan_lesson(file, SETTINGS, media).scenes}
    part = plan_lesson(read_lesson(tmp_path / "first.yaml"), SETTINGS, media)
    assert {scene.key for scene in part.scenes} < whole


def test_a_change_in_a_lesson_changes_its_course(tmp_path: Path) -> None:
    """What is shown of a scene is not in the scene's key, but it is in the course's."""
    media = Media(tmp_path / "media")
    before = plan_lesson(course(tmp_path), SETTINGS, media).key
    part = tmp_path / "second.yaml"
    part.write_text("title: The second\nscenes:\n  - {scene: toy.py, beats: [one]}\n", encoding="utf-8")
    assert plan_lesson(read_lesson(tmp_path / "coins.yaml"), SETTINGS, media).key != before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: A\nlessons:\n  - first\n  - secnod\n", ":4: Lesson 'secnod' is not known."),
        ("title: A\nlessons: [first, coins]\n", ":2: 'coins' is a course itself. Name its lessons."),
    ],
)
def test_a_course_that_cannot_be_made(tmp_path: Path, text: str, message: str) -> None:
    """The line names the lesson, and where it stands."""
    file = course(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        lesson_jobs(file, SETTINGS)
    assert str(caught.value).startswith(f"{file.path}{message}")
