#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""A provider that is built on Authlib's Flask server; see provider.py for what it offers and how it is started."""

import os

# The provider listens without TLS on the loopback interface.
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")

import provider  # noqa: E402
from authlib.integrations.flask_oauth1 import AuthorizationServer, ResourceProtector, current_credential  # noqa: E402
from authlib.oauth1 import ClientMixin, TemporaryCredential, TokenCredentialMixin  # noqa: E402
from authlib.oauth1.errors import OAuth1Error  # noqa: E402
from flask import Flask, Response, request  # noqa: E402


class Client(ClientMixin):
    def __init__(self, secret):
        self.secret = secret

    def get_default_redirect_uri(self):
        return "https://app.example/default"

    def get_client_secret(self):
        return self.secret

    def get_rsa_public_key(self):
        return provider.RSA_PUBLIC_KEY


class TokenCredential(TokenCredentialMixin):
    def __init__(self, token, client_id):
        self.token = token
        self.client_id = client_id

    def get_oauth_token(self):
        return self.token["oauth_token"]

    def get_oauth_token_secret(self):
        return self.token["oauth_token_secret"]


app = Flask(__name__)
# PLAINTEXT and RSA-SHA1 are accepted because they are named; RFC 5849 has no more.
app.config["OAUTH1_SUPPORTED_SIGNATURE_METHODS"] = ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"]

clients = {key: Client(secret) for key, secret in provider.CLIENTS.items()}
nonces = provider.NonceStore()
temporary_credentials = {}
token_credentials = {}


def exists_nonce(nonce, timestamp, client_id, oauth_token):
    return nonces.is_used(nonce, timestamp, client_id, oauth_token)


def create_temporary_credential(token, client_id, redirect_uri):
    credential = TemporaryCredential({**token, "client_id": client_id, "oauth_callback": redirect_uri})
    temporary_credentials[credential.get_oauth_token()] = credential
    return credential


def create_authorization_verifier(credential, grant_user, verifier):
    credential.update(oauth_verifier=verifier, user_id=grant_user)


def create_token_credential(token, temporary_credential):
    credential = TokenCredential(token, temporary_credential.get_client_id())
    token_credentials[credential.get_oauth_token()] = credential
    return credential


def query_token(client_id, oauth_token):
    credential = token_credentials.get(oauth_token)
    return credential if credential and credential.client_id == client_id else None


server = AuthorizationServer(app, query_client=clients.get)
server.register_hook("exists_nonce", exists_nonce)
server.register_hook("create_temporary_credential", create_temporary_credential)
server.register_hook("get_temporary_credential", temporary_credentials.get)
server.register_hook("delete_temporary_credential", lambda token: temporary_credentials.pop(token, None))
server.register_hook("create_authorization_verifier", create_authorization_verifier)
server.register_hook("create_token_credential", create_token_credential)
protector = ResourceProtector(app, query_client=clients.get, query_token=query_token, exists_nonce=exists_nonce)


@app.post("/oauth/request_token")
def request_token():
    return server.create_temporary_credentials_response()


@app.route("/oauth/authorize", methods=["GET", "POST"])
def authorize():
    try:
        if request.method == "GET":
            checked = server.check_authorization_request()
            return provider.consent_page(checked.credential.get_client_id())
        user = provider.USER if request.form.get("decision") == "allow" else None
        return server.create_authorization_response(grant_user=user)
    except OAuth1Error as error:
        return Response(error.error, status=error.status_code)


@app.post("/oauth/access_token")
def access_token():
    return server.create_token_response()


provider.add_resources(
    app, protector(), sign_out=lambda: token_credentials.pop(current_credential.get_oauth_token())
)

if __name__ == "__main__":
    provider.serve(app)
