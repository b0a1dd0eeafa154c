"""The explorer as people use it: Chromium before the real service, which has read the sample news."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from app.routes.home import BUILT
from tests.browser.browsing import Explorer

ROOT = Path(__file__).parents[2]
PATIENCE = 300
"""Seconds within which the service must have read the sample news."""
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars"
)
WIDE = (1280, 860)
COLOURS = 200
"""Enough for a picture of the explorer, and half the bytes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the tests in a browser."""
    parser.addoption("--service", help="address of a service that runs already, with the sample news alone")
    parser.addoption("--update-images", action="store_true", help="take the pictures of docs/images anew")


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the built page."""
    if not (BUILT / "index.html").exists():
        pytest.skip("THE EXPLORER IS NOT BUILT: run `make explorer`; nothing of it is tested in a browser")
    return BUILT


@pytest.fixture(scope="session")
def service(built: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service with the sample news."""
    if running := request.config.getoption("--service", default=None):
        yield running
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("explorer")
    environment = os.environ | {"BACKCHANNEL_DATABASE_URL": f"sqlite:///{folder / 'news.db'}", "OMP_NUM_THREADS": "1"}
    command = [str(Path(sys.executable).parent / "backchannel"), "serve", "--sample-news", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/"
    try:
        _await_ready(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser; its log tells of everything that it asked for."""
    browser, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("NO CHROMIUM WITH CHROMEDRIVER ON THIS MACHINE: the explorer is not tested in a browser")
    options = Options()
    options.binary_location = browser
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


@pytest.fixture
def explorer(chromium: webdriver.Chrome, service: str) -> Iterator[Explorer]:
    """The explorer in a fresh tab's state: wide, light, nothing remembered. What the browser complained of fails the test."""
    chromium.get(service)
    chromium.execute_script("localStorage.clear(); sessionStorage.clear()")
    chromium.get(service)  # what the page has just asked with a key of the test before is given up
    explorer = Explorer(chromium, service)
    explorer.resize(*WIDE)
    explorer.use_theme("light")
    explorer.complaints()
    yield explorer
    assert explorer.complaints() == []


@pytest.fixture
def picture(explorer: Explorer, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], None]:
    """Takes a picture for the README, kept if asked for."""
    is_kept = request.config.getoption("--update-images", default=False)

    def take(name: str) -> None:
        file = (ROOT / "docs" / "images" if is_kept else tmp_path) / f"{name}.png"
        file.parent.mkdir(exist_ok=True)
        Image.open(BytesIO(explorer.browser.get_screenshot_as_png())).convert("RGB").quantize(COLOURS).save(file, optimize=True)

    return take


def _await_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the service did not start"
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the service was not ready in time")
