"""Confirmations of residence and of marital status in old and new wordings."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, one, values

FORMS = [
    (
        "marital_status_certificate",
        HEAD
        + """
Số: 88/UBND-XNTTHN          Tân Lập, ngày 10 tháng 3 năm 2021
^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
^ỦY BAN NHÂN DÂN XÃ TÂN LẬP
Xét đề nghị của ông/bà: Trần Văn Tư, về việc cấp Giấy xác nhận tình trạng hôn nhân cho Trần Thị Mai,
^XÁC NHẬN:
Họ, chữ đệm, tên: TRẦN THỊ MAI
Ngày, tháng, năm sinh: 05/06/1995
Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam
Giấy tờ tùy thân: Thẻ căn cước công dân số 008195001234 do Cục Cảnh sát cấp ngày 10/05/2021
Nơi cư trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Trong thời gian cư trú tại xã Tân Lập từ ngày 05 tháng 6 năm 2013, đến ngày 10 tháng 3 năm 2021
Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai.
Giấy này được cấp để: làm thủ tục đăng ký kết hôn
""",
        {
            "document_number": "88/UBND-XNTTHN",
            "full_name": "TRẦN THỊ MAI",
            "date_of_birth": "1995-06-05",
            "personal_id": "008195001234",
            "issue_date": "2021-03-10",
        },
    ),
    (
        "marital_status_certificate",
        HEAD
        + """
Số: 15/XNHN
^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
^ỦY BAN NHÂN DÂN XÃ TÂN LẬP, HUYỆN YÊN SƠN, TỈNH TUYÊN QUANG
^XÁC NHẬN
Ông/Bà: LÊ VĂN TÁM                    Giới tính: Nam
Sinh ngày 03 tháng 4 năm 1988
Dân tộc: Kinh          Quốc tịch: Việt Nam
Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế: 070222333
Nơi cấp: CA Tuyên Quang   ngày cấp: 01/02/2006
Nơi thường trú/tạm trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Tình trạng hôn nhân: Chưa đăng ký kết hôn lần nào
Giấy này được cấp để làm thủ tục kết hôn
>Ngày 05 tháng 7 năm 2012
>TM. ỦY BAN NHÂN DÂN
""",
        {
            "document_number": "15/XNHN",
            "full_name": "LÊ VĂN TÁM",
            "date_of_birth": "1988-04-03",
            "personal_id": "070222333",
            "issue_date": "2012-07-05",
        },
    ),
    (
        "marital_status_certificate",
        HEAD
        + """
Số: 102/GXN-UBND          Tân Lập, ngày 22 tháng 8 năm 2025
^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
^ỦY BAN NHÂN DÂN XÃ TÂN LẬP XÁC NHẬN:
Anh/Chị: NGUYỄN THỊ LOAN
Sinh ngày, tháng, năm: 14/09/1999
Giới tính: Nữ; Dân tộc: Kinh; Quốc tịch: Việt Nam
Số định danh cá nhân: 008199004321
Nơi thường trú: Thôn 2, xã Tân Lập
Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai
Giấy này được cấp để: kết hôn
""",
        {
            "document_number": "102/GXN-UBND",
            "full_name": "NGUYỄN THỊ LOAN",
            "date_of_birth": "1999-09-14",
            "personal_id": "008199004321",
            "issue_date": "2025-08-22",
        },
    ),
    (
        "residence_confirmation",
        HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN HUYỆN YÊN SƠN").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
        + """

Số: 123/XN          Tân Lập, ngày 03 tháng 5 năm 2021
^GIẤY XÁC NHẬN NƠI CƯ TRÚ
Công an xã Tân Lập xác nhận:
Ông/Bà: NGUYỄN VĂN NAM
Sinh ngày: 01/02/1985     Giới tính: Nam
CMND/CCCD số: 008085001234
Quê quán: xã Tân Trào
Nơi đăng ký thường trú: Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Nơi ở hiện nay: Thôn 3, xã Tân Lập
""",
        {
            "document_number": "123/XN",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "permanent_residence": "Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "issue_date": "2021-05-03",
        },
    ),
    (
        "residence_confirmation",
        HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN TỈNH TUYÊN QUANG").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
        + """

