"""Encoders and checkpoints: what runs a neural network, and what it says of texts.

Nothing here imports torch, transformers or comet before a network is really
asked; what the store remembers is answered without.
"""
