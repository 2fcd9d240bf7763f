"""All tables, imported in one place so that migrations and `Base.metadata` know every one of them."""

from storage.audit.tables import AuditEntry
from storage.copies.tables import CertifiedCopy, OfficeCopy, PaperCopy, Register, RegisterEntry, RegisterPrint
from storage.deliveries.tables import DeliveryLink
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
from storage.requests.tables import CalendarDay, CertificationRequest, Comparison, RefusalLetter, SuspectedForgery
from storage.search.tables import SearchEntry
from storage.signings.tables import AgentErrand, SigningBatch, SigningBatchItem, SigningTerm

__all__ = [
    "AgentErrand",
    "ApiClient",
    "ApiToken",
    "Artefact",
    "AuditEntry",
    "CalendarDay",
    "CertificationRequest",
    "CertifiedCopy",
    "Comparison",
    "Component",
    "Counter",
    "DeliveryLink",
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
    "OfficeCopy",
    "Original",
    "Owner",
    "OwnerIdentifier",
    "Page",
    "PaperCopy",
    "Person",
    "Procedure",
    "RefusalLetter",
    "Register",
    "RegisterEntry",
    "RegisterPrint",
    "RoleGrant",
    "SearchEntry",
    "SigningBatch",
    "SigningBatchItem",
    "SigningTerm",
    "StaffSession",
    "SuspectedForgery",
    "TrainingConsent",
    "Use",
]
