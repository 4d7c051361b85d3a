"""Checks on what is missing or too much: sentences cut, words left out or added."""
