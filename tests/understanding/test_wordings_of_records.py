"""Criminal records and diplomas in old and new wordings."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

FORMS = [
    (
        "judicial_record",
        HEAD.replace("ỦY BAN NHÂN DÂN", "UBND TỈNH TUYÊN QUANG").replace("XÃ TÂN LẬP", "SỞ TƯ PHÁP")
        + """

Số: 01234/STP-LLTP     Tuyên Quang, ngày 03 tháng 5 năm 2019
^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1
Căn cứ Luật Lý lịch tư pháp ngày 17 tháng 6 năm 2009;
^XÁC NHẬN:
1. Họ và tên: NGUYỄN VĂN NAM
2. Giới tính: Nam
3. Ngày, tháng, năm sinh: 01 / 02 / 1985
4. Nơi sinh: xã Tân Trào, huyện Sơn Dương, tỉnh Tuyên Quang
5. Quốc tịch: Việt Nam
6. Nơi thường trú: xã Tân Trào, huyện Sơn Dương, tỉnh Tuyên Quang
7. Nơi tạm trú: Không
8. Giấy CMND/Hộ chiếu: CMND     Số: 070123456
Cấp ngày 05 tháng 6 năm 2010     Tại: Công an tỉnh Tuyên Quang
9. Tình trạng án tích: Không có án tích
""",
        {
            "document_number": "01234/STP-LLTP",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "070123456",
            "issue_date": "2019-05-03",
        },
    ),
    (
        "judicial_record",
        HEAD.replace("ỦY BAN NHÂN DÂN", "BỘ CÔNG AN").replace("XÃ TÂN LẬP", "CÔNG AN TỈNH TUYÊN QUANG")
        + """

