"""Checks on numbers, and what they know of units and of misspelt number words."""
