"""Small things that were silently wrong on papers of the mill: each is read right now, or shown to a person."""

from __future__ import annotations

from terms.names import clean_name
from tests.understanding.paper import HEAD, MOTTO, one, values


def test_a_registration_number_of_a_year_that_cannot_be_is_for_a_person() -> None:
    document = one(MOTTO + "\n^GIẤY KHAI SINH\nSố: 456/2624\n\nHọ, chữ đệm, tên: LÊ THU HÀ\n")
    number = document.fields["registration_number"]
    assert number.value == "456/2624"
    assert number.confidence < 0.9
    assert [(said.check, said.agrees) for said in number.findings] == [("number_form", False)]


def test_a_day_of_birth_without_its_day_is_for_a_person_and_the_year_alone_need_not_be() -> None:
    form = "\n^GIẤY KHAI SINH\n\nHọ, chữ đệm, tên: LÊ THU HÀ\nNgày, tháng, năm sinh: {}\n"
    month = one(MOTTO + form.format("10/2001")).fields["date_of_birth"]
    assert (month.value, month.confidence < 0.9) == ("2001-10", True)
    year = one(MOTTO + form.format("2001")).fields["date_of_birth"]
    assert (year.value, year.confidence >= 0.9) == ("2001", True)


def test_a_form_s_title_ends_where_its_first_part_begins() -> None:
    document = one(
        MOTTO + "\n^TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI\n^Phần I. THÔNG TIN CỦA ĐỐI TƯỢNG\n\nHọ và tên: LÊ THU HÀ\n"
    )
    assert values(document)["form_title"] == "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI"


def test_a_semicolon_in_an_address_is_a_comma_misread() -> None:
    document = one(MOTTO + "\n^GIẤY KHAI SINH\n\nQuê quán: xã Tân Văn; huyện Văn Quan; tỉnh Lạng Sơn\n")
    assert values(document)["place_of_origin"] == "xã Tân Văn, huyện Văn Quan, tỉnh Lạng Sơn"


def test_a_contract_is_certified_on_the_day_that_opens_the_closing_words() -> None:
    document = one(
        MOTTO
        + """
^VĂN BẢN ỦY QUYỀN

Bên ủy quyền: Ông Lê Văn An, sinh ngày 03/06/1977
Bên được ủy quyền: Ông Trần Văn Bình

^LỜI CHỨNG CHỨNG THỰC HỢP ĐỒNG
Ngày 02 tháng 4 năm 2018, tại Ủy ban nhân dân xã Xuân Hải, các bên đã ký trước mặt tôi.
Số chứng thực: 224, quyển số 01/2018-SCT/HĐ,GD.
"""
    )
    assert document.kind == "authorization_contract"
    assert values(document)["issue_date"] == "2018-04-02"


def test_a_diploma_says_that_it_is_conferred_and_a_slip_that_somebody_resides() -> None:
    diploma = one(
        MOTTO
        + """
^GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO SƠN LA
^CẤP BẰNG TỐT NGHIỆP
^TRUNG HỌC PHỔ THÔNG
Anh/Chị: TÒNG TUYẾT NGUYỆT
Sinh ngày: 11/11/1982
"""
    )
    slip = one(HEAD + "\n^PHIẾU XÁC NHẬN CƯ TRÚ\n- Công dân: THÂN MINH TÀI\n- Ngày sinh: 06/12/1990\n")
    assert [diploma.kind, slip.kind] == ["diploma", "residence_confirmation"]
    assert values(slip)["full_name"] == "THÂN MINH TÀI"


def test_the_translation_of_a_label_is_no_label_of_its_own() -> None:
    document = one(
        MOTTO
        + """
^GIẤY CHỨNG NHẬN KẾT HÔN
^MARRIAGE CERTIFICATE

Họ, chữ đệm, tên vợ / Full name of wife:||Họ, chữ đệm, tên chồng / Full name of husband:
VƯƠNG ÁI MAI||VŨ QUỐC THẮNG
"""
    )
    assert [values(document)[name] for name in ("wife_name", "husband_name")] == ["VƯƠNG ÁI MAI", "VŨ QUỐC THẮNG"]


