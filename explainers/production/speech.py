"""Speech made before anything is filmed: one sound a beat, as loud as every other, and kept for the next run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from explainers.film.loudness import at_target, integrated_loudness
from explainers.film.sound import RATE, Mono, decoded, write_flac
from explainers.narration.captions import sentence_captions, sentences
from explainers.narration.silent import SilentVoice
from explainers.narration.spoken_text import spoken_text
from explainers.narration.timing import Pause, Piece, boundaries, heard, pauses
from explainers.narration.voice import Speaker, Speech
from explainers.production.file_digest import file_digest
from explainers.production.media import disk_errors_named, move_into_place, partial_folder
from explainers.spec.errors import BadInput, MathframesError
from explainers.spec.explain import quoted
from explainers.spec.manifest import Cue

LEAD = 0.15
"""Seconds of silence before the first word: players fade sound in."""
BETWEEN_SENTENCES = 0.4
"""Seconds of silence after a sentence."""
LONGEST = 300.0
"""Seconds of speech in a beat. What is longer is a lecture, or a file with another's name."""
LONGEST_SILENCE = 60.0
"""Seconds that a recording may go on before and after its words."""
FAINTEST = -60.0
"""LUFS. A recording below is silence with noise in it."""
MADE_BY = 1
"""Goes up whenever speech comes out differently: what is kept of before is made anew."""


class _Kept(BaseModel):
    """What is noted beside a kept sound."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    duration: float
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class SpeechCache:
    """Speech that was made before, each under a key of all that it was made from."""

    folder: Path

    def find(self, key: str) -> Speech | None:
        """Return what is kept under a key."""
        sound, note = self._sound(key), self._note(key)
        try:
            kept = _Kept.model_validate_json(note.read_bytes())
        except (OSError, ValidationError):
            return None
        return Speech(kept.duration, kept.cues, sound) if sound.is_file() else None

    def keep(self, key: str, samples: Mono, cues: Sequence[Cue]) -> Speech:
        """Write a sound and its captions: the note last, as it tells that the sound is whole."""
        kept = _Kept(duration=len(samples) / RATE, cues=tuple(cues))
        with disk_errors_named(str(self.folder)), partial_folder(self.folder.parent) as partial:
            written, noted = partial / "speech.flac", partial / "speech.json"
            write_flac(samples, written)
            noted.write_text(kept.model_dump_json(), encoding="utf-8")
            move_into_place(written, self._sound(key))
            move_into_place(noted, self._note(key))
        return Speech(kept.duration, kept.cues, self._sound(key))

    def _sound(self, key: str) -> Path:
        return self.folder.resolve() / f"{key}.flac"

    def _note(self, key: str) -> Path:
        return self.folder / f"{key}.json"


@dataclass(frozen=True)
class SpokenVoice:
    """A program reads the words, sentence by sentence: when each begins is known to the sample.

    Parameters
    ----------
    identity
        What decides how the program sounds: its options, and what its voice file holds.
    """

    speaker: Speaker
    identity: str
    pronunciation: Mapping[str, str]
    cache: SpeechCache

    def speak(self, words: str, beat: str = "") -> Speech:
        """Have a beat's words read aloud; no words take no time."""
        said = tuple(sentences(words))
        if not said:
            return Speech(0.0, ())
        texts = [spoken_text(sentence, self.pronunciation) for sentence in said]
        key = _key("spoken", self.identity, said, texts)
        return self.cache.find(key) or self.cache.keep(key, *self._made(said, texts, beat))

    def _made(self, said: Sequence[str], texts: Sequence[str], beat: str) -> tuple[Mono, list[Cue]]:
        # A sentence of several captions is read piece by piece, too: that tells about how long each piece lasts.
        cut = [sentence_captions(sentence) for sentence in said]
        parts = [caption for captions in cut if len(captions) > 1 for caption in captions]
        asked = [*texts, *(spoken_text(part, self.pronunciation) for part in parts)]
        with partial_folder(self.cache.folder.parent) as partial:
            files = self.speaker.say(asked, partial)
            sounds = iter([self._heard(file, text, beat) for file, text in zip(files, asked, strict=True)])
        whole = [next(sounds) for _ in said]
        pieces = [
            [Piece(len(next(sounds)) / RATE, False, _ends_clause(caption)) for caption in captions]
            if len(captions) > 1
            else [Piece(1.0, True, True)]
            for captions in cut
        ]
        return _joined(whole, cut, pieces, beat)

    def _heard(self, file: Path, text: str, beat: str) -> Mono:
        sound = _words_of(_read(file, f"beat '{beat}'"))
        if sound is None:
            raise BadInput(f"beat '{beat}': the voice says nothing for {quoted(text)}. Write it in words.")
        return sound


