"""Papers of no kind of the catalogue, typed from memory of the real ones: many say nearly what a known paper says."""

from __future__ import annotations

from tests.understanding.paper import HEAD, MOTTO

_HOSPITAL = """
^SỞ Y TẾ TUYÊN QUANG||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^BỆNH VIỆN ĐA KHOA||Độc lập - Tự do - Hạnh phúc
"""
_POLICE = """
^BỘ CÔNG AN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^CỤC CẢNH SÁT GIAO THÔNG||Độc lập - Tự do - Hạnh phúc
"""

STRANGERS: dict[str, str] = {
    "proof_of_birth": _HOSPITAL
    + """
^Số: 214/GCS

^GIẤY CHỨNG SINH

Họ và tên mẹ/Người nuôi dưỡng: Nguyễn Thị Hoa
Ngày, tháng, năm sinh: 12/04/1995     Dân tộc: Kinh
Số định danh cá nhân: 008195001234
Nơi cư trú: xã Tân Lập, tỉnh Tuyên Quang
Đã sinh con vào lúc: 07 giờ 20 phút, ngày 03 tháng 05 năm 2024
Giới tính của con: Nam     Cân nặng: 3200 gam
Dự định đặt tên con: Trần Gia Bảo
Người đỡ đẻ: Lê Thị Mai
""",
    "discharge": _HOSPITAL
    + """
^GIẤY RA VIỆN

Họ tên người bệnh: TRẦN VĂN NAM     Tuổi: 54     Nam/Nữ: Nam
Dân tộc: Tày     Nghề nghiệp: Nông dân
Mã số BHXH/Thẻ BHYT số: 8121234567
Địa chỉ: xã Thái Bình, tỉnh Tuyên Quang
Vào viện lúc: 8 giờ 15 phút, ngày 02 tháng 03 năm 2024
Ra viện lúc: 9 giờ 00 phút, ngày 10 tháng 03 năm 2024
Chẩn đoán: Viêm phổi
Phương pháp điều trị: Nội khoa
Ngày 10 tháng 03 năm 2024
>TRƯỞNG KHOA ĐIỀU TRỊ
""",
    "notice_of_death_of_a_hospital": _HOSPITAL
    + """
^Số: 12/GBT

^GIẤY BÁO TỬ

Họ và tên người tử vong: PHẠM VĂN THÀNH
Ngày, tháng, năm sinh: 10/10/1950     Giới tính: Nam
Dân tộc: Kinh     Quốc tịch: Việt Nam
Số định danh cá nhân: 008050001234
Đã tử vong vào lúc: 05 giờ 00 phút, ngày 12 tháng 01 năm 2025
Nguyên nhân tử vong: Suy hô hấp
Người thân thích: Phạm Văn Tú     Quan hệ: con
>GIÁM ĐỐC BỆNH VIỆN
""",
    "invoice": """
^HÓA ĐƠN GIÁ TRỊ GIA TĂNG
^Ngày 12 tháng 05 năm 2025
>Ký hiệu: 1C25TAA
>Số: 00001234
Tên người bán: CÔNG TY TNHH THƯƠNG MẠI HÒA BÌNH
Mã số thuế: 5000123456
Địa chỉ: số 12 đường Bình Thuận, tỉnh Tuyên Quang
Họ tên người mua hàng: Nguyễn Văn An
Hình thức thanh toán: TM/CK
STT     Tên hàng hóa, dịch vụ     Số lượng     Đơn giá     Thành tiền
1     Xi măng     20     90.000     1.800.000
Cộng tiền hàng: 1.800.000
Thuế suất GTGT: 10%
Tổng cộng tiền thanh toán: 1.980.000
""",
    "passport": """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / SOCIALIST REPUBLIC OF VIET NAM
^HỘ CHIẾU / PASSPORT
Loại / Type     P     Mã số / Code     VNM     Số hộ chiếu / Passport No     C1234567
Họ và tên / Full name
NGUYỄN THỊ LAN
Ngày sinh / Date of birth     12 / 05 / 1990
Nơi sinh / Place of birth     TUYÊN QUANG
Giới tính / Sex     NỮ / F     Số GCMND / ID card No     008190001234
Ngày cấp / Date of issue     10 / 10 / 2022
Có giá trị đến / Date of expiry     10 / 10 / 2032
Nơi cấp / Place of issue     Cục Quản lý xuất nhập cảnh
P<VNMNGUYEN<<THI<LAN<<<<<<<<<<<<<<<<<<<<<<<<
C1234567<8VNM9005125F3210101008190001234<<56
""",
    "household_book": """
^BỘ CÔNG AN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^CÔNG AN HUYỆN YÊN SƠN||Độc lập - Tự do - Hạnh phúc

^SỔ HỘ KHẨU

Số: 120034567
Họ và tên chủ hộ: NGUYỄN VĂN HÙNG
Nơi thường trú: thôn 5, xã Thắng Quân, huyện Yên Sơn, tỉnh Tuyên Quang
Ngày 15 tháng 08 năm 2012
>TRƯỞNG CÔNG AN HUYỆN
Hồ sơ hộ khẩu số: 456
Tờ số: 12
""",
    "household_book_page": """
^CHỦ HỘ
Họ và tên: NGUYỄN VĂN HÙNG
Họ và tên gọi khác (nếu có):
Ngày, tháng, năm sinh: 01/01/1970     Giới tính: Nam
Nguyên quán: Hà Nam
Dân tộc: Kinh     Tôn giáo: Không     Số CMND: 070123456
Nghề nghiệp, nơi làm việc: Làm ruộng
Chuyển đến ngày:
CÁN BỘ ĐĂNG KÝ     TRƯỞNG CÔNG AN
""",
    "vehicle_registration": _POLICE
    + """
^CHỨNG NHẬN ĐĂNG KÝ XE MÔ TÔ, XE MÁY
^Motorbike registration certificate
Số / Number: 012345
Tên chủ xe (Owner's full name): NGUYỄN THỊ THU
Địa chỉ (Address): xã An Tường, tỉnh Tuyên Quang
Nhãn hiệu (Brand): HONDA     Số loại (Model code): WAVE
Số máy (Engine No): JA39E1234567
Số khung (Chassis No): RLHJA3912345678
Biển số đăng ký (N.Plate): 22B1-123.45
Đăng ký lần đầu ngày: 12/05/2019
""",
    "inspection": """
^CỤC ĐĂNG KIỂM VIỆT NAM||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^TRUNG TÂM ĐĂNG KIỂM 2201S||Độc lập - Tự do - Hạnh phúc
^GIẤY CHỨNG NHẬN KIỂM ĐỊNH
Biển đăng ký: 22A-012.34
Loại phương tiện: Ô tô con
Nhãn hiệu: TOYOTA     Số loại: VIOS
Có hiệu lực đến hết ngày: 12/05/2026
""",
    "marks": """
^BỘ GIÁO DỤC VÀ ĐÀO TẠO||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^TRƯỜNG ĐẠI HỌC TÂN TRÀO||Độc lập - Tự do - Hạnh phúc

^BẢNG ĐIỂM TOÀN KHÓA

Họ và tên: LÊ MINH ĐỨC     Ngày sinh: 12/03/2001
Nơi sinh: Tuyên Quang     Ngành: Sư phạm Toán
Hệ đào tạo: Chính quy     Khóa học: 2019 - 2023
STT     Tên học phần     Số TC     Điểm
1     Đại số tuyến tính     3     8,0
2     Giải tích 1     4     7,5
Điểm trung bình tích lũy: 3,12     Xếp loại tốt nghiệp: Khá
>HIỆU TRƯỞNG
""",
    "provisional_graduation": """
^SỞ GIÁO DỤC VÀ ĐÀO TẠO||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^TRƯỜNG THPT TÂN TRÀO||Độc lập - Tự do - Hạnh phúc

^GIẤY CHỨNG NHẬN
^TỐT NGHIỆP TẠM THỜI

HIỆU TRƯỞNG TRƯỜNG THPT TÂN TRÀO CHỨNG NHẬN
Họ và tên: HOÀNG THU TRANG     Giới tính: Nữ
Ngày sinh: 05/09/2006     Nơi sinh: Tuyên Quang
Đã tốt nghiệp trung học phổ thông khóa thi ngày 26/6/2024
Giấy này có giá trị thay thế bằng tốt nghiệp đến khi được cấp bằng chính thức
""",
    "certificate_of_informatics": """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^GIÁM ĐỐC TRUNG TÂM NGOẠI NGỮ - TIN HỌC
^cấp
^CHỨNG CHỈ
^ỨNG DỤNG CÔNG NGHỆ THÔNG TIN CƠ BẢN
Cho: Bàn Thị Liên
Ngày sinh: 01/02/1998     Nơi sinh: Tuyên Quang
Kỳ thi ngày: 12/12/2020
Số hiệu: TH 012345
Số vào sổ cấp chứng chỉ: 123/2020
""",
    "praise": """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TUYÊN QUANG
^TẶNG
^BẰNG KHEN
^Ông: NGUYỄN VĂN BẢY
^Đã có thành tích xuất sắc trong phong trào xây dựng nông thôn mới năm 2023
>Tuyên Quang, ngày 10 tháng 01 năm 2024
>CHỦ TỊCH
Quyết định số: 25/QĐ-UBND
Số sổ khen thưởng: 14
""",
    "sale_of_land": MOTTO
    + """
^HỢP ĐỒNG CHUYỂN NHƯỢNG
^QUYỀN SỬ DỤNG ĐẤT

Hôm nay, ngày 02 tháng 4 năm 2024, tại Văn phòng công chứng Tân Trào, chúng tôi gồm:
BÊN CHUYỂN NHƯỢNG (sau đây gọi là Bên A):
Ông: Nguyễn Văn Nam     Sinh năm: 1960
Căn cước công dân số: 008060001111, cấp ngày 01/05/2021
Cùng vợ là bà: Lê Thị Thu     Sinh năm: 1963
BÊN NHẬN CHUYỂN NHƯỢNG (sau đây gọi là Bên B):
Ông: Nguyễn Hải Đăng     Sinh năm: 1990
ĐIỀU 1. QUYỀN SỬ DỤNG ĐẤT CHUYỂN NHƯỢNG
Thửa đất số: 12     Tờ bản đồ số: 5     Diện tích: 300 m2
Giấy chứng nhận quyền sử dụng đất số BK 123456 do UBND huyện Yên Sơn cấp
ĐIỀU 2. GIÁ CHUYỂN NHƯỢNG
Số công chứng: 512, quyển số 01/2024
""",
    "labour_contract": MOTTO
    + """
^HỢP ĐỒNG LAO ĐỘNG
^Số: 15/HĐLĐ

Chúng tôi, một bên là Ông: Trần Văn Long     Quốc tịch: Việt Nam
Chức vụ: Giám đốc
Đại diện cho: Công ty TNHH Hòa Bình     Điện thoại: 0912345678
Và một bên là Bà: Nguyễn Thị Hà     Sinh ngày: 12/3/1996
Số CCCD: 008196001234     Cấp ngày: 01/05/2021
Thỏa thuận ký kết hợp đồng lao động và cam kết làm đúng những điều khoản sau đây:
Điều 1. Thời hạn và công việc hợp đồng
Điều 2. Chế độ làm việc
""",
    "lease_of_a_house": MOTTO
    + """
^HỢP ĐỒNG THUÊ NHÀ

Hôm nay, ngày 05 tháng 06 năm 2024, tại xã Mỹ Bằng, chúng tôi gồm:
BÊN CHO THUÊ (BÊN A):
Ông: Ma Văn Khải     Sinh năm: 1975
CCCD số: 008075001234
BÊN THUÊ (BÊN B):
Bà: Nông Thị Hiền     Sinh năm: 1992
CCCD số: 008192004321
Điều 1. Đối tượng của hợp đồng
Điều 2. Giá thuê: 2.000.000 đồng/tháng
""",
    "will": MOTTO
    + """
^DI CHÚC

Hôm nay, ngày 10 tháng 10 năm 2023, tại nhà riêng, tôi là:
Họ và tên: Lý Thị Phương     Sinh ngày: 02/02/1945
CCCD số: 008145001234
Nơi thường trú: xã Kim Bình, tỉnh Tuyên Quang
Trong trạng thái tinh thần minh mẫn, tôi lập di chúc để lại tài sản của tôi cho con trai là
Ông: Lý Văn Phong     Sinh năm: 1972
Người lập di chúc
""",
    "social_insurance_book": """
^BẢO HIỂM XÃ HỘI VIỆT NAM||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^||Độc lập - Tự do - Hạnh phúc
^SỔ BẢO HIỂM XÃ HỘI
Họ và tên: TRỊNH VĂN QUANG
Ngày, tháng, năm sinh: 10/05/1985     Giới tính: Nam
Dân tộc: Kinh     Quốc tịch: Việt Nam
Số CMND/Hộ chiếu/Thẻ căn cước: 008085001234
Số sổ: 0812345678
Ngày 12 tháng 03 năm 2018
""",
    "poor_household": HEAD
    + """
^Số: 12/GCN-HN||Tân Lập, ngày 02 tháng 01 năm 2026

^GIẤY CHỨNG NHẬN
^HỘ NGHÈO, HỘ CẬN NGHÈO

Họ và tên chủ hộ: Ma Văn Khải     Sinh ngày: 01/01/1970
Số định danh cá nhân: 008070001234
Nơi cư trú: thôn 3, xã Tân Lập
Phân loại hộ: Hộ cận nghèo     Số nhân khẩu: 5
>TM. ỦY BAN NHÂN DÂN
>CHỦ TỊCH
""",
    "disability": HEAD
    + """
^Số: 45||Tân Lập, ngày 02 tháng 06 năm 2023

^GIẤY XÁC NHẬN KHUYẾT TẬT

Họ và tên: Triệu Thị Sinh     Nam/Nữ: Nữ
Ngày, tháng, năm sinh: 05/05/1965
Số CCCD: 008165001234
Nơi đăng ký thường trú: thôn Tân Hồng, xã Tân Lập
Dạng khuyết tật: Vận động     Mức độ khuyết tật: Nặng
>CHỦ TỊCH
""",
    "income_confirmation": """
CÔNG TY TNHH MAY XUẤT KHẨU
^GIẤY XÁC NHẬN THU NHẬP
Công ty xác nhận Bà: Nguyễn Thị Hà     Sinh ngày: 12/3/1996
Chức vụ: Công nhân
Thu nhập bình quân 03 tháng gần nhất: 7.500.000 đồng
>GIÁM ĐỐC
""",
    "tax_receipt": """
^BIÊN LAI THU THUẾ, PHÍ, LỆ PHÍ
Ký hiệu: 01TA     Số: 0012345
Tên đơn vị hoặc người nộp: Hà Văn Sơn
Địa chỉ: xã Hùng Lợi
Lý do thu: Lệ phí trước bạ
Số tiền: 250.000 đồng (Hai trăm năm mươi nghìn đồng)
Ngày 05 tháng 11 năm 2024     Người thu tiền
""",
    "bank_statement": """
NGÂN HÀNG NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN
^SAO KÊ TÀI KHOẢN
Tên tài khoản: NGUYEN VAN AN     Số tài khoản: 8200205123456
Từ ngày: 01/01/2025     Đến ngày: 31/03/2025
Ngày giao dịch     Ghi nợ     Ghi có     Số dư     Nội dung
05/01/2025     0     5.000.000     7.200.000     Lương tháng 12
10/01/2025     500.000     0     6.700.000     Tien dien
""",
    "student_card": """
BỘ GIÁO DỤC VÀ ĐÀO TẠO
TRƯỜNG ĐẠI HỌC TÂN TRÀO
^THẺ SINH VIÊN
Họ và tên: VŨ THỊ HƯƠNG
Ngày sinh: 12/10/2003
Ngành: Kế toán     Lớp: KT21A
Mã SV: 2110012345
""",
    "cadastral_extract": """
^VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^CHI NHÁNH YÊN SƠN||Độc lập - Tự do - Hạnh phúc
^TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH
Thửa đất số: 125     Tờ bản đồ số: 18
Địa chỉ thửa đất: xã Nhữ Khê
Diện tích: 450,2 m2     Mục đích sử dụng đất: ONT
Tên người sử dụng đất: Hộ ông Đặng Văn Sáu
Tỷ lệ 1/1000
""",
    "divorce_judgment": """
^TÒA ÁN NHÂN DÂN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^HUYỆN YÊN SƠN||Độc lập - Tự do - Hạnh phúc
Bản án số: 15/2023/HNGĐ-ST
Ngày 10/5/2023
^NHÂN DANH
^NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^TÒA ÁN NHÂN DÂN HUYỆN YÊN SƠN
Nguyên đơn: Chị Nguyễn Thị Mai, sinh năm 1990
Bị đơn: Anh Trần Văn Tú, sinh năm 1988
NỘI DUNG VỤ ÁN
Chị Mai và anh Tú kết hôn năm 2012, có đăng ký kết hôn tại UBND xã
""",
    "clinic_referral": _HOSPITAL
    + """
^GIẤY CHUYỂN TUYẾN KHÁM BỆNH, CHỮA BỆNH BẢO HIỂM Y TẾ
Kính gửi: Bệnh viện Bạch Mai
Họ và tên người bệnh: Chu Thị Yến     Nam/Nữ: Nữ     Năm sinh: 1960
Số thẻ BHYT: GD4082123456789     Hạn sử dụng: 31/12/2024
Chẩn đoán: U giáp
Lý do chuyển tuyến: Phù hợp với quy định
""",
    "health_check": _HOSPITAL
    + """
^Số: 1250/GKSK-BVĐK

^GIẤY KHÁM SỨC KHỎE

Họ và tên: BÙI VĂN TÁM     Giới: Nam     Tuổi: 30
Số CMND/CCCD: 008094001234     Cấp ngày: 10/04/2021
Chỗ ở hiện tại: xã Kháng Nhật
Lý do khám sức khỏe: Lái xe hạng B2
TIỀN SỬ BỆNH CỦA ĐỐI TƯỢNG KHÁM SỨC KHỎE
KẾT LUẬN: Đủ điều kiện sức khỏe lái xe
""",
    "church_marriage": """
GIÁO PHẬN BẮC NINH
^CHỨNG THƯ HÔN PHỐI
Chúng tôi chứng nhận hai người sau đây đã kết hôn theo nghi thức Công giáo
Anh: Giuse Trần Văn Hải     Sinh ngày: 10/2/1995
Chị: Maria Nguyễn Thị Ngân     Sinh ngày: 12/8/1997
Ngày 12 tháng 11 năm 2022, tại nhà thờ giáo xứ
>Linh mục chính xứ
""",
    "curriculum": """
^THÔNG TIN ỨNG VIÊN
NGUYỄN HOÀNG LONG
Ngày sinh: 10/01/1998     Giới tính: Nam
Email: long@example.vn     Điện thoại: 0987654321
HỌC VẤN: Đại học Tân Trào, ngành Kinh tế
KINH NGHIỆM LÀM VIỆC
2020 - 2023: Nhân viên bán hàng
""",
    "newspaper": """
^Nông dân được mùa cam sành
Những ngày này, về xã Phù Lưu, đâu đâu cũng thấy cam chín vàng trên các sườn đồi. Ông Nguyễn Văn Năm,
sinh năm 1965, cho biết năm nay gia đình thu hoạch trên hai mươi tấn quả, giá bán tại vườn khoảng mười
nghìn đồng một cân. Theo Ủy ban nhân dân xã, toàn xã có hơn một nghìn héc ta cam, là nguồn thu nhập chính.
""",
    "quotation": """
CÔNG TY TNHH ĐỒ GỖ ĐÔNG Á
^BÁO GIÁ
Kính gửi: Quý khách hàng
Số: 15/BG     Tuyên Quang, ngày 10 tháng 6 năm 2025
STT     Sản phẩm     Đơn vị     Số lượng     Đơn giá
1     Bàn làm việc     cái     10     1.500.000
2     Ghế xoay     cái     10     850.000
Báo giá có hiệu lực 15 ngày.
""",
    "officer_card": """
BỘ QUỐC PHÒNG
^GIẤY CHỨNG MINH SĨ QUAN
Số: 12345678
Họ và tên: PHẠM QUỐC VIỆT
Ngày sinh: 12/12/1980
Cấp bậc: Thiếu tá     Nhóm máu: O
Ngày cấp: 10/10/2020
""",
    "receipt_of_papers": """
^PHIẾU THU
Đơn vị: Trường THCS Tân Lập
Họ và tên người nộp tiền: Đỗ Thị Nga
Địa chỉ: thôn 2
Lý do nộp: Học phí học kỳ 1
Số tiền: 600.000 đồng
""",
    "certificate_of_adoption_camp": HEAD
    + """
^Số: 02/2022||Tân Lập, ngày 02 tháng 06 năm 2022

^GIẤY CHỨNG NHẬN NUÔI CON NUÔI

Chứng nhận: Ông Nguyễn Văn A và Bà Trần Thị B
Được nhận làm con nuôi: Họ, chữ đệm, tên: Lê Minh Châu
Ngày, tháng, năm sinh: 10/10/2020     Giới tính: Nữ
Dân tộc: Kinh     Quốc tịch: Việt Nam
Đăng ký tại: Ủy ban nhân dân xã Tân Lập
>CHỦ TỊCH
""",
    "food_safety": """
^CHI CỤC AN TOÀN THỰC PHẨM||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^TỈNH TUYÊN QUANG||Độc lập - Tự do - Hạnh phúc
^GIẤY CHỨNG NHẬN
^CƠ SỞ ĐỦ ĐIỀU KIỆN AN TOÀN THỰC PHẨM
Tên cơ sở: Hộ kinh doanh Hương Sen
Chủ cơ sở: Nguyễn Thị Sen
Địa chỉ kinh doanh: xã Trung Môn
Số cấp: 123/2024/ATTP-CNĐK
Có hiệu lực đến ngày 10 tháng 5 năm 2027
""",
    "photograph": "~ . k\n",
    "menu": """
^NHÀ HÀNG SEN VÀNG
^THỰC ĐƠN
Gà luộc lá chanh     250.000
Cá chép om dưa     300.000
Rau muống xào tỏi     60.000
""",
}
