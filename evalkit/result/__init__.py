"""An evaluation as data: its records, its tables and its JSON."""
