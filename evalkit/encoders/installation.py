"""What can be said of models here without loading any: encoder, cache, machine, hub."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evalkit.directories import cache_directory
from evalkit.document import InputError
from evalkit.encoders import builtin, devices, folder_cache, model_hub, unpack
from evalkit.encoders.requirements import EXTRA, installed, misfits
from evalkit.store.database import UnavailableError
from evalkit.store.sizes import show_size
from evalkit.store.upkeep import contents

State = Literal["good", "poor", "broken"]
TOKEN_VARIABLES = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
CPU_BUILD = "+cpu"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing found: "poor" leaves something to wish for, "broken" stops what was asked.

    `remedy` is the command or the step that mends it.
    """

    name: str
    value: str
    state: State = "good"
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What was found about one thing; `title` sums it up."""

    title: str
    facts: tuple[Fact, ...]

    @property
    def broken(self) -> bool:
        return any(fact.state == "broken" for fact in self.facts)


def megabytes(size: int) -> str:
    """A size for people.

    >>> megabytes(488_000_000), megabytes(30_100_000_000)
    ('488 MB', '30.1 GB')
    """
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def versions() -> Section:
    """Whether the installed packages fit each other."""
    facts = tuple(
        Fact(m.package, f"{m.version or 'missing'}: {m.why}", "poor", m.remedy) for m in misfits()
    )
    return Section(f"versions: {'some do not fit' if facts else 'they fit each other'}", facts)


def encoder() -> Section:
    """The built-in encoder: its package, its weights, and whether they lie unpacked."""
    package = installed(builtin.PACKAGE)
    try:
        content = builtin.content_hash()
    except InputError as error:
        fact = Fact(builtin.PACKAGE, package or error.problem, "poor", error.remedy)
        return Section("built-in encoder: missing", (fact,))
    facts = [
        Fact(builtin.PACKAGE, package),
        Fact("weights", f"{builtin.NAME}, {content}"),
        _unpacked(builtin.home()),
    ]
    lacking = [name for name in builtin.NEEDED if not installed(name)]
    facts += [Fact(name, "missing", "poor", EXTRA) for name in lacking]
    return Section(f"built-in encoder: {'cannot run' if lacking else 'installed'}", tuple(facts))


def _unpacked(home: Path) -> Fact:
    size = megabytes(unpack.SIZE)
    if not home.exists():
        return Fact("unpacked", f"not yet ({size}, done at first use)")
    damage = folder_cache.damage(home)
    if damage:
        return Fact("unpacked", f"damaged, {damage}; made again at the next use", "poor")
    return Fact("unpacked", f"whole ({size}), {home}")


def cache() -> Section:
    """The directory where evalkit keeps what can be made again."""
    home = cache_directory()
    existing = next(place for place in (home, *home.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    facts = [Fact("free", megabytes(free))]
    if free < unpack.SIZE and not builtin_is_unpacked():
        remedy = "free some space, or put it elsewhere: EVALKIT_CACHE=/another/disk"
        value = f"{megabytes(free)}, too little for the built-in encoder"
        facts = [Fact("free", value, "poor", remedy)]
    if not os.access(existing, os.W_OK):
        remedy = "put it elsewhere: EVALKIT_CACHE=/another/place"
        facts.append(Fact("permission", f"{existing} may not be written", "poor", remedy))
    facts += _store()
    return Section(f"cache: {home}", tuple(facts))


def builtin_is_unpacked() -> bool:
    """Whether the built-in encoder needs no more room."""
    try:
        return builtin.home().exists()
    except InputError:
        return True


def _store() -> list[Fact]:
    told: list[str] = []
    try:
        kept = contents(told.append)
    except UnavailableError as error:
        return [Fact("store", f"cannot be used ({error})", "poor", "--no-cache does without it")]
    except InputError as error:
        return [Fact("store", error.problem, "poor", error.remedy)]
    limit = show_size(kept.limit)
    facts = [Fact("store", f"{kept.entries} entries, {show_size(kept.size)} of at most {limit}")]
    facts += [Fact("store", line, "poor") for line in told]
    facts += [
        Fact("set aside", f"{path}, damaged", "poor", "evalkit cache clear")
        for path in kept.damaged
    ]
    return facts


def machine() -> Section:
    """What models would run on, as far as it shows without importing torch."""
    torch = installed("torch")
    build = "built for the CPU alone" if torch.endswith(CPU_BUILD) else "--load says what it finds"
    facts = [Fact("CPU", f"{devices.cpus()} of {os.cpu_count()} threads, {platform.machine()}")]
    if torch:
        facts.append(Fact("torch", f"{torch}, {build}"))
    else:
        facts.append(Fact("torch", "missing", "poor", EXTRA))
    return Section("machine", tuple(facts))


def hub() -> Section:
    """The model hub, how it may be asked, and which checkpoints its cache holds."""
    forbidden = model_hub.forbidden_by()
    facts = [
        Fact("network", f"forbidden by {forbidden}" if forbidden else "allowed"),
        Fact("token", _token()),
        Fact("cache", str(model_hub.cache_folder())),
    ]
    facts += [Fact("checkpoint", name) for name in model_hub.checkpoints()]
    return Section(f"hub: {model_hub.endpoint()}", tuple(facts))


def _token() -> str:
    """Where a token for the hub was found; never the token."""
    for variable in TOKEN_VARIABLES:
        if os.environ.get(variable, "").strip():
            return f"there is one, in {variable}"
    path = model_hub.token_file()
    if path.is_file():
        return f"there is one, in {path}"
    return "none (gated models want one: hf auth login)"
