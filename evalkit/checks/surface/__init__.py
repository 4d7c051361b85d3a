"""Checks on characters, punctuation, repetition and text that was not translated."""
