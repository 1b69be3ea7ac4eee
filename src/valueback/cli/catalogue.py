"""Every verb, in the groups and order of the help, and what it does.

The help and the completion of verbs come from here, so that they import nothing else.
"""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """A command: its summary, and whether it writes. Its file in `cli/verbs/` has its name."""

    summary: str
    writes: bool = False


GROUPS: dict[str, dict[str, Verb]] = {
    "Set up": {
        "init": Verb("Begin a practice: who you are, and your usual terms.", True),
        "new-client": Verb("Draw up the agreement with a new client.", True),
        "agreement": Verb("The agreement as a document to sign.", True),
        "sign": Verb("Note that you, the client or both have signed.", True),
        "renew": Verb("The next engagement of the same client.", True),
        "templates": Verb("What clients receive, and how to word it yourself.", True),
        "list": Verb("All engagements, a line each."),
        "show": Verb("One engagement: the agreement in brief and its log."),
    },
    "Every meeting": {
        "book": Verb("Book a meeting, or a weekly series.", True),
        "wrap-up": Verb("After a meeting: everything in one go.", True),
        "log-session": Verb("A meeting was held, or somebody did not come.", True),
        "log-cancellation": Verb("A booked meeting was called off.", True),
        "log-homework": Verb("The client agreed to do something by a day.", True),
        "complete-homework": Verb("The client did it.", True),
        "request-feedback": Verb("The question to send after a meeting.", True),
        "log-feedback": Verb("What the client wrote about a meeting.", True),
        "log-adjustment": Verb("What you changed in answer to a concern.", True),
    },
    "Scope": {
        "log-request": Verb("The client asks for something more.", True),
        "options": Verb("Everything that can be answered to a request, with prices."),
        "decide": Verb("Note what you answered, and carry it out.", True),
        "reply": Verb("The message that says it, kind and clear."),
        "log-work": Verb("You worked outside of meetings.", True),
        "log-expense": Verb("You spent money for the engagement.", True),
        "change-order": Verb("Draw up a change of the agreement for both to sign.", True),
        "mark-change-order": Verb("Note that it was sent, approved, declined or void.", True),
    },
    "Results and money": {
        "log-result": Verb("Something came of it, towards a minimum result.", True),
        "log-assessment": Verb("The client's own judgement: did value come back?", True),
        "log-factor": Verb("Something outside anyone's control happened.", True),
        "log-claim": Verb("The client asks for the money back.", True),
        "log-payment": Verb("The client paid.", True),
        "log-refund": Verb("You paid back.", True),
        "check-payments": Verb("Who owes what: paid, outstanding, overdue, due next.", True),
    },
    "Accountability": {
        "reminder": Verb("The message that the present step calls for.", True),
        "log-consequence": Verb("Note the agreed step that you took.", True),
        "log-incident": Verb("Note abuse; the answer is to end it.", True),
        "end": Verb("The engagement ends, with a letter that closes it.", True),
    },
    "Service": {
        "log-touch": Verb("You kept a promise, to one client or to several.", True),
        "survey-form": Verb("Ask a client how well you keep your promises.", True),
        "log-survey": Verb("What the client answered.", True),
        "ask-referral": Verb("Ask to be recommended, when you have earned it.", True),
        "log-referral": Verb("Whom a client sent.", True),
        "policies": Verb("Your house rules as a paper, their wording checked.", True),
        "bill-of-rights": Verb("What clients can count on, as a paper.", True),
    },
    "Look": {
        "check-guarantee": Verb("Is this client still entitled to the money back?"),
        "check-scope": Verb("Am I giving work away, and what does it cost me?"),
        "check-accountability": Verb("What was missed, and which agreed step follows?"),
        "check-service": Verb("Am I keeping my promises, and does the client see it?"),
        "practice": Verb("The whole practice: who needs care, what is at stake."),
        "report": Verb("A page to look at: one client, or the practice.", True),
        "dossier": Verb("The evidence, for a bank or a mediator.", True),
        "statement": Verb("What both sides should know so far, sealed.", True),
        "verify": Verb("Does the record still say what a statement said?"),
        "due": Verb("Everything that falls due or is owed, soonest first.", True),
    },
    "Mend": {
        "rule": Verb("Note what people decided: a miss is excused, or it stands.", True),
        "amend": Verb("Correct some fields of an entry; both versions stay.", True),
        "void": Verb("Take an entry back; it stays, marked as void.", True),
        "undo": Verb("Take back what the last command wrote.", True),
        "edit": Verb("Open a file in your editor, and check it before it counts.", True),
        "doctor": Verb("Is anything wrong with the record?", True),
        "history": Verb("Earlier versions of a file, and how to bring one back.", True),
        "forget": Verb("Erase a client's names and texts, at the client's request.", True),
    },
}

VERBS: dict[str, Verb] = {name: verb for group in GROUPS.values() for name, verb in group.items()}
