"""What a person does in the explorer, and what it then shows."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from app.routes.home import BUILT

PATIENCE = 20
"""Seconds to wait for what must appear."""
AXE = BUILT.parent / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}
NETWORK = "document.querySelector('.canvas')?._cyreg?.cy"
"""Cytoscape leaves its object at the element that it draws in."""
Answer = TypeVar("Answer")


class Explorer:
    """The explorer in a browser."""

    def __init__(self, browser: Chrome, url: str) -> None:
        self.browser = browser
        self.url = url

    def open(self, address: str = "") -> None:
        """Load the page at an address behind `#`, as someone does who was sent it."""
        self.browser.get("about:blank")
        self.browser.get(f"{self.url}{address}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being loaded."""
        self.until(
            lambda: not self.all(".loading, .stale") and bool(self.all("h1, [role=alert], .empty")), "the view to be loaded"
        )

    def until(self, told: Callable[[], Answer], what: str) -> Answer:
        """What is told, once it is something."""
        waiting = WebDriverWait(self.browser, PATIENCE, 0.05, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda _: told(), f"waited for {what}")

    def all(self, css: str) -> list[WebElement]:
        """The elements that a selector finds now."""
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def one(self, css: str, words: str = "") -> WebElement:
        """The first visible element with these words, waited for."""

        def found() -> WebElement | None:
            return next((one for one in self.all(css) if one.is_displayed() and words in one.text), None)

        element = self.until(found, f"{css} with “{words}”")
        assert element is not None
        return element

    def texts(self, css: str) -> list[str]:
        """The words of all elements that a selector finds, told at once, so that none can be replaced meanwhile."""
        return list(
            self.run(
                "return [...document.querySelectorAll(arguments[0])].map(one => (one.innerText ?? one.textContent).trim())", css
            )
        )

    def click(self, css: str, words: str = "") -> None:
        """Click the first element with these words; once more if the view was drawn anew meanwhile."""

        def clicked() -> bool:
            element = self.one(css, words)
            self.run("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()
            return True

        self.until(clicked, f"{css} to be clicked")

    def type(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        ActionChains(self.browser).send_keys(*keys).perform()

    def write(self, field: WebElement, text: str) -> None:
        """Write over what a field holds."""
        field.send_keys(Keys.CONTROL + "a")
        field.send_keys(text)

    def choose(self, label: str, typed: str, name: str) -> None:
        """Type into a field for an actor and take a suggestion by the keyboard."""
        field = next(one for one in self.all("[role=combobox]") if self.label_of(one) == label)
        self.write(field, typed)
        self.until(lambda: any(name in text for text in self.texts("[role=option]")), f"the suggestion {name}")
        for _ in self.all("[role=option]"):
            if name in self.one("[role=option][aria-selected=true]").text:
                break
            field.send_keys(Keys.ARROW_DOWN)
        field.send_keys(Keys.ENTER)

    def label_of(self, field: WebElement) -> str:
        """The label of a field."""
        return str(self.run("return arguments[0].labels[0].textContent", field))

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page."""
        return self.browser.execute_script(script, *arguments)

    @property
    def hash(self) -> str:
        """The address behind `#`."""
        return str(self.run("return location.hash"))

    @property
    def focused(self) -> WebElement:
        """What has the focus."""
        return self.browser.switch_to.active_element

    def resize(self, width: int, height: int) -> None:
        """Have the window this large, as on a screen of that many pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def use_theme(self, theme: str) -> None:
        """Have the system light or dark."""
        features = [{"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def network(self, script: str) -> Any:
        """Ask the drawing, which is called `cy`, once it has drawn something."""
        self.until(lambda: self.run(f"return ({NETWORK}?.nodes().length ?? 0) > 0"), "a network to be drawn")
        return self.run(f"const cy = {NETWORK}; return {script}")

    def click_node(self, name: str) -> None:
        """Click an actor where it is drawn."""
        self.run("document.querySelector('.canvas').scrollIntoView({block: 'center'})")
        x, y = self.network(
            f"(() => {{ const at = cy.nodes().filter(n => n.data('label') === {json.dumps(name)}).renderedPosition();"
            " const box = cy.container().getBoundingClientRect(); return [box.left + at.x, box.top + at.y] })()"
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.mouse(kind, x, y)

    def mouse(self, kind: str, x: float, y: float, held: bool = False) -> None:
        """Move, press or release the mouse at a point of the window."""
        button = "none" if kind == "mouseMoved" and not held else "left"
        event = {"type": kind, "x": x, "y": y, "button": button, "buttons": int(held), "clickCount": int(kind != "mouseMoved")}
        self.browser.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def log(self, name: str) -> list[dict[str, Any]]:
        """What a log of the browser holds since it was last asked for."""
        entries: list[dict[str, Any]] = self.browser.get_log(name)  # type: ignore[no-untyped-call]  # selenium leaves it untyped
        return entries

    def complaints(self) -> list[str]:
        """What the browser's console holds that is worse than a note: errors of scripts, breaches of the policy."""
        return [entry["message"] for entry in self.log("browser") if entry["level"] in {"SEVERE", "WARNING"}]

    def requests(self) -> list[str]:
        """The addresses asked for since this was last told."""
        events = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        sent = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        return [url for url in sent if not url.startswith(("data:", "about:"))]

    def barriers(self, *rules: str) -> Sequence[str]:
        """What axe finds that keeps people out: each serious rule with where it is broken; all rules unless some are named."""
        if not self.run("return 'axe' in window"):
            self.run(AXE.read_text(encoding="utf-8"))
        options = {"runOnly": list(rules)} if rules else {}
        found = self.browser.execute_async_script("axe.run(document, arguments[0]).then(arguments[1])", options)
        return [
            f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
            for rule in found["violations"]
            if rule["impact"] in SERIOUS
            for node in rule["nodes"]
        ]


def weight(folder: Path) -> int:
    """Bytes of all files under a folder as they travel: compressed, but for what is small."""
    import gzip

    return sum(len(gzip.compress(file.read_bytes())) for file in folder.rglob("*") if file.is_file())
