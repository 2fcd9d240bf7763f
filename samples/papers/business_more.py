"""Businesses in further wordings: households of 2021 and 2025 in tables, companies of several members, sole owners."""

from __future__ import annotations

from datetime import date
from random import Random

from samples import ink
from samples.papers.business import TRADES, dong, tax_code
from samples.papers.common import MERGER, a4, framed, layout, letterhead, nation, paper, signed, title
from samples.papers.rows import Row, grid, manner, particulars, pick
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage, commune_division, district_body, merged, province_body
from samples.world import Person, bare, long_date, slashed


def _shop(rng: Random) -> tuple[str, str]:
    """A trade and the name of a household business in it."""
    trade, names = rng.choice(TRADES)
    return trade, f"HỘ KINH DOANH {rng.choice(names).upper()}"


def _household_fields(stage: Stage, number: str, name: str, personal: str) -> dict[str, str | None]:
    return {
        "registration_number": number,
        "business_name": name,
        "representative_name": stage.person.name.upper(),
        "personal_id": personal,
        "issue_date": stage.day.isoformat(),
    }


@layout("household_business_registration", date(2021, 1, 4), MERGER)
def household_of_2021(stage: Stage) -> Paper:
    """Decree 01/2021/NĐ-CP: head and business apart, the subjects that founded it as a line to tick."""
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng, points=12.5)
    office, card = district_body(stage.home, day, "Phòng Tài chính - Kế hoạch"), who.card(day)
    number = f"{stage.home.province_code}{rng.choice('ABCDEGH')}8{rng.randrange(10**6):06d}"
    trade, name = _shop(rng)
    letterhead(sheet, office)
    title(sheet, "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", after=1)
    sheet.line((f"Số: {number}", "b"), align="c", after=0)
    sheet.line((f"Đăng ký lần đầu, ngày {slashed(day)}", "i"), align="c", after=3)
    rows: list[Row] = [
        ("Tên hộ kinh doanh", name),
        ("Địa điểm kinh doanh", stage.home.text(day, hamlet=True)),
        ("Điện thoại", who.phone, "Email", "Không"),
        ("Ngành, nghề kinh doanh", trade),
        ("Vốn kinh doanh", dong(rng, 90)),
        ("Chủ thể thành lập hộ kinh doanh", pick(rng, "Cá nhân|Các thành viên hộ gia đình")),
        ("Họ và tên chủ hộ kinh doanh", who.name.upper()),
        ("Giới tính", who.sex_word, "Sinh ngày", slashed(who.born)),
        ("Dân tộc", who.ethnicity, "Quốc tịch", "Việt Nam"),
        ("Loại giấy tờ pháp lý của cá nhân", card.name),
        ("Số giấy tờ pháp lý của cá nhân", card.number),
        ("Ngày cấp", slashed(card.issued), "Nơi cấp", card.issuer),
        ("Địa chỉ thường trú", who.home.text(day)),
        ("Địa chỉ liên lạc", who.home.text(day)),
    ]
    particulars(sheet, rows, manner(rng, count=rng.choice(("", "{n}. ", "{n}. ")), leader=False))
    sheet.space(3)
    signed(sheet, office, ["TRƯỞNG PHÒNG"], stage.official)
    fields = _household_fields(stage, number, name, card.number)
    return paper(stage, "household_business_registration", "household_of_2021", [sheet], fields)


