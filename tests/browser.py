"""The browser that tests look with: the one that is installed, as it plays what viewers see."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def opened(playwright: Playwright) -> Browser:
    """A browser without a window. It ends with Playwright."""
    # In a container the browser is root, and its sandbox refuses that.
    return playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])


def browser_path() -> str:
    """A Chromium that plays H.264, which Playwright's own cannot."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None) or (MAC if os.path.exists(MAC) else None)
    assert found, "There is no Chromium or Chrome. Install one: apt-get install chromium"
    return found
