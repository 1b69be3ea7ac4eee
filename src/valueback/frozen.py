"""Immutable values, as dataclasses are, for programs that must start at once.

A dataclass compiles code for each class, at every start: for the classes of one command that takes
longer than its work. Here one function does for all, and what a class declares is read as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn, TypeVar, cast, dataclass_transform, overload

T = TypeVar("T")
C = TypeVar("C", bound=type)


class _Made(NamedTuple):
    by: Callable[[], Any]


def field(*, default_factory: Callable[[], T]) -> T:
    """The default of a field that each value gets anew, such as a list."""
    return cast("T", _Made(default_factory))


@overload
def frozen(cls: C) -> C: ...
@overload
def frozen(*, kw_only: bool = False) -> Callable[[C], C]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: C | None = None, *, kw_only: bool = False) -> C | Callable[[C], C]:
    """A class whose annotations are the fields of an immutable value.

    Fields are given in their order, or by name (`kw_only`: by name alone); those that are not have
    the values of the class. Values of one class with the same fields are equal.
    """
    return (lambda found: _frozen(found, kw_only)) if cls is None else _frozen(cls, kw_only)


def _frozen(cls: C, kw_only: bool) -> C:  # noqa: FBT001  # said by name above
    inherited: tuple[str, ...] = getattr(cls, "_fields", ())
    own = [name for name, kind in cls.__annotations__.items() if "ClassVar" not in str(kind)]
    names = tuple(dict.fromkeys((*inherited, *own)))
    defaults = {name: getattr(cls, name) for name in names if hasattr(cls, name)}
    makers = {name: made.by for name, made in defaults.items() if isinstance(made, _Made)}
    plain = {name: None if name in makers else defaults.get(name) for name in names}
    check: Callable[[Any], None] | None = getattr(cls, "__post_init__", None)
    known, needed = frozenset(names), frozenset(names) - defaults.keys()
    most = 0 if kw_only else len(names)

    def init(self: Any, *values: Any, **given: Any) -> None:
        if values:
            if len(values) > most or given.keys() & names[: len(values)]:
                raise TypeError(f"{cls.__name__}: too many values, or one twice")
            given.update(zip(names, values, strict=False))
        if needed - given.keys() or given.keys() - known:
            wrong = ", ".join(sorted((needed - given.keys()) | (given.keys() - known)))
            raise TypeError(f"{cls.__name__}: missing or unknown: {wrong}")
        own = plain | given
        for name, make in makers.items():
            if name not in given:
                own[name] = make()
        self.__dict__.update(own)
        if check is not None:
            check(self)

    usual = {"__eq__": _same, "__hash__": _hash, "__repr__": _repr}
    own_ways = {name: method for name, method in usual.items() if name not in vars(cls)}
    always = {"_fields": names, "__init__": init, "__setattr__": _set}
    for name, value in (always | own_ways).items():
        setattr(cls, name, value)
    return cls


def _values(value: Any) -> tuple[Any, ...]:
    return tuple(getattr(value, name) for name in value._fields)


def _set(self: object, name: str, value: object) -> NoReturn:  # noqa: ARG001  # as Python calls it
    raise AttributeError(f"{type(self).__name__} is immutable: {name} stays as it is")


def _same(self: object, other: object) -> bool:
    return self is other or (type(self) is type(other) and _values(self) == _values(other))


def _hash(self: object) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    given = (f"{name}={getattr(self, name)!r}" for name in self._fields)
    return f"{type(self).__name__}({', '.join(given)})"


def replace(value: T, /, **changes: Any) -> T:
    """The same value with some fields changed."""
    fields: tuple[str, ...] = getattr(value, "_fields")  # noqa: B009  # of every such class
    return type(value)(**({name: getattr(value, name) for name in fields} | changes))


def as_table(value: Any) -> Any:
    """The fields of a value by name, those of the values in it, too."""
    if not hasattr(value, "_fields"):
        return value
    return {name: as_table(getattr(value, name)) for name in value._fields}
