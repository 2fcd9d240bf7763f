"""Land certificates of 2003 and further ones of 2009 and 2024; permits to build works, in tables, for a time."""

from __future__ import annotations

from datetime import date

from samples import ink
from samples.papers.common import (
    a4,
    dated,
    layout,
    letterhead,
    nation,
    number_runs,
    paper,
    recipients,
    signed,
    title,
)
from samples.papers.land import SOURCES, area_of, land_fields, sketch, use_of
from samples.papers.rows import Manner, grid, manner, particulars, pick
from samples.sheet import Sheet, px
from samples.stage import (
    Paper,
    Stage,
    commune_division,
    commune_office,
    district_body,
    merged,
    province_body,
)


@layout("land_use_certificate", date(2003, 7, 1), date(2009, 11, 1))
def red_book_of_2003(stage: Stage) -> Paper:
    """The red book before 2009: the holder typed over dots, the parcel in a table inside, the serial in red below."""
    rng, day, who = stage.rng, stage.day, stage.person
    cover, inside = (
        Sheet(rng, size=(190, 265), margins=(18, 18, 16), points=12.5, fill=pick(rng, "typewriter|times|arial"))
        for _ in range(2)
    )
    cover.under(ink.guilloche(cover.image.width, cover.image.height, (250, 206, 206), rng, 90), 0, 0)
    cover.box(7, 7, 183, 258, 1, (190, 60, 60))
    nation(cover)
    cover.space(16)
    for text, points in (("GIẤY CHỨNG NHẬN", 22), ("QUYỀN SỬ DỤNG ĐẤT", 20)):
        cover.line((text, "br"), align="c", points=points)
    cover.space(12)
    office = district_body(stage.home, day)
    cover.line((office.issuing, "b"), align="c", after=3)
    cover.line(("CHỨNG NHẬN", "b"), align="c", after=3)
    card = who.card(day)
    filled = Manner(leader=True, value="f", after=1.6)
    household = rng.random() < 0.4
    particulars(
        cover,
        [
            (f"{'Hộ ' if household else ''}{who.honorific.lower() if household else who.honorific}", who.name.upper()),
            ("Sinh năm", str(who.born.year)),
            ("Số CMND", card.number),
            ("Địa chỉ thường trú", who.home.text(day, hamlet=True)),
        ],
        filled,
    )
    cover.line("Được quyền sử dụng đất với các nội dung ghi ở trang bên./.", align="c")
    letters = pick(rng, "A|AA|AB|AĐ|AH|AM|Đ|X|BA")
    serial = f"{letters} {rng.randrange(10**6):06d}"
    cover.put(170, 238, serial, "br", points=17, align="r")
    inside.under(ink.guilloche(inside.image.width, inside.image.height, (252, 224, 224), rng, 90), 0, 0)
    parcel, number, (printed, area) = str(rng.randint(3, 980)), str(rng.randint(1, 96)), area_of(rng)
    use, _ = use_of(stage)
    inside.line(("I. Thửa đất được quyền sử dụng", "b"), after=2)
    if rng.random() < 0.5:
        inside.table(
            (26, 24, 30, 40, 36),
            (
                ("Tờ bản đồ số", "Thửa số", "Diện tích (m2)", "Mục đích sử dụng", "Thời hạn"),
                (number, parcel, printed, use, "Lâu dài" if "ở" in use else "Đến 10/2043"),
            ),
            points=10.5,
        )
    else:
        particulars(
            inside,
            [
                ("Thửa đất số", parcel),
                ("Tờ bản đồ số", number),
                ("Địa chỉ thửa đất", stage.home.text(day, hamlet=True)),
                ("Diện tích", f"{printed} m2"),
                ("Hình thức sử dụng", "Sử dụng riêng"),
                ("Mục đích sử dụng đất", use),
                ("Thời hạn sử dụng đất", "Lâu dài" if "ở" in use else "Đến 10/2043"),
                ("Nguồn gốc sử dụng đất", rng.choice(SOURCES)),
            ],
            Manner(count=rng.choice(("{n}. ", "{a}) ")), value="f", after=1),
        )
    inside.line(("II. Tài sản gắn liền với đất: ", "b"), "không")
    inside.line(("III. Ghi chú: ", "b"), "không", after=3)
    inside.line(("IV. Sơ đồ thửa đất", "b"), after=2)
    inside.picture(sketch(rng, px(64), px(44)), 18, inside.y)
    inside.y += 50
    dated(inside, office.short, day, x=132)
    row = inside.y
    signed(inside, office, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], stage.official, x=132)
    inside.put(18, row, "Vào sổ cấp giấy chứng nhận", points=10.5)
    inside.put(18, row + 5, f"quyền sử dụng đất số: H {rng.randint(10, 9999):05d}", points=10.5)
    fields = land_fields(stage, serial, who.name.upper(), parcel, number, area) | {"personal_id": card.number}
    return paper(stage, "land_use_certificate", "red_book_of_2003", [cover, inside], fields)