Số: 55/XNCT          Tân Lập, ngày 03 tháng 9 năm 2025
^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ
I. Theo đề nghị của Ông/Bà:
1. Họ, chữ đệm và tên: TRẦN THỊ MAI
2. Ngày, tháng, năm sinh: 15/09/1990     3. Giới tính: Nữ
4. Số định danh cá nhân: 008190004321
5. Dân tộc: Kinh     6. Tôn giáo: Không     7. Quốc tịch: Việt Nam
8. Quê quán: xã Tân Trào
II. Công an xã Tân Lập xác nhận thông tin về cư trú của Ông/Bà TRẦN THỊ MAI như sau:
1. Nơi thường trú: Thôn 3, xã Tân Lập, tỉnh Tuyên Quang
2. Nơi tạm trú:
3. Nơi ở hiện tại: Thôn 3, xã Tân Lập, tỉnh Tuyên Quang
4. Họ, chữ đệm và tên chủ hộ: NGUYỄN VĂN NAM     5. Quan hệ với chủ hộ: Vợ
6. Số định danh cá nhân của chủ hộ: 008085001234
7. Nội dung xác nhận khác:
Xác nhận thông tin cư trú này có giá trị đến hết ngày 03 tháng 9 năm 2026
""",
        {
            "document_number": "55/XNCT",
            "full_name": "TRẦN THỊ MAI",
            "date_of_birth": "1990-09-15",
            "personal_id": "008190004321",
            "permanent_residence": "Thôn 3, xã Tân Lập, tỉnh Tuyên Quang",
            "issue_date": "2025-09-03",
        },
    ),
    (
        "residence_confirmation",
        HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN HUYỆN YÊN SƠN").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
        + """

Số: 77/GXN-CAX          Tân Lập, ngày 03 tháng 5 năm 2022
^GIẤY XÁC NHẬN THÔNG TIN CƯ TRÚ
Công an xã Tân Lập xác nhận: Ông NGUYỄN VĂN NAM, sinh ngày 01/02/1985, số định danh cá nhân 008085001234,
hiện đăng ký thường trú tại: Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang.
Giấy này có giá trị đến hết ngày 03/05/2023.
""",
        {
            "document_number": "77/GXN-CAX",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "permanent_residence": "Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "issue_date": "2022-05-03",
        },
    ),
    (
        "marital_status_certificate",
        HEAD
        + """
Số: 77/XN-UBND          Tân Lập, ngày 03 tháng 5 năm 2009
^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
Ủy ban nhân dân xã Tân Lập xác nhận: Anh NGUYỄN VĂN NAM, sinh ngày 01/02/1985, CMND số 070123456,
thường trú tại Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang, hiện tại chưa đăng ký kết hôn với ai.
""",
        {
            "document_number": "77/XN-UBND",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "070123456",
            "issue_date": "2009-05-03",
        },
    ),
    (
        "residence_confirmation",
        HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN HUYỆN YÊN SƠN").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
        + """

Số: 123/XNTT          Tân Lập, ngày 03 tháng 5 năm 2022
^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ
I. Theo đề nghị của Ông/Bà:
1. Họ, chữ đệm và tên: NGUYỄN VĂN NAM
2. Ngày, tháng, năm sinh: 01/02/1985
3. Giới tính: Nam
4. Số định danh cá nhân/CMND: 0 0 8 0 8 5 0 0 1 2 3 4
5. Dân tộc: Kinh   6. Tôn giáo: Không   7. Quốc tịch: Việt Nam
8. Quê quán: xã Tân Trào, huyện Sơn Dương, tỉnh Tuyên Quang
II. Công an xã Tân Lập xác nhận thông tin về cư trú của công dân như sau:
1. Nơi thường trú (1): Thôn 3, xã Tân Lập, huyện Yên Sơn,
tỉnh Tuyên Quang
2. Nơi tạm trú (1): Không
3. Nơi ở hiện tại: Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
4. Họ, chữ đệm và tên chủ hộ: TRẦN THỊ SEN
5. Quan hệ với chủ hộ: Con
6. Số định danh cá nhân của chủ hộ: 008160001234
7. Thông tin các thành viên khác trong hộ gia đình:
TT     Họ, chữ đệm và tên     Ngày, tháng, năm sinh     Giới tính     Số định danh cá nhân     Quan hệ với chủ hộ
1      TRẦN THỊ SEN           02/03/1960                Nữ            008160001234             Chủ hộ
""",
        {
            "document_number": "123/XNTT",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "permanent_residence": "Thôn 3, xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "issue_date": "2022-05-03",
        },
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields"), FORMS)
def test_every_wording_and_layout_gives_the_same_fields(kind: str, text: str, fields: dict[str, str | None]) -> None:
    document = one(text)
    assert document.kind == kind
    found = values(document)
    assert {name: found[name] for name in fields} == fields
