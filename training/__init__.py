"""How the numbers that ship with evalkit were fitted: scripts, configuration, seeds.

    make train

runs, in order: `training.counterparts` three times (the network that ships, and two that
each leave one half of NTREX's tuning documents out), and `training.risk`, which fits the
risks on what these two say of the documents that they did not see. All of it reads the
tuning documents of the measuring data alone, takes about an hour on two cores the first
time, and keeps what it encoded in the user's cache directory.
"""
