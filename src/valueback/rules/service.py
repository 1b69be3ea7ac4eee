"""Am I keeping the promises that I made to everyone? Standards, audits, referrals, fit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import count, takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

from valueback.model.entries import (
    Assessment,
    Claim,
    Entry,
    Feedback,
    Incident,
    ReferralAsk,
    Refund,
    Session,
    Survey,
    Touch,
)
from valueback.model.message import Message, all_of, say
from valueback.model.practice import Practice
from valueback.model.service import AUDIT_EVERY
from valueback.model.term import is_over, last_day
from valueback.model.time_terms import TimeTerm
from valueback.model.timeline import Timeline
from valueback.rules.guarantee import OPEN, assess
from valueback.rules.suggestions import concern_to_answer

if TYPE_CHECKING:
    from valueback.model.service import Standard

PromiseStatus = Literal["ok", "due", "overdue", "ended"]

SOON = timedelta(days=7)
"""From how long before it falls due a promise is called due."""

_KEPT_WELL, _KEPT_BADLY = 90, 70
_SCORE_LOW, _SCORE_HIGH = 6, 9
_GLAD = 4
"""From which value of the last feedbacks on a referral has been earned."""

ASK_EVERY = timedelta(days=90)
"""How long after asking for a referral it is not asked again."""

_PROMOTER, _DETRACTOR = 9, 6


class Promise(NamedTuple):
    """A standard as it is kept for one client.

    `kept` of `promised` periods had a touch; `score` is the client's own answer in the latest
    survey, 0 to 10.
    """

    standard: Standard
    last: date | None
    due: date
    status: PromiseStatus
    kept: int
    promised: int
    score: int | None

    @property
    def percent(self) -> Decimal | None:
        """The share of periods in which it was kept; None before the first has passed."""
        return Decimal(self.kept * 100) / self.promised if self.promised else None

    @property
    def disconnect(self) -> bool:
        """Whether the record and the client's answer tell different stories."""
        if self.percent is None or self.score is None:
            return False
        unseen = self.percent >= _KEPT_WELL and self.score <= _SCORE_LOW
        unmerited = self.percent < _KEPT_BADLY and self.score >= _SCORE_HIGH
        return unseen or unmerited


class ReferralMoment(NamedTuple):
    """Whether the client has earned being asked for a recommendation, and why or why not."""

    due: bool
    reason: Message


