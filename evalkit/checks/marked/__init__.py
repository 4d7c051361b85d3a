"""Findings that a model marked: error spans of a checkpoint, errors of a judge."""