@layout("household_business_registration", MERGER, apart=True)
def household_in_a_table(stage: Stage) -> Paper:
    """Decree 168/2025/NĐ-CP as some communes print it: a table, the code in large figures, a look-up code."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = a4(rng, family=pick(rng, "times|arial|noto sans"), points=12)
    office = commune_division(stage.home, day, pick(rng, "Phòng Kinh tế|Phòng Kinh tế, Hạ tầng và Đô thị"))
    trade, name = _shop(rng)
    letterhead(sheet, office)
    title(sheet, "GIẤY CHỨNG NHẬN", "ĐĂNG KÝ HỘ KINH DOANH", after=1)
    sheet.line((f"Mã số hộ kinh doanh/Mã số thuế: {who.number}", "b"), align="c", after=0)
    sheet.line(f"Đăng ký lần đầu: {long_date(day)}", align="c", after=3)
    grid(
        sheet,
        [
            ("Tên hộ kinh doanh", name),
            ("Trụ sở hộ kinh doanh", stage.home.text(day, hamlet=True)),
            ("Ngành, nghề", trade),
            ("Vốn", dong(rng, 90)),
            ("Chủ hộ kinh doanh", who.name.upper()),
            ("Ngày sinh", slashed(who.born)),
            ("Giới tính", who.sex_word),
            ("Số định danh cá nhân", who.number),
            ("Nơi cư trú", who.home.text(day)),
        ],
        count=rng.choice(("{n}. ", "")),
    )
    if rng.random() < 0.5:
        sheet.picture(ink.qr(f"https://hokinhdoanh.example.vn/{who.number}", px(20)), sheet.left, sheet.y + 5)
    sheet.space(4)
    signed(sheet, office, [pick(rng, "TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG")], stage.official)
    fields = _household_fields(stage, who.number, name, who.number)
    return paper(stage, "household_business_registration", "household_in_a_table", [sheet], fields)


@layout("household_business_registration", date(2006, 10, 1), date(2015, 12, 1), apart=True)
def household_of_2006(stage: Stage) -> Paper:
    """Decrees 88/2006 and 43/2010: framed, the head by the number of the old identity paper."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = a4(rng, points=12.5)
    framed(sheet, (170, 60, 40), 9)
    sheet.y = 20
    office, card = (
        district_body(stage.home, day, pick(rng, "Phòng Tài chính - Kế hoạch|Phòng Đăng ký kinh doanh")),
        None,
    )
    card = who.card(day)
    number = f"{stage.home.province_code}{rng.choice('ABCDEGH')}8{rng.randrange(10**5):05d}"
    trade, name = _shop(rng)
    letterhead(sheet, office)
    title(sheet, "GIẤY CHỨNG NHẬN", "ĐĂNG KÝ HỘ KINH DOANH", red=True, points=17, after=1)
    sheet.line(f"Số: {number}", align="c", after=0)
    sheet.line((f"Đăng ký lần đầu, ngày {slashed(day)}", "i"), align="c", after=3)
    particulars(
        sheet,
        [
            ("Tên hộ kinh doanh (ghi bằng chữ in hoa)", name),
            ("Địa điểm kinh doanh", stage.home.text(day, hamlet=True)),
            ("Ngành, nghề kinh doanh", trade),
            ("Vốn kinh doanh", dong(rng, 40)),
            ("Họ và tên đại diện hộ kinh doanh", who.name.upper()),
            ("Sinh ngày", slashed(who.born), "Dân tộc", who.ethnicity),
            ("Chứng minh nhân dân số", card.number, "Ngày cấp", slashed(card.issued)),
            ("Nơi đăng ký hộ khẩu thường trú", who.home.text(day)),
            ("Chữ ký của cá nhân hoặc đại diện hộ gia đình", ""),
        ],
        manner(rng, count="{n}. "),
    )
    sheet.space(8)
    signed(sheet, office, ["TRƯỞNG PHÒNG"], stage.official)
    fields = _household_fields(stage, number, name, card.number)
    return paper(stage, "household_business_registration", "household_of_2006", [sheet], fields)


# --- enterprises ------------------------------------------------------------------------------------------------------


def _company_head(stage: Stage, sheet: Sheet) -> Office:
    """The department's block and the nation's, and who signs."""
    office = province_body(
        stage.home, stage.day, "Sở Tài chính" if stage.day >= date(2025, 3, 1) else "Sở Kế hoạch và Đầu tư"
    )
    place = bare(stage.home.units_on(stage.day)[-1]).upper()
    row, left = sheet.y, sheet.left + 34
    rank = "THÀNH PHỐ" if "Thành phố" in stage.home.units_on(stage.day)[-1] else "TỈNH"
    for text, style in ((office.name[0], ""), (f"{rank} {place}", ""), ("PHÒNG ĐĂNG KÝ KINH DOANH", "b")):
        sheet.put(left, sheet.y, text, style, points=11, align="c")
        sheet.y += 5
    low = sheet.y
    sheet.y = row
    nation(sheet, sheet.right - 43, points=11.5)
    sheet.y = max(low, sheet.y) + 5
    return office