class Service:
    """The promises to one client as of a moment. Pure; everything worked out once."""

    def __init__(self, timeline: Timeline, practice: Practice) -> None:
        self.timeline = timeline
        self.practice = practice

    @property
    def segment(self) -> str | None:
        """The client's segment."""
        return self.timeline.engagement.client.segment

    @cached_property
    def survey(self) -> Survey | None:
        """The latest answers of the client."""
        surveys = self.timeline.of(Survey)
        return surveys[-1] if surveys else None

    @cached_property
    def ended(self) -> bool:
        """Whether the engagement is over, so that nothing falls due any more."""
        return is_over(self.timeline)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """Every standard that holds for the client, in the practice's order."""
        return tuple(
            self._promise(standard)
            for standard in self.practice.standard
            if standard.holds_for(self.segment)
        )

    def _promise(self, standard: Standard) -> Promise:
        start = max(self.timeline.agreement.starts, standard.since or date.min)
        touched = [self.timeline.day(e.at) for e in self.timeline.entries if _keeps(e, standard)]
        last = max(touched, default=None)
        due = self.timeline.calendar.day_after(standard.every, max(last or start, start))
        periods = self._period_ends(start, standard.every)
        kept = {bisect_left(periods, day) for day in touched if day >= start}
        return Promise(
            standard=standard,
            last=last,
            due=due,
            status=self._status(due),
            kept=sum(number < len(periods) for number in kept),
            promised=len(periods),
            score=self.survey.scores.get(standard.id) if self.survey else None,
        )

    def _period_ends(self, start: date, every: TimeTerm) -> list[date]:
        """The last days of the periods that have passed: the k-th is start + k x every.

        What would have ended after the engagement was never promised.
        """
        ends = last_day(self.timeline)
        days = (self.timeline.calendar.day_after(every.times(n), start) for n in count(1))
        promised = takewhile(lambda day: ends is None or day <= ends, days)
        return list(takewhile(self.timeline.over, promised))

    def _status(self, due: date) -> PromiseStatus:
        if self.ended:
            return "ended"
        if self.timeline.over(due):
            return "overdue"
        return "due" if self.timeline.begun(due - SOON) else "ok"

    @property
    def overdue(self) -> list[Promise]:
        """The promises whose day has passed."""
        return [promise for promise in self.promises if promise.status == "overdue"]

    @property
    def audit_due(self) -> date:
        """The day by which the client is to be asked whether promises are kept."""
        every = self.practice.audit.every if self.practice.audit else AUDIT_EVERY
        last = self.survey and self.timeline.day(self.survey.at)
        since = last or self.timeline.agreement.starts
        return self.timeline.calendar.day_after(every, since)

    @property
    def fit_percent(self) -> Decimal | None:
        """The share of the ideal client's traits that the client has; None without any."""
        ideal = self.practice.ideal_client
        traits = set(ideal.traits) if ideal else set()
        has = traits & set(self.timeline.engagement.client.traits)
        return Decimal(len(has) * 100) / len(traits) if traits else None

    @cached_property
    def referral(self) -> ReferralMoment:
        """Whether to ask for a recommendation: earned, nothing open, and not asked lately."""
        last_two = self.timeline.of(Feedback)[-2:]
        if len(last_two) < 2 or any((f.value or 0) < _GLAD for f in last_two):
            return ReferralMoment(due=False, reason=say("referral.not-glad"))
        if self.overdue:
            late = say("referral.overdue", promise=self.overdue[0].standard.text)
            return ReferralMoment(due=False, reason=late)
        if (open_ := self._open_trouble()) is not None:
            return ReferralMoment(due=False, reason=open_)
        asked = self.timeline.of(ReferralAsk)
        if asked and not self.timeline.reached(asked[-1].at + ASK_EVERY):
            lately = say("referral.asked", count=ASK_EVERY.days, ask=asked[-1].id)
            return ReferralMoment(due=False, reason=lately)
        earned = say("referral.earned", feedbacks=all_of(f.id for f in last_two))
        return ReferralMoment(due=True, reason=earned)

    def _open_trouble(self) -> Message | None:
        """Why nobody would ask now: abuse, a concern or claim that is open, money that went back,
        value that did not come; None without any of them.
        """
        timeline = self.timeline
        if incidents := timeline.of(Incident):
            return say("referral.incident", incident=incidents[-1].id)
        if concern := concern_to_answer(timeline):
            return say("referral.concern", concern=concern.id)
        claims = timeline.of(Claim)
        if claims and assess(timeline).verdict in OPEN:
            return say("referral.claim", claim=claims[-1].id)
        refunds = [r for r in timeline.of(Refund) if r.for_ in ("guarantee", "leaving")]
        if refunds:
            return say("referral.refunded", refund=refunds[-1].id)
        judged = timeline.of(Assessment)
        if judged and not judged[-1].got_value:
            return say("referral.no-value", assessment=judged[-1].id)
        return None


def _keeps(entry: Entry, standard: Standard) -> bool:
    """Whether an entry keeps a promise: a touch of it, or an entry of a kind that does."""
    if isinstance(entry, Touch):
        return entry.standard == standard.id
    if isinstance(entry, Session) and not entry.attended:
        return False
    return entry.kind in standard.kept_by


# --- over the practice ---


class Recommendation(NamedTuple):
    """Net promoter score over the practice, -100 to 100, and how many answered."""

    score: int | None
    answered: int


def net_promoters(answers: Iterable[int]) -> Recommendation:
    """Promoters (9 and 10) less detractors (0 to 6), in percent of all answers, rounded half up."""
    scores = list(answers)
    if not scores:
        return Recommendation(None, 0)
    net = sum(s >= _PROMOTER for s in scores) - sum(s <= _DETRACTOR for s in scores)
    share = (Decimal(net * 100) / len(scores)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Recommendation(int(share), len(scores))
