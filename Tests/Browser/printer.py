#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""What Jane does in Examples/PhotoPrinter: the story of RFC 5849 section 1.2, and what else can happen."""

import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from cases import equal

CASES = []


def case(sentence):
    def add(function):
        def checked(test):
            function(test)
            test.browser.collect()
            # Browsers may ask for an icon, which the pages don't have.
            violations = [text for text in test.browser.messages if is_violation(text)]
            assert not violations, violations

        CASES.append((sentence, checked))
        return function

    return add


def is_violation(text):
    return "Content Security Policy" in text and "favicon" not in text


# --- Steps that many cases have ---


def sign_in(browser):
    equal(browser.page(), "signIn")
    browser.find("#password").send_keys("vacation")
    browser.click("Sign in")


def ask(browser, printer):
    """Jane goes to the printer, which sends her to the photo service; the browser then shows the consent page."""
    browser.open(printer.url)
    browser.click("Connect Example Photos")
    if browser.find_all("#password"):
        sign_in(browser)
    equal(browser.text("h1"), "Allow access?")


def connect(browser, printer):
    ask(browser, printer)
    browser.click("Allow")
    equal((browser.page(), browser.driver.current_url), ("choice", f"{printer.url}/choice"))


def shoot(browser, name):
    """Pictures of a page: light, dark, and on a phone, where nothing may be wider than the screen."""
    browser.light()
    browser.shoot(name)
    browser.dark()
    browser.shoot(f"{name}-dark")
    browser.phone()
    width = browser.driver.execute_script("return document.documentElement.scrollWidth")
    assert width <= 360, f"{name} is {width} pixels wide on a phone"
    browser.shoot(f"{name}-phone")
    browser.command("Emulation.clearDeviceMetricsOverride")
    browser.light()


def check_recorded(browser, printer, title):
    """The page of a decision that counts already."""
    browser.wait(lambda _: browser.text("h1") == title, f"no page {title}")
    text = browser.text("main")
    assert "Your decision was recorded" in text and "You can close this page" in text and "Example Printer" in text, text
    assert "can't be granted" not in text and not browser.find_all("form"), text
    links = [(link.text, link.get_attribute("href")) for link in browser.find_all("a")]
    equal(links, [(f"Return to localhost:{printer.port}", f"{printer.url}/")])


# --- The story ---


@case("Jane allows the printer to fetch her private photos, and prints two of them")
def story(test):
    browser, printer = test.browser, test.printer
    browser.open(printer.url)
    shoot(browser, "printer-start")
    browser.click("Connect Example Photos")
    assert browser.driver.current_url.startswith(printer.photos_url), browser.driver.current_url
    shoot(browser, "printer-sign-in")
    sign_in(browser)
    text = browser.text("main")
    for expected in ["Example Printer", "See all your albums and photos", "signed in as Jane", "sent to localhost"]:
        assert expected in text, text
    assert "callback" not in text and "oauth_" not in text, text
    shoot(browser, "printer-consent")
    browser.click("Allow")
    equal(browser.page(), "choice")
    # Private photos, which the printer fetches with signed requests.
    pictures = browser.find_all("ul.photos img")
    equal(len(pictures), 4)
    assert all(browser.driver.execute_script("return arguments[0].naturalWidth > 0", picture) for picture in pictures)
    shoot(browser, "printer-choice")
    for box in browser.find_all("[name=file]")[:2]:
        box.click()
    browser.click("Print")
    equal(browser.page(), "printed")
    assert "2 photos" in browser.text("h1"), browser.text("main")
    shoot(browser, "printer-printed")
    browser.open(printer.photos_url)
    equal((browser.page(), len(browser.find_all("section"))), ("albums", 2))
    shoot(browser, "printer-albums")
    # Nobody else sees her photos.
    browser.reset()
    browser.open(f"{printer.photos_url}/mine/vacation.svg")
    equal(browser.page(), "404")


@case("Jane denies access, and the printer knows nothing of her")
def denied(test):
    browser, printer = test.browser, test.printer
    ask(browser, printer)
    browser.click("Deny")
    equal((browser.page(), browser.text("h1")), ("denied", "You did not allow access"))
    shoot(browser, "printer-denied")
    browser.open(f"{printer.url}/choice")
    equal(browser.page(), "home")


