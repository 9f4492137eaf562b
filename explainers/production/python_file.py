"""Files of Python, looked through and not run."""

from __future__ import annotations

import ast
import io
import threading
import tokenize
from pathlib import Path

from explainers.spec.errors import BadInput

# Python 3.11 counts how deep it is in a tree for all threads at once: of two that parse at the same time, one fails.
_ONE_AT_A_TIME = threading.Lock()


def parsed(file: Path, content: bytes) -> ast.Module:
    """Return what a file says.

    Raises
    ------
    BadInput
        If it is not Python, with its line.
    """
    text = _text(file, content)
    try:
        with _ONE_AT_A_TIME:
            return ast.parse(text, filename=str(file))
    except SyntaxError as error:
        raise BadInput(f"{file.name}:{error.lineno or 1}: is not Python: {error.msg}.") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{file.name}: cannot be read as Python: {error}.") from None


def _text(file: Path, content: bytes) -> str:
    """Return `content` in the encoding that the file names, UTF-8 if none: so Python reads a file that it runs.

    Parsed as bytes, a comment in another encoding would pass, and the file would fail only when it is run.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise BadInput(f"{file.name}: cannot be read as Python: {error}.") from None
