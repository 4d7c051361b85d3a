"""Checkpoints of unbabel-comet, asked for scores without its Trainer.

Classes, weights and tokenizers are unbabel-comet's own, and so is every step
from a text to its score. What is added is the order of the work: every distinct
text or input goes through the network once, with others of its length, and the
scores come batch by batch.
"""
