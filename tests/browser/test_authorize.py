"""Swagger UI in a real browser: under its content security policy it works, and its Authorize takes a key."""

import shutil
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from app.guard.keys import make_key
from app.guard.marks import Scope
from app.settings import Settings
from graph.database import migrate, open_engine, sessions
from tests.app.conftest import SentenceReader, serving, tell

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
OPERATION = "#operations-facts-meetings"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium and chromedriver on this machine"),
]


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,1600"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


class Page:
    """Swagger UI, and what one does in it."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self.browser = browser

    def find(self, selector: str) -> WebElement:
        return WebDriverWait(self.browser, 30).until(lambda driver: driver.find_element(By.CSS_SELECTOR, selector))

    def click(self, selector: str) -> None:
        element = self.find(selector)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        WebDriverWait(self.browser, 30).until(lambda _: element.is_displayed() and element.is_enabled())
        element.click()

    def status(self) -> str:
        """The status of what is executed."""
        self.click(f"{OPERATION} .execute")
        WebDriverWait(self.browser, 30).until(lambda _: not self.browser.find_elements(By.CSS_SELECTOR, f"{OPERATION} .loading"))
        return self.find(f"{OPERATION} .live-responses-table tr.response .response-col_status").text.split()[0]


def test_a_key_given_to_authorize_opens_what_was_closed(sqlite_url: str, browser: webdriver.Chrome) -> None:
    engine = open_engine(sqlite_url)
    migrate(engine)
    with sessions(engine).begin() as session:
        secret = make_key(session, "reader", [Scope.READ, Scope.WRITE]).secret
    engine.dispose()
    with serving(Settings(database_url=sqlite_url, access="keys"), SentenceReader()) as client:
        client.headers["X-API-Key"] = secret
        tell(client)
        browser.get(f"{client.base_url}/docs")
        page = Page(browser)
        page.click(f"{OPERATION} .opblock-summary-control")
        assert page.status() == "401"
        page.click(".btn.authorize")
        page.find(".auth-container input[type=password], .auth-container input[type=text]").send_keys(secret)
        page.click(".auth-btn-wrapper .authorize")
        page.click(".auth-btn-wrapper .btn-done")
        page.click(f"{OPERATION} .btn-clear")
        assert page.status() == "200"
        told = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
        assert not [message for message in told if "Content Security Policy" in message]
