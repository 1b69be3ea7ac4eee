"""Open the pages of the example practice in a real browser, and look for what no test sees.

    make check-pages      no console error, no request, no sideways scrolling on a phone, nothing
                          that axe-core finds, pages numbered where they are printed; each paper as
                          a PDF, its pages numbered, made in time
    make pages            also keeps pictures of pages and PDFs in docs/pages/

Needs Chromium: Debian's package `chromium`, or any other named in CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import sync_playwright
from pypdf import PdfReader
from pypdfium2 import PdfDocument

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
SHOTS = ROOT / "docs" / "pages"
NOW = "2026-03-04T09:00:00-03:00"
WIDTHS = {"desktop": 1100, "phone": 390}
LETTERS = {"plain": (), "unguaranteed": ("--set", "guarantee.offered=false")}
"""Agreements with none of the optional terms, with a guarantee and without one."""

PAGES = {
    "client": ("report", "ana"),
    "monthly": ("report", "gil"),
    "practice": ("report",),
    "dossier": ("dossier", "carla"),
    "agreement": ("agreement", "ana"),
    "agreement-monthly": ("agreement", "gil"),
    "agreement-plain": ("agreement", "plain"),
    "agreement-unguaranteed": ("agreement", "unguaranteed"),
    "dossier-monthly": ("dossier", "gil"),
    "change-order": ("change-order", "gil", "--reprint", "CO1"),
    "progress": ("report", "ana", "--for", "client"),
    "progress-monthly": ("report", "gil", "--for", "client"),
    "policies": ("policies",),
    "bill-of-rights": ("bill-of-rights",),
    "survey": ("survey-form", "ana"),
    "statement": ("statement", "ana"),
    "statement-monthly": ("statement", "gil"),
    "payments": ("check-payments", "carla"),
}
SPOKEN = {
    "agreement": ("agreement", "ana"),
    "dossier": ("dossier", "davi"),
    "change-order": ("change-order", "gil", "--reprint", "CO1"),
    "progress": ("report", "ana", "--for", "client"),
    "payments": ("check-payments", "carla"),
}
"""What a client receives, once more in each other language."""
HABITS = {"pt": "pt_BR", "es": "es_ES", "de": "de_DE", "fr": "fr_FR"}
"""The languages, with the locale of a client."""
SECONDS = 3 * float(os.environ.get("VALUEBACK_PATIENCE", "2"))
"""How long a paper may take as a PDF: three seconds, twice that where several things run."""


def ran(folder: Path, practice: Path, *words: str) -> float:
    """A command as users run it, and how many seconds it took; an end where it fails."""
    begun = monotonic()
    environment = {**os.environ, "VALUEBACK_NOW": NOW, "VALUEBACK_PRACTICE": str(practice)}
    command = [sys.executable, "-m", "valueback", *words]
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode or "in English" in done.stderr:
        sys.exit(f"{practice.name}, {' '.join(words)}: {done.stderr}")
    return monotonic() - begun


def made(folder: Path, form: str) -> dict[str, Path]:
    """The papers of the example practice, written by the commands that users run."""
    practice = folder / f"lima-{form}"
    shutil.copytree(ROOT / "examples" / "lima", practice)
    with (practice / "practice.toml").open("a") as file:
        file.write('\n[[standard]]\nid = "review"\ntext = "We review your progress"\n')
        file.write('every = "1 month"\n')
    run = partial(ran, folder, practice)

    for name, terms in LETTERS.items():
        agreed = ("--objective", "Sell more", "--result", "Two new clients", "--price", "900")
        run("new-client", name, *agreed, "--months", "3", "--starts", "2026-03-09", *terms)
    found = {}
    for name, words in PAGES.items():
        path = folder / f"{name}.{form}"
        if words[0] == "statement":
            took = run(*words, f"--{form}")
            [written] = practice.glob(f"documents/{words[1]}-*/statement-ST*.{form}")
            written.rename(path)
        else:
            took = run(*words, f"--{form}", "--output", str(path))
        found[name] = path
        if form == "pdf":
            print(f"{name}: {took:.1f} s")
            if took > SECONDS:
                sys.exit(f"{name} takes {took:.1f} s as a PDF, more than {SECONDS:.0f}.")
    return found


def spoken(folder: Path, form: str) -> dict[str, Path]:
    """The same papers for a Brazilian, a Spanish, a German and a French client."""
    found: dict[str, Path] = {}
    for language, locale in HABITS.items():
        practice = folder / f"lima-{language}-{form}"
        shutil.copytree(ROOT / "examples" / "lima", practice)
        for file in (practice / "engagements").glob("*.toml"):
            text = file.read_text().replace('language = "en"', f'language = "{language}"')
            file.write_text(text.replace("[client]\n", f'[client]\nlocale = "{locale}"\n'))
        for name, words in SPOKEN.items():
            path = found[f"{language}-{name}"] = folder / f"{language}-{name}.{form}"
            ran(folder, practice, *words, f"--{form}", "--output", str(path))
    return found


def kept(picture: Image.Image, name: str) -> None:
    """Keep a picture, in as few colours as its letters and bars need."""
    picture.convert("RGB").quantize(96, Image.Quantize.MAXCOVERAGE).save(
        SHOTS / f"{name}.png", optimize=True
    )


def wrong_in_pdf(name: str, path: Path, *, keep: bool) -> list[str]:
    """What is wrong with a paper as a PDF: pages without a number, nothing to search."""
    pages = PdfReader(path).pages
    found = [
        f"{name}, PDF: page {number} is not numbered"
        for number, sheet in enumerate(pages, 1)
        if f"{number} / {len(pages)}" not in sheet.extract_text()
    ]
    if keep:
        for number, sheet in enumerate(PdfDocument(path), 1):
            kept(sheet.render(scale=1).to_pil(), f"{name}-pdf-{number}")
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
                kept(Image.open(BytesIO(page.screenshot(full_page=True))), f"{name}-{device}")
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
        "[...document.querySelectorAll('svg:not([aria-hidden]), [role=img]')].filter(e => "
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
    for picture in SHOTS.glob("*.png") if keep else ():
        picture.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = [
            problem
            for papers in (made, spoken)
            for name, path in papers(Path(folder), "html").items()
            for problem in problems(browser, name, path, keep=keep)
        ]
        browser.close()
        found += [
            problem
            for papers in (made, spoken)
            for name, path in papers(Path(folder), "pdf").items()
            for problem in wrong_in_pdf(name, path, keep=keep)
        ]
    for problem in found:
        print(problem)
    where = f"at {len(WIDTHS)} widths, light and dark, and as PDFs"
    count = len(PAGES) + len(SPOKEN) * len(HABITS)
    print(f"{count} pages and papers {where}: {len(found)} problems.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
