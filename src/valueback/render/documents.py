"""Documents from templates: the user's own versions first, then the built-in ones.

Templates run in a sandbox and see plain data only. Whatever is filled in is escaped for markdown
here, once: client text never becomes a heading, a table cell, a tag or a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from valueback.errors import Problem, Refused
from valueback.render.safe import safe

Source = Callable[[str], tuple[str, str] | None]
"""Gives a template's text and file by name."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_AT_START = re.compile(r"^(\s*)([-+=]|[0-9]+(?=[.)]))")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")


def markdown(text: str) -> str:
    """A text as markdown shows it unchanged, on one line; its line breaks become `<br>`."""
    shown = (_one_line(line) for line in _LINE_ENDS.split(text))
    return "<br>".join(shown)


def _one_line(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", safe(text))
    start = _AT_START.match(escaped)
    if start is None:
        return escaped
    rest = escaped[start.end() :]
    if start[2].isdigit():
        return f"{start[1]}{start[2]}\\{rest}"
    return f"{start[1]}\\{start[2]}{rest}"


_STYLE = "page.css"


def page_of_markdown(title: str, text: str, source: Source) -> str:
    """A markdown document as a page of its own: nothing from elsewhere, no script."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(_broken_up(text))
    wide = html.replace("<table>", '<div class="wide"><table>').replace(
        "</table>", "</table></div>"
    )
    return page("page.html", {"title": title, "content": Markup(wide)}, source)  # noqa: S704


def _broken_up(text: str) -> str:
    """Line breaks that stand as a tag in cells, as a mark that no client text holds."""
    return text.replace("<br>", " / ")


def page(name: str, context: Mapping[str, Any], source: Source) -> str:
    """A page from a template for HTML: every value is escaped, the style comes with it."""
    from markupsafe import Markup

    style = source(_STYLE)
    css = Markup(style[0] if style else "")  # noqa: S704  # a template of ours or the user's own
    return _made(name, {**context, "style": css}, _environment(source, "html"))


def wrong_with(text: str, name: str) -> str | None:
    """Why a template or a table of wordings cannot be used; None where it can."""
    if name.endswith(".toml"):
        return None  # read, and judged, by the check of wordings
    environment = _environment(lambda _: None, "text")
    try:
        environment.parse(text)
    except TemplateSyntaxError as error:
        return f"line {error.lineno} cannot be used: {error.message}"
    return None


def rendered(name: str, context: Mapping[str, Any], source: Source, *, escape: bool = True) -> str:
    """A document from a template, with values escaped for markdown unless it is plain text.

    `source` gives a template's text and file by name. Raises Refused, with file and line, where a
    template does not work.
    """
    return _made(name, context, _environment(source, "markdown" if escape else "text"))


def _made(name: str, context: Mapping[str, Any], environment: ImmutableSandboxedEnvironment) -> str:
    try:
        return environment.get_template(name).render(context)
    except TemplateSyntaxError as error:
        message, file, line = error.message or "is wrong", error.filename or name, error.lineno
    except TemplateError as error:
        file, line = _raised_at(error, name)
        message = error.message or "is wrong"
    raise Refused(
        Problem(
            f"the template cannot be used: {message}",
            "Mend it, or delete it to use the built-in one.",
            file=file,
            line=line,
        )
    )


def _environment(
    source: Source, form: Literal["markdown", "text", "html"]
) -> ImmutableSandboxedEnvironment:
    def load(name: str) -> tuple[str, str, None] | None:
        found = source(name)
        return (*found, None) if found else None

    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        finalize=_FILLED_IN[form],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=form == "html",  # markdown is escaped by finalize
    )


def _filled_in_markdown(value: object) -> object:
    return markdown(value) if isinstance(value, str) else value


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


def _raised_at(error: TemplateError, name: str) -> tuple[str, int]:
    """The template's file and line that an error passed through last."""
    trace, found = error.__traceback__, (name, 0)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".md", ".txt", ".html")):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found
