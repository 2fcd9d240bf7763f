"""Land, business, construction: certificates of three generations."""

from __future__ import annotations

from tests.understanding.paper import HEAD, MOTTO, one, read, values

LAND_2014 = (
    MOTTO
    + """

^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
^QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT

I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất
Ông: NGUYỄN MINH TÀI
Sinh năm: 1984     CMND số: 070888999
Và vợ là bà: NGUYỄN MỸ YẾN
Sinh năm: 1989     CMND số: 070888777
Địa chỉ thường trú: xã Chiêu Yên, huyện Yên Sơn, tỉnh Tuyên Quang

>BL 211805
"""
)
LAND_2014_INNER = """
II. Thửa đất, nhà ở và tài sản khác gắn liền với đất
1. Thửa đất:
a) Thửa đất số: 502      tờ bản đồ số: 127
b) Địa chỉ: xã Chiêu Yên, huyện Yên Sơn, tỉnh Tuyên Quang
c) Diện tích: 1.404,6 m² (Bằng chữ: Một nghìn bốn trăm linh bốn phẩy sáu mét vuông)
d) Hình thức sử dụng: Sử dụng riêng: 1.404,6 m²; Sử dụng chung: Không m²
đ) Mục đích sử dụng: Đất ở tại nông thôn 400 m²; đất trồng cây lâu năm 1.004,6 m²
e) Thời hạn sử dụng: Đất ở: Lâu dài
g) Nguồn gốc sử dụng: Công nhận QSDĐ như giao đất có thu tiền sử dụng đất
2. Nhà ở: -/-
III. Sơ đồ thửa đất, nhà ở và tài sản khác gắn liền với đất

>Tuyên Quang, ngày 08 tháng 06 năm 2016
>TM. ỦY BAN NHÂN DÂN HUYỆN YÊN SƠN
>CHỦ TỊCH

>Vũ Quang Việt
Số vào sổ cấp GCN: CH 45494
"""
LAND_2024 = (
    MOTTO
    + """

^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT

1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:
Bà Hoàng Thị Là, Căn cước công dân số: 008170002345
2. Thông tin thửa đất:
Thửa đất số: 15; tờ bản đồ số: 8
Diện tích: 250,0 m²
Loại đất: Đất ở tại đô thị
Thời hạn sử dụng: Lâu dài
Hình thức sử dụng: Sử dụng riêng
Địa chỉ: phường Minh Xuân, tỉnh Tuyên Quang
3. Thông tin tài sản gắn liền với đất: -/-
Thông tin chi tiết được thể hiện tại mã QR

>Tuyên Quang, ngày 12 tháng 11 năm 2025
>CHI NHÁNH VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI
>GIÁM ĐỐC

>Trần Văn Bình
AA 00123456
"""
)
RED_BOOK = """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc

^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT

^ỦY BAN NHÂN DÂN HUYỆN YÊN SƠN
^CHỨNG NHẬN
Hộ ông: Ma Văn Khải
Năm sinh: 1950     Số CMND: 070222333
Thường trú tại: xã Mỹ Bằng, huyện Yên Sơn
Được quyền sử dụng: 2140 m2 đất
Thửa đất số: 77     Tờ bản đồ số: 12
Diện tích: 2140 m2
Thời hạn sử dụng: đến năm 2043

>Ngày 20 tháng 5 năm 1999
>TM. ỦY BAN NHÂN DÂN HUYỆN
>CHỦ TỊCH
M 123456
"""

HOUSEHOLD_2017 = """
^UBND HUYỆN YÊN SƠN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^PHÒNG TÀI CHÍNH - KẾ HOẠCH||Độc lập - Tự do - Hạnh phúc
^ ||Yên Sơn, ngày 06 tháng 11 năm 2017

^GIẤY CHỨNG NHẬN
^ĐĂNG KÝ HỘ KINH DOANH
^Số: 15C8339128
^Đăng ký lần đầu, ngày 02 tháng 3 năm 2015
^Đăng ký thay đổi lần thứ: 1, ngày 06 tháng 11 năm 2017

1. Tên hộ kinh doanh (ghi bằng chữ in hoa): TẠP HÓA TUYẾT HƯƠNG
2. Địa điểm kinh doanh: xã Mỹ Bằng, huyện Yên Sơn, tỉnh Tuyên Quang
Điện thoại: 0927517446     Fax:
3. Ngành, nghề kinh doanh: Bán lẻ hàng tạp hóa tổng hợp
4. Vốn kinh doanh: 810.000.000 đồng
5. Họ và tên cá nhân hoặc tên đại diện hộ gia đình (ghi bằng chữ in hoa): VÕ THỊ TUYẾT
Giới tính: Nữ
Sinh ngày: 24/09/1984     Dân tộc: Kinh     Quốc tịch: Việt Nam
Chứng minh nhân dân số: 070444555
Ngày cấp: 25/09/2012     Nơi cấp: Công an tỉnh Tuyên Quang
Nơi đăng ký hộ khẩu thường trú: xã Hợp Hòa, huyện Sơn Dương

>TRƯỞNG PHÒNG

>Vũ Trọng Hưởng
"""
HOUSEHOLD_2025 = """
^ỦY BAN NHÂN DÂN XÃ YÊN SƠN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^PHÒNG KINH TẾ||Độc lập - Tự do - Hạnh phúc

^GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH
^Mã số hộ kinh doanh: 008184444626
^Đăng ký lần đầu, ngày 20 tháng 8 năm 2025

1. Tên hộ kinh doanh: HỘ KINH DOANH VÕ THỊ TUYẾT
2. Địa chỉ trụ sở hộ kinh doanh: thôn 2, xã Yên Sơn, tỉnh Tuyên Quang
3. Ngành, nghề kinh doanh: Bán lẻ hàng tạp hóa
4. Vốn kinh doanh: 500.000.000 đồng
5. Chủ hộ kinh doanh:
Họ, chữ đệm và tên: VÕ THỊ TUYẾT     Giới tính: Nữ
Ngày, tháng, năm sinh: 24/09/1984     Quốc tịch: Việt Nam
Số định danh cá nhân: 008184444626

>Yên Sơn, ngày 20 tháng 8 năm 2025
>TRƯỞNG PHÒNG
>Lê Văn Hậu
"""

