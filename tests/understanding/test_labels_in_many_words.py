"""Labels worded more fully than usual, said again in English, with notes, or broken over lines."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

_JUDICIAL = HEAD + "^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1\n"
_ENTERPRISE = HEAD + "^GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP\n^Mã số doanh nghiệp: 0102030405\n"


@pytest.mark.parametrize(
    "lines",
    [
        "Họ và tên/Full name: TRẦN THỊ NĂM",
        "Họ và tên / Name in full: TRẦN THỊ NĂM",
        "Họ và tên (Full name): TRẦN THỊ NĂM",
        "Họ và tên /\nFull name: TRẦN THỊ NĂM",
        "Họ và tên:\nFull name\nTRẦN THỊ NĂM",
        "Họ và tên / Full name:\nTRẦN THỊ NĂM",
        "Họ và tên: TRẦN THỊ NĂM\nFull name",
        "Họ và tên (1): TRẦN THỊ NĂM",
        "Họ và tên khai sinh (*): TRẦN THỊ NĂM",
        "Họ và tên người được cấp: TRẦN THỊ NĂM",
        "Họ tên đầy đủ     TRẦN THỊ NĂM",
    ],
)
def test_a_name_stands_behind_all_words_of_its_label(lines: str) -> None:
    paper = f"{_JUDICIAL}{lines}\nNgày sinh: 12/03/1990\nSố CCCD/ID number: 008190001122\n"

    found = values(one(paper))

    assert found["full_name"] == "TRẦN THỊ NĂM"
    assert found["date_of_birth"] == "1990-03-12"
    assert found["personal_id"] == "008190001122"


def test_the_translation_below_a_value_is_no_part_of_it() -> None:
    found = values(
        one(f"{_ENTERPRISE}Tên công ty: CÔNG TY TNHH AN PHÁT\nEnterprise name\nVốn điều lệ: 5.000.000 đồng\n")
    )

    assert found["business_name"] == "CÔNG TY TNHH AN PHÁT"


def test_the_second_line_of_a_label_in_a_narrow_cell_is_no_part_of_the_value_beside_it() -> None:
    found = values(
        one(
            f"{_ENTERPRISE}Tên doanh nghiệp viết bằng      CÔNG TY TNHH AN PHÁT\ntiếng Việt\n"
            "Vốn điều lệ                     5.000.000 đồng\n"
        )
    )

    assert found["business_name"] == "CÔNG TY TNHH AN PHÁT"


def test_of_columns_in_two_languages_each_name_is_found_below_its_label() -> None:
    found = values(
        one(
            f"{MOTTO}^GIẤY CHỨNG NHẬN KẾT HÔN\n^Số: 21/2017\n"
            "Họ, chữ đệm, tên vợ /Full name of wife:||Họ, chữ đệm, tên chồng /Full name of\n"
            "ĐOÀN THỊ UYÊN||husband: TỪ CÔNG TÂM\n"
            "Ngày, tháng, năm sinh /Date of birth:||Ngày, tháng, năm sinh /Date of birth:\n"
            "20/07/1988||26/06/1993\n"
        )
    )

    assert (found["wife_name"], found["husband_name"]) == ("ĐOÀN THỊ UYÊN", "TỪ CÔNG TÂM")
    assert (found["wife_date_of_birth"], found["husband_date_of_birth"]) == ("1988-07-20", "1993-06-26")


def test_parents_in_a_table_whose_title_runs_over_the_first_column() -> None:
    found = values(
        one(
            f"{MOTTO}^GIẤY KHAI SINH\nHọ và tên: TĂNG THÚY HƯƠNG\n"
            "PHẦN GHI VỀ CHA NGƯỜI MẸ           NGƯỜI CHA\n"
            "MẸ\n"
            "Họ và tên       THÂN HUỆ           TĂNG NHƯ SƠN\n"
            "Năm sinh        1966               1963\n"
            "Dân tộc         Kinh               Kinh\n"
            "Họ và tên người đứng khai: Thân Huệ\n"
        )
    )

    assert (found["mother_name"], found["father_name"]) == ("THÂN HUỆ", "TĂNG NHƯ SƠN")


@pytest.mark.parametrize("label", ["Số Căn cước/CCCD/CMND", "Số hiệu căn cước", "Số thẻ CCCD", "CCCD hoặc CMND số"])
def test_an_identity_number_has_many_names(label: str) -> None:
    found = values(one(f"{_JUDICIAL}Họ và tên: TRẦN THỊ NĂM\n{label}: 008190001122\n"))

    assert found["personal_id"] == "008190001122"


def test_a_bare_word_leads_to_a_field_where_it_stands_alone_in_its_cell() -> None:
    found = values(
        one(f"{HEAD}^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ\nCông dân                TRẦN THỊ NĂM\nSố CCCD        008190001122\n")
    )

    assert found["full_name"] == "TRẦN THỊ NĂM"


def test_a_surname_behind_a_label_is_no_misread_part_of_a_longer_one() -> None:
    found = values(
        one(
            f"{MOTTO}^TRÍCH LỤC KẾT HÔN\nPhần khai về vợ:\nHọ, chữ đệm và tên LƯƠNG TUYẾT HOA\n"
            "Ngày, tháng, năm sinh 05/12/1996\nPhần khai về chồng:\nHọ, chữ đệm và tên PHÙNG BÁ QUÂN\n"
            "Ngày, tháng, năm sinh 13/11/1995\n"
        )
    )

    assert (found["wife_name"], found["husband_name"]) == ("LƯƠNG TUYẾT HOA", "PHÙNG BÁ QUÂN")
    assert (found["wife_date_of_birth"], found["husband_date_of_birth"]) == ("1996-12-05", "1995-11-13")


def test_the_province_ba_ria_is_no_label() -> None:
    found = values(
        one(
            f"{HEAD}^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ\nHọ và tên: TRẦN THỊ NĂM\n"
            "Nơi thường trú: xã Láng Dài, huyện Long Đất, tỉnh Bà Rịa - Vũng Tàu\n"
        )
    )

    assert found["full_name"] == "TRẦN THỊ NĂM"
    assert found["permanent_residence"] == "xã Láng Dài, huyện Long Đất, tỉnh Bà Rịa - Vũng Tàu"


def test_the_day_of_issue_behind_a_place_is_no_day_of_birth() -> None:
    found = values(
        one(f"{_JUDICIAL}Họ và tên: TRẦN THỊ NĂM\nHòa Bình, ngày 08 tháng 8 năm 2011\nSố CCCD: 008190001122\n")
    )

    assert found["date_of_birth"] is None


def test_a_label_that_needs_a_colon_has_it_behind_its_translation() -> None:
    found = values(one(f"{MOTTO}^GIẤY KHAI SINH\nHọ và tên: LÊ AN\nNgười cha / Father's full name: LÊ VĂN BA\n"))

    assert found["father_name"] == "LÊ VĂN BA"


@pytest.mark.parametrize(
    ("wife", "husband"),
    [("BÊN NỮ", "BÊN NAM"), ("THÔNG TIN VỢ", "THÔNG TIN CHỒNG"), ("I. Người vợ", "II. Người chồng")],
)
def test_wife_and_husband_stand_below_heads_of_many_wordings(wife: str, husband: str) -> None:
    found = values(
        one(
            f"{HEAD}^TRÍCH LỤC KẾT HÔN\n{wife}||{husband}\nHọ tên: LÂM THỊ NHÀN||Họ tên: TRƯƠNG VĂN TRÍ\n"
            "Ngày sinh: 15/08/2004||Ngày sinh: 11/07/2001\nNơi đăng ký: Ủy ban nhân dân xã Tân Lập\n"
        )
    )

    assert (found["wife_name"], found["husband_name"]) == ("LÂM THỊ NHÀN", "TRƯƠNG VĂN TRÍ")
    assert (found["wife_date_of_birth"], found["husband_date_of_birth"]) == ("2004-08-15", "2001-07-11")


def test_a_column_begins_with_all_words_of_its_head() -> None:
    found = values(
        one(
            f"{MOTTO}^GIẤY KHAI SINH\nHọ và tên: TRỊNH AN\n"
            "Nội dung          THÔNG TIN NGƯỜI CHA          THÔNG TIN NGƯỜI MẸ\n"
            "Họ tên            TRỊNH NGỌC TRƯỜNG            TRẦN MAI UYÊN\n"
            "Năm sinh          1990                         1992\n"
            "Dân tộc           Kinh                         Kinh\n"
        )
    )

    assert (found["father_name"], found["mother_name"]) == ("TRỊNH NGỌC TRƯỜNG", "TRẦN MAI UYÊN")
