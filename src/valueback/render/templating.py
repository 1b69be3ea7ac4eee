"""Templates carried out in a sandbox that sees plain values only.

Whatever is filled in is escaped for its form here, once: client text never becomes a heading, a
table cell, a tag or a template. Everything that can go wrong names a file and a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from valueback.render.safe import safe
from valueback.render.template_names import first_unknown, shape_of

Syntax = Literal["markdown", "text", "html"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LIST_MARK = re.compile(r"[-+=]|[0-9]{1,9}(?=[.)](\s|\Z))")
_MARKED = re.compile("(?m)^([ \t]*)\ue000([-+=]|[0-9]+)|\ue000")
_MARK = "\ue000"
"""Stands before a value that would begin a list at the beginning of a line; no text holds it."""

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_TEMPLATE = (".md", ".txt", ".html")


class Template(Protocol):
    """A template: its text, the file it stands in, and whether it is the user's own."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def is_own(self) -> bool: ...  # noqa: D102


Load = Callable[[str], Template | None]
"""Gives a template by name."""


class Wrong(NamedTuple):
    """Why a template cannot be used, and where."""

    message: str
    file: str
    line: int


class OwnTemplateError(Exception):
    """A template of the user's own is needed, where only built-in ones are carried out."""


def filled_in(name: str, context: Mapping[str, Any], form: Syntax, load: Load) -> str | Wrong:
    """A template with values filled in, or why that cannot be done."""
    try:
        text = _environment(form, load).get_template(name).render(context)
        return _MARKED.sub(_escaped_mark, text) if form == "markdown" else text
    except OwnTemplateError:
        raise
    except TemplateSyntaxError as error:
        return Wrong(error.message or "is wrong", error.filename or name, error.lineno)
    except Exception as error:  # noqa: BLE001  # a template can do anything that Python can
        return _at(error, name, load)


def _reason(error: Exception) -> str:
    match error:
        case RecursionError():
            return "it includes itself, or goes too deep"
        case MemoryError():
            return "it needs too much memory"
        case TimeoutError():
            return "it takes too long"
        case TemplateError():
            return error.message or "is wrong"
        case _:
            return f"{type(error).__name__}: {error}"


def compiled(name: str, load: Load, names: Sequence[str]) -> Wrong | None:
    """Why a template cannot be used by a paper that has these names; None where it can."""
    template = load(name)
    file = template.file if template else name
    try:
        environment = _environment("text", load)
        environment.get_template(name)
        tree = environment.parse(template.text if template else "")
        parents = [node.template for node in tree.find_all(nodes.Extends)]
        return _without_block(tree, parents, environment, file) or _without_name(tree, names, file)
    except TemplateSyntaxError as error:
        return Wrong(error.message or "is wrong", error.filename or name, error.lineno)
    except TemplateNotFound as error:
        return Wrong(f"it extends {error.name}, which is not there", file, 1)
    except (RecursionError, MemoryError, TimeoutError, ArithmeticError) as error:
        return _at(error, name, load)


def _without_name(tree: nodes.Template, names: Sequence[str], file: str) -> Wrong | None:
    """A name that the paper does not have, or no longer."""
    unknown = first_unknown(tree, shape_of(names)) if names else None
    if unknown is None:
        return None
    near = f"; did you mean {unknown.near!r}?" if unknown.near else ""
    return Wrong(f"this paper has no {unknown.name!r}{near}", file, unknown.line)


def _without_block(
    tree: nodes.Template, parents: Sequence[nodes.Expr], environment: Environment, file: str
) -> Wrong | None:
    """A block that the template it extends does not have, or no longer: nobody would see it."""
    own = [*tree.find_all(nodes.Block)]
    for parent in parents:
        if not isinstance(parent, nodes.Const):
            continue
        known = set(environment.get_template(parent.value).blocks)
        inner = {below.name for block in own for below in block.find_all(nodes.Block)}
        for block in own:
            if block.name not in known | inner:
                has = ", ".join(sorted(known))
                message = f"{parent.value} has no block {block.name!r}; it has {has}"
                return Wrong(message, file, block.lineno)
    return None


def _at(error: Exception, name: str, load: Load) -> Wrong:
    """The template's file and line that an error passed through last; its first line where it
    came about while the template was read.
    """
    template = load(name)
    trace, file, line = error.__traceback__, template.file if template else name, 1
    while trace is not None:
        passed = trace.tb_frame.f_code.co_filename
        if passed.endswith(_TEMPLATE):
            file, line = passed, trace.tb_lineno
        trace = trace.tb_next
    return Wrong(_reason(error), file, line)


def _environment(form: Syntax, load: Load) -> ImmutableSandboxedEnvironment:
    def found(name: str) -> tuple[str, str, None] | None:
        template = load(name)
        return None if template is None else (template.text, template.file, None)

    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(found),
        undefined=StrictUndefined,
        finalize=_FILLED_IN[form],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=form == "html",  # markdown is escaped by finalize
    )


# --- what is filled in ---


def markdown(text: str) -> str:
    """A text as markdown shows it unchanged, on one line; its line breaks become `<br>`."""
    return _MARKED.sub(_escaped_mark, _inline(text))


def _inline(text: str) -> str:
    """The same, with a mark where it would begin a list, were it to stand at a line's beginning."""
    shown = "<br>".join(_one_line(line) for line in _LINE_ENDS.split(text))
    begins = _LIST_MARK.match(shown.lstrip())
    return f"{_MARK}{shown}" if begins is not None else shown


def _one_line(line: str) -> str:
    return _SPECIAL.sub(r"\\\1", safe(line.replace(_MARK, "\\ue000")))


def _escaped_mark(found: re.Match[str]) -> str:
    """Where a value begins its line, what would make it a list is escaped; else nothing is."""
    begins = found[2]
    if begins is None:
        return ""
    return f"{found[1]}{begins}\\" if begins.isdigit() else f"{found[1]}\\{begins}"


def _filled_in_markdown(value: object) -> object:
    return _inline(value) if isinstance(value, str) else value


def _filled_in_text(value: object) -> object:
    return safe(value) if isinstance(value, str) else value


def _filled_in_html(value: object) -> object:
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return " / ".join(safe(line) for line in _LINE_ENDS.split(value))
    return value


_FILLED_IN = {
    "markdown": _filled_in_markdown,
    "text": _filled_in_text,
    "html": _filled_in_html,
}