@layout("land_use_certificate", date(2025, 1, 2))
def certificate_of_2024_on_two_pages(stage: Stage) -> Paper:
    """The leaf of 2024 with its back: holders and parcel in front, sketch, changes and signature behind."""
    rng, day = stage.rng, stage.day
    family = pick(rng, "times|noto serif|times")
    front, back = (Sheet(rng, margins=(24, 18, 18), points=12, family=family) for _ in range(2))
    for sheet in (front, back):
        sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, (252, 222, 228), rng, 110), 0, 0)
        sheet.box(9, 9, 201, 288, 0.6, (200, 80, 100))
    serial = f"{rng.choice('AB')}{rng.choice('ABCDEGHKLM')} {rng.randrange(10**8):08d}"
    front.under(ink.drum(px(120), (248, 212, 220)), 45, 100)
    nation(front)
    front.space(8)
    front.line(("GIẤY CHỨNG NHẬN", "br"), align="c", points=19)
    front.line(("QUYỀN SỬ DỤNG ĐẤT,", "br"), align="c", points=13)
    front.line(("QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", "br"), align="c", points=13, after=6)
    husband, wife, both = stage.husband, stage.wife, rng.random() < 0.5
    first = husband if both else stage.person
    front.line(("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất", "b"), after=1)
    front.line(f"{first.honorific}: ", (first.name.upper(), "b"), indent=6)
    front.line(f"Số định danh cá nhân: {first.number}", indent=6)
    if both:
        front.line("Vợ là bà: ", (wife.name.upper(), "b"), indent=6)
        front.line(f"Số định danh cá nhân: {wife.number}", indent=6)
    front.line(("2. Thông tin thửa đất", "b"), after=1)
    parcel, number, (printed, area) = str(rng.randint(3, 980)), str(rng.randint(1, 96)), area_of(rng)
    use, code = use_of(stage)
    particulars(
        front,
        [
            ("Thửa đất số", parcel),
            ("Tờ bản đồ số", number),
            ("Diện tích", f"{printed} m²"),
            ("Loại đất", f"{use} ({code})"),
            ("Thời hạn sử dụng đất", "Lâu dài" if "ở" in use else "15/10/2073"),
            ("Hình thức sử dụng đất", "Sử dụng chung" if both else "Sử dụng riêng"),
            ("Nguồn gốc sử dụng đất", rng.choice(SOURCES)),
            ("Địa chỉ", stage.home.text(day, hamlet=True)),
        ],
        Manner(indent=6, count="{a}) ", after=0.8),
    )
    front.line(("3. Thông tin tài sản gắn liền với đất: ", "b"), "-/-", after=3)
    front.picture(ink.qr(f"https://qldd.example.vn/{serial.replace(' ', '')}", px(26)), 24, 244)
    front.put(190, 262, serial, "br", points=17, align="r")
    front.put(60, 268, "Thông tin chi tiết được thể hiện tại mã QR", "i", points=9)
    back.line(("4. Sơ đồ thửa đất, tài sản gắn liền với đất", "b"), after=2)
    back.picture(sketch(rng, px(90), px(60)), 50, back.y)
    back.y += 66
    back.line(("5. Ghi chú: ", "b"), "Không", after=2)
    office = (
        commune_office(stage.home, day)
        if merged(day)
        else district_body(stage.home, day, "Chi nhánh Văn phòng Đăng ký đất đai")
    )
    dated(back, office.short, day)
    signed(back, office, ["CHỦ TỊCH" if merged(day) else "GIÁM ĐỐC"], stage.official)
    back.put(24, back.y, f"Số vào sổ cấp Giấy chứng nhận: VP {rng.randint(100, 99999):05d}", points=11)
    back.y += 10
    back.line(("6. Những thay đổi sau khi cấp Giấy chứng nhận", "b"), after=2)
    rows = [("Nội dung thay đổi và cơ sở pháp lý", "Xác nhận của cơ quan có thẩm quyền"), (" ", " ")]
    back.table((100, back.right - back.left - 100), rows, points=10.5)
    names = f"{first.name.upper()}; {wife.name.upper()}" if both else first.name.upper()
    fields = land_fields(stage, serial, names, parcel, number, area) | {"personal_id": first.number}
    return paper(stage, "land_use_certificate", "certificate_of_2024_on_two_pages", [front, back], fields)


