"""The catalogue of kinds of paper: data, not code.

One YAML file a kind, `terms/catalogue/*.yaml` shipped with the program and a folder of an office's own beside it. A
file says how the paper is called (old and new official wordings), what its fields are, which printed labels lead to
them, which of them must agree, and what the law says of it: is it a permit or certificate whose conversion the office
must sign (Law 20/2023/QH15, Article 12.1.d), how long it is valid, is it sensitive (Decree 356/2025, Article 4).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from terms.errors import InputError
from terms.text import bare

SHIPPED = Path(__file__).parent / "catalogue"
_WORDINGS = Path(__file__).parent / "wordings.yaml"
OTHER = "other"

FieldType = Literal[
    "text",  # as printed
    "name",  # one person's name, without "Ông", "Bà"
    "names",  # all of them, joined by "; " in printed order
    "date",  # ISO 8601, as much as is printed
    "personal_number",  # 12 digits, or the old 9
    "number",  # an official number: 215/2020, 47/QĐ-UBND
    "code",  # letters and digits without meaning for us: a serial number, a card number
    "area",  # square metres with a decimal point
    "sex",  # male, female
    "place",  # an address or the name of a place
    "authority",  # a body of the state
    "person_or_body",  # a holder who may be a person or an organisation
    "choice",  # one of `choices`
]

# Where Decree 30/2020 (Annex I) puts things on a paper; a zone is looked at where no printed label leads to a field.
Zone = Literal[
    "number",
    "place_date",
    "authority",
    "document_type",
    "subject",
    "signer",
    "title",
    "certification_date",
    "registry_number",
    "registry_date",
]

CheckRule = Literal[
    "personal_number_agrees",  # fields: personal number, then date of birth and sex, as far as the kind has them
    "birth_province_agrees",  # fields: personal number, place of origin
    "tax_code",  # each of the fields has the check digit of a tax code
    "in_order",  # dates that may not run backwards
    "years_apart",  # second date at least `years` after the first
]

_Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,62}$")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(_Record):
    """One text in the two languages of the screens."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.vi


class FieldSpec(_Record):
    """One field of a kind.

    `cues`: printed labels that lead to the value, all wordings in use; matched without accents and with some tolerance;
    "@date_of_birth": all labels of that list of `terms/wordings.yaml`;
    `ranked`: the earlier in the list the better, wherever it stands. `not_cues`: labels that only begin like one.
    `zones`: places of Decree 30/2020 to look at if no cue led to a value (`zones_first`: before the cues).
    `section`: the part of the paper the field belongs to (a name of `Kind.sections`; "*": any); without one, only
    labels outside all sections lead to it.
    `confirmed_by`: labels of a second wording of the same value (a date in words).
    `pattern`: a regular expression the whole value matches; with `anywhere` it may also stand without a label.
    `required`: every paper of the kind carries it. `choices`: for type choice, value → wordings that mean it.
    """

    name: _Identifier
    labels: Words
    type: FieldType
    required: bool = True
    cues: tuple[str, ...] = ()
    not_cues: tuple[str, ...] = ()
    ranked: bool = False
    zones: tuple[Zone, ...] = ()
    zones_first: bool = False
    section: str | None = None
    confirmed_by: tuple[str, ...] = ()
    pattern: str | None = None
    anywhere: bool = False
    choices: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("cues")
    @classmethod
    def _with_shared_wordings(cls, cues: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(wording for cue in cues for wording in _wordings_of(cue)))

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"is not a regular expression: {error}") from error
        return pattern

    @model_validator(mode="after")
    def _can_be_found(self) -> FieldSpec:
        if not self.cues and not self.zones and not (self.pattern and self.anywhere):
            raise ValueError(f"field {self.name}: give cues, zones, or a pattern with `anywhere: true`")
        if self.type == "choice" and not self.choices:
            raise ValueError(f"field {self.name}: type choice needs choices")
        return self


