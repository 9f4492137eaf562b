"""Speech made and kept: as loud as all other, captions where the words are heard, and nothing is made twice."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from explainers.film.sound import RATE, Mono, decoded
from explainers.narration.captions import captions, sentences
from explainers.narration.programs import EspeakSpeaker
from explainers.narration.voice import Speech
from explainers.production import speech
from explainers.production.speech import LEAD, RecordedVoice, SpeechCache, SpokenVoice
from explainers.spec.errors import BadInput
from explainers.spec.voice import Espeak
from tests.film.meter import measured

WORDS = (
    "Which arrows stay on their own line? The eigenvalue is 0.642857, and so the state follows that line, step after "
    "step until nothing is left of what it was at the very beginning, and the rest has faded away. v is one. Good!"
)


class Counted:
    """The program espeak-ng, and what it was asked to say."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, texts: Sequence[str], folder: Path) -> Sequence[Path]:
        """Read aloud, and note it."""
        self.said += texts
        return EspeakSpeaker(Espeak()).say(texts, folder)


def spoken(folder: Path, speaker: Counted, identity: str = "espeak", **pronunciation: str) -> SpokenVoice:
    """A voice that keeps what it says in a folder."""
    return SpokenVoice(speaker, identity, pronunciation, SpeechCache(folder / "cache" / "speech"))


def samples_of(file: Path) -> Mono:
    """The one channel of a sound file."""
    return np.concatenate([block[0].astype(np.float64) for block in decoded(file)])


def silences(samples: Mono, longest: float = 0.02, least: float = 0.07) -> list[tuple[float, float]]:
    """Find silences by the highest sample in every hundredth of a second: in another way than what is tested."""
    frame = RATE // 100
    quiet = np.abs(samples[: len(samples) // frame * frame]).reshape(-1, frame).max(axis=1) < longest
    changes = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(int)))
    return [
        (begin / 100, end / 100)
        for begin, end in zip(changes[::2], changes[1::2], strict=True)
        if end - begin >= least * 100
    ]


def write_sound(samples: Mono, file: Path) -> Path:
    """Write a sound in the format that the file's name asks for."""
    codec = {".wav": "pcm_s16le", ".mp3": "mp3", ".m4a": "aac", ".flac": "flac", ".ogg": "libopus"}[file.suffix]
    with av.open(str(file), "w") as container:
        stream = container.add_stream(codec, rate=RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        size = 960 if file.suffix == ".ogg" else 1024
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=RATE, frame_size=size)
        frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        for fitting in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(fitting))
        container.mux(stream.encode())
    return file


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Speech:
    """The words, as espeak-ng says them."""
    return spoken(tmp_path_factory.mktemp("said"), Counted()).speak(WORDS, "answer")


def test_it_is_as_loud_as_it_should_be(said: Speech) -> None:
    """-16 LUFS, and peaks low enough for any encoder, by FFmpeg's meter; its length is what it says."""
    assert said.sound is not None
    meter = measured(said.sound)
    assert meter.loudness == pytest.approx(-16.0, abs=0.3)
    assert meter.peak < -1.5
    assert len(samples_of(said.sound)) == pytest.approx(said.duration * RATE, abs=1)


def test_every_word_has_its_caption(said: Speech) -> None:
    """The captions are those of the words as they are written, two lines at most, one after the other."""
    assert [cue.text for cue in said.cues] == captions(WORDS)
    assert all(cue.text.count("\n") < 2 for cue in said.cues)
    assert said.cues[0].start == LEAD
    assert said.cues[-1].end == pytest.approx(said.duration, abs=0.001)
    for cue, following in itertools.pairwise(said.cues):
        assert cue.start < cue.end == following.start


