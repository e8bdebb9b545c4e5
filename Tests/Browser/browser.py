#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""A real browser, as far as the tests need one."""

import base64
import json
import os
import shutil

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from servers import end_with_parent

PROGRAMS = ["chromium", "chromium-browser", "google-chrome"]


class Browser:
    """Chromium with a profile of its own."""

    def __init__(self, folder, trusted_key=None, screenshots=None):
        options = webdriver.ChromeOptions()
        options.binary_location = next(path for path in map(shutil.which, PROGRAMS) if path)
        arguments = [
            "--headless=new",
            "--window-size=1100,900",
            f"--user-data-dir={os.path.join(folder, 'profile')}",
            # Nothing leaves this machine.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-sync",
            "--no-default-browser-check",
            "--no-first-run",
            "--no-proxy-server",
            # The browser ends when its driver is gone, however that went.
            "--remote-debugging-pipe",
            "--force-device-scale-factor=1",
        ]
        if os.geteuid() == 0:
            # As root there is no sandbox.
            arguments.append("--no-sandbox")
        if trusted_key:
            arguments.append(f"--ignore-certificate-errors-spki-list={trusted_key}")
        for argument in arguments:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        log = os.path.join(folder, "driver.log")
        # The profile holds all; without a separate home the browser would write to the user's.
        environment = {**os.environ, "HOME": folder, "SE_OFFLINE": "true"}
        service = Service(
            shutil.which("chromedriver"),
            log_output=log,
            env=environment,
            popen_kw={"preexec_fn": end_with_parent},
        )
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(110)
        self.screenshots = screenshots
        self.urls = []
        self.messages = []

    def close(self):
        self.driver.quit()

    def reset(self):
        """Forgets all that a test left behind."""
        self.command("Emulation.setScriptExecutionDisabled", value=False)
        for handle in self.driver.window_handles[1:]:
            self.driver.switch_to.window(handle)
            self.driver.close()
        self.driver.switch_to.window(self.driver.window_handles[0])
        self.driver.get("about:blank")
        self.command("Network.clearBrowserCookies")
        self.command("Emulation.clearDeviceMetricsOverride")
        self.command("Emulation.setEmulatedMedia", features=[])
        self.collect()
        self.urls.clear()
        self.messages.clear()

    def command(self, name, /, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    # --- Pages ---

    def open(self, url):
        self.driver.get(url)

    def wait(self, condition, what, seconds=180):
        # A condition may look at a page that the next one replaces meanwhile, for which the driver has several words.
        wait = WebDriverWait(self.driver, seconds, 0.02, ignored_exceptions=[WebDriverException])
        return wait.until(condition, f"{what}; the page is {self.driver.current_url}")

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, text):
        """Follows a link or presses a button, and waits until the page is another one."""
        path = f"//a[normalize-space()='{text}'] | //button[normalize-space()='{text}']"
        element = self.driver.find_element(By.XPATH, path)
        page = self.find("html")
        element.click()
        self.wait(lambda _: is_gone(page), f"nothing happened after a click on {text}")
        self.wait(lambda driver: driver.execute_script("return document.readyState") == "complete", "no page")

    def text(self, selector):
        return self.find(selector).text

    def page(self):
        """Which page of the site this is, or its message."""
        main = self.find("main[data-page]")
        messages = self.find_all("[data-kind]")
        return messages[0].get_attribute("data-kind") if messages else main.get_attribute("data-page")

    def new_tab(self):
        self.driver.switch_to.new_window("tab")
        return self.driver.current_window_handle

    # --- What a browser knows ---

    def cookies(self, prefix=""):
        """All cookies whose names begin so, of whichever host."""
        found = self.command("Storage.getCookies")["cookies"]
        return {cookie["name"]: cookie for cookie in found if cookie["name"].startswith(prefix)}

    def set_cookie(self, cookie, **changes):
        """Sets a cookie as another browser has it, or with changes."""
        cookie = {**cookie, **changes}
        known = ["name", "value", "domain", "path", "secure", "httpOnly", "sameSite", "expires"]
        self.command("Network.setCookie", **{name: cookie[name] for name in known if name in cookie})

    def collect(self):
        """Reads what was requested and logged since the last time."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.urls.append(message["params"]["request"]["url"])
        self.messages += [entry["message"] for entry in self.driver.get_log("browser")]

    def requested(self, part):
        """The last URL with a text in it that the browser asked for, redirects included."""
        self.collect()
        return next(url for url in reversed(self.urls) if part in url)

    def storage(self):
        script = "return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"
        return self.driver.execute_script(script)

    # --- How it looks ---

    def light(self):
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])

    def dark(self):
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])

    def phone(self):
        self.command("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=2, mobile=True)

    def shoot(self, name):
        if self.screenshots:
            picture = self.command("Page.captureScreenshot", captureBeyondViewport=True)["data"]
            with open(os.path.join(self.screenshots, name + ".png"), "wb") as file:
                file.write(base64.b64decode(picture))


def is_gone(element):
    try:
        element.is_enabled()
        return False
    except Exception as error:  # The driver has several words for it.
        if type(error).__name__ in ("StaleElementReferenceException", "NoSuchElementException", "WebDriverException"):
            return True
        raise
