#
# This source file is part of the swift-oauth1 open source project
#
# SPDX-License-Identifier: Apache-2.0
#

"""What is tried in the browser."""

import base64
import time
import urllib.parse

from servers import free_port, new_key

SERVICES = {
    "x": "X",
    "discogs": "Discogs",
    "flickr": "Flickr",
    "trello": "Trello",
    "tumblr": "Tumblr",
    "wikimedia": "Wikimedia",
    "zotero": "Zotero",
    "tripit": "TripIt",
}

CASES = []


def case(sentence):
    def add(function):
        CASES.append((sentence, function))
        return function

    return add


# --- Steps that many cases have ---


def begin(browser, site, service="x", goal=None):
    """Begins a login; the browser then shows the service's page."""
    goal = f"/accounts/{service}" if goal is None else goal
    browser.open(f"{site.url}/login/{service}?next={urllib.parse.quote(goal, safe='')}")
    assert browser.text("h1") == "Allow access?", browser.text("body")


def log_in(browser, site, service="x"):
    begin(browser, site, service)
    browser.click("Allow")
    equal(browser.page(), "account")
    equal(browser.driver.current_url, f"{site.url}/accounts/{service}")


def equal(found, expected):
    assert found == expected, f"expected {expected!r}, found {found!r}"


def expect_message(browser, kind, heading):
    equal((browser.page(), browser.text("h1")), (kind, heading))
    # After any failure, the user can start again.
    assert any(link.text.startswith("Log in with") for link in browser.find_all(".actions a")), "no way on"


def change(text):
    """A text with another character in the middle."""
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


# --- Logins ---


@case("The user logs in with each service, and sees what its API says")
def each_service(test):
    browser, site = test.browser, test.site
    for service, name in SERVICES.items():
        browser.open(site.url)
        browser.click(f"Log in with {name}")
        assert f"your account at {name}" in browser.text("main"), browser.text("main")
        assert f"You will be sent to localhost:{site.port}" in browser.text("main"), browser.text("main")
        browser.shoot("consent") if service == "x" else None
        browser.click("Allow")
        equal((browser.page(), browser.text("h1")), ("account", name))
        equal(browser.text("[data-field=status]"), "200 OK")
        assert '"alice"' in browser.text("[data-field=answer]"), browser.text("[data-field=answer]")
    equal(browser.text("[data-field=name]"), "not told at the login")
    browser.open(site.url + "/accounts/flickr")
    equal((browser.text("[data-field=name]"), browser.text("[data-field=id]")), ("alice", "7@N00"))
    browser.open(site.url)
    equal(len(browser.find_all(".state")), len(SERVICES))
    browser.shoot("all-connected")


@case("A user who says no is not logged in")
def denied(test):
    browser = test.browser
    for service in ["x", "discogs", "tripit"]:
        begin(browser, test.site, service)
        browser.click("Deny")
        expect_message(browser, "denied", "You are not logged in")
        equal(browser.cookies("account."), {})
    browser.shoot("denied")
    browser.click("Log in with TripIt")
    browser.click("Allow")
    equal((browser.page(), browser.driver.current_url), ("account", test.site.url + "/accounts/tripit"))


@case("Two logins of the same service in two tabs end in reverse order")
def two_tabs(test):
    browser, site = test.browser, test.site
    first = browser.driver.current_window_handle
    begin(browser, site, "x", "/accounts/x?tab=first")
    second = browser.new_tab()
    begin(browser, site, "x", "/accounts/x?tab=second")
    equal(len(browser.cookies("oauth1.x.")), 2)
    browser.click("Allow")
    equal((browser.page(), browser.driver.current_url), ("account", site.url + "/accounts/x?tab=second"))
    assert browser.driver.current_window_handle == second
    browser.driver.switch_to.window(first)
    browser.click("Allow")
    equal((browser.page(), browser.driver.current_url), ("account", site.url + "/accounts/x?tab=first"))
    equal(browser.text("[data-field=status]"), "200 OK")


