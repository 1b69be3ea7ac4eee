"""Every paper with and without every field that may be left out: no hole, no empty row, no stray
backslash, in any of the three forms.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from pypdf import PdfReader

from tests.cli.test_papers import has_weasyprint, text_of
from tests.conftest import EXAMPLE, Run
from tests.story import SIGNED, entry, header
from valueback.render.printing import drawn

NOW = "2026-03-04T09:00"

LOG = f"""{SIGNED}
B1 booking 01-09T16:00 to=2026-01-12T10:00 minutes=60
S1 session 01-12T10:00 minutes=60 booking=B1 recording=https://x.example/1 actual_minutes=80
H1 homework 01-12T11:00 due=01-19 text=Write session=S1
D1 homework-done 01-18T09:00 homework=H1 evidence=page.pdf
Q1 feedback-request 01-12T12:00 session=S1 channel=mail
F1 feedback 01-13T10:00 session=S1 text=Good value=2 missing=Prices
A1 adjustment 01-14T10:00 feedback=F1 text=Added
B2 booking 01-09T16:00 to=2026-01-26T10:00
C1 cancellation 01-20T10:00 booking=B2 by=client reason=Fair
B3 booking 01-20T10:05 to=2026-01-28T10:00 replaces=C1
S2 session 01-28T10:00 minutes=60 late_minutes=3 left_early_minutes=2 provider_late_minutes=1
V1 result 02-01T10:00 result=contracts amount="1000.00" text=First evidence=mail
X1 factor 02-01T10:00 cause=other from=02-01 to=02-02 text=Storm affects=attendance
P1 payment 02-01T10:00 amount="1200.00" for=agreement
R1 request 02-02T10:00 text=A_letter item=sessions minutes=30
W1 work 02-03T10:00 minutes=45 text=Wrote item=sessions request=R1
K1 decision 02-03T11:00 request=R1 outcome=goodwill text=Gladly
R2 request 02-04T10:00 text=More
CO1 change-order 02-05T10:00 title=More reason=Wished request=R2 days=7 valid_until=03-01 line=1*90.00
CS1 change-order-status 02-05T11:00 change_order=CO1 status=sent
CS2 change-order-status 02-06T11:00 change_order=CO1 status=approved
G1 expense 02-06T12:00 amount="20.00" text=Copies
H2 homework 02-10T11:00 due=02-17 text=Call
B4 booking 03-02T10:00 to=2026-03-09T10:00
"""

FULL: dict[str, Any] = header(
    schema=2,
    scope=[{"id": "sessions", "text": "Session", "unit": "session", "quantity": 24, "minutes": 60}],
    package="mentoring-6m",
    hourly_rate="100.00",
    goodwill_minutes=60,
    time_zone="America/Sao_Paulo",
)
FULL["client"] |= {
    "email": "ana@example.com", "phone": "+5511912345678", "called": "Ana", "address": "Rua A, 1",
    "tax_id": "123", "time_zone": "Europe/Lisbon", "locale": "en_GB", "traits": ["owner-led"],
}  # fmt: skip
FULL["log"] = [entry(line) for line in sorted(LOG.splitlines(), key=str) if line.strip()]
FULL["log"].sort(key=lambda e: (e["at"], e["id"]))

OWN = {
    "email": "clara@example.com", "phone": "+5511912340000", "address": "Rua B, 2", "tax_id": "45",
    "hourly_rate": "120.00",
}  # fmt: skip

PAPERS = (
    ("agreement", "ana"),
    ("dossier", "ana"),
    ("report", "ana", "--for", "client"),
    ("change-order", "ana", "--reprint", "CO1"),
    ("survey-form", "ana"),
    ("policies",),
    ("bill-of-rights",),
)
PAGES = (("report", "ana"), ("report",))
LETTERS = (
    ("request-feedback", "ana"),
    ("reminder", "ana"),
    *(("reply", "ana", "R2", kind) for kind in ("goodwill", "declined")),
)
NEEDED = {"name", "title", "starts", "price", "currency", "scope", "id", "kind", "at", "logged"}
_WRONG = ("\\", "{{", "{%", "None", "Undefined", "**")
_HOLE = re.compile(r"(?:,|:|;|\() ?(?:\.|,|;|\))|\(\)|  \.")
_EMPTY_ROW = re.compile(r"<tr>(?:\s*<td[^>]*>\s*</td>)+\s*</tr>")


def optional() -> Iterator[tuple[Any, ...]]:
    """The place of every field that may be left out."""
    for table in ("client", "agreement"):
        yield from ((table, key) for key in FULL[table] if key not in NEEDED)
    for row, logged in enumerate(FULL["log"]):
        yield from (("log", row, key) for key in logged if key not in NEEDED)
    yield from (("practice", key) for key in OWN)


def named(path: tuple[Any, ...]) -> str:
    """A place as the name of a test: `F1.value`."""
    if path[:1] == ("log",):
        return f"{FULL['log'][path[1]]['id']}.{path[2]}"
    return ".".join(map(str, path)) or "nothing"


def written(folder: Path, without: tuple[Any, ...] = ()) -> None:
    """The practice in its files, less one field."""
    tables, own = copy.deepcopy(FULL), dict(OWN)
    if without[:1] == ("practice",):
        del own[without[1]]
    elif without:
        at: Any = tables
        for step in without[:-1]:
            at = at[step]
        del at[without[-1]]
    text = (EXAMPLE / "practice.toml").read_text()
    for key in OWN:
        text = re.sub(rf"(?m)^{key} = .*\n", "", text, count=1)
    text = text.replace("[practice]\n", "[practice]\n" + tomli_w.dumps(own))
    text += '\n[[standard]]\nid = "review"\ntext = "We review"\nevery = "1 month"\n'
    (folder / "engagements").mkdir(parents=True)
    (folder / "practice.toml").write_text(text)
    (folder / "engagements" / "ana-souza.toml").write_text(tomli_w.dumps(tables))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(tmp_path / "own"))
    return tmp_path / "own"


def whole(words: tuple[str, ...], page: str) -> None:
    """A page without a hole in any sentence."""
    text = text_of(page)
    for wrong in _WRONG:
        assert wrong not in text, (words, wrong)
    assert _HOLE.search(text) is None, (words, text[: _HOLE.search(text).end()][-80:])  # type: ignore[union-attr]
    assert _EMPTY_ROW.search(page) is None, words


@pytest.mark.parametrize("path", [(), *optional()], ids=named)
def test_nothing_is_missed_where_a_field_is_left_out(
    path: tuple[Any, ...], run: Run, folder: Path, tmp_path: Path
) -> None:
    written(folder, path)
    first = run("check-guarantee", "ana", now=NOW)
    if first.exit_code:  # the field is needed after all
        assert "engagements/ana-souza.toml" in first.err
        assert path[-1] not in ALWAYS_OPTIONAL
        return
    for number, words in enumerate((*PAPERS, *PAGES)):
        file = tmp_path / f"{number}.html"
        said = run(*words, "--html", "--output", str(file), now=NOW)
        assert said.exit_code == 0, (words, said.err)
        whole(words, file.read_text())
    for words in PAPERS:
        said = run(*words, "--output", "-", now=NOW)
        assert said.exit_code == 0, (words, said.err)
        assert "None" not in said.out
    for words in LETTERS:
        said = run(*words, now=NOW)
        assert said.exit_code == 0, (words, said.err)
        assert _HOLE.search(said.out) is None, said.out
        assert "\\" not in said.out


ALWAYS_OPTIONAL = {
    "email", "phone", "called", "address", "tax_id", "time_zone", "locale", "traits", "package",
    "hourly_rate", "goodwill_minutes", "recording", "value", "missing", "evidence", "days",
    "valid_until", "actual_minutes",
}  # fmt: skip
"""Fields without which every entry is still whole; the others are needed in some kinds."""


@pytest.mark.skipif(not has_weasyprint(), reason="the extra pdf is not there")
@pytest.mark.parametrize("bare", [False, True])
def test_nothing_is_missed_in_a_pdf(*, bare: bool, run: Run, folder: Path, tmp_path: Path) -> None:
    """With all that can be said, and with none of it."""
    if bare:
        run("init", str(folder), "--provider", "C L", "--time-zone", "UTC", "--currency", "USD")
        new = ("--title", "T", "--price", "900", "--starts", "2026-01-12", "--months", "3")
        said = run("new-client", "Ana", *new, "--set", "guarantee.offered=false", now=NOW)
        assert said.exit_code == 0, said.err
    else:
        written(folder)
    papers = [
        p for p in (*PAPERS, *PAGES) if not bare or p[0] not in ("change-order", "survey-form")
    ]
    for number, words in enumerate(papers):
        file = tmp_path / f"{number}.html"
        said = run(*words, "--html", "--output", str(file), now=NOW)
        assert said.exit_code == 0, (words, said.err)
        whole(words, file.read_text())
        sheets = PdfReader(BytesIO(drawn(file.read_text()))).pages
        text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
        for wrong in _WRONG:
            assert wrong not in text
        assert f"{len(sheets)} / {len(sheets)}" in text
