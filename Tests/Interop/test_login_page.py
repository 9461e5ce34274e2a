"""The hotspot's login page as guests use it: in Chromium, and in a client without scripts."""

import hashlib
import re
import subprocess
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from gateway import GARDENGATE, Gateway
from portal import Browser, Router

TERMS = "Use of the guest network is free of charge.\n\nThe guest keeps to the law & to the rights of others.\n\nيلتزم الضيف بالقانون."


def pages(folder, *settings, name="Grand Hôtel $(if username) <Rivage>", flags=()):
    """The files of an instance's login page."""
    database = str(folder / "gate.db")
    subprocess.run([GARDENGATE, "instance", "add", name, *settings, "--database", database], check=True)
    subprocess.run(
        [GARDENGATE, "instance", "login-page", name, "--to", str(folder / "pages"), *flags, "--database", database],
        check=True,
    )
    return folder / "pages"


@pytest.fixture(scope="module")
def router(tmp_path_factory):
    router = Router()
    try:
        folder = tmp_path_factory.mktemp("page")
        (folder / "terms.txt").write_text(TERMS)
        router.install(pages(
            folder, "--terms-file", str(folder / "terms.txt"), "--theme", "accent_color=#7a1f3d", flags=["--accounts"]
        ))
        yield router
    finally:
        router.stop()


@pytest.fixture(scope="module")
def chromium():
    browser = Browser()
    try:
        yield browser
    finally:
        browser.stop()


@pytest.fixture
def browser(chromium, router):
    router.empty()
    chromium.forget()
    yield chromium
    chromium.forget()


@pytest.mark.parametrize("methods", ["http-chap", "http-pap", "http-chap,http-pap", "cookie,http-chap"])
def test_a_code_in_any_writing_lets_in_shows_the_time_and_lets_out(browser, router, methods):
    router.allow(methods)
    router.add("8B7W3D", limit_uptime="12h")
    browser.open(router.portal)
    assert browser.find("h1").text == "Grand Hôtel $(if username) <Rivage>"
    browser.type(" 8b7-w3d ")
    assert re.fullmatch(r"(12 h 0 min|11 h 59 min)", browser.time_left().replace("\u00a0", " "))
    assert browser.driver.current_url == router.portal + "status"
    assert browser.find("#user").text == "8B7W3D"
    expected = "http-chap" if "chap" in methods else "http-pap"
    assert router.active()["8B7W3D"]["login-by"] == expected
    browser.find("form button").click()
    browser.wait(lambda: "logged out" in browser.find("main").text)
    assert router.active() == {}
    browser.find("a.button").click()
    browser.wait(lambda: browser.find("#code"))
    assert browser.complaints() == []


def test_a_code_is_the_same_from_any_keyboard(browser, router):
    router.allow("http-chap")
    for typed in ["8bi-w3d", "8BİW3D", "8bıw3d", "８ｂｉｗ３ｄ", "٨BIW٣D", "۸biw۳d", "8BI–W3D", "8BI\u00a0W3D\u200b"]:
        router.empty()
        router.add("8BIW3D")
        browser.forget()
        browser.open(router.portal).type(typed)
        browser.wait(lambda: browser.driver.current_url.endswith("/status"))
        assert list(router.active()) == ["8BIW3D"], typed


def test_a_wrong_code_is_said_in_plain_words_and_can_be_corrected(browser, router):
    router.allow("http-chap")
    router.add("8B7W3D")
    browser.open(router.portal).type("8b7w3c")
    assert browser.error() == "We do not know this code, or its time is over. Please check it and try again."
    assert browser.find("#code").get_attribute("value") == "8B7W3C"
    assert browser.find("#code").get_attribute("aria-invalid") == "true"
    assert browser.driver.switch_to.active_element.get_attribute("id") == "code"
    browser.type("8B7W3D")
    browser.wait(lambda: browser.driver.current_url.endswith("/status"))


@pytest.mark.parametrize("words, before, text", [
    ({"limit_uptime": "1s"}, "used up", "The time of this code is used up."),
    ({"limit_bytes_total": "1"}, "used up", "The data volume of this code is used up."),
    ({}, "online", "This code is already in use on another device."),
    ({"mac_address": "AA:BB:CC:00:00:01"}, "", "This code belongs to another device."),
    ({"disabled": "yes"}, "", "We do not know this code, or its time is over. Please check it and try again."),
])
def test_the_router_s_own_messages_are_made_human(browser, router, words, before, text):
    router.allow("http-chap")
    router.add("8B7W3D", **words)
    if before:
        router.run("/ip/hotspot/active/login", user="8B7W3D", password="8B7W3D", ip="10.5.50.77")
    if before == "used up":
        browser.wait(lambda: not router.active())
    browser.open(router.portal).type("8b7w3d")
    assert browser.error() == text
    assert any(line.endswith(f"login failed: {text}") for line in router.log())


