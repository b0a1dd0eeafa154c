"""What can be set from outside: environment variables that begin with BACKCHANNEL_, or a .env file."""

import os
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from limits import parse
from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_database() -> str:
    """An SQLite file in the user's data folder."""
    return f"sqlite:///{Path(user_data_path('backchannel')) / 'backchannel.db'}"


def default_images() -> Path:
    """In the user's cache: what is there can always be made anew."""
    return Path(user_cache_path("backchannel")) / "images"


def rate(text: str) -> str:
    """A rate that can be read, such as `600/minute`; `ValueError` otherwise."""
    try:
        parse(text)
    except ValueError:
        raise ValueError("a rate is written like 600/minute") from None
    return text


Rate = Annotated[str, AfterValidator(rate)]


def cores() -> int:
    """The processor cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """The settings, each with a default that works on one machine with nothing set."""

    model_config = SettingsConfigDict(env_prefix="BACKCHANNEL_", env_file=".env", extra="ignore")

    database_url: str = Field(default_factory=default_database, repr=False, description="SQLAlchemy URL of the database")
    host: str = Field("127.0.0.1", description="address to serve at")
    port: int = Field(8000, ge=1, le=65535, description="port to serve at")
    image_folder: Path = Field(
        default_factory=default_images, description="folder where a large graph in memory is kept for the next start"
    )
    model: str | None = Field(None, description="name or path of the spaCy model; an installed English one if not set")
    log_format: Literal["text", "json"] = Field("text", description="logs for people or for machines")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="least of what is logged")
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="port at which `worker` tells its metrics; the server tells its own at /metrics"
    )
    tracing: Literal["on", "off"] = Field(
        "off",
        description="whether OpenTelemetry traces are sent, by OTLP to OTEL_EXPORTER_OTLP_ENDPOINT; needs the extra `tracing`",
    )
    learned_reader: Literal["on", "off"] = Field("on", description="whether the learned reader helps the rules")
    processes: int = Field(
        default_factory=cores, ge=0, le=256, description="processes that read; 0 reads in the program's own, one after the other"
    )
    work_queue: Literal["on", "off"] = Field("on", description="whether the server reads what waits, or leaves it to workers")
    seconds_per_document: float = Field(60.0, gt=0, description="longer reading is given up; long texts get more")
    lease_seconds: float = Field(30.0, gt=0, description="after which others read what a killed program had in hand")
    stalled_seconds: float = Field(300.0, gt=0, description="waiting documents without progress for so long mean: not ready")
    reader: str = Field(
        "nlp.pipeline:load_reader", pattern=r"^[\w.]+:\w+$", description="function that loads what reads texts, for tests"
    )
    max_text_bytes: int = Field(1_000_000, ge=1, description="longest text accepted, in bytes of UTF-8")
    access: Literal["auto", "open", "keys"] = Field(
        "auto", description="who is answered: `keys` those with a key, `open` everybody, `auto` everybody on this machine alone"
    )
    rate_limit: Rate = Field("1200/minute", description="requests that one key may make")
    anonymous_rate_limit: Rate = Field("300/minute", description="requests that one address may make without a key")
    allowed_hosts: str | None = Field(None, description="names in the Host header that are answered")
    cors_origins: str | None = Field(None, description="other sites whose pages may ask, such as `https://example.org`")
    trusted_proxies: str | None = Field(None, description="addresses of proxies whose X-Forwarded-* headers are believed")
    max_body_bytes: int | None = Field(None, ge=1, description="longest body; four times the longest text unless set")
    max_query_bytes: int = Field(8_192, ge=1, description="longest query string")
    max_query_values: int = Field(200, ge=1, description="most parameters in a query, repeated ones counted each")
    max_items: int = Field(500, ge=1, description="most items that one answer may be asked to hold")
    max_paths: int = Field(50, ge=1, description="most chains that one answer may be asked to hold")
    max_hops: int = Field(10, ge=1, description="longest chain, and widest network, that may be asked for")
    deadline_s: float = Field(60, gt=0, description="seconds within which an answer begins")
    max_heavy: int = Field(4, ge=1, description="heavy requests (paths, networks, exports, extract) at work at once")
    heavy_wait_s: float = Field(10, gt=0, description="seconds that a heavy request waits for its turn")
    fetch_user_agent: str = Field(
        f"backchannel/{version('backchannel')}",
        pattern=r"^[A-Za-z_-]+/[\x20-\x7e]+$",
        description="how `fetch` names itself; its first word is its name in robots.txt. Add an address at which you are reached",
    )
    fetch_delay_s: float = Field(1, ge=0, description="seconds between two requests of `fetch` to one server")
    fetch_timeout_s: float = Field(30, gt=0, description="longest that `fetch` waits for a page")
    fetch_max_bytes: int = Field(5_000_000, ge=1, description="largest page or feed that `fetch` takes, in bytes")
    webhook_allowed_hosts: str | None = Field(
        None, description="names that webhooks may lead to although their addresses are not public, separated by commas"
    )
    fetch_allowed_hosts: str | None = Field(
        None, description="names that `fetch` may ask although their addresses are not public, separated by commas"
    )
