"""More papers that are none of the kinds: bills, hospital papers, contracts, minutes, old household books."""

from __future__ import annotations

from datetime import date, timedelta

from samples import ink, world
from samples.papers.common import a4, dated, framed, layout, letterhead, nation, paper, signed, title
from samples.papers.land import sketch
from samples.papers.rows import Manner, Row, manner, particulars, pick, two_columns
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage, commune_office, district_body, merged
from samples.world import bare, long_date, lowered, slashed

_SINCE = date(2012, 1, 1)
_NOBODY = Office("", ("",), "", "")


def _other(stage: Stage, name: str, *sheets: Sheet) -> Paper:
    return paper(stage, "other", name, list(sheets), {})


def _money(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@layout("other", _SINCE)
def paper_of_discharge(stage: Stage) -> Paper:
    """Giấy ra viện."""
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng)
    hospital = Office("SỞ Y TẾ", ("BỆNH VIỆN ĐA KHOA KHU VỰC",), "Y tế", bare(who.home.units_on(day)[0]))
    letterhead(sheet, hospital, (f"Số lưu trữ: {rng.randint(1000, 99000)}",))
    title(sheet, "GIẤY RA VIỆN", after=3)
    particulars(
        sheet,
        [
            ("Họ tên người bệnh", who.name.upper(), "Tuổi", str(who.age_on(day))),
            ("Dân tộc", who.ethnicity, "Nam/Nữ", who.sex_word),
            ("Mã số BHXH/Thẻ BHYT số", f"GD{rng.randrange(10**10):010d}"),
            ("Địa chỉ", who.home.text(day)),
            ("Vào viện lúc", f"8 giờ 15 phút, {long_date(day - timedelta(days=6))}"),
            ("Ra viện lúc", f"10 giờ 00 phút, {long_date(day)}"),
            ("Chẩn đoán", pick(rng, "Viêm phổi|Gãy kín xương cẳng tay|Sốt xuất huyết Dengue")),
            ("Phương pháp điều trị", "Nội khoa"),
            ("Ghi chú", "Tái khám sau 7 ngày"),
        ],
        manner(rng, count=rng.choice(("- ", ""))),
    )
    sheet.space(3)
    dated(sheet, hospital.short, day)
    signed(sheet, hospital, ["TRƯỞNG KHOA ĐIỀU TRỊ"], stage.official)
    return _other(stage, "paper_of_discharge", sheet)


@layout("other", date(2008, 1, 1), date(2022, 12, 31))
def book_of_the_household(stage: Stage) -> Paper:
    """Sổ hộ khẩu: the page of the head and the page of a member."""
    rng, day = stage.rng, stage.day
    first, second = (
        Sheet(rng, size=(125, 177), margins=(12, 12, 10), points=10.5, fill="typewriter") for _ in range(2)
    )
    nation(first, points=9.5)
    title(first, "SỔ HỘ KHẨU", red=True, points=18, after=2)
    first.line(f"Số: {rng.randrange(10**9):09d}", align="c", after=3)
    filled = Manner(value="f", leader=True, after=1.2)
    particulars(
        first,
        [
            ("Họ và tên chủ hộ", stage.husband.name.upper()),
            ("Nơi thường trú", stage.husband.home.text(day, hamlet=True)),
            ("Hồ sơ hộ khẩu số", str(rng.randint(100, 9000))),
            ("Tờ số", str(rng.randint(2, 300))),
        ],
        filled,
    )
    office = Office(
        "", (f"CÔNG AN {stage.home.units_on(day)[1].upper()}",), "Công an", bare(stage.home.units_on(day)[1])
    )
    dated(first, office.short, day, x=78, points=9)
    signed(first, office, ["TRƯỞNG CÔNG AN"], stage.official, x=78, room=22)
    second.line((pick(rng, "CHỦ HỘ|QUAN HỆ VỚI CHỦ HỘ: VỢ"), "b"), align="c", after=2)
    who = stage.wife
    rows: list[Row] = [
        ("Họ và tên", who.name.upper()),
        ("Họ và tên gọi khác (nếu có)", ""),
        ("Ngày, tháng, năm sinh", slashed(who.born), "Giới tính", who.sex_word),
        ("Nguyên quán", who.origin.text(day)),
        ("Dân tộc", who.ethnicity, "Tôn giáo", who.religion),
        ("CMND số", who.old_number or who.number, "Hộ chiếu số", ""),
        ("Nghề nghiệp, nơi làm việc", "Làm ruộng"),
        ("Chuyển đến ngày", slashed(day - timedelta(days=700))),
    ]
    particulars(second, rows, filled)
    return _other(stage, "book_of_the_household", first, second)


