"""Land: certificates of 2009 (Circular 23/2014/TT-BTNMT) and of 2024 (Circular 10/2024/TT-BTNMT); permits to build."""

from __future__ import annotations

from datetime import date
from random import Random

from PIL import Image, ImageDraw

from samples import ink
from samples.papers.common import MERGER, a4, layout, letterhead, nation, number_runs, paper, recipients, signed, title
from samples.sheet import Sheet, px
from samples.stage import Paper, Stage, commune_division, commune_office, district_body, merged, province_body
from samples.world import long_date

_USES = (
    ("Đất ở tại nông thôn", "ONT"),
    ("Đất ở tại đô thị", "ODT"),
    ("Đất trồng cây lâu năm", "CLN"),
    ("Đất chuyên trồng lúa nước", "LUC"),
)
SOURCES = (
    "Nhận chuyển nhượng đất được công nhận QSDĐ như giao đất có thu tiền sử dụng đất",
    "Được tặng cho đất được Nhà nước giao không thu tiền",
    "Nhà nước giao đất có thu tiền sử dụng đất",
)


def area_of(rng: Random) -> tuple[str, str]:
    """As printed, and as a number: "1.204,6" and "1204.6"."""
    whole, tenth = rng.choice((rng.randint(60, 480), rng.randint(500, 6200))), rng.randint(0, 9)
    grouped = f"{whole // 1000}.{whole % 1000:03d}" if whole >= 1000 and rng.random() < 0.4 else str(whole)
    return (f"{grouped},{tenth}", f"{whole}.{tenth}") if tenth else (grouped, str(whole))


def use_of(stage: Stage) -> tuple[str, str]:
    """What the land is for, and its code; in a commune nobody has urban land."""
    urban = not stage.home.commune.full_name.startswith("Xã")
    return stage.rng.choice([one for one in _USES if one[1] != ("ONT" if urban else "ODT")])


