"""How the numbers that ship with evalkit were fitted: scripts, configuration, seeds."""
