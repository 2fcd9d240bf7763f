"""Cards of people, old and new: identity, driving, health insurance."""

from __future__ import annotations

import pytest

from tests.understanding.paper import MOTTO, one, values

FORMS = [
    (
        "citizen_id",
        MOTTO
        + """^CĂN CƯỚC CÔNG DÂN
^Số: 008085001234
Họ và tên:
NGUYỄN VĂN NAM
Ngày, tháng, năm sinh: 01/02/1985
Giới tính: Nam     Quốc tịch: Việt Nam
Quê quán:
Tân Trào, Sơn Dương, Tuyên Quang
Nơi thường trú:
Thôn Tân Lập, Tân Trào, Sơn Dương,
Tuyên Quang
Có giá trị đến: 01/02/2045

Đặc điểm nhận dạng:
Sẹo chấm C: 2cm trên mép phải
Ngày 14 tháng 6 năm 2017
CỤC TRƯỞNG CỤC CẢNH SÁT
ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ
""",
        {
            "personal_id": "008085001234",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "sex": "male",
            "place_of_origin": "Tân Trào, Sơn Dương, Tuyên Quang",
            "permanent_residence": "Thôn Tân Lập, Tân Trào, Sơn Dương, Tuyên Quang",
            "issue_date": "2017-06-14",
        },
    ),
    (
        "citizen_id",
        MOTTO
        + """^GIẤY CHỨNG MINH NHÂN DÂN
^SỐ 070 123 456
Họ tên NGUYỄN THỊ LAN
..............................
Sinh ngày 12-05-1970
Nguyên quán Tân Trào
Sơn Dương, Tuyên Quang
Nơi ĐKHK thường trú Thôn 3
Tân Trào, Sơn Dương, Tuyên Quang

Dân tộc: Kinh     Tôn giáo: Không
DẤU VẾT RIÊNG VÀ DỊ HÌNH
Nốt ruồi c. 1cm dưới mép trái
Ngày 07 tháng 8 năm 2009
GIÁM ĐỐC CA TỈNH TUYÊN QUANG
""",
        {
            "personal_id": "070123456",
            "full_name": "NGUYỄN THỊ LAN",
            "date_of_birth": "1970-05-12",
            "place_of_origin": "Tân Trào Sơn Dương, Tuyên Quang",
            "permanent_residence": "Thôn 3 Tân Trào, Sơn Dương, Tuyên Quang",
            "issue_date": "2009-08-07",
        },
    ),
    (
        "citizen_id",
        MOTTO
        + """^GIẤY CHỨNG NHẬN CĂN CƯỚC
Số định danh cá nhân: 008099001234
Họ, chữ đệm và tên: NGUYỄN THỊ LAN
Ngày, tháng, năm sinh: 12/05/1999
Giới tính: Nữ
Nơi sinh: Tuyên Quang
Quê quán: Tân Trào, Sơn Dương, Tuyên Quang
Nơi ở hiện tại: Thôn 3, xã Tân Trào, tỉnh Tuyên Quang
Ngày cấp: 07/08/2024
""",
        {
            "personal_id": "008099001234",
            "full_name": "NGUYỄN THỊ LAN",
            "date_of_birth": "1999-05-12",
            "sex": "female",
            "place_of_origin": "Tân Trào, Sơn Dương, Tuyên Quang",
            "permanent_residence": "Thôn 3, xã Tân Trào, tỉnh Tuyên Quang",
            "issue_date": "2024-08-07",
        },
    ),
    (
        "driving_licence",
        """
^BỘ GIAO THÔNG VẬN TẢI          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^SỞ GTVT TUYÊN QUANG          Độc lập - Tự do - Hạnh phúc
^GIẤY PHÉP LÁI XE
^Số (No): T 123456
Họ và tên: NGUYỄN VĂN NAM
(Full name)
Ngày sinh: 01-02-1985
(Date of birth)
Quốc tịch: Việt Nam
Nơi cư trú: Tân Trào, Sơn Dương, Tuyên Quang
(Address)
Hạng (Class): A1
Tuyên Quang, ngày 12 tháng 3 năm 2005
Có giá trị đến: Không thời hạn
""",
        {
            "licence_number": "T 123456",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "class": "A1",
            "issue_date": "2005-03-12",
            "expiry_date": None,
        },
    ),
    (
        "driving_licence",
        """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^GIẤY PHÉP LÁI XE
^DRIVING LICENCE
1. Họ và tên/Full name: NGUYỄN VĂN NAM
2. Ngày sinh/Date of birth: 01/02/1985
3. Quốc tịch/Nationality: Việt Nam
4. Nơi cư trú/Address: Tân Trào, Tuyên Quang
5. Số/No.: 080123456789
6. Hạng/Class: B, C1
7. Ngày cấp/Date of issue: 12/03/2025
8. Ngày hết hạn/Date of expiry: 12/03/2035
""",
        {
            "licence_number": "080123456789",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "class": "B, C1",
            "issue_date": "2025-03-12",
            "expiry_date": "2035-03-12",
        },
    ),
    (
        "health_insurance_card",
        """
^BẢO HIỂM XÃ HỘI VIỆT NAM
^THẺ BẢO HIỂM Y TẾ
Số: HT 3 08 08 012 34567
Họ và tên: NGUYỄN VĂN NAM
Ngày sinh: 01/02/1955     Nam/Nữ: Nam
Địa chỉ: xã Tân Trào, huyện Sơn Dương, tỉnh Tuyên Quang
Nơi đăng ký khám, chữa bệnh ban đầu: Trạm y tế xã Tân Trào
Thời hạn sử dụng: từ ngày 01/01/2012 đến ngày 31/12/2012
>Tuyên Quang, ngày 20 tháng 12 năm 2011
""",
        {
            "card_number": "HT 3 08 08 012 34567",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1955-02-01",
            "expiry_date": "2012-12-31",
        },
    ),
    (
        "health_insurance_card",
        """
^BẢO HIỂM XÃ HỘI VIỆT NAM
^THẺ BẢO HIỂM Y TẾ
^(HEALTH INSURANCE CARD)
Mã số BHXH: 0812345678
Họ tên: NGUYỄN VĂN NAM
Năm sinh: 1955
Giới tính: Nam
Mã đối tượng: HT  Mức hưởng: 3
Nơi ĐK KCB BĐ: Bệnh viện đa khoa huyện Sơn Dương
Giá trị thẻ từ: 01/01/2024 đến: 31/12/2024
Thời điểm đủ 5 năm liên tục: 01/01/2025
""",
        {
            "card_number": "0812345678",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1955",
            "expiry_date": "2024-12-31",
        },
    ),
    (
        "citizen_id",
        MOTTO
        + """^SOCIALIST REPUBLIC OF VIET NAM
^CĂN CƯỚC CÔNG DÂN
^Citizen Identity Card
Số / No.: 066190001234
Họ và tên / Full name:
NGUYỄN TRẦN HOÀNG PHƯƠNG
KHÁNH LINH
Ngày sinh / Date of birth: 01/02/1990
Giới tính / Sex: Nữ     Quốc tịch / Nationality: Việt Nam
Quê quán / Place of origin: Cư Êbur, Thành phố
Buôn Ma Thuột, Đắk Lắk
Nơi thường trú / Place of residence: 12/4
Nguyễn Tất Thành, Tân Lợi, Thành phố Buôn Ma Thuột, Đắk Lắk
Có giá trị đến: 01/02/2030
Date of expiry
""",
        {
            "personal_id": "066190001234",
            "full_name": "NGUYỄN TRẦN HOÀNG PHƯƠNG KHÁNH LINH",
            "date_of_birth": "1990-02-01",
            "sex": "female",
            "place_of_origin": "Cư Êbur, Thành phố Buôn Ma Thuột, Đắk Lắk",
            "permanent_residence": "12/4 Nguyễn Tất Thành, Tân Lợi, Thành phố Buôn Ma Thuột, Đắk Lắk",
        },
    ),
    (
        "health_insurance_card",
        MOTTO
        + """^THẺ BẢO HIỂM Y TẾ
Mã số: DN 4 30 3013456789
Họ và tên: NGUYỄN VĂN NAM
Ngày sinh: 01/02/1985                 Giới tính: Nam
Mã nơi ĐK KCB: 30-012
Nơi đăng ký KCB BĐ: Bệnh viện đa khoa tỉnh Hải Dương
Giá trị sử dụng: 01/01/2016 - 31/12/2016
Nơi cấp, đổi thẻ BHYT: Bảo hiểm xã hội thành phố Hải Dương
""",
        {
            "card_number": "DN 4 30 3013456789",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "expiry_date": "2016-12-31",
        },
    ),
    (
        "driving_licence",
        """
^BỘ CÔNG AN                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^MINISTRY OF PUBLIC SECURITY    Độc lập - Tự do - Hạnh phúc
^GIẤY PHÉP LÁI XE/DRIVER'S LICENSE
Số/No: 080 123 456 789
Họ tên/Full name:
NGUYỄN VĂN NAM
Ngày sinh/Date of birth:
01/02/1985
Quốc tịch/Nationality: VIỆT NAM
Nơi cư trú/Address: Tân Trào, Tuyên Quang
Tuyên Quang, ngày/date 12 tháng/month 3 năm/year 2025
Hạng/Class:
C1E
Có giá trị đến/Expires:
12/03/2030
""",
        {
            "licence_number": "080 123 456 789",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "class": "C1E",
            "issue_date": "2025-03-12",
            "expiry_date": "2030-03-12",
        },
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields"), FORMS)
def test_every_wording_and_layout_gives_the_same_fields(kind: str, text: str, fields: dict[str, str | None]) -> None:
    document = one(text)
    assert document.kind == kind
    found = values(document)
    assert {name: found[name] for name in fields} == fields
