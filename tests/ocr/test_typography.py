"""What a typesetter knows is applied to what was read; letters of names, numbers, codes and addresses stay."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from ocr.model import Word
from ocr.pixels import Image
from ocr.typography import typeset

PAPER = np.full((2000, 2000), 255, np.uint8)


def _words(text: str, confidence: float = 0.95) -> list[Word]:
    """A page of these lines in type 20 pixels high; three spaces stand for a wide gap."""
    words = []
    for number, line in enumerate(text.split("\n")):
        left = 100
        for part in line.replace("   ", " \t ").split(" "):
            if part == "\t":
                left += 100
                continue
            words.append(Word(part, (left, 100 + 40 * number, 10 * len(part), 20), confidence, number))
            left += 10 * len(part) + 8
    return words


def _typeset(text: str, page: Image = PAPER) -> str:
    lines: dict[int, list[str]] = {}
    for word in typeset(_words(text), page):
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("số 12⁄QĐ-UBND", "số 12/QĐ-UBND"),
        ("Conƒers the degree", "Confers the degree"),
        ("Mẫu số 09/ÐK", "Mẫu số 09/ĐK"),
        ("€ó giá trị đến", "Có giá trị đến"),
        ("sinh ngày 26I06I1985", "sinh ngày 26/06/1985"),
        ("thi hành Quyết định này./⁄", "thi hành Quyết định này./."),
        ("Sở Dân tộc - Tôn giáo tỉnh).I.", "Sở Dân tộc - Tôn giáo tỉnh)./."),
        ("~ Như trên;", "- Như trên;"),
        ("Email: hoso12(@example.vn", "Email: hoso12@example.vn"),
        ("Số: 45UBND-TP", "Số: 45/UBND-TP"),
        ("KT, CHỦ TỊCH", "KT. CHỦ TỊCH"),
        ("V⁄% giao chỉ tiêu", "V/v giao chỉ tiêu"),
        ("V/ giao chỉ tiêu", "V/v giao chỉ tiêu"),
        ("Số: 322/2025_ ngày", "Số: 322/2025 ngày"),
        ("w giao chỉ tiêu", "V/v giao chỉ tiêu"),
        ("Quốc tịch l Nationality: Việt Nam", "Quốc tịch / Nationality: Việt Nam"),
    ],
)
def test_signs_that_no_print_has_are_those_that_it_has(read: str, printed: str) -> None:
    assert _typeset(read) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Giới tính:Nữ Dân tộc:Kinh", "Giới tính: Nữ Dân tộc: Kinh"),
        ("Năm tốt nghiệp:1985", "Năm tốt nghiệp: 1985"),
        ("Thôn 12,xã Lương Sơn", "Thôn 12, xã Lương Sơn"),
        ("2.Loratadin 10 mg", "2. Loratadin 10 mg"),
        ("a)Thửa đất số", "a) Thửa đất số"),
        ("Họvàtên Giớitính:Nữ", "Họ và tên Giới tính: Nữ"),
        ("CÔNGANTỈNHLONGAN", "CÔNG AN TỈNH LONG AN"),
        ("Số: 1469 /KH-BQL", "Số: 1469/KH-BQL"),
        ("Số: 12   /QĐ-UBND", "Số: 12 /QĐ-UBND"),
        ("Số: 12/ QĐ-UBND", "Số: 12/QĐ-UBND"),
        ("4 . Nơi sinh", "4. Nơi sinh"),
        ("Số /No.: 012", "Số / No.: 012"),
        ("Điều 1. Phạm.vi ủy quyền", "Điều 1. Phạm vi ủy quyền"),
        ("xã Thạnh Quới, huyện.Vĩnh Thạnh", "xã Thạnh Quới, huyện Vĩnh Thạnh"),
        ("CHỨNG THỰC.BẢN SAO", "CHỨNG THỰC BẢN SAO"),
        ("ỦY BAN-NHÂN DÂN", "ỦY BAN NHÂN DÂN"),
        ("TÌNH HÌNH KINH TẾ-XÃ HỘI", "TÌNH HÌNH KINH TẾ-XÃ HỘI"),
        ("KT.CHỦ TỊCH", "KT. CHỦ TỊCH"),
        ("theo quy định này.Các đơn vị", "theo quy định này. Các đơn vị"),
    ],
)
def test_spaces_stand_where_print_has_them(read: str, printed: str) -> None:
    assert _typeset(read) == printed


@pytest.mark.parametrize(
    "line",
    [
        "lúc 8:30, tỷ lệ 1:500, giá 1.500,5 đồng",
        "hoso@example.vn dichvucong.gov.vn https://a.vn:8080/x",
        "P.KT TP.HCM TT-BTC 01/2024-SCT/CK,ĐC",
        "H.Nguyễn U.B.N.D QSDĐ UBMTTQ",
        "Số: /QĐ-UBND",
        "rơmoóc và ôtô, kilôgam",
        "Êban Ksor Đắk Zơrâm",
        "Loratadin Paracetamol Wikipedia",
        "thửa 12 /2 và 3 / 4",
        "MÃ: K3 5,5m 3:K",
        "cao 5 m rộng 3m",
    ],
)
def test_times_numbers_addresses_abbreviations_and_names_stay(line: str) -> None:
    assert _typeset(line) == line


def test_labels_of_lists_follow_each_other() -> None:
    read = "a) Loại đất\nb) Vị trí\nc) Diện tích\nđ) Hình thức\nở) Mục đích\ne) Thời hạn\nø) Nguồn gốc\nh) Ghi chú"
    assert [line[0] for line in _typeset(read).split("\n")] == list("abcdđegh")


def test_labels_within_a_line_follow_each_other_too() -> None:
    read = "8) Thửa đất số: 942; b) Tờ bản đồ số: 2;\nc) Diện tích: 5 ha;"
    assert _typeset(read).startswith("a) Thửa đất số: 942; b) Tờ bản đồ số: 2;\nc)")


def test_a_bracket_that_closes_and_labels_of_another_list_stay() -> None:
    for text in ("(theo mẫu a)\nvà (mẫu 8)", "g) Mục\nh) Mục\n1) Tiểu mục\n2) Tiểu mục", "1) Một\n2) Hai\n9) Chín"):
        assert _typeset(text) == text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("4. Nơi\n5, Dân\n6. Quê", "4. Nơi\n5. Dân\n6. Quê"),
        ("I. MỘT\nII. HAI\nII. BA\nIV. BỐN", "I. MỘT\nII. HAI\nIII. BA\nIV. BỐN"),
        ("II. Thửa\nIH. Sơ đồ", "II. Thửa\nIII. Sơ đồ"),
        ("1. Người sử dụng\na) Tên\nII. Thửa đất", "I. Người sử dụng\na) Tên\nII. Thửa đất"),
        ("1. Người\n2. Đất\nII. Thửa", "1. Người\n2. Đất\nII. Thửa"),
        ("I. MỘT\nIII. BA\nIV. BỐN", "I. MỘT\nIII. BA\nIV. BỐN"),
        ("5, Dân tộc", "5, Dân tộc"),
    ],
)
def test_numbers_of_lists_are_settled_only_where_the_sequence_says_so(read: str, printed: str) -> None:
    assert _typeset(read) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("KT. CHU TICH", "KT. CHỦ TỊCH"),
        ("XAC NHAN:", "XÁC NHẬN:"),
        ("CAN CƯỚC CÔNG DÂN", "CĂN CƯỚC CÔNG DÂN"),
        ("TAI SẢN GẮN LIÊN VỚI ĐẤT", "TÀI SẢN GẮN LIỀN VỚI ĐẤT"),
        ("- Như trên;   CHU TỊCH", "- Như trên; CHỦ TỊCH"),
        ("ỦY BAN NHÂN DÂN XÃ THUY ANH", "ỦY BAN NHÂN DÂN XÃ THUY ANH"),
        ("CHU TRINH", "CHU TRINH"),
        ("PHƯƠNG AN", "PHƯƠNG AN"),
        ("Chu tịch xã", "Chu tịch xã"),
    ],
)
def test_a_line_in_capitals_that_is_known_but_for_its_marks_is_that_line(read: str, printed: str) -> None:
    assert _typeset(read) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Số vào số cấp Giấy chứng nhận: CN 1", "Số vào sổ cấp Giấy chứng nhận: CN 1"),
        ("No/Số vào số gốc cấp văn bằng: 7", "No/Số vào sổ gốc cấp văn bằng: 7"),
        ("quyền số 01/2021", "quyển số 01/2021"),
        ("Giới tỉnh: Nữ", "Giới tính: Nữ"),
        ("Giới tỉnh Nam", "Giới tỉnh Nam"),
        ("Họ và tên… Số vào sổ… Mẫu so 5a", "Họ và tên… Số vào sổ… Mẫu số 5a"),
        ("Họ và tên: Số Vao Số", "Họ và tên: Số Vao Số"),
    ],
)
def test_labels_that_are_known_have_the_marks_of_the_catalogue(read: str, printed: str) -> None:
    assert _typeset(read) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Independenee - Ereedom - Happiness", "Independence - Freedom - Happiness"),
        ("SOCIALIST REPUBLIC OE VIET NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
        ("Plaee of bith / Date of bith:", "Place of birth / Date of birth:"),
        ("Họ tên/Ful name: PHÙNG UYÊN", "Họ tên/Full name: PHÙNG UYÊN"),
        ("SốINo: 665344283854", "Số/No: 665344283854"),
        ("Quốc tịch/Nationaliy: VIỆT NAM", "Quốc tịch/Nationality: VIỆT NAM"),
        ("Giới tính / sex: Nam", "Giới tính / Sex: Nam"),
        ("Citizen ldentity Card", "Citizen Identity Card"),
        ("ngày/date 04 tháng/month 04 năm//ear 2016", "ngày/date 04 tháng/month 04 năm/year 2016"),
        ("Upon: Vien Ai Anh", "Upon: Vien Ai Anh"),
        ("Full name: Fuller Datte", "Full name: Fuller Datte"),
        ("CÔNG TY DATA DATES", "CÔNG TY DATA DATES"),
        ("Đường Bách Khoa OE", "Đường Bách Khoa OE"),
    ],
)
def test_english_labels_are_spelt_as_they_are(read: str, printed: str) -> None:
    assert _typeset(read) == printed


def _page_with(text: str, box: Sequence[int], raised: bool) -> Image:
    page = PAPER.copy()
    x, y, _, height = box
    cv2.putText(page, text, (x, y + height), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
    scale, up = (0.5, 10) if raised else (0.9, 0)
    cv2.putText(page, "2", (x + wide + 2, y + height - up), cv2.FONT_HERSHEY_SIMPLEX, scale, 0, 2 - raised)
    return page


@pytest.mark.parametrize("read", ["m?", "m°.", "m?;"])
def test_a_sign_that_no_number_bears_is_a_raised_two(read: str) -> None:
    assert _typeset(f"Tổng diện tích sàn: 140 {read}") == f"Tổng diện tích sàn: 140 m²{read[2:]}"
    assert _typeset(f"Đi đâu {read}") == f"Đi đâu {read}"


@pytest.mark.parametrize(("read", "raised", "printed"), [("m2", True, "m²"), ("m2", False, "m2"), ("m", True, "m²")])
def test_a_two_is_raised_if_print_shows_it(read: str, raised: bool, printed: str) -> None:
    words = [
        Word("Diện", (100, 100, 40, 20), 0.95, 0),
        Word("tích:", (150, 100, 40, 20), 0.95, 0),
        Word("140", (200, 100, 30, 20), 0.95, 0),
        Word(read, (240, 100, 46 if len(read) > 1 else 26, 20), 0.95, 0),
    ]
    page = _page_with("m", words[-1].box, raised)
    assert [word.text for word in typeset(words, page)][-1] == printed


def test_a_metre_without_a_figure_stays_a_metre() -> None:
    assert _typeset("cách tim đường 5 m của thửa đất") == "cách tim đường 5 m của thửa đất"


def test_the_first_reading_stays_and_boxes_follow_the_letters() -> None:
    word = Word("tính:Nữ", (100, 50, 70, 20), 0.9, 0)
    one, two = typeset([word, Word("và", (200, 50, 20, 20), 0.9, 0)], PAPER)[:2]
    assert (one.first, two.first) == ("tính:Nữ", "tính:Nữ")
    assert one.box == (100, 50, 44, 20)
    assert two.box[0] > 144
    assert two.box[0] + two.box[2] == 170
    joined = typeset([Word("12", (100, 50, 20, 20), 0.9, 0), Word("/QĐ-UBND", (124, 52, 80, 18), 0.8, 0)], PAPER)
    assert joined == (Word("12/QĐ-UBND", (100, 50, 104, 20), 0.8, 0, first="12 /QĐ-UBND"),)


def test_what_is_known_for_certain_is_not_touched() -> None:
    words = tuple(_words("ø) Dân tộc:Kinh CHU TỊCH 12⁄3", 1.0))
    assert typeset(words, PAPER) == words
