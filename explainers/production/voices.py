"""Which voice a job has: chosen by a flag or a lesson, found on the disk, and made ready to speak."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from explainers.narration.programs import EspeakSpeaker, PiperSpeaker, require_voice_file
from explainers.narration.recordings import recordings, refuse_strays, sound_files
from explainers.narration.silent import SilentVoice
from explainers.narration.voice import Voice
from explainers.production.file_digest import file_digest
from explainers.production.jobs import SceneJob
from explainers.production.media import SPEECH
from explainers.spec.errors import BadInput
from explainers.spec.lesson import LessonFile
from explainers.spec.script import Beat
from explainers.spec.voice import Espeak, Piper, Recorded, Silent, VoiceChoice


def located(choice: VoiceChoice, folder: Path) -> VoiceChoice:
    """A voice with whole paths, counted from a folder.

    Raises
    ------
    BadInput
        If its folder or voice file is not there.
    """
    if isinstance(choice, Recorded):
        place = Path(os.path.realpath(folder / os.path.expanduser(choice.folder)))
        if not place.is_dir():
            raise BadInput(f"voice recorded: there is no folder '{choice.folder}'. Put SCENE/BEAT.wav files into it.")
        return choice.model_copy(update={"folder": str(place)})
    if isinstance(choice, Piper):
        file = Path(os.path.realpath(folder / os.path.expanduser(choice.model)))
        require_voice_file(file)
        return choice.model_copy(update={"model": str(file)})
    return choice


def lesson_voice(lesson: LessonFile) -> VoiceChoice | None:
    """The voice that a lesson file asks for; its paths stay in the lesson's folder.

    Raises
    ------
    BadInput
        With file and line, if it is not there or leaves the folder.
    """
    choice = lesson.spec.voice
    if choice is None:
        return None
    folder = lesson.path.parent.resolve()
    try:
        found = located(choice, folder)
        for path in paths_of(found):
            if not path.is_relative_to(folder):
                raise BadInput(
                    f"voice {choice.name}: '{path.name}' is not in the lesson's folder. Put it there, or use --voice."
                )
    except BadInput as error:
        raise BadInput(lesson.where("voice") + str(error)) from None
    return found


def of_scene(choice: VoiceChoice, scene: str) -> VoiceChoice:
    """The voice as one scene has it: recordings lie in a folder for each scene."""
    if isinstance(choice, Recorded):
        return choice.model_copy(update={"folder": str(Path(choice.folder) / scene)})
    return choice


def require_used(choice: VoiceChoice, scenes: Collection[str]) -> None:
    """Refuse recordings that belong to no scene of a lesson."""
    if isinstance(choice, Recorded):
        refuse_strays(Path(choice.folder), scenes)


def paths_of(choice: VoiceChoice) -> Iterator[Path]:
    """The files and folders that a voice is made from."""
    if isinstance(choice, Recorded):
        yield Path(choice.folder)
    elif isinstance(choice, Piper):
        yield Path(choice.model)


def voice_state(choice: VoiceChoice) -> dict[str, object]:
    """All that decides how a voice sounds: its options, and what its files hold, but not where they lie."""
    state = choice.model_dump(exclude={"folder", "model"})
    files = [file for path in paths_of(choice) for file in (sound_files(path) if path.suffix != ".onnx" else [path])]
    state["files"] = sorted(f"{file.name}:{file_digest(file)}" for file in files)
    return state


def voice_of(job: SceneJob, cache: Path | None, beats: Mapping[str, str | Beat]) -> Voice:
    """The voice of a job, ready to speak.

    Parameters
    ----------
    cache
        The folder of all that is kept; without one, words are only timed.
    beats
        All that the scene declares.

    Raises
    ------
    BadInput
        If a recording is missing, or belongs to no beat.
    """
    choice = job.voice
    if isinstance(choice, Silent) or cache is None:
        return SilentVoice()

    # Sound is read and measured by libraries that silence needs none of.
    from explainers.production.speech import RecordedVoice, SpeechCache, SpokenVoice

    kept = SpeechCache(cache / SPEECH)
    if isinstance(choice, Recorded):
        told = [name for name, beat in beats.items() if job.shows(name) and job.words.get(name, _words(beat)).strip()]
        return RecordedVoice(recordings(Path(choice.folder), tuple(beats), told), kept)
    speaker = EspeakSpeaker(choice) if isinstance(choice, Espeak) else PiperSpeaker(choice)
    return SpokenVoice(speaker, str(sorted(voice_state(choice).items())), job.pronunciation, kept)


def _words(beat: str | Beat) -> str:
    return beat.words if isinstance(beat, Beat) else beat
