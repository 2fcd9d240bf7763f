"""Diplomas in further wordings: lower secondary, college, one language, the temporary certificate, the copy."""

from __future__ import annotations

from datetime import date
from random import Random

from samples import ink, world
from samples.papers.common import (
    MOTTO,
    NATION,
    a4,
    dated,
    framed,
    layout,
    letterhead,
    nation,
    number_runs,
    paper,
    signed,
    title,
)
from samples.papers.rows import Manner, manner, particulars, pick
from samples.papers.schooling import degree_fields, graduate, landscape
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage
from samples.world import Person, bare, long_date, slashed


def _finished(rng: Random, who: Person, years: int) -> date:
    return world.workday(rng, date(who.born.year + years, 6, 10), date(who.born.year + years, 11, 20))


def _serial(rng: Random, letters: str) -> str:
    return pick(rng, letters) + rng.choice(("", " ")) + f"{rng.randrange(10**7):07d}"


@layout("diploma", date(2008, 1, 1), date(2025, 1, 1))
def diploma_of_a_lower_school(stage: Stage) -> Paper:
    """Bằng tốt nghiệp trung học cơ sở, by the district's division of education; upright sheet in a frame."""
    rng, who = stage.rng, graduate(stage, 15)
    day = _finished(rng, who, 15)
    sheet = Sheet(rng, size=(148, 210), margins=(18, 18, 16), points=11.5, family=pick(rng, "times|noto serif"))
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, (232, 244, 226), rng, 80), 0, 0)
    framed(sheet, (60, 130, 80), 7)
    district = who.home.units_on(day)[1]
    nation(sheet, points=11)
    sheet.space(3)
    sheet.line((f"TRƯỞNG PHÒNG GIÁO DỤC VÀ ĐÀO TẠO {district.upper()}", "b"), align="c", points=10.5)
    sheet.line("cấp", align="c")
    title(sheet, "BẰNG TỐT NGHIỆP", "TRUNG HỌC CƠ SỞ", red=True, points=17, after=3)
    particulars(
        sheet,
        [
            ("Cho", f"{who.honorific} {who.name}"),
            ("Sinh ngày", slashed(who.born), "tại", bare(who.origin.units_on(day)[-1])),
            ("Giới tính", who.sex_word, "Dân tộc", who.ethnicity),
            ("Học sinh trường", f"THCS {pick(rng, 'Trần Phú|Lê Hồng Phong|Kim Đồng|Võ Thị Sáu')}"),
            ("Khóa thi/xét", str(day.year), "Xếp loại tốt nghiệp", pick(rng, "Giỏi|Khá|Trung bình")),
        ],
        manner(rng, value="b", leader=rng.random() < 0.5, indent=0),
    )
    number = _serial(rng, "A|B|C|QN|SL")
    sheet.space(3)
    dated(sheet, bare(district), day, x=104)
    office = Office("", (f"PHÒNG GIÁO DỤC VÀ ĐÀO TẠO {district.upper()}",), bare(district), bare(district))
    row = sheet.y
    signed(sheet, office, ["TRƯỞNG PHÒNG"], stage.official, x=104, room=24)
    sheet.put(18, row + 34, f"Số hiệu: {number}", points=10)
    sheet.put(18, row + 39, f"Số vào sổ cấp bằng: {rng.randint(10, 900)}", points=10)
    return paper(stage, "diploma", "diploma_of_a_lower_school", [sheet], degree_fields(who.name, who, number, day))


