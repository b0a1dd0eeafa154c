"""What can be set from outside: environment variables that begin with BACKCHANNEL_, or a .env file."""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def default_database() -> str:
    """An SQLite file in the user's data folder."""
    return f"sqlite:///{Path(user_data_path('backchannel')) / 'backchannel.db'}"


class Settings(BaseSettings):
    """The settings, each with a default that works on one machine with nothing set."""

    model_config = SettingsConfigDict(env_prefix="BACKCHANNEL_", env_file=".env", extra="ignore")

    database_url: str = Field(default_factory=default_database, description="SQLAlchemy URL of the database")
    host: str = Field("127.0.0.1", description="address to serve at")
    port: int = Field(8000, ge=1, le=65535, description="port to serve at")
    model: str | None = Field(None, description="name or path of the spaCy model; an installed English one if not set")
    learned_reader: Literal["on", "off"] = Field("on", description="whether the learned reader helps the rules")
    max_text_bytes: int = Field(1_000_000, ge=1, description="longest text accepted, in bytes of UTF-8")
