"""Identity papers in further dress: the nine digits on paper, the card with a bar code, a child's card."""

from __future__ import annotations

from datetime import date

from samples import ink, world
from samples.papers.cards import WIDE, card_sheet, expiry_of, faces_of, identity_fields, mrz, mrz_on, pair
from samples.papers.common import MOTTO, NATION, layout
from samples.papers.rows import pick
from samples.sheet import px
from samples.stage import Paper, Stage
from samples.world import Person, dashed, slashed


def code_of(who: Person, told: Person, residence: str, issued: date, tail: tuple[str, ...] = ()) -> str:
    """What the QR code of a card holds: seven fields since 2021, and further ones since 2024."""
    born, made = told.born.strftime("%d%m%Y"), issued.strftime("%d%m%Y")
    return "|".join((told.number, who.old_number or "", who.name, born, who.sex_word, residence, made, *tail))


@layout("citizen_id", date(2002, 1, 1), date(2015, 12, 1))
def identity_paper_of_nine_digits(stage: Stage) -> Paper:
    """Giấy chứng minh nhân dân: typed over lines, the day and the chief of the province's police on the back."""
    rng, day = stage.rng, stage.day
    who = stage.husband if stage.husband.old_number else stage.wife
    number = who.old_number or "012345678"
    scale = rng.choice((1.0, 1.2, 1.45))
    front, back = (card_sheet(stage, scale, (226, 232, 246), pick(rng, "times|arial")) for _ in range(2))
    front.fill = pick(rng, "typewriter|times|arial")
    for text, style, points in ((NATION, "b", 6.6), (MOTTO, "b", 6.0)):
        front.put(54 * scale, front.y, text, style, points=points * scale, align="c")
        front.y += 2.7 * scale
    front.put(
        54 * scale, 8.6 * scale, "GIẤY CHỨNG MINH NHÂN DÂN", "b", points=9 * scale, align="c", colour=(190, 30, 50)
    )
    front.put(54 * scale, 12.8 * scale, f"SỐ {number}", "b", points=10 * scale, align="c", colour=(190, 30, 50))
    front.picture(ink.portrait(px(20 * scale), px(27 * scale), rng), 3.5 * scale, 18 * scale)
    origin, residence = who.origin.text(day), who.home.text(day, hamlet=True)
    x, front.y = 27 * scale, 18.5 * scale
    for label, value in (
        ("Họ tên", who.name.upper()),
        ("Sinh ngày", dashed(who.born)),
        ("Nguyên quán", origin),
        ("Nơi ĐKHK thường trú", residence),
    ):
        front.line(
            f"{label}: ", (value, "f"), left=x, right=(WIDE - 2) * scale, points=6.6 * scale, leader=True, after=0.9
        )
    back.y = 4 * scale
    back.line(
        f"Dân tộc: {who.ethnicity}        Tôn giáo: {who.religion}",
        left=4 * scale,
        right=(WIDE - 2) * scale,
        points=6.6 * scale,
    )
    back.put(
        52 * scale, 9 * scale, "DẤU VẾT RIÊNG VÀ DỊ HÌNH", "b", points=6.4 * scale, align="c", colour=(190, 30, 50)
    )
    back.put(52 * scale, 12.5 * scale, pick(rng, _MARKS), "i", points=6.2 * scale, align="c")
    d, province = stage.day, world.bare(who.origin.units_on(day)[-1])
    back.put(
        52 * scale, 20 * scale, f"Ngày {d.day:02d} tháng {d.month:02d} năm {d.year}", points=6.4 * scale, align="c"
    )
    back.put(52 * scale, 23.2 * scale, f"GIÁM ĐỐC CA {province.upper()}", "b", points=6.2 * scale, align="c")
    back.picture(ink.seal(f"CÔNG AN TỈNH {province}", "GIÁM ĐỐC", px(16 * scale), rng), 34 * scale, 26 * scale)
    back.picture(ink.signature(px(22 * scale), px(8 * scale), rng, ink.BLUE), 44 * scale, 28 * scale)
    back.put(54 * scale, 40 * scale, world.name_of_official(rng), points=6.4 * scale, align="c")
    for y, text in ((8, "NGÓN TRỎ TRÁI"), (30, "NGÓN TRỎ PHẢI")):
        back.put(10 * scale, y * scale, text, points=4 * scale, align="c")
        back.box(4 * scale, (y + 3) * scale, 16 * scale, (y + 18) * scale, 0.2)
    fields = identity_fields(stage, origin, residence) | {
        "personal_id": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "sex": None,
    }
    return faces_of(stage, "citizen_id", "identity_paper_of_nine_digits", front, back, fields)