@dataclass(frozen=True)
class RecordedVoice:
    """Somebody's own recordings: where one sentence ends and the next begins is found in the silences.

    Parameters
    ----------
    files
        The recording of each beat.
    """

    files: Mapping[str, Path]
    cache: SpeechCache

    def speak(self, words: str, beat: str = "") -> Speech:
        """Cut and level a beat's recording, and find its sentences; a beat that has none is only timed."""
        if beat not in self.files:
            return SilentVoice().speak(words)
        file = self.files[beat]
        key = _key("recorded", file_digest(file), sentences(words))
        return self.cache.find(key) or self.cache.keep(key, *self._made(file, words))

    def _made(self, file: Path, words: str) -> tuple[Mono, list[Cue]]:
        samples = _words_of(_read(file, str(file), LONGEST + 2 * LONGEST_SILENCE))
        if samples is None:
            raise BadInput(f"{file}: nothing is heard in it. Record it again, louder.")
        if len(samples) > LONGEST * RATE:
            raise _too_long(str(file))
        cut = [sentence_captions(sentence) for sentence in sentences(words)]
        pieces = [
            Piece(_length(caption), place == len(captions), _ends_clause(caption))
            for captions in cut
            for place, caption in enumerate(captions, start=1)
        ]
        texts = [caption for captions in cut for caption in captions]
        ends = len(samples) / RATE
        cues = _cues(texts, boundaries(pieces, pauses(samples, RATE), 0.0, ends), LEAD, LEAD + ends)
        return np.concatenate([np.zeros(round(LEAD * RATE)), at_target(samples)]), cues


def _joined(
    sounds: Sequence[Mono], cut: Sequence[Sequence[str]], pieces: Sequence[Sequence[Piece]], beat: str
) -> tuple[Mono, list[Cue]]:
    """Sentences one after the other, with a pause between them, and a caption for each piece of them."""
    silence = np.zeros(round(BETWEEN_SENTENCES * RATE))
    parts: list[Mono] = [np.zeros(round(LEAD * RATE))]
    cues: list[Cue] = []
    clock = len(parts[0])
    for number, (sound, captions, lengths) in enumerate(zip(sounds, cut, pieces, strict=True)):
        if number:
            parts.append(silence)
            clock += len(silence)
            # No caption is cleared for the moment between two sentences.
            cues[-1] = cues[-1].model_copy(update={"end": clock / RATE})
        ends = len(sound) / RATE
        between = boundaries(lengths, pauses(sound, RATE), 0.0, ends)
        cues += _cues(captions, between, clock / RATE, clock / RATE + ends)
        parts.append(sound)
        clock += len(sound)
    if clock > LONGEST * RATE:
        raise _too_long(f"beat '{beat}'")
    return at_target(np.concatenate(parts)), cues


def _cues(texts: Sequence[str], between: Sequence[Pause], begins: float, ends: float) -> list[Cue]:
    """Captions that each stand from their first word to that of the next. The places between count from `begins`."""
    starts = [begins, *(begins + pause.end for pause in between)] if texts else []
    stops = [*starts[1:], ends] if texts else []
    return [Cue(start=start, end=stop, text=text) for start, stop, text in zip(starts, stops, texts, strict=True)]


def _words_of(samples: Mono) -> Mono | None:
    """Cut off the silence before the first word and after the last one; None if nothing is heard."""
    found = heard(samples, RATE)
    if found is None or integrated_loudness(samples) < FAINTEST:
        return None
    first, last = (round(seconds * RATE) for seconds in found)
    # Consonants begin and end quietly.
    edge = round(0.03 * RATE)
    return samples[max(0, first - edge) : last + edge]


def _read(file: Path, name: str, longest: float = LONGEST) -> Mono:
    """Decode a file to one channel, as far as it may go."""
    blocks: list[Mono] = []
    length = 0
    try:
        for block in decoded(file):
            blocks.append(block.mean(axis=0, dtype=np.float64))
            length += block.shape[1]
            if length > longest * RATE:
                raise _too_long(name)
    except MathframesError as error:
        # Whoever gave it can mend it.
        raise BadInput(str(error)) from error
    return np.concatenate(blocks)


def _too_long(name: str) -> BadInput:
    return BadInput(f"{name}: more than {LONGEST / 60:g} minutes of speech. Make two beats of it, or shorten it.")


def _ends_clause(caption: str) -> bool:
    return caption.rstrip("\"')").endswith((".", "!", "?", ",", ";", ":"))


def _length(caption: str) -> float:
    """About how long a caption's words last, in seconds: voices take a fourteenth of a second for a letter."""
    return max(0.3, len(spoken_text(caption)) / 14)


def _key(*parts: object) -> str:
    return hashlib.sha256(json.dumps([MADE_BY, *parts], default=str).encode()).hexdigest()[:32]
