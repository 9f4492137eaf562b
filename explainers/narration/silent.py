"""The silent voice: nothing is heard, and captions stand as long as reading aloud would take."""

from __future__ import annotations

from dataclasses import dataclass

from explainers.narration.captions import captions
from explainers.narration.voice import Speech
from explainers.spec.manifest import Cue


@dataclass(frozen=True)
class SilentVoice:
    """Times words at a steady rate.

    165 words a minute is the middle of the 160 to 180 that captions can be read at.
    """

    words_per_minute: float = 165.0
    shortest_caption: float = 1.2

    def speak(self, words: str, beat: str = "") -> Speech:
        """Give each caption the time its words take, in seconds; no words take no time."""
        cues = []
        clock = 0.0
        for text in captions(words):
            lasts = max(self.shortest_caption, 60.0 * _spoken_words(text) / self.words_per_minute)
            cues.append(Cue(start=clock, end=clock + lasts, text=text))
            clock += lasts
        return Speech(duration=clock, cues=tuple(cues))


def _spoken_words(text: str) -> float:
    """Count words as they are said: '0.642857' is six digits and a point, not one word."""
    return sum(max(1.0, sum(character.isdigit() for character in word) / 2) for word in text.split())
