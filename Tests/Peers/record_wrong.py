#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Records requests that libraries from PyPI sign, for Tests/OAuth1Tests/Vectors/wrong-requests.json.

Each line of the output is a JSON object: the library, its version, the case, and the request as it would be sent. Nothing
is sent. Needs its own environment, as most of these libraries are old:

    pip install requests-oauthlib==2.0.0 oauthlib==4.0.1 authlib==1.9.10 rauth==0.7.3 oauth2==1.9.0.post1 \\
        aioauth-client==0.30.1
    python record_wrong.py

An older Authlib, with httpx, shows a mistake that is mended since: pip install authlib==1.6.5 httpx.
"""

import json
import time
import urllib.parse
from importlib.metadata import PackageNotFoundError, version

CONSUMER, CONSUMER_SECRET, TOKEN, TOKEN_SECRET = "ck", "c+secret=", "tk", "t&secret/"
FORM = [("text", "Hello + World~"), ("a", "1")]
CASES = {
    "plain": ("GET", "https://api.example.com/x?a=1&b=2", None),
    "default port": ("GET", "https://api.example.com:443/x?a=1", None),
    "host in upper case": ("GET", "https://API.Example.com/x?a=1", None),
    "empty path": ("GET", "https://api.example.com?a=1", None),
    "space": ("GET", "https://api.example.com/x?q=a%20b%2Bc", None),
    "plus sign": ("GET", "https://api.example.com/x?q=a+b", None),
    "duplicate": ("GET", "https://api.example.com/x?a=2&a=1", None),
    "reserved characters": ("GET", "https://api.example.com/x?q=a!b*c'd(e)~", None),
    "brackets": ("GET", "https://api.example.com/x?f%5Bx%5D=1", None),
    "realm": ("GET", "https://api.example.com/x?realm=1&z=2", None),
    "empty value": ("GET", "https://api.example.com/x?a=&b=1", None),
    "non-ASCII": ("GET", "https://api.example.com/x?q=%C3%A9", None),
    "escapes in the path": ("GET", "https://api.example.com/a%2Fb%20c/(d)?a=1", None),
    "order": ("GET", "https://api.example.com/x?c%40=1&c2=2&a1=1&a=1", None),
    "form": ("POST", "https://api.example.com/x", FORM),
    "form with a duplicate": ("POST", "https://api.example.com/x", [("a", "2"), ("a", "1")]),
}


def write(library, case, method, url, headers, body):
    if isinstance(body, str):
        body = body.encode()
    request = {
        "method": method,
        "url": url,
        "headers": [
            {"name": name, "value": value.decode() if isinstance(value, bytes) else value}
            for name, value in headers.items()
            if name.lower() in ("authorization", "content-type")
        ],
    }
    if body:
        request["postData"] = {"text": body.decode()}
    print(json.dumps({"library": library, "version": version(library), "case": case, "request": request}))


def record(library, sign):
    for case, (method, url, form) in CASES.items():
        try:
            sign(case, method, url, form)
        except (ValueError, NotImplementedError):
            # It does not sign this.
            continue


def with_requests(library, make):
    import requests

    def sign(case, method, url, form):
        prepared = requests.Request(method, url, data=form, auth=make()).prepare()
        write(library, case, method, prepared.url, prepared.headers, prepared.body)

    record(library, sign)


def requests_oauthlib():
    from requests_oauthlib import OAuth1

    with_requests("requests-oauthlib", lambda: OAuth1(CONSUMER, CONSUMER_SECRET, TOKEN, TOKEN_SECRET))


def authlib():
    from authlib.integrations.requests_client import OAuth1Auth

    with_requests("authlib", lambda: OAuth1Auth(CONSUMER, CONSUMER_SECRET, TOKEN, TOKEN_SECRET))


def authlib_httpx():
    import httpx
    from authlib.integrations.httpx_client import OAuth1Client

    def sign(case, method, url, form):
        def handle(request):
            write("authlib", f"httpx, {case}", method, str(request.url), request.headers, request.content)
            return httpx.Response(200)

        client = OAuth1Client(
            CONSUMER, CONSUMER_SECRET, TOKEN, TOKEN_SECRET, transport=httpx.MockTransport(handle)
        )
        client.request(method, url, data=dict(form) if form else None)

    record("authlib", sign)


def rauth():
    from rauth import OAuth1Session

    class Stop(Exception):
        pass

    def sign(case, method, url, form):
        session = OAuth1Session(CONSUMER, CONSUMER_SECRET, TOKEN, TOKEN_SECRET)

        def send(request, **_):
            write("rauth", case, method, request.url, request.headers, request.body)
            raise Stop

        session.send = send
        try:
            session.request(method, url, header_auth=True, data=dict(form) if form else None)
        except Stop:
            pass

    record("rauth", sign)


def oauth2():
    from oauth2 import Consumer, Request, SignatureMethod_HMAC_SHA1, Token

    def sign(case, method, url, form):
        consumer, token = Consumer(CONSUMER, CONSUMER_SECRET), Token(TOKEN, TOKEN_SECRET)
        body = urllib.parse.urlencode(form) if form else ""
        request = Request.from_consumer_and_token(
            consumer, token, method, url, body=body.encode(), is_form_encoded=bool(form)
        )
        request.sign_request(SignatureMethod_HMAC_SHA1(), consumer, token)
        headers = dict(request.to_header())
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        write("oauth2", case, method, url, headers, body)

    record("oauth2", sign)


def aioauth_client():
    from aioauth_client import HmacSha1Signature

    def sign(case, method, url, form):
        if form:
            return
        base, _, query = url.partition("?")
        parameters = {
            "oauth_consumer_key": CONSUMER,
            "oauth_nonce": case.replace(" ", ""),
            "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": str(int(time.time())),
            "oauth_version": "1.0",
            "oauth_token": TOKEN,
        } | dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        parameters["oauth_signature"] = HmacSha1Signature().sign(
            CONSUMER_SECRET, method, base, TOKEN_SECRET, **parameters
        )
        write("aioauth-client", case, method, base + "?" + urllib.parse.urlencode(parameters), {}, None)

    record("aioauth-client", sign)


if __name__ == "__main__":
    for peer in (requests_oauthlib, authlib, authlib_httpx, rauth, oauth2, aioauth_client):
        try:
            peer()
        except (ImportError, PackageNotFoundError):
            # Not installed in this environment.
            continue
