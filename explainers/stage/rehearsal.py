"""Everything about a scene that is known before a frame is drawn: numbers, words, times, answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explainers.narration.voice import Speech, Voice
from explainers.spec.errors import BadInput
from explainers.spec.nearest import unknown
from explainers.spec.params import SceneParams
from explainers.spec.script import AnsweredQuestion, ScriptedBeat, answer_questions, write_script

if TYPE_CHECKING:
    from explainers.stage.explainer_scene import ExplainerScene


@dataclass(frozen=True)
class SpokenBeat:
    """A beat with its words and how long they last."""

    beat: ScriptedBeat
    speech: Speech


@dataclass(frozen=True)
class Rehearsal:
    """A scene with its parameters settled."""

    title: str
    params: SceneParams
    numbers: Any
    beats: tuple[SpokenBeat, ...]
    practice: tuple[AnsweredQuestion, ...]


def rehearse(
    scene: type[ExplainerScene[Any]],
    params: SceneParams,
    voice: Voice,
    *,
    title: str = "",
    words: Mapping[str, str] | None = None,
) -> Rehearsal:
    """Solve the scene and speak its words.

    Raises
    ------
    BadInput
        If the numbers cannot be worked out, or the words name a number that is not there.
    """
    words = words or {}
    if not scene.beats:
        raise BadInput(f"{scene.__name__} declares no beats. Say what is told, as beats = {{'question': 'How ...?'}}.")
    for name in scene.beats:
        if not re.fullmatch(r"[\w-]+", name):
            raise BadInput(f"{scene.__name__}: beat '{name}' names files. Take letters, digits and hyphens alone.")
    for name in words:
        if name not in scene.beats:
            raise BadInput(f"words: {unknown('Beat', name, scene.beats)}")
    numbers = solved(scene.solve, params)
    script = write_script(scene.beats, words, where=scene.__name__, numbers=numbers, params=params)
    return Rehearsal(
        title=title or scene.title,
        params=params,
        numbers=numbers,
        beats=tuple(SpokenBeat(beat, voice.speak(beat.words, beat.name)) for beat in script),
        practice=answer_questions(scene.practice, where=scene.__name__, numbers=numbers, params=params),
    )


def solved(solve: Callable[[Any], Any], params: SceneParams) -> Any:
    """Return a scene's numbers.

    Raises
    ------
    BadInput
        If they cannot be worked out.
    """
    try:
        return solve(params)
    except ValueError as error:
        raise BadInput(" ".join(str(error).split())) from error
