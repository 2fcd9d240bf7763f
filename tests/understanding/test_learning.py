"""Learning printed labels from what people corrected: what is learned, what never is, and what is adopted."""

from __future__ import annotations

import pytest

from ocr.understanding.learning import ConfirmedPaper, LearnedLabel, Lesson, learn, total, with_labels
from tests.understanding.paper import CATALOGUE, MOTTO, page

KIND = "marital_status_certificate"
PEOPLE = (
    ("Nguyễn Văn An", "12/03/1990", "1990-03-12"), ("Trần Thị Bích", "04/11/1987", "1987-11-04"),
    ("Lê Hoàng Cường", "23/07/1995", "1995-07-23"), ("Phạm Thu Dung", "30/01/2001", "2001-01-30"),
    ("Vũ Minh Đức", "15/09/1983", "1983-09-15"), ("Bùi Thanh Hà", "08/05/1999", "1999-05-08"),
)  # fmt: skip


def paper(who: tuple[str, str, str], name_label: str = "Danh tính đương sự", more: str = "") -> ConfirmedPaper:
    """A certificate in a wording the catalogue does not know, as a reviewer left it."""
    name, printed, born = who
    text = f"""{MOTTO}
^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
{name_label}: {name}
Chào đời vào: {printed}
Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai
{more}"""
    return ConfirmedPaper((page(text),), KIND, {"full_name": name, "date_of_birth": born})


def papers(*, name_label: str = "Danh tính đương sự", more: str = "") -> list[ConfirmedPaper]:
    return [paper(who, name_label, more) for who in PEOPLE]


def taught(lesson: Lesson) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in lesson.labels:
        found.setdefault(label.field, []).append(label.cue)
    return found


def test_labels_the_catalogue_does_not_know_are_learned_from_corrections() -> None:
    all_papers = papers()
    lesson = learn(all_papers[:3], all_papers[3:], CATALOGUE)
    assert lesson.adopted
    assert taught(lesson) == {"full_name": ["Danh tính đương sự"], "date_of_birth": ["Chào đời vào"]}
    before, after = total(lesson.before), total(lesson.after)
    assert (before.fields, after.right, after.flagged, after.silent) == (6, 6, 0, 0)
    assert before.right < after.right
    assert before.flagged == 6


def test_each_label_says_how_many_papers_it_was_learned_from() -> None:
    lesson = learn(papers(), papers(), CATALOGUE)
    label = next(one for one in lesson.labels if one.field == "full_name")
    assert label == LearnedLabel(KIND, "full_name", "Danh tính đương sự", papers=6, right=6, wrong=0)


def test_two_papers_teach_nothing() -> None:
    lesson = learn(papers()[:2], papers()[2:], CATALOGUE)
    assert (lesson.adopted, lesson.labels) == (False, ())


def typed(*lines: str, **values: str) -> ConfirmedPaper:
    text = "\n".join((MOTTO.strip(), "^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", *lines))
    return ConfirmedPaper((page(text),), KIND, values)


def test_what_leads_to_another_value_as_often_is_no_label() -> None:
    """ "Người liên quan" stands before the person and, first, before somebody else."""
    alone = [typed(f"Người liên quan: {who[0]}", full_name=who[0]) for who in PEOPLE]
    second = [typed("Người liên quan: Đỗ Văn Khác", f"Người liên quan: {who[0]}", full_name=who[0]) for who in PEOPLE]
    lesson = learn([*alone[:3], *second[:3]], [*alone[3:], *second[3:]], CATALOGUE)
    assert "full_name" not in taught(lesson)


def test_a_phrase_that_is_another_label_of_the_kind_is_not_taken() -> None:
    every = [typed(f"Nơi cư trú: {who[0]}", full_name=who[0]) for who in PEOPLE]
    assert learn(every[:3], every[3:], CATALOGUE).labels == ()


@pytest.mark.parametrize("label", ["Mục 4 danh tính", "Do bà Nguyễn Thị Lan khai", "Bà NGUYÊN THỊ LAN"])
def test_a_cue_holds_no_digit_and_nobodys_name(label: str) -> None:
    lesson = learn(papers(name_label=label)[:3], papers(name_label=label)[3:], CATALOGUE)
    for cue in taught(lesson).get("full_name", []):
        assert not any(letter.isdigit() for letter in cue)
        assert "lan" not in cue.casefold().split()
        assert "thị" not in cue.casefold().split()


def test_a_cue_holds_no_word_of_any_value_of_the_paper() -> None:
    same = [("Trần Văn Tính", printed, born) for _name, printed, born in PEOPLE]
    every = [paper(who, "Danh tính") for who in same]
    assert "full_name" not in taught(learn(every[:3], every[3:], CATALOGUE))


def test_nothing_is_adopted_that_makes_no_held_out_paper_better() -> None:
    known = [typed(f"Họ và tên: {who[0]}", full_name=who[0]) for who in PEOPLE]
    lesson = learn(papers()[:3], known, CATALOGUE)
    assert (lesson.adopted, lesson.labels) == (False, ())
    assert lesson.before is lesson.after


def test_what_makes_a_held_out_field_worse_is_left_out_and_the_rest_adopted() -> None:
    """On the held-out papers "Danh tính đương sự" leads to somebody else, "Chào đời vào" to the right day."""
    others = "Danh tính đương sự: Đỗ Văn Hùng"
    held_out = [
        typed(others, f"Chào đời vào: {printed}", f"Cấp theo đề nghị của {name}", full_name=name, date_of_birth=born)
        for name, printed, born in PEOPLE[3:]
    ]
    lesson = learn(papers()[:3], held_out, CATALOGUE)
    assert taught(lesson) == {"date_of_birth": ["Chào đời vào"]}


def test_what_was_learned_before_stays() -> None:
    first = learn(papers(), papers(), CATALOGUE)
    every = papers(name_label="Nhân thân của người được cấp")
    second = learn(every[:3], every[3:], CATALOGUE, known=first.labels)
    assert taught(second)["full_name"] == ["Danh tính đương sự", "Nhân thân của người được cấp"]


def test_a_label_another_office_offers_is_held_to_the_same() -> None:
    good = LearnedLabel(KIND, "full_name", "Danh tính đương sự", 50, 50, 0)
    bad = LearnedLabel(KIND, "full_name", "Tình trạng", 50, 50, 0)
    lesson = learn(papers()[:3], papers()[3:], CATALOGUE, offered=[good, bad])
    assert taught(lesson)["full_name"] == ["Danh tính đương sự"]


def test_learned_labels_lie_over_the_catalogue_and_change_its_digest() -> None:
    label = LearnedLabel(KIND, "full_name", "Danh tính đương sự", 6, 6, 0)
    wider = with_labels(CATALOGUE, [label])
    assert wider[KIND].field("full_name").cues[-1] == "Danh tính đương sự"
    assert wider.digest != CATALOGUE.digest
    assert with_labels(CATALOGUE, []) is CATALOGUE
    gone = LearnedLabel("no_such_kind", "full_name", "Danh tính", 6, 6, 0)
    assert with_labels(CATALOGUE, [gone]).digest == CATALOGUE.digest


def test_papers_of_an_unknown_kind_or_without_words_teach_nothing() -> None:
    blank = ConfirmedPaper((page(""),), KIND, {"full_name": "An"})
    unknown = ConfirmedPaper(papers()[0].pages, "no_such_kind", {"full_name": "An"})
    assert learn([blank, unknown] * 3, [blank, unknown], CATALOGUE).labels == ()
