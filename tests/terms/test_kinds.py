"""The catalogue: every kind and field others rely on, and clear words about a mistake in an office's own file."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from terms.errors import InputError
from terms.kinds import SHIPPED, Catalogue, problems

PROMISED = {
    "administrative_document": "document_number, issue_date, issuing_authority, document_type, subject, signer_name",
    "birth_certificate": "registration_number, full_name, date_of_birth, sex, ethnicity, personal_id, place_of_origin, "
    "mother_name, father_name, registration_date",
    "marriage_certificate": "registration_number, wife_name, husband_name, wife_date_of_birth, husband_date_of_birth, "
    "wife_personal_id, husband_personal_id, registration_date",
    "death_extract": "full_name, date_of_birth, date_of_death, personal_id, registration_date",
    "marital_status_certificate": "document_number, full_name, date_of_birth, personal_id, issue_date",
    "citizen_id": "personal_id, full_name, date_of_birth, sex, place_of_origin, permanent_residence, issue_date",
    "residence_confirmation": "document_number, full_name, date_of_birth, personal_id, permanent_residence, issue_date",
    "land_use_certificate": "serial_number, holder_name, personal_id, parcel_number, map_sheet_number, area_m2, "
    "issue_date",
    "household_business_registration": "registration_number, business_name, representative_name, personal_id, "
    "issue_date",
    "enterprise_registration": "enterprise_code, business_name, representative_name, head_office, issue_date",
    "diploma": "full_name, date_of_birth, diploma_number, issue_date",
    "driving_licence": "licence_number, full_name, date_of_birth, class, issue_date, expiry_date",
    "health_insurance_card": "card_number, full_name, date_of_birth, expiry_date",
    "judicial_record": "document_number, full_name, date_of_birth, personal_id, issue_date",
    "authorization_contract": "principal_name, agent_name, notary_number, issue_date",
    "construction_permit": "document_number, holder_name, location, issue_date",
    "application_form": "form_title, applicant_name, date_of_birth, personal_id",
    "other": "",
}

OFFICE_KIND = """
code: poor_household_certificate
names: {vi: Giấy chứng nhận hộ nghèo, en: Poor household certificate}
titles: [GIẤY CHỨNG NHẬN HỘ NGHÈO]
issued_by_authority: true
fields:
  - name: head_name
    labels: {vi: Chủ hộ, en: Head of household}
    type: name
    cues: [Họ và tên chủ hộ]
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def test_every_promised_kind_has_exactly_the_promised_fields() -> None:
    catalogue = Catalogue.load()
    fields = {kind.code: ", ".join(spec.name for spec in kind.fields) for kind in catalogue}
    assert {code: sorted(text.split(", ")) for code, text in fields.items()} == {
        code: sorted(text.split(", ")) for code, text in PROMISED.items()
    }


def test_permits_and_certificates_ask_for_the_offices_signature_and_private_papers_do_not() -> None:
    asked = {kind.code for kind in Catalogue.load() if kind.issued_by_authority}
    assert asked == set(PROMISED) - {"administrative_document", "authorization_contract", "application_form", "other"}


def test_the_image_of_an_id_card_is_sensitive() -> None:
    assert Catalogue.load()["citizen_id"].sensitive


def test_papers_of_limited_validity_say_from_which_date_it_counts() -> None:
    catalogue = Catalogue.load()
    marital = catalogue["marital_status_certificate"].validity
    residence = catalogue["residence_confirmation"].validity
    licence = catalogue["driving_licence"].validity
    assert marital is not None
    assert residence is not None
    assert licence is not None
    assert (marital.months, marital.counted_from) == (6, "issue_date")
    assert residence.months == 12
    assert licence.until == "expiry_date"


def test_an_office_adds_a_kind_as_data(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", "poor_household_certificate.yaml", OFFICE_KIND)
    catalogue = Catalogue.load(folder)
    assert catalogue["poor_household_certificate"].field("head_name").labels["vi"] == "Chủ hộ"
    assert set(PROMISED) < set(catalogue.kinds)


def test_the_digest_changes_with_the_content_and_only_with_it(tmp_path: Path) -> None:
    own = Catalogue.load(write(tmp_path / "own", "poor_household_certificate.yaml", OFFICE_KIND))
    respaced = Catalogue.load(write(tmp_path / "two", "poor_household_certificate.yaml", OFFICE_KIND + "\n# note\n"))
    assert own.digest == respaced.digest
    assert own.digest != Catalogue.load().digest == Catalogue.load().digest


def test_the_catalogue_travels_to_a_worker() -> None:
    catalogue = Catalogue.load()
    assert pickle.loads(pickle.dumps(catalogue)).digest == catalogue.digest


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("type: name", "type: nmae"), "fields.0.type"),
        (("issued_by_authority", "isued_by_authority"), "isued_by_authority"),
        (("cues: [Họ và tên chủ hộ]", "required: true"), "give cues, zones"),
        (("code: poor_household_certificate", "code: something_else"), "named after it"),
        (("titles: [GIẤY CHỨNG NHẬN HỘ NGHÈO]", "date: no_such"), "no such field"),
        (("cues: [", "section: wife\n    cues: ["), "no such section"),
        (("names: {vi", "names: {{vi"), "poor_household_certificate.yaml"),
        (("cues: [Họ và tên chủ hộ]", 'pattern: "[0-9"\n    anywhere: true'), "not a regular expression"),
    ],
)
def test_a_mistake_is_told_with_file_and_place(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    folder = write(tmp_path / "own", "poor_household_certificate.yaml", OFFICE_KIND.replace(*change))
    with pytest.raises(InputError) as caught:
        Catalogue.load(folder)
    assert caught.value.code == "catalogue_invalid"
    assert told in caught.value.message("en")
    assert [told in line for line in problems(folder)] == [True]


def test_labels_that_all_forms_have_are_written_down_once(tmp_path: Path) -> None:
    (tmp_path / "poor_household_certificate.yaml").write_text(
        OFFICE_KIND.replace("Họ và tên chủ hộ", '"@date_of_birth"', 1), "utf-8"
    )

    cues = {cue for spec in Catalogue.load(tmp_path)["poor_household_certificate"].fields for cue in spec.cues}

    assert {"Ngày, tháng, năm sinh", "Sinh ngày"} <= cues
    assert not any(cue.startswith("@") for cue in cues)


def test_a_list_of_labels_that_there_is_not_is_told(tmp_path: Path) -> None:
    (tmp_path / "poor_household_certificate.yaml").write_text(
        OFFICE_KIND.replace("Họ và tên chủ hộ", '"@shoe_size"', 1), "utf-8"
    )

    assert "no list of wordings is called shoe_size" in problems(tmp_path)[0]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        Catalogue.load(tmp_path / "nowhere")


def test_the_shipped_files_are_without_fault() -> None:
    assert problems(SHIPPED) == []


def test_a_paper_is_called_by_its_kind_and_number_but_never_by_a_persons_own() -> None:
    kinds = Catalogue.load()
    assert kinds["birth_certificate"].called({"registration_number": "215/2020"}) == "Giấy khai sinh số 215/2020"
    assert kinds["birth_certificate"].called({"registration_number": None}) == "Giấy khai sinh"
    assert "038190004321" not in kinds["citizen_id"].called({"personal_id": "038190004321"})
    assert kinds["other"].called({}) == kinds["other"].names.vi
