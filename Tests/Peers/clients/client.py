#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""The whole flow with one of Python's libraries, which is the argument. See ../clients.py for what it reads and prints."""

import json
import os
import sys
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

# The provider listens without TLS on the loopback interface.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests  # noqa: E402
from authlib.integrations.httpx_client import OAuth1Client as AuthlibClient  # noqa: E402
from authlib.integrations.requests_client import OAuth1Session as AuthlibSession  # noqa: E402
from oauthlib.oauth1 import Client  # noqa: E402
from requests_oauthlib import OAuth1Session  # noqa: E402

BASE, KEY, SECRET, CALLBACK = (os.environ[name] for name in ["BASE", "KEY", "SECRET", "CALLBACK"])
QUERY, FORM = (json.loads(os.environ[name]) for name in ["QUERY", "FORM"])
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
# For libraries whose functions return a token and no response.
OBTAINED = {"status": 200, "body": ""}


def say(**line):
    print(json.dumps(line), flush=True)


def report(flow, response):
    say(flow=flow, status=response.status_code, body=response.text)


def redirect(page):
    """Has the user asked, and returns where the browser was sent."""
    say(authorize=page)
    return sys.stdin.readline().strip()


def use(session):
    """The calls of a session whose token is there."""
    report("get", session.get(f"{BASE}/api/me", params=QUERY))
    report("form", session.post(f"{BASE}/api/form", data=FORM))
    say(flow="refresh", skipped="the library has no session handles")
    report("revoke", session.post(f"{BASE}/oauth/revoke_token"))
    report("revoked get", session.get(f"{BASE}/api/me"))


def obtain(session, page):
    """Obtains the access token of a session."""
    location = redirect(page)
    url = f"{BASE}/oauth/access_token"
    if CALLBACK == "oob":
        session.fetch_access_token(url, verifier=verifier_in(location))
    else:
        session.parse_authorization_response(location)
        session.fetch_access_token(url)
    say(flow="access token", **OBTAINED)


def verifier_in(location):
    return parse_qs(urlsplit(location).query)["oauth_verifier"][0]


def requests_oauthlib():
    session = OAuth1Session(KEY, SECRET, callback_uri=CALLBACK)
    session.fetch_request_token(f"{BASE}/oauth/request_token?scope=read%20write", realm=["photos"])
    say(flow="request token", **OBTAINED)
    obtain(session, session.authorization_url(f"{BASE}/oauth/authorize"))
    use(session)


def authlib(create):
    session = create(KEY, SECRET, redirect_uri=CALLBACK, realm="photos")
    session.fetch_request_token(f"{BASE}/oauth/request_token?scope=read%20write")
    say(flow="request token", **OBTAINED)
    obtain(session, session.create_authorization_url(f"{BASE}/oauth/authorize"))
    # Otherwise Authlib sends the callback with every request.
    session.redirect_uri = None
    use(session)


def oauthlib():
    """oauthlib signs, requests sends: the session handle is one more parameter of the header."""

    def send(flow, path, token=None, body=None, method="POST", **options):
        client = Client(KEY, SECRET, *(token or ()), **options)
        # oauthlib takes a body for a form, if the content type says so.
        url, headers, body = client.sign(BASE + path, method, body, FORM_TYPE if body else {})
        response = requests.request(method, url, headers=headers, data=body, timeout=60)
        report(flow, response)
        return response.ok, dict(parse_qsl(response.text))

    def token_in(answer):
        if not answer[0]:
            sys.exit(1)
        return answer[1]["oauth_token"], answer[1]["oauth_token_secret"]

    answer = send("request token", "/oauth/request_token", body="scope=read+write", callback_uri=CALLBACK, realm="photos")
    token = token_in(answer)
    location = redirect(f"{BASE}/oauth/authorize?{urlencode({'oauth_token': token[0]})}")
    token = token_in(send("access token", "/oauth/access_token", token, verifier=verifier_in(location)))
    send("get", f"/api/me?{urlencode(QUERY)}", token, method="GET")
    send("form", "/api/form", token, body=urlencode(FORM))
    say(flow="refresh", skipped="the library has no session handles")
    send("revoke", "/oauth/revoke_token", token)
    send("revoked get", "/api/me", token, method="GET")


CLIENTS = {
    "requests-oauthlib": requests_oauthlib,
    "authlib-requests": lambda: authlib(AuthlibSession),
    "authlib-httpx": lambda: authlib(AuthlibClient),
    "oauthlib": oauthlib,
}

if __name__ == "__main__":
    CLIENTS[sys.argv[1]]()
