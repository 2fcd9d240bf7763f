"""Civil status papers in old and new wordings, with what each field must say."""

from __future__ import annotations

from tests.understanding.paper import HEAD, MOTTO, one, values

BIRTH_2020 = (
    HEAD
    + """
Số: 215/2020

^GIẤY KHAI SINH

Họ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG
Ngày, tháng, năm sinh: 09/10/2020
Ghi bằng chữ: Ngày chín, tháng mười, năm hai nghìn không trăm hai mươi
Giới tính: Nữ          Dân tộc: Sán Chay          Quốc tịch: Việt Nam
Nơi sinh: Trung tâm Y tế huyện Yên Sơn, tỉnh Tuyên Quang
Quê quán: thôn Đồng Trò, xã Lực Hành, huyện Yên Sơn,
tỉnh Tuyên Quang
Số định danh cá nhân: 008320234685
Họ, chữ đệm, tên người mẹ: NGÔ NGỌC HẰNG
Năm sinh: 2000     Dân tộc: Tày     Quốc tịch: Việt Nam
Nơi cư trú: xã Lực Hành, huyện Yên Sơn, tỉnh Tuyên Quang
Họ, chữ đệm, tên người cha: TRIỆU XUÂN KIÊN
Năm sinh: 1992     Dân tộc: Dao     Quốc tịch: Việt Nam
Nơi cư trú: xã Lực Hành, huyện Yên Sơn, tỉnh Tuyên Quang
Họ, chữ đệm, tên người đi khai sinh: TRIỆU XUÂN KIÊN
Giấy tờ tùy thân: CCCD số 008092469591
Nơi đăng ký khai sinh: Ủy ban nhân dân xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Ngày, tháng, năm đăng ký: 19/10/2020

>NGƯỜI KÝ GIẤY KHAI SINH
>CHỦ TỊCH

>Phạm Mỹ Duyên
"""
)

BIRTH_1998 = (
    MOTTO
    + """
Tỉnh: Hà Giang||Số: 45
Huyện: Bắc Quang||Quyển số: 01

^GIẤY KHAI SINH
^(BẢN SAO)

Họ và tên: Nông Văn Páo          Nam, nữ: Nam
Sinh ngày: 02 tháng 5 năm 1998
(bằng chữ): Ngày hai, tháng năm, năm một nghìn chín trăm chín mươi tám
Nơi sinh: Trạm y tế xã Tân Lập
Dân tộc: Tày          Quốc tịch: Việt Nam
Nguyên quán: Tân Lập, Bắc Quang, Hà Giang
Họ và tên cha: Nông Văn Sử
Dân tộc: Tày     Quốc tịch: Việt Nam     Năm sinh: 1970
Họ và tên mẹ: Hoàng Thị Mai
Dân tộc: Tày     Quốc tịch: Việt Nam     Năm sinh: 1972
Người đi khai sinh: Nông Văn Sử
Đăng ký ngày 10 tháng 6 năm 1998

>TM. ỦY BAN NHÂN DÂN
>CHỦ TỊCH
>Lý Văn Dũng
"""
)

MARRIAGE_TWO_COLUMNS = (
    HEAD
    + """
^ ||Số: 94/2018

^GIẤY CHỨNG NHẬN KẾT HÔN

Họ, chữ đệm, tên vợ:||Họ, chữ đệm, tên chồng:
TRIỆU THỊ HƯƠNG||HÀ NGỌC NGHĨA
Ngày, tháng, năm sinh: 07/02/1985||Ngày, tháng, năm sinh: 09/05/1989
Dân tộc: Hoa||Dân tộc: Sán Chay
Quốc tịch: Việt Nam||Quốc tịch: Việt Nam
Nơi cư trú: xã Mỹ Bằng, tỉnh||Nơi cư trú: xã Đà Vị, tỉnh
Tuyên Quang||Tuyên Quang
Giấy tờ tùy thân: CCCD số||Giấy tờ tùy thân: CCCD số
008185314015||008089022424
Nơi đăng ký kết hôn: Ủy ban nhân dân xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Ngày, tháng, năm đăng ký: 11/10/2018

>NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN
>CHỦ TỊCH

>Quan Bá Trường
"""
)

