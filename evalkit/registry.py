"""Names and what stands behind them: built in, registered, or brought by an installed package."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from evalkit.document import InputError


class Registry(MutableMapping[str, Any]):
    """What there is of one kind, by name: "module:attribute", imported on use, or the thing itself.

    `kind` is the word for one of them in messages ("check"). `group` is the entry point by which
    an installed package adds its own (its name there is the name here); what is built in goes
    before those of packages. `named` gives the name of a thing that is registered without one. The
    order is that of registration.

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
        named: Callable[[Any], str] | None = None,
    ) -> None:
        self.kind = kind
        self.remedy = "give it as module:Class, of a module that this Python can import"
        self.group = group
        self._named = named
        self._built_in = dict(built_in)
        self._further: dict[str, Any] = {}
        self._installed: dict[str, Any] | None = None

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

    def load(self, name: str) -> Any:
        """What the name stands for, imported where it has to be; KeyError for an unknown name.

        InputError where a package's entry point cannot be imported.
        """
        thing = self[name]
        if isinstance(thing, str):
            return imported(thing)
        if hasattr(thing, "load") and hasattr(thing, "group"):
            try:
                return thing.load()
            except Exception as error:
                raise InputError(
                    f"the {self.kind} {name!r} of an installed package cannot be imported "
                    f"({type(error).__name__}: {error})",
                    remedy=f"see its entry point {self.group}: {thing.value}",
                ) from error
        return thing

    def register(self, thing: Any, name: str = "") -> str:
        """The name under which a thing is from now on; its own where none is given.

        It takes the place of one that was registered before, never of one that is built in.
        """
        known = name or (self._named(thing) if self._named else "")
        if not known:
            raise InputError(f"a {self.kind} needs a name", remedy="give it as name=…")
        if known not in self or self.load(known) is not thing:
            self[known] = thing
        return known

    def import_from(self, home: str) -> str:
        """The name of what "module:attribute" leads to, imported and registered.

        Modules in the working directory are found too. Raises InputError where it cannot be
        imported.
        """
        here = str(Path.cwd())
        if here not in sys.path:
            sys.path.append(here)
        try:
            thing = imported(home)
        except Exception as error:
            raise InputError(
                f"the {self.kind} {home!r} cannot be imported ({type(error).__name__}: {error})",
                remedy=self.remedy,
            ) from error
        try:
            return self.register(thing)
        except AttributeError:
            raise InputError(f"{home!r} is no {self.kind}", remedy=self.remedy) from None

    def _packages(self) -> Mapping[str, Any]:
        if self._installed is None:
            self._installed = dict(_entry_points(self.group))
        return self._installed


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


def _entry_points(group: str) -> tuple[tuple[str, Any], ...]:
    return tuple((point.name, point) for point in _all_entry_points().select(group=group))


@cache
def _all_entry_points() -> Any:
    # Read once: it goes through all packages that are installed.
    from importlib.metadata import entry_points

    return entry_points()
