"""Papers as single offices word and lay them out, beside the forms of the circulars."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

FORMS = [
    (
        "marital_status_certificate",
        HEAD
        + """
Số: 18/GXN-UBND          Tân Lập, ngày 12 tháng 3 năm 2026
^GIẤY XÁC NHẬN
^Tình trạng hôn nhân
Ủy ban nhân dân xã Tân Lập xác nhận:
1. Họ và tên: TRẦN THỊ MAI
2. Ngày, tháng, năm sinh: 05/06/1995
3. Số định danh cá nhân: 008195001234
4. Nơi cư trú: xã Tân Lập, tỉnh Tuyên Quang
5. Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai
""",
        {
            "document_number": "18/GXN-UBND",
            "full_name": "TRẦN THỊ MAI",
            "date_of_birth": "1995-06-05",
            "personal_id": "008195001234",
            "issue_date": "2026-03-12",
        },
    ),
    (
        "marital_status_certificate",
        HEAD
        + """
Số: 18/GXN-UBND          Tân Lập, ngày 12 tháng 3 năm 2026
^GIẤY XÁC NHẬN CHƯA ĐĂNG KÝ KẾT HÔN
Ủy ban nhân dân xã Tân Lập xác nhận bà TRẦN THỊ MAI, sinh ngày 05 tháng 6 năm 1995, căn cước công dân số
008195001234, cư trú tại xã Tân Lập, đến nay chưa đăng ký kết hôn với ai.
""",
        {
            "document_number": "18/GXN-UBND",
            "full_name": "TRẦN THỊ MAI",
            "date_of_birth": "1995-06-05",
            "personal_id": "008195001234",
            "issue_date": "2026-03-12",
        },
    ),
    (
        "marriage_certificate",
        HEAD
        + """
Số: 18/TLKH          Tân Lập, ngày 12 tháng 3 năm 2026
^TRÍCH LỤC KẾT HÔN
I. BÊN NỮ
Họ, chữ đệm, tên: PHAN THỊ CÚC                    Sinh ngày: 01/02/1990
Dân tộc: Kinh                                     Quốc tịch: Việt Nam
Số định danh cá nhân: 008190001111
II. BÊN NAM
Họ, chữ đệm, tên: LÊ VĂN TÁM                      Sinh ngày: 03/04/1988
Dân tộc: Kinh                                     Quốc tịch: Việt Nam
Số định danh cá nhân: 008088001112
III. THÔNG TIN ĐĂNG KÝ
Nơi đăng ký kết hôn: Ủy ban nhân dân xã Tân Lập
Số: 41/2022     Ngày đăng ký: 20/10/2022
""",
        {
            "registration_number": "41/2022",
            "wife_name": "PHAN THỊ CÚC",
            "husband_name": "LÊ VĂN TÁM",
            "wife_date_of_birth": "1990-02-01",
            "husband_date_of_birth": "1988-04-03",
            "wife_personal_id": "008190001111",
            "husband_personal_id": "008088001112",
            "registration_date": "2022-10-20",
        },
    ),
    (
        "marriage_certificate",
        MOTTO
        + """
^GIẤY CHỨNG NHẬN KẾT HÔN
^Số: 41/2022
Anh: LÊ VĂN TÁM, sinh ngày 03/04/1988, dân tộc Kinh, quốc tịch Việt Nam
CCCD số: 008088001112
Cư trú tại: xã Tân Lập
và chị: PHAN THỊ CÚC, sinh ngày 01/02/1990, dân tộc Kinh, quốc tịch Việt Nam
CCCD số: 008190001111
Cư trú tại: xã Tân Lập
Đã đăng ký kết hôn tại Ủy ban nhân dân xã Tân Lập ngày 20 tháng 10 năm 2022
""",
        {
            "registration_number": "41/2022",
            "wife_name": "PHAN THỊ CÚC",
            "husband_name": "LÊ VĂN TÁM",
            "wife_date_of_birth": "1990-02-01",
            "husband_date_of_birth": "1988-04-03",
            "wife_personal_id": "008190001111",
            "husband_personal_id": "008088001112",
            "registration_date": "2022-10-20",
        },
    ),
    (
        "marriage_certificate",
        MOTTO
        + """