@pytest.mark.parametrize("methods, link", [
    ("http-pap", "login?username=8B7W3D&password=8B7W3D"),
    ("http-chap", "login?username=8B7W3D&password=8B7W3D"),
    ("http-chap,http-pap", "login?username=8B7W3D&password=8B7W3D"),
    ("http-chap", "login#code=8b7-w3d"),
    ("http-pap", "login#code=8b7-w3d"),
    ("http-chap", "#code=8B7W3D"),
])
def test_a_voucher_s_link_lets_in_with_one_tap(browser, router, methods, link):
    router.allow(methods)
    router.add("8B7W3D", limit_uptime="12h")
    browser.open(router.portal + link)
    assert browser.time_left()
    assert list(router.active()) == ["8B7W3D"]


def test_a_link_works_where_the_page_is_open_already(browser, router):
    router.allow("http-chap")
    router.add("8B7W3D", limit_uptime="12h")
    browser.open(router.portal + "login")
    browser.wait(lambda: browser.find("#code"))
    browser.open(router.portal + "login#code=8B7W3D")
    assert browser.time_left()


@pytest.mark.parametrize("methods", ["http-pap", "http-chap"])
def test_a_link_with_a_wrong_code_is_tried_once_and_says_so(browser, router, methods):
    router.allow(methods)
    before = len(router.log())
    browser.open(router.portal + "login?username=WRONG1&password=WRONG1")
    assert "We do not know this code" in browser.error() or browser.wait(
        lambda: "We do not know this code" in browser.find("#error").text
    )
    tried = [line for line in router.log()[before:] if "trying to log in" in line]
    assert len(tried) == 1, tried


def test_a_link_works_under_the_hotspot_s_own_name(router):
    router.empty()
    router.allow("http-chap")
    router.add("8B7W3D", limit_uptime="12h")
    router.run("/ip/hotspot/profile/set", numbers="hsprof1", dns_name="wifi.hotel.example")
    port = router.portal.rsplit(":", 1)[1].strip("/")
    browser = Browser(names="* 127.0.0.1")
    try:
        browser.open(f"http://news.example:{port}/today")
        browser.wait(lambda: browser.find("#code"))
        browser.open(f"http://wifi.hotel.example:{port}/login?username=8B7W3D&password=8B7W3D")
        assert browser.time_left()
        assert browser.driver.current_url == f"http://wifi.hotel.example:{port}/status"
        browser.open(f"http://news.example:{port}/today")
        browser.wait(lambda: "simulated Internet" in browser.driver.page_source)
    finally:
        browser.stop()
        router.run("/ip/hotspot/profile/set", numbers="hsprof1", dns_name="")


def test_an_account_with_a_password_has_its_own_form(browser, router):
    router.allow("http-chap")
    router.add("anna lee", password="pässword 'x'")
    browser.open(router.portal)
    browser.find("summary").click()
    browser.find("#user").send_keys("anna lee")
    browser.find("#pass").send_keys("pässword 'x'")
    browser.find("form[name=account] button").click()
    browser.wait(lambda: browser.find("#user").text == "anna lee")
    assert "No time limit" in browser.find("main").text


def test_terms_are_shown_as_they_were_written(browser, router):
    browser.open(router.portal)
    terms = browser.find("details:last-of-type")
    terms.find_element("css selector", "summary").click()
    paragraphs = terms.find_elements("css selector", "p")
    assert [p.text for p in paragraphs] == TERMS.split("\n\n")
    assert [p.value_of_css_property("direction") for p in paragraphs] == ["ltr", "ltr", "rtl"]


def test_nothing_is_asked_of_any_other_host(browser, router):
    router.allow("http-chap")
    router.add("8B7W3D", limit_uptime="12h")
    browser.requests()
    browser.open(router.portal).type("8b7w3d")
    browser.time_left()
    elsewhere = [url for url in browser.requests() if not url.startswith((router.portal, "about:", "data:", "chrome"))]
    assert elsewhere == []


