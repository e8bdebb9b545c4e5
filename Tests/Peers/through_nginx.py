#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Sends signed requests over TLS and HTTP/2 through nginx to our provider.

    python through_nginx.py PROGRAM

PROGRAM is `ProviderServer`. curl sends what oauthlib signed for the public URL. nginx changes the Host field and names the
public host in `X-Forwarded-Host` and `X-Forwarded-Proto`, or in `Forwarded`. The providers believe the address from which
one nginx connects, and no other one: a second nginx and curl without nginx are strangers. Prints one line for each
case, and exits with status 1 if one failed.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse

from oauthlib.oauth1 import Client

from clients import CALLBACK, KEY, SECRET, provider
from login import FormParser

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Browser"))
from servers import free_port, make_certificate, nginx_process  # noqa: E402

LISTED, UNLISTED = "127.0.0.2", "127.0.0.3"
FORM_TYPE = "application/x-www-form-urlencoded"
FIELDS = {
    "x-forwarded": "proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;",
    "forwarded": "proxy_set_header Forwarded 'for=$remote_addr;host=\"$http_host\";proto=$scheme';",
}


class Curl:
    """Sends requests, all over HTTP/2 that go to https."""

    def __init__(self, certificate, folder):
        self.command = ["curl", "-sS", "--http2", "--max-time", "120", "--cacert", certificate, "--noproxy", "*"]
        self.body, self.head = os.path.join(folder, "body"), os.path.join(folder, "head")

    def send(self, method, url, fields, body=None):
        """The status, the body and the header fields of the answer."""
        options = [option for field in fields.items() for option in ("-H", ": ".join(field))]
        if body is not None:
            options += ["--data-binary", body]
        written = ["-o", self.body, "-D", self.head, "-w", "%{http_code} %{http_version}"]
        output = subprocess.check_output([*self.command, "-X", method, *written, *options, url], text=True)
        status, version = output.split()
        if url.startswith("https:") and version != "2":
            raise AssertionError(f"the request used HTTP/{version}")
        with open(self.body, encoding="utf-8") as file, open(self.head, encoding="latin-1") as head:
            pairs = [line.strip().split(": ", 1) for line in head if ": " in line]
            return int(status), file.read(), {name.lower(): value for name, value in pairs}


def signed(method, url, body=None, token=(), **options):
    """The header fields of a request that oauthlib signs."""
    client = Client(KEY, SECRET, *token, **options)
    _, fields, _ = client.sign(url, method, body, {"Content-Type": FORM_TYPE} if body else {})
    return dict(fields)


def log_in(curl, base):
    """The access token of a login whose every step goes through nginx."""

    def token_in(path, **options):
        url = base + path
        status, body, _ = curl.send("POST", url, signed("POST", url, **options))
        assert status == 200, f"{path}: status {status}, {body}"
        answer = dict(urllib.parse.parse_qsl(body))
        return answer["oauth_token"], answer["oauth_token_secret"]

    token = token_in("/oauth/request_token", callback_uri=CALLBACK)
    page = f"{base}/oauth/authorize?{urllib.parse.urlencode({'oauth_token': token[0]})}"
    status, text, _ = curl.send("GET", page, {})
    assert status == 200, f"the consent page has status {status}"
    parser = FormParser()
    parser.feed(text)
    form = urllib.parse.urlencode([*parser.forms[0]["fields"], ("decision", "allow")])
    status, _, fields = curl.send("POST", page, {"Content-Type": FORM_TYPE}, form)
    assert status == 303, f"the decision was answered with status {status}"
    assert "; Secure" in fields["set-cookie"], "the provider does not know that the browser uses TLS"
    query = urllib.parse.urlsplit(fields["location"]).query
    return token_in("/oauth/access_token", token=token, verifier=dict(urllib.parse.parse_qsl(query))["oauth_verifier"])


class Cases:
    """Prints what is expected and what is not."""

    def __init__(self, curl):
        self.curl, self.failed = curl, 0

    def check(self, sentence, expected, method, url, fields, body=None):
        """Sends a request and compares its status."""
        status, text, _ = self.curl.send(method, url, fields, body)
        self.line(sentence, None if status == expected else f"expected the status {expected}, got {status}: {text[:600]}")
        return text

    def line(self, sentence, error):
        self.failed += error is not None
        print(f"{sentence}: {'FAILED, ' + error if error else 'as expected'}", flush=True)