ENTERPRISE = """
^SỞ KẾ HOẠCH VÀ ĐẦU TƯ||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^TỈNH TUYÊN QUANG||Độc lập - Tự do - Hạnh phúc
^PHÒNG ĐĂNG KÝ KINH DOANH||

^GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP
^CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN
^Mã số doanh nghiệp: 0100233488
^Đăng ký lần đầu: ngày 14 tháng 01 năm 2015
^Đăng ký thay đổi lần thứ: 3, ngày 20 tháng 7 năm 2022

1. Tên công ty
Tên công ty viết bằng tiếng Việt: CÔNG TY TNHH MTV THƯƠNG MẠI NA HANG
Tên công ty viết bằng tiếng nước ngoài: NA HANG TRADING COMPANY LIMITED
Tên công ty viết tắt: NA HANG CO.,LTD
2. Địa chỉ trụ sở chính
Số 12, đường Bình Thuận, phường Minh Xuân, Thành phố Tuyên Quang, Tỉnh
Tuyên Quang, Việt Nam
Điện thoại: 02073822822     Fax:
3. Vốn điều lệ: 5.000.000.000 đồng
4. Thông tin về chủ sở hữu
Họ và tên: TRẦN THỊ BÌNH     Giới tính: Nữ
Loại giấy tờ pháp lý của cá nhân: Thẻ căn cước công dân
Số giấy tờ pháp lý của cá nhân: 008175001122
5. Người đại diện theo pháp luật của công ty
* Họ và tên: LÊ VĂN AN     Giới tính: Nam
Chức danh: Giám đốc
Sinh ngày: 05/06/1978     Dân tộc: Kinh     Quốc tịch: Việt Nam

>TRƯỞNG PHÒNG
>Nguyễn Đức Tâm
"""

PERMIT = """
^UBND HUYỆN YÊN SƠN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^PHÒNG KINH TẾ VÀ HẠ TẦNG||Độc lập - Tự do - Hạnh phúc
^ ||Yên Sơn, ngày 12 tháng 4 năm 2023

^GIẤY PHÉP XÂY DỰNG
^Số: 45/GPXD
^(Sử dụng cho nhà ở riêng lẻ)

1. Cấp cho: Ông Trần Văn Hòa và bà Lê Thị Mai
Địa chỉ: thôn 5, xã Thắng Quân, huyện Yên Sơn, tỉnh Tuyên Quang
2. Được phép xây dựng công trình: Nhà ở riêng lẻ
Theo thiết kế: Hồ sơ thiết kế do Công ty An Phát lập
Vị trí xây dựng: thửa đất số 20, tờ bản đồ số 5, xã Thắng Quân, huyện Yên Sơn,
tỉnh Tuyên Quang
Cốt nền xây dựng công trình: +0,45 m
Mật độ xây dựng: 60 %     Hệ số sử dụng đất: 1,8
Chỉ giới đường đỏ: theo bản đồ     Chỉ giới xây dựng: trùng chỉ giới đường đỏ
3. Giấy tờ về quyền sử dụng đất: BL 211805
4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng

>TRƯỞNG PHÒNG

>Hà Văn Toàn
"""


def test_a_land_certificate_of_2014_over_two_pages_names_all_holders() -> None:
    document = one(LAND_2014, LAND_2014_INNER)
    assert (document.kind, document.pages) == ("land_use_certificate", (1, 2))
    assert values(document) == {
        "serial_number": "BL 211805",
        "holder_name": "NGUYỄN MINH TÀI; NGUYỄN MỸ YẾN",
        "personal_id": "070888999",
        "parcel_number": "502",
        "map_sheet_number": "127",
        "area_m2": "1404.6",
        "issue_date": "2016-06-08",
    }


