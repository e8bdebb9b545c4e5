#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""What the providers have in common: their clients, the consent page, and how they are started and stopped.

    OAUTH1_CLIENTS=… OAUTH1_RSA_PUBLIC_KEY=… python oauthlib_provider.py

A provider listens on a free port of the loopback interface, prints one line, a JSON object with `port`, and runs until
its standard input ends. All that it knows is in memory.

    POST /oauth/request_token   step 1
    GET  /oauth/authorize       step 2: a page with a form whose button `decision` has the value `allow` or `deny`
    POST /oauth/access_token    step 3
    GET  /api/me                protected; says who the user is, and what the query says
    POST /api/form              protected; says what the form says
    POST /api/json              protected; says what the JSON says
    POST /api/sign-out          protected; the token that signs it is not accepted from then on

Environment:
    OAUTH1_CLIENTS          a JSON object of consumer keys and their secrets
    OAUTH1_RSA_PUBLIC_KEY   the RSA public key of all clients, in PEM
"""

import json
import os
import sys
import threading

from flask import jsonify, request
from markupsafe import escape
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENTS = json.loads(os.environ["OAUTH1_CLIENTS"])
RSA_PUBLIC_KEY = os.environ["OAUTH1_RSA_PUBLIC_KEY"]
USER = "alice"


class NonceStore:
    """The nonces that were seen; each is used once with its timestamp, client and token."""

    def __init__(self):
        self._seen = set()
        self._lock = threading.Lock()

    def is_used(self, *use):
        """Whether this use was seen before; from now on it was."""
        with self._lock:
            if use in self._seen:
                return True
            self._seen.add(use)
            return False


def consent_page(client_key):
    """The page on which the user decides; the form goes to its own URL, which has the request token."""
    return (
        f"<!DOCTYPE html><title>Consent</title><p>Let {escape(client_key)} in?</p>"
        '<form method="post">'
        f'<input type="hidden" name="user" value="{USER}">'
        '<button name="decision" value="allow">Allow</button>'
        '<button name="decision" value="deny">Deny</button>'
        "</form>"
    )


def add_resources(app, protected, sign_out):
    """Adds the resources; `protected` decorates a view, and `sign_out` ends the token of the request."""

    @app.get("/api/me")
    @protected
    def me():
        return jsonify(user=USER, values=list(request.args.items(multi=True)))

    @app.post("/api/form")
    @protected
    def form():
        return jsonify(user=USER, values=list(request.form.items(multi=True)))

    @app.post("/api/json")
    @protected
    def json_body():
        return jsonify(user=USER, values=[["json", json.dumps(request.get_json(), sort_keys=True, ensure_ascii=False)]])

    @app.post("/api/sign-out")
    @protected
    def end():
        sign_out()
        return jsonify(user=USER, values=[])


class Handler(WSGIRequestHandler):
    """Logs nothing, as a URL may have a token in it."""

    def log(self, type, message, *arguments):
        pass


def serve(app):
    """Runs until the standard input ends, so that a provider does not outlive the tests."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    print(json.dumps({"port": server.port}), flush=True)

    def wait():
        sys.stdin.read()
        server.shutdown()

    threading.Thread(target=wait, daemon=True).start()
    server.serve_forever()
