"""The settings of an installation: `config.toml`, over it the environment, over both nothing.

`MAILBOT_IMAP__PORT=1993` in the environment is `port = 1993` under `[imap]`. Secrets come from the environment or from
a file that `password_file` names, never from `config.toml`, which people copy, print and send by mail.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from mailbot.loopback import is_loopback
from rules.errors import ConfigurationError, Problem
from rules.intake.proof import Decisions
from rules.setup.toml_file import Path as TomlPath
from rules.setup.toml_file import Places, in_order, model_problems, read_toml

PREFIX = "MAILBOT_"
SYSTEM_FILE = Path("/etc/mailbot/config.toml")
LOCAL_FILE = Path("config.toml")

Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=3600)]
Count = Annotated[int, Field(ge=1)]
Security = Literal["tls", "starttls", "plain"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ServerSettings(_Section):
    host: str = ""
    security: Security = "tls"
    user: str = ""
    password: SecretStr = SecretStr("")
    password_file: str = ""
    ca_file: str = ""


Server = TypeVar("Server", bound=ServerSettings)


class ImapSettings(ServerSettings):
    port: Port = 993
    folders: Annotated[tuple[str, ...], Field(min_length=1)] = ("INBOX",)
    junk_daily: bool = True
    junk_folder: str = ""
    poll_seconds: Annotated[float, Field(ge=10, le=3600)] = 60
    idle: bool = True
    connect_timeout: Seconds = 30
    read_timeout: Seconds = 60
    own_hosts: tuple[str, ...] = ()
    authserv_id: str = ""
    senders_bound: bool = False

    @property
    def account(self) -> str:
        """Names the mailbox in the database."""
        return f"{self.user}@{self.host}"


class SmtpSettings(ServerSettings):
    port: Port = 465
    login: bool = True
    from_name: str = ""
    timeout: Seconds = 60


class OAuthSettings(_Section):
    """Without a provider servers are logged in to by passwords; with one, those that have no password of their own."""

    provider: Literal["", "microsoft", "google", "other"] = ""
    flow: Literal["", "device", "code", "application", "service-account"] = ""
    tenant: str = ""
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    client_secret_file: str = ""
    certificate_file: str = ""
    key_file: str = ""
    token_url: str = ""
    device_url: str = ""
    authorize_url: str = ""
    scopes: tuple[str, ...] = ()
    ca_file: str = ""


class IntakeSettings(_Section):
    keep_other_days: Count = 30
    copy_to_sent: bool = False
    sent_folder: str = ""


class DatabaseSettings(_Section):
    url: str = ""


class LimitsSettings(_Section):
    """At a cap letters wait until its hour or day has passed, and the office is told; nothing is dropped.

    However many mails come in the names of fifty units, the first seven are reached and none of the last four.
    """

    sender_hour: Count = 10
    sender_day: Count = 20
    address_hour: Count = 10
    address_day: Count = 20
    unit_hour: Count = 12
    unit_day: Count = 25
    strangers_hour: Count = 10
    kind_hour: Count = 600
    kind_day: Count = 1250
    hour: Count = 800
    day: Count = 1600


class WebSettings(_Section):
    """The page for the office. It speaks plain HTTP, so it listens on this machine alone; TLS is a proxy's in front."""

    enabled: bool = False
    address: str = ""  # what letters link to: "https://mailbot.so.vn"
    host: str = "127.0.0.1"
    port: Port = 8025

    @field_validator("host")
    @classmethod
    def _this_machine(cls, host: str) -> str:
        if not is_loopback(host):
            raise ValueError("trang web chỉ nghe trên chính máy này (127.0.0.1 hoặc ::1)")
        return host

    @field_validator("address")
    @classmethod
    def _encrypted(cls, address: str) -> str:
        parts = urlsplit(address)
        plain = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if address and (not parts.hostname or parts.path.strip("/") or not (parts.scheme == "https" or plain)):
            raise ValueError('địa chỉ trang web phải có dạng "https://mailbot.donvi.vn"')
        return address.rstrip("/")


