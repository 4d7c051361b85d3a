"""Zip archives from strangers: whole, of a bounded size unpacked, with harmless XML."""

from __future__ import annotations

import io
import zipfile
import zlib

from evalkit.document import InputError
from evalkit.loaders import safexml

MOST_MEMBERS = 5_000
XML_SUFFIXES = (".xml", ".rels")
NEVER_PARSED = (".svg", ".htm", ".html", ".xhtml")
CHUNK = 1 << 16
LONGEST_NAME = 100
# What zipfile raises for damage, encryption and methods it does not know.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError),
)


def check_archive(data: bytes, path: str, max_size: int) -> None:
    """Raise InputError unless every member unpacks, to `max_size` bytes in all at most.

    What the archive declares is believed only where it is already too much:
    the members are unpacked and counted before anything else reads them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise InputError(
                    f"it holds {len(members):,} files", path=path, remedy="save it again"
                )
            if sum(member.file_size for member in members) > max_size:
                raise _too_large(path, max_size)
            left = max_size
            for member in members:
                unpacked = _unpack(archive, member, left)
                if unpacked is None:
                    raise _too_large(path, max_size)
                left -= len(unpacked)
                if _may_be_parsed(member.filename.lower(), unpacked):
                    safexml.check(unpacked, path, ascii(member.filename[:LONGEST_NAME])[1:-1])
    except BROKEN as error:
        raise InputError(
            f"it is cut off or no whole archive ({error})", path=path, remedy="save it again"
        ) from None


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes | None:
    """A member's bytes, or None where there are more than `limit`."""
    parts: list[bytes] = []
    with archive.open(member) as stream:
        while part := stream.read(CHUNK):
            limit -= len(part)
            if limit < 0:
                return None
            parts.append(part)
    return b"".join(parts)


def _may_be_parsed(name: str, unpacked: bytes) -> bool:
    # The suffix does not say what a part is, the list of content types does; so
    # whatever looks like XML is checked, pages and pictures apart, which stay closed.
    looks_like_xml = unpacked.lstrip()[:1] == b"<" and not name.endswith(NEVER_PARSED)
    return name.endswith(XML_SUFFIXES) or looks_like_xml


def _too_large(path: str, max_size: int) -> InputError:
    return InputError(
        f"it unpacks to more than {max_size:,} bytes",
        path=path,
        remedy="raise --max-size or remove what is embedded",
    )
