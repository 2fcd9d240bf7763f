"""Cards of two faces and diplomas; what a card says to machines outranks its print."""

from __future__ import annotations

from dataclasses import replace

from ocr.model import Code
from ocr.understanding import understand
from tests.understanding.paper import CATALOGUE, MOTTO, one, page, read, values

CCCD_FRONT = (
    MOTTO
    + """
^CĂN CƯỚC CÔNG DÂN
^Citizen Identity Card

Số / No.:   008065204771
Họ và tên / Full name:
NGÔ BÁ QUYẾT
Ngày sinh / Date of birth: 22/06/1965
Giới tính / Sex: Nam   Quốc tịch / Nationality: Việt Nam
Quê quán / Place of origin:
xã Hùng Đức, huyện Hàm Yên, tỉnh Tuyên Quang
Nơi thường trú / Place of residence: thôn 3
xã Thiện Kế, huyện Sơn Dương, tỉnh Tuyên Quang
Có giá trị đến: 22/06/2025
Date of expiry
"""
)
CCCD_BACK = """
Đặc điểm nhận dạng / Personal identification:
Nốt ruồi C: 1cm dưới mắt trái
Ngày, tháng, năm / Date, month, year: 02/08/2021
^CỤC TRƯỞNG CỤC CẢNH SÁT
^QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI
^Nguyễn Quốc Hùng
IDVNM0652047712008065204771<<0
6506227M2506229VNM<<<<<<<<<<<2
NGO<<BA<QUYET<<<<<<<<<<<<<<<<<
"""
CARD_2024_FRONT = (
    MOTTO
    + """
^CĂN CƯỚC
^IDENTITY CARD

Số định danh cá nhân / Personal identification number:
008301002233
Họ, chữ đệm và tên khai sinh / Full name:
LÒ THỊ HẠNH
Ngày, tháng, năm sinh / Date of birth: 04/09/2001
Giới tính / Sex: Nữ     Quốc tịch / Nationality: Việt Nam
"""
)
CARD_2024_BACK = """
Nơi cư trú / Place of residence:
bản Nà Lộc, xã Nà Hang, tỉnh Tuyên Quang
Nơi đăng ký khai sinh / Place of birth:
xã Thượng Lâm, huyện Lâm Bình, tỉnh Tuyên Quang
Ngày, tháng, năm cấp / Date of issue: 15/08/2025
Ngày, tháng, năm hết hạn / Date of expiry: 04/09/2041
^BỘ CÔNG AN / MINISTRY OF PUBLIC SECURITY
"""
CMND = """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^GIẤY CHỨNG MINH NHÂN DÂN
^SỐ 070123456
Họ tên: NÔNG VĂN PHÚC
Sinh ngày: 12/05/1970
Nguyên quán: Tân Trào, Sơn Dương,
Tuyên Quang
Nơi ĐKHK thường trú: Tân Trào,
Sơn Dương, Tuyên Quang
"""

LICENCE = """
^BỘ GIAO THÔNG VẬN TẢI||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^MINISTRY OF TRANSPORT||Độc lập - Tự do - Hạnh phúc

^GIẤY PHÉP LÁI XE / DRIVER'S LICENSE
^Số/No: 080123456789
Họ tên/Full name: HÀ VĂN TOÀN
Ngày sinh/Date of birth: 11/02/1990
Quốc tịch/Nationality: VIỆT NAM
Nơi cư trú/Address: X. Thắng Quân, H. Yên Sơn,
T. Tuyên Quang
>Tuyên Quang, ngày/date 20 tháng/month 03 năm/year 2021
Hạng/Class: B2
Có giá trị đến/Expires: 20/03/2031
"""
LICENCE_MOTORBIKE = """
^BỘ CÔNG AN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^ ||Độc lập - Tự do - Hạnh phúc

^GIẤY PHÉP LÁI XE
Số/No.: 080201005678
Họ và tên/Full name: LÊ THỊ MAI
Ngày sinh/Date of birth: 01/01/1999
Hạng/Class: A1
>Tuyên Quang, ngày 05 tháng 05 năm 2025
Có giá trị đến/Expires: Không thời hạn
"""

