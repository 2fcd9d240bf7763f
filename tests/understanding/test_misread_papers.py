"""What engines make of people's papers, and what can still be read from it: values that people find right at once."""

from __future__ import annotations

from dataclasses import replace

from ocr.understanding import understand
from tests.understanding.paper import CATALOGUE, HEAD, MOTTO, one, page, values

BIRTH = (
    MOTTO
    + """

^GIẤY KHAI SINH
>Số: 339I2020
Họ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG
Ngày, tháng, năm sinh: 09/10/2020
Ghi bằng chữ: Ngày chín, tháng mười, năm hai nghìn không trăm hai mươi
Giới tính: Nữ          Dân tộc: Kinh          Quốc tịch: Việt Nam
Quê quán: xã Lực Hành, huyện Yên Sơn, tỉnh Tuyên Quang
Họ, chữ đệm, tên người mẹ: KHÔNG NGỌC HẰNG
Năm sinh: 2000     Dân tộc: Tày     Quốc tịch: Việt Nam
Họ, chữ đệm, tên người cha: ÔNG NHƯ TRINH
Năm sinh: 1992     Dân tộc: Dao     Quốc tịch: Việt Nam
Nơi đăng ký khai sinh: Ủy ban nhân dân xã Tân Lập
Ngày, tháng, năm đăng ký: 19/10/2020
>NGƯỜI KÝ GIẤY KHAI SINH
"""
)
LICENCE = """
^BỘ GTVT||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^MOT||Độc lập - Tự do - Hạnh phúc
^GIẤY PHÉP LÁI XE / DRIVER'S LICENSE
^Số/No: 080123456789
Họ tên/Full name: HÀ VĂN TOÀN
Ngày sinh/Date öf bìth .11/02/1990
Nơi cư trú/Address: xã Thắng Quân, tỉnh Tuyên Quang
>Tuyên Quang, ng‹ä///date 20 thang/month 03 nàm/yp+ứ 2021
>GIÁM ĐỐC
Có giá trị đến/Expires:                              %
20/03/2031

^CÁC LOẠI XE CƠ GIỚI ĐƯỜNG BỘ ĐƯỢC ĐIỀU KHIỂN
Hạng      Loại xe                        Ngày trúng tuyển
B2        Xe ô tô đến 9 chỗ ngồi         01/03/2021
"""
CARD = """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^CĂN CƯỚC
^IDENTITY CARD
Số định danh cá nhân / Personal identification number
026080490324
Họ, chữ đệm và tên khai sinh / Full name
NGUYÊN XUÂN TRÍ.
Ngày, tháng, năm sinh / Date of birth
30/04/1980
Giới tính / Sex: Nam     Quốc tịch / Nationality: Việt Nam
Nơi đăng ký khai sinh / Place of birth
xã Tam Ngãi, huyện Cầu Kè, tỉnh Trà Vinh
                         of Issue 21/05/2025
Ngày, tháng, năm hết hạn / Date of expiry: 28/04/2040
"""


def test_the_slash_before_the_year_of_an_entry_is_put_in_where_the_paper_is_dated_so() -> None:
    assert values(one(BIRTH))["registration_number"] == "339/2020"
    assert values(one(BIRTH.replace("339I2020", "33912020")))["registration_number"] == "339/2020"
    other_year = BIRTH.replace("339I2020", "33911990")
    assert values(one(other_year))["registration_number"] != "339/1990"


def test_ong_is_a_surname_where_no_surname_follows_it() -> None:
    assert values(one(BIRTH))["father_name"] == "ÔNG NHƯ TRINH"
    assert values(one(BIRTH.replace("ÔNG NHƯ TRINH", "Ông Nguyễn Văn An")))["father_name"] == "Nguyễn Văn An"


def test_ong_before_two_words_may_be_either_and_is_for_a_person() -> None:
    father = one(BIRTH.replace("ÔNG NHƯ TRINH", "Ông Hoàng Ngân")).fields["father_name"]
    assert father.value == "Ông Hoàng Ngân"
    assert father.confidence < 0.9


def test_a_surname_that_there_is_not_is_the_one_it_differs_from_by_marks() -> None:
    mother = one(BIRTH).fields["mother_name"]
    assert mother.value == "KHỔNG NGỌC HẰNG"
    assert mother.confidence < 0.9


def test_a_label_that_lost_a_letter_still_leads_to_the_name() -> None:
    card = (
        "^BẢO HIỂM XÃ HỘI VIỆT NAM\n^THẺ BẢO HIỂM Y TẾ\nMã số: 6009906300\nHọ và tế Hà Quỳnh Trinh\n"
        "Ngày sinh 10/01/1993\nNơi đăng ký KCB ban đầu: Trung tâm Y tế xã Phước Trạch\n"
    )
    assert values(one(card))["full_name"] == "Hà Quỳnh Trinh"


def test_a_name_is_not_taken_for_a_misread_label() -> None:
    assert values(one(CARD))["full_name"] == "NGUYỄN XUÂN TRÍ"


def test_a_place_ends_where_another_label_was_only_half_read() -> None:
    assert values(one(CARD))["place_of_origin"] == "xã Tam Ngãi, huyện Cầu Kè, tỉnh Trà Vinh"


