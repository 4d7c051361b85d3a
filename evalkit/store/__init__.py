"""What evalkit remembers between runs: scores, vectors, hashes of files."""

from evalkit.store.memory import Forgetful, Key, Memory, Note, key, say
from evalkit.store.opening import open_memory

__all__ = ["Forgetful", "Key", "Memory", "Note", "key", "open_memory", "say"]
