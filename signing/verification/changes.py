"""What was changed after a signature, and whether the standard and the signer allow it.

pyHanko's difference analysis decides what is plainly allowed. What it cannot explain is compared by ourselves, as a
reader would see it: pages, their content and resources, annotations, form fields, and the parts of the catalogue that
change what is shown. What looks different is tampering; what does not (freed objects, reordered validation data, which
some sound producers write) is reported as unexplained, never as valid and never as forged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.diff_analysis.rules.form_field_rules import is_field_visible
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.verification.container import Bytes
from signing.verification.model import Reason

# Parts of the catalogue that change what a reader shows or does.
_SHOWING = ("/OCProperties", "/OpenAction", "/AA", "/Names", "/PageLabels", "/ViewerPreferences", "/NeedsRendering")
_SIGNING = frozenset({"/AcroForm", "/Perms", "/Extensions", "/Version", "/DSS", "/Pages", "/Metadata"})
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_PAGE = ("/Contents", "/UserUnit", "/AA", "/Group", "/Trans", "/TemplateInstantiated")
_UPWARD = frozenset({"/Parent", "/P", "/StructParent", "/StructParents", "/Popup", "/Dest"})
_ACROSS = frozenset({"/Pg", "/Obj"})  # from the structure to pages and fields, which are compared where they stand
_ANNOTATIONS_ALLOWED = 3  # DocMDP level of ISO 32000-2, 12.8.2.2
_DESCRIBING = ("/Title", "/Author", "/Subject", "/Keywords")
_DESCRIBED = re.compile(rb"<dc:(title|creator|description|subject)\b.*?</dc:\1\s*>", re.DOTALL)
_NAMESPACE = re.compile(rb'\s+xmlns:\w+="[^"]*"')  # some writers name it at the packet's head, some at each element
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})\s+([0-9]{1,5})\s+obj\b")
_MAX_PAGES = 20_000
_MAX_DEPTH = 200


@dataclass(frozen=True)
class Changes:
    """`reasons`: what to say of the changes; `forbidden`: they break the signature; `open`: not settled either way."""

    reasons: tuple[Reason, ...] = ()
    forbidden: bool = False
    open: bool = False


def review(signature: EmbeddedPdfSignature, *, certified: int | None) -> Changes:
    """Judges what followed `signature`, whose coverage has been computed.

    `certified`: the DocMDP level (1, 2 or 3) that holds for the document, or None.
    """
    coverage = signature.evaluate_signature_coverage()
    if coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Changes((Reason("not_covered"),), forbidden=True)
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Changes()
    found = _difference(signature, certified)
    if _hybrid_afterwards(signature) and not found.forbidden:
        return Changes((*found.reasons, Reason("unexplained_change")), open=True)
    return found


def _difference(signature: EmbeddedPdfSignature, certified: int | None) -> Changes:
    difference = signature.evaluate_modifications(DEFAULT_DIFF_POLICY)
    if not isinstance(difference, DiffResult):
        return _unexplained(signature, certified)
    level = signature.docmdp_level
    if level is not None and difference.modification_level.value > level.value:
        return Changes((Reason("certification_broken"),), forbidden=True)
    if difference.modification_level == ModificationLevel.NONE:
        # Bytes follow, and the parser sees no change in them (incremental saving attack B).
        return Changes((Reason("invisible_bytes"),), forbidden=True)
    if _described_otherwise(signature):
        return Changes((Reason("modified_after_signing"),), forbidden=certified is not None, open=certified is None)
    found = _form_changes(signature, set(difference.changed_form_fields), certified)
    if found == Changes() and _nothing_added(signature):
        return Changes((Reason("invisible_bytes"),), forbidden=True)
    return found


def _nothing_added(signature: EmbeddedPdfSignature) -> bool:
    """Whether what follows the last signature of a file is not even data for validating it: nobody needs such bytes."""
    reader = signature.reader
    if any(other.signed_revision > signature.signed_revision for other in reader.embedded_signatures):
        return False
    last = reader.xrefs.total_revisions - 1
    old, new = (reader.get_historical_resolver(one).root for one in (signature.signed_revision, last))
    return _Same()(_get(old, "/DSS"), _get(new, "/DSS"))


def _described_otherwise(signature: EmbeddedPdfSignature) -> bool:
    """Whether title, author or subject say something else now: readers show them, and signing changes none of them."""
    reader = signature.reader
    last = reader.xrefs.total_revisions - 1
    before, after = (_description(reader.get_historical_resolver(one)) for one in (signature.signed_revision, last))
    return before != after


def _description(view: PdfFileReader | HistoricalResolver) -> list[object]:
    info, metadata = _resolve(view.trailer_view.get("/Info")), _get(view.root, "/Metadata")
    written = [str(_get(info, key) or "") for key in _DESCRIBING]
    stream = metadata.data if isinstance(metadata, generic.StreamObject) else b""
    return [written, [_NAMESPACE.sub(b"", found[0]) for found in _DESCRIBED.finditer(stream)]]


def _hybrid_afterwards(signature: EmbeddedPdfSignature) -> bool:
    """Of a later revision with hybrid references, old and new readers see different objects."""
    references = signature.reader.xrefs
    later = range(signature.signed_revision + 1, references.total_revisions)
    return any(references.get_xref_data(revision).hybrid is not None for revision in later)


def _form_changes(signature: EmbeddedPdfSignature, fields: set[str], certified: int | None) -> Changes:
    """Only signing itself is harmless. Anything else that was filled in is not what the signer saw."""
    filled = sorted(fields - set(_signature_fields(signature.reader)))
    if not filled:
        return Changes()
    names = {"fields": ", ".join(filled[:5])}
    lock = signature.fieldmdp
    with_leave = (certified is not None and certified >= 2) or (
        lock is not None and not any(lock.is_locked(name) for name in filled)
    )
    if with_leave:
        return Changes((Reason("form_filled_with_leave", names),), open=True)
    return Changes((Reason("form_changed", names),), forbidden=True)


def unlisted_objects(signature: EmbeddedPdfSignature, data: Bytes) -> bool:
    """Objects after the signed bytes that no cross-reference table lists: a reader that repairs files may show them."""
    end = int(signature.byte_range[2]) + int(signature.byte_range[3])
    references = signature.reader.xrefs
    later = range(signature.signed_revision + 1, references.total_revisions)
    listed = references.xref_stream_refs.union(*(references.explicit_refs_in_revision(one) for one in later))
    known = {(reference.idnum, reference.generation) for reference in listed}
    return any((int(found[1]), int(found[2])) not in known for found in _OBJECT.finditer(data, end))


def _unexplained(signature: EmbeddedPdfSignature, certified: int | None) -> Changes:
    reader = signature.reader
    last = reader.xrefs.total_revisions - 1
    seen = compare(reader, signature.signed_revision, last)
    if not seen and certified is not None and _new_visible_signature(reader, signature.signed_revision, last):
        # ISO 32000-2 lets others sign after certification and does not say whether in a field drawn only then. Signing
        # programs in use here do it, and so does the sneaky signature attack.
        return Changes((Reason("signature_drawn_later"),), open=True)
    if not seen:
        return Changes((Reason("unexplained_change"),), open=True)
    allowed = certified == _ANNOTATIONS_ALLOWED and [reason.code for reason in seen] == ["annotations_changed"]
    return Changes(tuple(seen), forbidden=not allowed, open=allowed)


def _new_visible_signature(reader: PdfFileReader, before: int, after: int) -> bool:
    """Whether a signature field was drawn on a page between two revisions: it can cover what was signed."""
    old = set(_signature_fields(reader.get_historical_resolver(before)))
    return any(
        is_field_visible(field.get_object())
        for name, _, field in enumerate_sig_fields(reader.get_historical_resolver(after))
        if name not in old
    )


def compare(reader: PdfFileReader, before: int, after: int) -> list[Reason]:
    """What a reader sees changed between two revisions (0 is the oldest); an empty list means: nothing."""
    old, new = reader.get_historical_resolver(before), reader.get_historical_resolver(after)
    same = _Same()
    reasons: list[Reason] = []
    numbers: list[str] = []
    annotations = False
    for number, (left, right) in enumerate(zip_longest(_pages(old), _pages(new)), 1):
        if left is None or right is None or not _same_page(left, right, same):
            numbers.append(str(number))
        elif not _same_annotations(left, right, same):
            annotations = True
    if numbers:
        shown = ", ".join(numbers[:10]) + (" …" if len(numbers) > 10 else "")
        reasons.append(Reason("pages_changed", {"pages": shown}))
    if annotations:
        reasons.append(Reason("annotations_changed"))
    fields = _changed_fields(old, new, same)
    if fields:
        reasons.append(Reason("form_changed", {"fields": ", ".join(fields[:5])}))
    if any(not same(_get(old.root, key), _get(new.root, key)) for key in _SHOWING):
        reasons.append(Reason("modified_after_signing"))
    return reasons


def same_catalogue(old: PdfFileReader, new: PdfFileReader) -> bool:
    """Of two files, whether catalogue and description say the same but for what a signature itself puts there."""
    same = _Same()
    keys = (old.root.keys() | new.root.keys()) - _SIGNING
    alike = all(same(_get(old.root, key), _get(new.root, key)) for key in keys)
    return alike and _description(old) == _description(new)


def _signature_fields(reader: PdfFileReader | HistoricalResolver) -> list[str]:
    return [name for name, _, _ in enumerate_sig_fields(reader)]


def _pages(view: HistoricalResolver) -> Iterator[dict[str, object]]:
    """Each page with what it inherits. Raises ValueError for a page tree that is no tree."""
    visited: set[object] = set()

    def walk(node: object, inherited: dict[str, object], depth: int) -> Iterator[dict[str, object]]:
        if not isinstance(node, generic.DictionaryObject) or depth > _MAX_DEPTH or len(visited) > _MAX_PAGES:
            raise ValueError("the page tree is broken")
        passed = inherited | {key: node.raw_get(key) for key in _INHERITED if key in node}
        kids = node.get("/Kids")
        if kids is None:
            yield passed | {key: node.raw_get(key) for key in (*_PAGE, "/Annots") if key in node}
            return
        for kid in kids:
            mark = kid.reference if isinstance(kid, generic.IndirectObject) else id(kid)
            if mark in visited:
                raise ValueError("the page tree has a loop")
            visited.add(mark)
            yield from walk(_resolve(kid), passed, depth + 1)

    yield from walk(_resolve(view.root.raw_get("/Pages")), {}, 0)


def _same_page(left: dict[str, object], right: dict[str, object], same: _Same) -> bool:
    return all(same(left.get(key), right.get(key)) for key in (*_INHERITED, *_PAGE))


def _same_annotations(left: dict[str, object], right: dict[str, object], same: _Same) -> bool:
    """Widgets of signature fields may come; everything else must stay as it was."""
    before, after = (_annotations(page.get("/Annots")) for page in (left, right))
    others = [item for item in after if not _is_signature_widget(item)]
    kept = [item for item in before if not _is_signature_widget(item)]
    return len(kept) == len(others) and all(same(a, b) for a, b in zip(kept, others, strict=True))


def _annotations(value: object) -> list[object]:
    resolved = _resolve(value)
    return [_resolve(item) for item in resolved] if isinstance(resolved, generic.ArrayObject) else []


def _is_signature_widget(annotation: object) -> bool:
    if not isinstance(annotation, generic.DictionaryObject) or annotation.get("/Subtype") != "/Widget":
        return False
    parent = annotation.get("/Parent")
    return annotation.get("/FT") == "/Sig" or (
        isinstance(parent, generic.DictionaryObject) and parent.get("/FT") == "/Sig"
    )


def _changed_fields(old: HistoricalResolver, new: HistoricalResolver, same: _Same) -> list[str]:
    before, after = _values(old), _values(new)
    return sorted(name for name in before.keys() | after.keys() if not same(before.get(name), after.get(name)))


def _values(view: HistoricalResolver) -> dict[str, object]:
    """The fields that are not signatures, by full name."""
    found: dict[str, object] = {}
    form = _get(view.root, "/AcroForm")

    def walk(items: object, prefix: str, kind: object, depth: int) -> None:
        if not isinstance(items, generic.ArrayObject) or depth > _MAX_DEPTH or len(found) > _MAX_PAGES:
            return
        for number, item in enumerate(items):
            field = _resolve(item)
            if not isinstance(field, generic.DictionaryObject):
                continue
            name = f"{prefix}.{field['/T']}".lstrip(".") if "/T" in field else f"{prefix}#{number}"
            own = field.get("/FT", kind)
            if own != "/Sig":
                found[name] = generic.ArrayObject(
                    [field.raw_get(key) for key in ("/V", "/AP", "/Rect", "/F") if key in field]
                )
            walk(_get(field, "/Kids"), name, own, depth + 1)

    if isinstance(form, generic.DictionaryObject):
        walk(_get(form, "/Fields"), "", None, 0)
    return found


def _get(node: object, key: str) -> object:
    return node[key] if isinstance(node, generic.DictionaryObject) and key in node else None


def _resolve(value: object) -> object:
    return value.get_object() if isinstance(value, generic.IndirectObject) else value


class _Same:
    """Deep equality of two objects of two revisions; pairs already met count as equal, so loops end."""

    def __init__(self) -> None:
        self._met: set[tuple[object, object]] = set()

    def __call__(self, left: object, right: object) -> bool:
        stack = [(left, right)]
        while stack:
            a, b = stack.pop()
            if isinstance(a, generic.IndirectObject) and isinstance(b, generic.IndirectObject):
                pair = (a.reference, b.reference)
                if pair in self._met:
                    continue
                self._met.add(pair)
            a, b = _resolve(a), _resolve(b)
            children = _children(a, b)
            if children is None:
                return False
            stack.extend(children)
        return True


def _stream(value: generic.DictionaryObject) -> bytes | None:
    return value.encoded_data if isinstance(value, generic.StreamObject) else None


def _children(a: object, b: object) -> list[tuple[object, object]] | None:
    """The pairs still to be compared when these two are alike, or None when they are not."""
    if isinstance(a, generic.DictionaryObject):
        if not isinstance(b, generic.DictionaryObject) or _stream(a) != _stream(b):
            return None
        keys = a.keys() - _UPWARD
        if keys != b.keys() - _UPWARD:
            return None
        if any(a.raw_get(key) != b.raw_get(key) for key in keys & _ACROSS):
            return None
        return [(a.raw_get(key), b.raw_get(key)) for key in keys - _ACROSS]
    if isinstance(a, generic.ArrayObject):
        if not isinstance(b, generic.ArrayObject) or len(a) != len(b):
            return None
        return [(a.raw_get(index), b.raw_get(index)) for index in range(len(a))]
    if isinstance(a, generic.TextStringObject | generic.ByteStringObject):
        alike = isinstance(b, generic.TextStringObject | generic.ByteStringObject) and (
            a.original_bytes == b.original_bytes
        )
        return [] if alike else None
    return [] if type(a) is type(b) and a == b else None
