"""A language model as judge: errors that it marks, and which of two versions it prefers."""
