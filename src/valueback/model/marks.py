"""What an annotation says of a value beside its type: how it is read, and between what it lies.

pydantic asks each mark for its part of the schema; nothing here imports it before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class After(NamedTuple):
    """Checks or changes a value that has its type."""

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


class Before(NamedTuple):
    """Makes a value of what the file holds, before its type is looked at; `informed`, with what is
    known around it, such as the decimals of the currency.
    """

    check: Callable[..., Any]
    informed: bool = False

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        inner = handler(source)
        if self.informed:
            return core_schema.with_info_before_validator_function(self.check, inner)
        return core_schema.no_info_before_validator_function(self.check, inner)


class Instead(NamedTuple):
    """Makes a value of what the file holds; nothing else looks at it."""

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        del source, handler
        return core_schema.no_info_plain_validator_function(self.check)


class Bounds(NamedTuple):
    """From where to where a number lies: from `ge` to `le`, or to below `lt`."""

    ge: int
    le: int | None = None
    lt: int | None = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        found: Any = handler(source)
        found |= {name: value for name, value in self._asdict().items() if value is not None}
        schema: CoreSchema = found
        return schema


class AsList(NamedTuple):
    """A tuple, which a file holds as a list."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        found: Any = handler(source)
        found["strict"] = False
        schema: CoreSchema = found
        return schema


AS_LIST = AsList()