INSURANCE = """
^BẢO HIỂM XÃ HỘI VIỆT NAM
^THẺ BẢO HIỂM Y TẾ
Mã số: 0801234567
Họ và tên: TRẦN THỊ BÌNH
Ngày sinh: 03/04/1985          Giới tính: Nữ
Nơi đăng ký KCB ban đầu: Trung tâm Y tế huyện Yên Sơn
Giá trị sử dụng: từ ngày 01/01/2024 đến ngày 31/12/2024
Thời điểm đủ 05 năm liên tục: từ ngày 01/01/2025
"""
INSURANCE_OLD = """
^BẢO HIỂM XÃ HỘI VIỆT NAM
^THẺ BẢO HIỂM Y TẾ
Mã số: GD 4 08 0801234567
Họ và tên: MA VĂN KHẢI
Ngày sinh: 1950     Giới tính: Nam
Địa chỉ: xã Mỹ Bằng, huyện Yên Sơn
Nơi đăng ký KCB BĐ: Trạm y tế xã Mỹ Bằng
Giá trị sử dụng: từ 01/01/2016 đến 31/12/2016
"""

BACHELOR = (
    MOTTO
    + """

^HIỆU TRƯỞNG TRƯỜNG ĐẠI HỌC TÂN TRÀO
^cấp
^BẰNG CỬ NHÂN
^Ngành: Giáo dục Tiểu học
Cho: Ông Quan Đình Kiên
Ngày sinh: 27/01/1999
Năm tốt nghiệp: 2021
Xếp loại tốt nghiệp: Khá
Hình thức đào tạo: Chính quy

>Tuyên Quang, ngày 26 tháng 12 năm 2021
>HIỆU TRƯỞNG

>Huỳnh Minh Trường
Số hiệu: TQ96897
Số vào sổ gốc cấp văn bằng: 319/ĐHTT
"""
)
HIGH_SCHOOL = (
    MOTTO
    + """
^GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO TUYÊN QUANG
^cấp
^BẰNG TỐT NGHIỆP
^TRUNG HỌC PHỔ THÔNG
Cho: Bàn Thị Mùi
Giới tính: Nữ          Dân tộc: Dao
Ngày sinh: 14/8/2003
Nơi sinh: Tuyên Quang
Học sinh trường: THPT Sơn Dương
Khóa thi ngày: 07/7/2021     Hội đồng thi: Sơn Dương
Xếp loại tốt nghiệp: Khá
>Tuyên Quang, ngày 20 tháng 8 năm 2021
>GIÁM ĐỐC
>Vũ Đình Hưng
Số hiệu: A 12345678
Số vào sổ cấp bằng: 456/2021
"""
)


def test_an_identity_card_of_two_faces_on_two_pages() -> None:
    document = one(CCCD_FRONT, CCCD_BACK)
    assert (document.kind, document.pages) == ("citizen_id", (1, 2))
    assert values(document) == {
        "personal_id": "008065204771",
        "full_name": "NGÔ BÁ QUYẾT",
        "date_of_birth": "1965-06-22",
        "sex": "male",
        "place_of_origin": "xã Hùng Đức, huyện Hàm Yên, tỉnh Tuyên Quang",
        "permanent_residence": "thôn 3 xã Thiện Kế, huyện Sơn Dương, tỉnh Tuyên Quang",
        "issue_date": "2021-08-02",
    }


MISREAD_FRONT = CCCD_FRONT.replace("008065204771", "008065204711").replace("22/06/1965", "22/06/1966")


def test_the_machine_readable_zone_outranks_misread_print() -> None:
    (document,) = understand([page(MISREAD_FRONT, sure=0.8), page(CCCD_BACK, 2)], CATALOGUE)
    number, birth = document.fields["personal_id"], document.fields["date_of_birth"]
    assert (number.value, number.source, number.page) == ("008065204771", "mrz", 2)
    assert (birth.value, birth.source) == ("1965-06-22", "mrz")
    assert number.confidence > 0.99


def test_print_that_was_read_well_and_says_something_else_is_for_a_person() -> None:
    number = one(MISREAD_FRONT, CCCD_BACK).fields["personal_id"]
    assert number.value == "008065204771"
    assert number.confidence < 0.9
    assert ("mrz", False, "008065204711") in [(one.check, one.agrees, one.beside) for one in number.findings]


