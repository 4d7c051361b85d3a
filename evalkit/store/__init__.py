"""What evalkit remembers between runs: scores, vectors, hashes of files."""

from evalkit.store.memory import Key, Memory, NoMemory, Note, key, say
from evalkit.store.opening import open_memory

__all__ = ["Key", "Memory", "NoMemory", "Note", "key", "open_memory", "say"]
