#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Signs requests with oauthlib, and RSA-PSS with cryptography behind oauthlib's own collection of parameters.

    python sign.py INPUT OUTPUT

INPUT has one request per line, a JSON object with: method, uri, content_type, body (both may be absent),
signature_method, placement (header, query or body), client_key, client_secret, token, token_secret, callback,
verifier, realm (the last five may be absent), nonce, timestamp, private_key (a PEM text). OUTPUT gets one JSON
object per line, in the same order: uri, authorization, content_type, body, error (null unless the peer refused).
"""

import base64
import json
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from oauthlib import oauth1

PLACEMENTS = {
    "header": oauth1.SIGNATURE_TYPE_AUTH_HEADER,
    "query": oauth1.SIGNATURE_TYPE_QUERY,
    "body": oauth1.SIGNATURE_TYPE_BODY,
}


def sign_rsa_pss(base_string, client):
    """RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes, which oauthlib does not have."""
    key = serialization.load_pem_private_key(client.rsa_key.encode(), password=None)
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    return base64.b64encode(key.sign(base_string.encode(), scheme, hashes.SHA256())).decode()


def sign(line):
    client = oauth1.Client(
        line["client_key"],
        client_secret=line["client_secret"],
        resource_owner_key=line.get("token"),
        resource_owner_secret=line.get("token_secret"),
        callback_uri=line.get("callback"),
        verifier=line.get("verifier"),
        realm=line.get("realm"),
        signature_method=line["signature_method"],
        signature_type=PLACEMENTS[line["placement"]],
        rsa_key=line.get("private_key"),
        nonce=line["nonce"],
        timestamp=line["timestamp"],
    )
    headers = {"Content-Type": line.get("content_type")} if line.get("content_type") else {}
    uri, headers, body = client.sign(line["uri"], line["method"], line.get("body"), headers)
    return {
        "uri": uri,
        "authorization": headers.get("Authorization"),
        "content_type": headers.get("Content-Type"),
        "body": body,
        "error": None,
    }


def main():
    source, target = sys.argv[1:]
    oauth1.Client.register_signature_method("RSA-PSS", sign_rsa_pss)
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as results:
        for line in lines:
            try:
                result = sign(json.loads(line))
            except Exception as error:  # One request that the peer refuses must not hide the others.
                result = {
                    "uri": "",
                    "authorization": None,
                    "content_type": None,
                    "body": None,
                    "error": f"{type(error).__name__}: {error}",
                }
            results.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