def qr_of(text: str) -> Code:
    return Code("QRCode", text, (2000, 300, 200, 200))


CODE = "008065204771||Ngô Bá Quyết|22061965|Nam|thôn 3, xã Thiện Kế, huyện Sơn Dương, tỉnh Tuyên Quang|02082021"


def test_of_code_zone_and_print_two_agree_against_the_third_and_a_person_decides() -> None:
    pages = [page(CCCD_FRONT, codes=[qr_of(CODE.replace("008065204771", "008065204773"))]), page(CCCD_BACK, 2)]
    (document,) = understand(pages, CATALOGUE)
    number = document.fields["personal_id"]
    assert number.value == "008065204771"
    assert number.confidence < 0.9
    assert [(one.check, one.beside) for one in number.findings if not one.agrees] == [("qr", "008065204773")]


def test_code_and_zone_together_outrank_print_that_was_read_unsurely() -> None:
    pages = [page(MISREAD_FRONT, codes=[qr_of(CODE)], sure=0.8), page(CCCD_BACK, 2)]
    (document,) = understand(pages, CATALOGUE)
    assert document.fields["personal_id"].value == "008065204771"
    assert document.fields["personal_id"].confidence > 0.99


def test_a_zone_with_wrong_check_digits_outranks_nothing() -> None:
    back = CCCD_BACK.replace("IDVNM0652047712008065204771<<0", "IDVNM0652047718008065204773<<0")
    number = one(CCCD_FRONT, back).fields["personal_id"]
    assert (number.value, number.source) == ("008065204771", "ocr")


def test_a_code_that_contradicts_itself_does_not_pass_unseen() -> None:
    (document,) = understand([page("^CĂN CƯỚC CÔNG DÂN", codes=[qr_of(CODE.replace("|Nam|", "|Nữ|"))])], CATALOGUE)
    assert document.fields["personal_id"].value == "008065204771"
    assert document.fields["personal_id"].confidence < 0.9


def test_a_name_that_lost_letters_in_the_code_is_read_from_print() -> None:
    damaged = qr_of(CODE.replace("Ngô Bá Quyết", "Ng? B? Quy?t"))
    (document,) = understand([page(CCCD_FRONT, codes=[damaged])], CATALOGUE)
    name, number = document.fields["full_name"], document.fields["personal_id"]
    assert (name.value, name.source) == ("NGÔ BÁ QUYẾT", "ocr")
    assert number.source == "qr"


def test_the_qr_code_outranks_print_and_print_keeps_its_box_where_they_agree() -> None:
    qr = Code(
        "QRCode",
        "008065204771||Ngô Bá Quyết|22061965|Nam|thôn 3, xã Thiện Kế, huyện Sơn Dương, tỉnh Tuyên Quang|02082021",
        (2000, 300, 200, 200),
    )
    misread = CCCD_FRONT.replace("Giới tính / Sex: Nam", "Giới tính / Sex: Nữ")
    (document,) = understand([page(misread, codes=[qr])], CATALOGUE)
    sex, name, issued = (document.fields[key] for key in ("sex", "full_name", "issue_date"))
    assert (sex.value, sex.source) == ("male", "qr")
    assert (name.value, name.source) == ("NGÔ BÁ QUYẾT", "qr")
    assert name.box is not None
    assert name.box[0] < 1000
    assert (issued.value, issued.box) == ("2021-08-02", (2000, 300, 200, 200))
    assert document.fields["permanent_residence"].value == ("thôn 3, xã Thiện Kế, huyện Sơn Dương, tỉnh Tuyên Quang")


def test_the_back_of_another_persons_card_is_not_joined_to_this_front() -> None:
    other = CCCD_BACK.replace("IDVNM0652047712008065204771<<0", "IDVNM0850001235008085000123<<3").replace(
        "6506227M2506229VNM<<<<<<<<<<<2", "8503013M4503015VNM<<<<<<<<<<<0"
    )
    assert [document.pages for document in read(CCCD_FRONT, other)] == [(1,), (2,)]


