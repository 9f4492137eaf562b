"""Programs that read aloud: espeak-ng and piper, each called by itself and no part of this one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from explainers.spec.errors import BadInput
from explainers.spec.voice import Espeak, Piper

ESPEAK_CURE = (
    "Install it: apt-get install espeak-ng (Debian, Ubuntu), dnf install espeak-ng, or brew install espeak-ng."
)
PIPER_CURE = "Install it: pipx install piper-tts."
LONGEST_WAIT = 600.0
"""Seconds that a program may take for one beat."""


@dataclass(frozen=True)
class EspeakSpeaker:
    """The program espeak-ng (GPL 3): plain, small, and always the same."""

    choice: Espeak

    def say(self, texts: Sequence[str], folder: Path) -> Sequence[Path]:
        """Read each text into a WAV file."""
        program = _program("espeak-ng", "espeak", ESPEAK_CURE)
        return [self._said(program, text, folder / f"{number:03}.wav") for number, text in enumerate(texts)]

    def _said(self, program: str, text: str, file: Path) -> Path:
        choice = self.choice
        options = ["-v", choice.language, "-s", str(choice.speed), "-p", str(choice.pitch), "-b", "1", "-w", str(file)]
        done = _run([program, *options, "--stdin"], text)
        if "does not exist" in done.stderr:
            raise BadInput(
                f"voice espeak: there is no language '{choice.language}'. 'espeak-ng --voices' lists those there are."
            )
        if done.returncode or not file.is_file():
            raise BadInput(f"voice espeak: espeak-ng failed: {_last_line(done.stderr)}.")
        return file


@dataclass(frozen=True)
class PiperSpeaker:
    """The program piper (GPL 3) with a voice file: a trained voice."""

    choice: Piper

    def say(self, texts: Sequence[str], folder: Path) -> Sequence[Path]:
        """Read all texts in one run, as loading the voice takes longest: one a line, a WAV file for each."""
        program = _program("piper", "piper", PIPER_CURE)
        require_voice_file(Path(self.choice.model))
        speaker = [] if self.choice.speaker is None else ["--speaker", str(self.choice.speaker)]
        slowness = ["--length-scale", f"{1 / self.choice.speed:g}"]
        lines = "\n".join(" ".join(text.split()) for text in texts) + "\n"
        done = _run([program, "--model", self.choice.model, "--output-dir", str(folder), *speaker, *slowness], lines)
        # The program names its files after a clock.
        files = sorted(folder.glob("*.wav"), key=lambda file: (len(file.name), file.name))
        if done.returncode or len(files) != len(texts):
            raise BadInput(f"voice piper: {self.choice.model} cannot be used: {_last_line(done.stderr)}.")
        return files


def require_voice_file(file: Path) -> None:
    """Refuse a voice of piper that is not whole.

    Raises
    ------
    BadInput
        If the file, or the one that describes it, is not there.
    """
    for part in (file, file.with_name(file.name + ".json")):
        if not part.is_file():
            raise BadInput(
                f"voice piper: there is no file {part}. Voices are at huggingface.co/rhasspy/piper-voices: "
                "put FILE.onnx and FILE.onnx.json side by side."
            )


def _program(name: str, voice: str, cure: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BadInput(f"voice {voice}: the program {name} is not there. {cure}")
    return found


def _run(command: Sequence[str], text: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=LONGEST_WAIT,
        )
    except subprocess.TimeoutExpired:
        raise BadInput(f"{Path(command[0]).name} took longer than {LONGEST_WAIT:g} seconds for one beat.") from None
    except OSError as error:
        raise BadInput(f"{command[0]} cannot be run: {(error.strerror or str(error)).lower()}.") from None


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it says nothing"
