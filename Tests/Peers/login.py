#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Logs in at a provider with other libraries' clients, as their users do.

    OAUTH1_CONSUMER_KEY=… OAUTH1_CONSUMER_SECRET=… python login.py BASE_URL [--peer NAME]...

The provider at BASE_URL is expected to have:

    POST /oauth/request_token   step 1
    GET  /oauth/authorize       step 2: a page with a form whose button `decision` has the value `allow`
    POST /oauth/access_token    step 3
    GET  /api/me                protected
    POST /api/form              protected; takes a form
    POST /api/json              protected; takes JSON

Each peer goes all the way and prints one line, a JSON object: `ok`, the status codes of what was called and the names
of the fields that the token responses had; of a failure `step`, the step that failed, and `error`. Values of the
responses are never printed. The exit status is 0 if all peers got through, 1 if one did not, and 2 for wrong usage.

Peers: requests-oauthlib, authlib-requests and authlib-httpx; all of them unless told otherwise.

Environment:
    OAUTH1_CONSUMER_KEY        the consumer key
    OAUTH1_CONSUMER_SECRET     the consumer secret; may be empty with an RSA method
    OAUTH1_SIGNATURE_METHOD    HMAC-SHA1 unless given; RSA-SHA1 unless given if there is a key
    OAUTH1_RSA_KEY             the file with the RSA private key in PEM
"""

import argparse
import asyncio
import json
import os
import re
import sys
import traceback
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

# The provider under test listens without TLS on the loopback interface.
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")

import requests  # noqa: E402
from authlib.integrations.httpx_client import AsyncOAuth1Client  # noqa: E402
from authlib.integrations.requests_client import OAuth1Session as AuthlibSession  # noqa: E402
from requests_oauthlib import OAuth1Session as OAuthlibSession  # noqa: E402

TIMEOUT = 180
FORM = [("message", "a b+c&d=é%"), ("message", "twice"), ("empty", "")]
JSON = {"message": "a b+c&d=é%"}


class Failure(Exception):
    """A step went wrong, in words."""


class Settings:
    def __init__(self, base, callback):
        self.base = base.rstrip("/")
        self.callback = callback
        self.key = os.environ["OAUTH1_CONSUMER_KEY"]
        self.secret = os.environ.get("OAUTH1_CONSUMER_SECRET", "")
        self.rsa_key = None
        path = os.environ.get("OAUTH1_RSA_KEY")
        if path:
            with open(path, encoding="ascii") as file:
                self.rsa_key = file.read()
        default = "RSA-SHA1" if self.rsa_key else "HMAC-SHA1"
        self.method = os.environ.get("OAUTH1_SIGNATURE_METHOD", default)

    def url(self, path):
        return self.base + path


class Report:
    """What one peer did; its line on standard output."""

    def __init__(self, peer):
        self.values = {"peer": peer, "ok": False}
        self.step = "start"

    def begin(self, step):
        self.step = step

    def note(self, name, value):
        self.values[name] = value

    def expect_success(self, response, name):
        """Notes the status of a response and expects that it is a success."""
        self.note(name, response.status_code)
        if not 200 <= response.status_code < 300:
            raise Failure(f"expected a status of 2xx, got {response.status_code}: {describe(response)}")

    def fail(self, error):
        response = getattr(error, "response", None)
        text = str(error) if isinstance(error, Failure) else f"{type(error).__name__}: {error}"
        if response is not None and not isinstance(error, Failure):
            text += f" (status {response.status_code})"
        self.values.update(step=self.step, error=redacted(text))

    def print(self):
        print(json.dumps(self.values, ensure_ascii=False), flush=True)


def redacted(text):
    """The text without the values of tokens, secrets, verifiers and signatures, should an error quote a response."""
    secret = os.environ.get("OAUTH1_CONSUMER_SECRET")
    if secret:
        text = text.replace(secret, "<redacted>")
    return re.sub(
        r"""(oauth_(?:token_secret|token|verifier|signature)\b['"]?\s*[=:]\s*['"]?)[^&'",\s}]+""",
        r"\1<redacted>",
        text,
    )


def describe(response):
    """The first words of an error page, for the person who reads the failure."""
    challenge = response.headers.get("WWW-Authenticate")
    text = " ".join(response.text.split())[:300]
    return f"{text!r}" + (f", WWW-Authenticate: {challenge!r}" if challenge else "")


# --- The user's browser ---


class FormParser(HTMLParser):
    """Collects the forms of a page with their fields and buttons."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.open_form = None

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.open_form = {
                "action": attributes.get("action", ""),
                "method": attributes.get("method", "get").lower(),
                "fields": [],
                "buttons": [],
            }
            self.forms.append(self.open_form)
        elif self.open_form is not None and tag in ("input", "button"):
            kind = attributes.get("type", "submit" if tag == "button" else "text").lower()
            name = attributes.get("name")
            if not name or "disabled" in attributes:
                return
            pair = (name, attributes.get("value", ""))
            if kind == "submit":
                self.open_form["buttons"].append(pair)
            elif kind in ("checkbox", "radio"):
                if "checked" in attributes:
                    self.open_form["fields"].append((name, attributes.get("value", "on")))
            elif kind not in ("button", "reset", "image", "file"):
                self.open_form["fields"].append(pair)

    def handle_endtag(self, tag):
        if tag == "form":
            self.open_form = None


