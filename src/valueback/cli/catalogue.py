"""Every verb, in the groups and order of the help, and what it does.

The help and the completion of verbs come from here, so that they import nothing else.
"""

from __future__ import annotations

from typing import NamedTuple


class Verb(NamedTuple):
    """A command: its summary, an example of its use, and whether it writes. Its file in
    `cli/verbs/` has its name.
    """

    summary: str
    example: str
    writes: bool = False


EVERY_DAY = "Every day"

GROUPS: dict[str, dict[str, Verb]] = {
    EVERY_DAY: {
        "due": Verb("What falls due or is owed, soonest first.", "--days 7", True),
        "new-client": Verb(
            "Draw up the agreement with a new client.", '"Ana Souza" --price 2400 --months 6', True
        ),
        "agreement": Verb("The agreement as a paper to sign.", "ana --pdf", True),
        "sign": Verb("Note that you, the client or both have signed.", "ana --by both", True),
        "book": Verb("Book a meeting, or a series.", "ana tue 9:30 --every 2w --times 6", True),
        "move": Verb("Give a booked meeting another date.", "ana fri 10:00 --by client", True),
        "wrap-up": Verb("After a meeting: everything in one go.", "ana", True),
        "log-feedback": Verb(
            "The client wrote about a meeting, or sent homework.",
            'ana "It helped." --value 4',
            True,
        ),
        "log-request": Verb("The client asks for something more.", 'ana "One more report"', True),
        "options": Verb("What you can answer to a request, with prices.", "ana"),
        "log-payment": Verb("The client paid.", "ana 1200 --at yesterday", True),
        "check-guarantee": Verb("Is this client still entitled to the money back?", "ana"),
        "check-scope": Verb("Am I giving work away, and what does it cost me?", "ana"),
        "import": Verb(
            "Calendars, chats, mail, forms, reports: what happened.", "calendar.ics", True
        ),
        "show": Verb("One client: the agreement in brief and its log.", "ana"),
    },
    "Set up": {
        "demo": Verb("A small practice around today, to play with.", "", True),
        "init": Verb("Begin a practice: who you are, your usual terms.", "--profile coach", True),
        "renew": Verb("The next engagement of the same client.", "ana --months 6", True),
        "list": Verb("All engagements, a line each.", ""),
        "templates": Verb(
            "What clients receive, and how to word it yourself.", "--copy agreement.md", True
        ),
        "discard": Verb("Take away a draft that nobody signed.", "carla", True),
    },
    "Every meeting": {
        "log-session": Verb(
            "A meeting was held, or somebody did not come.", "ana --no-show client", True
        ),
        "log-cancellation": Verb(
            "A booked meeting was called off.", "ana --by client --at yesterday", True
        ),
        "log-homework": Verb(
            "The client agreed to do something by a day.", 'ana "List ten firms" --due fri', True
        ),
        "complete-homework": Verb("The client did it.", "ana --at yesterday", True),
        "request-feedback": Verb("The question to send after a meeting.", "ana --mailto", True),
        "log-adjustment": Verb(
            "What you changed in answer to a concern.", 'ana "More examples"', True
        ),
    },
    "Results and money": {
        "log-result": Verb(
            "Something came of it, towards a minimum result.",
            "ana contracts --amount 1500 --confirmed",
            True,
        ),
        "log-assessment": Verb("The client's own word: did value come back?", "ana yes", True),
        "log-factor": Verb(
            "Something outside anyone's control happened.", 'ana "Flood in the city"', True
        ),
        "log-claim": Verb("The client asks for the money back.", "ana", True),
        "log-refund": Verb("You paid back.", "ana 1200 --for guarantee", True),
        "log-expense": Verb("You spent money for the engagement.", "ana 80 Travel", True),
        "check-payments": Verb("Who owes what: paid, outstanding, overdue, due next.", "ana", True),
    },
    "Scope": {
        "decide": Verb("Note what you answered, and carry it out.", "ana R1 menu", True),
        "reply": Verb("The message that says it, kind and clear.", "ana R1 menu"),
        "log-work": Verb(
            "You worked outside of meetings.", 'ana 45 "Read the draft" --asked', True
        ),
        "change-order": Verb(
            "Draw up a change of the agreement for both to sign.",
            "ana --line '2 x 100 Extra meeting'",
            True,
        ),
        "mark-change-order": Verb(
            "Note that it was sent, approved, declined or void.", "ana approved", True
        ),
    },
    "Accountability": {
        "reminder": Verb("The message that the present step calls for.", "ana --whatsapp", True),
        "log-consequence": Verb("Note the agreed step that you took.", "ana warning", True),
        "log-incident": Verb("Note abuse; the answer is to end it.", 'ana "Shouted at me"', True),
        "end": Verb(
            "The engagement ends, with a letter that closes it.", "ana --last-day fri", True
        ),
    },
    "Service": {
        "log-touch": Verb("You kept a promise, to one client or to several.", "ana bo", True),
        "survey-form": Verb("Ask a client how well you keep your promises.", "ana --mailto", True),
        "log-survey": Verb("What the client answered.", "ana --nps 9", True),
        "ask-referral": Verb("Ask to be recommended, when you have earned it.", "ana", True),
        "log-referral": Verb("Whom a client sent.", 'ana "Bo Lind"', True),
        "policies": Verb("Your house rules as a paper, their wording checked.", "--pdf", True),
        "bill-of-rights": Verb("What clients can count on, as a paper.", "--pdf", True),
    },
    "Look": {
        "check-accountability": Verb("What was missed, and which agreed step follows?", "ana"),
        "check-service": Verb("Am I keeping my promises, and does the client see it?", "ana"),
        "practice": Verb("The whole practice: who needs care, what is at stake.", ""),
        "report": Verb("A page to look at: one client, or the practice.", "ana", True),
        "search": Verb("Everything that was written, by its words.", "offer --client ana"),
        "export": Verb("Tables, ledgers, a calendar to subscribe to.", "csv ana -o ana.csv", True),
        "dossier": Verb("The evidence, for a bank or a mediator.", "ana --pdf", True),
        "statement": Verb("What both sides should know so far, with a fingerprint.", "ana", True),
        "verify": Verb("Does the record still say what a statement said?", "ana"),
    },
    "Mend": {
        "rule": Verb(
            "Note what people decided: a miss is excused, or it stands.",
            "ana S5 excused --reason Flu",
            True,
        ),
        "amend": Verb(
            "Correct some fields of an entry; both versions stay.", "ana S5 late_minutes=5", True
        ),
        "void": Verb(
            "Take an entry back; it stays, marked as void.", 'ana S5 --reason "Wrong day"', True
        ),
        "undo": Verb("Take back what the last command wrote.", "", True),
        "edit": Verb(
            "Open a file in your editor, and check it before it counts.", "practice", True
        ),
        "history": Verb("Earlier versions of a file, and how to bring one back.", "ana", True),
        "doctor": Verb("Is anything wrong with the record?", "", True),
        "forget": Verb(
            "Erase a client's names and texts, at the client's request.", "ana", True
        ),
        "help": Verb("These verbs; all of them, or a group.", "all"),
    },
}  # fmt: skip

