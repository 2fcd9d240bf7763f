"""What the store holds for an owner."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from storage.owners import store
from web.api.access import actor, allow, services
from web.api.models import OwnerAnswer, OwnerQuestion
from web.api.problems import documented
from web.api.summaries import summary

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
        answer = OwnerAnswer(
            owner_id=hits[0].owner_id if hits else None,
            documents=[summary(document) for hit in hits for document in hit.documents],
        )
    return answer.model_dump(mode="json")