@layout("citizen_id", date(2016, 1, 2), date(2021, 1, 20))
def coded_card_of_2016(stage: Stage) -> Paper:
    """Căn cước công dân with a bar code on the back, before the chip: no QR code, no machine-readable zone."""
    rng, who, scale, day = stage.rng, stage.person, stage.rng.choice((1.0, 1.25, 1.5)), stage.day
    until = expiry_of(who, day)
    front, back = (card_sheet(stage, scale, (220, 236, 236)) for _ in range(2))
    for text, style, points in ((NATION, "b", 6.4), (MOTTO, "b", 5.8)):
        front.put(52 * scale, front.y, text, style, points=points * scale, align="c")
        front.y += 2.6 * scale
    front.put(52 * scale, 8.4 * scale, "CĂN CƯỚC CÔNG DÂN", "b", points=10.5 * scale, align="c", colour=(190, 30, 40))
    front.picture(ink.portrait(px(20 * scale), px(26 * scale), rng), 3.5 * scale, 15 * scale)
    x, y = 26.5 * scale, 14.4 * scale
    front.put(x, y, f"Số: {who.number}", "b", points=8.6 * scale, colour=(190, 30, 40))
    origin, residence = (place.text(day, ranks=False) for place in (who.origin, who.home))
    residence = f"{who.home.hamlet}, {residence}"
    y += 4.4 * scale
    for label, value in (("Họ và tên:", who.name.upper()), ("Ngày, tháng, năm sinh:", slashed(who.born))):
        y = pair(front, x, y, label, value, scale) + 0.5 * scale
    pair(front, x, y, "Giới tính:", who.sex_word, scale)
    y = pair(front, x + 22 * scale, y, "Quốc tịch:", "Việt Nam", scale) + 0.5 * scale
    front.y = y
    for label, value in (("Quê quán: ", origin), ("Nơi thường trú: ", residence)):
        front.line(label, (value, "b"), left=x, right=(WIDE - 2) * scale, points=6 * scale, after=0.6)
    front.put(3.5 * scale, 43 * scale, "Có giá trị đến:", points=5 * scale)
    front.put(3.5 * scale, 45.6 * scale, slashed(until) if until else "Không thời hạn", "b", points=6 * scale)
    back.picture(ink.barcode(who.number, px(58 * scale), px(7 * scale)), 14 * scale, 3 * scale)
    back.put(4 * scale, 12 * scale, "Đặc điểm nhân dạng:", points=5.4 * scale)
    back.put(4 * scale, 14.8 * scale, pick(rng, _MARKS), "b", points=6 * scale)
    d = day
    back.put(
        55 * scale, 20 * scale, f"Ngày {d.day:02d} tháng {d.month:02d} năm {d.year}", "b", points=6.2 * scale, align="c"
    )
    chief = pick(rng, "CỤC TRƯỞNG CỤC CẢNH SÁT ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ|CỤC TRƯỞNG CỤC CẢNH SÁT QLHC VỀ TTXH")
    back.put(55 * scale, 23 * scale, chief, "b", points=4.6 * scale, align="c")
    back.picture(ink.seal("BỘ CÔNG AN", "C72", px(15 * scale), rng), 38 * scale, 26 * scale)
    back.picture(ink.signature(px(20 * scale), px(8 * scale), rng, ink.BLACK), 46 * scale, 28 * scale)
    back.put(56 * scale, 40 * scale, world.name_of_official(rng), "b", points=6.2 * scale, align="c")
    for y0, text in ((20, "Ngón trỏ trái"), (36, "Ngón trỏ phải")):
        back.put(11 * scale, y0 * scale, text, points=4.4 * scale, align="c")
        back.box(5 * scale, (y0 + 2.5) * scale, 17 * scale, (y0 + 14) * scale, 0.2)
    return faces_of(stage, "citizen_id", "coded_card_of_2016", front, back, identity_fields(stage, origin, residence))


