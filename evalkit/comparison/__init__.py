"""Versions of one language compared, in one article or over many."""