@layout("diploma", date(2008, 1, 1))
def diploma_of_a_college(stage: Stage) -> Paper:
    """Bằng tốt nghiệp cao đẳng or trung cấp: Vietnamese alone, the major as a line under the title."""
    rng, who = stage.rng, graduate(stage, 21)
    day, sheet = _finished(rng, who, 21), landscape(rng)
    school = pick(rng, "TRƯỜNG CAO ĐẲNG NGHỀ VIỆT ĐỨC|TRƯỜNG CAO ĐẲNG Y TẾ SÔNG LAM|TRƯỜNG TRUNG CẤP KINH TẾ")
    sheet.y = 15
    sheet.put(105, sheet.y, NATION, "b", points=12, align="c")
    sheet.put(105, sheet.y + 5.5, MOTTO, "b", points=11.5, align="c")
    sheet.y = 30
    sheet.line((f"HIỆU TRƯỞNG {school}", "b"), align="c", points=11.5)
    sheet.line(("cấp", "i"), align="c", points=10)
    level = "CAO ĐẲNG" if "CAO" in school else "TRUNG CẤP"
    title(sheet, f"BẰNG TỐT NGHIỆP {level}", red=True, points=19, after=0.5)
    major = pick(rng, "Điều dưỡng|Kế toán doanh nghiệp|Công nghệ ô tô|Thú y|Điện công nghiệp")
    sheet.line((f"Ngành: {major}", "b"), align="c", after=1.5)
    particulars(
        sheet,
        [
            (pick(rng, "Cho|Cấp cho"), f"{rng.choice((who.honorific + ' ', ''))}{who.name.upper()}"),
            ("Ngày sinh", slashed(who.born), "Nơi sinh", bare(who.origin.units_on(day)[-1])),
            ("Năm tốt nghiệp", str(day.year), "Xếp loại", pick(rng, "Khá|Giỏi|Trung bình khá")),
            ("Hình thức đào tạo", "Chính quy"),
        ],
        Manner(indent=30, value="b", after=0.3),
    )
    place, number = bare(who.home.units_on(day)[-1]), _serial(rng, "CĐ|TC|B|A")
    sheet.put(150, sheet.y + 1, f"{place}, {long_date(day)}", "i", align="c", points=11)
    sheet.y += 6.5
    signed(sheet, Office("", (school,), place, place), ["HIỆU TRƯỞNG"], stage.official, x=150, room=22)
    sheet.put(20, 124, f"Số hiệu: {number}", points=10)
    sheet.put(20, 129, f"Số vào sổ: {rng.randint(100, 2000)}/{day.year}", points=10)
    name = who.name.upper()
    return paper(stage, "diploma", "diploma_of_a_college", [sheet], degree_fields(name, who, number, day))


@layout("other", date(2008, 1, 1), date(2026, 1, 1), apart=True)
def temporary_certificate_of_graduation(stage: Stage) -> Paper:
    """Giấy chứng nhận tốt nghiệp tạm thời, until the diploma is printed: a school's letter, and no diploma."""
    rng, who = stage.rng, graduate(stage, 18)
    day, sheet = _finished(rng, who, 18), a4(stage.rng)
    province = bare(who.home.units_on(day)[-1])
    school = f"TRƯỜNG THPT {pick(rng, 'LÊ LỢI|CHU VĂN AN|SỐ 1|NGUYỄN DU|HÙNG VƯƠNG')}"
    office = Office(f"SỞ GIÁO DỤC VÀ ĐÀO TẠO {province.upper()}", (school,), province, province)
    figure, rest = str(rng.randint(10, 900)), pick(rng, "/GCNTN|/GCN-THPT")
    letterhead(sheet, office, number_runs(rng, figure, rest))
    title(sheet, "GIẤY CHỨNG NHẬN TỐT NGHIỆP", pick(rng, "TRUNG HỌC PHỔ THÔNG (TẠM THỜI)|TẠM THỜI"), after=3)
    sheet.line(f"HIỆU TRƯỞNG {school}", align="c")
    sheet.line(("CHỨNG NHẬN", "b"), align="c", after=2)
    particulars(
        sheet,
        [
            ("Học sinh", who.name.upper()),
            ("Ngày sinh", slashed(who.born), "Giới tính", who.sex_word),
            ("Nơi sinh", bare(who.origin.units_on(day)[-1])),
            ("Số báo danh", f"{rng.randrange(10**8):08d}"),
            ("Hội đồng thi", f"Sở Giáo dục và Đào tạo {province}"),
            ("Đã tốt nghiệp trung học phổ thông năm", str(day.year)),
        ],
        manner(rng),
    )
    sheet.line(("Giấy này có giá trị đến khi được cấp Bằng tốt nghiệp.", "i"), indent=8, after=4)
    dated(sheet, province, day)
    signed(sheet, office, ["HIỆU TRƯỞNG"], stage.official)
    return paper(stage, "other", "temporary_certificate_of_graduation", [sheet], {})


