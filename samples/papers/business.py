"""Businesses: households (Decrees 01/2021 and 168/2025) and enterprises (Law on Enterprises 2014 and 2020)."""

from __future__ import annotations

from datetime import date
from random import Random

from samples import world
from samples.papers.common import MERGER, a4, framed, layout, letterhead, nation, paper, signed, title
from samples.sheet import Sheet
from samples.stage import Office, Paper, Stage, commune_division, district_body, province_body
from samples.world import Person, slashed

TRADES = (
    ("Bán lẻ vật liệu xây dựng, đồ ngũ kim", ("Hải Phát", "Sơn Thủy", "Thành Công")),
    ("Sửa chữa xe máy, bán phụ tùng", ("Tuấn Mập", "Hai Lúa", "Minh Đạt")),
    ("Dịch vụ ăn uống, giải khát", ("Quán Gió", "Cô Ba", "Bếp Nhà")),
    ("May mặc, bán vải vóc", ("Ngọc Bích", "Áo Dài Việt", "Thanh Xuân")),
    ("Xay xát, mua bán lúa gạo", ("Mùa Vàng", "Năm Nghĩa", "Đồng Xanh")),
)


def tax_code(rng: Random) -> str:
    """Ten digits with a right check digit (Circular 105/2020/TT-BTC and before)."""
    while True:
        digits = f"{rng.choice(('01', '03', '28', '31', '46', '58'))}{rng.randrange(10**7):07d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"


def dong(rng: Random, most: int) -> str:
    return f"{rng.randint(3, most) * 10_000_000:,}".replace(",", ".") + " đồng"


@layout("household_business_registration", date(2015, 12, 1), MERGER)
def household_of_a_district(stage: Stage) -> Paper:
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng)
    office = district_body(stage.home, day, "Phòng Tài chính - Kế hoạch")
    number = f"{stage.home.province_code}{rng.choice('ABCDEGH')}8{rng.randrange(10**6):06d}"
    return _household(
        stage,
        sheet,
        number,
        f"HỘ KINH DOANH {stage.person.name.upper()}",
        office,
        "household_of_a_district",
        "Trưởng phòng",
    )


@layout("household_business_registration", MERGER)
def household_of_a_commune(stage: Stage) -> Paper:
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng, family="arial", points=12)
    office = commune_division(stage.home, day, "Phòng Kinh tế")
    name = f"HỘ KINH DOANH {rng.choice(rng.choice(TRADES)[1]).upper()}"
    return _household(stage, sheet, stage.person.number, name, office, "household_of_a_commune", "Trưởng phòng")


def _household(
    stage: Stage, sheet: Sheet, number: str, name: str, office: Office, layout_name: str, rank: str
) -> Paper:
    rng, who, day = stage.rng, stage.person, stage.day
    trade = rng.choice(TRADES)[0]
    card = who.card(day)
    letterhead(sheet, office)
    title(sheet, "GIẤY CHỨNG NHẬN ĐĂNG KÝ", "HỘ KINH DOANH", after=1)
    label = "Mã số hộ kinh doanh" if "commune" in layout_name else "Số"
    sheet.line((f"{label}: {number}", "b"), align="c", after=0)
    sheet.line((f"Đăng ký lần đầu, {world.long_date(day)}", "i"), align="c", after=4)
    new = "commune" in layout_name
    sheet.line("1. Tên hộ kinh doanh ", ("(ghi bằng chữ in hoa)" if not new else "", "i"), ": ", (name, "b"))
    sheet.line(
        f"2. {'Địa chỉ trụ sở hộ kinh doanh' if new else 'Địa điểm kinh doanh'}: {stage.home.text(day, hamlet=True)}"
    )
    sheet.line(f"Điện thoại: {who.phone}", indent=6)
    sheet.line(f"3. Ngành, nghề kinh doanh: {trade}")
    sheet.line(f"4. Vốn kinh doanh: {dong(rng, 90)}")
    sheet.line(
        "5. Thông tin về chủ hộ kinh doanh:" if new else "5. Họ và tên cá nhân hoặc tên đại diện hộ gia đình: ",
        (who.name.upper() if not new else "", "b"),
    )
    if new:
        sheet.line("Họ, chữ đệm và tên: ", (who.name.upper(), "b"), indent=6)
    sheet.line(f"Giới tính: {who.sex_word}", indent=6)
    sheet.line(f"Sinh ngày: {slashed(who.born)}     Dân tộc: {who.ethnicity}     Quốc tịch: Việt Nam", indent=6)
    if new:
        sheet.line(f"Số định danh cá nhân: {who.number}", indent=6)
    else:
        sheet.line(f"Loại giấy tờ chứng thực cá nhân: {card.name}", indent=6)
        sheet.line(f"Số giấy chứng thực cá nhân: {card.number}", indent=6)
        sheet.line(f"Ngày cấp: {slashed(card.issued)}     Nơi cấp: {card.issuer}", indent=6)
    sheet.line(f"Địa chỉ thường trú: {who.home.text(day)}", indent=6, after=5)
    signed(sheet, office, [rank.upper()], stage.official)
    return paper(
        stage,
        "household_business_registration",
        layout_name,
        [sheet],
        {
            "registration_number": number,
            "business_name": name,
            "representative_name": who.name.upper(),
            "personal_id": who.number if new else card.number,
            "issue_date": day.isoformat(),
        },
    )