def test_a_caption_begins_where_its_words_do(said: Speech) -> None:
    """To a tenth of a second: where the sound has a long silence, the words after it begin a caption."""
    assert said.sound is not None
    found = silences(samples_of(said.sound), least=0.3)
    begun = [end for _, end in found][: len(sentences(WORDS))]
    starts = [
        cue.start
        for cue, before in zip(said.cues, ["."] + [cue.text for cue in said.cues], strict=False)
        if before.endswith((".", "?", "!"))
    ]
    assert len(starts) == len(sentences(WORDS)) == 4
    assert [min(abs(start - end) for end in [LEAD, *begun]) for start in starts] == pytest.approx([0] * 4, abs=0.1)


def test_a_caption_within_a_sentence_begins_after_a_breath(said: Speech) -> None:
    """Where a clause ends with a caption, and the voice pauses: to a tenth of a second."""
    assert said.sound is not None
    found = silences(samples_of(said.sound))
    inner = [following.start for cue, following in itertools.pairwise(said.cues) if cue.text.endswith(",")]
    assert inner
    for start in inner:
        assert min(abs(end - start) for _, end in found) < 0.1


def test_it_is_said_once(tmp_path: Path) -> None:
    """The same words by the same voice are kept; other words, another voice or pronunciation make others."""
    speaker = Counted()
    first = spoken(tmp_path, speaker).speak("Two words. Three.", "a")
    assert speaker.said == ["Two words.", "Three."]
    assert spoken(tmp_path, speaker).speak("Two words. Three.", "b") == first
    assert spoken(tmp_path, speaker, hessian="hess ee an").speak("Two words. Three.", "a") == first
    assert len(speaker.said) == 2
    spoken(tmp_path, speaker, words="birds").speak("Two words. Three.", "a")
    spoken(tmp_path, speaker, "slower").speak("Two words. Three.", "a")
    assert speaker.said[2:] == ["Two birds.", "Three.", "Two words.", "Three."]


@pytest.mark.parametrize("lost", ["*.flac", "*.json"])
def test_what_is_lost_is_said_again(tmp_path: Path, lost: str) -> None:
    """A sound without its note, or a note without its sound, counts for nothing."""
    speaker = Counted()
    first = spoken(tmp_path, speaker).speak("Two words.")
    for file in (tmp_path / "cache" / "speech").glob(lost):
        file.unlink()
    assert spoken(tmp_path, speaker).speak("Two words.") == first
    assert len(speaker.said) == 2


def test_no_words_take_no_time(tmp_path: Path) -> None:
    """A beat without words is silent, and no program is asked."""
    speaker = Counted()
    assert spoken(tmp_path, speaker).speak("  ") == Speech(0.0, ())
    assert speaker.said == []


def test_what_no_voice_can_say(tmp_path: Path) -> None:
    """A sentence of signs alone is named with its beat, and nothing is kept."""
    with pytest.raises(BadInput, match=r"^beat 'answer': the voice says nothing for '\.\.\.'\. Write it in words\.$"):
        spoken(tmp_path, Counted()).speak("...", "answer")
    assert not list((tmp_path / "cache").rglob("*.flac"))


