"""Numbers only: resampling, limits, paired tests, and how far two judgements agree."""