def test_a_land_certificate_of_2024() -> None:
    document = one(LAND_2024)
    assert document.kind == "land_use_certificate"
    assert values(document) == {
        "serial_number": "AA 00123456",
        "holder_name": "Hoàng Thị Là",
        "personal_id": "008170002345",
        "parcel_number": "15",
        "map_sheet_number": "8",
        "area_m2": "250",
        "issue_date": "2025-11-12",
    }


def test_a_red_book() -> None:
    document = one(RED_BOOK)
    assert document.kind == "land_use_certificate"
    assert values(document) == {
        "serial_number": "M 123456",
        "holder_name": "Ma Văn Khải",
        "personal_id": "070222333",
        "parcel_number": "77",
        "map_sheet_number": "12",
        "area_m2": "2140",
        "issue_date": "1999-05-20",
    }


def test_a_household_registration_of_2017() -> None:
    document = one(HOUSEHOLD_2017)
    assert document.kind == "household_business_registration"
    assert values(document) == {
        "registration_number": "15C8339128",
        "business_name": "TẠP HÓA TUYẾT HƯƠNG",
        "representative_name": "VÕ THỊ TUYẾT",
        "personal_id": "070444555",
        "issue_date": "2017-11-06",
    }


def test_a_household_registration_of_2025_has_the_owners_number_for_its_own() -> None:
    document = one(HOUSEHOLD_2025)
    assert document.kind == "household_business_registration"
    assert values(document) == {
        "registration_number": "008184444626",
        "business_name": "HỘ KINH DOANH VÕ THỊ TUYẾT",
        "representative_name": "VÕ THỊ TUYẾT",
        "personal_id": "008184444626",
        "issue_date": "2025-08-20",
    }


def test_an_enterprise_registration_tells_the_representative_from_the_owner() -> None:
    document = one(ENTERPRISE)
    assert document.kind == "enterprise_registration"
    assert values(document) == {
        "enterprise_code": "0100233488",
        "business_name": "CÔNG TY TNHH MTV THƯƠNG MẠI NA HANG",
        "representative_name": "LÊ VĂN AN",
        "head_office": "Số 12, đường Bình Thuận, phường Minh Xuân, Thành phố Tuyên Quang, Tỉnh Tuyên Quang, Việt Nam",
        "issue_date": "2022-07-20",
    }


def test_a_construction_permit() -> None:
    document = one(PERMIT)
    assert document.kind == "construction_permit"
    assert values(document) == {
        "document_number": "45/GPXD",
        "holder_name": "Trần Văn Hòa; Lê Thị Mai",
        "location": "thửa đất số 20, tờ bản đồ số 5, xã Thắng Quân, huyện Yên Sơn, tỉnh Tuyên Quang",
        "issue_date": "2023-04-12",
    }


def test_an_application_for_a_permit_or_registration_is_a_form() -> None:
    permit, registration = read(
        MOTTO + "\n^ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG\n\nKính gửi: Ủy ban nhân dân xã Tân Lập\n"
        "1. Tên chủ đầu tư (Chủ hộ): Trần Văn Hòa\nĐịa chỉ: thôn 5\n",
        MOTTO + "\n^GIẤY ĐỀ NGHỊ\n^ĐĂNG KÝ HỘ KINH DOANH\n\nKính gửi: Phòng Tài chính\n"
        "Tôi là (ghi bằng chữ in hoa): VÕ THỊ TUYẾT\nSinh ngày: 24/09/1984\n",
    )
    assert [permit.kind, registration.kind] == ["application_form", "application_form"]
    assert permit.fields["applicant_name"].value == "Trần Văn Hòa"
    assert registration.fields["form_title"].value == "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH"
    assert registration.fields["applicant_name"].value == "VÕ THỊ TUYẾT"


def test_a_permit_printed_with_the_number_at_the_head() -> None:
    text = (
        HEAD
        + "\n^Số: 12/GPXD||Tân Lập, ngày 05 tháng 9 năm 2025\n\n^GIẤY PHÉP XÂY DỰNG CÓ THỜI HẠN\n\n"
        + (
            "1. Cấp cho: CÔNG TY TNHH AN PHÁT\nĐịa chỉ: xã Tân Lập\n2. Được phép xây dựng: nhà xưởng\n"
            "Địa điểm xây dựng: thôn 3, xã Tân Lập, tỉnh Tuyên Quang\nMật độ xây dựng: 40%\n"
        )
    )
    document = one(text)
    assert document.kind == "construction_permit"
    assert document.fields["document_number"].value == "12/GPXD"
    assert document.fields["holder_name"].value == "CÔNG TY TNHH AN PHÁT"
    assert document.fields["location"].value == "thôn 3, xã Tân Lập, tỉnh Tuyên Quang"
