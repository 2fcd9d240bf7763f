"""Certificates of birth and their extracts as offices have worded and laid them out since 1999."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

FORMS = [
    (
        "birth_certificate",
        MOTTO
        + """
Mẫu TP/HT-1999-A.3
^GIẤY KHAI SINH
^(BẢN CHÍNH)
>Số: 125
>Quyển số: 02/2003
Họ và tên: NGUYỄN THỊ MAI          Nam, nữ: Nữ
Sinh ngày: 12 tháng 5 năm 2003
(Viết bằng chữ: Ngày mười hai tháng năm năm hai nghìn không trăm lẻ ba)
Nơi sinh: Bệnh viện huyện Bắc Quang
Dân tộc: Tày          Quốc tịch: Việt Nam
Quê quán: Tân Quang, Bắc Quang, Hà Giang
Phần khai về cha, mẹ         NGƯỜI MẸ               NGƯỜI CHA
Họ và tên                    HOÀNG THỊ LAN          NGUYỄN VĂN HÒA
Dân tộc                      Tày                    Kinh
Quốc tịch                    Việt Nam               Việt Nam
Nghề nghiệp                  Làm ruộng              Làm ruộng
Nơi thường trú               Tân Quang              Tân Quang
Họ và tên, năm sinh, nơi thường trú, số CMND của người đứng khai: Nguyễn Văn Hòa
>Đăng ký ngày 20 tháng 5 năm 2003
NGƯỜI ĐỨNG KHAI          TM. UBND XÃ TÂN QUANG
""",
        {
            "registration_number": "125",
            "full_name": "NGUYỄN THỊ MAI",
            "date_of_birth": "2003-05-12",
            "sex": "female",
            "ethnicity": "Tày",
            "place_of_origin": "Tân Quang, Bắc Quang, Hà Giang",
            "mother_name": "HOÀNG THỊ LAN",
            "father_name": "NGUYỄN VĂN HÒA",
            "registration_date": "2003-05-20",
            "personal_id": None,
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
^GIẤY KHAI SINH
^(BẢN SAO)
>Số: 45/2010
>Quyển số: 01
Họ và tên: TRẦN VĂN BÌNH          Giới tính: Nam
Ngày, tháng, năm sinh: 03/02/2010
(Bằng chữ: Ngày ba tháng hai năm hai nghìn không trăm mười)
Nơi sinh: Trạm y tế xã Tân Lập
Dân tộc: Kinh          Quốc tịch: Việt Nam
Quê quán: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Họ và tên cha: TRẦN VĂN HẢI
Dân tộc: Kinh     Quốc tịch: Việt Nam     Năm sinh: 1980
Nơi thường trú/tạm trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Họ và tên mẹ: LÊ THỊ HOA
Dân tộc: Tày     Quốc tịch: Việt Nam     Năm sinh: 1985
Nơi thường trú/tạm trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Nơi đăng ký: UBND xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Ngày, tháng, năm đăng ký: 10/02/2010
Ghi chú:
Họ và tên, chữ ký của người đi khai sinh: TRẦN VĂN HẢI
Quan hệ với người được khai sinh: Cha
Sao từ Sổ đăng ký khai sinh
>Ngày 12 tháng 3 năm 2012
>NGƯỜI KÝ BẢN SAO GIẤY KHAI SINH
""",
        {
            "registration_number": "45/2010",
            "full_name": "TRẦN VĂN BÌNH",
            "date_of_birth": "2010-02-03",
            "sex": "male",
            "ethnicity": "Kinh",
            "place_of_origin": "xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "mother_name": "LÊ THỊ HOA",
            "father_name": "TRẦN VĂN HẢI",
            "registration_date": "2010-02-10",
        },
    ),
    (
        "birth_certificate",
        HEAD
        + """
Số: 12/TLKS-BS     Tân Lập, ngày 03 tháng 5 năm 2022

^TRÍCH LỤC KHAI SINH
^(BẢN SAO)

Họ, chữ đệm, tên: NÔNG VĂN PÁO
Ngày, tháng, năm sinh: 04/11/2017 Ghi bằng chữ: Ngày bốn, tháng mười một, năm hai nghìn không trăm
mười bảy
Giới tính: Nam Dân tộc: Tày Quốc tịch: Việt Nam
Nơi sinh: Trạm y tế xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Quê quán: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Số định danh cá nhân: 008217001234
Họ, chữ đệm, tên người mẹ: HOÀNG THỊ MAI
Năm sinh: 1992 Dân tộc: Tày Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Họ, chữ đệm, tên người cha: NÔNG VĂN SỬ
Năm sinh: 1990 Dân tộc: Tày Quốc tịch: Việt Nam
Nơi cư trú: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Đăng ký khai sinh tại: Ủy ban nhân dân xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang
Số: 85 ngày 10 tháng 11 năm 2017
>NGƯỜI KÝ TRÍCH LỤC
""",
        {
            "registration_number": "85",
            "full_name": "NÔNG VĂN PÁO",
            "date_of_birth": "2017-11-04",
            "sex": "male",
            "ethnicity": "Tày",
            "personal_id": "008217001234",
            "place_of_origin": "xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang",
            "mother_name": "HOÀNG THỊ MAI",
            "father_name": "NÔNG VĂN SỬ",
            "registration_date": "2017-11-10",
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
^GIẤY KHAI SINH
^BIRTH CERTIFICATE
>Số/No: 17/2023
Họ, chữ đệm, tên/Full name: LÊ THỊ BÌNH AN
Ngày, tháng, năm sinh/Date of birth: 01/06/2023
Ghi bằng chữ/In words: Ngày một, tháng sáu, năm hai nghìn không trăm hai mươi ba
Giới tính/Sex: Nữ     Dân tộc/Ethnic group: Kinh     Quốc tịch/Nationality: Việt Nam
Nơi sinh/Place of birth: Bệnh viện Phụ sản Hà Nội
Quê quán/Place of origin: phường Láng Hạ, quận Đống Đa, thành phố Hà Nội
Số định danh cá nhân/Personal identification number: 001323004567
Họ, chữ đệm, tên người mẹ/Mother's full name: TRẦN THU HÀ
Năm sinh/Year of birth: 1995     Dân tộc/Ethnic group: Kinh     Quốc tịch/Nationality: Việt Nam
Nơi cư trú/Residence: phường Láng Hạ, quận Đống Đa, thành phố Hà Nội
Họ, chữ đệm, tên người cha/Father's full name: LÊ MINH ĐỨC
Năm sinh/Year of birth: 1993     Dân tộc/Ethnic group: Kinh     Quốc tịch/Nationality: Việt Nam
Nơi cư trú/Residence: phường Láng Hạ, quận Đống Đa, thành phố Hà Nội
Nơi đăng ký khai sinh/Place of registration: Ủy ban nhân dân phường Láng Hạ
Ngày, tháng, năm đăng ký/Date of registration: 15/06/2023
""",
        {
            "registration_number": "17/2023",
            "full_name": "LÊ THỊ BÌNH AN",
            "date_of_birth": "2023-06-01",
            "sex": "female",
            "ethnicity": "Kinh",
            "personal_id": "001323004567",
            "place_of_origin": "phường Láng Hạ, quận Đống Đa, thành phố Hà Nội",
            "mother_name": "TRẦN THU HÀ",
            "father_name": "LÊ MINH ĐỨC",
            "registration_date": "2023-06-15",
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
^GIẤY KHAI SINH
>Số: 215/2020
Họ, chữ đệm, tên: ......NGUYỄN BẢO NAM.........
Ngày, tháng, năm sinh: 09/10/2020, ghi bằng chữ: Ngày chín, tháng mười, năm hai nghìn không trăm hai mươi
Giới tính: ...Nam....  Dân tộc: ...Kinh...  Quốc tịch: Việt Nam
Nơi sinh: Bệnh viện
Quê quán: xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang ..........
Số định danh cá nhân: 0 0 8 2 2 0 0 0 1 2 3 4
Họ, chữ đệm, tên người mẹ: NGÔ NGỌC HẰNG ........
Năm sinh: 2000
Họ, chữ đệm, tên người cha: ..........................
Năm sinh: ........ Dân tộc: ........... Quốc tịch: ........
Nơi cư trú: ..........................
Nơi đăng ký khai sinh: Ủy ban nhân dân xã Tân Lập
Ngày, tháng, năm đăng ký: ngày 19 tháng 10 năm 2020
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
            "father_name": None,
            "registration_date": "2020-10-19",
        },
    ),
    (
        "birth_certificate",
        MOTTO
        + """
^GIẤY KHAI SINH
>SỐ: 215/2020
HỌ, CHỮ ĐỆM, TÊN: NGUYỄN BẢO NAM
NGÀY, THÁNG, NĂM SINH: 09/10/2020
GHI BẰNG CHỮ: NGÀY CHÍN, THÁNG MƯỜI, NĂM HAI NGHÌN KHÔNG TRĂM HAI MƯƠI
GIỚI TÍNH: NAM     DÂN TỘC: KINH     QUỐC TỊCH: VIỆT NAM
NƠI SINH: BỆNH VIỆN ĐA KHOA TỈNH TUYÊN QUANG
QUÊ QUÁN: XÃ TÂN LẬP, HUYỆN YÊN SƠN, TỈNH TUYÊN QUANG
SỐ ĐỊNH DANH CÁ NHÂN: 008220001234
HỌ, CHỮ ĐỆM, TÊN NGƯỜI MẸ: NGÔ NGỌC HẰNG
NĂM SINH: 2000     DÂN TỘC: TÀY     QUỐC TỊCH: VIỆT NAM
HỌ, CHỮ ĐỆM, TÊN NGƯỜI CHA: NGUYỄN VĂN HẢI
NĂM SINH: 1998     DÂN TỘC: KINH     QUỐC TỊCH: VIỆT NAM
NƠI ĐĂNG KÝ KHAI SINH: ỦY BAN NHÂN DÂN XÃ TÂN LẬP
NGÀY, THÁNG, NĂM ĐĂNG KÝ: 19/10/2020
""",
        {
            "registration_number": "215/2020",
            "full_name": "NGUYỄN BẢO NAM",
            "date_of_birth": "2020-10-09",
            "sex": "male",
            "ethnicity": "KINH",
            "personal_id": "008220001234",
            "place_of_origin": "XÃ TÂN LẬP, HUYỆN YÊN SƠN, TỈNH TUYÊN QUANG",
            "mother_name": "NGÔ NGỌC HẰNG",
            "father_name": "NGUYỄN VĂN HẢI",
            "registration_date": "2020-10-19",
        },
    ),
    (
        "birth_certificate",
        HEAD
        + """
Số: 15/TLKS          Tân Lập, ngày 19 tháng 9 năm 2025
^TRÍCH LỤC KHAI SINH
1. Họ, chữ đệm, tên          NGUYỄN BẢO NAM
2. Ngày, tháng, năm sinh     09/10/2020
3. Giới tính                 Nam
4. Dân tộc                   Kinh
5. Quốc tịch                 Việt Nam
6. Nơi sinh                  Bệnh viện đa khoa tỉnh Tuyên Quang
7. Quê quán                  xã Tân Lập, tỉnh Tuyên Quang
8. Số định danh cá nhân      008220001234
9. Họ, chữ đệm, tên mẹ       NGÔ NGỌC HẰNG
10. Họ, chữ đệm, tên cha     NGUYỄN VĂN HẢI
11. Số đăng ký               215/2020
12. Ngày đăng ký             19/10/2020
13. Nơi đăng ký              Ủy ban nhân dân xã Tân Lập
""",
        {
            "full_name": "NGUYỄN BẢO NAM",
            "date_of_birth": "2020-10-09",
            "sex": "male",
            "ethnicity": "Kinh",
            "personal_id": "008220001234",
            "place_of_origin": "xã Tân Lập, tỉnh Tuyên Quang",
            "mother_name": "NGÔ NGỌC HẰNG",
            "father_name": "NGUYỄN VĂN HẢI",
            "registration_date": "2020-10-19",
            "registration_number": "215/2020",
        },
    ),
    (
        "birth_certificate",
        HEAD
        + """
Số: 15/TLKS-BS          Tân Lập, ngày 19 tháng 9 năm 2025
^TRÍCH LỤC KHAI SINH
^(Bản sao)
I. Thông tin người được khai sinh
- Họ, chữ đệm, tên: NGUYỄN BẢO NAM; Giới tính: Nam
- Sinh ngày 09 tháng 10 năm 2020 (ngày chín tháng mười năm hai nghìn không trăm hai mươi)
- Dân tộc: Kinh; Quốc tịch: Việt Nam
- Quê quán: xã Tân Lập, tỉnh Tuyên Quang
- Số định danh cá nhân: 008220001234
II. Thông tin về mẹ
- Họ, chữ đệm, tên: NGÔ NGỌC HẰNG; năm sinh: 2000
- Dân tộc: Tày; Quốc tịch: Việt Nam
III. Thông tin về cha
- Họ, chữ đệm, tên: NGUYỄN VĂN HẢI; năm sinh: 1998
- Dân tộc: Kinh; Quốc tịch: Việt Nam
IV. Thông tin đăng ký
- Số đăng ký: 215/2020; ngày đăng ký: 19/10/2020
- Nơi đăng ký: Ủy ban nhân dân xã Tân Lập
""",
        {
            "full_name": "NGUYỄN BẢO NAM",
            "date_of_birth": "2020-10-09",
            "sex": "male",
            "ethnicity": "Kinh",
            "personal_id": "008220001234",
            "place_of_origin": "xã Tân Lập, tỉnh Tuyên Quang",
            "mother_name": "NGÔ NGỌC HẰNG",
            "father_name": "NGUYỄN VĂN HẢI",
            "registration_date": "2020-10-19",
            "registration_number": "215/2020",
        },
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields"), FORMS)
def test_every_wording_and_layout_gives_the_same_fields(kind: str, text: str, fields: dict[str, str | None]) -> None:
    document = one(text)
    assert document.kind == kind
    found = values(document)
    assert {name: found[name] for name in fields} == fields
