"""Tables of segments, of any length: judged part by part, put together at the end."""

from evalkit.batch.tables.part_files import demand
from evalkit.batch.tables.partitions import SIZE, find_tables, read_roles
from evalkit.batch.tables.table_run import Result, Run, Step
from evalkit.batch.tables.table_task import CHECKS, FORMS, LEXICAL, Form, Task

__all__ = [
    "CHECKS",
    "FORMS",
    "LEXICAL",
    "SIZE",
    "Form",
    "Result",
    "Run",
    "Step",
    "Task",
    "demand",
    "find_tables",
    "read_roles",
]