@layout("enterprise_registration", date(2015, 7, 1))
def limited_company(stage: Stage) -> Paper:
    return _enterprise(
        stage, "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN", "CÔNG TY TNHH MTV", "Giám đốc", "limited_company"
    )


@layout("enterprise_registration", date(2015, 7, 1))
def joint_stock_company(stage: Stage) -> Paper:
    return _enterprise(stage, "CÔNG TY CỔ PHẦN", "CÔNG TY CỔ PHẦN", "Tổng giám đốc", "joint_stock_company")


def _enterprise(stage: Stage, form: str, prefix: str, rank: str, layout_name: str) -> Paper:
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng, margins=(24, 16, 20))
    after = day >= date(2025, 3, 1)
    office = province_body(stage.home, day, "Sở Tài chính" if after else "Sở Kế hoạch và Đầu tư")
    code = tax_code(rng)
    owner = who.name.split()[-1].upper()
    name = (
        f"{prefix} {rng.choice(('THƯƠNG MẠI DỊCH VỤ', 'XÂY DỰNG VÀ VẬN TẢI', 'NÔNG SẢN', 'DƯỢC LIỆU'))} "
        f"{owner} {rng.choice(('PHÁT', 'AN', 'VIỆT', 'THỊNH'))}"
    )
    framed(sheet, (170, 40, 50), 9)
    sheet.y = 18
    left = sheet.left + 34
    row = sheet.y
    for text, style in (
        (office.name[0], ""),
        (f"{world.bare(stage.home.units_on(day)[-1]).upper()}", ""),
        ("PHÒNG ĐĂNG KÝ KINH DOANH", "b"),
    ):
        sheet.put(left, sheet.y, text, style, points=11.5, align="c")
        sheet.y += 5
    sheet.y = row
    nation(sheet, 146, points=12)
    sheet.space(12)
    title(sheet, "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", form, points=14, after=1)
    sheet.line(("Mã số doanh nghiệp: ", "b"), (code, "b"), align="c")
    sheet.line((f"Đăng ký lần đầu: {world.long_date(day)}", "i"), align="c", after=4)
    head_office = stage.home.text(day, hamlet=True)
    initials = "".join(word[0] for word in name.removeprefix(prefix).split())
    sheet.line(("1. Tên công ty", "b"))
    sheet.line("Tên công ty viết bằng tiếng Việt: ", (name, "b"))
    sheet.line(f"Tên công ty viết tắt: {initials} CO.")
    sheet.line(("2. Địa chỉ trụ sở chính", "b"))
    sheet.line(head_office)
    sheet.line(f"Điện thoại: {who.phone}     Email: lienhe{rng.randint(10, 99)}@example.vn")
    sheet.line((f"3. Vốn điều lệ: {dong(rng, 900)}", "b"))
    _particulars(sheet, stage, "4. Thông tin về chủ sở hữu" if "MỘT" in form else None, who)
    _particulars(sheet, stage, f"{'5' if 'MỘT' in form else '4'}. Người đại diện theo pháp luật của công ty", who, rank)
    sheet.space(3)
    signed(sheet, office, ["TRƯỞNG PHÒNG"], stage.official)
    return paper(
        stage,
        "enterprise_registration",
        layout_name,
        [sheet],
        {
            "enterprise_code": code,
            "business_name": name,
            "representative_name": who.name.upper(),
            "head_office": head_office,
            "issue_date": day.isoformat(),
        },
    )


def _particulars(sheet: Sheet, stage: Stage, heading: str | None, who: Person, rank: str | None = None) -> None:
    if heading is None:
        return
    card = who.card(stage.day)
    sheet.line((heading, "b"))
    sheet.line("Họ và tên: ", (who.name.upper(), "b"), f"     Giới tính: {who.sex_word}")
    if rank:
        sheet.line(f"Chức danh: {rank}")
    sheet.line(f"Sinh ngày: {slashed(who.born)}     Dân tộc: {who.ethnicity}     Quốc tịch: Việt Nam")
    sheet.line(f"Loại giấy tờ pháp lý của cá nhân: {card.name}")
    sheet.line(f"Số giấy tờ pháp lý của cá nhân: {card.number}     Ngày cấp: {slashed(card.issued)}")
    sheet.line(f"Địa chỉ thường trú: {who.home.text(stage.day)}")