@layout("other", _SINCE)
def registration_of_a_vehicle(stage: Stage) -> Paper:
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = Sheet(rng, size=(105, 74), margins=(5, 4, 4), points=7.6, family=pick(rng, "arial|times"))
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, (246, 236, 200), rng, 44), 0, 0)
    nation(sheet, points=7)
    title(sheet, pick(rng, "CHỨNG NHẬN ĐĂNG KÝ XE MÔ TÔ, XE MÁY|GIẤY ĐĂNG KÝ XE Ô TÔ"), points=10, after=0.5)
    sheet.line(f"Số: {rng.randrange(10**6):06d}", align="c")
    particulars(
        sheet,
        [
            ("Tên chủ xe (Owner's name)", who.name.upper()),
            ("Địa chỉ (Address)", who.home.text(day)),
            ("Nhãn hiệu (Brand)", pick(rng, "HONDA|YAMAHA|TOYOTA"), "Số loại", pick(rng, "WAVE|SIRIUS|VIOS")),
            ("Số máy (Engine No)", f"JA39E{rng.randrange(10**7):07d}"),
            ("Số khung (Chassis No)", f"RLHJA39{rng.randrange(10**8):08d}"),
            ("Màu sơn", pick(rng, "Đen|Đỏ|Trắng"), "Dung tích", "109"),
            ("Biển số đăng ký (Plate No)", f"{rng.randint(11, 99)}B1-{rng.randint(100, 999)}.{rng.randint(10, 99)}"),
            ("Đăng ký lần đầu ngày", slashed(day)),
        ],
        Manner(after=0.2),
    )
    return _other(stage, "registration_of_a_vehicle", sheet)


@layout("other", _SINCE, apart=True)
def examination_of_health(stage: Stage) -> Paper:
    """Giấy khám sức khỏe, with a place for a photograph."""
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng)
    hospital = Office("SỞ Y TẾ", ("BỆNH VIỆN ĐA KHOA TỈNH",), "Y tế", bare(who.home.units_on(day)[-1]))
    letterhead(sheet, hospital, (f"Số: {rng.randint(100, 9000)}/GKSK",))
    title(sheet, "GIẤY KHÁM SỨC KHỎE", after=3)
    sheet.picture(ink.portrait(px(28), px(38), rng), sheet.left, sheet.y)
    left, sheet.left = sheet.left, sheet.left + 36
    card = who.card(day)
    particulars(
        sheet,
        [
            ("Họ và tên", who.name.upper()),
            ("Giới", who.sex_word, "Tuổi", str(who.age_on(day))),
            ("Số CMND/CCCD", card.number, "cấp ngày", slashed(card.issued)),
            ("Chỗ ở hiện tại", who.home.text(day)),
            ("Lý do khám sức khỏe", pick(rng, "Xin việc làm|Học lái xe|Đi học")),
        ],
        Manner(after=1.5),
    )
    sheet.left = left
    sheet.y = max(sheet.y, 110)
    sheet.line(("I. KHÁM THỂ LỰC", "b"))
    sheet.line(f"Chiều cao: {rng.randint(150, 178)} cm     Cân nặng: {rng.randint(45, 80)} kg     Mạch: 76 lần/phút")
    sheet.line(("II. KẾT LUẬN", "b"))
    sheet.line(f"Phân loại sức khỏe: Loại {pick(rng, 'I|II|III')}. Đủ sức khỏe học tập, công tác.", after=4)
    dated(sheet, hospital.short, day)
    signed(sheet, hospital, ["NGƯỜI KẾT LUẬN"], stage.official)
    return _other(stage, "examination_of_health", sheet)


