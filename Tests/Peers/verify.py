#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Verifies signed requests with oauthlib, and RSA-PSS with cryptography.

    python verify.py INPUT OUTPUT

INPUT has one request per line, a JSON object with: method, uri, content_type, body, authorization (the last three may
be absent), signature_method, client_secret, token_secret, public_key (a PEM text). OUTPUT gets one JSON object
per line, in the same order: valid, base_string, error (null unless the peer could not read the request).

The parameters are collected and the base string is made by oauthlib alone, from what goes on the wire.
"""

import base64
import json
import sys
from types import SimpleNamespace
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from oauthlib.common import extract_params
from oauthlib.oauth1.rfc5849 import signature

FORM = "application/x-www-form-urlencoded"


def verify_rsa_pss(request, base_string, public_key):
    """RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of exactly 32 bytes, which oauthlib does not have."""
    key = serialization.load_pem_public_key(public_key.encode())
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    try:
        key.verify(base64.b64decode(request.signature, validate=True), base_string.encode(), scheme, hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def verify(line):
    headers = {"Authorization": line["authorization"]} if line.get("authorization") else {}
    form = line.get("body") if line.get("content_type") == FORM else None
    query = urlsplit(line["uri"]).query
    params = signature.collect_parameters(uri_query=query, body=form, headers=headers)
    # collect_parameters() decodes oauth_ values of queries and forms twice, which destroys a PLAINTEXT signature. What
    # is there is decoded once by oauthlib's own reader of forms.
    in_header = signature.collect_parameters(headers=headers, exclude_oauth_signature=False)
    candidates = in_header + (extract_params(query) or []) + (extract_params(form or "") or [])
    signatures = [value for name, value in candidates if name == "oauth_signature"]
    if len(signatures) != 1:
        raise ValueError(f"the request has {len(signatures)} signatures")
    request = SimpleNamespace(
        uri=line["uri"],
        http_method=line["method"],
        params=params,
        signature=signatures[0],
    )
    base_string = signature.signature_base_string(
        request.http_method,
        signature.base_string_uri(request.uri),
        signature.normalize_parameters(request.params),
    )

    method = line["signature_method"]
    if dict(request.params).get("oauth_signature_method") != method:
        raise ValueError("the request has another signature method")
    secrets = (line["client_secret"], line["token_secret"])
    if method == "RSA-PSS":
        valid = verify_rsa_pss(request, base_string, line["public_key"])
    elif method.startswith("RSA-"):
        check = {
            "RSA-SHA1": signature.verify_rsa_sha1,
            "RSA-SHA256": signature.verify_rsa_sha256,
            "RSA-SHA512": signature.verify_rsa_sha512,
        }[method]
        valid = check(request, line["public_key"])
    else:
        check = {
            "HMAC-SHA1": signature.verify_hmac_sha1,
            "HMAC-SHA256": signature.verify_hmac_sha256,
            "HMAC-SHA512": signature.verify_hmac_sha512,
            "PLAINTEXT": signature.verify_plaintext,
        }[method]
        valid = check(request, *secrets)
    return {"valid": bool(valid), "base_string": base_string, "error": None}


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as results:
        for line in lines:
            try:
                result = verify(json.loads(line))
            except Exception as error:  # One request that the peer can't read must not hide the others.
                result = {"valid": False, "base_string": "", "error": f"{type(error).__name__}: {error}"}
            results.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
