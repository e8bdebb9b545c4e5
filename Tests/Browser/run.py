#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""Logs in with a real browser at the examples' sites, and tries what users and attackers do.

Run by scripts/test. Prints a line for each case, and a summary.
"""

import argparse
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import traceback

import cases
import printer
from browser import Browser
from servers import Servers, make_certificate, public_key_hash


class Test:
    """What a case works with."""

    def __init__(self, program, printer_program, folder, screenshots):
        self.folder = folder
        self.screenshots = screenshots
        self.servers = Servers(program, printer_program, folder)
        self.browser = None
        self._other = None

    def begin(self):
        self.trusted_key = public_key_hash(make_certificate(self.folder)[0])
        if self.servers.program:
            self.servers.begin()
            self.site = self.servers.site()
        if self.servers.printer_program:
            self.printer = self.servers.printer()
        self.browser = self._browser("browser")

    @property
    def cases(self):
        return (cases.CASES if self.servers.program else []) + (printer.CASES if self.servers.printer_program else [])

    def _browser(self, name):
        folder = os.path.join(self.folder, name)
        os.makedirs(folder)
        return Browser(folder, self.trusted_key, self.screenshots)

    @property
    def other_browser(self):
        """A second browser, which knows nothing of the first."""
        if not self._other:
            self._other = self._browser("other-browser")
        return self._other

    def reset(self):
        for browser in filter(None, [self.browser, self._other]):
            browser.reset()

    def close(self):
        for browser in filter(None, [self.browser, self._other]):
            try:
                browser.close()
            except Exception:
                traceback.print_exc()
        self.servers.close()


def run(arguments, folder):
    passed, failed = 0, 0
    if arguments.screenshots:
        os.makedirs(arguments.screenshots, exist_ok=True)
    programs = [path and str(pathlib.Path(path).resolve()) for path in [arguments.program, arguments.printer]]
    test = Test(*programs, folder, arguments.screenshots)
    try:
        test.begin()
        for sentence, function in test.cases:
            if arguments.filter and arguments.filter not in sentence:
                continue
            start = time.monotonic()
            try:
                test.reset()
                function(test)
            except (Exception, TimeUp) as error:
                failed += 1
                print(f"FAILED  {sentence}")
                traceback.print_exception(error, file=sys.stdout)
                if isinstance(error, TimeUp):
                    break
                print(test.servers.outputs(), flush=True)
                if arguments.screenshots:
                    test.browser.shoot(f"failure-{failed}")
            else:
                passed += 1
                print(f"passed  {time.monotonic() - start:5.1f} s  {sentence}", flush=True)
    finally:
        # If even this takes too long, this process ends here, and what it started with it.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(120)
        test.close()
        signal.alarm(0)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


class TimeUp(BaseException):
    """All of it took too long. Nobody else catches this."""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", help="the program of Examples/LoginWith")
    parser.add_argument("--printer", help="the program of Examples/PhotoPrinter")
    parser.add_argument("--screenshots", help="a folder for pictures of the pages")
    parser.add_argument("--filter", help="run only the cases whose sentence has this text in it")
    parser.add_argument("--seconds", type=int, default=1200, help="how long all of it may take")
    arguments = parser.parse_args()
    if not (arguments.program or arguments.printer):
        parser.error("expected --program, --printer or both")

    def time_is_up(*_):
        raise TimeUp(f"it took more than {arguments.seconds} seconds")

    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        # All is on this machine.
        del os.environ[name]
    signal.signal(signal.SIGALRM, time_is_up)
    # So that what was started is ended then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.alarm(arguments.seconds)
    folder = tempfile.mkdtemp(prefix="oauth1-browser-")
    try:
        return run(arguments, folder)
    except TimeUp as error:
        print(f"FAILED  {error}")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
