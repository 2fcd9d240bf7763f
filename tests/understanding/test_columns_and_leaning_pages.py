"""What stands beside each other: tables on pages that lean, sections in a column of their own, numbers in boxes."""

from __future__ import annotations

import math
from dataclasses import replace

from ocr.model import PageReading
from ocr.understanding import understand
from tests.understanding.paper import CATALOGUE, HEAD, MOTTO, one, page, values

_LAND = (
    MOTTO
    + """
^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT
1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:
Bà: PHAN THU THẮM, cư trú tại thôn Tân An; Số định danh: 034191115239
2. Thông tin thửa đất, theo bản đồ địa chính của xã đã được duyệt:
Thửa đất số                      840
Tờ bản đồ số                     55
Diện tích (m²)                   313,7
3. Thông tin tài sản gắn liền với đất của người sử dụng: Không có
Giấy này được cấp thay cho giấy chứng nhận đã cấp trước đó
"""
)


def _leaning(paper: PageReading, degrees: float) -> PageReading:
    """The page as a photo leaves it whose lines still climb to the right."""
    rise = math.tan(math.radians(degrees))
    words = [
        replace(word, box=(word.box[0], round(word.box[1] - rise * word.box[0]), *word.box[2:])) for word in paper.words
    ]
    return replace(paper, words=tuple(words))


def test_the_rows_of_a_table_are_found_on_a_photo_whose_lines_still_lean() -> None:
    (document,) = understand([_leaning(page(_LAND), 3.0)], CATALOGUE)
    found = values(document)

    assert (found["parcel_number"], found["map_sheet_number"], found["area_m2"]) == ("840", "55", "313.7")


def test_a_speck_over_a_label_does_not_part_it_from_its_value() -> None:
    paper = page(f"{HEAD}^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1\n1) Họ, chữ đệm và tên       LÂM THƠ\n2) Giới tính       Nữ\n")
    label = next(word for word in paper.words if word.text == "1)")
    speck = replace(label, text=")", box=(label.box[0] + 20, label.box[1] + 3, 8, 29), line=99)
    (document,) = understand([replace(paper, words=(*paper.words, speck))], CATALOGUE)

    assert values(document)["full_name"] == "LÂM THƠ"


def test_a_section_that_opens_in_the_right_column_takes_nothing_of_the_left_one() -> None:
    found = values(
        one(
            f"{HEAD}^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ\n"
            "Công dân: ÂU ĐỨC LONG||Nơi thường trú: xã Chiềng Dong, tỉnh Sơn La\n"
            "Giới tính: Nam||Chủ hộ: Âu Đức Lợi\n"
            "Số ĐDCN: 014085011853||Quan hệ với chủ hộ: Con\n"
        )
    )

    assert (found["full_name"], found["personal_id"]) == ("ÂU ĐỨC LONG", "014085011853")


def test_a_card_number_in_boxes_is_read_over_all_of_them() -> None:
    found = values(
        one(
            "^BẢO HIỂM XÃ HỘI VIỆT NAM\n^THẺ BẢO HIỂM Y TẾ\n            GD       3       01       3208959188\n"
            "Họ và tên: DƯƠNG THÀNH THUẬT\nNgày sinh: 17/06/1985\n"
            "Giá trị sử dụng: từ ngày 24/12/2018 đến ngày 31/12/2018\n"
        )
    )

    assert found["card_number"] == "GD 3 01 3208959188"


def test_the_parties_above_the_signatures_are_no_parts_of_the_contract() -> None:
    found = values(
        one(
            f"{MOTTO}^HỢP ĐỒNG ỦY QUYỀN\nHôm nay, ngày 05 tháng 5 năm 2025, chúng tôi gồm có:\n"
            "IL. BÊN ỦY QUYỀN (sau đây gọi là Bên A)\nBà: Phùng Hiền\n"
            "BÊN NHẬN ỦY QUYỀN (Bên B):\nÔng: Tô Thiện Khánh\n"
            "ĐIỀU 1. NỘI DUNG ỦY QUYỀN\nBên A ủy quyền cho Bên B quản lý căn nhà.\n"
            "BÊN A          BÊN B\n\nHợp đồng này được giao kết giữa Bên A là bà Phùng Hiền và Bên B là ông\n"
            "Tô Thiện Khánh và bà Quàng Ái Loan; các bên tự nguyện giao kết.\n"
        )
    )

    assert found["principal_name"] == "Phùng Hiền"


