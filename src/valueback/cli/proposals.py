"""What a shell proposes for the next word, where the line is plain.

The library would answer the same in twice the time, and answers all else. A test holds both against
each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from valueback.cli import plain
from valueback.cli.completion import Begun

_NOT_PLAIN = re.compile(r"[^\w\s./:@+-]")
_NAMES = re.compile(r"[\w.-]+", re.ASCII)


def proposed(program: str, environment: Mapping[str, str]) -> str | None:
    """The answer to a shell, in the form that its script reads; None where the library is to give
    it, or nobody asked.
    """
    shell = environment.get(f"_{program.upper()}_COMPLETE", "").removeprefix("complete_")
    asked = environment.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    if _NOT_PLAIN.search(asked):
        return None
    words, word = _apart(shell, asked, environment)
    found = [] if word.startswith("-") else _found(words, word)
    if not all(_NAMES.fullmatch(name) for name in found):
        return None
    return _formed(shell, found, environment) if found else None


def _apart(shell: str, asked: str, environment: Mapping[str, str]) -> tuple[list[str], str]:
    """The words that stand, and the one that was begun."""
    words = asked.split()
    if shell == "bash":
        number = int(environment["COMP_CWORD"])
        return words[1:number], words[number] if number < len(words) else ""
    if shell in ("zsh", "fish"):
        begun = len(words) > 1 and not asked.endswith(" ")
        return (words[1:-1], words[-1]) if begun else (words[1:], "")
    word = environment.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    return words[1:-1] if word else words[1:], word


def _found(words: list[str], word: str) -> list[str]:
    begun = plain.begun(words)
    propose = begun and begun[1].mark.autocompletion
    if not begun or not propose:
        return []
    line, _ = begun
    client = line.values.get("client") or ""
    return propose(Begun(line.values["practice"] or line.practice, str(client)), word)


def _formed(shell: str, found: list[str], environment: Mapping[str, str]) -> str | None:
    match shell:
        case "bash":
            return "\n".join(found)
        case "zsh":
            quoted = "\n".join(f'"{name}"' for name in found)
            return f"_arguments '*: :(({quoted}))'"
        case "fish" if environment.get("_TYPER_COMPLETE_FISH_ACTION") == "get-args":
            return "\n".join(found)
        case "powershell" | "pwsh":
            return "\n".join(f"{name}::: " for name in found)
        case _:
            return None
