"""What is judged without pydantic is judged as pydantic does."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tests import schemas
from valueback.model import judging
from valueback.model.data import Data, read
from valueback.model.engagement import Header
from valueback.model.entries import KINDS, Payment, Session


def test_the_kept_schemas_are_current() -> None:
    """After a change of an annotation, or another pydantic: `make fix`."""
    kept = schemas.FILE.read_text(encoding="utf-8").splitlines()[1:]
    assert kept == schemas.current().splitlines()[1:]


@pytest.mark.parametrize("kind", schemas.kinds(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("data", [{}, {"unknown": 1}, {"at": "x", "id": 3, "text": []}, 7, "x"])
def test_both_say_the_same_of_what_is_wrong(kind: type[Data], data: Any) -> None:
    def said() -> Any:
        return read(kind, data)

    judging.validator.cache_clear()
    kept = said()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "_kept", lambda _: None)
        judging.validator.cache_clear()
        assert said() == kept
    judging.validator.cache_clear()


def test_another_version_asks_pydantic(monkeypatch: pytest.MonkeyPatch) -> None:
    row = judging._rows()[1]
    monkeypatch.setattr(judging, "_rows", lambda: ['"0.1"', row])
    assert judging._kept(judging.name_of(Session)) is None
    monkeypatch.setattr(judging, "_rows", lambda: ['""'])
    judging.validator.cache_clear()
    assert isinstance(read(Payment, {"at": 1}), list)
    judging.validator.cache_clear()


def test_every_kind_of_entry_is_kept() -> None:
    kept = [row.split('"')[1] for row in judging._rows()[1:]]
    wanted = {judging.name_of(kind) for kind in (*KINDS.values(), Header)}
    assert wanted <= set(kept)


def test_a_function_without_a_name_is_refused() -> None:
    def inner() -> None:
        raise AssertionError

    with pytest.raises(LookupError):
        judging.name_of(inner)


def test_reading_a_file_imports_no_pydantic() -> None:
    """What pydantic_core describes its schemas with is imported once somebody asks for it."""
    program = (
        "import sys\n"
        "from valueback.model.data import read\n"
        "from valueback.model.entries import Session\n"
        "assert isinstance(read(Session, {}), list)\n"
        "assert 'pydantic' not in sys.modules, 'pydantic'\n"
        "assert 'pydantic_core.core_schema' not in sys.modules, 'core_schema'\n"
        "from pydantic import BaseModel\n"
        "from pydantic_core import core_schema\n"
        "assert core_schema.str_schema()['type'] == 'str'\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
