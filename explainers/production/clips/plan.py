"""Which clips there will be, and which of them are there already: decided before anything is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from explainers.production.clips.formats import moves, rendition_of, settings_of_clips
from explainers.production.fingerprint import Sources, digest, scene_key
from explainers.production.jobs import SceneJob
from explainers.production.lesson_jobs import lesson_jobs
from explainers.production.media import Media, recorded_scene
from explainers.spec.clip_list import Clip, ClipList
from explainers.spec.lesson import LessonFile
from explainers.spec.manifest import BeatEntry, RenderedBeat, RenderedScene, SceneEntry
from explainers.spec.rendition import Rendition
from explainers.spec.settings import RenderSettings
from explainers.spec.shape import shape_name
from explainers.spec.voice import VoiceChoice

LIST = "clips.json"


@dataclass(frozen=True)
class WantedClips:
    """The clips of one scene in one format.

    Parameters
    ----------
    records
        The keys under which what comes of the scene may be noted: its own, then that of a film with the same stills.
    key
        Of the files: they are made anew if it changes.
    """

    format: str
    rendition: Rendition
    records: tuple[str, ...]
    key: str

    @property
    def loops(self) -> bool:
        return self.rendition.loops


@dataclass(frozen=True)
class SceneClips:
    """All clips of one scene of a lesson."""

    job: SceneJob
    position: int
    wanted: tuple[WantedClips, ...]

    def file(self, beat: str, wanted: WantedClips) -> str:
        """What a clip is called."""
        loop = "-loop" if wanted.loops else ""
        return f"{self.position:02}-{self.job.id}-{beat}{loop}.{wanted.format}"


@dataclass(frozen=True)
class ClipPlan:
    """The clips of a lesson in one shape, in a folder of their own. `earlier` is the list that stands in it."""

    lesson: LessonFile
    folder: Path
    scenes: tuple[SceneClips, ...]
    earlier: tuple[Clip, ...]

    def there(self, scene: SceneClips, wanted: WantedClips) -> tuple[Clip, ...]:
        """The clips that an earlier run has made of the same; none if one of them is missing."""
        found = tuple(clip for clip in self.earlier if clip.key == wanted.key and clip.scene == scene.job.id)
        return found if all(is_there(self.folder, clip) for clip in found) else ()

    def missing(self, scene: SceneClips) -> tuple[WantedClips, ...]:
        """What has to be written of a scene."""
        return tuple(wanted for wanted in scene.wanted if not self.there(scene, wanted))

    @property
    def shape(self) -> str:
        return self.folder.name


def plan_clips(
    lesson: LessonFile,
    settings: RenderSettings,
    media: Media,
    formats: Sequence[str],
    *,
    loops: bool = False,
    voice: VoiceChoice | None = None,
    output: Path | None = None,
) -> ClipPlan:
    """Decide which clips of a lesson are written, in the shape that the settings have.

    Parameters
    ----------
    loops
        Whether films return to their start.
    output
        The folder in which the shape has its own; the lesson's if left out.
    """
    sources = Sources(media.sources)
    shape = shape_name(settings.width, settings.height)
    folder = (output or media.lesson(lesson.name) / "clips") / shape
    scenes = tuple(
        _scene_clips(job, position, formats, loops=loops, sources=sources)
        for position, job in enumerate(lesson_jobs(lesson, settings, voice), start=1)
    )
    sources.keep()
    return ClipPlan(lesson, folder, scenes, read_clip_list(folder))


def rendition_key(job: SceneJob, rendition: Rendition, sources: Sources) -> str:
    """The key of what comes of a scene in a rendition: the scene's own, where the rendition is the usual one."""
    key = scene_key(replace(job, settings=rendition.settings), sources)
    if rendition == Rendition.usual(rendition.settings):
        return key
    return digest([key, rendition.still, rendition.moves, rendition.apart, rendition.loops])


def recorded(media: Media, job: SceneJob, wanted: WantedClips) -> RenderedScene | None:
    """What came of a scene when it was filmed for these clips, or for others with the same stills, if it was."""
    found = (recorded_scene(media, key, job.shown) for key in wanted.records)
    return next((scene for scene in found if scene is not None), None)


def read_clip_list(folder: Path) -> tuple[Clip, ...]:
    """The clips that an earlier run has left in a folder; none if there is no list that can be read."""
    try:
        return ClipList.model_validate_json((folder / LIST).read_bytes()).clips
    except (OSError, ValidationError):
        return ()


def is_there(folder: Path, clip: Clip) -> bool:
    """Whether a clip is still there with the size it had."""
    path = folder / clip.file
    return path.is_file() and path.stat().st_size == clip.bytes


def content_of(scene: RenderedScene | SceneEntry, beat: RenderedBeat | BeatEntry) -> str:
    """What a beat says, however it is drawn."""
    return digest([scene.title, scene.params, scene.numbers, beat.words, beat.alt])


def _scene_clips(job: SceneJob, position: int, formats: Sequence[str], *, loops: bool, sources: Sources) -> SceneClips:
    shown = [position, job.id, job.shown]
    film = scene_key(job, sources)
    wanted = []
    for name in formats:
        rendition = rendition_of(name, settings_of_clips(name, job.settings), loops=loops and moves(name))
        own = rendition_key(job, rendition, sources)
        records = (own, film) if name == "png" else (own,)
        wanted.append(WantedClips(name, rendition, records, digest([own, name, *shown])))
    return SceneClips(job, position, tuple(wanted))
