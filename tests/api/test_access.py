"""Every route of the API × {nobody, a token without the scope, another office} is refused; made from the URL map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.world import World
from web.api.access import ANYONE, SCOPES

BODIES: dict[str, dict[str, object]] = {
    "/owners/lookup": {"personal_id": "001190012345", "purpose": "Xem thử", "dossier_code": "x"},
    "/search": {"text": "anh"},
    "/dossiers": {"title": "x"},
    "/bookings": {"requester_name": "Trần Thị Cúc"},
}


@pytest.fixture(scope="module")
def shared(template: tuple[World, Path]) -> Iterator[World]:
    """One world for all of these: nothing here is let in to change it."""
    built, _ = template
    yield built
    built.services.database.dispose()


def routes(world: World) -> list[tuple[str, str, str | None]]:
    """(method, path of an object of the first office, wanted scope) of every route."""
    app = world.client.application
    found = []
    for rule in app.url_map.iter_rules():
        values = {"document_id": world.own.document_id, "code": world.own.dossier_code, "booking_id": world.booking_id}
        path = rule.rule
        for name, value in values.items():
            path = path.replace(f"<{name}>", value).replace(f"<string:{name}>", value)
        assert "<" not in path, f"the test does not know how to fill {rule.rule}"
        scope = getattr(app.view_functions[rule.endpoint], "wanted_scope", None)
        found += [(m, path, scope) for m in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found


def ask(world: World, method: str, path: str, token: str | None):
    options: dict[str, object] = {"json": BODIES[path]} if path in BODIES else {}
    if path == "/originals":
        options = {"query_string": {"filename": "a.png"}, "data": b"x"}
    return world.ask(method, path, token=token, **options)


def test_every_route_says_who_may_call_it(shared: World) -> None:
    assert all(scope == ANYONE or scope in SCOPES for _, _, scope in routes(shared))
    assert {path for _, path, scope in routes(shared) if scope == ANYONE} == {"/token", "/kinds", "/openapi.json"}


def test_nobody_is_let_in_without_a_token_or_with_a_made_up_one(shared: World) -> None:
    shared.tokens["made up"] = "x" * 43
    for method, path, scope in routes(shared):
        if scope == ANYONE:
            continue
        for token in (None, "made up"):
            answer = ask(shared, method, path, token)
            assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in"), path
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_without_the_scope_is_refused_everywhere(shared: World) -> None:
    for method, path, scope in routes(shared):
        if scope == ANYONE:
            continue
        lesser = next(name for name in SCOPES if name != scope)
        answer = ask(shared, method, path, lesser)
        assert (answer.status_code, answer.json["code"]) == (403, "not_allowed"), path


def test_another_office_finds_none_of_our_objects(shared: World) -> None:
    ours = [
        (m, p)
        for m, p, _ in routes(shared)
        if any(own in p for own in (shared.own.document_id, shared.own.dossier_code, shared.booking_id))
    ]
    assert len(ours) >= 4
    for method, path in ours:
        answer = ask(shared, method, path, "elsewhere")
        assert (answer.status_code, answer.json["code"]) == (404, "not_found"), path


def test_the_description_is_valid_openapi_3_1_and_names_every_route(shared: World) -> None:
    description = shared.ask("GET", "/openapi.json", token=None).json
    assert description["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(description).validate()
    described = {(m.upper(), p) for p, item in description["paths"].items() for m in item}
    expected = {
        (next(iter(rule.methods - {"HEAD", "OPTIONS"})), rule.rule.replace("<", "{").replace(">", "}"))
        for rule in shared.client.application.url_map.iter_rules()
        if rule.rule != "/openapi.json"
    }
    assert described == expected
