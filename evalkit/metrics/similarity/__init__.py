"""How near a version is to its source in meaning, as a percentile of sound translations."""