def _company_name(stage: Stage, prefix: str) -> str:
    rng = stage.rng
    trade = pick(rng, "THƯƠNG MẠI|XÂY DỰNG|SẢN XUẤT VÀ XUẤT NHẬP KHẨU|TƯ VẤN THIẾT KẾ|VẬN TẢI BIỂN|DU LỊCH")
    return f"{prefix} {trade} {pick(rng, 'HOÀNG|MINH|ĐẠI|TÂN|PHÚC')} {pick(rng, 'LONG|TIẾN|QUÂN|KHÁNH|ÁNH DƯƠNG')}"


def _company_fields(stage: Stage, code: str, name: str, head_office: str, who: Person) -> dict[str, str | None]:
    return {
        "enterprise_code": code,
        "business_name": name,
        "representative_name": who.name.upper(),
        "head_office": head_office,
        "issue_date": stage.day.isoformat(),
    }


@layout("enterprise_registration", date(2015, 7, 1))
def company_of_several_members(stage: Stage) -> Paper:
    """CÔNG TY TNHH HAI THÀNH VIÊN TRỞ LÊN: the members in a table, the representative after them."""
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng, margins=(22, 16, 16), points=12)
    sheet.leading = 1.15
    office, code, name = _company_head(stage, sheet), tax_code(rng), _company_name(stage, "CÔNG TY TNHH")
    title(sheet, "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", points=14, after=0)
    sheet.line(("CÔNG TY TRÁCH NHIỆM HỮU HẠN HAI THÀNH VIÊN TRỞ LÊN", "b"), align="c", after=1)
    sheet.line((f"Mã số doanh nghiệp: {code}", "b"), align="c", after=0)
    sheet.line((f"Đăng ký lần đầu: {long_date(day)}", "i"), align="c", after=3)
    head_office = stage.home.text(day, hamlet=True)
    sheet.line(("1. Tên công ty", "b"))
    how = manner(rng, indent=0, leader=False, value="", after=0.4)
    english = pick(rng, "Sao Mai|Long Tien|Dai Phuc")
    particulars(
        sheet,
        [
            ("Tên công ty viết bằng tiếng Việt", name),
            ("Tên công ty viết bằng tiếng nước ngoài", f"{english} Company Limited"),
            ("Tên công ty viết tắt", f"{english.upper()} CO., LTD"),
        ],
        how,
    )
    sheet.line(("2. Địa chỉ trụ sở chính", "b"))
    sheet.line(head_office)
    particulars(sheet, [("Điện thoại", who.phone, "Fax", ""), ("Email", "congty@example.vn", "Website", "")], how)
    sheet.line(("3. Vốn điều lệ: ", "b"), dong(rng, 900))
    sheet.line(("4. Danh sách thành viên góp vốn", "b"), after=1)
    card = who.card(day)
    rows = [("STT", "Tên thành viên", "Địa chỉ liên lạc", "Tỷ lệ (%)", "Số giấy tờ pháp lý")]
    for k, (one, share) in enumerate(((stage.husband, "60,00"), (stage.wife, "40,00")), 1):
        rows.append((str(k), one.name.upper(), one.home.text(day), share, one.card(day).number))
    sheet.table((10, 42, 64, 20, sheet.right - sheet.left - 136), rows, points=9.5)
    sheet.line(("5. Người đại diện theo pháp luật của công ty", "b"))
    particulars(
        sheet,
        [
            ("* Họ và tên", who.name.upper(), "Giới tính", who.sex_word),
            ("Chức danh", pick(rng, "Giám đốc|Chủ tịch hội đồng thành viên")),
            ("Sinh ngày", slashed(who.born), "Dân tộc", who.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Loại giấy tờ pháp lý của cá nhân", card.name),
            ("Số giấy tờ pháp lý của cá nhân", card.number),
            ("Địa chỉ thường trú", who.home.text(day)),
        ],
        how,
    )
    sheet.space(2)
    signed(sheet, office, [pick(rng, "TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG")], stage.official, room=22)
    fields = _company_fields(stage, code, name, head_office, who)
    return paper(stage, "enterprise_registration", "company_of_several_members", [sheet], fields)


@layout("enterprise_registration", date(2015, 7, 1))
def private_enterprise(stage: Stage) -> Paper:
    """DOANH NGHIỆP TƯ NHÂN: an owner, no company; capital as "vốn đầu tư"."""
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng, margins=(24, 18, 18))
    framed(sheet, (180, 50, 60), 8)
    office, code, name = _company_head(stage, sheet), tax_code(rng), _company_name(stage, "DOANH NGHIỆP TƯ NHÂN")
    title(sheet, "GIẤY CHỨNG NHẬN", "ĐĂNG KÝ DOANH NGHIỆP TƯ NHÂN", points=14, after=1)
    sheet.line(f"Mã số doanh nghiệp: {code}", align="c", after=0)
    sheet.line((f"Đăng ký lần đầu, {long_date(day)}", "i"), align="c", after=3)
    head_office, card = stage.home.text(day, hamlet=True), who.card(day)
    particulars(
        sheet,
        [
            ("1. Tên doanh nghiệp", name),
            ("2. Địa chỉ trụ sở chính", head_office),
            ("3. Vốn đầu tư", dong(rng, 300)),
            ("4. Chủ doanh nghiệp", ""),
            ("Họ và tên", who.name.upper(), "Giới tính", who.sex_word),
            ("Sinh ngày", slashed(who.born), "Dân tộc", who.ethnicity),
            ("Quốc tịch", "Việt Nam"),
            (f"Số {card.short}", card.number, "Ngày cấp", slashed(card.issued)),
            ("Nơi cấp", card.issuer),
            ("Nơi đăng ký hộ khẩu thường trú", who.home.text(day)),
        ],
        manner(rng, leader=False),
    )
    sheet.space(3)
    signed(sheet, office, ["TRƯỞNG PHÒNG"], stage.official)
    fields = _company_fields(stage, code, name, head_office, who)
    return paper(stage, "enterprise_registration", "private_enterprise", [sheet], fields)


