"""A simulated router with its login page, and a browser that is a guest there."""

import json
import os
import subprocess

import librouteros
from gateway import GARDENGATE
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMEDRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")


class Router:
    """Runs until `stop`. What it is asked to do is done over its API, as other tools do it."""

    def __init__(self, *flags):
        self.process = subprocess.Popen(
            [GARDENGATE, "simulate", "--listen", "127.0.0.1:0", "--tls", "off", "--portal", "127.0.0.1:0", *flags],
            stdout=subprocess.PIPE, text=True,
        )
        told = json.loads(self.process.stdout.readline())
        self.portal = told["portal"]
        self.port = told["port"]
        self.api = librouteros.connect("127.0.0.1", "admin", "simulated", port=self.port, encoding="utf-8")

    def run(self, command, **words):
        return list(self.api(command, **{name.replace("_", "-"): value for name, value in words.items()}))

    def allow(self, methods):
        self.run("/ip/hotspot/profile/set", numbers="hsprof1", login_by=methods)

    def add(self, name, **words):
        self.run("/ip/hotspot/user/add", name=name, **{"password": name, **words})

    def install(self, folder):
        """Puts pages onto the router, as `/file` and the server profile take them."""
        self.run("/file/add", name="pages", type="directory")
        for file in sorted(folder.iterdir()):
            self.run("/file/add", name=f"pages/{file.name}", contents=file.read_text())
        self.run("/ip/hotspot/profile/set", numbers="hsprof1", html_directory_override="pages")

    def active(self):
        return {row["user"]: row for row in self.run("/ip/hotspot/active/print")}

    def empty(self):
        """Nobody is in, and nobody is remembered."""
        for row in self.run("/ip/hotspot/active/print"):
            self.run("/ip/hotspot/active/remove", **{".id": row[".id"]})
        for row in self.run("/ip/hotspot/cookie/print"):
            self.run("/ip/hotspot/cookie/remove", **{".id": row[".id"]})
        for row in self.run("/ip/hotspot/user/print"):
            if row["name"] not in ("default-trial", "admin"):
                self.run("/ip/hotspot/user/remove", **{".id": row[".id"]})

    def log(self):
        return [row["message"] for row in self.run("/log/print")]

    def stop(self):
        self.api.close()
        self.process.terminate()
        self.process.wait(timeout=20)


class Browser:
    """Headless Chromium with nothing remembered."""

    def __init__(self, language="en-GB", scripts=True, names=""):
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        options.page_load_strategy = "eager"
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--hide-scrollbars", f"--lang={language}",
        ):
            options.add_argument(argument)
        if names:
            options.add_argument(f"--host-resolver-rules=MAP {names}")
        preferences = {"intl.accept_languages": language}
        if not scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(CHROMEDRIVER))

    def show(self, width, height, dark=False, mobile=True):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 2 if mobile else 1, "mobile": mobile},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def open(self, url):
        self.driver.get(url)
        return self

    def forget(self):
        self.driver.delete_all_cookies()
        self.driver.get("about:blank")

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def wait(self, condition):
        """Until something is true of the page, which may change meanwhile."""
        return WebDriverWait(self.driver, 30, ignored_exceptions=[Exception]).until(lambda _: condition())

    def type(self, code):
        field = self.find("#code")
        field.clear()
        field.send_keys(code)
        self.find("form[name=login] button").click()
        return self

    def error(self):
        return self.wait(lambda: self.find("#error").text)

    def time_left(self):
        return self.wait(lambda: self.find("#left").text)

    def requests(self):
        """The URLs that the browser asked for since the last time, of its own tab only."""
        urls = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return urls

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if "favicon" not in entry["message"]]

    def stop(self):
        self.driver.quit()
