"""Run the server, and tell whoever started it what to try first."""

import gc
import socket
from importlib.resources import files
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from rich.console import Console

from app import logs
from app.context import Context
from app.guard.callers import is_open
from app.settings import Settings
from graph.keys import usable_keys

SAMPLE_NEWS = Path(str(files("app"))) / "sample_news"
WELCOME = """
Backchannel serves at [bold]{url}[/bold] – try it in the browser at {url}/docs, or:

  curl '{url}/v1/met?who=Zelensky'
  curl '{url}/v1/paths?source=Kenyatta&target=Tamim'
  curl '{url}/v1/sanctions?target=Putin'

Ctrl-C stops it.
"""


class Server(uvicorn.Server):
    """A server that greets once it really serves."""

    def __init__(self, config: uvicorn.Config, console: Console) -> None:
        super().__init__(config)
        self._console = console

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to serve."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what is there now stays for good; to look through it for garbage again and again holds answers up
        if self.started:
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            self._console.print(WELCOME.format(url=f"http://{host}:{self.config.port}"), soft_wrap=True)


class NoKeysError(Exception):
    """The service would be closed to everybody, or open to others by mistake."""


def check_keys(context: Context) -> None:
    """Raise `NoKeysError` where keys are asked for and there is none."""
    settings = context.settings
    if is_open(settings.access, settings.host):
        return
    with context.read.begin() as session:
        if not usable_keys(session):
            raise NoKeysError(
                f"others can reach {settings.host}, and there is no key to ask with: make one by `backchannel keys create NAME`,"
                " or serve everybody with --insecure"
            )


def run(app: FastAPI, settings: Settings, console: Console) -> None:
    """Serve until told to stop."""
    logs.configure(settings.log_format, settings.log_level)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )
    Server(config, console).run()
