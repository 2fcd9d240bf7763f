"""The account that the demo gives, from the first scan to the last look-up."""

from __future__ import annotations

import time
from pathlib import Path

import click

from hoso.demonstration.people import Cast, confirm_as_on_paper, name_owners, signing_worker
from hoso.first_run import first_run
from hoso.intake import work_off
from hoso.sample import sample_truth, take_in_sample
from hoso.services import anchors_of, open_house
from hoso.settings import Settings
from signing.act import begin, seal
from signing.conversion import convert, sign_conversions
from signing.refusals import ARTICLE_22
from signing.request import CopyRequest
from signing.verification import Verifier
from storage.copies.copies import copy_by_id
from storage.copies.register import entry_by_id
from storage.documents.readings import documents_of, pages_of_document
from storage.documents.review import review_queue
from storage.documents.tables import Document
from storage.dossiers.dossiers import dossier_by_id, progress
from storage.owners.store import identifiers_of, lookup, owners_of
from terms.errors import StateError
from web.public.register import Asked, StoredPublicRegister

VERDICTS = {
    "valid": "HỢP LỆ (valid)",
    "invalid": "KHÔNG HỢP LỆ (invalid)",
    "indeterminate": "CHƯA XÁC ĐỊNH (indeterminate)",
}


def run(settings: Settings, folder: Path) -> int:
    """The demo in `settings.data`, its results in `folder`. 0 if the copy verifies and an altered one does not."""
    started = time.monotonic()
    house = open_house(settings)
    if not first_run(house):
        raise StateError(
            "wrong_state", detail="đã có cơ quan thật, hãy đặt HOSO_DATA / real offices here, set HOSO_DATA"
        )
    folder.mkdir(parents=True, exist_ok=True)
    cast = Cast(house)
    dossier_id = _digitise(cast)
    documents = _review(cast, dossier_id)
    with signing_worker(house):
        _store(cast, documents, folder)
        copy = _certify(cast, documents[0], folder)
    good = _verify(cast, copy)
    _ask_again(cast, documents)
    _title(f"Xong trong {time.monotonic() - started:.0f} giây (done)")
    click.echo(f"  Kết quả (results):    {folder}")
    click.echo(f"  Tài khoản (accounts): {settings.data / 'practice-accounts.json'}")
    click.echo(
        f"  Tiếp theo (next):     ./run serve, rồi mở (then open) http://{settings.web.host}:{settings.web.port}"
    )
    return 0 if good else 1


def _digitise(cast: Cast) -> str:
    _title("1. Tiếp nhận, quét, đọc (taken in and read)")
    started, actor = time.monotonic(), cast.enter("tiepnhan").actor
    sent: list[str] = []
    dossier_id, answers = take_in_sample(cast.house, actor, lambda job_id, priority: sent.append(job_id))
    for answer in answers:
        click.echo(f"  {answer.filename}")
    if not answers:
        click.echo("  Giấy tờ mẫu đã có ở đây; không quét lại. (The sample is here already; nothing is scanned twice.)")
    work_off(cast.house, sent)
    with cast.house.database.session() as session:
        dossier = dossier_by_id(session, actor, dossier_id)
        pages = progress(session, actor, dossier_id).pages_total
    click.echo(f"  Hồ sơ {dossier.code}: {pages} trang (pages), {time.monotonic() - started:.1f} s")
    return dossier_id


def _review(cast: Cast, dossier_id: str) -> list[Document]:
    _title("2. Nhận dạng và đối soát (named, lifted into fields, confirmed by a person)")
    reviewer, truth = cast.enter("doisoat").actor, sample_truth(cast.house)
    with cast.house.database.session() as session:
        queue = review_queue(session, reviewer, dossier_id)
    for document in queue:
        sure = document.kind_confidence
        with cast.house.database.session() as session:
            pages = pages_of_document(session, reviewer, document.id)
            document, asked, mended = confirm_as_on_paper(
                session, reviewer, document, pages, truth, cast.house.catalogue
            )
            name_owners(session, reviewer, document, cast.house.catalogue)
        kind = cast.house.catalogue[document.kind]
        click.echo(
            f"  {kind.names['vi']} ({kind.names['en']}): {len(pages)} trang (pages), chắc (sure) {sure:.0%};"
            f" {len(kind.fields)} trường (fields), cần xem (to look at) {asked}, đã sửa (mended) {mended}"
        )
    with cast.house.database.session() as session:
        confirmed = documents_of(session, reviewer, dossier_id)
    # The paper to be certified is one that a citizen is asked for again and again.
    return sorted(confirmed, key=lambda document: document.kind != "birth_certificate")


