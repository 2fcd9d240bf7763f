"""Marriages and deaths as offices have worded and laid them out since the nineties."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

FORMS = [
    (
        "marriage_certificate",
        MOTTO
        + """
^GIẤY CHỨNG NHẬN KẾT HÔN
>Số: 12 Quyển số: 01/2004
Họ và tên bên nam: LÊ VĂN AN
Sinh ngày: 02/03/1978
Dân tộc: Kinh     Quốc tịch: Việt Nam
Nghề nghiệp: Làm ruộng
Nơi thường trú, tạm trú: xã Tân Lập, huyện Yên Sơn
Số CMND: 070123456
Họ và tên bên nữ: TRẦN THỊ HẠNH
Sinh ngày: 05/06/1980
Dân tộc: Kinh     Quốc tịch: Việt Nam
Nghề nghiệp: Làm ruộng
Nơi thường trú, tạm trú: xã Tân Lập, huyện Yên Sơn
Số CMND: 070765432
Đăng ký tại UBND xã Tân Lập
>Ngày 14 tháng 02 năm 2004
Chồng                 Vợ              TM. ỦY BAN NHÂN DÂN
""",
        {
            "registration_number": "12",
            "wife_name": "TRẦN THỊ HẠNH",
            "husband_name": "LÊ VĂN AN",
            "wife_date_of_birth": "1980-06-05",
            "husband_date_of_birth": "1978-03-02",
            "wife_personal_id": "070765432",
            "husband_personal_id": "070123456",
            "registration_date": "2004-02-14",
        },
    ),
    (
        "marriage_certificate",
        MOTTO
        + """
^GIẤY CHỨNG NHẬN KẾT HÔN
>Số: 07/2019
Họ, chữ đệm, tên vợ: PHAN THỊ CÚC          Họ, chữ đệm, tên chồng: LÊ VĂN TÁM
Ngày, tháng, năm sinh: 01/02/1990          Ngày, tháng, năm sinh: 03/04/1988
Dân tộc: Kinh                              Dân tộc: Kinh
Quốc tịch: Việt Nam                        Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập,                    Nơi cư trú: phường Phan Thiết,
huyện Yên Sơn, tỉnh Tuyên Quang            thành phố Tuyên Quang
Giấy tờ tùy thân: Thẻ CCCD                 Giấy tờ tùy thân: CMND số
số 008190001111                            070222333
Nơi đăng ký kết hôn: Ủy ban nhân dân xã Tân Lập
Ngày, tháng, năm đăng ký: 20/10/2019
Vợ                                  Chồng
""",
        {
            "registration_number": "07/2019",
            "wife_name": "PHAN THỊ CÚC",
            "husband_name": "LÊ VĂN TÁM",
            "wife_date_of_birth": "1990-02-01",
            "husband_date_of_birth": "1988-04-03",
            "wife_personal_id": "008190001111",
            "husband_personal_id": "070222333",
            "registration_date": "2019-10-20",
        },
    ),
    (
        "marriage_certificate",
        HEAD
        + """
Số: 33/TLKH-BS     Tân Lập, ngày 03 tháng 5 năm 2022
^TRÍCH LỤC KẾT HÔN (BẢN SAO)
Họ, chữ đệm, tên chồng: LÊ VĂN TÁM
Ngày, tháng, năm sinh: 1988
Dân tộc: Kinh Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Số định danh cá nhân/Giấy tờ tùy thân: 008088001112
Họ, chữ đệm, tên vợ: PHAN THỊ CÚC
Ngày, tháng, năm sinh: 01/02/1990
Dân tộc: Kinh Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Số định danh cá nhân/Giấy tờ tùy thân: 008190001111
Đã đăng ký kết hôn tại: Ủy ban nhân dân xã Tân Lập
Số: 07/2019 ngày 20 tháng 10 năm 2019
""",
        {
            "registration_number": "07/2019",
            "wife_name": "PHAN THỊ CÚC",
            "husband_name": "LÊ VĂN TÁM",
            "wife_date_of_birth": "1990-02-01",
            "husband_date_of_birth": "1988",
            "wife_personal_id": "008190001111",
            "husband_personal_id": "008088001112",
            "registration_date": "2019-10-20",
        },
    ),
    (
        "marriage_certificate",
        MOTTO
        + """