def allow_access(authorization_url, settings, report):
    """Opens the authorization page, presses the button that allows, and returns where the provider sends the user."""
    browser = requests.Session()
    report.begin("authorize page")
    page = browser.get(authorization_url, timeout=TIMEOUT)
    report.expect_success(page, "authorize_status")

    report.begin("consent")
    parser = FormParser()
    parser.feed(page.text)
    button = ("decision", "allow")
    forms = [form for form in parser.forms if button in form["buttons"]]
    if len(forms) != 1:
        raise Failure(
            f"expected one form with a submit button decision=allow on the page, found {len(forms)}; "
            f"the page has {len(parser.forms)} forms with the buttons "
            f"{[pair for form in parser.forms for pair in form['buttons']]}"
        )
    form = forms[0]
    target = urljoin(page.url, form["action"]) if form["action"] else page.url
    fields = form["fields"] + [button]
    # What a browser sends along, which a provider may check against forged requests.
    page_origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    headers = {"Origin": page_origin, "Referer": page.url}
    if form["method"] == "post":
        answer = browser.post(target, data=fields, headers=headers, allow_redirects=False, timeout=TIMEOUT)
    else:
        answer = browser.get(target, params=fields, headers=headers, allow_redirects=False, timeout=TIMEOUT)
    report.note("consent_status", answer.status_code)
    location = answer.headers.get("Location")
    if answer.status_code not in (302, 303) or not location:
        raise Failure(f"expected a redirect with a Location, got {answer.status_code}: {describe(answer)}")

    location = urljoin(target, location)
    if not location.startswith(settings.callback):
        raise Failure(f"expected a redirect to {settings.callback}, got one to {location.split('?')[0]}")
    names = sorted(parse_qs(urlsplit(location).query, keep_blank_values=True))
    report.note("callback_fields", names)
    for name in ("oauth_token", "oauth_verifier"):
        if name not in names:
            raise Failure(f"the redirect lacks {name}, it has {names}")
    return location


def note_request_token(response, report):
    report.note("request_token_fields", sorted(response))
    if response.get("oauth_callback_confirmed") != "true":
        raise Failure("the response to the request for a request token lacks oauth_callback_confirmed=true")


def note_access_token(response, report):
    report.note("access_token_fields", sorted(response))
    for name in ("oauth_token", "oauth_token_secret"):
        if not response.get(name):
            raise Failure(f"the response to the request for an access token lacks {name}")


# --- The peers ---


def run_requests_oauthlib(settings, report):
    session = OAuthlibSession(
        settings.key,
        client_secret=settings.secret,
        callback_uri=settings.callback,
        signature_method=settings.method,
        rsa_key=settings.rsa_key,
    )
    report.begin("request token")
    note_request_token(session.fetch_request_token(settings.url("/oauth/request_token"), timeout=TIMEOUT), report)
    location = allow_access(session.authorization_url(settings.url("/oauth/authorize")), settings, report)
    report.begin("access token")
    session.parse_authorization_response(location)
    note_access_token(session.fetch_access_token(settings.url("/oauth/access_token"), timeout=TIMEOUT), report)
    call_resources(session, report, settings)