@layout("land_use_certificate", date(2009, 12, 10), date(2024, 8, 1), apart=True)
def certificate_of_2009_opened(stage: Stage) -> Paper:
    """Pages one and four opened on one sheet of A3 shrunk to A4, beside them nothing: holder left, parcel right."""
    rng, day, who = stage.rng, stage.day, stage.person
    sheet = Sheet(
        rng, size=(297, 210), margins=(12, 12, 12), points=10.5, family=pick(rng, "times|noto serif|free serif")
    )
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, (252, 224, 232), rng, 100), 0, 0)
    sheet.box(5, 5, 145, 205, 0.6, (190, 70, 80))
    sheet.box(152, 5, 292, 205, 0.6, (190, 70, 80))
    sheet.left, sheet.right, sheet.y = 14, 138, 12
    nation(sheet, points=10.5)
    sheet.space(8)
    for text, points in (
        ("GIẤY CHỨNG NHẬN", 17),
        ("QUYỀN SỬ DỤNG ĐẤT", 13),
        ("QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT", 9),
    ):
        sheet.line((text, "br"), align="c", points=points)
    sheet.space(8)
    sheet.line(("I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất", "b"), points=9.5, after=2)
    card = who.card(day)
    sheet.line(f"{who.honorific} ", (who.name.upper(), "b"), indent=4)
    sheet.line(f"Sinh năm {who.born.year}, {card.short}: {card.number}", indent=4)
    sheet.line(f"Địa chỉ: {who.home.text(day, hamlet=True)}", indent=4)
    serial = f"{rng.choice('BCDĐ')}{rng.choice('ABCDEGHKLMNPQRSTUVXY')} {rng.randrange(10**6):06d}"
    sheet.put(136, 190, serial, "br", points=15, align="r")
    sheet.left, sheet.right, sheet.y = 158, 287, 14
    parcel, number, (printed, area) = str(rng.randint(3, 980)), str(rng.randint(1, 96)), area_of(rng)
    use, _ = use_of(stage)
    sheet.line(("II. Thửa đất, nhà ở và tài sản khác gắn liền với đất", "b"))
    sheet.line(("1. Thửa đất", "b"))
    particulars(
        sheet,
        [
            ("Thửa đất số", parcel),
            ("Tờ bản đồ số", number),
            ("Địa chỉ", stage.home.text(day)),
            ("Diện tích", f"{printed} m²"),
            ("Hình thức sử dụng", "riêng"),
            ("Mục đích sử dụng", use),
            ("Thời hạn sử dụng", "Lâu dài" if "ở" in use else "Đến ngày 01/7/2064"),
            ("Nguồn gốc sử dụng", rng.choice(SOURCES)),
        ],
        Manner(count="{a}) ", after=0.4, indent=3),
    )
    sheet.line("2. Nhà ở: -/-     3. Công trình xây dựng khác: -/-     6. Ghi chú: -/-", after=2)
    sheet.picture(sketch(rng, px(50), px(36)), 160, sheet.y)
    office = (
        province_body(stage.home, day, "Sở Tài nguyên và Môi trường")
        if rng.random() < 0.5
        else district_body(stage.home, day)
    )
    dated(sheet, office.short, day, x=250)
    titles = ["GIÁM ĐỐC"] if office.name[0].startswith("SỞ") else ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    signed(sheet, office, titles, stage.official, x=252, room=22)
    sheet.put(160, 194, f"Số vào sổ cấp GCN: CH{rng.randint(100, 99999):05d}", "b")
    fields = land_fields(stage, serial, who.name.upper(), parcel, number, area) | {"personal_id": card.number}
    return paper(stage, "land_use_certificate", "certificate_of_2009_opened", [sheet], fields)


