"""Residence, judicial records, authorisations, forms, administrative documents, and papers of no known kind."""

from __future__ import annotations

import pytest

from ocr.understanding.bodies import completed
from tests.understanding.paper import HEAD, MOTTO, one, values

CT07 = """
Mẫu CT07 ban hành kèm theo Thông tư số 66/2023/TT-BCA
^CÔNG AN TỈNH TUYÊN QUANG||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^CÔNG AN XÃ HỢP HÒA||Độc lập - Tự do - Hạnh phúc
^Số: 195/XN||Hợp Hòa, ngày 08 tháng 04 năm 2024

^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ

I. Theo đề nghị của Ông/Bà:
1. Họ, chữ đệm và tên: VÕ QUANG QUYẾT
2. Ngày, tháng, năm sinh: 09/07/1961     3. Giới tính: Nam
4. Số định danh cá nhân: 0 0 8 0 6 1 1 6 4 2 8 4
5. Dân tộc: H'Mông     6. Tôn giáo: Không     7. Quốc tịch: Việt Nam
8. Quê quán: xã Bình Xa, huyện Hàm Yên, tỉnh Tuyên Quang
II. Công an xã Hợp Hòa xác nhận thông tin về cư trú của công dân như sau:
1. Nơi thường trú: thôn Tân Tiến, xã Hợp Hòa, huyện Sơn Dương, tỉnh Tuyên Quang
2. Nơi tạm trú: Không
3. Nơi ở hiện tại: xã Hợp Hòa, huyện Sơn Dương, tỉnh Tuyên Quang
4. Họ, chữ đệm và tên chủ hộ: VÕ QUANG THẮNG     5. Quan hệ với chủ hộ: Bố
6. Số định danh cá nhân của chủ hộ: 008085001122
Giấy này có giá trị đến hết ngày 08/04/2025.

>TRƯỞNG CÔNG AN XÃ

>Hà Công Tuấn
"""

JUDICIAL = """
^UBND TỈNH TUYÊN QUANG||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^SỞ TƯ PHÁP||Độc lập - Tự do - Hạnh phúc
^Số: 1234/STP-LLTP||Tuyên Quang, ngày 15 tháng 6 năm 2023

^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1

Căn cứ Luật Lý lịch tư pháp ngày 17 tháng 6 năm 2009;
^XÁC NHẬN:
1. Họ và tên: TRẦN THỊ BÌNH     2. Giới tính: Nữ
3. Ngày, tháng, năm sinh: 03/04/1985
4. Nơi sinh: Tuyên Quang
5. Quốc tịch: Việt Nam
6. Nơi thường trú: xã Thắng Quân, huyện Yên Sơn
8. Giấy CMND/Thẻ căn cước công dân/Hộ chiếu: CCCD số 008185004567
Cấp ngày: 10/07/2021     Tại: Cục Cảnh sát QLHC về TTXH
9. Tình trạng án tích: Không có án tích

>GIÁM ĐỐC

>Vũ Thị Lan
"""

CONTRACT = (
    MOTTO
    + """
^HỢP ĐỒNG ỦY QUYỀN

Hôm nay, ngày 02 tháng 4 năm 2024, tại Văn phòng công chứng Tân Trào, chúng tôi gồm:
BÊN ỦY QUYỀN (sau đây gọi là Bên A):
Ông: Nguyễn Văn Nam     Sinh năm: 1960
Căn cước công dân số: 008060001111, cấp ngày 01/05/2021
Và vợ là bà: Lê Thị Thu     Sinh năm: 1963
Cùng cư trú tại: phường Minh Xuân, thành phố Tuyên Quang
BÊN ĐƯỢC ỦY QUYỀN (sau đây gọi là Bên B):
Ông: Nguyễn Hải Đăng     Sinh năm: 1990
Căn cước công dân số: 008090002222
ĐIỀU 1. PHẠM VI ỦY QUYỀN
Bên A ủy quyền cho Bên B thay mặt quản lý thửa đất số 12.
ĐIỀU 2. THỜI HẠN ỦY QUYỀN
05 năm kể từ ngày ký.
"""
)
CONTRACT_END = """
2
^LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN
Hôm nay, ngày 02 tháng 4 năm 2024, tại Văn phòng công chứng Tân Trào
Tôi, Phạm Quốc Khánh, công chứng viên, chứng nhận hợp đồng ủy quyền này.
Số công chứng: 512, quyển số 01/2024 TP/CC-SCC/HĐGD
>CÔNG CHỨNG VIÊN

>Phạm Quốc Khánh
"""
LETTER_OF_ATTORNEY = (
    MOTTO
    + """
^GIẤY ỦY QUYỀN

^I. BÊN ỦY QUYỀN
Họ và tên: Bàn Thị Mùi
Ngày sinh: 14/8/1973     CCCD số: 008173005555
^II. BÊN ĐƯỢC ỦY QUYỀN
Họ và tên: Bàn Văn Páo
CCCD số: 008098006666
^III. NỘI DUNG ỦY QUYỀN
Nộp hồ sơ và nhận kết quả đăng ký đất đai.

>Tân Lập, ngày 20 tháng 9 năm 2025
>NGƯỜI ỦY QUYỀN

>Bàn Thị Mùi
"""
)

