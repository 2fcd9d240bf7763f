"""What letters look like by themselves makes a value doubtful and names both words to the reviewer."""

from __future__ import annotations

from dataclasses import replace

from ocr.model import Doubt, FieldValue
from ocr.understanding import understand
from ocr.understanding.confidence import SURE
from tests.understanding.paper import CATALOGUE, page
from tests.understanding.test_civil_status import BIRTH_2020


def name_of_birth(doubt: Doubt | None) -> FieldValue:
    """The name of a birth certificate on which the word "Vượng" was looked at."""
    typed = page(BIRTH_2020)
    words = tuple(
        replace(word, doubt=doubt) if word.text.casefold() == "vượng" and doubt is not None else word
        for word in typed.words
    )
    (document,) = understand([replace(typed, words=words)], CATALOGUE)
    return document.fields["full_name"]


def test_letters_that_look_like_others_are_for_a_person_who_is_told_of_both() -> None:
    plain, doubted = name_of_birth(None), name_of_birth(Doubt("VƯƠNG", 4.0))
    assert plain.confidence >= SURE > doubted.confidence
    assert doubted.value == plain.value
    (finding,) = [one for one in doubted.findings if one.check == "letter_shapes"]
    assert not finding.agrees
    assert finding.beside.endswith("/ VƯƠNG")


def test_letters_that_plainly_look_like_what_was_read_make_it_no_less_sure() -> None:
    unseen, plain = name_of_birth(None), name_of_birth(Doubt("VƯƠNG", -12.0))
    assert plain.confidence >= unseen.confidence
    assert (plain.value, plain.findings) == (unseen.value, unseen.findings)


def test_what_else_bears_a_value_out_is_not_contradicted_by_its_letters() -> None:
    doubted = page(BIRTH_2020)
    words = tuple(
        replace(word, doubt=Doubt("09/10/2028", 3.0)) if word.text == "09/10/2020" else word for word in doubted.words
    )
    (document,) = understand([replace(doubted, words=words)], CATALOGUE)
    born = document.fields["date_of_birth"]
    assert any(one.check == "date_words" and one.agrees for one in born.findings)
    assert not any(one.check == "letter_shapes" for one in born.findings)


def test_the_nearer_another_letter_comes_the_less_sure_the_value() -> None:
    sure = [name_of_birth(Doubt("VƯƠNG", odds)).confidence for odds in (-12.0, -2.0, 1.0, 6.0)]
    assert sure == sorted(sure, reverse=True)
    assert sure[-1] < sure[0]