@layout("other", _SINCE)
def contract_of_sale_or_lease(stage: Stage) -> Paper:
    """Two parties, articles, signatures: and no power of attorney."""
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng)
    what, first, second = rng.choice(
        (
            ("HỢP ĐỒNG THUÊ NHÀ", "BÊN CHO THUÊ (BÊN A)", "BÊN THUÊ (BÊN B)"),
            ("HỢP ĐỒNG MUA BÁN XE", "BÊN BÁN (BÊN A)", "BÊN MUA (BÊN B)"),
            ("HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", "BÊN CHUYỂN NHƯỢNG", "BÊN NHẬN CHUYỂN NHƯỢNG"),
            ("HỢP ĐỒNG LAO ĐỘNG", "NGƯỜI SỬ DỤNG LAO ĐỘNG", "NGƯỜI LAO ĐỘNG"),
            ("GIẤY VAY TIỀN", "BÊN CHO VAY", "BÊN VAY"),
        )
    )
    nation(sheet)
    title(sheet, what, after=2)
    sheet.paragraph(f"Hôm nay, {long_date(day)}, tại {stage.home.text(day)}, chúng tôi gồm:")
    for heading, who in ((first, stage.husband), (second, world.person(rng, stage.wife.born, home=stage.home))):
        card = who.card(day)
        sheet.line((heading, "b"))
        sheet.line(f"{who.honorific}: ", (who.name.upper(), "b"), f"     Sinh ngày: {slashed(who.born)}", indent=6)
        sheet.line(f"{card.short}: {card.number}, cấp ngày {slashed(card.issued)}", indent=6)
        sheet.line(f"Địa chỉ: {who.home.text(day)}", indent=6)
    for number, text in enumerate(
        (
            "Đối tượng của hợp đồng như hai bên đã thỏa thuận và biết rõ hiện trạng.",
            f"Giá trị hợp đồng: {_money(rng.randint(3, 900) * 1_000_000)} đồng, thanh toán bằng chuyển khoản.",
            "Hai bên cam kết thực hiện đúng, nếu vi phạm phải bồi thường theo quy định của pháp luật.",
        ),
        1,
    ):
        sheet.line((f"Điều {number}. ", "b"), text, justify=True, indent=8, after=1.5)
    row = sheet.y + 4
    for x, label in ((sheet.left + 34, "BÊN A"), (sheet.right - 34, "BÊN B")):
        sheet.put(x, row, label, "b", align="c")
        sheet.picture(ink.signature(px(36), px(14), rng), x - 17, row + 7)
    return _other(stage, "contract_of_sale_or_lease", sheet)