Số: 512/2025/PLLTP     Tuyên Quang, ngày 03 tháng 5 năm 2025
^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 2
^CRIMINAL RECORD CERTIFICATE No. 2
1. Họ và tên/Full name: NGUYỄN VĂN NAM
2. Tên gọi khác/Other name: Không
3. Giới tính/Gender: Nam
4. Ngày, tháng, năm sinh/Date of birth: 01/02/1985
5. Nơi đăng ký khai sinh/Place of birth: Tuyên Quang
6. Quốc tịch/Nationality: Việt Nam
7. Nơi thường trú/Permanent residence: xã Tân Trào
8. Số định danh cá nhân/Hộ chiếu/Personal ID/Passport: 008085001234
9. Họ và tên cha/Father's name: NGUYỄN VĂN A
10. Họ và tên mẹ/Mother's name: TRẦN THỊ B
11. Tình trạng án tích/Criminal status: Không có án tích
""",
        {
            "document_number": "512/2025/PLLTP",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "issue_date": "2025-05-03",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^TRƯỞNG PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN SƠN DƯƠNG
^cấp
^BẰNG TỐT NGHIỆP
^TRUNG HỌC CƠ SỞ
Cho: TRẦN THỊ MAI                    Giới tính: Nữ
Ngày sinh: 15 tháng 9 năm 2005       Dân tộc: Kinh
Nơi sinh: Sơn Dương, Tuyên Quang
Học sinh trường: THCS Tân Trào
Năm tốt nghiệp: 2020
Xếp loại tốt nghiệp: Giỏi
Số hiệu: B 0123456
Số vào sổ gốc cấp bằng: 12/2020/THCS
>Sơn Dương, ngày 05 tháng 7 năm 2020
>TRƯỞNG PHÒNG
""",
        {
            "full_name": "TRẦN THỊ MAI",
            "date_of_birth": "2005-09-15",
            "diploma_number": "B 0123456",
            "issue_date": "2020-07-05",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^HIỆU TRƯỞNG
^TRƯỜNG ĐẠI HỌC NÔNG LÂM THÁI NGUYÊN
^cấp
^BẰNG TỐT NGHIỆP ĐẠI HỌC
Loại hình đào tạo: Chính quy
Ngành: Lâm nghiệp
Xếp hạng tốt nghiệp: Khá
và công nhận danh hiệu KỸ SƯ
Cho: Anh Trần Văn Hòa
Sinh ngày: 12 - 5 - 1975     Tại: Tuyên Quang
Năm tốt nghiệp: 1998
>Thái Nguyên, ngày 20 tháng 8 năm 1998
>HIỆU TRƯỞNG
Số hiệu bằng: B 123456
Số vào sổ: 1234
""",
        {
            "full_name": "Trần Văn Hòa",
            "date_of_birth": "1975-05-12",
            "diploma_number": "B 123456",
            "issue_date": "1998-08-20",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^BỘ GIÁO DỤC VÀ ĐÀO TẠO
^BẰNG TỐT NGHIỆP PHỔ THÔNG TRUNG HỌC
Cấp cho học sinh: Trần Văn Hòa
Sinh ngày 12 tháng 5 năm 1975 tại Tuyên Quang
Đã tốt nghiệp kỳ thi khóa ngày 02-6-1993
Xếp loại: Trung bình
>Tuyên Quang, ngày 20 tháng 7 năm 1993
>GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO
Số bằng: 012345
Vào sổ số: 123
""",
        {
            "full_name": "Trần Văn Hòa",
            "date_of_birth": "1975-05-12",
            "diploma_number": "012345",
            "issue_date": "1993-07-20",
        },
    ),
    (
        "judicial_record",
        HEAD.replace("ỦY BAN NHÂN DÂN", "BỘ TƯ PHÁP").replace("XÃ TÂN LẬP", "TRUNG TÂM LÝ LỊCH TƯ PHÁP QUỐC GIA")
        + """

Số: 4521/TTLLTPQG-HCTH     Hà Nội, ngày 03 tháng 5 năm 2019
^PHIẾU LÝ LỊCH TƯ PHÁP SỐ 2
1. Họ và tên                      NGUYỄN VĂN NAM
2. Giới tính                      Nam
3. Ngày, tháng, năm sinh          01/02/1985
4. Nơi sinh                       xã Tân Trào
5. Quốc tịch                      Việt Nam
6. Nơi thường trú                 xã Tân Trào
7. Nơi tạm trú                    Không
8. Giấy CMND/Thẻ căn cước         Thẻ căn cước công dân
công dân/Hộ chiếu                 số: 008085001234
9. Họ và tên cha                  NGUYỄN VĂN BÌNH
10. Họ và tên mẹ                  TRẦN THỊ SEN
11. Tình trạng án tích            Không có án tích
""",
        {
            "document_number": "4521/TTLLTPQG-HCTH",
            "full_name": "NGUYỄN VĂN NAM",
            "date_of_birth": "1985-02-01",
            "personal_id": "008085001234",
            "issue_date": "2019-05-03",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^THE RECTOR OF                       HIỆU TRƯỞNG
^THAI NGUYEN UNIVERSITY              TRƯỜNG ĐẠI HỌC THÁI NGUYÊN
^has conferred                       cấp
^THE DEGREE OF MASTER                BẰNG THẠC SĨ
Upon: Mr. Tran Van Hoa               Cho: Ông Trần Văn Hòa
Date of birth: 12 May 1975           Sinh ngày: 12/5/1975
Year of graduation: 2010             Năm tốt nghiệp: 2010
Given under the seal of the University     Thái Nguyên, ngày 20 tháng 8 năm 2010
Serial number: 0012345               Số hiệu: 0012345
Reference number: 123                Số vào sổ gốc cấp bằng: 123
""",
        {
            "full_name": "Trần Văn Hòa",
            "date_of_birth": "1975-05-12",
            "diploma_number": "0012345",
            "issue_date": "2010-08-20",
        },
    ),
    (
        "diploma",
        MOTTO
        + """
^GIÁM ĐỐC ĐẠI HỌC QUỐC GIA HÀ NỘI
^cấp
^BẰNG CỬ NHÂN
^CÔNG NGHỆ THÔNG TIN
^Cho: Bà Trần Thị Mai
^Ngày sinh: 12 tháng 5 năm 1995
^Năm tốt nghiệp: 2017
^Xếp loại tốt nghiệp: Giỏi
^Hình thức đào tạo: Chính quy
Số hiệu: QC 012345                     Hà Nội, ngày 20 tháng 8 năm 2017
Số vào sổ gốc cấp bằng: 12345/2017                   GIÁM ĐỐC
""",
        {
            "full_name": "Trần Thị Mai",
            "date_of_birth": "1995-05-12",
            "diploma_number": "QC 012345",
            "issue_date": "2017-08-20",
        },
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields"), FORMS)
def test_every_wording_and_layout_gives_the_same_fields(kind: str, text: str, fields: dict[str, str | None]) -> None:
    document = one(text)
    assert document.kind == kind
    found = values(document)
    assert {name: found[name] for name in fields} == fields
