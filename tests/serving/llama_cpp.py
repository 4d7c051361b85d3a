"""llama.cpp's own server with a model, in a process of its own: prints its address and serves.

python -m tests.serving.llama_cpp MODEL.gguf
"""

from __future__ import annotations

import signal
import sys


def main(path: str) -> None:
    import xllamacpp

    wanted = xllamacpp.CommonParams()
    wanted.model.path = path
    wanted.n_ctx = 16_384
    wanted.n_parallel = 2
    # Several wait for each other by spinning: where cores are shared, a hundred times as long.
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1
    wanted.port = 0
    wanted.verbosity = 0
    server = xllamacpp.Server(wanted)
    print(f"{server.listening_address}/v1", flush=True)
    signal.pause()


if __name__ == "__main__":
    main(sys.argv[1])
