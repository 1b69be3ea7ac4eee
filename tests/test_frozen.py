"""Immutable values behave as dataclasses do, but for the time that they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest

from valueback.frozen import as_table, field, frozen, replace


@frozen
class Point:
    kind: ClassVar[str] = "point"
    x: int
    y: int = 2
    seen: list[int] = field(default_factory=list)


@frozen(kw_only=True)
class Named:
    of: Point
    check: Callable[[int], bool] = bool


def test_fields_are_given_in_order_or_by_name() -> None:
    assert (Point(1).x, Point(1).y, Point(1, 3).y, Point(1, y=4).y) == (1, 2, 3, 4)
    assert Point(1).seen is not Point(1).seen


def test_a_function_that_is_a_default_is_no_method() -> None:
    assert Named(of=Point(1)).check(0) is False


def test_values_are_equal_by_their_fields() -> None:
    assert Point(1) == Point(1, 2)
    assert Point(1) != Point(2)
    assert repr(Point(1)) == "Point(x=1, y=2, seen=[])"
    assert hash(replace(Named(of=Point(1)), of=3)) == hash(replace(Named(of=Point(2)), of=3))


def test_nothing_changes_a_value() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="immutable"):
        point.x = 2  # type: ignore[misc]  # that is what is tested
    assert replace(point, x=5).x == 5
    assert point.x == 1


@pytest.mark.parametrize(
    "make",
    [
        Point,
        lambda: Point(1, z=2),  # type: ignore[call-arg]
        lambda: Point(1, x=2),  # type: ignore[misc]
        lambda: Point(1, 2, [], 4),  # type: ignore[call-arg]
        lambda: Named(Point(1)),  # type: ignore[call-arg]
    ],
)
def test_what_is_missing_or_too_much_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        make()


def test_a_value_as_a_table() -> None:
    assert as_table(Named(of=Point(1), check=bool)) == {
        "of": {"x": 1, "y": 2, "seen": []},
        "check": bool,
    }
