"""A model hub on this machine, which answers as the real one does, or as it fails."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """`repositories` are files by name; `refusals` are a status and headers by repository.

    A file whose path is in `torn` is sent by half, once. `requests` records
    what was asked.
    """

    repositories: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    refusals: Mapping[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)
    address: str = ""


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Serve `hub` on this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _answer(self, body: bool) -> None:
            hub.requests.append(f"{self.command} {self.path}")
            parts = self.path.strip("/").split("/")
            if parts[0] == "api":
                parts = parts[2:]
            name = "/".join(parts[:2])
            if name in hub.refusals:
                status, headers = hub.refusals[name]
                self._send(status, json.dumps({"error": "refused"}).encode(), headers, body)
            elif name not in hub.repositories:
                self._send(401, b"{}", {"X-Error-Code": "RepoNotFound"}, body)
            elif "/api/" in self.path:
                files = [{"rfilename": file} for file in hub.repositories[name]]
                answer = {"id": name, "modelId": name, "sha": COMMIT, "siblings": files, "tags": []}
                self._send(200, json.dumps(answer).encode(), {}, body)
            else:
                self._file(name, "/".join(parts[4:]), body)

        def _file(self, name: str, file: str, body: bool) -> None:
            content = hub.repositories[name].get(file)
            if content is None:
                self._send(404, b"", {"X-Error-Code": "EntryNotFound"}, body)
                return
            headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()}"', "X-Repo-Commit": COMMIT}
            start = 0
            wanted = self.headers.get("Range", "")
            if wanted.startswith("bytes="):
                start = int(wanted[len("bytes=") :].split("-")[0])
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            place = f"{name}/{file}"
            torn = body and place in hub.torn
            if torn:
                hub.torn.discard(place)
            self._send(206 if wanted else 200, content[start:], headers, body, torn)

        def _send(
            self,
            status: int,
            content: bytes,
            headers: Mapping[str, str],
            body: bool,
            torn: bool = False,
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            if body:
                self.wfile.write(content[: len(content) // 2] if torn else content)
            if torn:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
