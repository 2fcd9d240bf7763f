"""What the store holds for an owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from storage.owners import store
from web.api.access import actor, allow, services
from web.api.models import OwnerAnswer, OwnerHitOut, OwnerQuestion, StoredDocumentOut
from web.api.problems import documented

api = APIBlueprint("owners", __name__, abp_tags=[Tag(name="owners", description="Kho dữ liệu của chủ sở hữu")])


@api.post(
    "/owners/lookup",
    summary="What does the store hold for this person?",
    operation_id="lookup_owner",
    responses={200: OwnerAnswer, **documented("purpose_required")},
    security=[{"token": ["owners"]}],
)
@allow("owners")
def lookup_owner(body: OwnerQuestion) -> dict[str, Any]:
    """Answers with opaque ids. The question, its purpose and its dossier are kept, for the owner to see."""
    with services().database.session() as session:
        hits = store.lookup(
            session,
            actor(),
            personal_id=body.personal_id,
            purpose=body.purpose,
            dossier_code=body.dossier_code,
        )
        owners = [OwnerHitOut(owner_id=h.owner_id, kind=h.kind, documents=_documents(h.documents)) for h in hits]
    return OwnerAnswer(owners=owners).model_dump(mode="json")


def _documents(found: Iterable[store.StoredDocument]) -> list[StoredDocumentOut]:
    return [
        StoredDocumentOut(id=d.document_id, **{n: getattr(d, n) for n in StoredDocumentOut.model_fields if n != "id"})
        for d in found
    ]
