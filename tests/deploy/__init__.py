"""How evalkit is packed and deployed: what can be checked of it without an engine or a cluster."""
