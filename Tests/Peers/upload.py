#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Logs in at `oauth1 serve` with requests-oauthlib, and uploads and downloads photos.

    OAUTH1_CONSUMER_KEY=… OAUTH1_CONSUMER_SECRET=… python upload.py BASE_URL

A photo is uploaded as multipart/form-data and as the body of a request, and is the same when it is downloaded. Prints
one line, a JSON object, whose `ok` says whether that was so.
"""

import sys

from login import Report, Settings, allow_access
from requests_oauthlib import OAuth1Session

PHOTO = bytes(range(256)) * 1_000 + b"\r\n--boundary--\r\n"


def upload(settings, report):
    session = OAuth1Session(settings.key, client_secret=settings.secret, callback_uri=settings.callback)
    session.fetch_request_token(settings.url("/oauth/request_token"))
    location = allow_access(session.authorization_url(settings.url("/oauth/authorize")), settings, report)
    session.parse_authorization_response(location)
    session.fetch_access_token(settings.url("/oauth/access_token"))
    photos = settings.url("/api/photos")
    answers = [
        session.post(photos, files={"photo": ("ä.png", PHOTO, "image/png")}, data={"title": "A title"}),
        session.post(photos, data=PHOTO, headers={"Content-Type": "image/png"}),
    ]
    for answer in answers:
        report.expect_success(answer, "upload_status")
        photo = session.get(f"{photos}/{answer.json()['id']}")
        report.expect_success(photo, "download_status")
        if photo.content != PHOTO or photo.headers["Content-Type"] != "image/png":
            raise ValueError("the photo is not the one that was uploaded")


def main():
    report = Report("upload")
    try:
        upload(Settings(sys.argv[1], "https://client.example/ready"), report)
        report.values["ok"] = True
    except Exception as error:  # noqa: BLE001
        report.fail(error)
    report.print()
    return 0 if report.values["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