MARRIAGE_OLD = (
    MOTTO
    + """
Xã: Tân Lập||Số: 12
Huyện: Yên Sơn||Quyển số: 01/2009

^GIẤY CHỨNG NHẬN KẾT HÔN

Họ và tên chồng: Lò Văn Sáng||Họ và tên vợ: Quàng Thị Hoa
Ngày, tháng, năm sinh: 03/04/1980||Ngày, tháng, năm sinh: 1984
Dân tộc: Thái     Quốc tịch: Việt Nam||Dân tộc: Thái     Quốc tịch: Việt Nam
Nơi thường trú/tạm trú: Tân Lập||Nơi thường trú/tạm trú: Tân Lập
Số CMND/Hộ chiếu: 070123456||Số CMND/Hộ chiếu: 070654321
Đăng ký kết hôn ngày: 15 tháng 01 năm 2009

>TM. ỦY BAN NHÂN DÂN
>CHỦ TỊCH
>Lường Văn Thành
"""
)

DEATH = (
    HEAD
    + """
^Số: 88/TLKT-BS||Tân Lập, ngày 17 tháng 10 năm 2018

^TRÍCH LỤC KHAI TỬ
^(BẢN SAO)

Họ, chữ đệm, tên: NGÔ TRỌNG HÙNG
Ngày, tháng, năm sinh: 09/07/1941
Giới tính: Nam     Dân tộc: Kinh     Quốc tịch: Việt Nam
Số định danh cá nhân: 008041738744
Đã chết vào lúc: 12 giờ 06 phút, ngày 02 tháng 10 năm 2018
Nơi chết: xã Hùng Đức, huyện Hàm Yên, tỉnh Tuyên Quang
Nguyên nhân chết: Tuổi già
Đăng ký khai tử tại: Ủy ban nhân dân xã Tân Lập
Ngày, tháng, năm đăng ký: 05/10/2018

>NGƯỜI KÝ TRÍCH LỤC
>Vũ Công Nghĩa
"""
)

DEATH_OLD = (
    MOTTO
    + """
Xã: Tân Lập||Số: 07
Huyện: Yên Sơn||Quyển số: 01

^GIẤY CHỨNG TỬ

Họ và tên: Bàn Thị Mùi     Giới tính: Nữ
Sinh ngày: 1932
Dân tộc: Dao     Quốc tịch: Việt Nam
Nơi thường trú/tạm trú cuối cùng: xã Tân Lập
Số Giấy CMND/Hộ chiếu: 070111222
Đã chết vào lúc: 5 giờ, ngày 12 tháng 3 năm 2004
Nơi chết: tại nhà
Nguyên nhân chết: Bệnh già
Đăng ký ngày 14 tháng 3 năm 2004

>Người ký Giấy chứng tử
>Lý Văn Dũng
"""
)

MARITAL = (
    HEAD
    + """
^Số: 142/UBND-XNTTHN||Tân Lập, ngày 05 tháng 10 năm 2020

^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN

     Xét đề nghị của ông/bà Võ Thị Thủy, về việc cấp Giấy xác nhận tình trạng
hôn nhân,
^XÁC NHẬN:
Họ, chữ đệm, tên: VÕ THỊ THỦY
Ngày, tháng, năm sinh: 24/07/1993
Giới tính: Nữ     Dân tộc: Kinh     Quốc tịch: Việt Nam
Giấy tờ tùy thân: Căn cước công dân số 008193278223, Cục Cảnh sát quản lý hành
chính về trật tự xã hội cấp ngày 10/07/2021
Nơi cư trú: thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Tình trạng hôn nhân: Hiện tại chưa đăng ký kết hôn với ai.
Giấy này được cấp để: làm thủ tục đăng ký kết hôn.
Giấy này có giá trị 6 tháng, kể từ ngày cấp.

>CHỦ TỊCH

>Bùi Thị Trang
"""
)


def test_a_birth_certificate_with_several_pairs_on_a_line_and_a_wrapped_place() -> None:
    document = one(BIRTH_2020)
    assert document.kind == "birth_certificate"
    assert document.kind_confidence > 0.9
    assert values(document) == {
        "registration_number": "215/2020",
        "full_name": "NGUYỄN THỊ VƯỢNG",
        "date_of_birth": "2020-10-09",
        "sex": "female",
        "ethnicity": "Sán Chay",
        "personal_id": "008320234685",
        "place_of_origin": "thôn Đồng Trò, xã Lực Hành, huyện Yên Sơn, tỉnh Tuyên Quang",
        "mother_name": "NGÔ NGỌC HẰNG",
        "father_name": "TRIỆU XUÂN KIÊN",
        "registration_date": "2020-10-19",
    }
    assert all(field.confidence > 0.9 for field in document.fields.values())


