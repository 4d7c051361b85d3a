"""Tables cut into parts: never more than one part of one table is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from evalkit.batch.tables.table_task import Partition
from evalkit.document import InputError
from evalkit.loaders.content import quoted
from evalkit.loaders.table_stream import Broken, Record, Roles, Wanted, choose, is_table, opened

SIZE = 2000
"""Lines of a part where nothing else is wanted."""
ITEM = "\x1f"
"""Between a reference's column and the number of a text in its cells, where they hold several."""
SAMPLE = 200
"""Records whose texts tell what a column holds, and in which language."""


def find_tables(path: Path) -> list[Path]:
    """The table at a path, or the tables in a directory in the order of their names.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.csv", "a.jsonl", "README.md"):
    ...         _ = (Path(folder) / name).write_text("x")
    ...     [table.name for table in find_tables(Path(folder))]
    ['a.jsonl', 'b.csv']
    """
    if not path.is_dir():
        return [path]
    return [p for p in sorted(path.iterdir()) if p.is_file() and is_table(p) and p.name[0] != "."]


def read_roles(tables: Sequence[Path], wanted: Wanted) -> Roles:
    """What the columns are, by the first table; the others must have them too.

    Raises InputError where two tables would be listed under one name as well.
    """
    _demand_apart(tables)
    with opened(tables[0]) as stream:
        sample = [e for e in islice(stream.entries, SAMPLE) if isinstance(e, Record)]

        def cells(column: str) -> Sequence[str]:
            return [r.cells.get(column) or "" for r in sample]

        try:
            roles = choose(stream.names, wanted, str(tables[0]), cells)
        except InputError as error:
            raise _nested(sample, error) from None
    for path in tables[1:]:
        with opened(path) as stream:
            missing = [name for name in roles.columns if name not in stream.names]
            if missing:
                raise InputError(
                    f"it has no column {quoted(*missing)}, which {tables[0].name} has",
                    path=str(path),
                    remedy="give tables of the same columns, or each for itself",
                )
    return roles


def _nested(sample: Sequence[Record], error: InputError) -> InputError:
    """What is wrong with the columns, and that some hold objects, where the texts may lie."""
    known = {name: what for record in sample for name, what in record.other.items()}
    nested = next((name for name, what in known.items() if what.startswith("an object")), "")
    if not nested:
        return error
    return InputError(
        f"{error.problem}; {quoted(nested)} is no text but {known[nested]}",
        path=error.path,
        remedy='give every text a column of its own, as in {"en": "…", "de": "…"}: '
        f"jq -c '. + .{nested} | del(.{nested})' FILE.jsonl > FLAT.jsonl",
    )


def _demand_apart(tables: Sequence[Path]) -> None:
    """Rows are listed under their table's name and their number in it."""
    names: dict[str, Path] = {}
    for path in tables:
        other = names.setdefault(table_name(path), path)
        if other is not path:
            raise InputError(
                f"it and {other.name} are both called {quoted(table_name(path))}",
                path=str(path),
                remedy="rename one: rows are listed under the name without its format",
            )


def partitions(tables: Sequence[Path], roles: Roles, size: int = SIZE) -> Iterator[Partition]:
    """The parts of all tables, one after the other; none holds lines of two tables."""
    number = 0
    for path in tables:
        with opened(path) as stream:
            first = 1
            while entries := list(islice(stream.entries, size)):
                number += 1
                yield _partition(path, number, first, entries, roles)
                first += len(entries)
        if first == 1:
            raise InputError(
                "there is no record in it", path=str(path), remedy="give a table with records"
            )


def table_name(path: Path) -> str:
    """What a table's rows are listed under: its name without its format.

    >>> table_name(Path("data/news.csv.gz"))
    'news'
    """
    name = path.name
    if name.lower().endswith(".gz"):
        name = name[:-3]
    return name.rpartition(".")[0] or name


def _partition(
    path: Path, number: int, first: int, entries: Sequence[Record | Broken], roles: Roles
) -> Partition:
    columns = roles.columns
    broken: dict[int, Broken] = {}
    lines: list[Mapping[str, str | None]] = []
    for n, entry in enumerate(entries):
        problem = entry if isinstance(entry, Broken) else _lacks(entry, roles, first + n)
        if problem is not None:
            broken[n] = problem
            lines.append({})
        elif isinstance(entry, Record):
            lines.append({**entry.cells, **_further(entry, roles)})
    further = {name for cells in lines for name in cells if ITEM in name}
    columns = (*columns, *sorted(further))
    texts = {name: tuple(cells.get(name) or "" for cells in lines) for name in columns}
    return Partition(table_name(path), str(path), number, first, texts, broken)


def _lacks(record: Record, roles: Roles, row: int) -> Broken | None:
    place = record.place or f"record {row}"
    references = {name for names in roles.references.values() for name in names}
    for name in roles.columns:
        what = record.other.get(name, "")
        if name in record.lists and name not in references:
            what = "a list"
        if what:
            return Broken(place, f"{quoted(name)} is no text but {what}")
        if name not in record.cells:
            return Broken(place, f"there is no text in {quoted(name)}")
    return None


def _further(record: Record, roles: Roles) -> dict[str, str]:
    """The references behind the first in a cell that holds several, by a column of their own."""
    references = dict.fromkeys(name for names in roles.references.values() for name in names)
    return {
        f"{name}{ITEM}{n:02}": text
        for name in references
        for n, text in enumerate(record.lists.get(name, ())[1:], 2)
    }


def items(name: str, columns: Iterable[str]) -> list[str]:
    """The columns of a reference: its own, and those of what else its cells hold.

    >>> items("ref", ["src", "ref", f"ref{ITEM}02"]) == ["ref", f"ref{ITEM}02"]
    True
    """
    return [name, *(column for column in columns if column.startswith(f"{name}{ITEM}"))]
