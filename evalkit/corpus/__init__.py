"""Tables of segments, of any length: judged part by part, put together at the end."""

from evalkit.corpus.files import demand
from evalkit.corpus.partitions import SIZE, find_tables, read_roles
from evalkit.corpus.running import Result, Run, Step
from evalkit.corpus.task import CHECKS, FORMS, LEXICAL, Form, Task

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
