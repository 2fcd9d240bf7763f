from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.staff.world import Browser, World, build, copy_of


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = build(tmp_path_factory.mktemp("world"))
    world.database.dispose()
    return world


@pytest.fixture
def world(template: World, tmp_path: Path) -> World:
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
