"""A process of its own that makes one PDF: a page by standard input, the PDF to standard output.

Loading what draws takes a second; the process does it while the command still writes the paper.
"""

from __future__ import annotations

import gc
import os
import sys

READY = b"ready\n"
"""What it says when it can draw."""


def drawn(html: str) -> bytes:
    """The page as a PDF by WeasyPrint; the same page gives the same bytes."""
    import weasyprint

    found: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing_from_elsewhere).write_pdf()
    return found


def _nothing_from_elsewhere(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"a paper holds nothing from elsewhere: {url}")


def main() -> None:
    """Draw the page that comes; nothing where none does."""
    gc.disable()  # one page, and over
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):  # the library, or what it draws with, is not there
        return
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    html = sys.stdin.buffer.read().decode()
    if html:
        sys.stdout.buffer.write(drawn(html))
        sys.stdout.buffer.flush()
    os._exit(0)  # all is said; taking the library down again would take its time, too


if __name__ == "__main__":
    main()
