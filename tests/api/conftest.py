from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.world import World, build, services_in
from web.api import create_app


@pytest.fixture(scope="package")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """A world made once; each test gets a copy of its folder."""
    folder = tmp_path_factory.mktemp("api")
    built = build(folder)
    for scope in ("all", "elsewhere"):
        built.token(scope)
    built.services.database.dispose()
    return built, folder


@pytest.fixture
def world(template: tuple[World, Path], tmp_path: Path) -> Iterator[World]:
    built, folder = template
    copied = tmp_path / "copy"
    shutil.copytree(folder, copied)
    services, sent = services_in(copied)
    client = create_app(services).test_client()
    yield dataclasses.replace(built, client=client, services=services, sent=sent, tokens=dict(built.tokens))
    services.database.dispose()