def test_the_surname_ba_is_no_title() -> None:
    found = values(one(_LAND.replace("Bà: PHAN THU THẮM", "Ông BÁ MINH ĐẠT")))

    assert found["holder_name"] == "BÁ MINH ĐẠT"


def test_the_columns_of_a_table_drift_with_the_page() -> None:
    paper = page(
        f"{HEAD}^TRÍCH LỤC KẾT HÔN\nNội dung                 VỢ                     CHỒNG\n"
        "Họ, chữ đệm, tên         PHÙNG THU HÀ           DƯƠNG VĂN TÚ\n"
        "Ngày, tháng, năm sinh    24/10/2001             11/09/1991\n"
        "Giấy tờ tùy thân         083301129651           083091027766\n"
    )
    drifted = [
        replace(word, box=(word.box[0] - round(0.35 * (word.box[1] - 420)), *word.box[1:])) for word in paper.words
    ]
    (document,) = understand([replace(paper, words=tuple(drifted))], CATALOGUE)
    found = values(document)

    assert (found["wife_personal_id"], found["husband_personal_id"]) == ("083301129651", "083091027766")


def test_the_number_of_a_certified_copy_is_not_the_contract_s() -> None:
    found = values(
        one(
            f"{MOTTO}^GIẤY ỦY QUYỀN\nTôi tên là: Lâm Ngọc Quang\nSố CCCD: 014095713071\n"
            "Ủy quyền cho ông: Tạ Gia Cường\nSố CCCD: 014095713072\n\n"
            "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH\nSố chứng thực: 865, quyển số: 05/2020-SCT/BS\n"
            "Ngày 24 tháng 6 năm 2020\n"
        )
    )

    assert found["notary_number"] is None
    assert (found["principal_name"], found["agent_name"]) == ("Lâm Ngọc Quang", "Tạ Gia Cường")


def test_a_name_goes_on_below_where_its_column_has_no_room() -> None:
    found = values(
        one(
            f"{HEAD}^PHIẾU XÁC NHẬN CƯ TRÚ\n"
            "- Công dân: QUÁCH TRUNG       - Nơi thường trú: phường Mỹ An, thành phố Đà Nẵng\nTRƯỜNG\n"
            "- Ngày sinh: 19/04/1991\n"
        )
    )

    assert found["full_name"] == "QUÁCH TRUNG TRƯỜNG"


def test_a_name_of_which_a_word_could_not_be_read_is_for_a_person() -> None:
    name = one(f"{MOTTO}^GIẤY KHAI SINH\nHọ, chữ đệm, tên: ÂU NGỌC TRTNH\nNgày sinh: 19/04/1991\n").fields["full_name"]

    assert name.confidence < 0.9


def test_ong_and_ba_rank_alike_and_the_surer_leads_to_the_name() -> None:
    found = values(
        one(
            f"{HEAD}^GIẤY XÁC NHẬN CƯ TRÚ\nCông an xã Tân Lập xác nhận:\nBà: HÀ THỊ NỮ\nSinh ngày: 19/10/1993\n"
            "Là con của Ông Bá Lộc, chủ hộ.\n"
        )
    )

    assert found["full_name"] == "HÀ THỊ NỮ"


def test_a_form_laid_open_is_read_page_by_page() -> None:
    left = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY CHỨNG NHẬN",
        "QUYỀN SỬ DỤNG ĐẤT",
        "I. Người sử dụng đất",
        "Ông THÁI GIA TÀI",
        "Sinh năm 1985, CMND: 148375099",
        "Địa chỉ: xã Hàm Ninh, tỉnh Quảng Bình",
    ]
    right = [
        "II. Thửa đất, nhà ở",
        "a) Thửa đất số: 142",
        "b) Tờ bản đồ số: 33",
        "c) Địa chỉ: xã Hàm Ninh",
        "d) Diện tích: 66,8 m²",
        "đ) Hình thức sử dụng: riêng",
        "e) Thời hạn sử dụng: lâu dài",
        "2. Nhà ở: -/-",
    ]
    one_page, other = page("\n".join(left)), page("\n".join(right))
    # Two pages beside each other: the right one's lines stand between the left one's.
    moved = [
        replace(word, box=(word.box[0] + 1500, word.box[1] - 33, *word.box[2:]), line=word.line + 50)
        for word in other.words
    ]
    sheet = replace(one_page, width=3508, height=2480, words=(*one_page.words, *moved))
    (document,) = understand([sheet], CATALOGUE)
    found = values(document)

    assert (found["holder_name"], found["personal_id"]) == ("THÁI GIA TÀI", "148375099")
    assert (found["parcel_number"], found["area_m2"]) == ("142", "66.8")
