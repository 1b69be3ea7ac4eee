"""House rules and what their wording does: as JSON and as one screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from valueback.model.practice import Practice
from valueback.model.service import Policy
from valueback.render.languages import NAMES
from valueback.render.page import Page, Styled
from valueback.rules.wording import Remark

Remarks = Sequence[tuple[Policy, Remark]]
"""Wordings that could be kinder, each with its rule."""


def policies_json(
    found: Remarks, *, path: str | None, saved: bool, languages: Sequence[str]
) -> dict[str, Any]:
    """The keys that other programs rely on."""
    return {
        "schema": 1,
        "report": "policies",
        "path": path,
        "saved": saved,
        "languages": list(languages),
        "wording": [{"policy": rule.id, **remark._asdict()} for rule, remark in found],
    }


def policies_page(practice: Practice, found: Remarks, wrote: str, languages: Sequence[str]) -> Page:
    """Where the paper is, and what could be worded more kindly."""
    page = Page()
    page.command(wrote)
    own = practice.identity.locale[:2].lower()
    looked = " and ".join(NAMES.get(language, language) for language in languages)
    page.line(f"Looked at as {looked}.", indent=2)
    if own not in languages:
        page.line(f"There is no table for {practice.identity.locale} yet.", indent=2)
    if practice.policy and not found:
        page.line("Each rule says what you do for your clients.", indent=2)
    for rule, remark in found:
        page.line().line(Styled(rule.id, "bold"), f": {rule.text}")
        page.line(f'"{remark.words}" {remark.why}.', indent=2)
        if remark.say:
            page.line(remark.say, indent=2)
    return page
