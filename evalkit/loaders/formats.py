"""The formats there are readers for, by the ending of a file's name.

A reader takes a `Request`, the file's bytes and what is wanted of it, and gives its `Content`:
paragraphs, and what the file says of its language (`evalkit.loaders.content`). It raises InputError
for what it cannot read in full.
"""

from __future__ import annotations

from evalkit.registry import Registry

# Imported when a file needs them: some bring a library along.
FORMATS = Registry(
    "format",
    "evalkit.loaders",
    {
        ending: f"evalkit.loaders.{reader}"
        for ending, reader in {
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
        }.items()
    },
)
PLAIN = frozenset({"txt", "text"})
