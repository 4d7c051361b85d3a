"""Names and what stands behind them: built in, registered, or brought by an installed package."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class Registry(MutableMapping[str, Any]):
    """What there is of one kind, by name: "module:attribute", imported on use, or the thing itself.

    `kind` is the word for one of them in messages ("check"). `group` is the entry point by which
    an installed package adds its own (its name there is the name here); what is built in goes
    before those of packages. Things are classes derived from `base`, or their objects, and have
    their names as the attribute `named`; without a base they are anything, and named when they are
    registered. The order is that of registration.

    >>> colours = Registry("colour", "evalkit.colours", {"red": "decimal:Decimal"})
    >>> list(colours), colours.load("red")
    (['red'], <class 'decimal.Decimal'>)
    >>> colours["blue"] = complex
    >>> colours.load("blue"), "blue" in colours
    (<class 'complex'>, True)
    """

    def __init__(
        self,
        kind: str,
        group: str,
        built_in: Mapping[str, str],
        base: type[Any] = object,
        named: str = "",
    ) -> None:
        self.kind = kind
        self.group = group
        self._base = base
        self._named = named
        self._built_in = dict(built_in)
        self._further: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._built_in:
            return self._built_in[name]
        if name in self._further:
            return self._further[name]
        return self._packages()[name]

    def __setitem__(self, name: str, thing: Any) -> None:
        if name in self._built_in:
            raise InputError(
                f"the {self.kind} {name!r} is built in", remedy="give yours another name"
            )
        self._further[name] = thing

    def __delitem__(self, name: str) -> None:
        del self._further[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._built_in, *self._packages(), *self._further)))

    def __len__(self) -> int:
        return len(tuple(iter(self)))

    def __contains__(self, name: object) -> bool:
        known = name in self._built_in or name in self._further
        return known or name in self._packages()

    def takes(self, thing: Any) -> bool:
        """Whether a thing is one of this kind, as far as can be seen."""
        return issubclass(thing if isinstance(thing, type) else type(thing), self._base)

    def load(self, name: str) -> Any:
        """What the name stands for, imported where it has to be; KeyError for an unknown name.

        InputError where a package's entry point cannot be imported, or leads to another kind.
        """
        thing = self[name]
        if isinstance(thing, str):
            return imported(thing)
        if name in self._built_in or name in self._further:
            return thing
        loaded = self._imported(f"{thing.value} of an installed package", thing.load)
        return self._checked(loaded)

    def register(self, thing: Any, name: str = "") -> str:
        """The name under which a thing is from now on; its own where none is given.

        It takes the place of one that was registered before, never of one that is built in.
        Raises InputError for what is of another kind.
        """
        known = name or str(getattr(self._checked(thing), self._named or "__name__", ""))
        if not known:
            raise InputError(f"{thing!r} has no name", remedy=f"give the {self.kind} one")
        if known not in self or self.load(known) is not thing:
            self[known] = thing
        return known

    def import_from(self, home: str) -> str:
        """The name of what "module:attribute" leads to, imported and registered.

        Modules in the working directory are found too. Raises InputError where it cannot be
        imported, or is of another kind.
        """
        here = str(Path.cwd())
        if here not in sys.path:
            sys.path.append(here)
        return self.register(self._imported(home, partial(imported, home)))

    def _imported(self, home: str, load: Callable[[], Any]) -> Any:
        try:
            return load()
        except Exception as error:
            raise InputError(
                f"the {self.kind} {home!r} cannot be imported ({type(error).__name__}: {error})",
                remedy="give it as module:Class, of a module that this Python can import",
            ) from error

    def _checked(self, thing: Any) -> Any:
        if not self.takes(thing):
            raise InputError(
                f"{thing!r} is no {self.kind}", remedy=f"derive it from {self._base.__name__}"
            )
        return thing

    def _packages(self) -> Mapping[str, EntryPoint]:
        return {point.name: point for point in _entry_points().select(group=self.group)}


def imported(home: str) -> Any:
    """What "module:attribute" leads to.

    >>> imported("fractions:Fraction")
    <class 'fractions.Fraction'>
    """
    module, _, attribute = home.partition(":")
    return getattr(import_module(module), attribute)


def is_home(text: str) -> bool:
    """Whether a text has the form "module:attribute".

    >>> is_home("my_checks:Shouting"), is_home("chrf"), is_home("comet:a/b"), is_home("-my:A")
    (True, False, False, False)
    """
    module, colon, attribute = text.partition(":")
    return (
        bool(colon)
        and attribute.isidentifier()
        and all(part.isidentifier() for part in module.split("."))
    )


@cache
def _entry_points() -> Any:
    # Read once: it goes through all packages that are installed.
    from importlib.metadata import entry_points

    return entry_points()
