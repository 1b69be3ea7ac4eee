"""The agreement's paper says every term that any check applies: taken away, each changes it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.test_papers import has_weasyprint, text_of
from tests.story import SAO_PAULO, header
from valueback.model.data import field_names
from valueback.model.engagement import Engagement
from valueback.model.meetings import Meetings
from valueback.model.practice import Practice, practice_from
from valueback.model.promises import ScopeItem
from valueback.model.reading import engagement_from
from valueback.record.templates import Templates
from valueback.render.documents import rendered
from valueback.render.paper import Paper, as_page
from valueback.render.papers import agreement_words
from valueback.render.printing import drawn

TERMS: dict[str, Any] = {
    "late_cancellation_uses_session": False,
    "time_zone": "Europe/Berlin",
    "price_per": "month",
    "calendar": {"working_days": ["mon", "wed"], "free_days": [date(2026, 2, 16)]},
    "minimum_result": [
        {"id": "fees", "text": "Fees", "target": "2400.00"},
        {"id": "clients", "text": "New clients", "target": 7, "unit": "client"},
    ],
    "scope": [
        {
            "id": "hours",
            "text": "Work",
            "unit": "hour",
            "quantity": 8,
            "per": "month",
            "counted_from": "calendar",
            "increment_minutes": 15,
            "carry": "50%",
            "carry_periods": 2,
            "answer_within": "2 working days",
        },
        {"id": "calls", "text": "Calls", "quantity": 3, "per": "quarter", "minutes": 25},
    ],
    "meetings": {
        "cancellation_notice": "2 working days by 16:00",
        "moving_notice": "3 hours",
        "booking_grace_minutes": 90,
        "reschedule_within": "same month",
        "reschedule_rule": "held",
        "late_grace_minutes": 11,
        "early_leave_grace_minutes": 12,
        "feedback_within": "3 days",
        "ask_within": "2 hours",
        "adjust_within": "4 days",
        "homework_due": "1 week",
        "homework_grace": "1 day",
    },
    "tax": "including 19 % VAT",
    "payment_within": "9 days",
    "leaving": [
        {
            "by": "client",
            "within": "20 days",
            "from": "first session",
            "used_at_most": 3,
            "duties": True,
            "of": "paid",
        },
        {"percent": 70, "of": "repriced", "unit_price": "31.00", "less": "5%"},
    ],
    "fee": [
        {
            "miss": "late-cancellation",
            "below": "5 hours",
            "percent": 60,
            "free": 2,
            "basis": "the room",
        }
    ],
    "guarantee": {
        "refund_percent": 80,
        "plus": "41.00",
        "basis": "last 2 payments",
        "refund_within": "17 days",
        "results_needed": "all",
        "claim_within": "2 weeks",
        "allowed": {
            "feedback": "20%",
            "homework": "1 per month",
            "presence": 3,
            "cancellation": "1 per quarter",
            "payment": 1,
        },
    },
    "accountability": {
        "counts": ["homework", "move"],
        "moves_allowed": "2 per quarter",
        "window": "90 days",
        "penalty_cap": "300.00",
        "step": [{"misses": 2, "action": "penalty", "amount": "50.00", "basis": "the hour"}],
    },
}
"""An agreement that says something of its own about everything."""

NEEDED = {
    "id",
    "text",
    "quantity",
    "unit",
    "target",
    "misses",
    "action",
    "amount",
    "basis",
    "step",
    "of",
    "unit_price",
    "miss",
}
"""What a row cannot be without, or what another term of it rests on."""


def practice() -> Practice:
    found = practice_from({"schema": 2})
    assert isinstance(found, Practice)
    return found


def paper(terms: dict[str, Any], language: str = "en") -> str:
    tables = header(schema=2, **copy.deepcopy(terms), language=language) | {"log": []}
    found = engagement_from(tables, "ana-souza", SAO_PAULO)
    assert isinstance(found, Engagement), found
    source = Templates(Path("/nowhere"), language, language)
    return rendered("agreement.md", agreement_words(found, practice()), source)


def page_of(words: str) -> str:
    return as_page(Paper("agreement", words, "en"), Templates(Path("/nowhere")))


@cache
def pdf_text(page: str) -> str:
    """What a reader of the PDF reads."""
    return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(drawn(page))).pages)


def leaves(table: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every single term."""
    if isinstance(table, dict):
        for key, value in table.items():
            inner = isinstance(value, dict) or (
                isinstance(value, list) and value and isinstance(value[0], dict)
            )
            if inner:
                yield from leaves(value, (*path, key))
            elif key not in NEEDED:
                yield (*path, key)
    else:
        for number, row in enumerate(table):
            yield from leaves(row, (*path, number))


def without(path: tuple[Any, ...]) -> dict[str, Any]:
    """The terms less one, and less what could not act without it."""
    terms = copy.deepcopy(TERMS)
    at = terms
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    if path == ("scope", 0, "per"):
        at["per"] = "week"
    if path == ("scope", 0, "carry"):
        del at["carry_periods"]
    if path == ("leaving", 0, "within"):
        del at["from"]
    if path == ("fee", 0, "percent"):
        at["amount"] = "7.00"
    if path == ("accountability", "counts"):
        del at["moves_allowed"]
    if path == ("accountability", "moves_allowed"):
        at["counts"] = ["homework"]
    return terms


@pytest.mark.parametrize("path", list(leaves(TERMS)), ids=str)
def test_every_form_of_the_paper_says_every_term(path: tuple[Any, ...]) -> None:
    assert paper(without(path)) != paper(TERMS)
    page = page_of(paper(without(path)))
    assert text_of(page) != text_of(page_of(paper(TERMS)))
    if has_weasyprint():
        assert pdf_text(page) != pdf_text(page_of(paper(TERMS)))


@pytest.mark.parametrize("path", [p for p in leaves(TERMS) if p[0] == "meetings"], ids=str)
def test_the_paper_says_what_holds_for_meetings_without_a_guarantee(path: tuple[Any, ...]) -> None:
    def bare(terms: dict[str, Any]) -> dict[str, Any]:
        return {**terms, "guarantee": {"offered": False}, "ends": None}

    whole = paper(bare(TERMS))
    assert paper(bare(without(path))) != whole
    assert "money-back guarantee" in whole


def test_nothing_is_left_out_of_these_tests() -> None:
    assert set(TERMS["meetings"]) == set(field_names(Meetings))
    said = set(TERMS["scope"][0]) | set(TERMS["scope"][1])
    assert said == set(field_names(ScopeItem))
