"""The servers are there for the tests of this folder."""

from tests.serving.fixtures import (
    granite_folder,
    granite_gguf,
    llama_cpp_server,
    transformers_server,
)

__all__ = ["granite_folder", "granite_gguf", "llama_cpp_server", "transformers_server"]
