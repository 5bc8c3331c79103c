"""The settings of an installation: the file, the environment over it, secrets apart, all problems at once."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from mailbot.config import Config, current_password, find_config, load_config
from rules.errors import ConfigurationError

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAILBOT_CONFIG", "MAILBOT_IMAP__PASSWORD", "MAILBOT_IMAP__PORT"):
        monkeypatch.delenv(name, raising=False)


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def settings(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, info in model.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from settings(inner, (*path, name))
        else:
            yield (*path, name), info.get_default()


def test_the_shipped_file_documents_every_setting_with_its_default() -> None:
    text = (ROOT / "config.toml").read_text("utf-8")
    data = tomllib.loads(text)
    for path, default in settings(Config):
        value: Any = data
        if path[-1] in ("password", "client_secret"):
            assert f"MAILBOT_{path[0].upper()}__{path[-1].upper()}" in text
            continue
        for key in path:
            assert key in value, f"{'.'.join(path)} is not documented"
            value = value[key]
        expected = (
            list(default) if isinstance(default, tuple) else str(default) if path == ("data_folder",) else default
        )
        assert value == expected, path
    assert Config(**data) == Config()


def test_every_setting_of_the_shipped_file_has_a_comment() -> None:
    lines = (ROOT / "config.toml").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        key = line.partition(" = ")[0]
        if " = " in line and not line.startswith("#") and key not in ("password_file", "ca_file"):
            assert "#" in line or lines[number - 1].startswith("#"), line


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_IMAP__PORT", "1993")
    monkeypatch.setenv("MAILBOT_IMAP__PASSWORD", "bí mật")
    config = load_config(written(tmp_path, '[imap]\nhost = "imap.donvi.example"\nport = 993\n'))
    assert (config.imap.host, config.imap.port) == ("imap.donvi.example", 1993)
    assert config.imap.password.get_secret_value() == "bí mật"
    assert "bí mật" not in repr(config)


def test_all_problems_are_told_at_once_with_file_line_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_SMTP__PORT", "99999")
    path = written(
        tmp_path,
        'campain = "x"\n[imap]\nport = "chín"\npassword = 271828\n'
        '[intake]\nkeep_other_days = 0\n[log]\nlevel = "loud"\n',
    )
    with pytest.raises(ConfigurationError) as caught:
        load_config(path)
    found = {(problem.file, problem.line) for problem in caught.value.problems}
    assert found == {
        (str(path), 1),
        (str(path), 3),
        (str(path), 4),
        (str(path), 6),
        (str(path), 8),
        ("biến môi trường MAILBOT_SMTP__PORT", None),
    }
    assert "có phải là «campaign»?" in str(caught.value)
    assert "'ERROR'" in str(caught.value)
    assert "271828" not in str(caught.value)
    assert all(problem.remedy for problem in caught.value.problems)


def test_a_password_comes_from_its_file_without_the_line_feed(tmp_path: Path) -> None:
    (tmp_path / "imap.secret").write_text("mật khẩu có dấu \n", "utf-8")
    config = load_config(written(tmp_path, '[imap]\nuser = "phong"\npassword_file = "imap.secret"\n'))
    assert config.imap.password.get_secret_value() == "mật khẩu có dấu "


def test_a_credential_of_systemd_is_a_file_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = tmp_path / "credentials" / "password"
    credential.parent.mkdir()
    credential.write_text("bí mật\n", "utf-8")
    monkeypatch.setenv("MAILBOT_IMAP__PASSWORD_FILE", str(credential))
    config = load_config(written(tmp_path, '[imap]\nuser = "phong"\n'))
    assert config.imap.password.get_secret_value() == "bí mật"


def test_a_password_that_is_corrected_in_its_file_counts_from_then_on(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("một", "utf-8")
    config = load_config(written(tmp_path, '[imap]\nuser = "phong"\npassword_file = "secret"\n'))
    read, send = current_password(config.imap), current_password(config.smtp)
    secret.write_text("hai\n", "utf-8")
    assert (read(), send()) == ("hai", "hai")
    secret.write_text("", "utf-8")  # somebody is writing it at this moment
    assert read() == "hai"
    secret.unlink()
    assert read() == "hai"


def test_a_password_of_the_environment_has_the_last_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("một", "utf-8")
    monkeypatch.setenv("MAILBOT_IMAP__PASSWORD", "ba")
    config = load_config(written(tmp_path, '[imap]\nuser = "phong"\npassword_file = "secret"\n'))
    assert current_password(config.imap)() == "ba"


def test_letters_leave_with_the_login_of_the_mailbox_unless_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("một", "utf-8")
    imap = '[imap]\nuser = "phong"\npassword_file = "secret"\n'
    config = load_config(written(tmp_path, imap))
    assert (config.smtp.user, config.smtp.password.get_secret_value()) == ("phong", "một")
    config = load_config(written(tmp_path, imap + "[smtp]\nlogin = false\n"))
    assert config.smtp.user == ""


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe\x00"])
def test_a_password_file_that_gives_no_password_is_a_problem(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        load_config(written(tmp_path, '[imap]\npassword_file = "secret"\n'))
    assert [problem.line for problem in caught.value.problems] == [2]


def test_relative_paths_are_seen_from_the_file(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, 'data_folder = "data"\n[imap]\nca_file = "ca.pem"\n'))
    assert config.data_folder == tmp_path / "data"
    assert config.imap.ca_file == str(tmp_path / "ca.pem")
    assert config.database_url == f"sqlite:///{tmp_path}/data/mailbot.db"


def test_a_file_that_is_no_toml_is_a_problem_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_config(written(tmp_path, '[imap]\nhost = "chưa đóng\nport = 993\n'))
    assert [problem.line for problem in caught.value.problems] == [2]


def test_a_list_in_the_environment_is_json_or_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_IMAP__FOLDERS", '["INBOX", "CCHC/*"]')
    assert load_config(None).imap.folders == ("INBOX", "CCHC/*")
    monkeypatch.setenv("MAILBOT_IMAP__FOLDERS", "INBOX, Đăng ký")
    assert load_config(None).imap.folders == ("INBOX", "Đăng ký")
    monkeypatch.setenv("MAILBOT_LOG", "loud")
    with pytest.raises(ConfigurationError, match="biến môi trường MAILBOT_LOG"):
        load_config(None)


def test_the_option_comes_before_the_variable_and_that_before_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.config.SYSTEM_FILE", tmp_path / "nowhere.toml")
    monkeypatch.chdir(tmp_path)
    assert find_config(None) is None
    here = written(tmp_path, "")
    assert find_config(None) == Path("config.toml")
    monkeypatch.setattr("mailbot.config.SYSTEM_FILE", here)
    assert find_config(None) == here
    named = tmp_path / "named.toml"
    named.write_text("", "utf-8")
    monkeypatch.setenv("MAILBOT_CONFIG", str(named))
    assert find_config(None) == named
    assert find_config(here) == here


def test_a_file_asked_for_by_name_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="không có tệp cấu hình này"):
        find_config(tmp_path / "absent.toml")
