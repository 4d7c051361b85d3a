"""What evalkit's judgements are worth: measured on seeded damage and against people."""
