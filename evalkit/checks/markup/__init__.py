"""Checks on what is not prose: placeholders, tags, addresses, list markers."""