class LogSettings(_Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class _Environment(EnvSettingsSource):
    """Lists in the environment may be JSON, or simply separated by commas."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return [part.strip() for part in str(value).split(",")]


class Config(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    campaign: str = "cchc-2024"
    data_folder: Path = Path("/var/lib/mailbot")
    decisions: Decisions = "confirmed"
    imap: ImapSettings = ImapSettings()
    smtp: SmtpSettings = SmtpSettings()
    oauth: OAuthSettings = OAuthSettings()
    intake: IntakeSettings = IntakeSettings()
    database: DatabaseSettings = DatabaseSettings()
    limits: LimitsSettings = LimitsSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return _Environment(settings_cls), init_settings

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{self.data_folder / 'mailbot.db'}"


def find_config(option: Path | None) -> Path | None:
    """The file to use: `--config`, MAILBOT_CONFIG, the system's, the one of this folder; None: only defaults.

    A file that was asked for by name and is not there is a ConfigurationError.
    """
    named = option or (Path(value) if (value := os.environ.get(f"{PREFIX}CONFIG")) else None)
    if named is None:
        return next((path for path in (SYSTEM_FILE, LOCAL_FILE) if path.is_file()), None)
    if not named.is_file():
        remedy = "kiểm tra đường dẫn sau --config hoặc trong biến môi trường MAILBOT_CONFIG"
        raise ConfigurationError((Problem(str(named), None, "không có tệp cấu hình này", remedy),))
    return named


def load_config(path: Path | None) -> Config:
    """The settings of a file and the environment, secrets included; a ConfigurationError with all problems."""
    file = str(path) if path else "config.toml"
    text = _text(path) if path else ""
    data = read_toml(text, file)
    places = Places(text)

    def place(where: TomlPath) -> tuple[str, int | None]:
        variable = _variable(where)
        return (f"biến môi trường {variable}", None) if variable else (file, places.line(where))

    problems = list(_secrets_in_file(data, file, places))
    for name, key in _PLACES_OF_SECRETS:
        if isinstance(section := data.get(name), dict):
            section.pop(key, None)  # told already; no message may repeat it
    try:
        config = Config(**data)
    except ValidationError as error:
        raise ConfigurationError(in_order([*problems, *model_problems(error, Config, place)])) from error
    config = _with_absolute_paths(config, path.parent if path else Path())
    problems += _secret_problems(config, place)
    if problems:
        raise ConfigurationError(in_order(problems))
    return _with_secrets(config)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "lưu lại tệp với bảng mã UTF-8"
        raise ConfigurationError((Problem(str(path), None, "tệp không phải UTF-8", remedy),)) from error
    except OSError as error:
        remedy = "cấp quyền đọc tệp này cho người dùng chạy mailbot"
        raise ConfigurationError(
            (Problem(str(path), None, f"không mở được tệp ({error.strerror})", remedy),)
        ) from error


def _variable(where: TomlPath) -> str | None:
    """The variable of the environment that sets what stands at a path, where there is one."""
    present = {name.upper(): name for name in os.environ}
    keys = [str(key).upper() for key in where]
    names = (PREFIX + "__".join(keys[:length]) for length in range(len(keys), 0, -1))
    return next((present[name] for name in names if name in present), None)


# --- Secrets ----------------------------------------------------------------------------------------------------

_SERVERS = ("imap", "smtp")
_SECRETS = {"password": "mật khẩu", "client_secret": "khóa bí mật"}
_PLACES_OF_SECRETS = (*((server, "password") for server in _SERVERS), ("oauth", "client_secret"))


def _secrets_in_file(data: Mapping[str, Any], file: str, places: Places) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            file,
            places.line((section, key)),
            f"{_SECRETS[key]} của [{section}] nằm trong tệp cấu hình",
            f"xóa dòng này; ghi {_SECRETS[key]} vào một tệp chỉ mailbot đọc được rồi đặt {key}_file, "
            f"hoặc đặt biến môi trường {PREFIX}{section.upper()}__{key.upper()}",
        )
        for section, key in _PLACES_OF_SECRETS
        if isinstance(said := data.get(section), Mapping) and said.get(key)
    )


def _secret_problems(config: Config, place: Callable[[TomlPath], tuple[str, int | None]]) -> list[Problem]:
    problems = []
    for section, key in _PLACES_OF_SECRETS:
        path = getattr(getattr(config, section), f"{key}_file")
        if path and (what := _why_unreadable(Path(path))):
            remedy = f"ghi {_SECRETS[key]} vào tệp này (một dòng) và cho phép mailbot đọc"
            problems.append(Problem(*place((section, f"{key}_file")), f"tệp {_SECRETS[key]} {path}: {what}", remedy))
    return problems


def _why_unreadable(path: Path) -> str | None:
    try:
        return None if path.read_text("utf-8").strip() else "tệp trống"
    except OSError as error:
        return f"không mở được ({error.strerror})"
    except UnicodeDecodeError:
        return "không phải UTF-8"


def _with_secrets(config: Config) -> Config:
    """Passwords from their files, unless the environment gives them; letters leave with the login of the mailbox."""
    imap, smtp = _with_password(config.imap), _with_password(config.smtp)
    if smtp.login and not smtp.user:
        source = smtp if smtp.password.get_secret_value() else imap
        update = {"user": imap.user, "password": source.password, "password_file": source.password_file}
        smtp = smtp.model_copy(update=update)
    return config.model_copy(update={"imap": imap, "smtp": smtp, "oauth": _with_client_secret(config.oauth)})


def _with_client_secret(oauth: OAuthSettings) -> OAuthSettings:
    if not oauth.client_secret_file or oauth.client_secret.get_secret_value():
        return oauth
    return oauth.model_copy(update={"client_secret": _secret(oauth.client_secret_file)})


def _with_password(server: Server) -> Server:
    if server.password.get_secret_value():
        return server.model_copy(update={"password_file": ""})  # the environment has the last word
    if not server.password_file:
        return server
    return server.model_copy(update={"password": _secret(server.password_file)})


def _secret(path: str) -> SecretStr:
    return SecretStr(Path(path).read_text("utf-8").rstrip("\r\n"))


def current_password(server: ServerSettings) -> Callable[[], str]:
    """The password as its file has it at the moment: who corrects it need not start mailbot again.

    While the file is away, empty or unreadable, as when somebody is just writing it, the last one counts.
    """
    last = server.password.get_secret_value()

    def read() -> str:
        nonlocal last
        if server.password_file:
            with suppress(OSError, UnicodeDecodeError):
                last = _secret(server.password_file).get_secret_value() or last
        return last

    return read


# --- Paths ------------------------------------------------------------------------------------------------------


def _with_absolute_paths(config: Config, base: Path) -> Config:
    """Relative paths are those seen from the configuration file."""
    base = base.resolve()
    sections = {
        section: getattr(config, section).model_copy(
            update={name: str(base / value) for name in files if (value := getattr(getattr(config, section), name))}
        )
        for section, files in _FILES.items()
    }
    return config.model_copy(update={"data_folder": base / config.data_folder, **sections})


_FILES = {
    **dict.fromkeys(_SERVERS, ("password_file", "ca_file")),
    "oauth": ("client_secret_file", "certificate_file", "key_file", "ca_file"),
}
