"""Whom a name means: an id, or a name, prefix or part that fits one client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from valueback.errors import Problem, Refused, refused
from valueback.identifiers import folded
from valueback.record.folder import Folder
from valueback.record.toml import parsed


class Ambiguous(Refused):
    """A name that fits several clients: their names, by id."""

    def __init__(self, problem: Problem, *, found: Mapping[str, str]) -> None:
        super().__init__(problem)
        self.found = found


def names(folder: Folder) -> dict[str, str]:
    """The client's name of each engagement whose header can be read, by id."""
    found = {}
    for id_ in folder.ids():
        try:
            head = _head(folder.content(id_))
            found[id_] = str(head["client"]["name"]) if head.get("id") == id_ else ""
        except (Refused, KeyError, TypeError):
            continue
    return found


def resolve(folder: Folder, query: str, today: str) -> str:
    """The engagement that is meant.

    Of several engagements of one client the current one is meant. Refused where none or more than
    one client fits; a near miss is suggested, never picked.
    """
    ids = folder.ids()
    if query in ids:
        return query
    known = names(folder)
    ids = [id_ for id_ in ids if known.get(id_) != ""]  # no copies under another name
    wanted = folded(query)
    clients = {id_: folded(known.get(id_, id_)) for id_ in ids}
    for fits in (_same, _begins, _within):
        found = [id_ for id_ in ids if wanted and (fits(wanted, clients[id_]) or fits(wanted, id_))]
        people = {clients[id_] for id_ in found}
        if len(people) == 1:
            return _current(folder, found, today)
        if people:
            listed = ", ".join(f"{id_} ({known.get(id_, '?')})" for id_ in found[:8])
            told = Problem(f"{query!r} fits more than one client: {listed}.", "Give the id.")
            raise Ambiguous(told, found={id_: known.get(id_, id_) for id_ in found})
    raise _nobody(query, ids, known)


def _current(folder: Folder, ids: list[str], today: str) -> str:
    """Of one client's engagements the one that can take what happens: it is not ended and runs
    today, else is not ended, else began last.
    """
    if len(ids) == 1:
        return ids[0]
    terms = []
    for id_ in ids:
        try:
            content = folder.content(id_)
            agreement = _head(content)["agreement"]
            starts, ends = str(agreement["starts"]), str(agreement.get("ends", "9999"))
            over = _is_ended(content, today)
        except (Refused, KeyError, TypeError):
            starts, ends, over = "", "", True
        terms.append((not over and starts <= today <= ends, not over, starts, id_))
    return max(terms)[-1]


def _is_ended(content: bytes, today: str) -> bool:
    """Whether an end is logged whose last day has passed; reads the log only where there is one."""
    if b'kind = "end"' not in content:
        return False
    log = parsed(content, "").get("log", [])
    void = {entry.get("entry") for entry in log if entry.get("kind") == "void"}
    ends = [entry for entry in log if entry.get("kind") == "end" and entry.get("id") not in void]
    return any(str(entry.get("last_day", entry.get("at")))[:10] < today for entry in ends)


def _head(content: bytes) -> dict[str, Any]:
    """The header of an engagement file without reading its log."""
    head, mark, _ = content.partition(b"\n[[log]]")
    try:
        return parsed(head + b"\n", "")
    except Refused:
        return parsed(content, "") if mark else {}


def _nobody(query: str, ids: list[str], known: Mapping[str, str]) -> Refused:
    if not ids:
        return refused("There is no client yet.", 'Begin with: valueback new-client "Ana Souza"')
    from difflib import get_close_matches

    words = {id_: id_ for id_ in ids} | {folded(name): id_ for id_, name in known.items()}
    words |= {part: id_ for id_, name in known.items() for part in folded(name).split()}
    near = get_close_matches(folded(query), list(words), 1)
    if near:
        return refused(f"No client fits {query!r}.", f"Did you mean {words[near[0]]}?")
    return refused(f"No client fits {query!r}.", "See them with: valueback list")


def _same(wanted: str, text: str) -> bool:
    return wanted == text


def _begins(wanted: str, text: str) -> bool:
    return text.startswith(wanted)


def _within(wanted: str, text: str) -> bool:
    return wanted in text