def test_a_date_is_read_though_the_small_translations_around_it_were_not() -> None:
    found = values(one(LICENCE))
    assert found["issue_date"] == "2021-03-20"
    assert found["date_of_birth"] == "1990-02-11"


def test_a_value_below_its_label_is_found_past_the_scraps_of_a_seal() -> None:
    assert values(one(LICENCE))["expiry_date"] == "2031-03-20"


def test_a_value_below_the_head_of_its_column_is_found_past_the_other_heads() -> None:
    assert values(one(LICENCE))["class"] == "B2"


def test_a_date_that_cannot_be_is_proposed_with_the_zeros_it_was_typed_with() -> None:
    registered = one(BIRTH.replace("19/10/2020", "19/19/2820")).fields["registration_date"]
    assert registered.value == "2020-10-19"
    assert registered.confidence < 0.9


def test_the_first_zero_of_a_personal_number_is_known() -> None:
    paper = (
        HEAD
        + "Số: 12/XN-TTHN\n\n^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN\n\nHọ, chữ đệm, tên: TRẦN VĂN AN\n"
        + "Ngày, tháng, năm sinh: 01/02/1990\nGiấy tờ tùy thân: CCCD số 938090611338\n"
        + "Tình trạng hôn nhân: chưa đăng ký kết hôn với ai\n"
    )
    number = one(paper).fields["personal_id"]
    assert number.value == "038090611338"
    assert number.confidence < 0.9


def test_a_title_of_courtesy_before_the_surname_ong_leaves_the_surname() -> None:
    degree = (
        MOTTO
        + "^TRƯỜNG ĐẠI HỌC SÔNG CẦU\n^cấp\n^BẰNG CỬ NHÂN\n^Ngành: Kế toán\nCho: Bà Ông Oanh\n"
        + "Ngày sinh: 04/11/1982\nXếp loại tốt nghiệp: Khá\n>Lào Cai, ngày 18 tháng 6 năm 2004\nSố hiệu: QB498466\n"
    )
    assert values(one(degree))["full_name"] == "Ông Oanh"


def test_a_date_of_birth_whose_figures_cannot_be_is_taken_from_the_words_below_it() -> None:
    found = one(BIRTH.replace("sinh: 09/10/2020", "sinh: 109/10/2620")).fields["date_of_birth"]
    assert found.value == "2020-10-09"
    wrapped = BIRTH.replace("sinh: 09/10/2020", "sinh: 109/10/2620").replace("trăm hai mươi\n", "trăm hai\nmươi\n")
    assert values(one(wrapped))["date_of_birth"] == "2020-10-09"


def test_a_date_of_birth_does_not_lie_in_the_future() -> None:
    born = one(BIRTH.replace("sinh: 09/10/2020\nGhi bằng chữ", "sinh: 09/10/2067\nKhông")).fields["date_of_birth"]
    assert born.value == "2007-10-09"
    assert born.confidence < 0.9


def test_a_card_number_printed_in_groups_has_all_the_spaces_between_them() -> None:
    card = (
        "^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n^THẺ BẢO HIỂM Y TẾ\n^Số: {}\nHọ và tên: HÀ TRINH\n"
        "Ngày sinh: 10/01/1993     Giới tính: Nữ\nNơi đăng ký KCB BĐ: Trạm y tế xã Phước Trạch\n"
    )
    for read, right in (
        ("GD 492 02 120 24220", "GD 4 92 02 120 24220"),
        ("GD 492 0212024220", "GD 4 92 0212024220"),
        ("GD 4.92 02 120 24220", "GD 4 92 02 120 24220"),
        ("GD4920212024220", "GD4920212024220"),
    ):
        assert values(one(card.format(read)))["card_number"] == right


def test_a_number_whose_label_was_not_read_is_known_by_its_symbol_and_place() -> None:
    record = (
        HEAD
        + "2361/STP-LLTP     \n\n^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1\n\n1. Họ và tên: CHÂU KHẮC KÝ\n"
        + "2. Ngày, tháng, năm sinh: 15/10/1987\nTình trạng án tích: Không có án tích\n"
    )
    assert values(one(record))["document_number"] == "2361/STP-LLTP"
    assert values(one(record.replace("2361/STP", "§ố:2361/STP")))["document_number"] == "2361/STP-LLTP"


def test_a_date_is_as_sure_as_its_figures() -> None:
    record = (
        HEAD
        + "Số: 2361/STP-LLTP\n>Tân Lập, ngày 05 tháng 7 năm 2023\n\n^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1\n\n"
        + "Họ và tên: CHÂU KHẮC KÝ\nNgày, tháng, năm sinh: 15/10/1987\nTình trạng án tích: Không có án tích\n"
    )
    read = page(record)
    words = tuple(replace(word, confidence=0.5) if word.text in ("ngày", "năm") else word for word in read.words)
    (document,) = understand([replace(read, words=words)], CATALOGUE)
    assert document.fields["issue_date"].value == "2023-07-05"
    assert document.fields["issue_date"].confidence > 0.9
