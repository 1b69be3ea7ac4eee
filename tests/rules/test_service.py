"""Promises kept, disconnects, recommendations: both sides of each boundary."""

from __future__ import annotations

from typing import Any

import pytest

from tests.story import as_of, story
from valueback.errors import Problem
from valueback.model.data import changed
from valueback.model.practice import Practice, practice_from
from valueback.model.timeline import Timeline
from valueback.rules.portfolio import facts, portfolio, retention
from valueback.rules.service import Promise, Service, net_promoters

MONTHLY: dict[str, Any] = {"id": "review", "text": "We review", "every_days": 30}


def practice(*standards: dict[str, Any], **tables: Any) -> Practice:
    found = practice_from({"schema": 1, "standard": list(standards or (MONTHLY,)), **tables})
    assert isinstance(found, Practice), found
    return found


def serving(lines: str, when: str, *standards: dict[str, Any], **tables: Any) -> Service:
    return Service(Timeline(story(lines), as_of(when)), practice(*standards, **tables))


def promise(lines: str, when: str, **changes: Any) -> Promise:
    [found] = serving(lines, when, MONTHLY | changes).promises
    return found


# The agreement starts on 12 January: 30 days on is 11 February.


@pytest.mark.parametrize(
    ("when", "status"),
    [
        ("02-03", "ok"),
        ("02-04", "due"),  # within 7 days
        ("02-11", "due"),
        ("02-12", "overdue"),  # from the day after
        ("02-12T00:00", "overdue"),
    ],
)
def test_status_from_the_start(when: str, status: str) -> None:
    found = promise("", when)
    assert (found.status, found.due.isoformat(), found.last) == (status, "2026-02-11", None)


def test_the_next_day_counts_from_the_last_real_touch() -> None:
    found = promise("T1 touch 01-20T10:00 standard=review", "02-01")
    assert (found.due.isoformat(), found.status) == ("2026-02-19", "ok")
    other = promise("T1 touch 01-20T10:00 standard=other", "02-01")
    assert other.last is None
    later = promise("T1 touch 03-01T10:00 standard=review", "02-01")
    assert later.last is None  # not yet


def test_a_standard_counts_from_its_own_beginning_where_that_is_later() -> None:
    from datetime import date

    assert promise("", "03-01", since=date(2026, 2, 20)).due.isoformat() == "2026-03-22"
    assert promise("", "02-01", since=date(2025, 2, 20)).due.isoformat() == "2026-02-11"


@pytest.mark.parametrize(
    ("touches", "when", "kept", "promised"),
    [
        (["02-11"], "02-11", 0, 0),  # the first period ends with this day
        (["02-11"], "02-12", 1, 1),
        (["02-12"], "02-12", 0, 1),  # a day late: it keeps the second period
        (["02-12"], "03-13", 0, 1),
        (["02-12"], "03-14", 1, 2),
        (["01-12"], "02-12", 1, 1),  # the first day belongs to the first period
        (["01-20", "01-25"], "03-14", 1, 2),  # twice in one period is once
        (["01-20", "02-20"], "03-14", 2, 2),
        (["01-05"], "02-12", 0, 1),  # before the start nothing was promised
    ],
)
def test_periods_kept_of_periods_passed(
    touches: list[str], when: str, kept: int, promised: int
) -> None:
    lines = "".join(f"T{n} touch {day}T10:00 standard=review\n" for n, day in enumerate(touches, 1))
    found = promise(lines, when)
    assert (found.kept, found.promised) == (kept, promised)


def test_after_the_engagement_nothing_falls_due() -> None:
    assert promise("", "07-12").status == "overdue"
    assert promise("", "07-13").status == "ended"
    early = "E1 end 02-20T10:00 by=both reason=done"
    found = promise(early, "06-01")
    assert (found.status, found.promised) == ("ended", 1)


def test_entries_keep_a_promise_by_themselves() -> None:
    held = "S1 session 01-20T10:00 minutes=60\n"
    assert promise(held, "02-01", kept_by=["session"]).last is not None
    assert promise(held, "02-01").last is None
    missed = "S1 session 01-20T10:00 minutes=60 no_show=client\n"
    assert promise(missed, "02-01", kept_by=["session"]).last is None


def test_segments_get_theirs_and_a_client_without_one_what_everyone_gets() -> None:
    tables = {"segment": [{"id": "growth", "name": "Growth"}]}
    for_growth = MONTHLY | {"id": "extra", "segments": ["growth"]}
    found = serving("", "02-01", MONTHLY, for_growth, **tables)
    assert [p.standard.id for p in found.promises] == ["review"]


def touched(months: int) -> str:
    days = ("01-20", "02-20", "03-20", "04-20", "05-20")
    return "".join(
        f"T{n} touch {day}T10:00 standard=review\n" for n, day in enumerate(days[:months], 1)
    )