@case("At a kiosk Jane types the code of the photo service; a wrong one is not accepted")
def kiosk(test):
    browser, printer = test.browser, test.printer
    browser.open(printer.url)
    browser.click("I am at a kiosk")
    equal(browser.page(), "kiosk")
    shoot(browser, "printer-kiosk")
    kiosk_tab = browser.driver.current_window_handle
    link = browser.find("ol a").get_attribute("href")
    browser.new_tab()
    browser.open(link)
    sign_in(browser)
    assert "You will get a code" in browser.text("main"), browser.text("main")
    browser.click("Allow")
    code = browser.text("#oauth_verifier")
    shoot(browser, "printer-code")
    browser.driver.switch_to.window(kiosk_tab)
    browser.find("#code").send_keys("000000000" if code != "000000000" else "111111111")
    browser.click("Continue")
    equal(browser.page(), "kiosk")
    assert "not accepted" in browser.text("[role=alert]")
    browser.find("#code").send_keys(code)
    browser.click("Continue")
    equal((browser.page(), len(browser.find_all("ul.photos img"))), ("choice", 4))


@case("A double click on Allow connects once")
def double_click(test):
    browser, printer = test.browser, test.printer
    ask(browser, printer)
    button = next(button for button in browser.find_all("button") if button.text == "Allow")
    ActionChains(browser.driver).double_click(button).perform()
    # A second click that is late comes after the printer has exchanged the token, or after its callback. Neither grants
    # anything twice, and both say so.
    def has_ended(driver):
        if driver.current_url.startswith(printer.url):
            return browser.find_all("main[data-page]")
        text = browser.text("body")
        return "already allowed access" in text or "already answered" in text

    browser.wait(has_ended, "neither the printer nor an answer")
    browser.open(f"{printer.url}/choice")
    if browser.page() == "home":
        connect(browser, printer)
    equal((browser.page(), len(browser.find_all("ul.photos img"))), ("choice", 4))


@case("The back button shows that Jane has decided, and changes nothing")
def back(test):
    browser, printer = test.browser, test.printer
    connect(browser, printer)
    browser.driver.back()
    browser.wait(lambda driver: driver.current_url.startswith(printer.photos_url) and browser.find("h1"), "not back")
    if browser.text("h1") == "Allow access?":
        # The browser kept its copy of the page. What Jane sends with it changes nothing anymore.
        browser.click("Allow")
    check_recorded(browser, printer, "You have already allowed access")
    shoot(browser, "printer-decided")
    browser.click(f"Return to localhost:{printer.port}")
    equal(browser.page(), "home")
    browser.open(f"{printer.url}/choice")
    equal(len(browser.find_all("ul.photos img")), 4)


@case("To deny in another tab after access was allowed changes nothing, and the page says so")
def other_decision(test):
    browser, printer = test.browser, test.printer
    ask(browser, printer)
    url, first = browser.driver.current_url, browser.driver.current_window_handle
    tabs = []
    for _ in range(2):
        browser.new_tab()
        browser.open(url)
        equal(browser.text("h1"), "Allow access?")
        tabs.append(browser.driver.current_window_handle)
    browser.driver.switch_to.window(first)
    browser.click("Allow")
    equal(browser.page(), "choice")
    for tab, decision in zip(tabs, ["Deny", "Allow"]):
        browser.driver.switch_to.window(tab)
        browser.click(decision)
        check_recorded(browser, printer, "You have already allowed access")
    browser.driver.switch_to.window(first)
    browser.open(f"{printer.url}/choice")
    equal(len(browser.find_all("ul.photos img")), 4)


@case("Going back after a denial shows that Jane denied access")
def back_after_denial(test):
    browser, printer = test.browser, test.printer
    ask(browser, printer)
    url = browser.driver.current_url
    browser.click("Deny")
    equal(browser.page(), "denied")
    browser.open(url)
    check_recorded(browser, printer, "You have already denied access")
    shoot(browser, "printer-decided-denied")


@case("Another browser does not learn what Jane decided")
def other_browser(test):
    browser, printer = test.browser, test.printer
    ask(browser, printer)
    url = browser.driver.current_url
    browser.click("Allow")
    equal(browser.page(), "choice")
    other = test.other_browser
    other.open(f"{printer.photos_url}/applications")
    sign_in(other)
    other.open(url)
    equal(other.text("h1"), "This request is closed")
    text = other.text("main")
    assert "changed nothing" in text and "Printer" not in text and not other.find_all("a"), text
    shoot(other, "printer-closed")


