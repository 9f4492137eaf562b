"""What a text says, out of the markup that it was set from."""

from __future__ import annotations

import re

_SETTING = re.compile(r"#set[^\n]*\n|#[\w.]+\((?:[^()]|\([^()]*\))*\)|[0-9.]+(?:em|pt|cm|mm)\b")


def written(markup: str) -> str:
    """Typst markup without its settings, escapes and dollars; plain text as it is."""
    return " ".join(_SETTING.sub(" ", markup).replace("\\", "").strip().strip("$").split())