@pytest.mark.parametrize(
    ("months", "score", "disconnect"),
    [
        (5, 6, True),  # kept, and the client does not see it
        (5, 7, False),
        (4, 6, False),  # 80 %
        (3, 9, True),  # 60 %: not kept, and the client is glad
        (3, 8, False),
        (4, 9, False),
    ],
)
def test_the_disconnect_goes_both_ways(months: int, score: int, disconnect: bool) -> None:
    found = serving(touched(months) + survey(score), "06-12").promises[0]
    assert found.promised == 5
    assert found.disconnect is disconnect


def survey(score: int, at: str = "06-01", id_: str = "U1") -> str:
    return f"{id_} survey {at}T10:00 nps={score} score.review={score}\n"


def test_the_latest_survey_counts() -> None:
    found = serving(survey(9, "05-01") + survey(3, "06-01", "U2"), "06-12")
    assert found.promises[0].score == 3
    assert found.survey is not None
    assert found.survey.recommends == 3


def test_the_next_audit() -> None:
    assert serving("", "02-01").audit_due.isoformat() == "2026-04-12"
    assert serving(survey(9, "03-01"), "03-02").audit_due.isoformat() == "2026-05-30"
    assert serving("", "02-01", audit={"every_days": 10}).audit_due.isoformat() == "2026-01-22"


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ([9] * 52 + [7] * 30 + [6] * 18, 34),
        ([], None),
        ([10], 100),
        ([0], -100),
        ([8, 7], 0),
        ([9, 9, 0, 8, 8, 8, 8, 8], 13),  # 12.5, half up
    ],
)
def test_net_promoters(answers: list[int], score: int | None) -> None:
    assert net_promoters(answers) == (score, len(answers))


# --- referrals ---

GLAD = """
S1 session 01-13T10:00 minutes=60
F1 feedback 01-14T10:00 session=S1 text=good value=4
S2 session 01-20T10:00 minutes=60
F2 feedback 01-21T10:00 session=S2 text=good value=5
"""


@pytest.mark.parametrize(
    ("more", "when", "due"),
    [
        ("", "01-25", True),
        ("F3 feedback 01-22T10:00 session=S2 text=hm value=3", "01-25", False),
        ("F3 feedback 01-22T10:00 session=S2 text=hm", "01-25", False),
        ("", "02-12", False),  # a promise is overdue
        ("L1 claim 01-22T10:00 text=back", "01-25", False),
        ("I1 incident 01-22T10:00 text=shouted", "01-25", False),
        ("F0 feedback 01-13T12:00 session=S1 text=hm value=2", "01-25", False),
        ("RA1 referral-ask 01-22T10:00", "01-25", False),
    ],
)
def test_a_referral_is_asked_for_when_it_has_been_earned(more: str, when: str, due: bool) -> None:
    more = more.replace("F0", "F9")
    assert serving(GLAD + more, when).referral.due is due


def test_it_is_asked_again_after_ninety_days() -> None:
    asked = GLAD + "RA1 referral-ask 01-22T10:00\nT1 touch 04-01T10:00 standard=review\n"
    assert not serving(asked, "04-22T09:59:59").referral.due
    assert serving(asked, "04-22T10:00").referral.due


# --- over the practice ---


def test_retention_counts_what_was_renewed_of_what_ended() -> None:
    from valueback.frozen import replace

    first = story("")
    header = changed(first.header, id="ana-souza-2", previous="ana-souza")
    second = replace(story(""), header=header)
    draft = replace(story("", signed=False), header=header)

    def at(when: str, *engagements: Any) -> tuple[int, int]:
        return retention([facts(Timeline(e, as_of(when)), practice()) for e in engagements])

    assert at("07-12", first, second) == (0, 0)
    assert at("07-13", first) == (0, 1)
    assert at("07-13", first, draft) == (0, 1)
    running = changed(second.header.agreement, ends=as_of("2027-07-12").date())
    second = replace(second, header=changed(header, agreement=running))
    assert at("07-13", first, second) == (1, 1)


def test_the_lifetime_value_of_a_client() -> None:
    from decimal import Decimal

    paid = story('PR1 refund 02-01T10:00 amount="400.00"')
    rows = [
        facts(Timeline(engagement, as_of("03-01")), practice())
        for engagement in (paid, paid, story("", signed=False))
    ]
    worth = portfolio(rows, practice()).lifetime_values(rows[0])
    assert worth == {"USD": Decimal(4000)}


# --- the file ---


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"standard": [MONTHLY, MONTHLY]}, "used twice"),
        ({"standard": [MONTHLY | {"segments": ["gold"]}]}, "no segment 'gold'"),
        ({"standard": [MONTHLY | {"kept_by": ["sesion"]}]}, "not a kind of entry"),
        ({"standard": [MONTHLY | {"every_days": 0}]}, "at least"),
        ({"standard": [MONTHLY | {"evry": 3}]}, "not a field"),
        ({"segment": [{"id": "a"}]}, "missing"),
    ],
)
def test_what_is_wrong_in_practice_toml_is_named(tables: dict[str, Any], message: str) -> None:
    found = practice_from({"schema": 1, **tables})
    assert isinstance(found, list)
    assert all(isinstance(problem, Problem) for problem in found)
    assert any(message in f"{p.message} {p.remedy}" for p in found), found