@pytest.mark.parametrize("language, label, wrong", [
    ("de-CH", "Ihr Code", "Diesen Code kennen wir nicht"), ("fr-FR", "Votre code", "Ce code est inconnu"),
    ("es-MX", "Su código", "No conocemos este código"), ("it-IT", "Il suo codice", "Codice sconosciuto"),
    ("pt-BR", "O seu código", "Não conhecemos este código"), ("ru-RU", "Ваш код", "Код неизвестен"),
    ("ja-JP", "Your code", "We do not know this code"),
])
def test_the_page_speaks_the_guest_s_language(router, language, label, wrong):
    router.empty()
    router.allow("http-chap")
    browser = Browser(language=language)
    try:
        browser.open(router.portal)
        assert browser.find("label").text == label
        browser.type("wrong")
        assert browser.error().startswith(wrong)
    finally:
        browser.stop()


@pytest.mark.parametrize("language", ["en-GB", "de-DE", "ru-RU"])
@pytest.mark.parametrize("width, height, dark, mobile", [
    (320, 568, False, True), (390, 844, True, True), (1280, 800, False, False),
])
def test_the_pages_fit_every_screen(router, tmp_path, language, width, height, dark, mobile):
    router.empty()
    router.allow("http-chap")
    router.add("8B7W3D", limit_uptime="12h")
    browser = Browser(language=language)

    def look(name):
        overflow = browser.driver.execute_script(
            "return [...document.querySelectorAll('body *')].filter(e => e.scrollWidth > e.clientWidth + 1 && "
            "getComputedStyle(e).display !== 'inline' && !e.matches('svg, svg *, input')).map(e => e.outerHTML.slice(0, 90))"
        )
        assert overflow == [], name
        assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= width, name
        picture = Path(tmp_path / f"{name}-{language}-{width}.png")
        assert browser.driver.save_screenshot(str(picture)) and picture.stat().st_size > 5000

    try:
        browser.show(width, height, dark, mobile)
        browser.open(router.portal)
        look("login")
        browser.type("mmww-mmww-mmww")
        browser.error()
        look("wrong")
        assert browser.driver.execute_script("return code.scrollWidth <= code.clientWidth"), "the code is cut off"
        browser.type("8b7w3d")
        browser.time_left()
        look("status")
        ring = browser.driver.execute_script(
            "const r = document.querySelector('.ring').getBoundingClientRect(), t = document.getElementById('left')"
            ".getBoundingClientRect(); return [t.left - r.left, r.right - t.right]"
        )
        assert min(ring) > 12, "the time stands beyond its ring"
        browser.find("form button").click()
        browser.wait(lambda: browser.find("a.button"))
        look("logout")
    finally:
        browser.stop()


def test_without_scripts_the_code_is_typed_twice(router):
    router.empty()
    router.allow("http-pap")
    router.add("8B7W3D", limit_uptime="12h")
    browser = Browser(scripts=False)
    try:
        browser.open(router.portal)
        browser.find("#code").send_keys("8B7W3D")
        browser.find("#again").send_keys("8B7W3D")
        browser.find("form[name=login] button").click()
        browser.wait(lambda: browser.driver.current_url.endswith("/status"))
        assert re.fullmatch(r"(12h|11h59m\d+s)", browser.find("#left").text)
    finally:
        browser.stop()


def test_without_scripts_a_code_is_shown_as_it_is_sent(router):
    router.empty()
    router.allow("http-pap")
    browser = Browser(scripts=False)
    try:
        for field in ["#code", "#again"]:
            assert browser.open(router.portal).find(field).value_of_css_property("text-transform") == "none"
    finally:
        browser.stop()


def test_without_scripts_and_with_hashed_passwords_the_page_says_what_it_needs(router):
    router.empty()
    router.allow("http-chap")
    browser = Browser(scripts=False)
    try:
        assert "This page needs JavaScript" in browser.open(router.portal).find("form[name=login]").text
    finally:
        browser.stop()


def test_a_plain_client_logs_in_with_what_the_form_says(router):
    router.empty()
    router.allow("http-pap")
    router.add("8B7W3D", limit_uptime="12h")
    session = requests.Session()
    page = session.get(router.portal, timeout=20).text
    assert re.search(r'<input id="code" name="username"', page) and 'name="password"' in page
    action = urljoin(router.portal, re.search(r'<form name="login" action="([^"]+)"', page).group(1))
    wrong = session.post(action, data={"username": "8B7W3C", "password": "8B7W3C"}, timeout=20)
    assert "We do not know this code" in wrong.text and 'value="8B7W3C"' in wrong.text
    right = session.post(action, data={"username": "8B7W3D", "password": "8B7W3D"}, timeout=20)
    assert right.url.endswith("/status") and "You are connected" in right.text


