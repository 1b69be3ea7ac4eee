"""docs/json.md lists the keys of every report; tests/conftest.py looks up whatever is read as JSON."""

from __future__ import annotations

from pathlib import Path

from tests.json_keys import listed, unlisted

SOURCE = Path(__file__).parents[1] / "src" / "valueback"


def test_every_key_of_the_page_stands_in_the_source() -> None:
    text = "".join(path.read_text() for path in SOURCE.rglob("*.py"))
    reports = listed()
    assert len(reports) > 20
    gone = [
        f"{report}: {key}"
        for report, keys in reports.items()
        for key in keys
        if f'"{key.split(".")[-1]}"' not in text and key.split(".")[-1] not in SPELT_OTHERWISE
    ]
    assert gone == []


SPELT_OTHERWISE = (
    "approved_before", "before", "after", "change",  # the fields of a PriceLadder
    "words", "why", "say",  # the fields of a Remark
)  # fmt: skip


def test_a_key_that_is_not_listed_is_found() -> None:
    assert unlisted({"schema": 1, "report": "verify", "new": 1}) == ["new"]