^GIẤY CHỨNG NHẬN KẾT HÔN
>Số: 41/2022
Họ, chữ đệm, tên chồng: LÊ VĂN TÁM     Ngày, tháng, năm sinh: 03/04/1988
Dân tộc: Kinh     Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập
Giấy tờ tùy thân: 008088001112
Họ, chữ đệm, tên vợ: PHAN THỊ CÚC     Ngày, tháng, năm sinh: 01/02/1990
Dân tộc: Kinh     Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập
Giấy tờ tùy thân: 008190001111
Nơi đăng ký kết hôn: UBND xã Tân Lập     Ngày, tháng, năm đăng ký: 20/10/2022
""",
        {
            "registration_number": "41/2022",
            "wife_name": "PHAN THỊ CÚC",
            "husband_name": "LÊ VĂN TÁM",
            "wife_date_of_birth": "1990-02-01",
            "husband_date_of_birth": "1988-04-03",
            "wife_personal_id": "008190001111",
            "husband_personal_id": "008088001112",
            "registration_date": "2022-10-20",
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
Tỉnh, TP: Tuyên Quang                    Số: 125
Huyện, quận: Yên Sơn                     Quyển số: 02
Xã, phường: Tân Lập
^GIẤY KHAI SINH
Họ và tên: Trần Văn Bình
Nam hay nữ: Nam
Sinh ngày, tháng, năm: 12-5-1987
(bằng chữ): Mười hai tháng năm năm một nghìn chín trăm tám mươi bảy
Nơi sinh: Nhà hộ sinh xã
Dân tộc: Tày     Quốc tịch: Việt Nam
                    Phần khai về người cha       Phần khai về người mẹ
Họ và tên           Trần Văn Hải                 Lê Thị Hoa
Tuổi                30                           28
Dân tộc             Tày                          Kinh
Quốc tịch           Việt Nam                     Việt Nam
Nghề nghiệp         Làm ruộng                    Làm ruộng
Quê quán            Tân Lập                      Tân Lập
Nơi ĐKNK thường trú Tân Lập                      Tân Lập
Đăng ký ngày 20 tháng 5 năm 1987
""",
        {
            "registration_number": "125",
            "full_name": "Trần Văn Bình",
            "date_of_birth": "1987-05-12",
            "sex": "male",
            "ethnicity": "Tày",
            "mother_name": "Lê Thị Hoa",
            "father_name": "Trần Văn Hải",
            "registration_date": "1987-05-20",
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
^GIẤY KHAI SINH
^Số: 31/2024
Họ, chữ đệm, tên: VŨ GIA HÂN                    Giới tính: Nữ
Ngày, tháng, năm sinh: 02/01/2024               Dân tộc: Kinh
Ghi bằng chữ: Ngày hai, tháng một, năm          Quốc tịch: Việt Nam
hai nghìn không trăm hai mươi tư
Nơi sinh: Bệnh viện Phụ sản Trung ương
Quê quán: xã Minh Quang, huyện Ba Vì, thành phố Hà Nội
Số định danh cá nhân: 001324000123
^THÔNG TIN VỀ CHA, MẸ
Họ, chữ đệm, tên cha: VŨ VĂN DŨNG               Họ, chữ đệm, tên mẹ: ĐỖ THỊ LAN
Năm sinh: 1990                                  Năm sinh: 1992
Dân tộc: Kinh                                   Dân tộc: Kinh
Nơi cư trú: xã Minh Quang                       Nơi cư trú: xã Minh Quang
Người đi khai sinh: VŨ VĂN DŨNG
Nơi đăng ký khai sinh: UBND xã Minh Quang
Ngày, tháng, năm đăng ký: 15/01/2024
""",
        {
            "registration_number": "31/2024",
            "full_name": "VŨ GIA HÂN",
            "date_of_birth": "2024-01-02",
            "sex": "female",
            "ethnicity": "Kinh",
            "personal_id": "001324000123",
            "place_of_origin": "xã Minh Quang, huyện Ba Vì, thành phố Hà Nội",
            "mother_name": "ĐỖ THỊ LAN",
            "father_name": "VŨ VĂN DŨNG",
            "registration_date": "2024-01-15",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^HIỆU TRƯỞNG TRƯỜNG CAO ĐẲNG NGHỀ SỐ 1
^cấp
^BẰNG TỐT NGHIỆP CAO ĐẲNG
^Danh hiệu: Kỹ sư thực hành
^Ngành, nghề: Điện công nghiệp
^Cho: Ông Lê Hoàng Long
^Ngày sinh: 20/11/1998
^Xếp loại tốt nghiệp: Khá     Năm tốt nghiệp: 2020
>Hà Nội, ngày 15 tháng 9 năm 2020
>HIỆU TRƯỞNG
Số hiệu bằng: CĐ.001234
Số vào sổ cấp bằng: 12/2020
""",
        {
            "full_name": "Lê Hoàng Long",
            "date_of_birth": "1998-11-20",
            "issue_date": "2020-09-15",
            "diploma_number": "CĐ.001234",
        },
    ),
    (
        "residence_confirmation",
        HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN HUYỆN YÊN SƠN").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
        + """

Số: 45/XNCT-CAX          Tân Lập, ngày 03 tháng 5 năm 2024
^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ
Theo đề nghị của ông (bà): NGUYỄN VĂN NAM
Sinh ngày: 01/02/1985
Căn cước công dân số: 008085001234
Công an xã Tân Lập xác nhận: Ông NGUYỄN VĂN NAM đã đăng ký thường trú tại Thôn 3, xã Tân Lập, huyện Yên
Sơn, tỉnh Tuyên Quang từ ngày 01/01/2000.
""",
        {
            "document_number": "45/XNCT-CAX",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "permanent_residence": "Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "issue_date": "2024-05-03",
        },
    ),
    (
        "residence_confirmation",
        HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN HUYỆN YÊN SƠN").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
        + """

Số: 45/XN          Tân Lập, ngày 03 tháng 5 năm 2024
^GIẤY XÁC NHẬN
^THÔNG TIN VỀ CƯ TRÚ
Họ và tên                  NGUYỄN VĂN NAM
Ngày sinh                  01/02/1985
Giới tính                  Nam
Số định danh cá nhân       008085001234
Nơi đăng ký thường trú     Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Nơi ở hiện tại             Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Họ tên chủ hộ              TRẦN THỊ SEN
Quan hệ với chủ hộ         Con
""",
        {
            "document_number": "45/XN",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "permanent_residence": "Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "issue_date": "2024-05-03",
        },
    ),
    (
        "judicial_record",
        HEAD.replace("ỦY BAN NHÂN DÂN", "UBND TỈNH TUYÊN QUANG").replace("XÃ TÂN LẬP", "SỞ TƯ PHÁP")
        + """

Số: 887/PLLTP
^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1
Xác nhận ông (bà):
Họ và tên: NGUYỄN VĂN NAM                  Giới tính: Nam
Sinh ngày: 01/02/1985                      Quốc tịch: Việt Nam
Nơi sinh: Tuyên Quang
CMND/Hộ chiếu số: 070123456                Ngày cấp: 05/06/2010     Nơi cấp: CA Tuyên Quang
Nơi thường trú: xã Tân Trào
Tình trạng án tích: Không có án tích
>Tuyên Quang, ngày 03 tháng 5 năm 2012
>GIÁM ĐỐC
""",
        {
            "document_number": "887/PLLTP",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "070123456",
            "issue_date": "2012-05-03",
        },
    ),
    (
        "death_extract",
        HEAD
        + """
Số: 21/TLKT          Tân Lập, ngày 03 tháng 5 năm 2024
^TRÍCH LỤC KHAI TỬ
Họ, chữ đệm, tên người chết: TRẦN VĂN TƯ     Giới tính: Nam
Ngày, tháng, năm sinh: 01/01/1950          Dân tộc: Kinh     Quốc tịch: Việt Nam
Giấy tờ tùy thân: CMND số 070111222, do Công an tỉnh Tuyên Quang cấp ngày 03/04/2005
Nơi cư trú cuối cùng: xã Tân Lập
Chết lúc 06 giờ 00 phút ngày 01 tháng 5 năm 2024 (bằng chữ: ngày một tháng năm năm hai nghìn không trăm hai
mươi tư)
Nơi chết: tại nhà     Nguyên nhân: bệnh
Người đi khai tử: TRẦN VĂN NĂM, CCCD số 008080002222
Số đăng ký: 21/2024, ngày 03/05/2024
""",
        {
            "full_name": "TRẦN VĂN TƯ",
            "date_of_birth": "1950-01-01",
            "date_of_death": "2024-05-01",
            "personal_id": "070111222",
            "registration_date": "2024-05-03",
        },
    ),
    (
        "citizen_id",
        """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^GIẤY CHỨNG MINH NHÂN DÂN
Số: 012345678901
Họ và tên khai sinh: LÊ THỊ HỒNG
Họ và tên gọi khác:
Ngày, tháng, năm sinh: 02/03/1982
Giới tính: Nữ     Dân tộc: Kinh
Quê quán: Tân Trào, Sơn Dương, Tuyên Quang
Nơi thường trú: 12 Trần Phú, phường Phan Thiết,
TP Tuyên Quang, Tuyên Quang

Họ và tên cha: LÊ VĂN A
Họ và tên mẹ: TRẦN THỊ B
Đặc điểm nhận dạng: nốt ruồi
Ngày 05 tháng 09 năm 2013
""",
        {
            "personal_id": "012345678901",
            "full_name": "LÊ THỊ HỒNG",
            "date_of_birth": "1982-03-02",
            "sex": "female",
            "place_of_origin": "Tân Trào, Sơn Dương, Tuyên Quang",
            "permanent_residence": "12 Trần Phú, phường Phan Thiết, TP Tuyên Quang, Tuyên Quang",
            "issue_date": "2013-09-05",
        },
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields"), FORMS)
def test_every_wording_and_layout_gives_the_same_fields(kind: str, text: str, fields: dict[str, str | None]) -> None:
    document = one(text)
    assert document.kind == kind
    found = values(document)
    assert {name: found[name] for name in fields} == fields