FORM_LAND = (
    """
Mẫu số 11/ĐK
"""
    + MOTTO
    + """
^ĐƠN ĐĂNG KÝ BIẾN ĐỘNG
^ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT
^Kính gửi: Văn phòng đăng ký đất đai tỉnh Tuyên Quang
1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:
a) Tên: Bùi Bá Trường
b) Giấy tờ nhân thân/pháp nhân: CCCD số 008099112234
c) Địa chỉ: xã Thượng Nông, huyện Na Hang
Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật.
>Thượng Nông, ngày 09 tháng 11 năm 2023
>Người viết đơn

>Bùi Bá Trường
"""
)
FORM_CT01 = (
    """
>Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA
"""
    + MOTTO
    + """
^TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
^Kính gửi: Công an xã Tân Lập
1. Họ, chữ đệm và tên: LÒ THỊ HẠNH
2. Ngày, tháng, năm sinh: 04/09/2001     3. Giới tính: Nữ
4. Số định danh cá nhân: 0 0 8 3 0 1 0 0 2 2 3 3
5. Số điện thoại liên hệ: 0912345678     6. Email:
7. Họ, chữ đệm và tên chủ hộ: LÒ VĂN SÁNG     8. Mối quan hệ với chủ hộ: Con
9. Số định danh cá nhân của chủ hộ: 008075001999
10. Nội dung đề nghị: Đăng ký thường trú
"""
)

DECISION = (
    HEAD
    + """
^Số: 47/QĐ-UBND||Tân Lập, ngày 17 tháng 01 năm 2025

^QUYẾT ĐỊNH
^Về việc kinh phí hỗ trợ quà Tết cho hộ nghèo, cận nghèo
^trên địa bàn xã năm 2025

^CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN LẬP

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Theo đề nghị của công chức Tài chính - Kế toán,
^QUYẾT ĐỊNH:
Điều 1. Hỗ trợ kinh phí quà Tết cho hộ nghèo, cận nghèo trên địa bàn xã.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:||^KT. CHỦ TỊCH
- Như Điều 2;||PHÓ CHỦ TỊCH
- Lưu: VT.||

>Nguyễn Hoàng Giang
"""
)
LETTER = """
^UBND TỈNH TUYÊN QUANG||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^SỞ NỘI VỤ||Độc lập - Tự do - Hạnh phúc
^Số: 575/SNV-CCHC||Tuyên Quang, ngày 04 tháng 02 năm 2025
^V/v tham gia ý kiến dự thảo||
^Nghị định của Chính phủ||

^Kính gửi: Các sở, ban, ngành tỉnh.
     Thực hiện Công văn số 12/BNV-CCHC ngày 02 tháng 01 năm 2025 của Bộ Nội vụ về việc
tham gia ý kiến, Sở Nội vụ đề nghị các đơn vị nghiên cứu, tham gia ý kiến.

Nơi nhận:||^GIÁM ĐỐC
- Như trên;||
- Lưu: VT, CCHC.||
>Hà Thị Lê Vân
"""

WEDDING_MENU = """
^THỰC ĐƠN TIỆC CƯỚI
Món khai vị gồm súp gà ngô non và nộm hoa chuối.
Đổ nước đến vạch tương ứng với số cốc gạo rồi nhấn nút nấu.
Buổi sáng sương phủ kín mặt hồ, thuyền máy rẽ sóng đi về phía thác.
"""
SALE_CONTRACT = (
    MOTTO
    + """
^HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT
Chúng tôi gồm có:
Bên chuyển nhượng: Ông Nguyễn Văn Nam
Thửa đất số: 502, tờ bản đồ số: 127, diện tích: 300 m2
Mục đích sử dụng: Đất ở
"""
)
POOR_HOUSEHOLD = (
    HEAD + "\n^Số: 12/GCN||\n\n^GIẤY CHỨNG NHẬN\n^HỘ NGHÈO, HỘ CẬN NGHÈO\n\nHọ và tên chủ hộ: Ma Văn Khải\n"
)


def test_a_residence_confirmation_is_about_the_citizen_not_the_head_of_the_household() -> None:
    document = one(CT07)
    assert document.kind == "residence_confirmation"
    assert values(document) == {
        "document_number": "195/XN",
        "full_name": "VÕ QUANG QUYẾT",
        "date_of_birth": "1961-07-09",
        "personal_id": "008061164284",
        "permanent_residence": "thôn Tân Tiến, xã Hợp Hòa, huyện Sơn Dương, tỉnh Tuyên Quang",
        "issue_date": "2024-04-08",
    }


