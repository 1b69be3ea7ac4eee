"""House rules and what their wording does: as JSON and as one screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from valueback.model.practice import Practice
from valueback.model.service import Policy
from valueback.render.page import Page, Styled
from valueback.rules.wording import Remark

Remarks = Sequence[tuple[Policy, Remark]]
"""Wordings that could be kinder, each with its rule."""


def policies_json(found: Remarks, *, path: str | None, saved: bool) -> dict[str, Any]:
    """The keys that other programs rely on."""
    return {
        "schema": 1,
        "report": "policies",
        "path": path,
        "saved": saved,
        "wording": [{"policy": rule.id, **remark._asdict()} for rule, remark in found],
    }


def policies_page(practice: Practice, found: Remarks, wrote: str, *, checked: bool) -> Page:
    """Where the paper is, and what could be worded more kindly."""
    page = Page()
    page.command(wrote)
    if not checked:
        language = practice.identity.locale
        page.line(f"The wording was not checked: there is no table for {language}.", indent=2)
    elif practice.policy and not found:
        page.line("Each rule says what you do for your clients.", indent=2)
    for rule, remark in found:
        page.line().line(Styled(rule.id, "bold"), f": {rule.text}")
        page.line(f'"{remark.words}" {remark.why}.', indent=2)
        if remark.say:
            page.line(remark.say, indent=2)
    return page
