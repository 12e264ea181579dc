"""The settings, read once from the environment (prefix `STEERWISE_`) and checked here."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict
from urllib.parse import urlsplit

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tools.errors import InvalidInput, SteerwiseError

if TYPE_CHECKING:
    from tools.tariffs import Tariffs

OFFLINE = "offline"
DEFAULT_REMOTE_MODEL = "gpt-6-luna"
SECRET = (  # settings whose value is never shown
    "database_url",
    "auth",
    "slack_bot_token",
    "slack_app_token",
    "slack_signing_secret",
)


class Costing(TypedDict):
    """The keyword arguments of `tools.costs.estimate_costs` that follow from the settings."""

    horizon_months: int
    as_of: date
    table: "Tariffs"
    seed: int


class Unavailable(SteerwiseError):
    """Something outside the program cannot be used now: a folder, a port, an endpoint."""


def folder_unavailable(path: Path, error: Exception) -> Unavailable:
    """The one sentence for a data folder that cannot be used, with the reason and the way out."""
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Unavailable(
        f"the data folder {path} cannot be used ({reason}); "
        "set STEERWISE_DATA_DIR to a folder you can write to"
    )


class Settings(BaseSettings):
    """Everything a user can set. Keys are secrets: they are never printed, logged or stored."""

    model_config = SettingsConfigDict(
        env_prefix="STEERWISE_", extra="ignore", frozen=True, populate_by_name=True
    )

    model: str = Field(
        "",
        description="`offline`, or the name of a model at the endpoint; "
        f"without a name, a key or an endpoint brings `{DEFAULT_REMOTE_MODEL}`",
    )
    openai_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("openai_api_key", "OPENAI_API_KEY"),
        description="key of the endpoint; set, a remote model answers",
    )
    openai_base_url: str | None = Field(
        None,
        validation_alias=AliasChoices("openai_base_url", "OPENAI_BASE_URL"),
        description="address of an OpenAI-compatible endpoint",
    )
    temperature: float = Field(
        0.0, ge=0, le=2, description="sampling temperature of a remote model"
    )
    model_mode: Literal["auto", "tools", "json", "phrasing"] = Field(
        "auto",
        description="how a remote model is asked: `tools`, one `json` object, only for `phrasing` "
        "what the built-in model says, or `auto`: the first of them that the endpoint can do",
    )
    timeout_seconds: float = Field(
        30.0, gt=0, le=600, description="longest silence of a remote model"
    )
    connect_seconds: float = Field(
        5.0, gt=0, le=600, description="longest wait for a connection to a remote model"
    )
    turn_seconds: float = Field(
        120.0, gt=0, le=3600, description="longest that a remote model may take over one reply"
    )
    retries: int = Field(1, ge=0, le=10, description="further tries when a remote model fails")
    max_reply_tokens: int = Field(
        2_000, ge=16, description="most tokens of one answer of a remote model"
    )
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("steerwise", appauthor=False)),
        description="where conversations and the index of the guidance are kept",
    )
    database_url: SecretStr | None = Field(
        None,
        description="address of a PostgreSQL database that keeps the conversations; "
        "without it, a file of the data folder does",
    )
    chroma_url: str | None = Field(
        None,
        description="address of a Chroma server that keeps the vectors; without it, a folder does",
    )
    host: str = Field("127.0.0.1", description="address the web page listens on")
    port: int = Field(7860, ge=1, le=65535, description="port of the web page")
    auth: SecretStr | None = Field(
        None,
        description="logins for the page, `ann:password,bob:password`, or a file with one a line",
    )
    page_url: str | None = Field(
        None,
        description="address under which people reach the page, for links from Slack; "
        "not set, codes are given without a link",
    )
    slack_bot_token: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("slack_bot_token", "SLACK_BOT_TOKEN"),
        description="bot token of the Slack app, `xoxb-…`",
    )
    slack_app_token: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("slack_app_token", "SLACK_APP_TOKEN"),
        description="app token for Socket Mode, `xapp-…`; without it Slack sends events over HTTP",
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("slack_signing_secret", "SLACK_SIGNING_SECRET"),
        description="what Slack signs its requests with, needed over HTTP",
    )
    slack_teams: str = Field(
        "", description="ids of the workspaces that are served, such as `T024BE7LD`; not set, all"
    )
    slack_channels: str = Field(
        "",
        description="ids of the channels that are served beside direct messages; not set, all "
        "the app is invited to",
    )
    slack_host: str = Field("127.0.0.1", description="address the Slack app listens on, over HTTP")
    slack_port: int = Field(3000, ge=1, le=65535, description="port of the Slack app, over HTTP")
    slack_api_url: str = Field(
        "https://slack.com/api/", description="address of Slack's Web API; another for a gateway"
    )
    max_message_chars: int = Field(20_000, ge=100, description="longest message that is read")
    max_tokens_per_thread: int = Field(
        0, ge=0, description="tokens a remote model may use for one conversation; 0 sets no limit"
    )
    max_tokens_per_day: int = Field(
        0,
        ge=0,
        description="tokens a remote model may use in a day (UTC), all conversations "
        "together; 0 sets no limit",
    )
    max_questions: int = Field(8, ge=0, description="most questions of one interview")
    horizon_months: int = Field(
        12, ge=1, le=120, description="months over which costs are added up"
    )
    prices_file: Path | None = Field(
        None,
        validation_alias=AliasChoices("prices_file", "STEERWISE_PRICES"),
        description="your own prices, a TOML file laid out like `tools/data/prices.toml`",
    )
    as_of: date | None = Field(
        None, description="the day whose prices are used, such as 2026-11-21; not set, today"
    )
    seed: int = Field(0, ge=0, description="seed of the sampling behind the probabilities")
    tracing: bool = Field(False, description="send traces to LangSmith, if its variables are set")

    @field_validator(
        "openai_base_url",
        "openai_api_key",
        "prices_file",
        "as_of",
        "auth",
        "page_url",
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        mode="before",
    )
    @classmethod
    def _blank_is_unset(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("openai_base_url", "page_url", "slack_api_url")
    @classmethod
    def _is_a_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        address = value.strip()
        if not address.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        if not _names_a_host(address):
            raise ValueError("must be an address such as http://localhost:8000/v1")
        return address

    @field_validator("database_url", mode="before")
    @classmethod
    def _is_postgresql(cls, value: Any) -> Any:
        if isinstance(value, SecretStr):
            return value
        address = str(value or "").strip()
        if address and not address.startswith(("postgresql://", "postgres://")):
            raise ValueError("must start with postgresql://")
        return address or None

    @field_validator("auth")
    @classmethod
    def _names_logins(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            from agent.logins import read_logins

            read_logins(value.get_secret_value())
        return value

    @property
    def today(self) -> date:
        """The day for which prices hold."""
        return self.as_of or date.today()

    @property
    def costing(self) -> Costing:
        """What the settings say to every cost estimate: horizon, day, prices, seed."""
        from tools.tariffs import tariffs

        return {
            "horizon_months": self.horizon_months,
            "as_of": self.today,
            "table": tariffs(self.prices_file),
            "seed": self.seed,
        }

    @field_validator("chroma_url")
    @classmethod
    def _is_a_server(cls, value: str | None) -> str | None:
        if value is None:
            return None
        address = value.strip().rstrip("/")
        if not address.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        if not _names_a_host(address) or urlsplit(address).path:
            raise ValueError("must be an address such as http://localhost:8000")
        return address

    @property
    def remote(self) -> bool:
        """True when a remote model leads the conversation."""
        if self.model == OFFLINE:
            return False
        return self.openai_api_key is not None or self.openai_base_url is not None

    @property
    def model_name(self) -> str:
        """The model that answers: `offline`, or a name at the endpoint."""
        if not self.remote:
            return OFFLINE
        return self.model or DEFAULT_REMOTE_MODEL


def load_settings(**overrides: Any) -> Settings:
    """Read the settings from the environment; keyword arguments win.

    Raises:
        InvalidInput: a variable has a value that cannot be used; the message names it.
        BrokenDataFile: the file of own prices cannot be used; the message names file and key.

    """
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        said = first["msg"].removeprefix("Value error, ")
        if name.lower().startswith("openai_"):  # a key may be in it, so the value is not shown
            raise InvalidInput(f"{name.upper()}: {said}") from None
        value = repr(first["input"])
        if name in SECRET or "@" in value:  # an address may carry a password
            raise InvalidInput(f"STEERWISE_{name.upper()}: {said}") from None
        raise InvalidInput(f"STEERWISE_{name.upper()}: {said}, got {value}") from None
    if settings.prices_file is not None:
        from tools.tariffs import tariffs

        tariffs(settings.prices_file)
    return settings


def _names_a_host(address: str) -> bool:
    """True for an address with a host, a port that is a number, and no blank in it."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises where it is no number
    except ValueError:
        return False
    return bool(parts.hostname) and not any(c.isspace() or not c.isprintable() for c in address)
