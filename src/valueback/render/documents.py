"""Documents from templates: the user's own versions first, then the built-in ones.

Built-in templates are carried out here, the user's own in a process with limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from valueback.errors import Problem, Refused
from valueback.render.template_names import names_of
from valueback.render.templating import (
    OwnTemplateError,
    Syntax,
    Template,
    Wrong,
    filled_in,
    markdown,
)

if TYPE_CHECKING:
    from valueback.render.confined import Given

__all__ = ["markdown", "page", "rendered", "wrong_with"]


class Source(Protocol):
    """Where templates come from: one by name, or all of them."""

    def __call__(self, name: str) -> Template | None: ...
    def all(self) -> Mapping[str, Template]: ...


_STYLE = "page.css"


def page(name: str, context: Mapping[str, Any], source: Source) -> str:
    """A page from a template for HTML: every value is escaped, the style comes with it."""
    from markupsafe import Markup

    style = source(_STYLE)
    css = Markup(style.text if style else "")  # noqa: S704  # ours, or the user's own
    return _made(name, {**context, "style": css}, "html", source)


def rendered(name: str, context: Mapping[str, Any], source: Source, *, escape: bool = True) -> str:
    """A document from a template, with values escaped for markdown unless it is plain text.

    Raises Refused, with file and line, where a template does not work.
    """
    made = _made(name, context, "markdown" if escape else "text", source)
    return made if escape else re.sub(r"\n{3,}", "\n\n", made)


def wrong_with(name: str, source: Source) -> str | None:
    """Why a template or a table of wordings cannot be used; None where it can."""
    if not name.endswith((".md", ".txt", ".html")):
        return None  # a style is no template; a table of wordings is judged where it is read
    from valueback.render.confined import Job, carried_out

    found = carried_out(Job(name, _given(source), {}, None, names_of(name)))
    if not isinstance(found, Wrong):
        return None
    return f"line {found.line} cannot be used: {found.message}"


def _given(source: Source) -> dict[str, Given]:
    from valueback.render.confined import Given

    return {
        name: Given(template.text, template.file, template.is_own)
        for name, template in source.all().items()
    }


def _made(name: str, context: Mapping[str, Any], form: Syntax, source: Source) -> str:
    def built_in(wanted: str) -> Template | None:
        template = source(wanted)
        if template is not None and template.is_own:
            raise OwnTemplateError(wanted)
        return template

    try:
        found: str | Wrong | None = filled_in(name, context, form, built_in)
    except OwnTemplateError:
        from valueback.render.confined import Job, carried_out

        found = carried_out(Job(name, _given(source), context, form))
    if isinstance(found, str):
        return found
    assert isinstance(found, Wrong)
    raise Refused(
        Problem(
            f"the template cannot be used: {found.message}",
            "Mend it, or delete it to use the built-in one.",
            file=found.file,
            line=found.line,
        )
    )