@case("Logins of two services in two tabs don't disturb each other")
def two_services(test):
    browser, site = test.browser, test.site
    first = browser.driver.current_window_handle
    begin(browser, site, "flickr")
    browser.new_tab()
    begin(browser, site, "discogs")
    browser.click("Allow")
    browser.driver.switch_to.window(first)
    browser.click("Allow")
    equal(set(browser.cookies("account.")), {"account.flickr", "account.discogs"})
    browser.open(site.url)
    equal(len(browser.find_all(".state")), 2)
    browser.shoot("two-connected")


@case("A login that took too long has expired")
def expired(test):
    site = test.servers.site("--login-lifetime", "1")
    browser = test.browser
    begin(browser, site)
    time.sleep(2.1)
    browser.click("Allow")
    expect_message(browser, "expired", "That took too long")
    equal(browser.cookies("account."), {})
    browser.shoot("expired")
    site.stop()


@case("A service that is down is a page, and the login works when it is back")
def outage(test):
    browser, site = test.browser, test.site
    test.servers.service.is_down = True
    try:
        browser.open(site.url + "/login/x")
        expect_message(browser, "service", "The login failed")
        browser.shoot("outage")
    finally:
        test.servers.service.is_down = False
    log_in(browser, site)
    test.servers.service.is_down = True
    try:
        browser.click("Call again")
        equal((browser.page(), browser.text("[data-field=status]")), ("account", "503 Service Unavailable"))
    finally:
        test.servers.service.is_down = False


# --- What does not belong to this browser, or not anymore ---


@case("A login cookie that was changed is rejected")
def tampered(test):
    browser = test.browser
    begin(browser, test.site)
    (cookie,) = browser.cookies("oauth1.x.").values()
    browser.set_cookie(cookie, value=change(cookie["value"]))
    browser.click("Allow")
    expect_message(browser, "unreadable", "This login can't be read")
    equal(browser.cookies("account."), {})
    browser.shoot("tampered")


@case("An account cookie that was changed, or is that of another service, is not an account")
def tampered_account(test):
    browser, site = test.browser, test.site
    log_in(browser, site)
    cookie = browser.cookies("account.")["account.x"]
    browser.set_cookie(cookie, name="account.discogs")
    browser.open(site.url + "/accounts/discogs")
    equal(browser.page(), "notLoggedIn")
    browser.set_cookie(cookie, value=change(cookie["value"]))
    browser.open(site.url + "/accounts/x")
    equal(browser.page(), "notLoggedIn")


@case("A callback that is opened again in the same browser is rejected, and the account stays")
def replayed(test):
    browser, site = test.browser, test.site
    log_in(browser, site)
    callback = browser.requested("/login/x/callback")
    browser.open(callback)
    expect_message(browser, "replayed", "This login is already complete")
    browser.shoot("replayed")
    browser.open(site.url + "/accounts/x")
    equal(browser.page(), "account")


@case("A callback with a copy of the cookie is rejected in another browser, by the site's store of used logins")
def replayed_copy(test):
    site = test.servers.site("--single-use")
    kind = replay_in_other_browser(test, site)
    equal(kind, "replayed")
    site.stop()


@case("Without a store of used logins the process that completed the login rejects the copy")
def replayed_copy_without_store(test):
    equal(replay_in_other_browser(test, test.site), "replayed")


def replay_in_other_browser(test, site):
    browser, other = test.browser, test.other_browser
    begin(browser, site)
    (cookie,) = browser.cookies("oauth1.x.").values()
    browser.click("Allow")
    equal(browser.page(), "account")
    other.open(site.url)
    other.set_cookie(cookie)
    other.open(browser.requested("/login/x/callback"))
    equal(other.cookies("account."), {})
    return other.page()


@case("A callback that is opened in another browser logs nobody in, and its own browser can still use it")
def other_browser(test):
    browser, other, site = test.browser, test.other_browser, test.site
    begin(browser, site)
    test.servers.service.holds_callbacks = True
    try:
        browser.click("Allow")
    finally:
        test.servers.service.holds_callbacks = False
    callback = test.servers.service.callback
    other.open(callback)
    expect_message(other, "otherBrowser", "This login started in another browser")
    other.shoot("other-browser")
    equal(other.cookies("account."), {})
    browser.open(callback)
    equal((browser.page(), browser.text("h1")), ("account", "X"))


