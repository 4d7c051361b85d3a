"""How the quality estimate was fitted: what people judged, damage, a perceptron, a scale.

    python -m training.estimate [--without en-gu] [-o FOLDER]

`judged` gives segments and how good people found them, `contrast` sound translations and
damaged copies that must fall below them, `gathered` the traits of both (read once, kept in
the user's cache directory), `fitting` the members of the perceptron, `calibrating` what its
raw scores mean. `config.toml` holds every number that was chosen; what came out is in
`docs/quality-estimate.md`.
"""
