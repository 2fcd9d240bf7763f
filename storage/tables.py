"""All tables, imported in one place so that migrations and `Base.metadata` know every one of them."""

from storage.audit.tables import AuditEntry
from storage.copies.tables import CertifiedCopy, Register, RegisterEntry
from storage.documents.tables import (
    Document,
    DocumentPage,
    DossierOriginal,
    Erasure,
    FieldDecision,
    FieldProposal,
    GroupingDecision,
    KindDecision,
    Original,
    Page,
)
from storage.dossiers.tables import Dossier, DossierComponent
from storage.jobs.tables import Artefact, Job
from storage.learning.tables import LearnedLabels, TrainingConsent
from storage.offices.tables import ApiClient, ApiToken, Counter, Office, Person, RoleGrant, StaffSession
from storage.owners.tables import DocumentOwner, Owner, OwnerIdentifier, Use
from storage.procedures.tables import Component, Procedure
from storage.search.tables import SearchEntry

__all__ = [
    "ApiClient",
    "ApiToken",
    "Artefact",
    "AuditEntry",
    "CertifiedCopy",
    "Component",
    "Counter",
    "Document",
    "DocumentOwner",
    "DocumentPage",
    "Dossier",
    "DossierComponent",
    "DossierOriginal",
    "Erasure",
    "FieldDecision",
    "FieldProposal",
    "GroupingDecision",
    "Job",
    "KindDecision",
    "LearnedLabels",
    "Office",
    "Original",
    "Owner",
    "OwnerIdentifier",
    "Page",
    "Person",
    "Procedure",
    "Register",
    "RegisterEntry",
    "RoleGrant",
    "SearchEntry",
    "StaffSession",
    "TrainingConsent",
    "Use",
]
