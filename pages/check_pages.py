"""Open the pages of the example practice in a real browser, and look for what no test sees.

    make check-pages      no console error, no request, no sideways scrolling on a phone, nothing
                          that axe-core finds, pages numbered where they are printed
    make pages            also keeps screenshots in docs/pages/

Needs Chromium: Debian's package `chromium`, or any other named in CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

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
    "agreement": ("agreement", "ana", "--output"),
    "agreement-monthly": ("agreement", "gil", "--output"),
    "dossier-monthly": ("dossier", "gil", "--output"),
    "change-order": ("change-order", "gil", "--redraw", "CO1", "--output"),
    "progress": ("report", "ana", "--for", "client", "--output"),
    "progress-monthly": ("report", "gil", "--for", "client", "--output"),
    "policies": ("policies", "--output"),
    "bill-of-rights": ("bill-of-rights", "--output"),
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
            wrong += hard_to_use(page)
            if scheme == "light" and device == "desktop":
                wrong += printed_wrongly(page)
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


def hard_to_use(page: Page) -> list[str]:
    """What keeps somebody from reading the page, by the rules of axe-core."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} ({rule['nodes'][0]['html'][:120]})" for rule in violations
    ]


def printed_wrongly(page: Page) -> list[str]:
    """Pages on paper that don't say which they are, and of how many."""
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [
        f"page {number} on paper is not numbered"
        for number, sheet in enumerate(pages, 1)
        if f"{number} / {len(pages)}" not in sheet.extract_text()
    ]


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