def test_what_a_guest_types_never_becomes_part_of_the_page(router):
    router.empty()
    router.allow("http-pap")
    evil = '"><script>alert(1)</script>$(if username)'
    page = requests.post(router.portal + "login", data={"username": evil, "password": evil}, timeout=20).text
    assert "alert(1)" not in page.replace("alert%281%29", "")
    page = requests.get(router.portal + "login", params={
        "username": evil, "dst": evil, "error": evil, "target": evil, "var": evil, "domain": evil,
    }, timeout=20).text
    assert "<script>alert" not in page


def test_a_client_that_hashes_by_itself_gets_in(router):
    router.empty()
    router.allow("http-chap")
    router.add("8B7W3D")
    page = requests.get(router.portal + "login", timeout=20).text
    ident, challenge = re.search(r"md5\('((?:\\\d{3})+)'.*?'((?:\\\d{3})+)'\)", page).groups()

    def plain(text):
        return bytes(int(octal, 8) for octal in text.split("\\")[1:])

    digest = hashlib.md5(plain(ident) + b"8B7W3D" + plain(challenge)).hexdigest()
    answer = requests.post(router.portal + "login", data={"username": "8B7W3D", "password": digest}, timeout=20)
    assert "You are connected" in answer.text


def test_a_device_is_told_by_api_json_that_it_is_captive_and_for_how_long_it_is_not(router):
    router.empty()
    router.allow("http-pap")
    router.add("8B7W3D", limit_uptime="1h")
    told = requests.get(router.portal + "api", timeout=20)
    assert told.headers["Content-Type"] == "application/captive+json"
    assert told.json() == {
        "captive": True, "user-portal-url": router.portal + "login", "can-extend-session": False,
    }
    requests.post(router.portal + "login", data={"username": "8B7W3D", "password": "8B7W3D"}, timeout=20)
    told = requests.get(router.portal + "api", timeout=20).json()
    assert told["captive"] is False and 3500 < told["seconds-remaining"] <= 3600


def test_the_gateway_puts_its_page_onto_the_router_and_a_coupon_lets_in(tmp_path, chromium):
    gateway = Gateway(tmp_path)
    try:
        gateway.start(router_flags=("--portal", "127.0.0.1:0"))
        portal = gateway.router["portal"]
        path = f"/captive/instances/{gateway.instance['id']}"
        gateway.command("instance", "set", "Lobby", "--theme", "accent_color=#0a7d5a")
        code = gateway.call("POST", f"{path}/coupons", {"minutes_valid": 600, "count": 1}).json()[0]["code"]
        assert "Hotspot login" in requests.get(portal + "login", timeout=20).text
        gateway.command("site", "set", "Hotel", "--instance", "Lobby", "--login-page", "on")
        gateway.wait_for("the page", lambda: 'id="code"' in requests.get(portal + "login", timeout=20).text)
        gateway.wait_for("its colour", lambda: "#0a7d5a" in requests.get(portal + "login", timeout=20).text)
        chromium.forget()
        chromium.open(portal).type(f"{code[:3]}-{code[3:]}".lower())
        assert chromium.time_left()
        gateway.wait_for("the redemption", lambda: code in [
            redemption["code"] for redemption in gateway.command("redemption", "list", "Hotel")
        ])
        chromium.find("form button").click()
        chromium.wait(lambda: "logged out" in chromium.find("main").text)
        gateway.command("site", "set", "Hotel", "--instance", "Lobby", "--login-page", "off")
        gateway.wait_for("the router's own page", lambda: "Hotspot login" in requests.get(portal + "login", timeout=20).text)
    finally:
        gateway.stop()


def test_a_code_without_a_password_is_typed_once_even_without_scripts(tmp_path):
    router = Router()
    browser = Browser(scripts=False)
    try:
        router.install(pages(tmp_path, "--coupon-password", "empty", name="Café"))
        router.allow("http-pap")
        router.add("8B7W3D", password="", limit_uptime="1h")
        browser.open(router.portal)
        browser.find("#code").send_keys("8B7W3D")
        browser.find("form[name=login] button").click()
        browser.wait(lambda: browser.driver.current_url.endswith("/status"))
    finally:
        browser.stop()
        router.stop()
