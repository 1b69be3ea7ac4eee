"""A page as a PDF: by WeasyPrint where it is installed, else by a browser that is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from valueback import system
from valueback.errors import refused
from valueback.render.printing import READY

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_PATIENCE = 60
"""How many seconds a browser may take."""

HOW_TO_PRINT = "Open the page and print it: Ctrl+P (on a Mac: Cmd+P), then choose “Save as PDF”."
"""What whoever has neither can do."""


def get_ready() -> None:
    """Begin to load what makes PDFs, while the paper is still being written: that takes as long.

    It waits in a process of its own, and goes without a word where no paper comes. Only a head
    start: where it cannot begin, the paper is made all the same, or what is missing is said.
    """
    if not _waiting and find_spec("weasyprint") is not None:
        with suppress(OSError):
            _waiting.append(_begun())


_waiting: list[subprocess.Popen[bytes]] = []


def _begun() -> subprocess.Popen[bytes]:
    words = [sys.executable, "-P", "-E", "-m", "valueback.render.printing"]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603  # ourselves


def printer() -> Callable[[str], bytes] | None:
    """What makes a PDF of a page here; None where nothing does."""
    get_ready()
    if _waiting and _is_able(_waiting[-1]):
        return _by_weasyprint
    browser = _browser()
    return None if browser is None else _by_browser(browser)


def _is_able(process: subprocess.Popen[bytes]) -> bool:
    """Whether the library is there with all that it draws with; it says so when it is loaded."""
    assert process.stdout is not None
    if process.stdout.readline() == READY:
        return True
    _waiting.remove(process)
    process.kill()
    process.communicate()
    return False


def _by_weasyprint(html: str) -> bytes:
    if not _waiting:  # the second paper of a command
        _waiting.append(_begun())
        _is_able(_waiting[-1])
    process = _waiting.pop()
    try:
        made, _ = process.communicate(html.encode(), timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        made = b""
    if process.wait() or not made:
        raise refused(
            "WeasyPrint could not print the paper.",
            "Make it as a page with --html, and print that.",
        )
    return made


def _browser() -> str | None:
    known = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    return known or next((path for path in _ELSEWHERE if Path(path).is_file()), None)


def _by_browser(browser: str) -> Callable[[str], bytes]:
    def printed(html: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            page, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
            page.write_text(html, encoding="utf-8")
            words = [
                browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-sync",
                "--disable-background-networking", "--disable-component-update",
                "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={pdf}", page.as_uri(),
            ]  # fmt: skip
            if system.is_root():
                words.insert(1, "--no-sandbox")  # a browser refuses to run as root otherwise
            try:
                subprocess.run(words, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603
                return pdf.read_bytes()
            except (OSError, subprocess.SubprocessError) as error:
                raise refused(
                    f"{Path(browser).name} could not print the paper: {error}.",
                    "Make it as a page with --html, and print that.",
                ) from None

    return printed