def run_authlib_requests(settings, report):
    session = AuthlibSession(
        settings.key,
        client_secret=settings.secret,
        redirect_uri=settings.callback,
        signature_method=settings.method,
        rsa_key=settings.rsa_key,
    )
    report.begin("request token")
    note_request_token(session.fetch_request_token(settings.url("/oauth/request_token"), timeout=TIMEOUT), report)
    location = allow_access(session.create_authorization_url(settings.url("/oauth/authorize")), settings, report)
    report.begin("access token")
    session.parse_authorization_response(location)
    note_access_token(session.fetch_access_token(settings.url("/oauth/access_token"), timeout=TIMEOUT), report)
    call_resources(session, report, settings)


def call_resources(session, report, settings):
    report.begin("get")
    report.expect_success(session.get(settings.url("/api/me"), params={"a b": "c+d"}, timeout=TIMEOUT), "get_status")
    report.begin("form")
    report.expect_success(session.post(settings.url("/api/form"), data=FORM, timeout=TIMEOUT), "form_status")
    report.begin("json")
    report.expect_success(session.post(settings.url("/api/json"), json=JSON, timeout=TIMEOUT), "json_status")


async def run_authlib_httpx(settings, report):
    async with AsyncOAuth1Client(
        settings.key,
        client_secret=settings.secret,
        redirect_uri=settings.callback,
        signature_method=settings.method,
        rsa_key=settings.rsa_key,
        timeout=TIMEOUT,
    ) as client:
        report.begin("request token")
        note_request_token(await client.fetch_request_token(settings.url("/oauth/request_token")), report)
        url = client.create_authorization_url(settings.url("/oauth/authorize"))
        location = await asyncio.to_thread(allow_access, url, settings, report)
        report.begin("access token")
        client.parse_authorization_response(location)
        note_access_token(await client.fetch_access_token(settings.url("/oauth/access_token")), report)
        report.begin("get")
        report.expect_success(await client.get(settings.url("/api/me"), params={"a b": "c+d"}), "get_status")
        report.begin("form")
        # httpx2 takes several values of a name as a list.
        form = {"message": [value for name, value in FORM if name == "message"], "empty": ""}
        report.expect_success(await client.post(settings.url("/api/form"), data=form), "form_status")
        # No JSON: with httpx2, Authlib sends a body that is not a form empty, unless force_include_body is set.


PEERS = {
    "requests-oauthlib": run_requests_oauthlib,
    "authlib-requests": run_authlib_requests,
    "authlib-httpx": lambda settings, report: asyncio.run(run_authlib_httpx(settings, report)),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base_url", metavar="BASE_URL", help="where the provider is, such as http://127.0.0.1:8080")
    parser.add_argument("--peer", action="append", choices=sorted(PEERS), help="run this peer; may be repeated")
    parser.add_argument(
        "--callback",
        default="https://client.example/ready?state=a+b~c",
        # Authlib decodes the protocol parameters once more when it signs, so a callback with an escape gets a wrong
        # signature there.
        help="the callback URL, which is not opened; without percent signs (default: %(default)s)",
    )
    parser.add_argument("--debug", action="store_true", help="print the traceback of a failure to standard error")
    arguments = parser.parse_args()
    if "OAUTH1_CONSUMER_KEY" not in os.environ:
        parser.error("set OAUTH1_CONSUMER_KEY")
    try:
        settings = Settings(arguments.base_url, arguments.callback)
    except OSError as error:
        parser.error(f"OAUTH1_RSA_KEY: {error}")

    everything_worked = True
    for name in arguments.peer or PEERS:
        report = Report(name)
        try:
            PEERS[name](settings, report)
            report.note("ok", True)
        except Exception as error:  # The next peer is to run whatever happened to this one.
            everything_worked = False
            report.fail(error)
            if arguments.debug:
                traceback.print_exc(file=sys.stderr)
        report.print()
    return 0 if everything_worked else 1


if __name__ == "__main__":
    sys.exit(main())