@case("A callback that nobody was sent to is rejected")
def no_login(test):
    browser = test.browser
    browser.open(test.site.url + "/login/x/callback?oauth_token=made-up&oauth_verifier=made-up")
    expect_message(browser, "otherBrowser", "This login started in another browser")
    browser.open(test.site.url + "/login/x/callback")
    expect_message(browser, "noLogin", "There is no login in progress")
    browser.shoot("no-login")


# --- Keys, and more than one process ---


@case("A login continues when the key is rotated in between, and accounts stay")
def rotated_key(test):
    old, new = new_key(), new_key()
    site = test.servers.site(keys=[old])
    browser = test.browser
    log_in(browser, site, "flickr")
    begin(browser, site)
    site.stop()
    site = test.servers.site(keys=[new, old], port=site.port)
    browser.click("Allow")
    equal((browser.page(), browser.text("h1")), ("account", "X"))
    browser.open(site.url + "/accounts/flickr")
    equal(browser.page(), "account")
    site.stop()


@case("Without the key of its start a login can't be read")
def lost_key(test):
    site = test.servers.site()
    browser = test.browser
    begin(browser, site)
    site.stop()
    site = test.servers.site(port=site.port)
    browser.click("Allow")
    expect_message(browser, "unreadable", "This login can't be read")
    site.stop()


@case("Two processes behind nginx with TLS share nothing but the key, and take turns")
def two_processes(test):
    port, keys = free_port(), [new_key()]
    url = f"https://localhost:{port}"
    sites = [test.servers.site(keys=keys, public_url=url) for _ in range(2)]
    access_log = test.servers.nginx(port, sites)
    browser = test.browser
    browser.open(url)
    browser.click("Log in with Trello")
    # What __Host- asks for, and what keeps scripts and other sites away.
    (login,) = browser.cookies("__Host-oauth1.trello.").values()
    browser.click("Allow")
    equal((browser.page(), browser.driver.current_url), ("account", url + "/accounts/trello"))
    account = browser.cookies("__Host-account.")["__Host-account.trello"]
    for cookie in [login, account, browser.cookies("__Host-form")["__Host-form"]]:
        equal((cookie["secure"], cookie["httpOnly"], cookie["sameSite"]), (True, True, "Lax"))
        equal((cookie["path"], cookie["domain"]), ("/", "localhost"))
    equal([name for name in browser.cookies() if not name.startswith("__Host-")], [])

    # Both processes answer all kinds of requests, and most logins start at one and end at the other.
    for service in list(SERVICES)[:6]:
        browser.open(url)
        if service != "trello":
            begin(browser, type("Behind", (), {"url": url}), service)
            browser.click("Allow")
            equal(browser.page(), "account")
            equal(browser.text("[data-field=status]"), "200 OK")
    with open(access_log, encoding="utf-8") as log:
        lines = [line.split()[:3] for line in log]
    crossed = 0
    for service in list(SERVICES)[:6]:
        served = {path: address for address, _, path in lines if path.startswith(f"/login/{service}")}
        crossed += served[f"/login/{service}"] != served[f"/login/{service}/callback"]
    equal({address for address, _, _ in lines}, {f"127.0.0.1:{site.port}" for site in sites})
    assert crossed > 0, f"each login stayed at one process: {lines}"
    browser.click("Log out")
    equal(browser.cookies("__Host-account."), {})
    for site in sites:
        equal(site.stop(), 0)