^GIẤY CHỨNG NHẬN ĐĂNG KÝ KẾT HÔN
Số đăng ký: 35
Quyển số: 02
                         Bên nam                       Bên nữ
Họ và tên                LÊ VĂN TÁM                    PHAN THỊ CÚC
Ngày, tháng, năm sinh    03/04/1968                    01/02/1970
Dân tộc                  Kinh                          Kinh
Nghề nghiệp              Giáo viên                     Giáo viên
Nơi đăng ký HKTT         Tân Lập                       Tân Lập
Số CMND                  070222333                     070222444
Đăng ký ngày 12 tháng 9 năm 1995
""",
        {
            "registration_number": "35",
            "wife_name": "PHAN THỊ CÚC",
            "husband_name": "LÊ VĂN TÁM",
            "wife_date_of_birth": "1970-02-01",
            "husband_date_of_birth": "1968-04-03",
            "wife_personal_id": "070222444",
            "husband_personal_id": "070222333",
            "registration_date": "1995-09-12",
        },
    ),
    (
        "death_extract",
        MOTTO
        + """
^GIẤY CHỨNG TỬ
>Số: 15
>Quyển số: 01/2003
Họ và tên người chết: TRẦN VĂN TƯ          Nam, nữ: Nam
Sinh ngày: 12 tháng 3 năm 1930
Dân tộc: Kinh     Quốc tịch: Việt Nam
Nơi thường trú cuối cùng: xã Tân Lập
Đã chết hồi 10 giờ 30 phút, ngày 05 tháng 6 năm 2003
(Viết bằng chữ: Ngày năm tháng sáu năm hai nghìn không trăm lẻ ba)
Nơi chết: Tại nhà
Nguyên nhân chết: Bệnh già
Họ và tên người khai: Trần Văn Năm     Tuổi: 45
Quan hệ với người chết: Con
Đăng ký ngày 07 tháng 6 năm 2003
""",
        {
            "full_name": "TRẦN VĂN TƯ",
            "date_of_birth": "1930-03-12",
            "date_of_death": "2003-06-05",
            "personal_id": None,
            "registration_date": "2003-06-07",
        },
    ),
    (
        "death_extract",
        HEAD
        + """
Số: 21/TLKT-BS     Tân Lập, ngày 03 tháng 5 năm 2024
^TRÍCH LỤC KHAI TỬ
^(BẢN SAO)
Họ, chữ đệm, tên: TRẦN THỊ NĂM
Ngày, tháng, năm sinh: 1940          Giới tính: Nữ
Dân tộc: Kinh Quốc tịch: Việt Nam
Số định danh cá nhân/Giấy tờ tùy thân: CCCD số 008140001122 do Cục Cảnh sát QLHC về TTXH cấp ngày 10/05/2021
Nơi cư trú cuối cùng: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Đã chết vào lúc: .... giờ .... phút, ngày 28 tháng 4 năm 2024
Ghi bằng chữ: Ngày hai mươi tám, tháng tư, năm hai nghìn không trăm hai mươi tư
Nơi chết: xã Tân Lập
Nguyên nhân chết: Bệnh
Đăng ký khai tử tại: Ủy ban nhân dân xã Tân Lập
Số: 20/2024 ngày 02 tháng 5 năm 2024
""",
        {
            "full_name": "TRẦN THỊ NĂM",
            "date_of_birth": "1940",
            "date_of_death": "2024-04-28",
            "personal_id": "008140001122",
            "registration_date": "2024-05-02",
        },
    ),
    (
        "death_extract",
        MOTTO
        + """
^GIẤY KHAI TỬ
Họ, tên người đã chết: LÝ A SINH
Năm sinh: 1935
Giới tính: Nam     Dân tộc: Mông     Quốc tịch: Việt Nam
Giấy CMND số: 040123456
Nơi thường trú trước khi chết: xã Tân Lập
Ngày, giờ chết: 22 giờ ngày 01/02/1999
Nơi chết: bệnh viện huyện
Ngày đăng ký khai tử: 03/02/1999
""",
        {
            "full_name": "LÝ A SINH",
            "date_of_birth": "1935",
            "date_of_death": "1999-02-01",
            "personal_id": "040123456",
            "registration_date": "1999-02-03",
        },
    ),
    (
        "marriage_certificate",
        MOTTO
        + """
