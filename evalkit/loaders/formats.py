"""The formats there are readers for, by the suffix of a file's name."""

from __future__ import annotations

# The readers are imported when a file needs them: some bring a library along.
FORMATS = {
    "txt": "plaintext:read",
    "text": "plaintext:read",
    "md": "markdown:read",
    "markdown": "markdown:read",
    "html": "web:read",
    "htm": "web:read",
    "xhtml": "web:read",
    "docx": "docx:read",
    "csv": "tabular:read_csv",
    "tsv": "tabular:read_tsv",
    "jsonl": "tabular:read_jsonl",
    "xliff": "xliff:read",
    "xlf": "xliff:read",
    "tmx": "tmx:read",
    "po": "po:read",
}
PLAIN = frozenset({"txt", "text"})