def run(program, folder):
    certificate, key = make_certificate(folder)
    curl = Curl(certificate, folder)
    cases = Cases(curl)
    body = "title=L%C3%B6we+%2B+K%C3%B6nig&title="
    for kind in FIELDS:
        listed, unlisted = free_port(), free_port()
        public, stranger, other = f"https://localhost:{listed}", f"https://localhost:{unlisted}", "https://public.example"
        settings = {
            "OAUTH1_EXTERNAL_URLS": f"{public} {stranger} {other}",
            "OAUTH1_TRUSTED_PROXIES": LISTED,
            "OAUTH1_PROXY_FIELD": kind,
        }
        with provider(program, settings) as direct:
            text = "".join(
                f"""
    server {{
        listen 127.0.0.1:{port} ssl http2;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        access_log off;
        location / {{
            proxy_pass {direct};
            proxy_bind {address};
            proxy_set_header Host internal.example;
            {FIELDS[kind]}
        }}
    }}
"""
                for port, address in [(listed, LISTED), (unlisted, UNLISTED)]
            )
            nginx = nginx_process(os.path.join(folder, kind), text)
            try:
                nginx.wait_for(listed)
                nginx.wait_for(unlisted)
                through(cases, kind, (public, stranger, other, direct), body)
            finally:
                nginx.stop()
    return cases.failed


def through(cases, kind, addresses, body):
    public, stranger, other, direct = addresses
    try:
        token = log_in(cases.curl, public)
        cases.line(f"{kind}, a login through the listed proxy", None)
    except AssertionError as error:
        cases.line(f"{kind}, a login through the listed proxy", str(error))
        return
    path = "/api/me?a%20b=c%2Bd&q=%E2%98%83"
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Forwarded-Proto": "http"}
    post = f"{public}/api/form"
    headers = signed("GET", public + path, token=token)
    answer = cases.check(f"{kind}, a signed GET through it", 200, "GET", public + path, headers)
    pairs = [["a b", "c+d"], ["q", "\u2603"]]
    cases.line(f"{kind}, its query", None if pairs == json.loads(answer or "{}").get("query") else f"got {answer}")
    cases.check(f"{kind}, the same request again", 401, "GET", public + path, headers)
    cases.check(f"{kind}, a signed form through it", 200, "POST", post, signed("POST", post, body, token), body)
    headers = signed("GET", public + path, token=token) | forged
    cases.check(f"{kind}, fields that the client forged, through it", 200, "GET", public + path, headers)
    headers = signed("GET", f"{other}/api/me", token=token)
    cases.check(f"{kind}, a request that was signed for another URL", 401, "GET", f"{public}/api/me", headers)

    headers = signed("GET", stranger + path, token=token)
    cases.check(f"{kind}, a signed GET through a proxy that is not listed", 421, "GET", stranger + path, headers)

    # Without nginx: what the Host field says counts, and nothing else.
    host = {"Host": urllib.parse.urlsplit(public).netloc}
    named = urllib.parse.urlsplit(other).netloc
    claims = {"X-Forwarded-Host": named, "X-Forwarded-Proto": "https", "Forwarded": f"host={named};proto=https"}
    headers = signed("GET", public + path, token=token) | host | claims
    cases.check(f"{kind}, fields of a stranger are ignored", 200, "GET", direct + path, headers)
    headers = signed("GET", other + path, token=token) | host | claims
    cases.check(f"{kind}, and don't make a signature for their host valid", 401, "GET", direct + path, headers)
    headers = signed("GET", other + path, token=token) | {"Host": "internal.example"} | claims
    cases.check(f"{kind}, nor a host that is unknown", 421, "GET", direct + path, headers)


def main():
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        # All is on this machine.
        del os.environ[name]
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        failed = run(sys.argv[1], folder)
    print(f"{failed} failed, in {time.monotonic() - start:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
