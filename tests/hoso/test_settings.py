"""Settings are read once, strictly: what is misspelt stops the start instead of being ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoso.settings import load
from terms.errors import HosoError


def refused(environ: dict[str, str]) -> str:
    with pytest.raises(HosoError) as caught:
        load(environ)
    assert caught.value.code == "settings_invalid"
    return str(caught.value)


def test_without_any_setting_everything_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = load({"HOSO_DATA": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'hoso.db'}"
    assert settings.broker_url == ""
    assert settings.web.port == 8000
    assert settings.public.port == 8001


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "hoso.toml").write_text("[web]\nport = 9001\nthreads = 3\n[hot_folder]\nstable_s = 5\n", "utf-8")
    settings = load({"HOSO_DATA": str(tmp_path), "HOSO_WEB_PORT": "9002", "HOSO_HOT_FOLDER_OFFICE": "H60"})
    assert (settings.web.port, settings.web.threads) == (9002, 3)
    assert (settings.hot_folder.stable_s, settings.hot_folder.office) == (5.0, "H60")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[web]\nprot = 1\n", "web: unknown prot"),
        ("[wbe]\nport = 1\n", "unknown table wbe"),
        ("port = 1\n", "port stands outside a table"),
        ("[web]\nport = 'many'\n", "web.port"),
        ("[web\n", "hoso.toml"),
    ],
)
def test_a_mistake_in_the_file_stops_the_start_and_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "hoso.toml").write_text(text, "utf-8")
    assert said in refused({"HOSO_DATA": str(tmp_path)})


@pytest.mark.parametrize("name", ["HOSO_WEB_PROT", "HOSO_WBE_PORT", "HOSO_PORT"])
def test_a_misspelt_variable_stops_the_start(tmp_path: Path, name: str) -> None:
    refused({"HOSO_DATA": str(tmp_path), name: "1"})


def test_a_file_that_was_named_must_exist(tmp_path: Path) -> None:
    assert "none.toml" in refused({"HOSO_DATA": str(tmp_path), "HOSO_CONFIG": str(tmp_path / "none.toml")})


def test_a_password_is_taken_from_its_file_and_quoted(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("p@ss/word\n", "utf-8")
    settings = load(
        {
            "HOSO_DATA": str(tmp_path),
            "HOSO_DATABASE_URL": "postgresql+psycopg://hoso@db/hoso",
            "HOSO_DATABASE_PASSWORD_FILE": str(secret),
        }
    )
    assert settings.database_url == "postgresql+psycopg://hoso:p%40ss%2Fword@db/hoso"
    assert "p@ss" not in repr(settings)


def test_columns_and_words_of_the_register_reach_the_signing_room(tmp_path: Path) -> None:
    from hoso.services import signing_settings

    lines = (
        "[signing]",
        'register_columns = ["number: Số thứ tự", "date", "original", "note"]',
        'statement_number = "Số {number}/ĐT, quyển {register}"',
        'paper_suffix = "SCT-BS"',
        'office_copy_symbol = "{number}/{form}-UBNDBM"',
    )
    (tmp_path / "hoso.toml").write_text("\n".join(lines), "utf-8")
    room = signing_settings(load({"HOSO_DATA": str(tmp_path)}))
    assert [column.code for column in room.register_columns] == ["number", "date", "original", "note"]
    assert room.register_columns[0].heading == "Số thứ tự"
    assert room.wording.number == "Số {number}/ĐT, quyển {register}"
    assert room.suffix("paper_copy") == "SCT-BS"
    assert room.suffix("electronic_copy") == "SCTĐT/BS"
    assert room.office_copy_symbol == "{number}/{form}-UBNDBM"


@pytest.mark.parametrize(
    "line",
    [
        'register_columns = ["numbr"]',
        'statement_number = "Số {so}"',
        'paper_statement_date = "{"',
        'office_copy_symbol = "{form}"',
        'office_copy_symbol = "{number}/{x}"',
    ],
)
def test_a_mistake_in_them_stops_the_start(tmp_path: Path, line: str) -> None:
    from hoso.services import signing_settings

    (tmp_path / "hoso.toml").write_text(f"[signing]\n{line}\n", "utf-8")
    with pytest.raises(HosoError) as caught:
        signing_settings(load({"HOSO_DATA": str(tmp_path)}))
    assert caught.value.code == "settings_invalid"