def test_an_abbreviation_of_the_next_column_is_no_part_of_a_name() -> None:
    assert clean_name("MAI BÁ DUẨN QSDĐ như giao đất") == "MAI BÁ DUẨN"
    assert clean_name("Y KRÔNG HĐƠK") == "Y KRÔNG HĐƠK"


def test_of_two_labels_in_one_line_the_first_is_not_cut_by_a_longer_one_across_both() -> None:
    document = one(
        MOTTO
        + """
^TRÍCH LỤC KHAI SINH

11. Họ, chữ đệm, tên mẹ: CHẢO BÍCH KỶ
Số đăng ký khai sinh: 20/2026 Ngày đăng ký: 16/03/2026
"""
    )
    assert values(document)["registration_number"] == "20/2026"


def test_specks_between_the_words_of_a_place_or_a_name_are_no_part_of_it() -> None:
    document = one(
        MOTTO + "\n^GIẤY KHAI SINH\n\nHọ, chữ đệm, tên: PHÙNG TUYẾT.VÂN\n"
        "Quê quán: xã Phúc Đồng,: huyện Hương Khê, tỉnh Hà. Tĩnh\n"
    )
    assert values(document)["full_name"] == "PHÙNG TUYẾT VÂN"
    assert values(document)["place_of_origin"] == "xã Phúc Đồng, huyện Hương Khê, tỉnh Hà Tĩnh"


def test_abbreviations_keep_their_points_in_a_place() -> None:
    document = one(MOTTO + "\n^GIẤY KHAI SINH\n\nQuê quán: P. Tân Bình, Tp. Đồng Xoài, T. Bình Phước\n")
    assert values(document)["place_of_origin"] == "P. Tân Bình, Tp. Đồng Xoài, T. Bình Phước"


def test_strokes_of_a_date_read_as_ones_and_a_class_read_as_a_letter_are_put_right_for_a_person() -> None:
    card = one(
        "^BẢO HIỂM XÃ HỘI VIỆT NAM\n^THẺ BẢO HIỂM Y TẾ\nHọ và tên: TẠ TẤN THỌ\n"
        "Thời hạn sử dụng: 02/05/2024 - 3111212024\n"
    ).fields["expiry_date"]
    assert (card.value, card.confidence < 0.9) == ("2024-12-31", True)
    licence = one(MOTTO + "^GIẤY PHÉP LÁI XE\nSố: AB890305\nĐược phép lái xe hạng: AI\n").fields["class"]
    assert (licence.value, licence.confidence < 0.9) == ("A1", True)


def test_the_words_in_brackets_give_a_date_whose_figures_cannot_be_read() -> None:
    born = one(
        MOTTO + "^GIẤY KHAI SINH\nHọ và tên: TĂNG THẢO HƯƠNG\nSinh ngày, tháng, năm: 19 - 99-2063\n"
        "(viết bằng chữ) Ngày mười chín, tháng chín, năm hai nghìn không trăm linh ba\n"
    ).fields["date_of_birth"]
    assert born.value == "2003-09-19"


def test_a_scrap_before_a_year_is_no_figure_of_it_but_for_a_person() -> None:
    born = one(MOTTO + "^GIẤY PHÉP LÁI XE\nSố: AB257855\nSinh ngày: 28/08/41968\n").fields["date_of_birth"]
    assert (born.value, born.confidence < 0.9) == ("1968-08-28", True)


def test_a_name_below_its_label_is_no_title_of_an_unknown_paper() -> None:
    document = one("^Họ và tên:\n^NGUYỄN THÚY SƯƠNG\nNgày sinh: 25/04/1988\nNơi KCB ban đầu: Trạm y tế xã Tân Lập\n")
    assert "NGUYỄN THÚY SƯƠNG" not in document.why
