"""Data files that a reader drops on the page: kept for as long as the page is open, and found by their plain names."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from explainers.spec.errors import BadInput
from explainers.spec.explain import quoted
from explainers.studio.questions import LARGEST_DATA

MOST = 20
"""Files of a page."""

LONGEST_NAME = 100

_PLAIN = re.compile(r"\w[\w .()+-]*\.(csv|txt)", re.IGNORECASE)


class DroppedFiles:
    """A folder for what is dropped, made with the first file. `close` removes it."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def keep(self, name: str, text: str) -> int:
        """Keep a file, over an earlier one of the same name; return its bytes.

        Raises
        ------
        BadInput
            If its name is not plain, it is too large, or there are too many.
        """
        if len(name) > LONGEST_NAME or not _PLAIN.fullmatch(name):
            raise BadInput(f"{quoted(name)}: is not the plain name of a data file. Call it something like heads.csv.")
        try:
            content = text.encode()
        except UnicodeEncodeError:
            raise BadInput(f"{name}: is not UTF-8 text. Save it in UTF-8.") from None
        if len(content) > LARGEST_DATA:
            raise BadInput(f"{name}: is larger than {LARGEST_DATA // 1_000_000} MB. Put it beside the scene.")
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="mathframes-data-"))
        file = self.folder / name
        if not file.exists() and len(list(self.folder.iterdir())) >= MOST:
            raise BadInput(f"{name}: {MOST} files are kept already. Load the page anew to be rid of them.")
        file.write_bytes(content)
        return len(content)

    def close(self) -> None:
        """Remove all files."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
