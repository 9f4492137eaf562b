"""Programs that read aloud: espeak-ng itself, and a stand-in for piper, whose voices are large."""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import pytest

from explainers.narration.programs import EspeakSpeaker, PiperSpeaker
from explainers.spec.errors import BadInput
from explainers.spec.voice import Espeak, Piper

PIPER = f"""#!{sys.executable}
import argparse, pathlib, sys, time, wave
parser = argparse.ArgumentParser()
for option in ("--model", "--output-dir", "--speaker", "--length-scale"):
    parser.add_argument(option)
asked = parser.parse_args()
if "broken" in pathlib.Path(asked.model).read_text():
    sys.exit("ValueError: not a voice")
for line in sys.stdin:
    with wave.open(str(pathlib.Path(asked.output_dir, f"{{time.monotonic_ns()}}.wav")), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(bytes(2 * int(22050 * float(asked.length_scale) * len(line.strip()) / 10)))
"""
"""Reads as the program does: a line each, a file each, named after a clock. A letter lasts a tenth of a second."""


def seconds(file: Path) -> float:
    """How long a WAV file lasts."""
    with wave.open(str(file)) as sound:
        return sound.getnframes() / sound.getframerate()


@pytest.fixture
def piper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called piper on the path, and a voice file for it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "piper").write_text(PIPER)
    (programs / "piper").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    voice = tmp_path / "voice.onnx"
    voice.write_text("a voice")
    (tmp_path / "voice.onnx.json").write_text("{}")
    return voice


def test_espeak_reads_every_text(tmp_path: Path) -> None:
    """A file for each, longer for more words, and about as long as its speed says."""
    short, long = EspeakSpeaker(Espeak()).say(["Yes.", "The gradient points uphill, as it always did."], tmp_path)
    assert 0.2 < seconds(short) < 1.5
    assert 2 < seconds(long) < 5
    folder = tmp_path / "fast"
    folder.mkdir()
    (fast,) = EspeakSpeaker(Espeak(speed=320)).say(["The gradient points uphill, as it always did."], folder)
    assert seconds(fast) < 0.7 * seconds(long)


def test_espeak_takes_words_for_words(tmp_path: Path) -> None:
    """What looks like an option, markup or a file is read, not obeyed."""
    files = EspeakSpeaker(Espeak()).say(["-w other.wav", "<mark/> a < b", "-f /etc/passwd"], tmp_path)
    assert all(0.3 < seconds(file) < 5 for file in files)
    assert {path.name for path in tmp_path.iterdir()} == {file.name for file in files}


def test_a_language_that_is_not_there(tmp_path: Path) -> None:
    """The line names it, and how to list those there are."""
    with pytest.raises(BadInput) as caught:
        EspeakSpeaker(Espeak(language="xx-nowhere")).say(["Yes."], tmp_path)
    assert str(caught.value) == (
        "voice espeak: there is no language 'xx-nowhere'. 'espeak-ng --voices' lists those there are."
    )


@pytest.mark.parametrize("name", ["espeak", "piper"])
def test_a_program_that_is_not_there(piper: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The line says what to install, and how."""
    monkeypatch.setenv("PATH", str(piper.parent / "nothing"))
    speaker = EspeakSpeaker(Espeak()) if name == "espeak" else PiperSpeaker(Piper(model=str(piper)))
    with pytest.raises(BadInput, match=rf"^voice {name}: the program .* is not there. Install it: .*install"):
        speaker.say(["Yes."], piper.parent)


def test_piper_reads_every_text(piper: Path, tmp_path: Path) -> None:
    """In one run, in order, each text one line, at the speed that is asked for."""
    folder = tmp_path / "said"
    folder.mkdir()
    files = PiperSpeaker(Piper(model=str(piper), speed=2.0)).say(
        ["Ten chars.", "Two\nlines, one text.", "End."], folder
    )
    assert [seconds(file) for file in files] == pytest.approx([0.5, 1.0, 0.2], abs=0.01)


@pytest.mark.parametrize("missing", ["voice.onnx", "voice.onnx.json"])
def test_a_voice_file_that_is_not_there(piper: Path, missing: str) -> None:
    """The voice, and the file that describes it."""
    (piper.parent / missing).unlink()
    with pytest.raises(BadInput, match=rf"^voice piper: there is no file .*{missing}\. Voices are at"):
        PiperSpeaker(Piper(model=str(piper))).say(["Yes."], piper.parent)


def test_a_voice_file_that_is_broken(piper: Path, tmp_path: Path) -> None:
    """What the program says last is passed on."""
    piper.write_text("broken")
    folder = tmp_path / "said"
    folder.mkdir()
    with pytest.raises(BadInput, match=r"^voice piper: .*voice.onnx cannot be used: ValueError: not a voice\.$"):
        PiperSpeaker(Piper(model=str(piper))).say(["Yes."], folder)
