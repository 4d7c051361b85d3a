"""What reviewers left, handed on: translation memories, and what tunes or evaluates a model.

A module per format, each with a pure function from pairs to the bytes of its files.
"""

from evalkit.export.pairs import ExportedPair, Unplaced, exported_pairs
from evalkit.export.selection import Selection, Wanted, selected

__all__ = ["ExportedPair", "Selection", "Unplaced", "Wanted", "exported_pairs", "selected"]
