"""docs/agreements.md shows terms that can be written: each example is read as it stands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

from tests.story import SAO_PAULO, header
from valueback.model.agreement import Agreement, Guarantee
from valueback.model.data import field_names
from valueback.model.engagement import Engagement
from valueback.model.meetings import Meetings
from valueback.model.money_terms import Fee, Instalment, Leaving
from valueback.model.practice import Practice, practice_from
from valueback.model.promises import ScopeItem
from valueback.model.reading import engagement_from

PAGE = (Path(__file__).parents[1] / "docs" / "agreements.md").read_text()
EXAMPLES = [tomli.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: ".".join(e.get("agreement", e)))
def test_an_example_can_be_written(example: dict[str, Any]) -> None:
    if "agreement" not in example:
        assert isinstance(practice_from({"schema": 2, **example}), Practice)
        return
    whole = header(schema=2)
    whole["agreement"] |= {"starts": date(2026, 1, 12), **example["agreement"]}
    found = engagement_from(whole | {"log": []}, "ana-souza", SAO_PAULO)
    assert isinstance(found, Engagement), found


def test_every_term_of_meetings_and_scope_is_shown() -> None:
    for kind in (Meetings, ScopeItem, Instalment, Leaving, Fee, Guarantee):
        missing = [key for key in field_names(kind) if f"{key} = " not in PAGE]
        assert [key for key in missing if key != "allowed"] == []
    assert "free_days" in PAGE
    assert "time_zone" in field_names(Agreement)
