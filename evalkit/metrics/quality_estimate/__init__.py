"""The learned quality estimate: what a translation is worth, without a reference.

`traits` reads a source and its translation into numbers, `network` makes one
raw score of them, `scale` says what that score means among judged
translations, and `estimator` does it all, with unbabel-comet's `predict`.
What was learnt lies in `evalkit/encoders/data`; `training.estimate` made it.
"""