# --- permits to build -------------------------------------------------------------------------------------------------


def _permit_fields(number: str, holder: str, location: str, day: date) -> dict[str, str | None]:
    return {"document_number": number, "holder_name": holder, "location": location, "issue_date": day.isoformat()}


@layout("construction_permit", date(2014, 6, 18))
def permit_for_works(stage: Stage) -> Paper:
    """For an organisation: "Cấp cho" a company, the work's name, kind and grade, by the province's department."""
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng)
    office = province_body(stage.home, day, "Sở Xây dựng")
    figure, rest = str(rng.randint(2, 300)), pick(rng, "/GPXD-SXD|/GPXD|/GPXD-CT")
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    title(sheet, "GIẤY PHÉP XÂY DỰNG", after=0)
    sheet.line(("(Sử dụng cho công trình không theo tuyến)", "i"), align="c", after=3)
    holder = pick(rng, "Công ty cổ phần Đầu tư Bình Minh|Công ty TNHH May mặc Hoa Sen|Trường mầm non tư thục Ánh Dương")
    location = stage.home.text(day, hamlet=rng.random() < 0.5)
    sheet.line("1. Cấp cho: ", (holder, "b"), indent=6)
    particulars(
        sheet,
        [
            ("Địa chỉ trụ sở", stage.person.home.text(day)),
            ("Người đại diện", stage.person.name, "Chức vụ", "Giám đốc"),
        ],
        Manner(indent=6),
    )
    work = pick(rng, "Nhà xưởng số 2|Trường mầm non 3 tầng|Trạm biến áp 110 kV|Nhà điều hành")
    sheet.line("2. Được phép xây dựng công trình: ", (work, "b"), indent=6)
    particulars(
        sheet,
        [
            ("Theo thiết kế ký hiệu", f"KT-{rng.randint(1, 30):02d}, do Công ty TNHH Tư vấn Đại Phát lập"),
            ("Loại, cấp công trình", pick(rng, "Dân dụng, cấp III|Công nghiệp, cấp II|Hạ tầng kỹ thuật, cấp III")),
            (pick(rng, "Vị trí xây dựng (ghi rõ lô đất, địa chỉ)|Địa điểm xây dựng|Địa điểm"), location),
            ("Cốt nền xây dựng công trình", f"+0,{rng.randint(20, 75)} m"),
            ("Mật độ xây dựng", f"{rng.randint(38, 80)} %", "Hệ số sử dụng đất", f"{rng.randint(1, 4)},2"),
            ("Diện tích xây dựng tầng 1", f"{rng.randint(200, 3000)} m²"),
            ("Chiều cao công trình", f"{rng.randint(8, 30)} m", "Số tầng", f"0{rng.randint(1, 5)}"),
        ],
        manner(rng, indent=10, count="- ", leader=False),
    )
    sheet.line("3. Giấy tờ về đất đai: Hợp đồng thuê đất, Giấy chứng nhận đã cấp.", indent=6)
    sheet.line(
        "4. Ghi nhận các công trình đã khởi công: không. Giấy phép này có hiệu lực khởi công trong thời hạn 12 tháng "
        "kể từ ngày cấp.",
        indent=6,
        justify=True,
        after=4,
    )
    row = sheet.y
    recipients(sheet, row, "- Chủ đầu tư;", "- Thanh tra Sở;", "- Lưu: VT, QLXD.")
    sheet.y = row
    signed(sheet, office, rng.choice((["GIÁM ĐỐC"], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"])), stage.official)
    fields = _permit_fields(figure + rest, holder, location, day)
    return paper(stage, "construction_permit", "permit_for_works", [sheet], fields)


@layout("construction_permit", date(2012, 10, 20), apart=True)
def permit_in_a_table(stage: Stage) -> Paper:
    rng, day, who = stage.rng, stage.day, stage.person
    sheet = a4(rng, family=pick(rng, "arial|times|noto sans|dejavu serif"), points=12)
    office = commune_office(stage.home, day) if merged(day) else district_body(stage.home, day)
    figure, rest = f"{rng.randint(2, 900):03d}", pick(rng, "/GPXD|/GPXD-UBND|/GP-XDNO")
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    title(sheet, "GIẤY PHÉP XÂY DỰNG", pick(rng, "NHÀ Ở RIÊNG LẺ|CÔNG TRÌNH NHÀ Ở"), after=3)
    location, floors = stage.home.text(day, hamlet=True), rng.randint(1, 4)
    grid(
        sheet,
        [
            ("Chủ đầu tư", f"{who.honorific} {who.name}"),
            ("Địa chỉ liên hệ", who.home.text(day)),
            ("Công trình", "Nhà ở riêng lẻ"),
            ("Địa điểm xây dựng", location),
            ("Thửa đất, tờ bản đồ", f"Thửa số {rng.randint(3, 700)}, tờ bản đồ số {rng.randint(2, 60)}"),
            ("Diện tích xây dựng tầng 1", f"{rng.randint(40, 180)} m²"),
            ("Số tầng, chiều cao", f"{floors} tầng, cao {floors * 4} m"),
            ("Chỉ giới xây dựng", f"Cách tim đường {rng.randint(4, 12)} m"),
            ("Thời hạn khởi công", "12 tháng kể từ ngày cấp"),
        ],
        count=rng.choice(("{n}. ", "")),
    )
    sheet.space(4)
    titles = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"] if rng.random() < 0.5 else ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    signed(sheet, office, titles, stage.official)
    fields = _permit_fields(figure + rest, who.name, location, day)
    return paper(stage, "construction_permit", "permit_in_a_table", [sheet], fields)


@layout("construction_permit", date(2012, 10, 20))
def permit_for_a_time(stage: Stage) -> Paper:
    """GIẤY PHÉP XÂY DỰNG CÓ THỜI HẠN, or for repairs: how long the house may stand, then what was applied for."""
    rng, day, sheet, who = stage.rng, stage.day, a4(stage.rng), stage.person
    office = (
        commune_division(stage.home, day, "Phòng Kinh tế, Hạ tầng và Đô thị")
        if merged(day)
        else district_body(stage.home, day, "Phòng Quản lý đô thị")
    )
    figure, rest = str(rng.randint(2, 300)), pick(rng, "/GPXDTH|/GPXD-TH|/GPXDCTH")
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    title(sheet, pick(rng, "GIẤY PHÉP XÂY DỰNG CÓ THỜI HẠN|GIẤY PHÉP XÂY DỰNG TẠM"), after=3)
    location = stage.home.text(day, hamlet=True)
    sheet.line(("Căn cứ Luật Xây dựng và đơn đề nghị cấp phép của chủ đầu tư,", "i"), indent=6)
    sheet.line("1. Cấp cho ", (f"{who.honorific.lower()} {who.name}", "b"), indent=6)
    particulars(
        sheet,
        [
            ("Địa chỉ thường trú", who.home.text(day)),
            ("Được phép xây dựng", pick(rng, "Nhà ở riêng lẻ một tầng|Nhà kho kết hợp ở|Sửa chữa, cải tạo nhà ở")),
            ("Tại", location) if rng.random() < 0.4 else ("Địa điểm xây dựng", location),
            ("Diện tích sàn", f"{rng.randint(40, 150)} m²", "Chiều cao", f"{rng.randint(3, 9)} m"),
            ("Giấy phép có thời hạn đến", f"hết năm {day.year + rng.randint(3, 9)}"),
        ],
        manner(rng, leader=False, indent=6, count=rng.choice(("- ", "+ ", ""))),
    )
    sheet.line(
        "2. Chủ đầu tư tự tháo dỡ khi Nhà nước thực hiện quy hoạch và không được bồi thường đối với phần công trình "
        "xây dựng theo giấy phép này.",
        indent=6,
        justify=True,
        after=4,
    )
    row = sheet.y
    recipients(sheet, row, "- Như mục 1;", "- Lưu: VT.")
    sheet.y = row
    signed(sheet, office, ["TRƯỞNG PHÒNG"], stage.official)
    fields = _permit_fields(figure + rest, who.name, location, day)
    return paper(stage, "construction_permit", "permit_for_a_time", [sheet], fields)
