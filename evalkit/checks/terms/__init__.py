"""The check on terminology, and the glossaries it reads."""
