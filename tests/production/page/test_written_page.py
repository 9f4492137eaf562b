"""The page as it lies beside a lesson's files, and over the lessons of a course."""

from __future__ import annotations

import re
import shlex
import shutil
from html import unescape
from pathlib import Path

import pytest

from explainers.commands.arguments import media_of
from explainers.production import filming, plan
from explainers.production.catalogue import find_scene
from explainers.production.clips import filming as clip_filming
from explainers.production.clips.making import make_clips
from explainers.production.clips.plan import plan_clips
from explainers.production.flags import parse_flags
from explainers.production.jobs import SceneJob
from explainers.production.media import Media
from explainers.production.page.course import write_course_page
from explainers.production.page.lesson_page import ASSETS, lesson_page
from explainers.production.plan import LessonPlan, plan_lesson
from explainers.production.progress import SilentProgress
from explainers.production.worker import outline
from explainers.spec.lesson import read_lesson
from explainers.spec.manifest import Manifest
from tests.toy_lesson import NoWorkers, WorkersHere, write_lesson


def planned(folder: Path) -> LessonPlan:
    """What a run would do with the toy lesson."""
    lesson = read_lesson(folder / "coins.yaml")
    return plan_lesson(lesson, lesson.spec.settings(), media_of(str(folder / "media")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy lesson, rendered."""
    folder = tmp_path_factory.mktemp("pages")
    write_lesson(folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(filming, "WorkerPool", WorkersHere)
        filming.render_lesson(planned(folder), media_of(str(folder / "media")), SilentProgress(), 1)
    return folder


@pytest.fixture
def manifest(folder: Path) -> Manifest:
    finished = planned(folder).finished
    assert finished is not None
    return finished


def links(page: str) -> set[str]:
    """Every file that a page leads to or shows."""
    found = {unescape(link) for link in re.findall(r'(?:href|src|poster)="([^"]*)"', page)}
    return {link for link in found if not link.startswith(("#", "data:"))}


def test_every_link_leads_to_a_file(folder: Path, manifest: Manifest) -> None:
    """Film, captions, clips and all the rest lie where the page says; each clip is there."""
    lesson = folder / "media" / "lessons" / "coins"
    found = links((lesson / "index.html").read_text(encoding="utf-8"))
    assert {beat.clip for scene in manifest.scenes[1:] for beat in scene.beats} <= found
    assert [link for link in found if not (lesson / link).is_file()] == []


def test_the_record_is_enough(folder: Path, manifest: Manifest) -> None:
    """The page is made from `lesson.json` and nothing else."""
    written = folder / "media" / "lessons" / "coins" / "index.html"
    assert written.read_text(encoding="utf-8") == lesson_page(manifest)


def test_the_command_makes_the_same_scene(folder: Path, manifest: Manifest) -> None:
    """Read as a shell and the command line read it, it gives every parameter as the lesson had it."""
    page = lesson_page(manifest)
    commands = [unescape(re.sub("<[^>]*>", "", code)) for code in re.findall("<code>(.*?)</code>", page, re.DOTALL)]
    scenes = manifest.scenes[1:]
    for scene, command in zip(scenes, commands, strict=True):
        _, _, _, name, *flags = shlex.split(command)
        (job,) = (each.job for each in planned(folder).scenes if each.job.id == scene.id)
        assert name == scene.reference == "toy.py:Tosses"
        assert find_scene(name, folder) == job.source
        asked = SceneJob(job.id, job.source, parse_flags(flags), folder, job.settings)
        assert outline(asked).params == scene.params


def test_a_lost_page_is_written_again(folder: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson without its page is not finished; it is put together again, and nothing is painted."""
    written = folder / "media" / "lessons" / "coins" / "index.html"
    before = written.read_text(encoding="utf-8")
    written.unlink()
    todo = planned(folder)
    assert todo.finished is None
    assert todo.to_render == ()
    monkeypatch.setattr(filming, "WorkerPool", NoWorkers)
    filming.render_lesson(todo, media_of(str(folder / "media")), SilentProgress(), 1)
    assert written.read_text(encoding="utf-8") == before
    assert planned(folder).finished == manifest


def test_a_new_design_paints_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another template, style or program of the page means another page, with the clips as they are."""
    here = Path(plan.__file__).parent
    same = shutil.copytree(here, tmp_path / "same" / "production")
    monkeypatch.setattr(plan, "__file__", str(same / "plan.py"))
    assert planned(folder).finished is not None
    for asset in ASSETS.iterdir():
        with monkeypatch.context() as patched:
            copy = Path(shutil.copytree(here, tmp_path / asset.stem / asset.suffix[1:] / "production"))
            with (copy / asset.relative_to(here)).open("a", encoding="utf-8") as file:
                file.write("\n")
            patched.setattr(plan, "__file__", str(copy / "plan.py"))
            changed = planned(folder)
        assert changed.finished is None, asset.name
        assert changed.to_render == (), asset.name


def test_the_page_over_the_lessons_leads_to_each(folder: Path, manifest: Manifest) -> None:
    """Each lesson that is rendered, with its poster; one that is not is left out."""
    media = Media(folder / "media")
    written = write_course_page(["coins", "not-yet"], media)
    assert written == folder / "media" / "lessons" / "index.html"
    found = links(written.read_text(encoding="utf-8"))
    assert found == {"coins/index.html", "coins/poster.png"}
    assert [link for link in found if not (written.parent / link).is_file()] == []
    assert unescape(written.read_text(encoding="utf-8")).count(manifest.summary) == 1


def test_the_page_of_a_course_says_where_a_lesson_begins(manifest: Manifest) -> None:
    """A title card between scenes is a heading of the chapters; the first one stands above them already."""
    card, scene, again = manifest.scenes
    course = manifest.model_copy(update={"scenes": (card, scene, card.model_copy(update={"title": "Part two"}), again)})
    headings = re.findall(r'<a class="part".*?<span>(.*?)</span>', lesson_page(course))
    assert headings == ["Part two"]


def test_the_page_leads_to_clips_of_other_shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were made of the lesson as it is now, whichever came first; and making them unmakes nothing."""
    monkeypatch.setattr(filming, "WorkerPool", WorkersHere)
    monkeypatch.setattr(clip_filming, "WorkerPool", WorkersHere)
    write_lesson(tmp_path)
    media = media_of(str(tmp_path / "media"))
    filming.render_lesson(planned(tmp_path), media, SilentProgress(), 1)
    lesson = read_lesson(tmp_path / "coins.yaml")
    square = lesson.spec.settings().model_copy(update={"width": 240, "height": 240})
    make_clips([plan_clips(lesson, square, media, ["png"])], media, SilentProgress(), 1)
    page = media.lesson("coins") / "index.html"
    made = {link for link in links(page.read_text(encoding="utf-8")) if link.startswith("clips/1x1/")}
    assert made == {f"clips/1x1/{file.name}" for file in (page.parent / "clips" / "1x1").glob("0[23]-*.png")}
    assert made
    assert planned(tmp_path).finished is not None
    text = (tmp_path / "coins.yaml").read_text(encoding="utf-8")
    (tmp_path / "coins.yaml").write_text(text.replace("Once more, ", "Again, "), encoding="utf-8")
    filming.render_lesson(planned(tmp_path), media, SilentProgress(), 1)
    left = {link for link in links(page.read_text(encoding="utf-8")) if link.startswith("clips/1x1/")}
    assert left == {link for link in made if not link.endswith("again-mean.png")}
