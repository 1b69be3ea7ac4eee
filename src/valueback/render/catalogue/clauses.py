"""What the findings of each clause say, and why they stand as they do."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {
    "feedback.open": "Feedback on the meeting of {meeting} is open until {by}",
    "feedback.came": "Feedback on the meeting of {meeting} came on {came}; it was due {by}",
    "feedback.missing": "Feedback on the meeting of {meeting} was due {by} and has not come",
    "feedback.came-unasked": (
        "Feedback on the meeting of {meeting} came on {came}; it was due {by}, and was not asked "
        "for in time"
    ),
    "feedback.missing-unasked": (
        "Feedback on the meeting of {meeting} was due {by} and has not come; it was not asked for "
        "in time"
    ),
    "homework.open": "Homework {homework} is open until {by}: {text}",
    "homework.done": "Homework {homework} was done on {done}; it was due {by}: {text}",
    "homework.missing": "Homework {homework} was due {by} and not done: {text}",
    "payment.paid": "{sum}, due {due}: paid on {came}",
    "payment.open": "{sum} was due {due}; it can be paid until {by}",
    "payment.came": "{sum}, due {due}, was to be paid by {by} and came on {came}",
    "payment.missing": "{sum}, due {due}, was to be paid by {by} and is open",
    "presence.met": "Meeting of {start}: there, on time and to the end",
    "presence.no-show": "Meeting of {start}: the client did not come",
    "presence.missed": "Meeting of {start}: {what}",
    "presence.missed-both": "Meeting of {start}: {late}, and {early}",
    "presence.late": (
        "{count} minute late; up to {allowed} are allowed",
        "{count} minutes late; up to {allowed} are allowed",
    ),
    "presence.left-early": (
        "left {count} minute early; up to {allowed} are allowed",
        "left {count} minutes early; up to {allowed} are allowed",
    ),
    "presence.never-booked": (
        "{count} session was never booked, of {agreed} agreed",
        "{count} sessions were never booked, of {agreed} agreed",
    ),
    "notice.before": "Cancelled {given} before the meeting of {start}; {notice} was agreed",
    "notice.after": ("Cancelled after the start of the meeting of {start}; {notice} was agreed"),
    "notice.just-booked": (
        "Cancelled {given} before the meeting of {start}, within {count} minute of booking it",
        "Cancelled {given} before the meeting of {start}, within {count} minutes of booking it",
    ),
    "notice.moved": (
        "Moved {given} before the meeting of {start}, to a date agreed the same day; {notice} was "
        "agreed for that"
    ),
    "notice.to-be-moved": (
        "Cancelled {given} before the meeting of {start}; in time if a new date is agreed on {day}, "
        "with {notice}"
    ),
    "notice.hour": ("{count} hour's notice", "{count} hours' notice"),
    "notice.day": ("{count} day's notice", "{count} days' notice"),
    "notice.working-day": ("{count} working day's notice", "{count} working days' notice"),
    "notice.by": "{said}, by {by},",
    "move.beyond.term": (
        "The meeting of {meeting} was moved to {to}; {count} may be moved",
        "The meeting of {meeting} was moved to {to}; {count} may be moved",
    ),
    "move.beyond.week": "The meeting of {meeting} was moved to {to}; {count} may be moved in a week",
    "move.beyond.month": "The meeting of {meeting} was moved to {to}; {count} may be moved in a month",
    "move.beyond.quarter": (
        "The meeting of {meeting} was moved to {to}; {count} may be moved in a quarter"
    ),
    "move.beyond.year": "The meeting of {meeting} was moved to {to}; {count} may be moved in a year",
    "reschedule.booked.met": (
        "A new date for the meeting of {meeting} was booked in time; it was due {by}"
    ),
    "reschedule.booked.open": "A new date for the meeting of {meeting} can be booked until {by}",
    "reschedule.booked.missing": (
        "A new date for the meeting of {meeting} was due {by} and not booked"
    ),
    "reschedule.held.met": "The meeting of {meeting} was made up for in time; it was due {by}",
    "reschedule.held.open": "The meeting of {meeting} can be made up for until {by}",
    "reschedule.held.missing": "The meeting of {meeting} was to be made up for by {by}, and was not",
    "reschedule.provider-failed": "{said}; the provider could not keep {booking}",
    "reschedule.used-up": "No new date is owed: by the agreement the session was used up",
    "voice.silent": "The client never said that value was missing",
    "voice.silent-unasked": (
        "The client never said that value was missing, but feedback on {session} was not asked for "
        "in time"
    ),
    "voice.spoke-up": "The client had said on {on} what was missing",
    "clarity.met": "The agreement names an objective and at least one minimum result",
    "clarity.missing": "The agreement lacks {what}",
    "lacking.objective": "an objective",
    "lacking.minimum_result": "a minimum result",
    "recording.met": "The meeting of {meeting} has a recording",
    "recording.missing": "The meeting of {meeting} has no recording",
    "asking.met": "Feedback on the meeting of {meeting} was asked for by {by}",
    "asking.came-by-itself": "Feedback on the meeting of {meeting} came by itself",
    "asking.open": "Feedback on the meeting of {meeting} is to be asked for by {by}",
    "asking.missing": "Feedback on the meeting of {meeting} was not asked for by {by}",
    "adjusting.met": "The concern {concern} of {of} was answered in time",
    "adjusting.open": (
        "The concern {concern} of {of} waits for an adjustment, by {by} and before the next meeting"
    ),
    "adjusting.late": "The concern {concern} of {of} was answered late; it was due {by}",
    "adjusting.missing": "The concern {concern} of {of} was due an answer by {by} and got none",
    "punctual.met": "Meeting of {start}: begun on time",
    "punctual.late": (
        "Meeting of {start}: the provider was {count} minute late; up to {allowed} are allowed",
        "Meeting of {start}: the provider was {count} minutes late; up to {allowed} are allowed",
    ),
    "delivery.met": "All {agreed} agreed sessions were held or used up",
    "delivery.missing": (
        "{count} of {agreed} agreed sessions was not held",
        "{count} of {agreed} agreed sessions were not held",
    ),
    # why a finding stands as it does
    "finding.because": "{said} ({why})",
    "finding.noted-late": (
        "{said}; {entry} was written down {count} day later",
        "{said}; {entry} was written down {count} days later",
    ),
    "because.before-signed": "due before both had signed",
    "because.allowed": "{used} of {allowed} allowed",
    "because.allowed-per.week": "{used} of {allowed} allowed in the week",
    "because.allowed-per.month": "{used} of {allowed} allowed in the month",
    "because.allowed-per.quarter": "{used} of {allowed} allowed in the quarter",
    "because.allowed-per.year": "{used} of {allowed} allowed in the year",
    "because.ended-early": "open when the engagement ended ({end})",
    "because.factor": "{text}: {first} to {last}, {factor}",
    "because.excused": "excused by ruling {ruling}: {reason}",
    "because.upheld": "stands, by ruling {ruling}: {reason}",
}
