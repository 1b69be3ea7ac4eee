"""A page as a PDF: by WeasyPrint where it is installed, else by a browser that is there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from valueback import system
from valueback.errors import refused

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


def printer() -> Callable[[str], bytes] | None:
    """What makes a PDF of a page here; None where nothing does."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):  # the library, or what it draws with, is not there
        browser = _browser()
        return None if browser is None else _by_browser(browser)
    return _by_weasyprint


def _by_weasyprint(html: str) -> bytes:
    import weasyprint

    found: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing_from_elsewhere).write_pdf()
    return found


def _nothing_from_elsewhere(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"a paper holds nothing from elsewhere: {url}")


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
