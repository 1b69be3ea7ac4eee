"""Answers to forms, as Google Forms, Typeform and Tally export them.

What a column asks is known by its heading, in the languages of papers, or said in practice.toml:
`[import.forms] columns = { value = "How useful?" }`. Columns of promises are named by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from valueback.model.observation import Answers, Who
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.text import Line, folded, header_of, lines
from valueback.sources.when import DateOrder, moment, noted, order_of

_WHEN = re.compile(
    r"(?:timestamp|carimbo de data/hora|marca temporal|zeitstempel|horodateur"
    r"|submit date(?: \(utc\))?|submitted at|date submitted|sent on)\Z"
)
_ID = re.compile(r"(?:#|submission id|response id|token|respondent id)\Z")
_EMAIL = re.compile(r"(?:.*\b)?(?:e-?mail|correo|courriel)\b")
_NAME = re.compile(
    r"(?:your |seu |o seu |tu |su |ihr |votre )?(?:full )?(?:name|nome|nombre|nom)(?: completo)?\Z"
)
_VALUE = re.compile(
    r".*(?:\bvalu(?:e|able)\b|take away|useful|aproveit|\bvalor\b|\bútil\b|wertvoll"
    r"|mitgenommen|nutzen|apporté|utile|retir[ée]|aprovech|llevas|se llevó)"
)
_MISSING = re.compile(r".*(?:missing|falt(?:ou|a|ó)|gefehlt|fehlt|manqu)")
_SESSION = re.compile(r"(?:session|sessão|sesión|sitzung|séance)(?: (?:id|code|n°|nr\.?))?\Z")
_MARK = re.compile(r"\[?(S[1-9][0-9]{0,6})\]?\Z")
_FIELDS = {
    "when": _WHEN,
    "id": _ID,
    "email": _EMAIL,
    "name": _NAME,
    "missing": _MISSING,
    "session": _SESSION,
    "value": _VALUE,
}
"""What each column may be, the surest first: a heading is one of them only."""


def fits(text: str) -> bool:
    """Whether a text is a table of answers."""
    header = header_of(text)
    return any(_WHEN.match(name) for name in header[:4] + header[-4:]) and len(header) > 1


def read(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """Answers for each row."""
    header = header_of(text)
    columns = _columns(header, given)
    rows = list(lines(text, reading))
    if "when" not in columns:
        return
    dates = (row.get(columns["when"]) for row in rows)
    order = noted(order_of(dates, given), reading)
    zone = ZoneInfo("UTC") if "utc" in columns["when"] else given.zone
    for row in rows:
        try:
            answers = _answers(row, columns, zone, order)
        except Unreadable as error:
            reading.refuse(row.number, str(error), error.remedy)
            continue
        if not (answers.scores or answers.value or answers.missing or answers.text):
            reading.ignore(row.number, "answers nothing")
            continue
        said = "\n".join(filter(None, [answers.text, answers.missing]))
        emails, names = _cells(row, columns, "email"), _cells(row, columns, "name")
        reading.saw(
            answers,
            Who(emails, names),
            raw=row.raw,
            line=row.number,
            id_=next(iter(_cells(row, columns, "id")), None),
            said=said,
            unsure=order.unsure,
        )


def _columns(header: Iterable[str], given: ReadingTerms) -> dict[str, str]:
    """The heading of each field: as the practice says it, else the first that reads like it."""
    found = {field: folded(named) for field, named in given.columns.items()}
    for name in header:
        known = (f for f, pattern in _FIELDS.items() if f not in found and pattern.match(name))
        field = next(known, None)
        if field is not None and name not in found.values():
            found[field] = name
    return found


def _cells(row: Line, columns: dict[str, str], field: str) -> tuple[str, ...]:
    cell = row.get(columns[field]) if field in columns else ""
    return (cell,) if cell else ()


def _answers(row: Line, columns: dict[str, str], zone: ZoneInfo, order: DateOrder) -> Answers:
    at = moment(row.get(columns["when"]), zone, order)
    mark = next(iter(_cells(row, columns, "session")), "")
    found = _MARK.match(mark.upper())
    missing = next(iter(_cells(row, columns, "missing")), None)
    others = {
        name: cell.strip()
        for name, cell in row.cells().items()
        if cell.strip() and name not in columns.values()
    }
    scores = {name: int(cell) for name, cell in others.items() if re.match(r"(?:\d|10)\Z", cell)}
    texts = [cell for cell in others.values() if not re.match(r"[\d.,]+\Z", cell)]
    return Answers(
        at=at,
        value=_value(next(iter(_cells(row, columns, "value")), "")),
        missing=missing,
        text="\n".join(texts) or None,
        session=found[1] if found else None,
        scores=scores,
    )


def _value(cell: str) -> int | None:
    """A score of 1 to 5, as a number or with a word beside it: `2`, `2 - little`."""
    found = re.match(r"([1-5])(?![0-9.,])", cell)
    if cell and not found:
        raise Unreadable(f"{cell[:40]!r} is no score from 1 to 5")
    return int(found[1]) if found else None