@layout("diploma", date(2012, 1, 1), date(2026, 1, 1))
def copy_from_the_register_of_diplomas(stage: Stage) -> Paper:
    """BẢN SAO on A4, made out of the original register: its own day and the diploma's."""
    rng, who = stage.rng, graduate(stage, 18)
    day, sheet = _finished(rng, who, 18), a4(stage.rng)
    copied = world.workday(rng, date(day.year + 1, 1, 10), date(day.year + 3, 12, 1))
    province = bare(who.home.units_on(day)[-1])
    nation(sheet)
    office = Office("", (f"SỞ GIÁO DỤC VÀ ĐÀO TẠO {province.upper()}",), province, province)
    title(sheet, f"GIÁM ĐỐC {office.issuing}", points=sheet.points, after=1)
    title(sheet, "BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG", "(BẢN SAO)", after=3)
    number = _serial(rng, "A|B|C|QH")
    particulars(
        sheet,
        [
            ("Cấp cho", who.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Nơi sinh", bare(who.origin.units_on(day)[-1])),
            ("Giới tính", who.sex_word, "Dân tộc", who.ethnicity),
            ("Học sinh trường", f"THPT {pick(rng, 'Lê Lợi|Chu Văn An|Nguyễn Du')}"),
            ("Xếp loại tốt nghiệp", pick(rng, "Khá|Giỏi|Trung bình")),
            ("Số hiệu văn bằng", number),
            ("Số vào sổ gốc cấp văn bằng", f"{rng.randint(10, 900)}/{day.year}"),
            ("Ngày cấp văn bằng", slashed(day)),
        ],
        manner(rng),
    )
    sheet.line(f"Số vào sổ cấp bản sao: {rng.randint(5, 700)}", after=4)
    dated(sheet, province, copied)
    signed(sheet, office, ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"], stage.official)
    fields = degree_fields(who.name.upper(), who, number, day)
    return paper(stage, "diploma", "copy_from_the_register_of_diplomas", [sheet], fields)


@layout("diploma", date(2009, 1, 1), apart=True)
def degree_in_one_language(stage: Stage) -> Paper:
    """Bằng thạc sĩ or cử nhân of an older kind: everything centred, no labels but for birth and grade."""
    rng, who = stage.rng, graduate(stage, 24)
    day, sheet = _finished(rng, who, 24), landscape(rng)
    school = pick(rng, "ĐẠI HỌC MIỀN TRUNG|TRƯỜNG ĐẠI HỌC NÔNG NGHIỆP|HỌC VIỆN TÀI CHÍNH CÔNG")
    sheet.y = 14
    for text, style, points in (
        (NATION, "b", 12),
        (MOTTO, "b", 11),
        (pick(rng, "HIỆU TRƯỞNG|GIÁM ĐỐC"), "", 10.5),
        (school, "b", 12),
        (pick(rng, "cấp bằng|công nhận và cấp bằng"), "i", 10),
        (pick(rng, "THẠC SĨ KINH TẾ|CỬ NHÂN LUẬT|THẠC SĨ KHOA HỌC NÔNG NGHIỆP|KỸ SƯ THỦY LỢI"), "br", 20),
        (f"{pick(rng, 'Cho|cho')}: {who.honorific} {who.name}", "b", 13),
        (f"Sinh ngày {slashed(who.born)} tại {bare(who.origin.units_on(day)[-1])}", "", 11),
        (f"Hạng tốt nghiệp: {pick(rng, 'Khá|Giỏi|Xuất sắc|Trung bình')}", "", 11),
    ):
        sheet.line((text, style), align="c", points=points, after=1)
    place, number = bare(who.origin.units_on(day)[-1]), _serial(rng, "ThS|CN|QT|ĐH")
    sheet.put(150, sheet.y + 1, f"{place}, {long_date(day)}", "i", align="c", points=10.5)
    sheet.y += 6
    signed(
        sheet, Office("", (school,), place, place), [pick(rng, "HIỆU TRƯỞNG|GIÁM ĐỐC")], stage.official, x=150, room=20
    )
    sheet.picture(ink.portrait(px(24), px(32), rng), 22, 84)
    sheet.put(20, 122, f"{pick(rng, 'Số hiệu bằng|Số hiệu|Bằng số')}: {number}", points=10)
    sheet.put(20, 127, f"Vào sổ số: {rng.randint(10, 4000)}", points=10)
    return paper(stage, "diploma", "degree_in_one_language", [sheet], degree_fields(who.name, who, number, day))
