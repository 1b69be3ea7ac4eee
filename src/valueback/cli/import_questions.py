"""What an import asks at a terminal: a question for all rows that it fits, and the list at last.

Over 300 lines: one small function for each kind of question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from valueback.cli.picking import choice, numbers, picked
from valueback.model.message import say
from valueback.moments import show_minute
from valueback.render.words import said
from valueback.rules.matching import Ask, Proposed, Settled

if TYPE_CHECKING:
    from valueback.cli.importing import Sitting
    from valueback.rules.matching import Outcome
    from valueback.rules.matching.outcome import ImportQuestion
    from valueback.sources.reading import FileReading

_ORDER: tuple[ImportQuestion, ...] = (
    "client",
    "what",
    "held",
    "called-off-by",
    "notice",
    "session",
    "same",
    "for",
    "cause",
    "confirm",
)
"""What is asked first: whose it is decides what else there is to ask."""

_LETTERS = {"f": "feedback", "n": "notice", "h": "homework", "r": "request"}


Settling = tuple["list[Outcome]", list[Proposed]]
"""What became of each observation, and the proposals that were taken."""


def asked(sitting: Sitting, reading: FileReading, outcomes: list[Outcome]) -> Settling:
    """Ask all there is to ask about a file."""
    return Questions(sitting, reading).asked(outcomes)


class Questions:
    """The questions about one file."""

    def __init__(self, sitting: Sitting, reading: FileReading) -> None:
        self.sitting = sitting
        self.reading = reading
        self.prompts = sitting.context.prompts
        self._asked: set[tuple[ImportQuestion, str]] = set()

    def _is_new(self, key: ImportQuestion, proposal: Proposed) -> bool:
        """Whether that is still to be asked; what nobody knows stays open."""
        return key in _keys(proposal) and (key, proposal.id) not in self._asked

    def asked(self, outcomes: list[Outcome]) -> Settling:
        """Ask all there is to ask, and show what would be written."""
        settled = None
        while settled is None:
            for key in _ORDER:
                while some := [o for o in _proposals(outcomes) if self._is_new(key, o)]:
                    self._asked |= {(key, proposal.id) for proposal in some}
                    self._ask(key, some)
                    outcomes = self.sitting.matched(self.reading)
            settled = self._settled(outcomes)
            outcomes = self.sitting.matched(self.reading) if settled is None else outcomes
        return settled

    def _ask(self, key: ImportQuestion, proposals: list[Proposed]) -> None:
        match key:
            case "client":
                self._whose(proposals)
            case "what":
                self._what(proposals)
            case "held":
                self._held(proposals)
            case "notice":
                for proposal in proposals:
                    self._notice(proposal)
            case _:
                for proposal in proposals:
                    self._choice(key, proposal)

    def _answer(self, proposal: Proposed, key: ImportQuestion, value: str | datetime) -> None:
        self.sitting.answers.setdefault(proposal.id, {})[key] = value

    # --- one kind of question each ---

    def _whose(self, proposals: list[Proposed]) -> None:
        """One question for all rows of one name; the answer is kept as an alias."""
        by_name: dict[str, list[Proposed]] = {}
        for proposal in proposals:
            by_name.setdefault(_named(proposal), []).append(proposal)
        known = self.sitting.context.folder.ids()
        for name, some in by_name.items():
            ask = _ask_of(some[0], "client")
            more = "" if len(some) == 1 else f" ({len(some)} rows)"
            question = f"{said(ask.message).removesuffix('?')}{more}? ({', '.join(ask.choices[:6])}"
            question += ", or no)"

            def read(text: str) -> str:
                if text.strip().lower() in {"no", "nobody", "n", ""}:
                    return "nobody"
                return text if text in known else self.sitting.context.client(text)

            client = self.prompts.until_understood(question, read, ask.likely, needed=True)
            for proposal in some:
                answers = self.sitting.answers.setdefault(proposal.observation.source.id, {})
                answers["client"] = client
            if client != "nobody" and name:
                self._learn(client, some[0])

    def _learn(self, client: str, proposal: Proposed) -> None:
        who = proposal.observation.who
        alias = {"client": client}
        if who.emails:
            alias["email"] = who.emails[0]
        elif who.names:
            alias["name"] = who.names[-1]
        elif who.projects:
            alias["project"] = who.projects[0]
        if len(alias) > 1 and alias not in self.sitting.aliases:
            self.sitting.aliases.append(alias)

    def _what(self, proposals: list[Proposed]) -> None:
        """The lines of a chat, picked by their numbers in one answer."""
        for number, proposal in enumerate(proposals, 1):
            ask = _ask_of(proposal, "what")
            text = dict(ask.message.values).get("text", "")
            at = getattr(proposal.observation.what, "at", self.sitting.context.now)
            when = show_minute(at, self.sitting.context.zone)
            self.prompts.show(f"  {number:>3}  {when}  {text}")
        question = (
            "Which of these count? Numbers with f feedback, n notice that a meeting is off, "
            "h homework done, r a wish (like 1f 3n), Enter: none"
        )
        chosen = self.prompts.until_understood(
            question, lambda text: picked(text, len(proposals), _LETTERS)
        )
        for number, proposal in enumerate(proposals, 1):
            self._answer(proposal, "what", chosen.get(number, "nothing"))

    def _held(self, proposals: list[Proposed]) -> None:
        """One question for all meetings; then for each that was not held as shown."""
        zone = self.sitting.context.zone
        for number, proposal in enumerate(proposals, 1):
            entry = proposal.entries[0]
            name = proposal.engagement or ""
            told = f"{show_minute(entry.at, zone)}  {name}{_how(proposal)}"
            self.prompts.show(f"  {number:>3}  {told}")
        one = "Was this meeting held as shown?"
        many = f"Were these {len(proposals)} meetings held as shown?"
        question = one if len(proposals) == 1 else many
        likely = "" if any(_ask_of(p, "held").likely != "yes" for p in proposals) else "yes"
        not_held = self.prompts.until_understood(
            f"{question} (yes, no, or the numbers of those that were not)",
            lambda text: numbers(text, len(proposals)),
            likely,
            needed=True,
        )
        for number, proposal in enumerate(proposals, 1):
            answer = "yes"
            if number in not_held:
                start = show_minute(proposal.entries[0].at, zone)
                answer = self.prompts.choice(
                    None,
                    f"{start}: what then? (client-missed, provider-missed, unknown)",
                    "",
                    among=("client-missed", "provider-missed", "unknown"),
                )
            if answer == "unknown":
                self.sitting.found.left_out.append(proposal)
            self._answer(proposal, "held", "no" if answer == "unknown" else answer)

    def _notice(self, proposal: Proposed) -> None:
        ask = _ask_of(proposal, "notice")
        context = self.sitting.context

        def read(text: str) -> datetime | None:
            return context.moment(text, "back") if text else None

        moment = self.prompts.until_understood(said(ask.message), read)
        if moment is not None:
            self._answer(proposal, "notice", moment)

    def _choice(self, key: ImportQuestion, proposal: Proposed) -> None:
        ask = _ask_of(proposal, key)
        question = f"{said(ask.message)} ({', '.join(ask.choices)})"
        answer = self.prompts.choice(None, question, "", among=ask.choices, default=ask.likely)
        if key == "confirm" and answer == "no":
            self.sitting.found.left_out.append(proposal)
        self._answer(proposal, key, answer)

    # --- the list ---

    def _settled(self, outcomes: list[Outcome]) -> Settling | None:
        """What is ready, shown and taken; what was left out is remembered. None where something is
        to be asked again.
        """
        gone = {proposal.id for proposal in self.sitting.found.left_out}
        ready = [o for o in _proposals(outcomes) if o.certain and o.entries and o.id not in gone]
        taken, left = self._agreed(ready) if ready else ([], [])
        if taken is None:
            return None
        self.sitting.found.left_out += left
        gone |= {proposal.id for proposal in left}
        became = [
            Settled(o.observation, "ignored", say("import.left-out"), o.engagement)
            if isinstance(o, Proposed) and o.id in gone
            else o
            for o in outcomes
        ]
        return became, taken

    def _agreed(self, ready: list[Proposed]) -> tuple[list[Proposed] | None, list[Proposed]]:
        """Which of these are written, and which are left out for good; with "n" nothing is written
        now, and all of it comes again. None where one is to be asked about again.
        """
        ordered = [proposal for _, proposal in _by_client(ready)]
        while True:
            for number, (client, proposal) in enumerate(_by_client(ready), 1):
                self.prompts.show(f"  {number:>3}  {client}: {said(proposal.why)}")
            answer = self.prompts.until_understood(
                "Save these? (y, n, numbers to leave out, e 3 asks again, ? shows all)",
                lambda text: choice(text, len(ready)),
                "y",
                needed=True,
            )
            marked = [p for number, p in enumerate(ordered, 1) if number in answer.numbers]
            match answer.what:
                case "take":
                    return [p for p in ordered if p not in marked], marked
                case "nothing":
                    return [], []
                case "show":
                    self._show(ordered)
                case "change":
                    if self._asks_again(marked[0]):
                        return None, []
                    self.prompts.show(
                        "Nothing was asked about it: leave it out, and log it by hand."
                    )

    def _asks_again(self, proposal: Proposed) -> bool:
        """Forget what was answered about one; whether there was anything."""
        source = proposal.observation.source.id
        given = self.sitting.answers
        parts = [id_ for id_ in given if id_ == source or id_.startswith(f"{source}#")]
        for id_ in parts:
            del given[id_]
        self._asked = {(key, id_) for key, id_ in self._asked if id_ not in parts}
        return bool(parts)

    def _show(self, ordered: Sequence[Proposed]) -> None:
        """What each would write, entry by entry."""
        from valueback.model.data import as_given

        for number, proposal in enumerate(ordered, 1):
            for entry in proposal.entries:
                given = {k: v for k, v in as_given(entry).items() if k not in {"source", "at"}}
                told = ", ".join(f"{key} {value}" for key, value in given.items())
                at = show_minute(entry.at, self.sitting.context.zone)
                self.prompts.show(f"  {number:>3}  {entry.kind}, {at}: {told}")


def _by_client(proposals: Sequence[Proposed]) -> list[tuple[str, Proposed]]:
    return sorted(
        ((proposal.engagement or "", proposal) for proposal in proposals), key=lambda one: one[0]
    )


def _proposals(outcomes: Sequence[Outcome]) -> Iterator[Proposed]:
    return (outcome for outcome in outcomes if isinstance(outcome, Proposed))


def _keys(proposal: Proposed) -> set[ImportQuestion]:
    return {ask.key for ask in proposal.asks}


def _ask_of(proposal: Proposed, key: ImportQuestion) -> Ask:
    return next(ask for ask in proposal.asks if ask.key == key)


def _named(proposal: Proposed) -> str:
    who = proposal.observation.who
    return next(iter((*who.emails, *who.names, *who.projects)), who.title)


def _how(proposal: Proposed) -> str:
    """What a report says of a meeting, beside that it took place."""
    entry = proposal.entries[0]
    found = {
        "actual_minutes": "took {} min",
        "late_minutes": "the client {} min late",
        "left_early_minutes": "the client left {} min early",
        "provider_late_minutes": "you {} min late",
    }
    told = ["missed, the file says"] if _ask_of(proposal, "held").likely == "client-missed" else []
    told += [
        words.format(value) for name, words in found.items() if (value := getattr(entry, name, 0))
    ]
    return f"  {', '.join(told)}" if told else ""
