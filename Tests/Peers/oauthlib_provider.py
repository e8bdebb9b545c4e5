#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""A provider that is built on oauthlib's server classes; see provider.py for what it offers and how it is started."""

from functools import wraps

import provider
from flask import Flask, Response, g, request
from oauthlib.oauth1 import (
    AccessTokenEndpoint,
    AuthorizationEndpoint,
    OAuth1Error,
    RequestTokenEndpoint,
    RequestValidator,
    ResourceEndpoint,
)


class Validator(RequestValidator):
    """Tells oauthlib what there is; it does all the checks."""

    # What is looked up instead of something that is not there, so that both take the same work.
    dummy_client = "thereisnoclientlikethis"
    dummy_request_token = "thereisnotokenlikethis"
    dummy_access_token = "thereisnotokenlikethis"
    # The tests have no TLS here. PLAINTEXT is among the methods that oauthlib allows by default.
    enforce_ssl = False
    # oauthlib accepts at most 30 characters by default, a limit that RFC 5849 does not have.
    nonce_length = (20, 40)

    def __init__(self):
        super().__init__()
        self.nonces = provider.NonceStore()
        self.request_tokens = {}
        self.access_tokens = {}

    # Clients

    def validate_client_key(self, client_key, request):
        return client_key in provider.CLIENTS

    def get_client_secret(self, client_key, request):
        return provider.CLIENTS.get(client_key, "")

    def get_rsa_key(self, client_key, request):
        return provider.RSA_PUBLIC_KEY

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return redirect_uri == "oob" or redirect_uri.startswith("https://app.example/")

    # Realms, of which there are none

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return []

    def validate_requested_realms(self, client_key, realms, request):
        return True

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def verify_realms(self, token, realms, request):
        return True

    # Nonces

    def validate_timestamp_and_nonce(
        self, client_key, timestamp, nonce, request, request_token=None, access_token=None
    ):
        return not self.nonces.is_used(client_key, timestamp, nonce, request_token, access_token)

    # Request tokens

    def save_request_token(self, token, request):
        self.request_tokens[token["oauth_token"]] = {
            "client_key": request.client_key,
            "secret": token["oauth_token_secret"],
            "callback": request.redirect_uri,
            "verifier": None,
        }

    def validate_request_token(self, client_key, token, request):
        return self.request_tokens.get(token, {}).get("client_key") == client_key

    def verify_request_token(self, token, request):
        return token in self.request_tokens

    def get_request_token_secret(self, client_key, token, request):
        return self.request_tokens.get(token, {}).get("secret", "")

    def get_redirect_uri(self, token, request):
        return self.request_tokens[token]["callback"]

    def save_verifier(self, token, verifier, request):
        self.request_tokens[token]["verifier"] = verifier["oauth_verifier"]

    def validate_verifier(self, client_key, token, verifier, request):
        expected = self.request_tokens.get(token, {}).get("verifier")
        return expected is not None and expected == verifier

    def invalidate_request_token(self, client_key, request_token, request):
        del self.request_tokens[request_token]

    # Access tokens

    def save_access_token(self, token, request):
        self.access_tokens[token["oauth_token"]] = {
            "client_key": request.client_key,
            "secret": token["oauth_token_secret"],
        }

    def validate_access_token(self, client_key, token, request):
        return self.access_tokens.get(token, {}).get("client_key") == client_key

    def get_access_token_secret(self, client_key, token, request):
        return self.access_tokens.get(token, {}).get("secret", "")


app = Flask(__name__)
validator = Validator()
request_token_endpoint = RequestTokenEndpoint(validator)
authorization_endpoint = AuthorizationEndpoint(validator)
access_token_endpoint = AccessTokenEndpoint(validator)
resource_endpoint = ResourceEndpoint(validator)


def uri():
    """The URL with its target as it came over the wire: Flask's own has decoded parts."""
    return request.host_url.rstrip("/") + request.environ["RAW_URI"]


def message():
    """The request as oauthlib wants it."""
    return uri(), request.method, request.get_data(as_text=True), dict(request.headers)


def answer(headers, body, status):
    return Response(body or "", status=status, headers=headers)


@app.post("/oauth/request_token")
def request_token():
    return answer(*request_token_endpoint.create_request_token_response(*message()))


@app.get("/oauth/authorize")
def consent():
    token = request.args.get("oauth_token")
    if token not in validator.request_tokens:
        return Response("no such token", status=400)
    return provider.consent_page(validator.request_tokens[token]["client_key"])


@app.post("/oauth/authorize")
def decide():
    if request.form.get("decision") != "allow":
        # oauthlib has no answer for this.
        return Response("refused", status=403)
    try:
        return answer(*authorization_endpoint.create_authorization_response(uri()))
    except OAuth1Error as error:
        return answer({}, error.urlencoded, error.status_code)


@app.post("/oauth/access_token")
def access_token():
    return answer(*access_token_endpoint.create_access_token_response(*message()))


def protected(view):
    @wraps(view)
    def checked(*arguments, **values):
        is_valid, checked_request = resource_endpoint.validate_protected_resource_request(*message())
        if not is_valid:
            return Response("refused", status=401, headers={"WWW-Authenticate": 'OAuth realm="oauthlib"'})
        g.token = checked_request.resource_owner_key
        return view(*arguments, **values)

    return checked


provider.add_resources(app, protected, sign_out=lambda: validator.access_tokens.pop(g.token))

if __name__ == "__main__":
    provider.serve(app)
