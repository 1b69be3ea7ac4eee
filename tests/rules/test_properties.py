"""What holds for every log, not only for those that somebody thought of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.story import SAO_PAULO, SIGNED, as_of, entry, header, instant
from valueback.model.engagement import Engagement
from valueback.model.reading import engagement_from
from valueback.model.timeline import Timeline
from valueback.moments import fixed
from valueback.rules.guarantee import Assessed, assess

START, LAST = as_of("01-12T00:00"), as_of("09-30")
Raw = dict[str, Any]

moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 9, 30)).map(
    lambda d: fixed(d.replace(microsecond=0, tzinfo=SAO_PAULO))
)
days = moments.map(datetime.date)


@st.composite
def logs(draw: st.DrawFn) -> list[Raw]:
    """A log that a file may hold: every reference goes to an entry that is there."""
    log = [entry(line) for line in SIGNED.split("\n") if line]
    ids: dict[str, list[str]] = {}

    def add(letters: str, kind: str, **fields: Any) -> None:
        known = ids.setdefault(kind, [])
        id_ = f"{letters}{len(known) + 1}"
        at = draw(moments)
        log.append({"id": id_, "kind": kind, "at": at, "logged": at, **fields})
        known.append(id_)

    for _ in range(draw(st.integers(0, 5))):
        add("B", "booking", to=draw(moments))
    for booking in ids.get("booking", ()):
        if draw(st.booleans()):
            add(
                "C",
                "cancellation",
                booking=booking,
                by=draw(st.sampled_from(["client", "provider"])),
            )
    for cancelled in ids.get("cancellation", [])[:2]:
        add("B", "booking", to=draw(moments), replaces=cancelled)
    for _ in range(draw(st.integers(0, 4))):
        more: dict[str, Any] = draw(
            st.sampled_from([{}, {"no_show": "client"}, {"late_minutes": 9}, {"recording": "r"}])
        )
        add("S", "session", minutes=60, **more)
    for session in ids.get("session", ()):
        if draw(st.booleans()):
            add("Q", "feedback-request", session=session, channel="email")
        if draw(st.booleans()):
            add("F", "feedback", session=session, text="x", value=draw(st.integers(1, 5)))
    for _ in range(draw(st.integers(0, 3))):
        add("H", "homework", text="x", due=draw(days))
    for homework in ids.get("homework", ()):
        if draw(st.booleans()):
            add("D", "homework-done", homework=homework)
    if draw(st.booleans()):
        first, last = sorted([draw(days), draw(days)])
        affects = draw(st.sampled_from(["attendance", "results", "both"]))
        add("X", "factor", cause="health", **{"from": first, "to": last}, text="x", affects=affects)
    if draw(st.booleans()):
        add("L", "claim", text="x")
    if draw(st.integers(0, 4)) == 0:
        add("E", "end", by=draw(st.sampled_from(["client", "provider", "both"])), reason="x")
    if draw(st.integers(0, 4)) == 0:
        add("AS", "assessment", got_value=draw(st.booleans()), text="x")
    return log


allowances = st.fixed_dictionaries(
    {
        name: st.sampled_from([0, 1, "10%", "50%"])
        for name in ("feedback", "homework", "presence", "cancellation")
    }
)
terms = st.fixed_dictionaries(
    {
        "allowed": allowances,
        "late_cancellation_uses_session": st.booleans(),
        "guarantee": st.fixed_dictionaries(
            {"reschedule_rule": st.sampled_from(["booked", "held"])}
        ),
        "scope": st.sampled_from([[], [{"id": "sessions", "text": "s", "quantity": 3}]]),
    }
)


def engagement(log: list[Raw], settled: dict[str, Any]) -> Engagement:
    found = engagement_from({**header(**settled), "log": log}, "ana-souza", SAO_PAULO)
    assert isinstance(found, Engagement), found
    return found


def essence(answer: Assessed) -> object:
    """Everything that an answer says, without the entries' ids."""
    clauses = [
        (c.id, c.status, [(f.entry, f.status, f.message) for f in c.findings])
        for c in answer.clauses
    ]
    return answer.verdict, answer.health, answer.reason, answer.amount, answer.claim, clauses


def copied(settled: dict[str, Any]) -> dict[str, Any]:
    return {**settled, "guarantee": dict(settled["guarantee"])}


