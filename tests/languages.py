"""What is missing in each language, what is unused, and what changed in English since.

`python -m tests.languages` says it, and ends with 1 where there is anything; `--update` brings the
catalogues into the form that fits the English sentences: new ones empty, changed ones marked.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import jinja2
import jinja2.nodes
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.meta import find_undeclared_variables

from valueback.render.catalogue import for_papers
from valueback.render.languages import NAMES
from valueback.shipped import ENGLISH, folder

LOCALE, TEMPLATES = folder("locale"), folder("templates")
LEDGER = LOCALE / "templates.toml"
"""From which English text each template was translated, by the beginning of its SHA-256."""

Sentence = str | tuple[str, str]

_BEGUN = datetime(2026, 11, 28, tzinfo=UTC)
_PLURALS = {
    "fr": "(n > 1)",
    "pt": "(n > 1)",
    "pt_PT": "(n != 1)",
    "de": "(n != 1)",
    "es": "(n != 1)",
    "it": "(n != 1)",
}
"""Which number takes the second form: one and many; that of millions says nothing of ours."""


def languages() -> list[str]:
    """The languages that there are catalogues for, and that have to be whole."""
    return sorted(path.stem for path in LOCALE.glob("*.po"))


def known(language: str) -> dict[str, Message]:
    """The messages of a catalogue by their keys."""
    with (LOCALE / f"{language}.po").open("rb") as file:
        return {str(m.context): m for m in read_po(file, locale=language) if m.id}


def updated(language: str) -> Catalog:
    """The catalogue with every sentence that there is in English, and no other."""
    before = known(language) if (LOCALE / f"{language}.po").is_file() else {}
    made = Catalog(
        locale=language,
        project="valueback",
        charset="utf-8",
        creation_date=_BEGUN,
        revision_date=_BEGUN,
        header_comment=f"# valueback's sentences in {language}; the context of each is its key.",
        fuzzy=False,
    )
    rule = _PLURALS.get(language) or _PLURALS.get(language[:2])
    if rule is None:
        sys.exit(f"{language}: which number takes the second form? Say it in _PLURALS, here.")
    vars(made).update(_num_plurals=2, _plural_expr=rule)
    for key, sentence in for_papers().items():
        old = before.get(key)
        if (old is None or not _said(old)) and "_" in language:
            continue  # the language itself says it
        if old is None:
            made.add(sentence, context=key)
        elif old.id == sentence:
            made.add(sentence, old.string, context=key, flags=old.flags)
        else:
            earlier = old.id if isinstance(old.id, list | tuple) else (old.id,)
            made.add(sentence, old.string, context=key, flags={"fuzzy"}, previous_id=list(earlier))
    return made


def write(language: str) -> None:
    """Write a catalogue anew, a message a paragraph, in the order of the English sentences."""
    made = updated(language)  # read before the file is emptied
    with (LOCALE / f"{language}.po").open("wb") as file:
        write_po(file, made, width=96, omit_header=False, include_previous=True)


def names(text: str) -> set[str]:
    """What is filled into a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def problems(language: str) -> Iterator[str]:
    """What a translator has to look at, sentence by sentence, then template by template."""
    whole, found = "_" not in language, known(language)
    for key, sentence in for_papers().items():
        message = found.pop(key, None)
        if message is None or not _said(message):
            if whole:
                yield f"{language}: {key} is missing"
        elif message.id != sentence or message.fuzzy:
            yield f"{language}: {key} changed in English"
        else:
            yield from _filled(language, key, sentence, message)
    yield from (f"{language}: {key} is unused" for key in found)
    yield from _templates(language, whole=whole)


