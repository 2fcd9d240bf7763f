"""What the API takes and gives. Field names follow docs/contract.md; times are ISO 8601 in UTC."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Purpose = Annotated[str, Field(min_length=3, max_length=500, description="Mục đích: why the data is asked for")]
DossierCode = Annotated[str, Field(min_length=1, max_length=60, description="Mã số hồ sơ the look-up serves")]


class Strict(BaseModel):
    """A request body: an unknown key is a mistake and is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class TokenRequest(Strict):
    """OAuth 2.0 client credentials."""

    grant_type: Literal["client_credentials"]
    client_id: Id
    client_secret: Annotated[str, Field(min_length=1, max_length=200)]
    scope: Annotated[str, Field(max_length=400)] = ""


class Token(BaseModel):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a scheme
    expires_in: int
    scope: str


class OwnerQuestion(Strict):
    """A look-up by number. The number stands in the body so that it reaches no address line and no log."""

    personal_id: Annotated[str, Field(pattern=r"^(\d{12}|\d{9})$")]
    purpose: Purpose
    dossier_code: DossierCode


class DocumentSummary(BaseModel):
    id: str
    doc_code: str
    kind: str
    title: str
    status: str
    trust: str
    valid_from: str | None
    valid_to: str | None
    stored_at: dt.datetime | None


class StoredDocumentOut(BaseModel):
    """A re-usable document of an owner's store. `role`: as what it belongs to the owner. Dates are as on the paper."""

    id: str
    doc_code: str
    kind: str
    title: str
    office_name: str
    status: str
    trust: str
    valid_from: str | None
    valid_to: str | None
    expired: bool
    role: str
    stored_on: str


class OwnerHitOut(BaseModel):
    """An owner as an opaque id, and what the store holds for it."""

    owner_id: str
    kind: Literal["person", "organisation"]
    documents: list[StoredDocumentOut]


class OwnerAnswer(BaseModel):
    """Whoever is known by the number; an unknown number answers with nobody."""

    owners: list[OwnerHitOut]


class DocumentPath(BaseModel):
    document_id: Id


class ReachQuery(BaseModel):
    """For a document of another office: the dossier for which its owner was looked up."""

    dossier_code: Annotated[str | None, Field(max_length=60)] = None


class FieldOut(BaseModel):
    """`confirmed`: a person decided the value; otherwise it is what the machine read, `confidence` sure."""

    value: str | None
    confidence: float
    confirmed: bool


class DocumentOut(DocumentSummary):
    state: str
    pages: int
    fields: dict[str, FieldOut]
    conversion_mark: str | None
    sha256: str | None


class UploadQuery(BaseModel):
    filename: Annotated[str, Field(min_length=1, max_length=255)]
    dossier_code: Annotated[str | None, Field(max_length=60)] = None


class Uploaded(BaseModel):
    """`duplicate_of`: the original that already holds these bytes, if any. `job_id`: what is reading it."""

    original_id: str
    sha256: str
    duplicate_of: str | None
    job_id: str | None
    dossier_id: str


class DossierRequest(Strict):
    title: Annotated[str, Field(max_length=300)] = ""
    code: Annotated[str | None, Field(max_length=60, description="An official code given elsewhere")] = None


class DossierPath(BaseModel):
    code: Annotated[str, Field(max_length=60)]


class DossierOut(BaseModel):
    id: str
    code: str
    title: str
    state: str
    pages_done: int
    pages_total: int
    documents: list[DocumentSummary]


class BookingRequest(Strict):
    """Nothing but a name is asked of the requester: the original is the only component (procedure 2.000815)."""

    requester_name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Literal["electronic_copy", "paper_copy"] = "electronic_copy"
    original_name: Annotated[str, Field(max_length=500)] = ""
    purpose: Annotated[str, Field(max_length=500, description="Where the copy will be used")] = ""
    copies_wanted: Annotated[int, Field(ge=1, le=999)] = 1


class BookingPath(BaseModel):
    booking_id: Annotated[str, Field(max_length=36)]


class BookingOut(BaseModel):
    """`state`: booked, open (the original was shown), done, refused, withdrawn or expired."""

    id: str
    number: str
    kind: str
    state: str
    show_by: dt.datetime | None
    due_at: dt.datetime | None


class SearchRequest(Strict):
    text: Annotated[str, Field(min_length=1, max_length=200)]
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    after: Annotated[str | None, Field(max_length=100, description="`cursor` of the last hit, to go on")] = None


class SearchHit(BaseModel):
    document_id: str
    kind: str
    doc_code: str
    title: str
    state: str
    snippet: str
    marks: list[tuple[int, int]] = Field(description="Start and end of what was found, in characters of the snippet")
    cursor: str


class SearchAnswer(BaseModel):
    hits: list[SearchHit]


class KindOut(BaseModel):
    code: str
    name_vi: str
    name_en: str
    fields: list[str]


class KindsAnswer(BaseModel):
    digest: str
    kinds: list[KindOut]


class VerdictOut(BaseModel):
    """As `./run verify --json` prints it (docs/contract.md)."""

    model_config = ConfigDict(extra="allow")

    verdict: Literal["valid", "invalid", "indeterminate"]
    reasons: list[dict[str, Any]]
    signatures: list[dict[str, Any]]
    certified_copy: dict[str, Any] | None