class Check(_Record):
    """Fields that must agree with each other; see `CheckRule`."""

    rule: CheckRule
    fields: tuple[str, ...] = Field(min_length=1)
    years: int = 0

    @model_validator(mode="after")
    def _enough(self) -> Check:
        if self.rule != "tax_code" and len(self.fields) < 2:
            raise ValueError(f"{self.rule} needs two fields")
        return self


class Validity(_Record):
    """How long the paper proves something: `months` from the date in `counted_from`, or until the date in `until`."""

    months: int | None = Field(default=None, gt=0)
    counted_from: str | None = None
    until: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Validity:
        if (self.until is None) == (self.months is None or self.counted_from is None):
            raise ValueError("give either `months` with `counted_from`, or `until`")
        return self


class Holder(_Record):
    """Which fields name one owner of the paper: whose electronic store it belongs to."""

    name: str
    personal_number: str | None = None
    date_of_birth: str | None = None
    organisation: bool = False


class Kind(_Record):
    """One kind of paper.

    `titles`: every official wording of the title, old and new. `not_titles`: wordings that look like it and are not
    (a TỜ KHAI ĐĂNG KÝ KHAI SINH is no GIẤY KHAI SINH). `evidence`: phrases usual on the paper that support the title.
    `later_pages`: phrases that only stand on a second face or a continuation. `faces`: pages the paper has (an ID
    card: 2), 0 for any number. `structure`: a layout that tells the kind where the title does not.
    `other_labels`: printed labels that are no fields of ours; a value ends where one begins.
    `sections`: parts of the paper that repeat the same labels (wife, husband), each with the phrases that open it;
    "^": where none does, it is what stands before the others.
    `issued_by_authority`: a permit, certificate or confirmation: its conversion bears the office's signature
    (Law 20/2023/QH15, Article 12.1.d). `sensitive`: its image is sensitive personal data (Decree 356/2025, Article 4).
    `number`, `date`: the fields shown where a paper is named in one line. `result_codes`: codes of results on the
    National Public Service Portal; opaque.
    """

    code: _Identifier
    names: Words
    titles: tuple[str, ...] = ()
    not_titles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    later_pages: tuple[str, ...] = ()
    faces: int = Field(default=0, ge=0)
    structure: Literal["decree_30", "card", "form"] | None = None
    sections: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    other_labels: tuple[str, ...] = ()
    issued_by_authority: bool = False
    sensitive: bool = False
    validity: Validity | None = None
    holders: tuple[Holder, ...] = ()
    number: str | None = None
    date: str | None = None
    result_codes: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _names_known_fields(self) -> Kind:
        names = [spec.name for spec in self.fields]
        if len(set(names)) != len(names):
            raise ValueError("two fields have the same name")
        named: list[str | None] = [self.number, self.date]
        if self.validity:
            named += [self.validity.counted_from, self.validity.until]
        for holder in self.holders:
            named += [holder.name, holder.personal_number, holder.date_of_birth]
        for check in self.checks:
            named += check.fields
        if unknown := sorted({name for name in named if name is not None} - set(names)):
            raise ValueError(f"no such field: {', '.join(unknown)}")
        if lost := sorted({spec.section for spec in self.fields if spec.section} - {*self.sections, "*"}):
            raise ValueError(f"no such section: {', '.join(lost)}")
        if self.code != OTHER and not self.titles and not self.structure:
            raise ValueError("give titles (or a structure) to tell the paper by")
        return self

    def called(self, values: Mapping[str, str | None]) -> str:
        """How a paper with these values is called in registers and stores: "Giấy khai sinh số 215/2020".

        Never with a number that is a person's own.
        """
        number = values.get(self.number) if self.number else None
        if self.number is None or not number or self.field(self.number).type == "personal_number":
            return self.names.vi
        return f"{self.names.vi} số {number}"

    def field(self, name: str) -> FieldSpec:
        """The field called `name`. Raises KeyError."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)

    def with_cues(self, cues: Mapping[str, Iterable[str]]) -> Kind:
        """The kind with further cues, by name of the field; a field it has not is passed over."""
        fields = [
            spec.model_copy(update={"cues": (*spec.cues, *cues[spec.name])}) if spec.name in cues else spec
            for spec in self.fields
        ]
        return self.model_copy(update={"fields": tuple(fields)})


@dataclass(frozen=True)
class Catalogue:
    """All kinds an office knows, by code. `other` is always among them: a paper is never forced into a kind."""

    kinds: Mapping[str, Kind]

    @classmethod
    def load(cls, extra: Path | None = None) -> Catalogue:
        """The shipped kinds, and those of the folder `extra`, which may add kinds or replace shipped ones whole.

        Raises InputError("catalogue_invalid") naming file and place of the first mistake.
        """
        kinds = {kind.code: kind for kind in _read_folder(SHIPPED)}
        if extra is not None:
            kinds.update({kind.code: kind for kind in _read_folder(extra)})
        return cls(dict(sorted(kinds.items())))

    def __getitem__(self, code: str) -> Kind:
        return self.kinds[code]

    def __contains__(self, code: object) -> bool:
        return code in self.kinds

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds.values())

    def with_cues(self, cues: Mapping[tuple[str, str], Iterable[str]]) -> Catalogue:
        """The catalogue with further cues, by code of the kind and name of the field; itself if there are none.

        A kind or field it has not is passed over.
        """
        of_kind: dict[str, dict[str, Iterable[str]]] = {}
        for (code, name), more in cues.items():
            of_kind.setdefault(code, {})[name] = more
        if not of_kind:
            return self
        return Catalogue(
            {code: kind.with_cues(of_kind[code]) if code in of_kind else kind for code, kind in self.kinds.items()}
        )

    def kinds_with_label(self, printed: str) -> int:
        """How many kinds have a field that this label leads to: "Họ và tên" says little, "Số tờ bản đồ" much."""
        return max(1, self._label_use.get(bare(printed), 1))

    @cached_property
    def _label_use(self) -> Mapping[str, int]:
        labels = [{bare(cue) for spec in kind.fields for cue in spec.cues} for kind in self]
        return Counter(label for of_kind in labels for label in of_kind)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the catalogue's content: a changed catalogue is not mistaken for the old one."""
        content = {code: kind.model_dump(mode="json") for code, kind in self.kinds.items()}
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def problems(folder: Path) -> list[str]:
    """What is wrong with the YAML files of `folder`, one line a file, none if all is well: for the command line."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            read_kind(path)
        except InputError as error:
            found.append(str(error.details["detail"]))
    return found


def read_kind(path: Path) -> Kind:
    """The kind of one YAML file. Raises InputError("catalogue_invalid") naming the file and the place in it."""
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_SafeLoader)  # noqa: S506 - a safe loader, the quick one
        kind = Kind.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError("catalogue_invalid", detail=f"{path.name}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise InputError("catalogue_invalid", detail=f"{path.name}: {place}: {first['msg']}") from error
    if kind.code != path.stem:
        raise InputError(
            "catalogue_invalid", detail=f"{path.name}: code: is {kind.code}, the file must be named after it"
        )
    return kind


def _read_folder(folder: Path) -> list[Kind]:
    if not folder.is_dir():
        raise InputError("catalogue_invalid", detail=f"{folder}: no such folder")
    return [read_kind(path) for path in sorted(folder.glob("*.yaml"))]


def _wordings_of(cue: str) -> tuple[str, ...]:
    """The cue itself; of "@" and a name, the list of that name."""
    if not cue.startswith("@"):
        return (cue,)
    try:
        return _shared_wordings()[cue[1:]]
    except KeyError:
        raise ValueError(f"no list of wordings is called {cue[1:]}: {', '.join(_shared_wordings())}") from None


@cache
def _shared_wordings() -> Mapping[str, tuple[str, ...]]:
    lists = yaml.load(_WORDINGS.read_text("utf-8"), Loader=_SafeLoader)  # noqa: S506 - a safe loader, the quick one
    return {name: tuple(wordings) for name, wordings in lists.items()}


_SafeLoader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