def _said(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def _filled(language: str, key: str, sentence: Sentence, message: Message) -> Iterator[str]:
    """Values that a translation has and English has not, or the other way round."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    wanted = names(sentence if isinstance(sentence, str) else sentence[1])
    english = (sentence,) if isinstance(sentence, str) else sentence
    for number, text in enumerate(forms):
        own = names(english[min(number, len(english) - 1)])
        try:
            found = names(text)
        except ValueError as error:
            yield f"{language}: {key}: {error}"
            continue
        if found - wanted or own - found - {"count"}:
            yield f"{language}: {key} fills in {sorted(found)}, not {sorted(own)}"


def _templates(language: str, *, whole: bool) -> Iterator[str]:
    ledger = tomllib.loads(LEDGER.read_text()).get(language, {}) if LEDGER.is_file() else {}
    there = {path.name for path in (TEMPLATES / language).glob("*")}
    english = {path.name: path for path in (TEMPLATES / ENGLISH).iterdir()}
    yield from (f"{language}: {name} is no template" for name in sorted(there - set(english)))
    if whole:
        yield from (f"{language}: {name} is missing" for name in sorted(set(english) - there))
    for name in sorted(there & set(english)):
        if name not in ledger:
            yield f"{language}: {name} is not sealed yet: --seal {language}"
        elif ledger[name] != digest(english[name]):
            yield f"{language}: {name} changed in English"
        yield from _parts(language, name)


def _parts(language: str, name: str) -> Iterator[str]:
    """Blocks and values of a template that its English original has not, or the other way round."""
    if name.endswith((".toml", ".css")):
        return
    own, english = (_made_of(TEMPLATES / folder_ / name) for folder_ in (language, ENGLISH))
    if isinstance(own, str) or isinstance(english, str):
        yield f"{language}: {name}: {own}"
        return
    for what, one, other in zip(("blocks", "values", "subject"), own, english, strict=True):
        if one != other:
            yield f"{language}: {name} has other {what}: {', '.join(sorted(one ^ other))}"


def _made_of(path: Path) -> tuple[set[str], set[str], set[str]] | str:
    """The blocks of a template, the values that it uses, and the name of its subject line."""
    text = path.read_text()
    try:
        tree = jinja2.Environment(autoescape=True).parse(text)
    except jinja2.TemplateSyntaxError as error:
        return f"line {error.lineno}: {error.message}"
    blocks = {block.name for block in tree.find_all(jinja2.nodes.Block)}
    subject = {line[:8] for line in text.splitlines() if line.startswith("Subject:")}
    return blocks, find_undeclared_variables(tree), subject


def digest(path: Path) -> str:
    """The beginning of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def seal(which: Collection[str] = ()) -> None:
    """Note that the translated templates of these languages, or of all, stand beside the English
    ones as they are now.
    """
    before = tomllib.loads(LEDGER.read_text()) if LEDGER.is_file() else {}
    lines = [
        "# From which English text each template was translated: python -m tests.languages --seal"
    ]
    for language in languages():
        lines += ["", f"[{language}]"]
        known = before.get(language, {})
        for path in sorted((TEMPLATES / language).glob("*")):
            now = digest(TEMPLATES / ENGLISH / path.name)
            stands = now if not which or language in which else known.get(path.name)
            lines += [] if stands is None else [f'"{path.name}" = "{stands}"']
    LEDGER.write_text("\n".join(lines) + "\n")


def main(words: list[str]) -> int:
    """Say what is to be done, or do what can be done without a translator."""
    named = [word for word in words if not word.startswith("--")]
    if set(words) - {*named, "--update", "--seal"}:
        sys.exit("python -m tests.languages [--update] [--seal] [LANGUAGE ...]")
    if "--update" in words:
        for language in dict.fromkeys([*(named or languages()), *named]):
            write(language)
    if "--seal" in words:
        seal(named)
    found = {language: list(problems(language)) for language in named or languages()}
    for language, some in found.items():
        begun = "" if language[:2] in NAMES else " (begun: its papers are in English)"
        told = f"{len(some)} to do" if some else "whole"
        sys.stdout.write("\n".join([*some[:40], f"{language}: {told}{begun}"]) + "\n")
    return any(some for language, some in found.items() if language[:2] in NAMES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