MEANT: dict[str, tuple[str, ...]] = {
    "bill": ("check-payments",), "booking": ("book",), "cancel": ("log-cancellation", "move"),
    "call-off": ("log-cancellation", "move"), "client": ("new-client", "show"),
    "clients": ("list", "practice"), "delete": ("discard", "void"), "done": ("complete-homework",),
    "feedback": ("log-feedback", "request-feedback"), "finish": ("end",),
    "homework": ("log-homework", "complete-homework"), "invoice": ("check-payments",),
    "log": ("show", "wrap-up"), "meeting": ("wrap-up", "book"), "money": ("check-payments", "list"),
    "new": ("new-client",), "owe": ("check-payments", "list"), "owes": ("check-payments", "list"),
    "paid": ("log-payment", "check-payments"), "pay": ("log-payment", "check-payments"),
    "payment": ("log-payment", "check-payments"), "payments": ("check-payments",),
    "refund": ("log-refund", "log-claim"), "remove": ("discard", "void"),
    "request": ("log-request", "options"), "reschedule": ("move",), "result": ("log-result",),
    "search": ("show",), "session": ("wrap-up", "log-session"), "start": ("init", "demo"),
    "status": ("practice", "due"), "stop": ("end",), "today": ("due",), "todo": ("due",),
    "who": ("list",),
}  # fmt: skip
"""What people type, and the verbs that they may mean."""

VERBS: dict[str, Verb] = {name: verb for group in GROUPS.values() for name, verb in group.items()}


def example(name: str) -> str:
    """A command as somebody would type it."""
    return f"valueback {name} {VERBS[name].example}".rstrip()
