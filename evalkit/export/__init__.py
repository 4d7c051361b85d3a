"""What reviewers left, handed on: translation memories, and what tunes or evaluates a model.

A module per format, each with a pure function from pairs to the bytes of its files.
"""

from evalkit.export.exported_rows import Selection, Wanted, selected
from evalkit.export.pairs import ExportedPair, Unplaced, exported_pairs

__all__ = ["ExportedPair", "Selection", "Unplaced", "Wanted", "exported_pairs", "selected"]