def test_too_many_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat that would last longer than five minutes is named."""
    monkeypatch.setattr(speech, "LONGEST", 2.0)
    with pytest.raises(BadInput, match=r"^beat 'answer': more than .* minutes of speech\. Make two beats of it"):
        spoken(tmp_path, Counted()).speak("One, two, three, four. Five, six, seven, eight, nine.", "answer")


# --- recordings -----------------------------------------------------------------------------------------------------


def recorded(folder: Path, file: Path) -> RecordedVoice:
    """A voice with one recording, of the beat 'answer'."""
    return RecordedVoice({"answer": file}, SpeechCache(folder / "cache" / "speech"))


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mono, list[float]]:
    """A take of the words as a lecturer would make it: quiet, with noise, uneven pauses; and where sentences begin."""
    folder = tmp_path_factory.mktemp("take")
    random = np.random.default_rng(5)
    files = EspeakSpeaker(Espeak(language="en-gb", speed=140)).say(sentences(WORDS), folder)
    parts, starts, clock = [np.zeros(round(1.3 * RATE))], [], 1.3
    for file, pause in zip(files, (0.9, 0.45, 0.6, 2.0), strict=True):
        said = samples_of(file)
        starts.append(clock)
        parts += [said, np.zeros(round(pause * RATE))]
        clock += (len(said) + round(pause * RATE)) / RATE
    sound = 0.1 * np.concatenate(parts)
    return sound + 2e-4 * random.standard_normal(len(sound)), starts


@pytest.mark.parametrize("ending", [".wav", ".mp3", ".m4a", ".flac", ".ogg"])
def test_a_recording_is_cut_and_levelled(tmp_path: Path, take: tuple[Mono, list[float]], ending: str) -> None:
    """In any format: without the silence around it, at -16 LUFS, each sentence captioned where it begins."""
    sound, starts = take
    speech = recorded(tmp_path, write_sound(sound, tmp_path / f"answer{ending}")).speak(WORDS, "answer")
    assert speech.sound is not None
    meter = measured(speech.sound)
    assert meter.loudness == pytest.approx(-16.0, abs=0.3)
    assert meter.peak < -1.5
    assert [cue.text for cue in speech.cues] == captions(WORDS)
    assert speech.duration < len(sound) / RATE - 2.5
    first = [cue for cue in speech.cues if any(text.startswith(cue.text.split("\n")[0]) for text in sentences(WORDS))]
    assert [cue.start - LEAD for cue in first] == pytest.approx([start - starts[0] for start in starts], abs=0.1)


def test_a_recording_is_read_again_only_if_it_changed(tmp_path: Path, take: tuple[Mono, list[float]]) -> None:
    """Under another name or with another time it is the same; what is in it counts, and the words."""
    voice = recorded(tmp_path, write_sound(take[0][: 4 * RATE], tmp_path / "answer.wav"))
    first = voice.speak("One sentence.", "answer")
    other = tmp_path / "other.wav"
    other.write_bytes((tmp_path / "answer.wav").read_bytes())
    assert recorded(tmp_path, other).speak("One sentence.", "answer") == first
    assert voice.speak("Another sentence.", "answer").sound != first.sound
    write_sound(take[0][: 5 * RATE], other)
    assert recorded(tmp_path, other).speak("One sentence.", "answer").sound != first.sound


def test_a_recording_without_words_is_heard(tmp_path: Path, take: tuple[Mono, list[float]]) -> None:
    """Of a beat that has none: there is nothing to show, but it lasts as long as it sounds."""
    speech = recorded(tmp_path, write_sound(take[0][: 4 * RATE], tmp_path / "answer.wav")).speak("", "answer")
    assert speech.cues == ()
    assert 2 < speech.duration < 4


def test_a_beat_without_a_recording_is_timed(tmp_path: Path) -> None:
    """It is one that the lesson does not show: what must be there was asked for before."""
    speech = recorded(tmp_path, tmp_path / "none.wav").speak("Some words.", "question")
    assert speech.sound is None
    assert speech.duration > 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (np.zeros(2 * RATE), "answer.wav: nothing is heard in it. Record it again, louder."),
        (1e-4 * np.random.default_rng(1).standard_normal(2 * RATE), "answer.wav: nothing is heard in it."),
        (b"no sound", "answer.wav cannot be read"),
        (b"", "answer.wav cannot be read"),
        (None, "answer.wav: more than 0.1 minutes of speech. Make two beats of it, or shorten it."),
    ],
)
def test_a_recording_that_will_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Mono | bytes | None, said: str
) -> None:
    """Silent, broken or too long: it is named, in one line, and nothing is kept."""
    monkeypatch.setattr(speech, "LONGEST", 6.0)
    file = tmp_path / "answer.wav"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        loud = 0.2 * np.sign(np.sin(np.arange(round(7 * RATE)) / 20))
        write_sound(loud if content is None else content, file)
    with pytest.raises(BadInput) as caught:
        recorded(tmp_path, file).speak("Some words.", "answer")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "cache").rglob("*.flac"))