def sketch(rng: Random, width: int, height: int) -> Image.Image:
    """The parcel's outline with its corners and the neighbours' numbers."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    corners = [
        (width * rng.uniform(*x), height * rng.uniform(*y))
        for x, y in (
            ((0.15, 0.3), (0.15, 0.3)),
            ((0.7, 0.85), (0.1, 0.25)),
            ((0.72, 0.9), (0.7, 0.88)),
            ((0.12, 0.28), (0.72, 0.9)),
        )
    ]
    pen.line([*corners, corners[0]], fill=(30, 30, 30), width=4)
    for corner in corners:
        pen.ellipse((corner[0] - 8, corner[1] - 8, corner[0] + 8, corner[1] + 8), outline=(30, 30, 30), width=3)
    return image


@layout("land_use_certificate", date(2009, 12, 10), date(2024, 8, 1))
def certificate_of_2009(stage: Stage) -> Paper:
    """Two of the four pages: the cover with holders and serial, and the inside with the parcel and its sketch."""
    rng, day = stage.rng, stage.day
    cover = Sheet(rng, size=(190, 265), margins=(18, 16, 16), points=12.5, family=rng.choice(("times", "noto serif")))
    cover.under(ink.guilloche(cover.image.width, cover.image.height, (252, 224, 232), rng, 110), 0, 0)
    cover.under(ink.drum(px(120), (246, 206, 214)), 35, 70)
    cover.box(6, 6, 184, 259, 0.8, (190, 70, 80))
    nation(cover)
    cover.space(14)
    for text, points in (
        ("GIẤY CHỨNG NHẬN", 20),
        ("QUYỀN SỬ DỤNG ĐẤT", 15.5),
        ("QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT", 11.5),
    ):
        cover.line((text, "br"), align="c", points=points)
    cover.space(12)
    cover.line(("I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất", "b"), points=11.5, after=3)
    husband, wife, both = stage.husband, stage.wife, rng.random() < 0.6
    first = husband if both else stage.person
    card = first.card(day)
    cover.line(
        f"{'Hộ ông' if rng.random() < 0.2 and first is husband else first.honorific}: ",
        (first.name.upper(), "bf"),
        indent=6,
    )
    cover.line(f"Năm sinh: {first.born.year}, {card.short} số: {card.number}", indent=6)
    if both:
        other = wife.card(day)
        cover.line("và vợ là bà: ", (wife.name.upper(), "bf"), indent=6)
        cover.line(f"Năm sinh: {wife.born.year}, {other.short} số: {other.number}", indent=6)
    cover.line(f"Địa chỉ thường trú: {first.home.text(day, hamlet=True)}", indent=6)
    serial = f"{rng.choice('ABCDĐ')}{rng.choice('ABCDEGHKLMNPQRSTUVXY')} {rng.randrange(10**6):06d}"
    cover.put(172, 240, serial, "br", points=17, align="r")
    inside = Sheet(rng, size=(190, 265), margins=(16, 14, 14), points=11.5, family=cover.family)
    inside.under(ink.guilloche(inside.image.width, inside.image.height, (252, 228, 234), rng, 110), 0, 0)
    parcel, sheet_number, (printed, area) = str(rng.randint(3, 980)), str(rng.randint(1, 96)), area_of(rng)
    use, _ = use_of(stage)
    inside.line(("II. Thửa đất, nhà ở và tài sản khác gắn liền với đất", "b"))
    inside.line(("1. Thửa đất:", "b"))
    for text in (
        f"a) Thửa đất số: {parcel}, tờ bản đồ số: {sheet_number}",
        f"b) Địa chỉ: {stage.home.text(day, hamlet=True)}",
        f"c) Diện tích: {printed} m²",
        f"d) Hình thức sử dụng: {rng.choice(('Sử dụng riêng', 'riêng: ' + printed + ' m²; chung: không'))}",
        f"đ) Mục đích sử dụng: {use}",
        f"e) Thời hạn sử dụng: {'Lâu dài' if 'ở' in use else 'Đến ngày 15/10/2063'}",
        f"g) Nguồn gốc sử dụng: {rng.choice(SOURCES)}",
    ):
        inside.line(text, indent=4)
    for text in (
        "2. Nhà ở: -/-",
        "3. Công trình xây dựng khác: -/-",
        "4. Rừng sản xuất là rừng trồng: -/-",
        "5. Cây lâu năm: -/-",
        "6. Ghi chú: Không.",
    ):
        inside.line(text)
    inside.line(("III. Sơ đồ thửa đất, nhà ở và tài sản khác gắn liền với đất", "b"), after=2)
    inside.picture(sketch(rng, px(70), px(48)), 18, inside.y)
    row = inside.y
    inside.put(52, row + 22, parcel, points=10, align="c")
    if rng.random() < 0.5:
        office, titles = district_body(stage.home, day), ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    else:
        office, titles = province_body(stage.home, day, "Sở Tài nguyên và Môi trường"), ["GIÁM ĐỐC"]
    inside.y = row
    inside.put(138, row, f"{office.short}, {long_date(day)}", "i", align="c")
    inside.y = row + 6
    signed(inside, office, titles, stage.official, x=140)
    inside.put(16, 248, f"Số vào sổ cấp GCN: {rng.choice(('CH', 'CS', 'CTs'))} {rng.randint(100, 99999):05d}", "b")
    inside.picture(ink.barcode(serial, px(46), px(6)), 120, 249)
    fields = land_fields(
        stage,
        serial,
        f"{first.name.upper()}; {wife.name.upper()}" if both else first.name.upper(),
        parcel,
        sheet_number,
        area,
    )
    fields["personal_id"] = card.number
    return paper(stage, "land_use_certificate", "certificate_of_2009", [cover, inside], fields)


@layout("land_use_certificate", date(2025, 1, 2))
def certificate_of_2024(stage: Stage) -> Paper:
    """One leaf of A4, pink with a drum, most particulars behind a QR code."""
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng, points=12, margins=(22, 14, 18))
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, (252, 220, 230), rng, 120), 0, 0)
    sheet.under(ink.drum(px(130), (248, 210, 220)), 40, 85)
    sheet.box(8, 8, 202, 289, 0.8, (200, 80, 100))
    serial = f"{rng.choice('AB')}{rng.choice('ABCDEGHK')} {rng.randrange(10**8):08d}"
    sheet.y = 16
    nation(sheet, 105)
    sheet.space(6)
    for text, points in (("GIẤY CHỨNG NHẬN", 18), ("QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", 12.5)):
        sheet.line((text, "br"), align="c", points=points)
    sheet.space(4)
    sheet.picture(ink.qr(f"https://tracuu.example.vn/gcn/{serial.replace(' ', '')}", px(24)), 168, 18)
    husband, wife = stage.husband, stage.wife
    sheet.line(("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:", "b"))
    both = rng.random() < 0.6
    first = husband if both else stage.person
    sheet.line(
        f"{first.honorific} ", (first.name.upper(), "b"), f", {first.card(day).short} số: {first.number}", indent=6
    )
    if both:
        sheet.line("Bà ", (wife.name.upper(), "b"), f", {wife.card(day).short} số: {wife.number}", indent=6)
    sheet.line(("2. Thông tin thửa đất:", "b"))
    parcel, sheet_number, (printed, area) = str(rng.randint(3, 980)), str(rng.randint(1, 96)), area_of(rng)
    use, code = use_of(stage)
    for text in (
        f"a) Thửa đất số: {parcel};        b) Tờ bản đồ số: {sheet_number};",
        f"c) Diện tích: {printed} m²;",
        f"d) Loại đất: {use} ({code}) {printed} m²;",
        f"đ) Thời hạn sử dụng đất: {'Lâu dài' if 'ở' in use else '15/10/2063'};",
        f"e) Hình thức sử dụng đất: {'Sử dụng chung của vợ và chồng' if both else 'Sử dụng riêng'};",
        f"g) Địa chỉ: {stage.home.text(day, hamlet=True)}.",
    ):
        sheet.line(text, indent=6)
    sheet.line(("3. Thông tin tài sản gắn liền với đất: ", "b"), "-/-")
    sheet.line(("4. Sơ đồ thửa đất, tài sản gắn liền với đất:", "b"), after=2)
    sheet.picture(sketch(rng, px(75), px(46)), 26, sheet.y)
    row = sheet.y
    sheet.y += 50
    sheet.line(("5. Ghi chú: ", "b"), "Không.")
    sheet.line(("6. Những thay đổi sau khi cấp Giấy chứng nhận:", "b"), after=2)
    office = (
        commune_office(stage.home, day)
        if merged(day)
        else district_body(stage.home, day, "Chi nhánh Văn phòng Đăng ký đất đai")
    )
    sheet.put(148, row + 2, f"{office.short}, {long_date(day)}", "i", align="c", points=11.5)
    sheet.y = row + 8
    signed(sheet, office, ["CHỦ TỊCH"] if merged(day) else ["GIÁM ĐỐC"], stage.official, x=150)
    sheet.put(22, 276, f"Số vào sổ cấp Giấy chứng nhận: CN {rng.randint(100, 99999):05d}", points=11)
    sheet.put(188, 275, serial, "br", points=16, align="r")
    sheet.put(105, 282, "Thông tin chi tiết được thể hiện tại mã QR", "i", points=9.5, align="c")
    fields = land_fields(
        stage,
        serial,
        f"{first.name.upper()}; {wife.name.upper()}" if both else first.name.upper(),
        parcel,
        sheet_number,
        area,
    )
    fields["personal_id"] = first.number
    return paper(stage, "land_use_certificate", "certificate_of_2024", [sheet], fields)


def land_fields(
    stage: Stage, serial: str, holders: str, parcel: str, sheet_number: str, area: str
) -> dict[str, str | None]:
    return {
        "serial_number": serial,
        "holder_name": holders,
        "parcel_number": parcel,
        "map_sheet_number": sheet_number,
        "area_m2": area,
        "issue_date": stage.day.isoformat(),
    }


# --- permits to build -------------------------------------------------------------------------------------------------


@layout("construction_permit", date(2012, 10, 20), MERGER)
def permit_of_a_district(stage: Stage) -> Paper:
    return _permit(stage, "permit_of_a_district")


@layout("construction_permit", MERGER)
def permit_of_a_commune(stage: Stage) -> Paper:
    return _permit(stage, "permit_of_a_commune")


def _permit(stage: Stage, name: str) -> Paper:
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng)
    office = commune_office(stage.home, day) if merged(day) else district_body(stage.home, day)
    if merged(day) and rng.random() < 0.4:
        office = commune_division(stage.home, day, "Phòng Kinh tế, Hạ tầng và Đô thị")
    figure = str(rng.randint(2, 900))
    rest = rng.choice(("/GPXD", f"/{day.year}/GPXD", "/GPXD-UBND"))
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    title(sheet, "GIẤY PHÉP XÂY DỰNG", after=0)
    sheet.line(
        (f"Số: {figure}{rest}" if rng.random() < 0.3 else "(Sử dụng cho nhà ở riêng lẻ)", "b"), align="c", after=3
    )
    both = rng.random() < 0.5
    holders = (
        f"ông {stage.husband.name} và bà {stage.wife.name}"
        if both
        else f"{stage.person.honorific.lower()} {stage.person.name}"
    )
    place = stage.home.text(day, hamlet=True)
    parcel, width, depth, floors = rng.randint(3, 700), rng.randint(5, 9), rng.randint(10, 22), rng.randint(1, 4)
    sheet.line("1. Cấp cho: ", (holders, "b"), indent=6)
    sheet.line(f"Địa chỉ thường trú: {stage.person.home.text(day)}", indent=6)
    sheet.line("2. Được phép xây dựng công trình: ", ("Nhà ở riêng lẻ", "b"), indent=6)
    sheet.line(
        f"Theo thiết kế do {rng.choice(('Công ty TNHH Tư vấn Đại Phát', 'Công ty CP Kiến trúc Sông Quê'))} lập.",
        indent=6,
    )
    sheet.line("Gồm các nội dung sau:", indent=6)
    sheet.line(f"- Vị trí xây dựng: thửa đất số {parcel}, tờ bản đồ số {rng.randint(2, 60)}.", indent=10)
    sheet.line("- Địa điểm xây dựng: ", f"{place}.", indent=10)
    sheet.line(f"- Cốt nền xây dựng công trình: +0,{rng.randint(20, 75)} m so với mặt đường hiện trạng.", indent=10)
    sheet.line(
        f"- Diện tích xây dựng tầng 1: {width * depth} m². Tổng diện tích sàn: {width * depth * floors} m².", indent=10
    )
    sheet.line(
        f"- Số tầng: {floors:02d}. Chiều cao công trình: {36 * floors // 10 + 1},{rng.randint(1, 9)} m.", indent=10
    )
    sheet.line(f"- Chỉ giới đường đỏ, chỉ giới xây dựng: cách tim đường {rng.randint(4, 12)} m.", indent=10)
    sheet.line(f"3. Giấy tờ về quyền sử dụng đất: Giấy chứng nhận số vào sổ CH {rng.randint(100, 9999):05d}.", indent=6)
    sheet.line(
        (
            "4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ "
            "ngày cấp; quá thời hạn trên thì phải đề nghị gia hạn giấy phép xây dựng."
        ),
        indent=6,
        justify=True,
        after=4,
    )
    row = sheet.y
    recipients(sheet, row, "- Như trên;", "- Lưu: VT, HSCP.")
    sheet.y = row
    signed(
        sheet,
        office,
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
        if office.name[0].startswith("ỦY")
        else ["TRƯỞNG PHÒNG"],
        stage.official,
    )
    holder = f"{stage.husband.name}; {stage.wife.name}" if both else stage.person.name
    return paper(
        stage,
        "construction_permit",
        name,
        [sheet],
        {"document_number": figure + rest, "holder_name": holder, "location": place, "issue_date": day.isoformat()},
    )
