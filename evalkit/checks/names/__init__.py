"""Checks on names: those that a version lost, and those it writes in two ways."""