@layout("citizen_id", date(2021, 2, 1), date(2024, 7, 1), apart=True)
def chip_card_in_other_type(stage: Stage) -> Paper:
    """The chip card in other faces, labels beside or above their values."""
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.3, 1.6))
    issued, until = stage.day, expiry_of(stage.person, stage.day)
    family, below = rng.choice(("noto sans display", "dejavu sans", "times", "noto sans")), rng.random() < 0.5
    front, back = (card_sheet(stage, scale, tint, family) for tint in ((232, 236, 224), (224, 236, 240)))
    middle = 46 * scale
    front.put(middle, 2 * scale, NATION, "b", points=5.8 * scale, align="c")
    front.put(middle, 4.6 * scale, MOTTO, "b", points=5.4 * scale, align="c")
    front.put(middle, 7 * scale, "SOCIALIST REPUBLIC OF VIET NAM", points=4.2 * scale, align="c")
    front.put(middle, 9 * scale, "Independence - Freedom - Happiness", points=4.2 * scale, align="c")
    front.put(middle, 11.3 * scale, "CĂN CƯỚC CÔNG DÂN", "b", points=9.5 * scale, align="c", colour=(200, 40, 40))
    front.put(middle, 15 * scale, "Citizen Identity Card", "i", points=5 * scale, align="c")
    residence, origin = who.home.text(issued, hamlet=True, ranks=False), who.origin.text(issued, ranks=False)
    told = stage.coded(who, "qr_and_print")
    code = code_of(who, told, residence, issued)
    front.picture(ink.qr(code, px(13 * scale)), (WIDE - 15) * scale, 2 * scale)
    front.picture(ink.portrait(px(19 * scale), px(25 * scale), rng), 3 * scale, 18 * scale)
    x, y = 25 * scale, 19 * scale
    y = pair(front, x, y, "Số/No.:", who.number, scale * 1.15) + 0.4 * scale
    y = pair(front, x, y, "Họ và tên/Full name:", who.name.upper(), scale, value_below=below) + 0.2 * scale
    y = pair(front, x, y, "Ngày sinh/Date of birth:", slashed(who.born), scale)
    pair(front, x, y, "Giới tính/Sex:", who.sex_word, scale * 0.94)
    y = pair(front, x + 22 * scale, y, "Quốc tịch/Nationality:", "Việt Nam", scale * 0.94)
    front.y = y
    for label, value in (("Quê quán/Place of origin: ", origin), ("Nơi thường trú/Place of residence: ", residence)):
        front.line(label, (value, "b"), left=x, right=(WIDE - 2) * scale, points=5.4 * scale, after=0.5)
    front.put(3 * scale, 44.5 * scale, "Có giá trị đến/Date of expiry:", points=4.2 * scale)
    front.put(3 * scale, 46.6 * scale, slashed(until) if until else "Không thời hạn", "b", points=5.4 * scale)
    back.put(3 * scale, 2.5 * scale, "Đặc điểm nhân dạng/Personal identification:", points=4.8 * scale)
    back.put(3 * scale, 5 * scale, pick(rng, _MARKS), "b", points=5.6 * scale)
    pair(back, 20 * scale, 10 * scale, "Ngày, tháng, năm/Date, month, year:", slashed(issued), scale)
    for k, text in enumerate(("CỤC TRƯỞNG CỤC CẢNH SÁT", "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI")):
        back.put(42 * scale, (14 + 2.5 * k) * scale, text, "b", points=5 * scale, align="c")
    back.picture(ink.seal("BỘ CÔNG AN", "C06", px(13 * scale), rng), 28 * scale, 18 * scale)
    back.picture(ink.signature(px(20 * scale), px(7 * scale), rng, ink.BLACK), 34 * scale, 20 * scale)
    back.put(42 * scale, 29.5 * scale, world.name_of_official(rng), "b", points=5.6 * scale, align="c")
    mrz_on(back, mrz(stage.coded(who, "mrz_and_print"), until), scale)
    fields = identity_fields(stage, origin, residence)
    return faces_of(stage, "citizen_id", "chip_card_in_other_type", front, back, fields)