@case("After the request token has expired, Jane is told to start again")
def expired(test):
    browser = test.browser
    printer = test.servers.printer("--request-token-lifetime", "1")
    browser.open(printer.url)
    browser.click("Connect Example Photos")
    if browser.find_all("#password"):
        sign_in(browser)
    # On a slow machine the token has expired before the consent page is shown.
    if browser.text("h1") == "Allow access?":
        time.sleep(2.1)
        browser.click("Allow")
    equal(browser.text("h1"), "This request is closed")
    assert "start again in the application that you came from" in browser.text("main"), browser.text("main")
    shoot(browser, "printer-expired")


@case("Jane removes the printer's access, and the printer says so at the next call")
def revoked(test):
    browser, printer = test.browser, test.printer
    connect(browser, printer)
    browser.open(printer.photos_url)
    browser.click("Connected applications")
    text = browser.text("main")
    for expected in ["Example Printer", "See all your albums and photos", "Allowed on"]:
        assert expected in text, text
    button = browser.find("section button")
    equal((button.aria_role, button.accessible_name), ("button", "Remove access: Example Printer"))
    shoot(browser, "printer-grants")
    ActionChains(browser.driver).double_click(button).perform()
    # The second click may load the page once more.
    browser.wait(lambda _: "Access removed: Example Printer" in browser.text("[role=status]"), "no notice")
    browser.wait(lambda _: "No application can use your account" in browser.text("main"), "an application is left")
    shoot(browser, "printer-removed")
    # To reload or to go back sends nothing again.
    browser.driver.refresh()
    assert "Access removed" in browser.text("[role=status]")
    browser.open(f"{printer.url}/choice")
    equal((browser.page(), browser.text("h1")), ("removed", "The printer has no access anymore"))
    shoot(browser, "printer-no-access")
    browser.click("Start again")
    connect(browser, printer)


@case("A page of another site can neither frame the pages nor send their forms")
def other_site(test):
    browser, printer = test.browser, test.printer
    connect(browser, printer)
    browser.open(f"{printer.photos_url}/applications")
    key = browser.find("[name=oauth_consumer_key]").get_attribute("value")
    fields = {"oauth_consumer_key": key, "form_token": "0" * 64}
    form = "".join(f"<input name={name} value={value}>" for name, value in fields.items())
    action = f"{printer.photos_url}/applications"
    browser.open(f"data:text/html,<form method=post action={action}>{form}<button>Win</button></form>")
    browser.click("Win")
    assert "not removed" not in browser.text("body")
    browser.open(f"{printer.photos_url}/applications")
    equal(len(browser.find_all("section")), 1)
    browser.open(f"data:text/html,<iframe src={printer.photos_url}/applications></iframe>")
    browser.driver.switch_to.frame(0)
    # The browser's own page, in place of one that may not be framed.
    browser.wait(lambda driver: driver.execute_script("return location.protocol") == "chrome-error:", "it was framed")
    equal(len(browser.find_all("section")), 0)
    browser.driver.switch_to.default_content()


@case("The consent page and the page of the grants are used with the keyboard, and announce what they are")
def keyboard(test):
    browser, printer = test.browser, test.printer
    ask(browser, printer)
    driver = browser.driver
    names = []
    for _ in range(2):
        ActionChains(driver).send_keys(Keys.TAB).perform()
        focused = driver.switch_to.active_element
        names.append((focused.aria_role, focused.accessible_name))
        outline = driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", focused)
        assert outline == "solid", "the focus can't be seen"
    equal(names, [("button", "Allow"), ("button", "Deny")])
    equal(driver.title, "Allow access? – Example Photos")
    equal(driver.execute_script("return document.documentElement.lang"), "en")
    ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).send_keys(Keys.ENTER).perform()
    browser.wait(lambda _: driver.current_url == f"{printer.url}/choice", "Enter did not allow access")


@case("After kill -9 and a restart the grants are still there")
def restarted(test):
    browser = test.browser
    printer = test.servers.printer()
    connect(browser, printer)
    printer.process.kill()
    printer = test.servers.printer(port=printer.port, photos_port=printer.photos_port)
    browser.open(f"{printer.photos_url}/applications")
    sign_in(browser)
    assert "Example Printer" in browser.text("section"), browser.text("main")
    browser.click("Remove access")
    assert "Access removed: Example Printer" in browser.text("[role=status]"), browser.text("main")
