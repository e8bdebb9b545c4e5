#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""The processes of the tests: the example's site, its replicas, a proxy that listens in on both, and nginx."""

import ctypes
import hashlib
import base64
import http.client
import http.server
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse


def free_port():
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_key():
    """A key that seals cookies."""
    return secrets.token_hex(32)


def end_with_parent():
    """Has Linux end a child when this process is gone, however it went."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    except (AttributeError, OSError):
        pass


class Process:
    """A server in a process of its own, whose output is kept in a file."""

    def __init__(self, name, command, folder, environment=None):
        self.name = name
        self.log = os.path.join(folder, name + ".log")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def wait_for(self, port, seconds=180):
        """Waits until the server takes connections."""
        deadline = time.monotonic() + seconds
        while True:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended: {self.output()}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{self.name} did not start: {self.output()}") from None
                threading.Event().wait(0.02)

    def output(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def stop(self, how="signal"):
        """Stops the server, with SIGTERM or by ending its input, and returns its exit status."""
        if self.process.poll() is None:
            if how == "input":
                self.process.stdin.close()
            else:
                self.process.terminate()
            try:
                self.process.wait(timeout=180)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Servers:
    """Starts servers, and ends all of them."""

    def __init__(self, program, printer_program, folder):
        self.program = program
        self.printer_program = printer_program
        self.folder = folder
        self.processes = []
        self.service = None
        self._count = 0

    def begin(self):
        """Starts the replicas, and the proxy in front of them."""
        replicas_port = free_port()
        self._start("replicas", [self.program, "replicas", "--port", str(replicas_port)]).wait_for(replicas_port)
        self.service = ListeningProxy(replicas_port)

    def _start(self, name, command, environment=None):
        self._count += 1
        process = Process(f"{self._count}-{name}", command, self.folder, environment)
        self.processes.append(process)
        return process

    def site(self, *options, keys=None, port=None, public_url=None, environment=None):
        """Starts the example's site."""
        port = port or free_port()
        public_url = public_url or f"http://localhost:{port}"
        key_file = os.path.join(self.folder, f"keys-{port}")
        with open(key_file, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write("\n".join(keys or [new_key()]) + "\n")
        command = [self.program, "site", "--port", str(port), "--public-url", public_url]
        command += ["--replicas-url", self.service.url, "--cookie-key-file", key_file, "--until-input-ends", *options]
        process = self._start("site", command, environment)
        process.wait_for(port)
        return Site(process, port, public_url)

    def printer(self, *options, port=None, photos_port=None):
        """Starts the printer and the photo service of Examples/PhotoPrinter."""
        port, photos_port = port or free_port(), photos_port or free_port()
        command = [self.printer_program, "--printer-port", str(port), "--photos-port", str(photos_port)]
        command += ["--folder", os.path.join(self.folder, f"photos-{photos_port}"), *options]
        process = self._start("printer", command)
        process.wait_for(port)
        process.wait_for(photos_port)
        return Printer(process, port, photos_port)

    def nginx(self, port, backends):
        """Starts nginx with TLS in front of several sites, which get the requests in turn."""
        certificate, key = make_certificate(self.folder)
        folder = os.path.join(self.folder, "nginx")
        access_log = os.path.join(folder, "access.log")
        text = f"""
    log_format served '$upstream_addr $request_method $uri $status $http_sec_purpose';
    access_log {access_log} served;
    upstream site {{ {" ".join(f"server 127.0.0.1:{backend.port};" for backend in backends)} }}
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        location / {{ proxy_pass http://site; proxy_set_header Host $http_host; }}
    }}
"""
        process = nginx_process(folder, text)
        self.processes.append(process)
        process.wait_for(port)
        return access_log

    def outputs(self):
        """What the servers that still run have written, the end of it."""
        running = [process for process in self.processes if process.process.poll() is None]
        return "\n".join(f"--- {process.name}\n{process.output()[-2000:]}" for process in running)

    def close(self):
        if self.service:
            self.service.close()
        for process in reversed(self.processes):
            process.kill()


def nginx_process(folder, text):
    """Starts nginx in a folder with the content of its `http` block."""
    os.makedirs(folder, exist_ok=True)
    paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w", encoding="ascii") as file:
        file.write(
            f"""
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    {" ".join(f"{name}_temp_path {folder}/{name};" for name in paths)}
{text}
}}
"""
        )
    program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    return Process("nginx", [program, "-p", folder, "-c", path, "-e", f"{folder}/error.log"], folder)


class Site:
    """A running site."""

    def __init__(self, process, port, url):
        self.process = process
        self.port = port
        self.url = url

    def stop(self, how="signal"):
        return self.process.stop(how)


class Printer:
    """The running printer, and the photo service."""

    def __init__(self, process, port, photos_port):
        self.process = process
        self.port = port
        self.photos_port = photos_port
        self.url = f"http://localhost:{port}"
        self.photos_url = f"http://127.0.0.1:{photos_port}"


def make_certificate(folder):
    """Makes a certificate for localhost that signs itself, once."""
    certificate, key = os.path.join(folder, "tls.pem"), os.path.join(folder, "tls.key")
    if not os.path.exists(certificate):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
            + ["-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost"]
            + ["-addext", "subjectAltName=DNS:localhost"],
            check=True,
            capture_output=True,
        )
    return certificate, key


def public_key_hash(certificate):
    """What Chromium knows a public key by: SHA-256 of it, as Base64."""
    pem = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], check=True, capture_output=True
    ).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=pem, check=True, capture_output=True)
    return base64.b64encode(hashlib.sha256(der.stdout).digest()).decode()


class ListeningProxy:
    """Stands in front of the replicas, and remembers the secrets that pass through it.

    The path `/elsewhere` has a page of another site, with whatever content a test gives. With `holds_callbacks`, users
    are not sent back: the callback is kept here.
    """

    def __init__(self, port):
        self.secrets = []
        self.page = ""
        self.is_down = False
        self.holds_callbacks = False
        self.callback = None
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def forward(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path == "/elsewhere":
                    self.answer(200, [("Content-Type", "text/html; charset=utf-8")], proxy.page.encode())
                    return
                if proxy.is_down:
                    self.answer(503, [("Content-Type", "text/plain")], b"down for maintenance")
                    return
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
                try:
                    connection.request(self.command, self.path, body or None, dict(self.headers))
                    response = connection.getresponse()
                    content = response.read()
                finally:
                    connection.close()
                for secret in re.findall(rb"oauth_token_secret=([^&\s]+)", content):
                    proxy.secrets.append(urllib.parse.unquote(secret.decode()))
                if proxy.holds_callbacks and response.getheader("Location"):
                    proxy.callback = response.getheader("Location")
                    self.answer(200, [("Content-Type", "text/plain")], b"the way back is cut off")
                    return
                self.answer(response.status, response.getheaders(), content)

            def answer(self, status, headers, content):
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = forward

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