def test_a_birth_certificate_of_the_nineties_has_no_personal_number_and_says_so() -> None:
    document = one(BIRTH_1998)
    assert document.kind == "birth_certificate"
    assert document.marks == ("extract",)
    assert values(document) == {
        "registration_number": "45",
        "full_name": "Nông Văn Páo",
        "date_of_birth": "1998-05-02",
        "sex": "male",
        "ethnicity": "Tày",
        "personal_id": None,
        "place_of_origin": "Tân Lập, Bắc Quang, Hà Giang",
        "mother_name": "Hoàng Thị Mai",
        "father_name": "Nông Văn Sử",
        "registration_date": "1998-06-10",
    }
    assert document.fields["personal_id"].confidence > 0.9


def test_the_mothers_number_is_not_taken_for_the_childs() -> None:
    text = BIRTH_2020.replace("Số định danh cá nhân: 008320234685\n", "").replace(
        "Năm sinh: 2000 ", "Số định danh cá nhân: 008300997653   Năm sinh: 2000 "
    )
    personal_id = one(text).fields["personal_id"]
    assert personal_id.value is None
    assert personal_id.confidence < 0.9


def test_an_unknown_father_stays_empty() -> None:
    text = BIRTH_2020.replace("người cha: TRIỆU XUÂN KIÊN", "người cha: ..............")
    father = one(text).fields["father_name"]
    assert father.value is None
    assert father.confidence < 0.9


def test_a_date_in_digits_that_its_words_contradict_is_for_a_person() -> None:
    field = one(BIRTH_2020.replace("09/10/2020", "08/10/2020")).fields["date_of_birth"]
    assert (field.value, field.confidence < 0.9) == ("2020-10-08", True)


def test_a_number_that_contradicts_sex_or_year_is_for_a_person() -> None:
    document = one(BIRTH_2020.replace("008320234685", "008220234685"))
    assert all(document.fields[name].confidence < 0.9 for name in ("personal_id", "sex"))


def test_a_marriage_certificate_in_two_columns_wife_left() -> None:
    document = one(MARRIAGE_TWO_COLUMNS)
    assert document.kind == "marriage_certificate"
    assert values(document) == {
        "registration_number": "94/2018",
        "wife_name": "TRIỆU THỊ HƯƠNG",
        "husband_name": "HÀ NGỌC NGHĨA",
        "wife_date_of_birth": "1985-02-07",
        "husband_date_of_birth": "1989-05-09",
        "wife_personal_id": "008185314015",
        "husband_personal_id": "008089022424",
        "registration_date": "2018-10-11",
    }


def test_an_older_marriage_certificate_has_the_husband_left_and_a_year_for_a_birthday() -> None:
    document = one(MARRIAGE_OLD)
    assert document.kind == "marriage_certificate"
    assert values(document) == {
        "registration_number": "12",
        "wife_name": "Quàng Thị Hoa",
        "husband_name": "Lò Văn Sáng",
        "wife_date_of_birth": "1984",
        "husband_date_of_birth": "1980-04-03",
        "wife_personal_id": "070654321",
        "husband_personal_id": "070123456",
        "registration_date": "2009-01-15",
    }


def test_a_death_extract_keeps_its_four_dates_apart() -> None:
    document = one(DEATH)
    assert document.kind == "death_extract"
    assert values(document) == {
        "full_name": "NGÔ TRỌNG HÙNG",
        "date_of_birth": "1941-07-09",
        "date_of_death": "2018-10-02",
        "personal_id": "008041738744",
        "registration_date": "2018-10-05",
    }


def test_a_death_certificate_before_2016() -> None:
    document = one(DEATH_OLD)
    assert document.kind == "death_extract"
    assert values(document) == {
        "full_name": "Bàn Thị Mùi",
        "date_of_birth": "1932",
        "date_of_death": "2004-03-12",
        "personal_id": "070111222",
        "registration_date": "2004-03-14",
    }


def test_a_marital_status_certificate_is_dated_at_its_head_not_by_the_identity_card() -> None:
    document = one(MARITAL)
    assert document.kind == "marital_status_certificate"
    assert values(document) == {
        "document_number": "142/UBND-XNTTHN",
        "full_name": "VÕ THỊ THỦY",
        "date_of_birth": "1993-07-24",
        "personal_id": "008193278223",
        "issue_date": "2020-10-05",
    }


