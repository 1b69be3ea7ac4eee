"""Every verb, in the groups and order of the help: where it is defined, and what it does.

The help and the completion of verbs come from here, so that they import nothing else.
"""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """A command: the module of `valueback.cli` that holds it, its summary, whether it writes;
    the function's name where it is not the verb's.
    """

    module: str
    summary: str
    writes: bool = False
    function: str = ""


GROUPS: dict[str, dict[str, Verb]] = {
    "Set up": {
        "init": Verb("set_up", "Begin a practice: who you are, and your usual terms.", True),
        "new-client": Verb("new_client", "Draw up the agreement with a new client.", True),
        "agreement": Verb("papers", "The agreement as a document to sign.", True),
        "sign": Verb("set_up", "Note that you, the client or both have signed.", True),
        "renew": Verb("renewal", "The next engagement of the same client.", True),
        "templates": Verb("papers", "What clients receive, and how to word it yourself.", True),
        "list": Verb("look", "All engagements, a line each.", function="list_"),
        "show": Verb("look", "One engagement: the agreement in brief and its log."),
    },
    "Every meeting": {
        "book": Verb("meetings", "Book a meeting, or a weekly series.", True),
        "wrap-up": Verb("wrap_up", "After a meeting: everything in one go.", True),
        "log-session": Verb("meetings", "A meeting was held, or somebody did not come.", True),
        "log-cancellation": Verb("meetings", "A booked meeting was called off.", True),
        "log-homework": Verb(
            "between_meetings", "The client agreed to do something by a day.", True
        ),
        "complete-homework": Verb("between_meetings", "The client did it.", True),
        "request-feedback": Verb("messages", "The question to send after a meeting.", True),
        "log-feedback": Verb("between_meetings", "What the client wrote about a meeting.", True),
        "log-adjustment": Verb(
            "between_meetings", "What you changed in answer to a concern.", True
        ),
    },
    "Scope": {
        "log-request": Verb("scope", "The client asks for something more.", True),
        "options": Verb("answer", "Everything that can be answered to a request, with prices."),
        "decide": Verb("answer", "Note what you answered, and carry it out.", True),
        "reply": Verb("answer", "The message that says it, kind and clear."),
        "log-work": Verb("scope", "You worked outside of meetings.", True),
        "log-expense": Verb("scope", "You spent money for the engagement.", True),
        "change-order": Verb("orders", "Draw up a change of the agreement for both to sign.", True),
        "mark-change-order": Verb(
            "orders", "Note that it was sent, approved, declined or void.", True
        ),
    },
    "Results and money": {
        "log-result": Verb("outcome", "Something came of it, towards a minimum result.", True),
        "log-assessment": Verb("outcome", "The client's own judgement: did value come back?", True),
        "log-factor": Verb("outcome", "Something outside anyone's control happened.", True),
        "log-claim": Verb("outcome", "The client asks for the money back.", True),
        "log-payment": Verb("outcome", "The client paid.", True),
        "log-refund": Verb("outcome", "You paid back.", True),
    },
    "Accountability": {
        "reminder": Verb("messages", "The message that the present step calls for.", True),
        "log-consequence": Verb("accountability", "Note the agreed step that you took.", True),
        "log-incident": Verb("accountability", "Note abuse; the answer is to end it.", True),
        "end": Verb("accountability", "The engagement ends, with a letter that closes it.", True),
    },
    "Service": {
        "log-touch": Verb("service", "You kept a promise, to one client or to several.", True),
        "survey-form": Verb("service", "Ask a client how well you keep your promises.", True),
        "log-survey": Verb("service", "What the client answered.", True),
        "ask-referral": Verb("service", "Ask to be recommended, when you have earned it.", True),
        "log-referral": Verb("service", "Whom a client sent.", True),
        "policies": Verb("service", "Your house rules as a paper, their wording checked.", True),
        "bill-of-rights": Verb("service", "What clients can count on, as a paper.", True),
    },
    "Look": {
        "check-guarantee": Verb("look", "Is this client still entitled to the money back?"),
        "check-scope": Verb("look", "Am I giving work away, and what does it cost me?"),
        "check-accountability": Verb("look", "What was missed, and which agreed step follows?"),
        "check-service": Verb("look", "Am I keeping my promises, and does the client see it?"),
        "practice": Verb("look", "The whole practice: who needs care, what is at stake."),
        "report": Verb("evidence", "A page to look at: one client, or the practice.", True),
        "dossier": Verb("evidence", "The evidence, for a bank or a mediator.", True),
        "statement": Verb("evidence", "What both sides should know so far, sealed.", True),
        "verify": Verb("evidence", "Does the record still say what a statement said?"),
        "due": Verb("look", "Everything that falls due or is owed, soonest first.", True),
    },
    "Mend": {
        "rule": Verb("outcome", "Note what people decided: a miss is excused, or it stands.", True),
        "amend": Verb("mend", "Correct some fields of an entry; both versions stay.", True),
        "void": Verb("mend", "Take an entry back; it stays, marked as void.", True),
        "undo": Verb("mend", "Take back what the last command wrote.", True),
        "edit": Verb("by_hand", "Open a file in your editor, and check it before it counts.", True),
        "doctor": Verb("doctor", "Is anything wrong with the record?", True),
        "history": Verb("by_hand", "Earlier versions of a file, and how to bring one back.", True),
    },
}

VERBS: dict[str, Verb] = {name: verb for group in GROUPS.values() for name, verb in group.items()}
