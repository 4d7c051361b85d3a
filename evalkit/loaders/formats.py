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
    "docx": "word:read",
    "csv": "tables:read_csv",
    "tsv": "tables:read_tsv",
    "jsonl": "tables:read_jsonl",
    "xliff": "xliff:read",
    "xlf": "xliff:read",
    "tmx": "tmx:read",
    "po": "po:read",
}
PLAIN = frozenset({"txt", "text"})
