#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Has clients in other languages complete every flow at our provider: PHP, Ruby, Go, Perl, Node and Python.

    python clients.py PROGRAM [--client NAME]...

PROGRAM is `ProviderServer`. Prints one line for each client and flow, and exits with status 1 if one failed. A client whose
language or library is not installed is skipped with the reason.

Each client is a small program in the folder `clients`. In its environment are BASE, KEY, SECRET, CALLBACK, and the pairs of
a query and a form as JSON objects, QUERY and FORM. It prints lines of JSON: for each flow `flow`, `status` and `body`, or
`flow` and `skipped` with the reason; and `authorize` with the URL of the consent page, whereupon it reads from standard input
where the browser was sent. Each runs twice: with a callback, and with `oob`, for which the code of the page is put into the
query of an address, as the user would type it.
"""

import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse

import requests

from login import FormParser

PEERS = pathlib.Path(__file__).parent
CLIENTS = PEERS / "clients"
TIMEOUT = 120
KEY, SECRET = "peer-client", "a secret with & + / = % ~"
# Authlib decodes the protocol parameters once more when it signs, so that a callback with an escape would get a wrong
# signature (RFC 5849 section 3.4.1.3.1 decodes once).
CALLBACK = "https://client.example/ready?state=a+b~c"
QUERY = {"a b": "c+d&e=f%20", "snow": "☃~*'()!", "empty": "", "brackets[]": "[x]"}
FORM = {"a b": "c+d&e=f%20\n", "name": "Löwe & König", "empty": "", "brackets[]": "{x}|'\"$"}
# What these libraries get wrong in names that need encoding, so that theirs have plain ones. RFC 5849 section 3.4.1.3.1 has
# names decoded, and section 3.4.1.3.2 has them encoded before they are sorted and joined.
PLAIN_NAMES = {
    # Names are neither encoded in the base string nor sorted by their encoded form.
    "Go, mrjones/oauth": ["QUERY", "FORM"],
    # Names of the URL's query are not decoded, and so encoded twice.
    "Node, oauth-1.0a": ["QUERY"],
}
FLOWS = ["request token", "access token", "get", "form", "refresh", "refreshed get", "revoke", "revoked get"]
GO_SOURCE = pathlib.Path("/usr/share/gocode/src/github.com")


class Failure(Exception):
    """A flow went wrong, in words."""


# --- The programs ---


def is_there(*command):
    """Whether a command succeeds."""
    try:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=TIMEOUT)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def php(_):
    if not is_there("php", "-r", "exit(class_exists('OAuth') ? 0 : 1);"):
        return "PHP or its extension is not installed (php-cli, php-oauth)", None
    return None, ["php", CLIENTS / "client.php"]


def ruby(_):
    if not is_there("ruby", "-roauth", "-e", ""):
        return "Ruby or its gem is not installed (ruby-oauth)", None
    return None, ["ruby", CLIENTS / "client.rb"]


def perl(_):
    if not is_there("perl", "-MNet::OAuth", "-MLWP::UserAgent", "-e", "1"):
        return "Net::OAuth or LWP is not installed (libnet-oauth-perl, libwww-perl)", None
    return None, ["perl", CLIENTS / "client.pl"]


def node(_):
    if not shutil.which("node") or not pathlib.Path("/usr/share/nodejs/oauth-1.0a").is_dir():
        return "Node or its library is not installed (node-oauth-1.0a)", None
    return None, ["node", CLIENTS / "client.mjs"]


def go(library):
    def make(folder):
        packages = ["gomodule/oauth1", "mrjones/oauth"]
        if not shutil.which("go") or not all((GO_SOURCE / package).is_dir() for package in packages):
            names = "golang-go, golang-github-gomodule-oauth1-dev, golang-github-mrjones-oauth-dev"
            return f"Go or one of its libraries is not installed ({names})", None
        program = pathlib.Path(folder) / "go-client"
        if not program.exists():
            # Without modules, from the sources that Debian installs: nothing is downloaded.
            settings = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": os.path.join(folder, "go-cache")}
            environment = dict(os.environ, GOFLAGS="", GOPROXY="off", **settings)
            # Otherwise Debian's standard library is not compiled again, which takes 8 of 9 seconds.
            if not shutil.which("gcc"):
                environment["CGO_ENABLED"] = "0"
            subprocess.run(["go", "build", "-o", program, "."], cwd=CLIENTS / "go", env=environment, check=True)
        return None, [program, library]

    return make


def python(library):
    return lambda _: (None, [sys.executable, CLIENTS / "client.py", library])


PROGRAMS = {
    "PHP, PECL oauth": php,
    "Ruby, oauth": ruby,
    "Go, gomodule/oauth1": go("gomodule"),
    "Go, mrjones/oauth": go("mrjones"),
    "Perl, Net::OAuth": perl,
    "Node, oauth-1.0a": node,
    "Python, requests-oauthlib": python("requests-oauthlib"),
    "Python, Authlib with requests": python("authlib-requests"),
    "Python, Authlib with httpx2": python("authlib-httpx"),
    "Python, oauthlib": python("oauthlib"),
}


# --- The user's browser ---


def allow(url):
    """Opens the consent page, allows access, and returns where the browser is sent, or an address with the typed code."""
    page = requests.get(url, timeout=TIMEOUT)
    consent = FormParser()
    consent.feed(page.text)
    if page.status_code != 200 or "See your photos" not in page.text or len(consent.forms) != 1:
        raise Failure(f"the consent page has status {page.status_code}: {page.text[-1_000:]}")
    form = [*consent.forms[0]["fields"], ("decision", "allow")]
    answer = requests.post(url, data=form, allow_redirects=False, timeout=TIMEOUT)
    if answer.status_code == 303:
        return answer.headers["Location"]
    code = answer.text.partition('id="oauth_verifier">')[2].partition("<")[0]
    if not code:
        raise Failure(f"the decision was answered with status {answer.status_code}")
    return f"https://typed.example/?{urllib.parse.urlencode({'oauth_verifier': code})}"


# --- One client ---


def pairs_for(name):
    """The pairs of query and form for a client."""
    pairs = {"QUERY": QUERY, "FORM": FORM}
    for kind in PLAIN_NAMES.get(name, []):
        pairs[kind] = {key: value for key, value in pairs[kind].items() if key.isalpha()}
    return pairs


def check(flow, status, body, sent):
    """What is wrong with the answer to a flow, or None; and the realms of the token."""
    expected = 401 if flow == "revoked get" else 200
    if status != expected:
        return f"expected the status {expected}, got {status}: {body[:600]}", []
    if flow not in ("get", "form"):
        return None, []
    answer = json.loads(body)
    wanted = sent["QUERY" if flow == "get" else "FORM"]
    pairs = sorted(map(tuple, answer["query" if flow == "get" else "form"]))
    if pairs != sorted(wanted.items()):
        return f"the provider received {pairs}", []
    if answer["user"] != "alice" or answer["scopes"] != ["read", "write"]:
        return f"the token is of {answer['user']} with {answer['scopes']}", []
    return None, answer["realms"]


def run_client(name, command, base, callback):
    """The lines of a client, each with the flow, whether it is good, and a remark."""
    environment = dict(os.environ, BASE=base, KEY=KEY, SECRET=SECRET, CALLBACK=callback)
    sent = pairs_for(name)
    environment.update({kind: json.dumps(pairs) for kind, pairs in sent.items()})
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    left = list(FLOWS)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        with subprocess.Popen(command, env=environment, stderr=errors, **pipes) as process:
            timer = threading.Timer(TIMEOUT, process.kill)
            timer.start()
            try:
                for text in process.stdout:
                    line = json.loads(text)
                    if "authorize" in line:
                        process.stdin.write(allow(line["authorize"]) + "\n")
                        process.stdin.flush()
                        continue
                    flow = line["flow"]
                    left.remove(flow)
                    if "skipped" in line:
                        left.remove("refreshed get")
                        yield flow, True, f"skipped, {line['skipped']}"
                        continue
                    error, realms = check(flow, line["status"], line["body"], sent)
                    realm = f", with the realm {realms[0]}" if flow == "get" and realms else ""
                    yield flow, error is None, error or f"as expected{realm}"
            except (Failure, ValueError, OSError) as error:
                yield left[0], False, str(error)
                left = []
            finally:
                timer.cancel()
                process.kill()
        if left:
            errors.seek(0)
            yield left[0], False, f"the client ended before it: {errors.read()[-1_000:].strip()}"


@contextlib.contextmanager
def provider(program, settings=None):
    """The provider: its address. The settings are more variables of its environment."""
    environment = dict(os.environ, OAUTH1_CONSUMER_KEY=KEY, OAUTH1_CONSUMER_SECRET=SECRET, OAUTH1_CALLBACK=CALLBACK)
    environment.update(settings or {})
    process = subprocess.Popen([program, "memory"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(60)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="PROGRAM", help="ProviderServer")
    parser.add_argument("--client", action="append", choices=sorted(PROGRAMS), help="run this one; may be repeated")
    arguments = parser.parse_args()
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        # All is on this machine.
        del os.environ[name]
    count, failed, skipped = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder, provider(arguments.program) as base:
        runs = []
        for name in arguments.client or PROGRAMS:
            reason, command = PROGRAMS[name](folder)
            if reason:
                print(f"{name}: skipped, {reason}")
                skipped += 1
                continue
            runs += [(name, command, callback) for callback in [CALLBACK, "oob"]]
        # Most of the time is that of interpreters that start.
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            lines = pool.map(lambda run: list(run_client(run[0], run[1], base, run[2])), runs)
            for (name, _, callback), flows in zip(runs, lines):
                kind = "a typed code" if callback == "oob" else "a callback"
                for flow, is_good, remark in flows:
                    count += 1
                    failed += not is_good
                    print(f"{name}, {kind}, {flow}: {'' if is_good else 'FAILED, '}{remark}", flush=True)
    print(f"{count} flows, {failed} failed; {skipped} clients skipped")
    if failed or not count:
        return 1
    # As with Automake: something could not run.
    return 77 if skipped else 0


if __name__ == "__main__":
    sys.exit(main())
