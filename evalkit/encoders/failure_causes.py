"""What goes wrong with models, by the marks that libraries leave on their exceptions.

The classes are told by name, so that no library is imported to explain an
error of another. The first cause in the table that fits wins: the particular
stands above the general.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass

RETRY_OFFLINE = "what the local hub cache holds needs no network (--offline)"
AGAIN = "download it again: hf download {what} --force-download"
LOG_IN = "run: hf auth login (or set HF_TOKEN)"
SPELLING = "check the spelling; for a private model {log_in}"


@dataclass(frozen=True, slots=True)
class Cause:
    """An exception has this cause when every mark given is on it.

    `names` are class names, its own or a base's; `numbers` values of errno;
    `statuses` the least and the greatest HTTP status; `pattern` is searched in
    its message. In `problem` and `remedy` stand {what}, {endpoint}, {status},
    {module}, {where} (the file named, or the hub's cache) and {detail}, the
    message's first line.
    """

    problem: str
    remedy: str
    names: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    statuses: tuple[int, int] | None = None
    pattern: re.Pattern[str] | None = None


def _cause(
    problem: str,
    remedy: str,
    names: str = "",
    *,
    numbers: tuple[int, ...] = (),
    statuses: tuple[int, int] | None = None,
    pattern: str = "",
) -> Cause:
    return Cause(
        problem,
        remedy,
        frozenset(names.split()),
        frozenset(numbers),
        statuses,
        re.compile(pattern, re.IGNORECASE) if pattern else None,
    )


FULL = "the disk of {where} is full"
MAKE_ROOM = "free some space, or put the hub's cache elsewhere: HF_HOME=/another/disk"
MEMORY = "not enough memory"
SMALLER = "close other programs, or take a smaller model, as comet:Unbabel/eamt22-cometinho-da"
BROKEN = "the file is cut short or damaged ({detail})"
UNREACHABLE = "no network: {endpoint} cannot be reached"
CHECK_NETWORK = f"check the network; {RETRY_OFFLINE}"

CAUSES = (
    # The machine
    _cause(FULL, MAKE_ROOM, numbers=(errno.ENOSPC, errno.EDQUOT)),
    _cause(FULL, MAKE_ROOM, pattern=r"no space left on device|os error 28\b|disk quota exceeded"),
    _cause(
        "the GPU's memory is full", "use --device cpu", pattern=r"(cuda|hip|mps).*out of memory"
    ),
    _cause(MEMORY, SMALLER, "MemoryError OutOfMemoryError"),
    _cause(MEMORY, SMALLER, pattern=r"can't allocate memory|cannot allocate memory"),
    _cause(
        "no such device here ({detail})",
        "use --device cpu",
        pattern=r"not compiled with cuda|no nvidia driver|no cuda gpus|cuda error"
        r"|expected one of cpu, cuda|invalid device",
    ),
    # The hub's answers
    _cause(
        "gated: its licence has to be accepted, and the hub has to know you",
        "accept it at {endpoint}/{what}, then {log_in}",
        "GatedRepoError",
    ),
    _cause(
        "the hub has no such revision of it",
        "see {endpoint}/{what}/commits/main, or leave out @REVISION",
        "RevisionNotFoundError",
    ),
    _cause("the hub has withdrawn it", "use another model", "DisabledRepoError"),
    _cause("the hub knows no such model", SPELLING, "RepositoryNotFoundError"),
    _cause(
        "in the local hub cache there is no such file, and the network is forbidden",
        "where there is a network: hf download {what}",
        "OfflineModeIsEnabled",
    ),
    _cause("the hub refuses the token", LOG_IN, statuses=(401, 401)),
    _cause(
        "the hub forbids access: the token lacks the permission",
        "give it the permission to read gated repositories at {endpoint}/settings/tokens",
        statuses=(403, 403),
    ),
    _cause("there is no such file on the hub", SPELLING, statuses=(404, 404)),
    _cause("the proxy wants a name and a password", "put them in HTTPS_PROXY", statuses=(407, 407)),
    _cause(
        "the hub has had too many requests from here (429)",
        "wait some minutes, or {log_in}",
        statuses=(429, 429),
    ),
    _cause(
        "the hub is out of order ({status})", f"try later; {RETRY_OFFLINE}", statuses=(500, 599)
    ),
    _cause("the hub refuses the request ({status})", SPELLING, statuses=(400, 499)),
    _cause("this is no name of a model ({detail})", "write it as owner/model", "HFValidationError"),
    # The way to the hub
    _cause(
        "the hub's certificate is not trusted ({detail})",
        "behind a company's proxy set REQUESTS_CA_BUNDLE to its certificates",
        "SSLError SSLCertVerificationError",
    ),
    _cause("the proxy does not let through", "check HTTPS_PROXY and NO_PROXY", "ProxyError"),
    _cause(
        "the download broke off",
        "run it again: it goes on where it stopped",
        "ChunkedEncodingError IncompleteRead ProtocolError RemoteProtocolError",
    ),
    _cause(
        "the download broke off",
        "run it again",
        pattern=r"consistency check failed|incompleteread|response ended prematurely",
    ),
    _cause(
        "no network: {endpoint} has no address here",
        f"check the network and HF_ENDPOINT; {RETRY_OFFLINE}",
        pattern=r"name resolution|failed to resolve|name or service not known|getaddrinfo"
        r"|nodename nor servname|no address associated",
    ),
    # To urllib3 a refused connection is a kind of time-out.
    _cause(UNREACHABLE, CHECK_NETWORK, "NewConnectionError ConnectionRefusedError"),
    _cause(
        "the hub does not answer in time",
        f"try again, with HF_HUB_DOWNLOAD_TIMEOUT=60 on a slow line; {RETRY_OFFLINE}",
        "Timeout TimeoutError TimeoutException",
    ),
    _cause(
        UNREACHABLE,
        CHECK_NETWORK,
        "ConnectionError ConnectError NetworkError MaxRetryError",
    ),
    _cause(
        "not in the local hub cache",
        "where there is a network: hf download {what}",
        "LocalEntryNotFoundError",
    ),
    _cause(UNREACHABLE, CHECK_NETWORK, pattern=r"couldn't connect to|could not connect to"),
    _cause("the repository lacks a file ({detail})", SPELLING, "EntryNotFoundError"),
    # The packages
    _cause(
        "setuptools 81 and later have no pkg_resources, which torchmetrics imports",
        "pip install 'setuptools<81'",
        pattern=r"no module named '?pkg_resources",
    ),
    _cause(
        "NumPy 2 does not fit what was built for NumPy 1",
        "pip install 'numpy<2'",
        pattern=r"compiled using numpy 1|numpy\.core\.multiarray failed|_array_api not found"
        r"|was removed in the numpy 2|numpy\.dtype size changed",
    ),
    _cause(
        "the packages sentencepiece or protobuf are missing, which its tokenizer needs",
        "pip install sentencepiece 'protobuf<5'",
        pattern=r"no module named '?(sentencepiece|google)|requires the (sentencepiece|protobuf)"
        r"|instantiate the backend tokenizer",
    ),
    _cause(
        "protobuf is too new",
        "pip install 'protobuf<5'",
        pattern=r"descriptors cannot not? be created|descriptors cannot be created",
    ),
    _cause(
        "the package {module} is missing",
        "pip install 'evalkit[neural]'",
        "ModuleNotFoundError",
        pattern=r"no module named '?[^.']+'?$",
    ),
    # The checkpoint
    _cause(
        "the weights do not fit the encoder that hparams.yaml names ({detail})",
        "check class_identifier, encoder_model and pretrained_model in it",
        pattern=r"loading state_dict|size mismatch for|missing key\(s\)|unexpected key\(s\)",
    ),
    _cause(
        "it holds other Python objects than weights, which torch does not load",
        "save it again with unbabel-comet 2.2 or later",
        pattern=r"weights.only load failed|unsupported global",
    ),
    _cause(BROKEN, AGAIN, "UnpicklingError EOFError BadZipFile SafetensorError"),
    _cause(
        BROKEN,
        AGAIN,
        pattern=r"pytorchstreamreader failed|central directory|archive is corrupted"
        r"|unexpected eof|hasrecord|ran out of input|invalid magic number|invalid load key",
    ),
    _cause(
        "the checkpoint lacks hparams.yaml, or it says nothing of the class",
        "lay it out as FOLDER/hparams.yaml and FOLDER/checkpoints/model.ckpt",
        pattern=r"hparams\.yaml file is missing|invalid checkpoint path|'class_identifier'",
    ),
    _cause(
        "the encoder's config or tokenizer is not at hand",
        "where there is a network: hf download {what}",
        pattern=r"can't load (the configuration|tokenizer|config)|can't find|is not a local folder",
    ),
    # Files
    _cause(
        "{where} may not be read or written",
        "check its owner and permissions",
        "PermissionError",
    ),
    _cause(
        "{where} may not be written",
        "put the cache on a disk that may: HF_HOME=/another/disk",
        numbers=(errno.EROFS,),
    ),
    _cause("{where} is not there", "check the path", "FileNotFoundError"),
)
UNFIT = _cause(
    "a package does not fit the others ({detail})",
    "pip install --upgrade 'evalkit[neural]'; evalkit doctor says which versions fit",
    "ImportError",
)
"""For an import that failed where no version is known to be wrong."""
