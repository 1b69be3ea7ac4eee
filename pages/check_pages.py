"""Open the pages of the example practice in a real browser, and look for what no test sees.

    make check-pages      no console error, no request, no sideways scrolling on a phone
    make pages            also keeps screenshots in docs/pages/

Needs Chromium: Debian's package `chromium`, or any other named in CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
SHOTS = ROOT / "docs" / "pages"
NOW = "2026-03-04T09:00:00-03:00"
WIDTHS = {"desktop": 1100, "phone": 390}
PAGES = {
    "client": ("report", "ana", "--output"),
    "monthly": ("report", "gil", "--output"),
    "practice": ("report", "--output"),
    "dossier": ("dossier", "carla", "--output"),
}


def made(folder: Path) -> dict[str, Path]:
    """The pages of the example practice, written by the commands that users run."""
    practice = folder / "lima"
    shutil.copytree(ROOT / "examples" / "lima", practice)
    environment = {**os.environ, "VALUEBACK_NOW": NOW, "VALUEBACK_PRACTICE": str(practice)}
    found = {}
    for name, words in PAGES.items():
        found[name] = folder / f"{name}.html"
        command = [sys.executable, "-m", "valueback", *words, str(found[name])]
        subprocess.run(command, check=True, env=environment, cwd=folder, capture_output=True)
    return found


def problems(browser: Browser, name: str, path: Path, *, keep: bool) -> list[str]:
    """What is wrong with a page, at each width, light and dark."""
    found: list[str] = []
    for device, width in WIDTHS.items():
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            wrong = watched(page, path.as_uri(), width)
            found += [f"{name}, {device}, {scheme}: {problem}" for problem in wrong]
            if keep and scheme == "light":
                page.screenshot(path=SHOTS / f"{name}-{device}.png", full_page=True)
            page.close()
    return found


def watched(page: Page, address: str, width: int) -> list[str]:
    """Open a page, and what it says, asks for, or shows that it should not."""
    found: list[str] = []
    page.on("console", lambda said: found.append(f"says {said.text}"))
    page.on("pageerror", lambda error: found.append(f"fails: {error}"))
    page.on("request", lambda asked: found.append(f"asks for {asked.url}"))
    page.goto(address)
    found.remove(f"asks for {address}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found.append(f"is {wide} pixels wide, the screen has {width}")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('svg, [role=img]')].filter(e => "
        "!e.getAttribute('aria-label') && !e.querySelector(':scope > title')).length"
    )
    return [*found, f"has {unnamed} pictures without words"] if unnamed else found


def main() -> int:
    """Check every page; 1 where something is wrong."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is missing. Install it (Debian: apt-get install chromium).")
    keep = "--write" in sys.argv
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = [
            problem
            for name, path in made(Path(folder)).items()
            for problem in problems(browser, name, path, keep=keep)
        ]
        browser.close()
    for problem in found:
        print(problem)
    print(f"{len(PAGES)} pages at {len(WIDTHS)} widths, light and dark: {len(found)} problems.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