@layout("other", _SINCE)
def minutes_of_a_meeting(stage: Stage) -> Paper:
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng)
    nation(sheet)
    title(sheet, "BIÊN BẢN", after=0)
    about = pick(rng, "Về việc xác định ranh giới thửa đất|Họp gia đình phân chia di sản|Làm việc|Hòa giải tranh chấp")
    sheet.line((about, "b"), align="c", after=3)
    sheet.paragraph(f"Hồi {rng.randint(7, 15)} giờ 30 phút, {long_date(day)}, tại {stage.home.text(day, hamlet=True)}.")
    sheet.line(("I. Thành phần tham gia:", "b"))
    for k, one in enumerate((stage.husband, stage.wife, stage.elder), 1):
        sheet.line(f"{k}. {one.honorific} {one.name}, sinh năm {one.born.year}", indent=6)
    sheet.line(("II. Nội dung:", "b"))
    sheet.paragraph(
        "Các bên đã cùng xem xét tại thực địa và thống nhất ranh giới theo hàng rào hiện có, không tranh chấp."
    )
    sheet.paragraph("Biên bản kết thúc cùng ngày, đã đọc lại cho mọi người cùng nghe và ký tên.")
    row = sheet.y + 4
    for x, label, name in (
        (sheet.left + 34, "NGƯỜI GHI BIÊN BẢN", stage.person.name),
        (sheet.right - 34, "CHỦ TRÌ", stage.official),
    ):
        sheet.put(x, row, label, "b", align="c")
        sheet.picture(ink.signature(px(36), px(14), rng), x - 17, row + 7)
        sheet.put(x, row + 24, name, align="c")
    return _other(stage, "minutes_of_a_meeting", sheet)