def test_an_application_for_a_certificate_is_no_certificate() -> None:
    text = (
        MOTTO
        + "\n^TỜ KHAI ĐĂNG KÝ KHAI SINH\n\nKính gửi: Ủy ban nhân dân xã Tân Lập\n"
        + (
            "Họ, chữ đệm, tên người yêu cầu: Bùi Bích Yến\nGiấy tờ tùy thân: CCCD số 008164866049\n"
            "Tôi cam đoan những nội dung khai trên đây là đúng sự thật\n>Người yêu cầu\n\n>Bùi Bích Yến\n"
        )
    )
    document = one(text)
    assert document.kind == "application_form"
    assert document.fields["form_title"].value == "TỜ KHAI ĐĂNG KÝ KHAI SINH"
    assert document.fields["applicant_name"].value == "Bùi Bích Yến"
    assert document.fields["personal_id"].value == "008164866049"


MARRIAGE_TABLE = (
    """
Mẫu TP/HT-2006-KH.1
"""
    + MOTTO
    + """
^GIẤY CHỨNG NHẬN KẾT HÔN
^ ||Số: 150     Quyển số: 01/2014

                              CHỒNG                         VỢ
Họ và tên                     LƯU NHẬT NAM                  ĐỖ THANH LOAN
Ngày, tháng,                  21/09/1980                    15/07/1986
năm sinh
Dân tộc                       Kinh                          Tày
Số Giấy CMND/Hộ               039723371                     342795983
chiếu

Nơi đăng ký: Ủy ban nhân dân xã Hải Trường
>Hải Trường, ngày 29 tháng 12 năm 2014
>CHỦ TỊCH

>Lưu Phương Ngân
"""
)


def test_a_table_names_its_rows_once_and_breaks_the_names_of_some() -> None:
    document = one(MARRIAGE_TABLE)
    assert document.kind == "marriage_certificate"
    assert values(document) == {
        "registration_number": "150",
        "wife_name": "ĐỖ THANH LOAN",
        "husband_name": "LƯU NHẬT NAM",
        "wife_date_of_birth": "1986-07-15",
        "husband_date_of_birth": "1980-09-21",
        "wife_personal_id": "342795983",
        "husband_personal_id": "039723371",
        "registration_date": "2014-12-29",
    }


def test_an_extract_bears_its_own_number_and_that_of_the_entry() -> None:
    text = HEAD + (
        "\n^Số: 823/TLKS-BS||Tân Lập, ngày 25 tháng 8 năm 2026\n\n^TRÍCH LỤC KHAI SINH\n^(BẢN SAO)\n\n"
        "Họ, chữ đệm, tên: VÕ THIỆN QUYỀN\nNgày, tháng, năm sinh: 30/06/2026\n"
        "Họ, chữ đệm, tên người mẹ: TÔ THỊ NHÀN\nĐăng ký khai sinh tại: Ủy ban nhân dân xã Tân Lập\n"
        "Số: 384/2026 ngày 14/07/2026\n"
    )
    document = one(text)
    assert document.marks == ("extract",)
    assert document.fields["registration_number"].value == "384/2026"
    assert document.fields["registration_date"].value == "2026-07-14"


def test_a_surname_that_nobody_has_is_put_right_and_shown_to_a_person() -> None:
    field = one(BIRTH_2020.replace("NGUYỄN THỊ VƯỢNG", "NGUYÊN THỊ VƯỢNG")).fields["full_name"]
    assert field.value == "NGUYỄN THỊ VƯỢNG"
    assert field.confidence < 0.9


def test_a_name_that_a_narrow_column_broke_is_whole() -> None:
    text = MARRIAGE_TWO_COLUMNS.replace(
        "TRIỆU THỊ HƯƠNG||HÀ NGỌC NGHĨA", "TRIỆU THỊ HƯƠNG||HÀ TRẦN NGỌC MINH NGUYÊN AN HẢI\n||NGHĨA"
    )
    assert one(text).fields["husband_name"].value == "HÀ TRẦN NGỌC MINH NGUYÊN AN HẢI NGHĨA"


def test_a_title_may_end_in_small_letters_on_the_line_below() -> None:
    document = one("""
^ỦY BAN NHÂN DÂN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^XÃ LỘC PHÚ||Độc lập - Tự do - Hạnh phúc
Số: 211/GXN-UBND||Lộc Phú, ngày 15 tháng 4 năm 2024

^GIẤY XÁC NHẬN
^Tình trạng hôn nhân

Ủy ban nhân dân xã Lộc Phú xác nhận bà Nguyễn Thị Hoa, sinh ngày 12/3/1990,
hiện tại chưa đăng ký kết hôn với ai.
""")
    assert document.kind == "marital_status_certificate"
    assert document.kind_confidence > 0.9
