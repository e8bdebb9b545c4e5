#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Makes the base strings of requests with oauthlib and compares them with ours.

    python differential.py INPUT OUTPUT

INPUT has one request per line, a JSON object with: method, url, authorization, form (may be absent), base_string (ours).
OUTPUT gets one JSON object per line, in the same order: known (the names of the known differences that the request has,
none if both base strings are the same at once), and theirs (oauthlib's base string or error, if it is another one that
no known difference explains).

A known difference is no excuse: each says how to write the same request so that oauthlib reads it, or mends oauthlib, and
the base strings must then be the same.
"""

import ipaddress
import json
import re
import sys
from functools import partial
from unittest import mock
from urllib import parse

from oauthlib import common
from oauthlib.oauth1.rfc5849 import signature, utils

# What oauthlib accepts in queries and forms without an escape.
RAW = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-=&;:%+~,*@!()/?'$")


def base_string(request):
    parts = parse.urlsplit(request["url"])
    params = signature.collect_parameters(
        uri_query=parts.query,
        body=request.get("form"),
        headers={"Authorization": request["authorization"]},
    )
    return signature.signature_base_string(
        request["method"],
        signature.base_string_uri(request["url"]),
        signature.normalize_parameters(params),
    )


def each_pair(request, change):
    """The request with a change of each pair of its query and its form, which gets the encoded name and value."""

    def changed(text):
        pairs = []
        for pair in text.split("&"):
            name, equals, value = pair.partition("=")
            name, value = change(name, value)
            pairs.append(name + equals + value)
        return "&".join(pairs)

    url, mark, query = request["url"].partition("?")
    request = dict(request, url=url + mark + changed(query))
    if request.get("form") is not None:
        request["form"] = changed(request["form"])
    return request


def escape_raw(text):
    return "".join(c if c in RAW else parse.quote(c, safe="") for c in text)


def raw_characters(request):
    """oauthlib refuses a query, and leaves out a whole form, with characters that should have been encoded, such as
    quotes, brackets and letters outside ASCII. They are on the wire, so they are signed here as what they are."""
    return each_pair(request, lambda name, value: (escape_raw(name), escape_raw(value)))


def broken_escapes(request):
    """oauthlib refuses a query, and leaves out a whole form, with a percent sign that has no two hex digits behind it.
    Here it stands for itself."""

    def mended(text):
        return re.sub("%(?![0-9A-Fa-f]{2})", "%25", text)

    return each_pair(request, lambda name, value: (mended(name), mended(value)))


def decoded_twice(request):
    """oauthlib decodes the values of oauth_ parameters in queries and forms twice. Here they are decoded once, as all
    others (RFC 5849 section 3.4.1.3.1)."""

    def protected(name, value):
        is_protocol = parse.unquote_plus(name).startswith("oauth_")
        return name, re.sub("%25", "%2525", value) if is_protocol else value

    return each_pair(request, protected)


def address_spelling(request):
    """oauthlib writes IPv6 addresses in their shortest form. Here the host is signed as it was sent, in lower case
    (RFC 5849 section 3.4.1.2)."""
    match = re.match(r"(\w+://)\[([^\]]*)\](.*)", request["url"], re.DOTALL)
    if not match:
        return request
    try:
        address = ipaddress.ip_address(match[2])
    except ValueError:
        return request
    if str(address) == match[2].lower():
        return request
    ours = request["base_string"].replace(
        parse.quote(f"[{match[2].lower()}]", safe=""), parse.quote(f"[{address}]", safe=""), 1
    )
    return dict(request, base_string=ours)


def port_spelling(request):
    """oauthlib leaves out leading zeros of ports. Here a port that is not the default is signed as it was sent."""
    match = re.match(r"\w+://(?:\[[^\]]*\]|[^/?:]*):(0+)([1-9]\d*)(?=[/?]|$)", request["url"])
    if not match:
        return request
    ours = request["base_string"].replace(f"%3A{match[1]}{match[2]}", f"%3A{match[2]}", 1)
    return dict(request, base_string=ours)


def empty_path_parameters(request):
    """oauthlib drops a semicolon at the end of the path. Here the path is signed as it was sent."""
    path = parse.urlsplit(request["url"]).path
    if not re.search(r";$", path) or path.rsplit("/", 1)[-1].count(";") > 1:
        return request
    head = request["base_string"].split("&")
    if not head[1].endswith("%3B"):
        return request
    head[1] = head[1][: -len("%3B")]
    return dict(request, base_string="&".join(head))


MENDS = [broken_escapes, decoded_twice, raw_characters, address_spelling, port_spelling, empty_path_parameters]


def bytes_that_are_not_text(request):
    """oauthlib replaces bytes that are not UTF-8, such as %E9, with U+FFFD, so that two requests have one base string. Here
    they are signed as they are."""
    parse_qsl = partial(parse.parse_qsl, errors="surrogateescape")
    escape = lambda text: parse.quote(text.encode("utf-8", "surrogateescape"), safe=b"~")  # noqa: E731
    unescape = lambda text: parse.unquote(text, errors="surrogateescape")  # noqa: E731
    with (
        mock.patch.object(common.urlparse, "parse_qsl", parse_qsl),
        mock.patch.object(utils, "escape", escape),
        mock.patch.object(utils, "unescape", unescape),
        mock.patch.object(common, "decode_params_utf8", lambda params: params),
    ):
        return base_string(request)


def attempt(make, request):
    try:
        return make(request)
    except Exception as error:  # One request that the peer refuses must not hide the others.
        return f"{type(error).__name__}: {error}"


def compare(request):
    theirs = attempt(base_string, request)
    if theirs == request["base_string"]:
        return {"known": [], "theirs": None}
    known = []
    mended = request
    for mend in MENDS:
        changed = mend(mended)
        if changed != mended:
            known.append(mend.__name__)
            mended = changed
    if known and attempt(base_string, mended) == mended["base_string"]:
        return {"known": known, "theirs": None}
    if attempt(bytes_that_are_not_text, mended) == mended["base_string"]:
        return {"known": known + ["bytes_that_are_not_text"], "theirs": None}
    return {"known": known, "theirs": theirs}


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as results:
        for line in lines:
            results.write(json.dumps(compare(json.loads(line))) + "\n")


if __name__ == "__main__":
    main()