^GIẤY CHỨNG NHẬN KẾT HÔN
>Số: 41/2022
1. Thông tin về vợ
Họ, chữ đệm, tên: PHAN THỊ CÚC
Ngày, tháng, năm sinh: 01/02/1990
Dân tộc: Kinh; Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập
Giấy tờ tùy thân: CCCD số 008190001111, cấp ngày 10/05/2021
2. Thông tin về chồng
Họ, chữ đệm, tên: LÊ VĂN TÁM
Ngày, tháng, năm sinh: 03/04/1988
Dân tộc: Kinh; Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập
Giấy tờ tùy thân: CCCD số 008088001112, cấp ngày 10/05/2021
Nơi đăng ký kết hôn: Ủy ban nhân dân xã Tân Lập
Ngày, tháng, năm đăng ký: Ngày 20 tháng 10 năm 2022
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
Chồng                                      Vợ
Họ, chữ đệm, tên: LÊ VĂN TÁM               Họ, chữ đệm, tên: PHAN THỊ CÚC
Ngày sinh: 03/04/1988                      Ngày sinh: 01/02/1990
Dân tộc: Kinh                              Dân tộc: Kinh
Quốc tịch: Việt Nam                        Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập                     Nơi cư trú: xã Tân Trào
Số định danh cá nhân: 008088001112         Số định danh cá nhân: 008190001111
Nơi đăng ký kết hôn: Ủy ban nhân dân xã Tân Lập
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
        "death_extract",
        HEAD
        + """
Số: 15/TLKT          Tân Lập, ngày 19 tháng 9 năm 2025
^TRÍCH LỤC KHAI TỬ
1. Họ, chữ đệm, tên                     TRẦN THỊ NĂM
2. Giới tính                            Nữ
3. Ngày, tháng, năm sinh                12/03/1940
4. Dân tộc                              Kinh
5. Số định danh cá nhân                 008140001122
6. Nơi cư trú cuối cùng                 xã Tân Lập, tỉnh Tuyên Quang
7. Đã chết vào lúc                      10 giờ 15 phút, ngày 15/9/2025
8. Nơi chết                             tại nhà
9. Nguyên nhân chết                     bệnh già
10. Nơi đăng ký khai tử                 Ủy ban nhân dân xã Tân Lập
11. Ngày, tháng, năm đăng ký            19/09/2025
""",
        {
            "full_name": "TRẦN THỊ NĂM",
            "date_of_birth": "1940-03-12",
            "date_of_death": "2025-09-15",
            "personal_id": "008140001122",
            "registration_date": "2025-09-19",
        },
    ),
    (
        "death_extract",
        HEAD
        + """
Số: 15/TLKT          Tân Lập, ngày 19 tháng 9 năm 2017
^TRÍCH LỤC KHAI TỬ
Ủy ban nhân dân xã Tân Lập trích lục:
Ông/Bà: TRẦN THỊ NĂM          Giới tính: Nữ
Sinh ngày: 12/03/1940
Giấy tờ tùy thân: CMND số 070111222 do Công an tỉnh Tuyên Quang cấp ngày 02/03/2005
Đã chết ngày 15 tháng 9 năm 2017 (Ngày mười lăm tháng chín năm hai nghìn không trăm mười bảy)
Nơi chết: tại nhà
Đăng ký khai tử ngày 19/9/2017
""",
        {
            "full_name": "TRẦN THỊ NĂM",
            "date_of_birth": "1940-03-12",
            "date_of_death": "2017-09-15",
            "personal_id": "070111222",
            "registration_date": "2017-09-19",
        },
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields"), FORMS)
def test_every_wording_and_layout_gives_the_same_fields(kind: str, text: str, fields: dict[str, str | None]) -> None:
    document = one(text)
    assert document.kind == kind
    found = values(document)
    assert {name: found[name] for name in fields} == fields
