"""Where the remote model answers: an address without its secrets, and what is sent along."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from agent.settings import Settings

DEFAULT_ADDRESS = "https://api.openai.com/v1"
MASK = "•••"
MIN_SECRET_CHARS = 4  # "none" as a key of a local server is no secret
_SECRET_NAME = re.compile(r"key|token|secret|signature|^sig$|^code$|passw", re.IGNORECASE)
_AZURE = re.compile(r"\.azure\.(com|us|cn)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint: `url` carries no credentials and no query; `headers` may hold secrets.

    `secrets` are all texts that must never be logged, stored or shown.
    """

    url: str
    model: str
    key: str | None
    query: Mapping[str, str]
    headers: Mapping[str, str]
    secrets: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The address for people, the values of secret parameters hidden."""
        if not self.query:
            return self.url
        parts = (
            f"{k}={MASK if _SECRET_NAME.search(k) else quote(v)}" for k, v in self.query.items()
        )
        return f"{self.url}?{'&'.join(parts)}"

    @property
    def official(self) -> bool:
        """True for the endpoint that is used when no address is set."""
        return self.url == DEFAULT_ADDRESS

    def mask(self, text: str) -> str:
        """The text with every secret in it hidden."""
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text


def endpoint_of(settings: Settings) -> Endpoint:
    """Take the settings' address apart.

    A name and password in it become basic authentication. Gateways in the manner of Azure (an
    `api-version` in the query, or an azure.com host) are given the key as `api-key` too.
    """
    parts = urlsplit(settings.openai_base_url or DEFAULT_ADDRESS)
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    secrets = [key or "", *(v for k, v in query.items() if _SECRET_NAME.search(k))]
    headers = {}
    login, at, host = parts.netloc.rpartition("@")
    if at:
        name, _, password = login.partition(":")
        plain = f"{unquote(name)}:{unquote(password)}"
        basic = base64.b64encode(plain.encode()).decode()
        headers["Authorization"] = f"Basic {basic}"
        secrets += [login, plain, basic, password, unquote(password)]
    azure = "api-version" in query or bool(_AZURE.search(parts.hostname or ""))
    if key and (at or azure):
        headers["api-key"] = key
    found = {s for s in secrets if len(s) >= MIN_SECRET_CHARS and s != "none"}
    return Endpoint(
        url=f"{parts.scheme}://{host}{parts.path}".rstrip("/"),
        model=settings.model_name,
        key=key,
        query=query,
        headers=headers,
        secrets=tuple(sorted(found, key=len, reverse=True)),
    )
