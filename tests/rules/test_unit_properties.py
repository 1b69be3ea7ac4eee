"""What holds for every agreement about units, meetings and terms, not only for thought-out ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.story import SAO_PAULO, SIGNED, as_of, entry, header
from valueback.model.engagement import Engagement
from valueback.model.practice import ScopeAlert
from valueback.model.reading import engagement_from
from valueback.model.timeline import Timeline
from valueback.moments import fixed
from valueback.render.scope import scope_json
from valueback.rules.accounts import accounts
from valueback.rules.guarantee import assess
from valueback.rules.scope import scope
from valueback.rules.units import uses
from valueback.rules.whole_term import meetings_agreed, meetings_given

Raw = dict[str, Any]

DAYS = st.datetimes(datetime(2026, 1, 12, 8), datetime(2026, 7, 12, 18)).map(
    lambda d: fixed(d.replace(minute=0, second=0, microsecond=0, tzinfo=SAO_PAULO))
)

items = st.fixed_dictionaries(
    {
        "id": st.just("sessions"),
        "text": st.just("x"),
        "quantity": st.integers(0, 4),
        "per": st.sampled_from(["term", "week", "month", "quarter"]),
        "unit": st.sampled_from(["session", "hour"]),
    },
    optional={
        "carry": st.sampled_from(["all", "50%", 1]),
        "carry_periods": st.integers(1, 3),
        "counted_from": st.just("calendar"),
        "increment_minutes": st.just(15),
    },
)


def acting(item: Raw) -> Raw:
    """The item without the keys that could not act where they stand."""
    found = dict(item)
    if item["per"] == "term":
        for key in ("carry", "counted_from"):
            found.pop(key, None)
    if "carry" not in found:
        found.pop("carry_periods", None)
    if item["unit"] != "hour":
        found.pop("increment_minutes", None)
    return found


class Log:
    """A log in the making: every reference goes to an entry that is there."""

    def __init__(self) -> None:
        self.raws: list[Raw] = [entry(line) for line in SIGNED.split("\n") if line]
        self.counts: dict[str, int] = {}

    def add(self, letters: str, kind: str, at: datetime, **fields: Any) -> str:
        number = self.counts[letters] = self.counts.get(letters, 0) + 1
        id_ = f"{letters}{number}"
        self.raws.append({"id": id_, "kind": kind, "at": at, "logged": at, **fields})
        return id_


@st.composite
def meeting_logs(draw: st.DrawFn) -> Log:
    """Meetings booked, called off, moved, held and missed; work beside them."""
    log = Log()
    for _ in range(draw(st.integers(0, 5))):
        _chain(draw, log)
    for _ in range(draw(st.integers(0, 3))):
        log.add(
            "W", "work", draw(DAYS), minutes=draw(st.integers(0, 200)), text="x", item="sessions"
        )
    for _ in range(draw(st.integers(0, 2))):
        log.add("S", "session", draw(DAYS), minutes=60)
    return log


def _chain(draw: st.DrawFn, log: Log) -> None:
    start = draw(DAYS)
    booking = log.add("B", "booking", start - timedelta(days=10), to=start)
    for _ in range(draw(st.integers(0, 3))):
        notice = timedelta(hours=draw(st.sampled_from([2, 30, 100])))
        by = draw(st.sampled_from(["client", "provider"]))
        off = log.add("C", "cancellation", start - notice, booking=booking, by=by)
        if draw(st.integers(0, 4)) == 0:
            return
        moved = start - notice
        start = start + timedelta(days=draw(st.integers(1, 40)))
        booking = log.add("B", "booking", moved, to=start, replaces=off)
    outcome = draw(st.sampled_from(["held", "client", "provider", "open"]))
    if outcome != "open":
        missed = {} if outcome == "held" else {"no_show": outcome}
        session = log.add("S", "session", start, minutes=60, booking=booking, **missed)
        if outcome == "client" and draw(st.booleans()):
            log.add("J", "ruling", start, on=session, outcome="excused", reason="x")


def engagement(log: list[Raw], **terms: Any) -> Engagement:
    found = engagement_from(header(schema=2, **terms) | {"log": log}, "ana-souza", SAO_PAULO)
    assert isinstance(found, Engagement), found
    return found


@given(meeting_logs(), items, DAYS)
@settings(max_examples=150)
def test_used_and_remaining_less_what_is_over_are_what_was_agreed(
    log: Log, item: Raw, when: datetime
) -> None:
    timeline = Timeline(engagement(log.raws, scope=[acting(item)]), when)
    for account in accounts(timeline).values():
        for period in range(account.present + 1):
            state = account.state(period)
            assert state.agreed is not None
            assert state.remaining is not None
            over = max(state.used - state.agreed, Decimal(0))
            assert state.used + state.remaining - over == state.agreed
            assert state.carried >= 0
            limit = account.item.carry
            if isinstance(limit, Decimal) and not str(limit).endswith("%") and limit == 1:
                assert state.carried <= (account.item.minutes_a_unit or 1)


@given(meeting_logs(), items)
@settings(max_examples=100)
def test_every_minute_falls_somewhere_once(log: Log, item: Raw) -> None:
    timeline = Timeline(engagement(log.raws, scope=[acting(item)]), as_of("12-31"))
    answer = scope(timeline, ScopeAlert())
    step = acting(item).get("increment_minutes", 1)
    worked = [r["minutes"] for r in log.raws if r["kind"] == "work"]
    worked += [r["minutes"] for r in log.raws if r["kind"] == "session" and "no_show" not in r]
    assert answer.minutes() == sum(-(-minutes // step) * step for minutes in worked)
    assert all(share.minutes >= 0 for share in answer.shares)


@given(meeting_logs(), items, st.data())
@settings(max_examples=100)
def test_a_chain_never_changes_what_other_meetings_use(log: Log, item: Raw, data: Any) -> None:
    known = engagement(log.raws, scope=[acting(item)])
    before = {use.entry: use for use in uses(Timeline(known, as_of("12-31")))}
    more = Log()
    more.raws, more.counts = list(log.raws), dict(log.counts)
    _chain(data.draw, more)
    grown = engagement(more.raws, scope=[acting(item)])
    after = {use.entry: use for use in uses(Timeline(grown, as_of("12-31")))}
    assert {id_: after[id_] for id_ in before} == before


@given(meeting_logs(), st.integers(0, 6), st.booleans())
@settings(max_examples=150)
def test_scope_delivery_and_the_guarantee_never_contradict_each_other(
    log: Log, quantity: int, uses_session: bool
) -> None:
    """What the scope says is used, is what was delivered, but for what the client missed."""
    item = {"id": "sessions", "text": "x", "quantity": quantity, "minutes": 60}
    log.raws = [raw for raw in log.raws if raw["kind"] != "work"]
    known = engagement(log.raws, scope=[item], late_cancellation_uses_session=uses_session)
    timeline = Timeline(known, as_of("2027-01-31"))
    used = {use.entry for use in uses(timeline)}
    given_ = meetings_given(timeline)
    assert (
        sum((u.units for u in uses(timeline)), Decimal(0))
        == accounts(timeline)["sessions"].now.used
    )
    assert used <= set(given_)
    for id_ in set(given_) - used:  # only what the client missed comes on top
        raw = next(r for r in log.raws if r["id"] == id_)
        assert raw.get("no_show") == "client" or raw.get("by") == "client"
    answer = assess(timeline)
    delivery = next(c for c in answer.clauses if c.id == "delivery")
    agreed = meetings_agreed(timeline)
    assert agreed is not None
    assert (delivery.status == "met") == (sum(given_.values()) >= agreed)


terms_of_time = st.fixed_dictionaries(
    {
        "cancellation_notice": st.sampled_from(["0 hours", "24 hours", "1 working day", "3 days"]),
        "feedback_within": st.sampled_from(
            ["2 hours", "1 day", "0 days", "1 working day by 18:00", "1 week", "1 month"]
        ),
        "ask_within": st.sampled_from(["1 hour", "0 days", "2 working days"]),
        "homework_grace": st.sampled_from(["0 days", "12 hours", "0 working days", "1 week"]),
        "reschedule_within": st.sampled_from(["same week", "same month", "48 hours", "15 days"]),
        "reschedule_rule": st.sampled_from(["booked", "held"]),
        "booking_grace_minutes": st.sampled_from([0, 60]),
        "late_grace_minutes": st.sampled_from([0, 5]),
    }
)
allowances = st.fixed_dictionaries(
    {
        name: st.sampled_from([0, 1, "10%", "1 per quarter"])
        for name in ("feedback", "homework", "presence", "cancellation")
    }
)


@given(terms_of_time, allowances, items, st.booleans())
@settings(max_examples=150)
def test_who_booked_everything_and_did_everything_is_never_refused_or_asked(
    terms: Raw, allowed: Raw, item: Raw, moved: bool
) -> None:
    """By any terms that the file allows: the refund is due as soon as it is claimed."""
    item = {k: v for k, v in acting(item).items() if k != "increment_minutes"} | {"unit": "session"}
    log = Log()
    count = meetings_agreed(Timeline(engagement(log.raws, scope=[item]), as_of("01-12")))
    assert count is not None
    for number in range(min(int(count), 120)):
        start = as_of("01-19T10:00") + timedelta(hours=36 * number % 4000)
        booking = log.add("B", "booking", as_of("01-10T10:00"), to=start)
        if moved and number == 0:
            off = log.add("C", "cancellation", as_of("01-10T10:01"), booking=booking, by="client")
            booking = log.add("B", "booking", as_of("01-10T10:01"), to=start, replaces=off)
        session = log.add("S", "session", start, minutes=60, booking=booking, recording="r")
        log.add("Q", "feedback-request", start, session=session, channel="mail")
        log.add("F", "feedback", start, session=session, text="x", value=1)
    log.add("H", "homework", as_of("01-13T10:00"), text="x", due=as_of("01-20").date())
    log.add("D", "homework-done", as_of("01-20T10:00"), homework="H1")
    if not count:
        session = log.add("S", "session", as_of("01-13T10:00"), minutes=60)
        log.add("F", "feedback", as_of("01-13T10:00"), session=session, text="x", value=1)
    log.add("L", "claim", as_of("07-12T20:00"), text="x")
    known = engagement(log.raws, scope=[item], meetings=terms, allowed=allowed)
    for when in ("02-01", "05-01", "07-12"):
        assert assess(Timeline(known, as_of(when))).verdict == "in-progress"
    over = assess(Timeline(known, as_of("2026-10-30")))
    assert over.verdict == "refund-due", over.reason


_BETTER = {"not-eligible": 0, "expired": 1, "needs-judgement": 2, "in-progress": 3, "eligible": 4}


@given(meeting_logs(), terms_of_time, allowances, st.data())
@settings(max_examples=150)
def test_an_excuse_never_makes_anything_worse_for_the_client(
    log: Log, terms: Raw, allowed: Raw, data: Any
) -> None:
    item = {"id": "sessions", "text": "x", "quantity": 3, "minutes": 60}
    about = [r["id"] for r in log.raws if r["kind"] in ("session", "cancellation")]
    if not about:
        return
    log.add("L", "claim", as_of("07-12T20:00"), text="x")
    late = as_of("08-01T10:00")
    before = engagement(log.raws, scope=[item], meetings=terms, allowed=allowed)
    log.add(
        "J", "ruling", late, on=data.draw(st.sampled_from(about)), outcome="excused", reason="x"
    )
    after = engagement(log.raws, scope=[item], meetings=terms, allowed=allowed)
    for when in ("08-02", "10-30"):
        was, now = (Timeline(known, as_of(when)) for known in (before, after))
        assert _rank(assess(now).verdict) >= _rank(assess(was).verdict)
        used_then, used_now = (
            sum((use.units for use in uses(timeline)), Decimal(0)) for timeline in (was, now)
        )
        assert used_now <= used_then


def _rank(verdict: str) -> int:
    return _BETTER.get(verdict, 5)


@given(meeting_logs(), items, terms_of_time, DAYS)
@settings(max_examples=100)
def test_the_answer_as_of_a_day_never_changes_by_what_comes_later(
    log: Log, item: Raw, terms: Raw, when: datetime
) -> None:
    ids = {raw["id"] for raw in log.raws if raw["at"] <= when}
    earlier = [
        raw
        for raw in log.raws
        if raw["id"] in ids
        and all(raw.get(n, raw["id"]) in ids for n in ("booking", "replaces", "on"))
    ]
    known, then = (
        engagement(raws, scope=[acting(item)], meetings=terms) for raws in (log.raws, earlier)
    )
    assert len(earlier) == len(ids)
    one, other = (Timeline(e, when) for e in (known, then))
    assert assess(one).verdict == assess(other).verdict
    answers = (scope_json(scope(timeline, ScopeAlert())) for timeline in (one, other))
    assert next(answers) == next(answers)
