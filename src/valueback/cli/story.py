"""The story of the demo: three clients of a coach, told as the commands that she would have typed.

Days are counted from the Monday before today, so that the story always ends now.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class StoryStep(NamedTuple):
    """A command: so many days after the Monday (before, where negative), at that time, its verb,
    the client, and what else was given.
    """

    day: int
    wall: str
    verb: str
    client: str
    given: dict[str, Any]


PRACTICE = {
    "name": "Lia Prado Coaching",
    "provider": "Lia Prado",
    "email": "lia@example.com",
    "hourly_rate": "100",
}

_ANA = "ana-souza"
_BO = "bo-lind"
_CARLA = "carla-reis"


def _week(day: int, verb: str, client: str, **given: Any) -> StoryStep:
    return StoryStep(day, "12:00", verb, client, given)


def _meeting(day: int, client: str, **given: Any) -> StoryStep:
    """A meeting at ten, wrapped up at eleven."""
    return StoryStep(day, "11:05", "wrap-up", client, {"start_at": "10:00", **given})


STEPS = (
    _week(-63, "new-client", "Ana Souza", email="ana@example.com", price="2400", months=6,
          sessions="12", starts_in=0, objective="Win contracts abroad",
          result_sum=["2400 New contracts worth at least the fee"],
          result=["Better feedback from my boss"]),
    _week(-63, "sign", _ANA, by="both"),
    _week(-63, "log-payment", _ANA, amount="2400"),
    _meeting(-56, _ANA, recording="https://example.com/ana/1", homework="List ten firms in Chile",
             due_in=7),
    StoryStep(-56, "18:00", "request-feedback", _ANA, {"sent": True}),
    StoryStep(-54, "09:10", "log-feedback", _ANA, {"text": "Clear next steps.", "value": 5}),
    StoryStep(-50, "20:00", "complete-homework", _ANA, {"homework": "H1"}),
    _meeting(-42, _ANA, recording="https://example.com/ana/2", homework="Write to three of them",
             due_in=7),
    StoryStep(-42, "18:00", "request-feedback", _ANA, {"sent": True}),
    StoryStep(-40, "09:00", "log-feedback", _ANA,
         {"text": "I missed an example of a good letter.", "value": 3,
          "missing": "an example of a good letter"}),
    StoryStep(-39, "15:00", "log-adjustment", _ANA, {"text": "Sent two letters that worked."}),
    StoryStep(-36, "18:30", "complete-homework", _ANA, {"homework": "H2"}),
    _meeting(-28, _ANA, recording="https://example.com/ana/3", late=15,
             homework="Call the two that answered", due_in=7),
    StoryStep(-28, "18:00", "request-feedback", _ANA, {"sent": True}),
    StoryStep(-25, "08:30", "log-feedback", _ANA, {"text": "The calls are rehearsed.", "value": 5}),
    StoryStep(-22, "19:00", "complete-homework", _ANA, {"homework": "H3"}),
    StoryStep(-15, "17:00", "log-result", _ANA,
         {"result": "new-contracts", "amount": "1500", "text": "First contract",
          "confirmed": True}),
    _meeting(-7, _ANA, recording="https://example.com/ana/4", homework="Draft the second offer",
             due_in=7),
    StoryStep(-7, "18:00", "request-feedback", _ANA, {"sent": True}),
    StoryStep(-3, "16:20", "log-request", _ANA,
         {"text": "Could you read my contract, too?", "minutes": 90}),
    StoryStep(-3, "16:30", "book", _ANA, {"to_in": (10, "10:00")}),
    _week(-35, "new-client", "Bo Lind", email="bo@example.com", price="900", months=3, sessions="6",
          starts_in=0, objective="Hand the firm over to the daughter", guarantee=False,
          term=["payment_within=7 days"]),
    _week(-35, "sign", _BO, by="both"),
    _meeting(-31, _BO, recording="https://example.com/bo/1", homework="Talk to the bank", due_in=7),
    _meeting(-17, _BO, no_show="client"),
    StoryStep(-17, "16:00", "book", _BO, {"to_in": (20, "15:00")}),
    _week(-4, "new-client", "Carla Reis", email="carla@example.com", price="1200", months=4,
          sessions="8", starts_in=8, objective="Lead the team without working nights",
          result=["Home by seven on four evenings a week"]),
)  # fmt: skip
