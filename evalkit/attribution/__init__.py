"""Which findings are one, and whose fault it is: a version's, or the source's."""