def test_faces_scanned_apart_are_joined_by_their_number() -> None:
    birth = MOTTO + "\n^GIẤY KHAI SINH\n\nHọ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG\nNơi sinh: Trạm y tế\n"
    documents = read(CCCD_FRONT, birth, CCCD_BACK)
    assert [(document.kind, document.pages) for document in documents] == [
        ("citizen_id", (1, 3)),
        ("birth_certificate", (2,)),
    ]


def test_an_identity_card_since_july_2024() -> None:
    document = one(CARD_2024_FRONT, CARD_2024_BACK)
    assert (document.kind, document.pages) == ("citizen_id", (1, 2))
    assert values(document) == {
        "personal_id": "008301002233",
        "full_name": "LÒ THỊ HẠNH",
        "date_of_birth": "2001-09-04",
        "sex": "female",
        "place_of_origin": "xã Thượng Lâm, huyện Lâm Bình, tỉnh Tuyên Quang",
        "permanent_residence": "bản Nà Lộc, xã Nà Hang, tỉnh Tuyên Quang",
        "issue_date": "2025-08-15",
    }


def test_an_old_identity_card_of_nine_digits() -> None:
    found = values(one(CMND))
    assert found["personal_id"] == "070123456"
    assert found["full_name"] == "NÔNG VĂN PHÚC"
    assert found["date_of_birth"] == "1970-05-12"
    assert found["place_of_origin"] == "Tân Trào, Sơn Dương, Tuyên Quang"
    assert found["permanent_residence"] == "Tân Trào, Sơn Dương, Tuyên Quang"


def test_a_driving_licence() -> None:
    document = one(LICENCE)
    assert document.kind == "driving_licence"
    assert values(document) == {
        "licence_number": "080123456789",
        "full_name": "HÀ VĂN TOÀN",
        "date_of_birth": "1990-02-11",
        "class": "B2",
        "issue_date": "2021-03-20",
        "expiry_date": "2031-03-20",
    }


def test_a_licence_without_a_term_has_no_expiry_date() -> None:
    document = one(LICENCE_MOTORBIKE)
    assert document.kind == "driving_licence"
    assert document.fields["class"].value == "A1"
    assert document.fields["issue_date"].value == "2025-05-05"
    assert document.fields["expiry_date"].value is None


def test_a_health_insurance_card_of_ten_digits_and_the_older_of_fifteen_characters() -> None:
    new, old = read(INSURANCE, INSURANCE_OLD)
    assert (new.kind, old.kind) == ("health_insurance_card", "health_insurance_card")
    assert values(new) == {
        "card_number": "0801234567",
        "full_name": "TRẦN THỊ BÌNH",
        "date_of_birth": "1985-04-03",
        "expiry_date": "2024-12-31",
    }
    assert values(old) == {
        "card_number": "GD 4 08 0801234567",
        "full_name": "MA VĂN KHẢI",
        "date_of_birth": "1950",
        "expiry_date": "2016-12-31",
    }


def test_a_bachelors_diploma_and_one_of_a_high_school() -> None:
    bachelor, school = read(BACHELOR, HIGH_SCHOOL)
    assert (bachelor.kind, school.kind) == ("diploma", "diploma")
    assert values(bachelor) == {
        "full_name": "Quan Đình Kiên",
        "date_of_birth": "1999-01-27",
        "diploma_number": "TQ96897",
        "issue_date": "2021-12-26",
    }
    assert values(school) == {
        "full_name": "Bàn Thị Mùi",
        "date_of_birth": "2003-08-14",
        "diploma_number": "A 12345678",
        "issue_date": "2021-08-20",
    }


def test_a_page_that_leans_reads_the_same() -> None:
    straight = page(CCCD_FRONT)
    lean = 0.05  # about three degrees
    words = tuple(
        replace(word, box=(word.box[0], round(word.box[1] + lean * word.box[0]), word.box[2], word.box[3]))
        for word in straight.words
    )
    (document,) = understand([replace(straight, words=words, skew=2.86)], CATALOGUE)
    assert document.fields["full_name"].value == "NGÔ BÁ QUYẾT"
    assert document.fields["place_of_origin"].value == "xã Hùng Đức, huyện Hàm Yên, tỉnh Tuyên Quang"
