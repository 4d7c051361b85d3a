"""Versions translated back by a model: asked for, kept as files, and what is scored on them."""