REFERENCES = ("booking", "session", "homework", "feedback", "replaces")


def closed(log: list[Raw]) -> list[Raw]:
    """Those entries of a log whose references stay inside it."""
    while True:
        ids = {raw["id"] for raw in log}
        kept = [raw for raw in log if all(raw.get(n, raw["id"]) in ids for n in REFERENCES)]
        if len(kept) == len(log):
            return kept
        log = kept


@given(logs(), terms, moments)
def test_an_entry_dated_after_the_moment_never_changes_the_answer(
    log: list[Raw], settled: dict[str, Any], moment: datetime
) -> None:
    earlier = closed([raw for raw in log if raw["at"] <= moment])
    later = [raw for raw in log if raw["at"] > moment]
    without = assess(Timeline(engagement(earlier, copied(settled)), moment))
    with_later = assess(Timeline(engagement(closed([*earlier, *later]), copied(settled)), moment))
    assert essence(without) == essence(with_later)


@given(logs(), terms, moments, st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(
    log: list[Raw], settled: dict[str, Any], moment: datetime, random: Any
) -> None:
    if len({raw["at"] for raw in log}) < len(log) - 1:  # the two signatures share a moment
        return
    shuffled = list(log)
    random.shuffle(shuffled)
    first = assess(Timeline(engagement(log, copied(settled)), moment))
    second = assess(Timeline(engagement(shuffled, copied(settled)), moment))
    assert (first.verdict, first.amount) == (second.verdict, second.amount)
    assert [c.status for c in first.clauses] == [c.status for c in second.clauses]


@given(logs(), terms, moments, st.data())
def test_a_void_entry_equals_one_never_written(
    log: list[Raw], settled: dict[str, Any], moment: datetime, data: st.DataObject
) -> None:
    referred = {value for raw in log for name, value in raw.items() if name in REFERENCES}
    free = [raw for raw in log if raw["id"] not in referred and raw["kind"] != "signature"]
    if not free:
        return
    victim = data.draw(st.sampled_from(free))
    void = {
        "id": "Z1",
        "kind": "void",
        "at": moment,
        "logged": moment,
        "entry": victim["id"],
        "reason": "x",
    }
    voided = assess(Timeline(engagement([*log, void], copied(settled)), moment))
    never = assess(
        Timeline(engagement([raw for raw in log if raw is not victim], copied(settled)), moment)
    )
    assert essence(voided) == essence(never)


def is_lost(answer: Assessed) -> bool:
    """The client's position: whether what happened cost them the guarantee.

    That time ran out (expired) is nobody's ruling: an undecided end stays open, a decided one has a
    window for the claim.
    """
    return answer.verdict == "not-eligible"


@settings(max_examples=300)
@given(logs(), terms, moments, st.sampled_from(["excused", "upheld"]), st.data())
def test_a_ruling_moves_the_clients_position_one_way_only(
    log: list[Raw], settled: dict[str, Any], moment: datetime, outcome: str, data: st.DataObject
) -> None:
    kinds = ("session", "homework", "cancellation", "factor", "end", "claim")
    subjects = [raw["id"] for raw in log if raw["kind"] in kinds] + ["agreement"]
    on = data.draw(st.sampled_from(subjects))
    by = data.draw(st.sampled_from(["provider", "client", "both", "mediator"]))
    at = data.draw(moments.filter(lambda m: m <= moment) if moment > START else st.just(moment))
    ruling = {
        "id": "J1",
        "kind": "ruling",
        "at": at,
        "logged": at,
        "on": on,
        "outcome": outcome,
        "by": by,
        "reason": "x",
    }
    before = assess(Timeline(engagement(log, copied(settled)), moment))
    after = assess(Timeline(engagement([*log, ruling], copied(settled)), moment))
    if outcome == "upheld":
        assert is_lost(after) or not is_lost(before)
    else:
        assert is_lost(before) or not is_lost(after)


@given(st.integers(0, 200))
def test_a_full_term_without_client_findings_is_never_not_eligible(days_later: int) -> None:
    log = [entry(line) for line in SIGNED.split("\n") if line]
    moment = instant("07-13T00:00") + timedelta(days=days_later)
    assert assess(Timeline(engagement(log, {}), moment)).verdict != "not-eligible"
