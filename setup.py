"""All but the one compiled module is declared in setup.cfg.

Without a compiler the module is left out, and sacrebleu counts in its place:
the same scores, slower.
"""

from setuptools import Extension, setup

COUNTING = "evalkit/metrics/lexical/counting"

setup(
    ext_modules=[
        Extension(
            "evalkit.metrics.lexical.counting._native",
            [f"{COUNTING}/native.c"],
            depends=[f"{COUNTING}/{name}.h" for name in ("ngrams", "ter", "text")],
            py_limited_api=True,
            optional=True,
        )
    ]
)
