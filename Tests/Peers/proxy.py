#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Calls three providers through `oauth1 proxy` with HTTP clients that know nothing of OAuth.

    python proxy.py PROGRAM

PROGRAM is an `oauth1` with the trait Proxy. The providers are `oauth1 serve`, Authlib's Flask server and one on oauthlib;
the clients are curl, Python's requests, Node's fetch and wrk, where they are installed. Prints one line for each pair and
exits with status 1 if one failed.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from requests_oauthlib import OAuth1Session

PEERS = pathlib.Path(__file__).parent
# oauthlib takes keys of twenty letters and digits or more.
KEY, SECRET = "proxyconsumerkey012345", "proxyconsumersecret012345"
FORM = "title=L%C3%B6we+%2B+K%C3%B6nig&page=2"
NODE = """
const [base] = process.argv.slice(1);
const answers = [];
for (const [path, options] of JSON.parse(process.env.CALLS)) {
  const response = await fetch(base + path, options);
  answers.push([response.status, await response.text()]);
}
console.log(JSON.stringify(answers));
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port):
    for _ in range(3_600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


@contextlib.contextmanager
def process(*arguments, **options):
    running = subprocess.Popen(arguments, **options)
    try:
        yield running
    finally:
        if running.stdin:
            running.stdin.close()
        running.terminate()
        running.wait(180)


def log_in(base):
    """The access token of a login with requests-oauthlib."""
    session = OAuth1Session(KEY, SECRET, callback_uri="https://app.example/callback")
    session.fetch_request_token(f"{base}/oauth/request_token")
    page = session.authorization_url(f"{base}/oauth/authorize")
    answer = requests.post(page, data={"user": "alice", "decision": "allow"}, allow_redirects=False, timeout=180)
    session.parse_authorization_response(answer.headers["Location"])
    token = session.fetch_access_token(f"{base}/oauth/access_token")
    return token["oauth_token"], token["oauth_token_secret"]


@contextlib.contextmanager
def foreign(script):
    """A provider in Python: its address and its credentials."""
    public = rsa.generate_private_key(65537, 2048).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    environment = dict(os.environ, OAUTH1_CLIENTS=json.dumps({KEY: SECRET}), OAUTH1_RSA_PUBLIC_KEY=pem)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with process(sys.executable, str(PEERS / script), env=environment, **pipes) as running:
        base = f"http://127.0.0.1:{json.loads(running.stdout.readline())['port']}"
        token, secret = log_in(base)
        yield base, {"CONSUMER_KEY": KEY, "CONSUMER_SECRET": SECRET, "TOKEN": token, "TOKEN_SECRET": secret}


@contextlib.contextmanager
def own(program):
    """`oauth1 serve`, with a token of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "environment"
        arguments = ["serve", "--port", str(port), "--token", "--env-file", str(file)]
        with process(program, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            wait_for(port)
            for _ in range(3_600):
                if file.exists() and "TOKEN_SECRET" in file.read_text():
                    break
                time.sleep(0.05)
            lines = re.findall(r"^(?:export )?OAUTH1_(\w+)='?([^'\n]*)'?$", file.read_text(), re.MULTILINE)
            yield f"http://127.0.0.1:{port}", dict(lines)


def calls_of(is_foreign):
    """The requests: path, method, content type and body; and what the answer has in it."""
    form, data = "application/x-www-form-urlencoded", "application/json"
    if is_foreign:
        return [
            # Authlib's Flask server can't read a query with other letters than ASCII's: Flask gives it the decoded URL.
            # Nor does it see a name's second value in a form.
            ("/api/me?q=a%20b&q=c%2Fd", "GET", None, None, ["a b", "c/d"]),
            ("/api/form", "POST", form, FORM, ["L\\u00f6we + K\\u00f6nig"]),
            ("/api/json", "POST", data, '{"n": 1, "s": "snow"}', ["snow"]),
        ]
    return [
        ("/api/me?q=a%20b&q=%E2%98%83", "GET", None, None, ["alice"]),
        ("/api/notes", "POST", form, "text=L%C3%B6we+%2B+K%C3%B6nig", ["Löwe + König"]),
        ("/api/notes", "POST", data, '{"text": "snow"}', ["snow"]),
    ]


def with_curl(base, calls):
    for path, method, kind, body, _ in calls:
        options = ["-H", f"Content-Type: {kind}", "--data-binary", body] if body else []
        command = ["curl", "-sS", "-X", method, "-w", "\n%{http_code}", *options, base + path]
        text, _, status = subprocess.check_output(command, text=True).rpartition("\n")
        yield int(status), text


def with_requests(base, calls):
    with requests.Session() as session:
        session.trust_env = False
        for path, method, kind, body, _ in calls:
            fields = {"Content-Type": kind} if kind else {}
            answer = session.request(method, base + path, data=body, headers=fields, timeout=180)
            yield answer.status_code, answer.text


def with_fetch(base, calls):
    described = []
    for path, method, kind, body, _ in calls:
        described.append([path, {"method": method, "body": body, "headers": {"Content-Type": kind} if kind else {}}])
    environment = dict(os.environ, CALLS=json.dumps(described))
    output = subprocess.check_output(["node", "--input-type=module", "-e", NODE, base], env=environment, text=True)
    yield from json.loads(output)


def check(client, base, calls):
    for (status, text), (path, method, _, _, wanted) in zip(client(base, calls), calls, strict=True):
        if not 200 <= status < 300 or not all(part in text for part in wanted):
            return f"{method} {path}: status {status}, {text[:200]}"
    return None


def load(base):
    """Two seconds of wrk: the requests, and those that were rejected."""
    output = subprocess.check_output(["wrk", "-t1", "-c4", "-d2s", "--timeout", "180s", f"{base}/api/me"], text=True)
    total = int(re.search(r"(\d+) requests in", output).group(1))
    rejected = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    if total == 0 or rejected or "Socket errors" in output:
        return f"{total} requests, {output}", total
    return None, total


def main():
    program = sys.argv[1]
    failed = False
    providers = {
        "oauth1 serve": lambda: own(program),
        "Authlib (Flask)": lambda: foreign("authlib_provider.py"),
        "oauthlib": lambda: foreign("oauthlib_provider.py"),
    }
    clients = {"curl": with_curl, "requests": with_requests, "node": with_fetch}
    for name, provider in providers.items():
        with provider() as (base, credentials):
            port = free_port()
            environment = dict(os.environ, **{f"OAUTH1_{key}": value for key, value in credentials.items()})
            arguments = ["proxy", "--listen", f"127.0.0.1:{port}", "--upstream", base]
            with process(program, *arguments, env=environment, stdout=subprocess.DEVNULL):
                wait_for(port)
                proxy = f"http://127.0.0.1:{port}"
                calls = calls_of(name != "oauth1 serve")
                for client, call in clients.items():
                    if client != "requests" and not shutil.which(client):
                        print(f"{name}, {client}: skipped, it is not installed")
                        continue
                    error = check(call, proxy, calls)
                    failed = failed or error is not None
                    print(f"{name}, {client}: {error or f'{len(calls)} calls as expected'}")
                if not shutil.which("wrk"):
                    print(f"{name}, wrk: skipped, it is not installed")
                    continue
                error, total = load(proxy)
                failed = failed or error is not None
                print(f"{name}, wrk: {error or f'{total} requests, all accepted'}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