@layout("other", _SINCE, apart=True)
def invoice_or_receipt(stage: Stage) -> Paper:
    """Hóa đơn giá trị gia tăng, or phiếu thu: a letterhead of a seller's, a table of money."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = Sheet(rng, size=(210, 148), margins=(16, 10, 14), points=10.5, family=pick(rng, "arial|times|noto sans"))
    seller = pick(rng, "CÔNG TY TNHH VẬT LIỆU HẢI PHÁT|CỬA HÀNG XĂNG DẦU SỐ 5|BỆNH VIỆN ĐA KHOA KHU VỰC")
    sheet.line((seller, "b"))
    sheet.line(f"Mã số thuế: 29{rng.randrange(10**8):08d}     Điện thoại: {world.phone(rng)}", after=2)
    receipt = rng.random() < 0.4
    title(sheet, "PHIẾU THU" if receipt else "HÓA ĐƠN GIÁ TRỊ GIA TĂNG", points=14, after=0)
    sheet.line((long_date(day).capitalize(), "i"), align="c", after=0)
    sheet.line(f"Ký hiệu: 1C{day.year % 100}TAA     Số: {rng.randrange(10**8):08d}", align="r", after=2)
    particulars(
        sheet,
        [
            ("Họ và tên người nộp tiền" if receipt else "Họ tên người mua hàng", who.name),
            ("Địa chỉ", who.home.text(day)),
            ("Lý do" if receipt else "Hình thức thanh toán", "Nộp lệ phí" if receipt else "Tiền mặt"),
        ],
        Manner(after=0.6),
    )
    each, count = rng.randint(2, 90) * 10_000, rng.randint(1, 9)
    rows = [("STT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền")]
    rows.append(("1", pick(rng, "Xi măng PCB40|Dầu DO|Viện phí"), str(count), _money(each), _money(each * count)))
    rows.append(("", "Cộng", "", "", _money(each * count)))
    sheet.table((12, 78, 24, 30, sheet.right - sheet.left - 144), rows, points=10)
    signed(sheet, _NOBODY, [pick(rng, "NGƯỜI BÁN HÀNG|Người thu tiền")], stage.official, sealed=False, room=18)
    return _other(stage, "invoice_or_receipt", sheet)


@layout("other", _SINCE)
def drawing_of_a_parcel(stage: Stage) -> Paper:
    """Trích lục bản đồ địa chính: the words "trích lục", and no extract of civil status."""
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng, points=12)
    office = (
        commune_office(stage.home, day)
        if merged(day)
        else district_body(stage.home, day, "Chi nhánh Văn phòng Đăng ký đất đai")
    )
    letterhead(sheet, office)
    title(sheet, pick(rng, "TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH|MẢNH TRÍCH ĐO ĐỊA CHÍNH|BẢN VẼ SƠ ĐỒ NHÀ Ở, ĐẤT Ở"), after=2)
    parcel = rng.randint(2, 900)
    particulars(
        sheet,
        [
            ("Số thứ tự thửa đất", str(parcel), "Tờ bản đồ số", str(rng.randint(2, 70))),
            ("Diện tích", f"{rng.randint(60, 800)},{rng.randint(0, 9)} m²"),
            ("Mục đích sử dụng đất", "Đất ở"),
            ("Tên người sử dụng đất", stage.person.name),
        ],
        Manner(count="{n}. "),
    )
    sheet.line(f"Tỷ lệ 1:{rng.choice((200, 500, 1000))}", align="c", after=2)
    sheet.picture(sketch(rng, px(110), px(90)), 50, sheet.y)
    sheet.put(104, sheet.y + 44, str(parcel), "b", align="c")
    sheet.y += 96
    signed(sheet, office, [pick(rng, "NGƯỜI TRÍCH LỤC|GIÁM ĐỐC")], stage.official)
    return _other(stage, "drawing_of_a_parcel", sheet)


@layout("other", _SINCE, apart=True)
def flyer(stage: Stage) -> Paper:
    """What somebody left in the folder."""
    rng, day = stage.rng, stage.day
    sheet = Sheet(rng, size=(148, 210), margins=(14, 16, 14), points=15, family=pick(rng, "arial|noto sans display"))
    shop = pick(rng, "SIÊU THỊ ĐIỆN MÁY SAO VIỆT|TRUNG TÂM ANH NGỮ CHIM SẺ|NHA KHOA NỤ CƯỜI|GIẶT LÀ NHANH 24H")
    for text, style, points in (
        (shop, "br", 20),
        ("KHAI TRƯƠNG GIẢM GIÁ", "b", 24),
        (f"ĐẾN {rng.randint(10, 70)}%", "br", 34),
        (f"Từ ngày {slashed(day)} đến hết ngày {slashed(day + timedelta(days=10))}", "", 13),
        ("Tặng quà cho 100 khách hàng đầu tiên", "i", 13),
        (f"Hotline: {world.phone(rng)}", "b", 15),
        (stage.home.text(day, hamlet=True), "", 11),
    ):
        sheet.line((text, style), align="c", points=points, after=5)
    return _other(stage, "flyer", sheet)


@layout("other", _SINCE)
def report_of_a_death(stage: Stage) -> Paper:
    """Giấy báo tử of a hospital: not an extract of the register."""
    rng, day, sheet, dead = stage.rng, stage.day, a4(stage.rng), stage.elder
    hospital = Office("SỞ Y TẾ", ("BỆNH VIỆN ĐA KHOA TỈNH",), "Y tế", bare(dead.home.units_on(day)[-1]))
    letterhead(sheet, hospital, (f"Số: {rng.randint(2, 900)}/GBT",), day)
    title(sheet, "GIẤY BÁO TỬ", after=3)
    particulars(
        sheet,
        [
            ("Họ và tên người tử vong", dead.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(dead.born), "Giới tính", dead.sex_word),
            ("Nơi thường trú", dead.home.text(day)),
            ("Số định danh cá nhân", dead.card(day).number),
            ("Tử vong lúc", f"{rng.randint(0, 23)} giờ {rng.randint(0, 59):02d} phút, {long_date(day)}"),
            ("Nguyên nhân tử vong", pick(rng, "Suy đa tạng|Nhồi máu cơ tim|Ung thư giai đoạn cuối")),
        ],
        manner(rng),
    )
    sheet.space(4)
    signed(sheet, hospital, ["GIÁM ĐỐC"], stage.official)
    return _other(stage, "report_of_a_death", sheet)


@layout("other", _SINCE, apart=True)
def certificate_of_a_poor_household(stage: Stage) -> Paper:
    """Giấy chứng nhận hộ nghèo: names, births and numbers, and yet no kind of ours."""
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng)
    office = commune_office(who.home, day)
    letterhead(sheet, office, (f"Số: {rng.randint(2, 90)}/GCN-HN",), day)
    title(sheet, "GIẤY CHỨNG NHẬN", "HỘ NGHÈO, HỘ CẬN NGHÈO", red=True, after=3)
    particulars(
        sheet,
        [
            ("Họ và tên", who.name.upper(), "Nam/Nữ", who.sex_word),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Dân tộc", who.ethnicity, "Tôn giáo", who.religion),
            ("Số CCCD", who.card(day).number),
            ("Hộ khẩu thường trú", who.home.text(day, hamlet=True)),
            ("Họ và tên vợ/chồng", (stage.wife if who is stage.husband else stage.husband).name),
            ("Các con", stage.child.name),
        ],
        manner(rng, count="{n}. "),
    )
    sheet.space(4)
    signed(sheet, office, ["CHỦ TỊCH"], stage.official)
    return _other(stage, "certificate_of_a_poor_household", sheet)


@layout("other", _SINCE)
def notice_of_tax(stage: Stage) -> Paper:
    """Thông báo nộp tiền, giấy nộp tiền of a bank: figures and a table, no number of a register."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = Sheet(rng, size=(210, 148), margins=(18, 10, 16), points=11, family=pick(rng, "times|arial"))
    bank = pick(rng, "NGÂN HÀNG NÔNG NGHIỆP|NGÂN HÀNG CHÍNH SÁCH XÃ HỘI|KHO BẠC NHÀ NƯỚC")
    sheet.line((bank, "b"))
    title(sheet, pick(rng, "GIẤY NỘP TIỀN VÀO NGÂN SÁCH NHÀ NƯỚC|ỦY NHIỆM CHI|PHIẾU TRẢ LÃI"), points=13, after=2)
    left: list[Row] = [("Người nộp tiền", who.name), ("Địa chỉ", who.home.text(day)), ("Số CCCD", who.card(day).number)]
    right: list[Row] = [
        ("Số tài khoản", f"{rng.randrange(10**10):010d}"),
        ("Ngày", slashed(day)),
        ("Nội dung", "Lệ phí"),
    ]
    two_columns(sheet, left, right, Manner(after=0.8))
    amount = rng.randint(5, 900) * 10_000
    sheet.table(
        (20, 100, sheet.right - sheet.left - 120),
        (("STT", "Nội dung", "Số tiền"), ("1", "Lệ phí trước bạ", _money(amount))),
    )
    sheet.line(f"Đã nhận đủ số tiền: {_money(amount)} đồng.", after=3)
    signed(sheet, _NOBODY, ["GIAO DỊCH VIÊN"], stage.official, sealed=False, room=18)
    return _other(stage, "notice_of_tax", sheet)


@layout("other", _SINCE, apart=True)
def certificate_of_training(stage: Stage) -> Paper:
    """Giấy khen, chứng chỉ: a framed sheet like a diploma's, which by itself is none."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = Sheet(rng, size=(297, 210), margins=(30, 22, 30), points=16, family=pick(rng, "times|noto serif"))
    framed(sheet, (190, 140, 40), 8)
    nation(sheet)
    office = commune_office(who.home, day)
    title(sheet, f"CHỦ TỊCH {office.issuing}", points=16, after=1)
    title(sheet, "GIẤY KHEN", red=True, points=34, after=2)
    sheet.line("Tặng: ", (f"{who.honorific} {who.name}", "b"), align="c", points=18)
    sheet.line(f"Địa chỉ: {lowered(who.home.hamlet)}, {who.home.text(day)}", align="c")
    sheet.line("Đã có thành tích xuất sắc trong phong trào xây dựng nông thôn mới", align="c", after=6)
    dated(sheet, office.short, day, x=220)
    signed(sheet, office, ["CHỦ TỊCH"], stage.official, x=220)
    return _other(stage, "certificate_of_training", sheet)
