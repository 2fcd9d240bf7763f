from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from storage.offices import passwords
from tests.web.staff.world import Browser, World, build, copy_of, make_authority


@pytest.fixture(scope="session", autouse=True)
def cheap_hashing() -> Iterator[None]:
    """Hashing as it is in earnest costs 50 ms a password."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, cheap_hashing: None) -> World:
    world = build(tmp_path_factory.mktemp("world"))
    world.database.dispose()
    return world


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo authority with keys for the certifier and the office, made once."""
    return make_authority(tmp_path_factory.mktemp("authority") / "demo-authority")


@pytest.fixture
def world(template: World, tmp_path: Path) -> Iterator[World]:
    world = copy_of(template, tmp_path / "world")
    yield world
    world.database.dispose()


@pytest.fixture
def app(world: World) -> Flask:
    return world.app()


@pytest.fixture
def as_(app: Flask, world: World) -> Callable[[str | None], Browser]:
    """Somebody at the pages: `as_("reviewer")`, or `as_(None)` for nobody."""
    return lambda role: Browser(app, world, role)
