"""How the numbers that ship with evalkit were fitted: scripts, configuration, seeds.

    make train

runs, in order: `training.counterparts` three times (the network that ships, and two that
each leave one half of NTREX's tuning documents out), `training.risk`, which fits the
risks on what these two say of the documents that they did not see, and `training.estimate`,
which fits the quality estimate. All of it reads the tuning part of the measuring data alone,
takes about two hours on two cores the first time, and keeps what it encoded in the user's
cache directory. The texts of the quality estimate can be read, and its network fitted, on a
GPU: `make train DEVICE=cuda`.
"""