def test_a_judicial_record() -> None:
    document = one(JUDICIAL)
    assert document.kind == "judicial_record"
    assert values(document) == {
        "document_number": "1234/STP-LLTP",
        "full_name": "TRẦN THỊ BÌNH",
        "date_of_birth": "1985-04-03",
        "personal_id": "008185004567",
        "issue_date": "2023-06-15",
    }


def test_an_authorisation_names_all_principals_and_the_notarys_number_of_its_last_page() -> None:
    document = one(CONTRACT, CONTRACT_END)
    assert (document.kind, document.pages) == ("authorization_contract", (1, 2))
    assert values(document) == {
        "principal_name": "Nguyễn Văn Nam; Lê Thị Thu",
        "agent_name": "Nguyễn Hải Đăng",
        "notary_number": "512",
        "issue_date": "2024-04-02",
    }


def test_a_letter_of_attorney() -> None:
    document = one(LETTER_OF_ATTORNEY)
    assert document.kind == "authorization_contract"
    found = values(document)
    assert (found["principal_name"], found["agent_name"]) == ("Bàn Thị Mùi", "Bàn Văn Páo")
    assert found["issue_date"] == "2025-09-20"
    assert found["notary_number"] is None


def test_a_land_form_has_a_title_of_two_lines() -> None:
    document = one(FORM_LAND)
    assert document.kind == "application_form"
    assert values(document) == {
        "form_title": "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT",
        "applicant_name": "Bùi Bá Trường",
        "date_of_birth": None,
        "personal_id": "008099112234",
    }


def test_a_residence_form_is_about_who_files_it() -> None:
    document = one(FORM_CT01)
    assert document.kind == "application_form"
    assert values(document) == {
        "form_title": "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "applicant_name": "LÒ THỊ HẠNH",
        "date_of_birth": "2001-09-04",
        "personal_id": "008301002233",
    }


def test_a_decision() -> None:
    document = one(DECISION)
    assert document.kind == "administrative_document"
    assert values(document) == {
        "document_number": "47/QĐ-UBND",
        "issue_date": "2025-01-17",
        "issuing_authority": "ỦY BAN NHÂN DÂN XÃ TÂN LẬP",
        "document_type": "QUYẾT ĐỊNH",
        "subject": "kinh phí hỗ trợ quà Tết cho hộ nghèo, cận nghèo trên địa bàn xã năm 2025",
        "signer_name": "Nguyễn Hoàng Giang",
    }


def test_a_letter_has_no_title_and_is_called_cong_van() -> None:
    document = one(LETTER)
    assert document.kind == "administrative_document"
    assert values(document) == {
        "document_number": "575/SNV-CCHC",
        "issue_date": "2025-02-04",
        "issuing_authority": "SỞ NỘI VỤ",
        "document_type": "Công văn",
        "subject": "tham gia ý kiến dự thảo Nghị định của Chính phủ",
        "signer_name": "Hà Thị Lê Vân",
    }


@pytest.mark.parametrize("text", [WEDDING_MENU, SALE_CONTRACT, POOR_HOUSEHOLD])
def test_what_is_of_no_kind_is_not_forced_into_one(text: str) -> None:
    document = one(text)
    assert (document.kind, dict(document.fields)) == ("other", {})
    assert document.kind_confidence > 0.8


def test_misread_letters_do_not_hide_a_paper() -> None:
    worn = (
        DECISION.replace("QUYẾT ĐỊNH\n", "QUYÉT ĐlNH\n")
        .replace("ỦY BAN NHÂN DÂN||", "ỦY BẠN NHÂN DÂN||")
        .replace("Số: 47/QĐ", "Só: 47/QD")
    )
    document = one(worn)
    assert document.kind == "administrative_document"
    assert document.fields["document_type"].value == "QUYẾT ĐỊNH"
    assert document.fields["document_number"].value == "47/QĐ-UBND"
    assert document.fields["issuing_authority"].value == "ỦY BAN NHÂN DÂN XÃ TÂN LẬP"


def test_a_certification_stamp_marks_a_copy_and_changes_neither_kind_nor_number() -> None:
    stamped = JUDICIAL + (
        "\nChứng thực bản sao đúng với bản chính\nSố chứng thực: 125     quyển số: 01/2024-SCT/BS\n"
        "Ngày 10 tháng 01 năm 2024\n"
    )
    document = one(stamped)
    assert document.kind == "judicial_record"
    assert "certified_copy" in document.marks
    assert document.fields["document_number"].value == "1234/STP-LLTP"
    assert document.fields["issue_date"].value == "2023-06-15"