@case("A callback that the browser prefetches and prerenders is not used up, and logs in when the user opens it")
def speculation(test):
    port = free_port()
    url = f"https://localhost:{port}"
    site = test.servers.site(public_url=url)
    access_log = test.servers.nginx(port, [site])
    browser = test.browser
    test.servers.service.holds_callbacks = True
    try:
        begin(browser, type("Behind", (), {"url": url}))
        browser.click("Allow")
    finally:
        test.servers.service.holds_callbacks = False
    callback = test.servers.service.callback
    # The site's own policy allows no script, so that only others' pages could ask for it.
    browser.command("Page.setBypassCSP", enabled=True)
    script = """
        const rules = document.createElement('script');
        rules.type = 'speculationrules';
        rules.textContent = JSON.stringify({[arguments[0]]: [{urls: [arguments[1]], eagerness: 'immediate'}]});
        document.head.append(rules);
    """

    def served(purpose):
        with open(access_log, encoding="utf-8") as log:
            lines = [line.split()[2:] for line in log]
        return [status for path, status, *asked in lines if path == "/login/x/callback" and asked == [purpose]]

    try:
        for kind, purpose in [("prefetch", "prefetch"), ("prerender", "prefetch;prerender")]:
            browser.open(url)
            browser.driver.execute_script(script, kind, callback)
            browser.wait(lambda _: served(purpose), f"no {kind}")
            equal(served(purpose), ["503"])
            equal(browser.cookies("__Host-account."), {})
    finally:
        browser.command("Page.setBypassCSP", enabled=False)
    browser.open(callback)
    equal((browser.page(), browser.driver.current_url), ("account", url + "/accounts/x"))
    site.stop()


@case("Servers stop in order on SIGTERM, and when their input ends")
def stops(test):
    for how in ["signal", "input"]:
        equal(test.servers.site().stop(how), 0)


# --- What must not leak, and where nobody may be led ---


@case("A return path that leads elsewhere leads to the start")
def open_redirect(test):
    browser, site = test.browser, test.site
    for goal in ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"]:
        begin(browser, site, "x", goal)
        browser.click("Allow")
        equal((browser.page(), browser.driver.current_url), ("home", site.url + "/"))
    browser.collect()
    assert not any("//evil.example" in url.split("?")[0] for url in browser.urls), browser.urls


@case("No secret of a token is anywhere in the browser")
def secrets(test):
    browser, site = test.browser, test.site
    test.servers.service.secrets.clear()
    seen = []

    def look():
        seen.append(browser.driver.page_source)
        seen.append(browser.storage())
        seen.extend(cookie["value"] for cookie in browser.cookies().values())

    for service in SERVICES:
        browser.open(site.url)
        look()
        browser.click(f"Log in with {SERVICES[service]}")
        look()
        browser.click("Allow")
        look()
    browser.collect()
    seen += browser.urls + browser.messages
    known = test.servers.service.secrets
    equal(len(known), 2 * len(SERVICES))
    for text in list(seen):
        seen.append(urllib.parse.unquote(text))
        try:
            seen.append(base64.b64decode(text, validate=True).decode("latin-1"))
        except ValueError:
            pass
    everything = "\n".join(seen)
    assert "oauth_verifier=" in everything, "nothing was looked at"
    for secret in known:
        assert secret not in everything, "a secret is in the browser"


@case("No script can read the cookies, and other sites don't learn the callback")
def hidden(test):
    browser, site = test.browser, test.site
    log_in(browser, site)
    equal(browser.driver.execute_script("return document.cookie"), "")
    assert browser.cookies("account."), "no cookies to hide"
    equal(browser.driver.execute_script("return document.referrer").count("oauth_verifier"), 0)


# --- Logging out ---


@case("The user logs out of one account, and of all")
def logging_out(test):
    browser, site = test.browser, test.site
    for service in ["x", "discogs", "flickr"]:
        log_in(browser, site, service)
    browser.click("Log out of Flickr")
    equal(set(browser.cookies("account.")), {"account.x", "account.discogs"})
    browser.click("Log out")
    equal((browser.page(), browser.cookies("account.")), ("home", {}))
    equal(browser.text("[role=status]").split(".")[0], "You are logged out")
    browser.shoot("logged-out")
    browser.open(site.url + "/accounts/x")
    expect_message(browser, "notLoggedIn", "Not logged in")
    equal(len(browser.find_all("header form")), 0)


