"""Papers in parts with heads, in prose, and in short: the same fields all the same."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

FORMS = [
    (
        "residence_confirmation",
        HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN HUYỆN YÊN SƠN").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
        + """

Số: 45/XN-CAX          Tân Lập, ngày 03 tháng 5 năm 2024
^GIẤY XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ
Công an xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang xác nhận: ông NGUYỄN VĂN NAM; sinh ngày: 01/02/1985; số định
danh cá nhân: 008085001234; hiện có hộ khẩu thường trú tại: Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang.
""",
        {
            "document_number": "45/XN-CAX",
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

Số: 45/XN-CAX          Tân Lập, ngày 03 tháng 5 năm 2024
^XÁC NHẬN
^Thông tin về cư trú
Xác nhận công dân:
Họ tên: NGUYỄN VĂN NAM
Ngày sinh: 01/02/1985; Giới tính: Nam; Dân tộc: Kinh; Tôn giáo: Không
ĐDCN: 008085001234
Địa chỉ thường trú: Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Địa chỉ tạm trú: Không
Chỗ ở hiện tại: Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Chủ hộ: LÊ VĂN BA; Quan hệ: Con
""",
        {
            "document_number": "45/XN-CAX",
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

Số: 45/XN-CAX          Tân Lập, ngày 03 tháng 5 năm 2024
^GIẤY XÁC NHẬN NƠI THƯỜNG TRÚ
Họ, chữ đệm và tên: NGUYỄN VĂN NAM     Ngày sinh: 01/02/1985
Số định danh: 008085001234
Thường trú: Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Ngày đăng ký thường trú: 01/01/2001
""",
        {
            "document_number": "45/XN-CAX",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "permanent_residence": "Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "issue_date": "2024-05-03",
        },
    ),
    (
        "marriage_certificate",
        HEAD
        + """
Số: 18/TLKH          Tân Lập, ngày 12 tháng 3 năm 2026
^TRÍCH LỤC KẾT HÔN
Họ, chữ đệm, tên vợ: PHAN THỊ CÚC
Ngày, tháng, năm sinh: 01/02/1990; Dân tộc: Kinh; Quốc tịch: Việt Nam
Giấy tờ tùy thân: CCCD số 008190001111
Họ, chữ đệm, tên chồng: LÊ VĂN TÁM
Ngày, tháng, năm sinh: 03/04/1988; Dân tộc: Kinh; Quốc tịch: Việt Nam
Giấy tờ tùy thân: CCCD số 008088001112
Đã đăng ký kết hôn tại Ủy ban nhân dân xã Tân Lập, Số: 41/2022, ngày 20/10/2022.
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
^MARRIAGE CERTIFICATE
^Số/No.: 41/2022
Họ, chữ đệm, tên vợ/Wife's full name: PHAN THỊ CÚC
Ngày, tháng, năm sinh/Date of birth: 01/02/1990
Dân tộc/Ethnic group: Kinh     Quốc tịch/Nationality: Việt Nam
Giấy tờ tùy thân/Identity document: CCCD số 008190001111
Họ, chữ đệm, tên chồng/Husband's full name: LÊ VĂN TÁM
Ngày, tháng, năm sinh/Date of birth: 03/04/1988
Dân tộc/Ethnic group: Kinh     Quốc tịch/Nationality: Việt Nam
Giấy tờ tùy thân/Identity document: CCCD số 008088001112
Nơi đăng ký/Place of registration: UBND xã Tân Lập
Ngày, tháng, năm đăng ký/Date of registration: 20/10/2022
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
Người vợ                                       Người chồng
PHAN THỊ CÚC                                   LÊ VĂN TÁM
Sinh ngày: 01/02/1990                          Sinh ngày: 03/04/1988
Dân tộc: Kinh                                  Dân tộc: Kinh
CCCD: 008190001111                             CCCD: 008088001112
Ngày, tháng, năm đăng ký: 20/10/2022
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
Họ tên chồng LÊ VĂN TÁM
Ngày tháng năm sinh 03/04/1988
Số CMND/Hộ chiếu 008088001112
Họ tên vợ PHAN THỊ CÚC
Ngày tháng năm sinh 01/02/1990
Số CMND/Hộ chiếu 008190001111
Kết hôn lần thứ Nhất
>Tân Lập, ngày 20 tháng 10 năm 2022
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
        "diploma",
        MOTTO
        + """
^BẰNG TỐT NGHIỆP
^TRUNG CẤP CHUYÊN NGHIỆP
Cấp cho: Trần Văn Hòa
Sinh ngày: 12/05/1995
Ngành đào tạo: Kế toán
Hiệu trưởng trường Trung cấp Tân Trào cấp ngày 20/08/2017
Số hiệu: QC012345
""",
        {
            "full_name": "Trần Văn Hòa",
            "date_of_birth": "1995-05-12",
            "diploma_number": "QC012345",
            "issue_date": "2017-08-20",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^HIỆU TRƯỞNG TRƯỜNG ĐẠI HỌC TÂN TRÀO
^cấp cho
^Trần Văn Hòa
^Sinh ngày 12 tháng 5 năm 1995
^BẰNG CỬ NHÂN
^ngành Kế toán, hạng Khá
>Tuyên Quang, ngày 20 tháng 8 năm 2017
Số hiệu văn bằng: QC012345
""",
        {
            "full_name": "Trần Văn Hòa",
            "date_of_birth": "1995-05-12",
            "diploma_number": "QC012345",
            "issue_date": "2017-08-20",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^BẢN SAO
^BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG
^(Sao từ sổ gốc)
Họ, chữ đệm, tên: Trần Văn Hòa
Ngày, tháng, năm sinh: 12/05/1995
Số hiệu văn bằng: QC012345
Số vào sổ gốc: 12
Ngày, tháng, năm cấp bằng: 20/08/2017
>Tuyên Quang, ngày 05 tháng 3 năm 2020
""",
        {
            "full_name": "Trần Văn Hòa",
            "date_of_birth": "1995-05-12",
            "diploma_number": "QC012345",
            "issue_date": "2017-08-20",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^HIỆU TRƯỞNG
^TRƯỜNG ĐẠI HỌC TÂN TRÀO
^công nhận học vị
^THẠC SĨ
^Cho: Ông Trần Văn Hòa
^Ngày sinh: 12/05/1995
^Bằng số: QC012345
>Tuyên Quang, ngày 20 tháng 8 năm 2017
""",
        {
            "full_name": "Trần Văn Hòa",
            "date_of_birth": "1995-05-12",
            "diploma_number": "QC012345",
            "issue_date": "2017-08-20",
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
^GIẤY KHAI SINH
Số đăng ký: 215/2020     Quyển số: 01     Ngày đăng ký: 19/10/2020
A. PHẦN GHI VỀ TRẺ EM
Họ, chữ đệm, tên khai sinh: NGUYỄN BẢO NAM
Sinh ngày: 09/10/2020     Giới: Nam     Dân tộc: Kinh
Mã định danh: 008220001234
Quê quán: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
B. PHẦN GHI VỀ CHA MẸ
Tên mẹ: NGÔ NGỌC HẰNG     Năm sinh: 2000
Tên cha: NGUYỄN VĂN HẢI     Năm sinh: 1998
""",
        {
            "registration_number": "215/2020",
            "full_name": "NGUYỄN BẢO NAM",
            "date_of_birth": "2020-10-09",
            "sex": "male",
            "ethnicity": "Kinh",
            "personal_id": "008220001234",
            "place_of_origin": "xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "mother_name": "NGÔ NGỌC HẰNG",
            "father_name": "NGUYỄN VĂN HẢI",
            "registration_date": "2020-10-19",
        },
    ),
    (
        "birth_certificate",
        HEAD
        + """
Số: 77/TLKS-BS          Tân Lập, ngày 12 tháng 3 năm 2026
^TRÍCH LỤC KHAI SINH
^(Bản sao)
Trích lục từ Sổ đăng ký khai sinh số 215/2020, ngày 19 tháng 10 năm 2020:
Họ, chữ đệm, tên: NGUYỄN BẢO NAM, giới tính: Nam, dân tộc: Kinh, quốc tịch: Việt Nam
Sinh ngày: 09/10/2020
Quê quán: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Số định danh cá nhân: 008220001234
Mẹ: NGÔ NGỌC HẰNG, sinh năm 2000, dân tộc Kinh
Cha: NGUYỄN VĂN HẢI, sinh năm 1998, dân tộc Kinh
""",
        {
            "registration_number": "215/2020",
            "full_name": "NGUYỄN BẢO NAM",
            "date_of_birth": "2020-10-09",
            "sex": "male",
            "ethnicity": "Kinh",
            "personal_id": "008220001234",
            "place_of_origin": "xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "mother_name": "NGÔ NGỌC HẰNG",
            "father_name": "NGUYỄN VĂN HẢI",
            "registration_date": "2020-10-19",
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
^GIẤY KHAI SINH
>Số: 215/2020
1. Người được khai sinh
Họ, chữ đệm, tên: NGUYỄN BẢO NAM
Ngày, tháng, năm sinh: 09/10/2020     Giới tính: Nam
Dân tộc: Kinh     Quốc tịch: Việt Nam
Quê quán: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Số định danh cá nhân: 008220001234
2. Người mẹ
Họ, chữ đệm, tên: NGÔ NGỌC HẰNG     Năm sinh: 2000
3. Người cha
Họ, chữ đệm, tên: NGUYỄN VĂN HẢI     Năm sinh: 1998
4. Người đi khai sinh
Họ, chữ đệm, tên: NGUYỄN VĂN BA
5. Nơi đăng ký: UBND xã Tân Lập     Ngày, tháng, năm đăng ký: 19/10/2020
""",
        {
            "registration_number": "215/2020",
            "full_name": "NGUYỄN BẢO NAM",
            "date_of_birth": "2020-10-09",
            "sex": "male",
            "ethnicity": "Kinh",
            "personal_id": "008220001234",
            "place_of_origin": "xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "mother_name": "NGÔ NGỌC HẰNG",
            "father_name": "NGUYỄN VĂN HẢI",
            "registration_date": "2020-10-19",
        },
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields"), FORMS)
def test_every_wording_and_layout_gives_the_same_fields(kind: str, text: str, fields: dict[str, str | None]) -> None:
    document = one(text)
    assert document.kind == kind
    found = values(document)
    assert {name: found[name] for name in fields} == fields
