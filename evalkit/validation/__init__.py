"""What evalkit's silence and its alarms are worth: agreement with people, seeded damage."""