@case("Another site can't log a user out, nor can a form without its token")
def forged_logout(test):
    browser, site = test.browser, test.site
    log_in(browser, site)
    test.servers.service.page = f"""<!DOCTYPE html><title>Elsewhere</title>
        <form method="post" action="{site.url}/logout"><button>Win a prize</button></form>"""
    browser.open(test.servers.service.url + "/elsewhere")
    browser.click("Win a prize")
    equal((browser.page(), browser.text("h1")), ("403", "The request was rejected"))
    browser.open(site.url + "/accounts/x")
    browser.driver.execute_script("document.querySelector('header input').value = 'made up'")
    browser.click("Log out")
    equal((browser.page(), browser.text("h1")), ("403", "The request was rejected"))
    browser.open(site.url + "/logout")
    equal(browser.page(), "404")
    browser.open(site.url + "/accounts/x")
    equal(browser.page(), "account")


# --- For everybody ---


@case("It works without scripts, and breaks no rule of its own policy")
def without_scripts(test):
    browser, site = test.browser, test.site
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(site.url)
    browser.find("[data-service=discogs] a").click()
    browser.wait(lambda _: browser.find_all("button[value=allow]"), "no page of the service")
    browser.find("button[value=allow]").click()
    browser.wait(lambda _: browser.find_all("main[data-page=account]"), "no account")
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    browser.collect()
    equal(browser.messages, [])


@case("It works with the keyboard alone")
def keyboard(test):
    from selenium.webdriver.common.keys import Keys

    browser, site = test.browser, test.site
    browser.open(site.url)
    focus = lambda: browser.driver.switch_to.active_element
    focus().send_keys(Keys.TAB)
    equal(focus().text, "Skip to the content")
    focus().send_keys(Keys.ENTER)
    focus().send_keys(Keys.TAB)
    equal(focus().text, "Log in with X")
    browser.shoot("focus")
    focus().send_keys(Keys.ENTER)
    browser.wait(lambda _: browser.find_all("button[value=allow]"), "no page of the service")
    focus().send_keys(Keys.TAB)
    equal(focus().text, "Allow")
    focus().send_keys(Keys.ENTER)
    browser.wait(lambda _: browser.find_all("main[data-page=account]"), "no account")


@case("Pages fit a phone, can be told to users who don't see them, and have enough contrast, light and dark")
def appearance(test):
    browser, site = test.browser, test.site
    for look in ["light", "dark", "phone"]:
        if look == "dark":
            browser.dark()
        if look == "phone":
            browser.phone()
            browser.light()
        for service in ["x", "flickr"]:
            if look == "light":
                log_in(browser, site, service)
        for name, path in [("home", "/"), ("account", "/accounts/flickr"), ("message", "/nothing")]:
            browser.open(site.url + path)
            browser.shoot(f"{name}-{look}")
            check_page(browser, f"{name}, {look}")


def check_page(browser, name):
    script = """
        const problems = [];
        if (document.documentElement.scrollWidth > window.innerWidth) problems.push('wider than the window');
        if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
        if (!document.documentElement.lang || !document.title || !document.querySelector('main'))
            problems.push('no language, title or main');
        if (new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size
            !== document.querySelectorAll('[id]').length) problems.push('an id twice');
        const parse = text => text.match(/[\\d.]+/g).map(Number);
        const level = ([r, g, b]) => [r, g, b].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const background = e => {
            for (; e; e = e.parentElement) {
                const color = parse(getComputedStyle(e).backgroundColor);
                if (color.length === 3 || color[3] === 1) return color;
            }
            return [255, 255, 255];
        };
        for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            const [a, b] = [level(parse(getComputedStyle(e).color)), level(background(e))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) problems.push(`contrast of ${e.tagName} ${e.className}: ${contrast.toFixed(2)}`);
        }
        for (const e of document.querySelectorAll('.button, button')) {
            const box = e.getBoundingClientRect();
            if (box.height < 40) problems.push(`a small button: ${e.textContent}`);
        }
        return problems;
    """
    equal((name, browser.driver.execute_script(script)), (name, []))
    for element in browser.find_all("a, button, pre"):
        assert element.accessible_name.strip(), f"{name}: {element.tag_name} has no name"
    names = [e.accessible_name for e in browser.find_all(".cards a")]
    equal((name, len(set(names))), (name, len(names)))