@layout("citizen_id", date(2024, 7, 1), apart=True)
def identity_card_of_a_child(stage: Stage) -> Paper:
    """The card of 2024 of somebody under fourteen, without a portrait; the code names the parents too."""
    who, scale, issued = stage.child, stage.rng.choice((1.0, 1.3, 1.5)), stage.day
    until = who.at_age(14 if who.age_on(issued) < 12 else 25)
    front, back = (card_sheet(stage, scale, tint) for tint in ((220, 232, 238), (232, 238, 240)))
    for text, points in ((NATION, 6.2), (MOTTO, 5.6)):
        front.put(46 * scale, front.y, text, "b", points=points * scale, align="c")
        front.y += 2.6 * scale
    front.put(46 * scale, 8.8 * scale, "CĂN CƯỚC", "b", points=12 * scale, align="c", colour=(190, 30, 40))
    front.put(46 * scale, 13.6 * scale, "IDENTITY CARD", "b", points=6 * scale, align="c")
    front.picture(ink.drum(px(18 * scale), (206, 200, 160)), 4 * scale, 20 * scale)
    x, y = 26 * scale, 18.5 * scale
    for label, value in (
        ("Số định danh cá nhân / Personal identification number:", who.number),
        ("Họ, chữ đệm và tên khai sinh / Full name:", who.name.upper()),
        ("Ngày, tháng, năm sinh / Date of birth:", slashed(who.born)),
    ):
        y = pair(front, x, y, label, value, scale, value_below=True) + 0.8 * scale
    pair(front, x, y, "Giới tính / Sex:", who.sex_word, scale)
    pair(front, x + 24 * scale, y, "Quốc tịch / Nationality:", "Việt Nam", scale)
    residence, birthplace = who.home.text(issued, hamlet=True), who.origin.text(issued)
    back.y = 2.5 * scale
    for label, value in (
        ("Nơi cư trú / Place of residence:", residence),
        ("Nơi đăng ký khai sinh / Place of birth:", birthplace),
    ):
        back.line(label, left=4 * scale, right=62 * scale, points=5 * scale, after=0)
        back.line((value, "b"), left=4 * scale, right=62 * scale, points=5.8 * scale, after=0.6)
    y = pair(back, 4 * scale, back.y, "Ngày, tháng, năm cấp / Date of issue:", slashed(issued), scale)
    pair(back, 4 * scale, y, "Ngày, tháng, năm hết hạn / Date of expiry:", slashed(until), scale)
    back.put(44 * scale, y + 5 * scale, "BỘ CÔNG AN / MINISTRY OF PUBLIC SECURITY", "b", points=4.8 * scale, align="c")
    told = stage.coded(who, "qr_and_print")
    tail = (stage.husband.name, stage.wife.name, "")
    back.picture(ink.qr(code_of(who, told, residence, issued, tail), px(18 * scale)), (WIDE - 21) * scale, 3 * scale)
    mrz_on(back, mrz(stage.coded(who, "mrz_and_print"), until), scale)
    fields = identity_fields(stage, birthplace, residence) | {
        "personal_id": who.number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "sex": who.sex,
    }
    return faces_of(stage, "citizen_id", "identity_card_of_a_child", front, back, fields)


_MARKS = (
    "Sẹo chấm C: 1cm dưới sau đuôi mắt trái|Nốt ruồi C: 1,5cm trên mép trái|Sẹo dài 2cm giữa trán|"
    "Nốt ruồi cách 1cm dưới trước cánh mũi phải"
)