@layout("enterprise_registration", date(2015, 7, 1), apart=True)
def company_in_a_table(stage: Stage) -> Paper:
    """A confirmation's look: everything in a table, the representative called "Người đại diện"."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = a4(rng, family=pick(rng, "times|arial|noto serif"), points=12)
    prefix, form = rng.choice(
        (
            ("CÔNG TY TNHH MỘT THÀNH VIÊN", "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN"),
            ("CÔNG TY CỔ PHẦN", "CÔNG TY CỔ PHẦN"),
            ("CÔNG TY HỢP DANH", "CÔNG TY HỢP DANH"),
        )
    )
    office, code, name = _company_head(stage, sheet), tax_code(rng), _company_name(stage, prefix)
    title(sheet, "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", after=0)
    sheet.line((form, "b"), align="c", after=2)
    head_office, card = stage.home.text(day, hamlet=True), who.card(day)
    grid(
        sheet,
        [
            ("Mã số doanh nghiệp", code),
            ("Đăng ký lần đầu", long_date(day)),
            ("Tên doanh nghiệp", name),
            ("Trụ sở chính", head_office),
            ("Điện thoại", who.phone),
            ("Vốn điều lệ", dong(rng, 900)),
            ("Người đại diện theo pháp luật", who.name.upper()),
            ("Chức danh", pick(rng, "Giám đốc|Tổng giám đốc|Chủ tịch")),
            ("Ngày sinh", slashed(who.born)),
            (f"Số {card.short}", card.number),
            ("Địa chỉ liên lạc", who.home.text(day)),
        ],
        count=rng.choice(("{n}. ", "")),
    )
    sheet.space(4)
    signed(
        sheet, office, ["TRƯỞNG PHÒNG"] if not merged(day) else ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"], stage.official
    )
    fields = _company_fields(stage, code, name, head_office, who)
    return paper(stage, "enterprise_registration", "company_in_a_table", [sheet], fields)