def _store(cast: Cast, documents: list[Document], folder: Path) -> None:
    _title("3. Chuyển đổi và lưu kho (converted with the law's mark, into the owners' store)")
    reviewer, keeper = cast.enter("doisoat").actor, cast.enter("vanthu")
    new = [document for document in documents if document.state == "confirmed"]
    made = [convert(cast.signing, reviewer, document.id) for document in new]
    waiting = [one.document_id for one in made if one.awaits_signature]
    files = {one.document_id: one.sha256 for one in made}
    if waiting:
        signed = sign_conversions(cast.signing, keeper.token, cast.people["vanthu"].pin, waiting)
        files |= dict(zip(waiting, signed, strict=True))
    for document in documents:
        name = f"{document.doc_code}.pdf"
        sha256 = files.get(document.id) or str(document.converted_sha256)
        (folder / name).write_bytes(cast.house.blobs.path(sha256).read_bytes())
        signed_by_office = document.needs_office_signature or document.id in waiting
        note = "có chữ ký số của cơ quan (signed by the office)" if signed_by_office else ""
        click.echo(f"  {name}  {document.title}  {note}")


def _certify(cast: Cast, document: Document, folder: Path) -> Path:
    _title("4. Chứng thực bản sao từ bản chính (compared, numbered, signed twice)")
    certifier, keeper = cast.enter("chungthuc"), cast.enter("vanthu")
    with cast.house.database.session() as session:
        pages = len(pages_of_document(session, certifier.actor, document.id))
    request = CopyRequest(
        document_id=document.id,
        requester_name=cast.requester(document),
        answers={item.code: False for item in ARTICLE_22},
        pages_compared=list(range(1, pages + 1)),
    )
    certified = begin(cast.signing, certifier.token, cast.people["chungthuc"].pin, request)
    issued = seal(cast.signing, keeper.token, cast.people["vanthu"].pin, certified.copy_id)
    path = folder / f"ban-sao-{certified.number}.pdf"
    path.write_bytes(cast.house.blobs.path(issued.pdf_sha256).read_bytes())
    with cast.house.database.session() as session:
        copy = copy_by_id(session, keeper.actor, issued.copy_id)
        entry = entry_by_id(session, keeper.actor, copy.entry_id or "")
    click.echo(
        f"  {entry.original_name}: số chứng thực (number) {certified.number}, quyển số (register) {certified.register}"
    )
    click.echo(f"  Người chứng thực (certifier) {entry.signer_name}; đóng dấu (sealed by) {keeper.person.full_name}")
    click.echo(f"  {path.name}   {cast.signing.settings.public_address}/v/{issued.code}")
    return path


def _verify(cast: Cast, copy: Path) -> bool:
    _title("5. Kiểm tra (verified)")
    verifier, anchors = Verifier(), anchors_of(cast.house.settings)
    register = Asked(StoredPublicRegister(cast.house.database))
    data = bytearray(copy.read_bytes())
    try:
        whole = verifier.verify(bytes(data), anchors, register=register)
        data[len(data) // 3] ^= 1
        altered = verifier.verify(bytes(data), anchors, register=register)
    finally:
        verifier.close()
    click.echo(
        f"  {copy.name}: {VERDICTS[whole.verdict]}{'; DÙNG THỬ, không có giá trị pháp lý (demo)' if whole.demo else ''}"
    )
    for signature in whole.signatures:
        click.echo(f"    {signature.signer}: {signature.level}, {signature.indication}")
    for reason in whole.reasons:
        click.echo(f"    {reason.message('vi')} ({reason.message('en')})")
    click.echo(f"  đổi một byte (one byte changed): {VERDICTS[altered.verdict]}")
    return whole.verdict == "valid" and altered.verdict != "valid"


def _ask_again(cast: Cast, documents: list[Document]) -> None:
    _title("6. Lần sau, ở quầy khác (next time, at another counter)")
    actor = cast.enter("tiepnhan").actor
    with cast.house.database.session() as session:
        owners = [owner for document in documents for owner, _ in owners_of(session, actor, document.id)]
        numbers = {owner.id: number.value for owner in owners for number in identifiers_of(session, actor, owner.id)}
        best = max(numbers, key=lambda owner_id: sum(owner.id == owner_id for owner in owners), default=None)
        if best is None:
            return
        number = numbers[best]
        purpose = "Minh họa tra cứu kho dữ liệu (demonstration)"
        (hit, *_) = lookup(session, actor, personal_id=number, purpose=purpose, dossier_code="H99.01-DEMO")
    click.echo(f"  {hit.name}, số định danh (personal number) {'•' * 8}{number[-4:]}:")
    for document in hit.documents:
        kind = cast.house.catalogue[document.kind]
        click.echo(f"    đã có, không phải nộp lại (already here): {kind.names['vi']} ({kind.names['en']})")


def _title(text: str) -> None:
    click.echo(f"\n{text}")
