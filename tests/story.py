"""Engagements in a few lines, for tables of cases.

    S1 session 01-12T10:00 minutes=60
    F1 feedback 01-19T23:59 session=S1 text=fine

A line is an entry: id, kind, `at`, fields. Times are of 2026, on the wall clock of the story's zone
unless they carry an offset; `_` stands for a space in texts.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from valueback.model.engagement import Engagement
from valueback.model.reading import engagement_from
from valueback.model.timeline import Timeline
from valueback.moments import end_of_day, fixed
from valueback.rules.clause_reports import ClauseReport
from valueback.rules.findings import Finding
from valueback.rules.guarantee import Assessed, assess

SAO_PAULO = ZoneInfo("America/Sao_Paulo")

SIGNED = """
SG1 signature 01-09T15:00 by=client
SG2 signature 01-09T15:00 by=provider
"""

_DAY = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)\Z")
_TIME = re.compile(r"(?:\d{4}-)?\d\d-\d\dT\d\d:\d\d")


def instant(text: str, zone: ZoneInfo = SAO_PAULO) -> datetime:
    """`01-12T10:00` as an instant."""
    full = text if re.match(r"\d{4}-", text) else f"2026-{text}"
    moment = datetime.fromisoformat(full)
    return moment if moment.tzinfo else fixed(moment.replace(tzinfo=zone))


def value(text: str, zone: ZoneInfo) -> Any:
    """A field's value from its text."""
    if _TIME.match(text):
        return instant(text, zone)
    if day := _DAY.match(text):
        return date(int(day[1] or 2026), int(day[2]), int(day[3]))
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return text.replace("_", " ")


def entry(line: str, zone: ZoneInfo = SAO_PAULO) -> dict[str, Any]:
    """An entry from its line; `set.field=` fills the table of an amendment."""
    id_, kind, at, *fields = line.split()
    raw: dict[str, Any] = {"id": id_, "kind": kind, "at": instant(at, zone)}
    raw["logged"] = raw["at"]
    for field in fields:
        name, _, text = field.partition("=")
        found = text.strip('"') if text.startswith('"') else value(text, zone)
        if name == "line":  # quantity x price x item
            quantity, price, *item = text.split("*")
            order: dict[str, Any] = {"text": "line", "quantity": int(quantity), "unit_price": price}
            order |= {"item": item[0]} if item and item[0] else {}
            order |= {"per": item[1]} if item[1:] else {}
            raw.setdefault("line", []).append(order)
        elif name == "free_days":
            raw[name] = [value(day, zone) for day in text.split(",")]
        elif name.startswith("score."):
            raw.setdefault("scores", {})[name.removeprefix("score.")] = found
        elif name.startswith("set."):
            raw.setdefault("set", {})[name.removeprefix("set.")] = found
        else:
            raw[name] = found
    return raw


def header(**terms: Any) -> dict[str, Any]:
    """The tables above a log; `guarantee`, `allowed` and others override the defaults.

    They are those of the first edition, unless `schema=2` asks for today's.
    """
    schema = terms.pop("schema", 1)
    allowed = {"allowed": terms.pop("allowed")} if "allowed" in terms else {}
    guarantee = terms.pop("guarantee", {}) | allowed
    agreement: dict[str, Any] = {
        "title": "Mentoring",
        "objective": "Win contracts",
        "starts": date(2026, 1, 12),
        "ends": date(2026, 7, 12),
        "price": "2400.00",
        "currency": "USD",
        "minimum_result": [
            {"id": "contracts", "text": "New contracts", "target": "2400.00"},
            {"id": "standing", "text": "Better feedback"},
        ],
        "scope": [],
        "guarantee": guarantee,
    }
    agreement |= terms
    agreement = {name: given for name, given in agreement.items() if given is not None}
    return {
        "schema": schema,
        "id": "ana-souza",
        "client": {"name": "Ana Souza"},
        "agreement": agreement,
    }


def story(
    lines: str, *, zone: ZoneInfo = SAO_PAULO, signed: bool = True, **terms: Any
) -> Engagement:
    """An engagement from its lines, signed by both unless said otherwise."""
    text = SIGNED * signed + lines
    log = [entry(line, zone) for line in text.splitlines() if line.strip()]
    found = engagement_from({**header(**terms), "log": log}, "ana-souza", zone)
    assert isinstance(found, Engagement), found
    return found


def today(lines: str, when: str, **terms: Any) -> Timeline:
    """A story in today's terms, as of a moment: `meetings`, `calendar`, `scope` and others."""
    zone = ZoneInfo(terms.pop("zone", "America/Sao_Paulo"))
    return Timeline(story(lines, zone=zone, schema=2, **terms), as_of(when, zone))


def as_of(text: str, zone: ZoneInfo = SAO_PAULO) -> datetime:
    """`02-01` as the end of that day, `02-01T10:00` as that instant."""
    if day := _DAY.match(text):
        return end_of_day(date(int(day[1] or 2026), int(day[2]), int(day[3])), zone)
    return instant(text, zone)


def judged(lines: str, when: str, **settings: Any) -> Assessed:
    """The answer to a story at a moment."""
    zone = settings.get("zone", SAO_PAULO)
    return assess(Timeline(story(lines, **settings), as_of(when, zone)))


def clause(answer: Assessed, name: str) -> ClauseReport:
    """One clause of an answer."""
    return next(report for report in answer.clauses if report.id == name)


def found(answer: Assessed, check: str, about: str) -> Finding:
    """The one finding of a check on an entry."""
    [finding] = [
        f
        for report in answer.clauses
        for f in report.findings
        if (f.check, f.entry) == (check, about)
    ]
    return finding


def status(answer: Assessed, check: str, about: str) -> str:
    """How the one finding of a check on an entry stands."""
    return found(answer, check, about).status