def test_a_number_written_by_hand_and_badly_read_is_for_a_person() -> None:
    field = one(DECISION.replace("Số: 47/QĐ-UBND", "Số: 4‡ /QĐ-UBND")).fields["document_number"]
    assert field.value == "4/QĐ-UBND"
    assert field.confidence < 0.5


def test_a_date_that_a_hand_was_to_finish_is_not_taken_from_the_laws_it_cites() -> None:
    field = one(DECISION.replace("ngày 17 tháng 01 năm 2025", "ngày      tháng 01 năm 2025")).fields["issue_date"]
    assert field.value == "2025-01"
    assert field.confidence < 0.5


def test_digits_in_boxes_are_read_and_shown_to_a_person() -> None:
    text = (
        HEAD
        + "\n^GIẤY PHÉP XÂY DỰNG\n\n1. Cấp cho: ông Hà Lộc\nMật độ xây dựng: 60%\n>Tân Lập, ngày 3 tháng 4 năm 2024\n"
    )
    assert one(text).fields["document_number"].value is None
    boxed = FORM_CT01.replace("0 0 8 3 0 1 0 0 2 2 3 3", "|0|0|8|3|o|1|0|0|2|2|3|3|")
    field = one(boxed).fields["personal_id"]
    assert (field.value, field.confidence < 0.9) == ("008301002233", True)


def test_misspelt_units_of_an_address_are_put_right_as_far_as_the_tables_know_them() -> None:
    printed = "xã Hợp Hòa, huyện Sơn Dương, tỉnh Tuyên Quang\n2. Nơi tạm trú"
    for read, right in (
        ("xã Hợp Hoa, tỉnh Tuyên Quảng", "xã Hợp Hòa, tỉnh Tuyên Quang"),
        ("xã Hợp Hoà, huyện Sơn Dường, tỉnh Tuyên Quang", "xã Hợp Hoà, huyện Sơn Dương, tỉnh Tuyên Quang"),
        ("xã Kháng Chiến, tỉnh Tuyên Quang", "xã Kháng Chiến, tỉnh Tuyên Quang"),
        ("xã Kiến Thiêt, tỉnh Tuyên Quang", "xã Kiến Thiết, tỉnh Tuyên Quang"),
        ("xã Ea Nuôi, tỉnh Đắk Lắk", "xã Ea Nuôl, tỉnh Đắk Lắk"),
        ("xã Ngọk Tụ, huyện Đăk Tô, tỉnh Kon Tum", "xã Ngọk Tụ, huyện Đăk Tô, tỉnh Kon Tum"),
    ):
        field = one(CT07.replace(printed, f"{read}\n2. Nơi tạm trú"), sure=0.9).fields["permanent_residence"]
        assert field.value == f"thôn Tân Tiến, {right}"
    assert one(CT07.replace(printed, "xã Ea Nuôi, tỉnh Đắk Lắk\n")).fields["permanent_residence"].confidence < 0.9


def test_a_body_named_with_a_word_missing_is_completed_only_where_it_can_be_no_other() -> None:
    assert completed("VIỆN SÁT NHÂN DÂN TỐI CAO") == "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO"
    for printed in ("ỦY BAN DÂN TỘC", "SỞ GIÁO DỤC ĐÀO TẠO", "VIỆN KIỂM SÁT NHÂN DÂN HUYỆN SƠN DƯƠNG"):
        assert completed(printed) == printed


def test_one_name_spelt_two_ways_on_a_paper_is_for_a_person() -> None:
    text = HEAD + (
        "\n^GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH\n^Mã số hộ kinh doanh: 008184444626\n\n"
        "1. Tên hộ kinh doanh: HỘ KINH DOANH HOÀNG THỊ HÃNG\n5. Tên chủ hộ kinh doanh: HOÀNG THỊ HẰNG\n"
    )
    fields = one(text.replace("HÃNG", "HẠNH").replace("HẰNG", "HÀNH")).fields
    assert all(fields[name].confidence < 0.9 for name in ("business_name", "representative_name"))


def test_of_two_spellings_of_a_name_the_usual_one_is_proposed_for_the_other() -> None:
    text = HEAD + (
        "\n^GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH\n^Mã số hộ kinh doanh: 008184444626\n\n"
        "1. Tên hộ kinh doanh: HỘ KINH DOANH HOÀNG THỊ HÃNG\n5. Tên chủ hộ kinh doanh: HOÀNG THỊ HẰNG\n"
    )
    fields = one(text).fields
    assert fields["representative_name"].value == "HOÀNG THỊ HẰNG"
    assert fields["business_name"].value == "HỘ KINH DOANH HOÀNG THỊ HẰNG"
    assert fields["business_name"].confidence < 0.9
