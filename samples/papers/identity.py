"""Cards, and what the police confirm: căn cước công dân (2021), căn cước (2024), driving licences, insurance, CT07."""

from __future__ import annotations

from datetime import date, timedelta

from samples import ink, world
from samples.faces import SANS
from samples.papers.common import MOTTO, NATION, a4, layout, letterhead, number_runs, paper, signed, title
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage
from samples.world import Person, slashed
from terms.text import fold

_WIDE, _HIGH = 85.6, 53.98  # ID-1, ISO/IEC 7810


def _card(stage: Stage, scale: float, tint: tuple[int, int, int], family: str | None = None) -> Sheet:
    sheet = Sheet(
        stage.rng,
        size=(_WIDE * scale, _HIGH * scale),
        margins=(3 * scale, 2.2 * scale, 2 * scale),
        family=family or stage.rng.choice(SANS),
        points=6.2 * scale,
    )
    ground = tuple(min(255, value + 14) for value in tint)
    sheet.image.paste(ground, (0, 0, sheet.image.width, sheet.image.height))
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, tint, stage.rng, 46), 0, 0)
    sheet.leading = 1.12
    return sheet


def _faces(stage: Stage, kind: str, name: str, front: Sheet, back: Sheet, fields: dict[str, str | None]) -> Paper:
    """Both faces as they reach a counter: on one sheet from the copier, or each scanned by itself."""
    if stage.rng.random() < 0.5:
        return paper(stage, kind, name, [front, back], fields)
    sheet = a4(stage.rng)
    x = (sheet.width - front.width) / 2
    top = stage.rng.uniform(30, 45)
    for face_of_card, y in ((front, top), (back, top + front.height + stage.rng.uniform(18, 40))):
        sheet.image.paste(face_of_card.image, (px(x), px(y)))
        sheet.lines += face_of_card.lines
    return paper(stage, kind, name, [sheet], fields)


def _pair(card: Sheet, x: float, y: float, label: str, value: str, scale: float, *, value_below: bool = False) -> float:
    """A small label and a larger value beside or below it; the y of the next line."""
    small, large = 5.0 * scale, 6.8 * scale
    if value_below:
        card.put(x, y, label, points=small)
        card.put(x, y + 2.5 * scale, value, "b", points=large)
        return y + 6.2 * scale
    card.y = y
    row = card.measure(label + " ", "", small)
    card.draw(x, y + 0.5 * scale, label, "", small, None)
    card.draw(x + row, y, value, "b", large, None)
    card.lines.append(f"{label} {value}")
    return y + 3.4 * scale


def mrz(who: Person, expiry: date | None) -> tuple[str, str, str]:
    """The three lines of ICAO 9303 TD1 as Vietnamese cards fill them."""
    until = expiry.strftime("%y%m%d") if expiry else "991231"
    short, born, sex = who.number[3:], who.born.strftime("%y%m%d"), "M" if who.sex == "male" else "F"
    first = f"IDVNM{short}{_check(short)}{who.number}<<"
    first += _check(first[15:29].ljust(14, "<"))
    second = f"{born}{_check(born)}{sex}{until}{_check(until)}VNM{'<' * 11}"
    second += _check(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    family, *given = fold(who.name).upper().replace("'", "").split()
    return first, second, f"{family}<<{'<'.join(given)}".ljust(30, "<")[:30]


def _check(text: str) -> str:
    values = (0 if c == "<" else int(c) if c.isdigit() else ord(c) - 55 for c in text)
    return str(sum(value * (7, 3, 1)[k % 3] for k, value in enumerate(values)) % 10)


def _expiry(who: Person, issued: date) -> date | None:
    """At 25, 40 and 60 (Law on identity, Article 21); a card issued within two years before runs to the next age."""
    for years in (25, 40, 60):
        if who.age_on(issued) < years - 2:
            return date(who.born.year + years, who.born.month, min(who.born.day, 28))
    return None


def _mrz_on(card: Sheet, lines: tuple[str, str, str], scale: float) -> None:
    card.family = "typewriter"
    y = card.height - 14 * scale
    for text in lines:
        card.put(3.5 * scale, y, text, "b", points=12 * scale)
        y += 4.3 * scale


@layout("citizen_id", date(2021, 2, 1), date(2024, 7, 1))
def chip_card_of_2021(stage: Stage) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.25, 1.5))
    issued, until = stage.day, _expiry(stage.person, stage.day)
    front = _card(stage, scale, (226, 238, 230))
    middle = 44 * scale
    for text, style, points in (
        (NATION, "b", 6.4),
        (MOTTO, "b", 5.8),
        ("SOCIALIST REPUBLIC OF VIET NAM", "", 4.6),
        ("Independence - Freedom - Happiness", "", 4.6),
    ):
        front.put(middle, front.y, text, style, points=points * scale, align="c", said=points > 5)
        front.y += (2.5 if points > 5 else 2.0) * scale
    front.y += 0.5 * scale
    front.put(middle, front.y, "CĂN CƯỚC CÔNG DÂN", "b", points=10.5 * scale, align="c", colour=(190, 30, 40))
    front.put(middle, front.y + 4.2 * scale, "Citizen Identity Card", points=5 * scale, align="c")
    residence = who.home.text(issued, hamlet=True, ranks=False)
    origin = who.origin.text(issued, ranks=False)
    code = "|".join(
        (
            who.number,
            who.old_number or "",
            who.name,
            who.born.strftime("%d%m%Y"),
            who.sex_word,
            residence,
            issued.strftime("%d%m%Y"),
        )
    )
    front.picture(ink.qr(code, px(13.5 * scale)), (_WIDE - 16) * scale, 1.5 * scale)
    front.picture(ink.portrait(px(20 * scale), px(26 * scale), rng), 3.5 * scale, 19 * scale)
    x, y = 26.5 * scale, 19.2 * scale
    front.put(x, y, "Số / No.:", points=5.4 * scale)
    front.put(x + 9.5 * scale, y - 0.6 * scale, who.number, "b", points=9.5 * scale)
    y = _pair(front, x, y + 4.2 * scale, "Họ và tên / Full name:", who.name.upper(), scale, value_below=True)
    y = _pair(front, x, y, "Ngày sinh / Date of birth:", slashed(who.born), scale)
    row = y
    _pair(front, x, row, "Giới tính / Sex:", who.sex_word, scale)
    y = _pair(front, x + 22 * scale, row, "Quốc tịch / Nationality:", "Việt Nam", scale)
    y = _pair(front, x, y, "Quê quán / Place of origin:", origin, scale, value_below=True)
    hamlet, _, rest = residence.partition(", ")
    y = _pair(front, x, y, "Nơi thường trú / Place of residence:", hamlet, scale)
    front.put(x, y - 0.2 * scale, rest, "b", points=6.4 * scale)
    front.put(3 * scale, 46 * scale, "Có giá trị đến:", points=4.6 * scale)
    front.put(3 * scale, 48.4 * scale, slashed(until) if until else "Không thời hạn", "b", points=5.4 * scale)
    back = _card(stage, scale, (232, 236, 226))
    mark = rng.choice(
        (
            "Sẹo chấm C: 1,5cm trên sau cánh mũi trái",
            "Nốt ruồi C: 2cm dưới sau mép phải",
            "Sẹo chấm C: 0,5cm trên trước đầu lông mày phải",
        )
    )
    y = _pair(back, 3 * scale, 3 * scale, "Đặc điểm nhân dạng / Personal identification:", "", scale)
    back.put(3 * scale, y - 0.4 * scale, mark, "b", points=6 * scale)
    y = _pair(back, 22 * scale, 10.5 * scale, "Ngày, tháng, năm / Date, month, year:", slashed(issued), scale)
    for text in ("CỤC TRƯỞNG CỤC CẢNH SÁT", "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"):
        back.put(42 * scale, y, text, "b", points=5.4 * scale, align="c")
        y += 2.5 * scale
    name = world.name_of_official(rng)
    back.picture(ink.seal("BỘ CÔNG AN", "C06", px(14 * scale), rng), 27 * scale, y - 2 * scale)
    back.picture(ink.signature(px(20 * scale), px(8 * scale), rng, ink.BLACK), 35 * scale, y)
    back.put(42 * scale, y + 9 * scale, name, "b", points=6 * scale, align="c")
    back.pen.rounded_rectangle(
        [px(v * scale) for v in (5, 13, 17, 23)], px(1.5), fill=(214, 180, 90), outline=(150, 120, 50)
    )
    back.put(76 * scale, 15 * scale, "Ngón trỏ trái", points=4.6 * scale, align="c")
    back.put(76 * scale, 27 * scale, "Ngón trỏ phải", points=4.6 * scale, align="c")
    _mrz_on(back, mrz(who, until), scale)
    return _faces(stage, "citizen_id", "chip_card_of_2021", front, back, _identity_fields(stage, origin, residence))


@layout("citizen_id", date(2024, 7, 1))
def identity_card_of_2024(stage: Stage) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.3, 1.5))
    issued, until = stage.day, _expiry(stage.person, stage.day)
    front = _card(stage, scale, (222, 232, 240))
    for text, points, style in ((NATION, 6.4, "b"), (MOTTO, 5.8, "b")):
        front.put(48 * scale, front.y, text, style, points=points * scale, align="c")
        front.y += 2.7 * scale
    front.put(48 * scale, 9.4 * scale, "CĂN CƯỚC", "b", points=12 * scale, align="c", colour=(190, 30, 40))
    front.put(48 * scale, 14.2 * scale, "IDENTITY CARD", "b", points=6 * scale, align="c")
    front.picture(ink.portrait(px(20 * scale), px(27 * scale), rng), 4 * scale, 20 * scale)
    x, y = 28 * scale, 19.5 * scale
    for label, value in (
        ("Số định danh cá nhân / Personal identification number:", who.number),
        ("Họ, chữ đệm và tên khai sinh / Full name:", who.name.upper()),
        ("Ngày, tháng, năm sinh / Date of birth:", slashed(who.born)),
    ):
        y = _pair(front, x, y, label, value, scale, value_below=True) + 0.8 * scale
    _pair(front, x, y, "Giới tính / Sex:", who.sex_word, scale)
    _pair(front, x + 22 * scale, y, "Quốc tịch / Nationality:", "Việt Nam", scale)
    back = _card(stage, scale, (230, 236, 240))
    residence = who.home.text(issued, hamlet=True)
    birthplace = who.origin.text(issued)
    x, y = 4 * scale, 2.5 * scale
    wide = 58 * scale
    for label, value in (
        ("Nơi cư trú / Place of residence:", residence),
        ("Nơi đăng ký khai sinh / Place of birth:", birthplace),
    ):
        back.put(x, y, label, points=5 * scale)
        back.y = y + 2.4 * scale
        back.line((value, "b"), left=x, right=x + wide, points=5.8 * scale, after=0)
        y = back.y + 0.6 * scale
    _pair(back, x, y, "Ngày, tháng, năm cấp / Date of issue:", slashed(issued), scale)
    shown = slashed(until) if until else "Không thời hạn"
    _pair(back, x, y + 3.6 * scale, "Ngày, tháng, năm hết hạn / Date of expiry:", shown, scale)
    back.put(44 * scale, y + 8.2 * scale, "BỘ CÔNG AN", "b", points=5.6 * scale, align="c")
    back.put(44 * scale, y + 10.8 * scale, "MINISTRY OF PUBLIC SECURITY", "b", points=4.6 * scale, align="c")
    code = "|".join(
        (
            who.number,
            who.old_number or "",
            who.name,
            who.born.strftime("%d%m%Y"),
            who.sex_word,
            residence,
            issued.strftime("%d%m%Y"),
            "",
            "",
            "",
        )
    )
    back.picture(ink.qr(code, px(17 * scale)), (_WIDE - 20.5) * scale, 3 * scale)
    back.pen.rounded_rectangle(
        [px(v * scale) for v in (6, 28, 17, 37)], px(1.5), fill=(214, 180, 90), outline=(150, 120, 50)
    )
    _mrz_on(back, mrz(who, until), scale)
    return _faces(
        stage, "citizen_id", "identity_card_of_2024", front, back, _identity_fields(stage, birthplace, residence)
    )


def _identity_fields(stage: Stage, origin: str, residence: str) -> dict[str, str | None]:
    return {
        "personal_id": stage.person.number,
        "full_name": stage.person.name.upper(),
        "date_of_birth": stage.person.born.isoformat(),
        "sex": stage.person.sex,
        "place_of_origin": origin,
        "permanent_residence": residence,
        "issue_date": stage.day.isoformat(),
    }


# --- driving licence --------------------------------------------------------------------------------------------------


@layout("driving_licence", date(2015, 1, 1), date(2025, 3, 1))
def licence_of_transport(stage: Stage) -> Paper:
    return _licence(
        stage, "BỘ GTVT", "MOT", "SỞ GIAO THÔNG VẬN TẢI", ("A1", "A2", "B1", "B2", "C"), "licence_of_transport"
    )


@layout("driving_licence", date(2025, 3, 1))
def licence_of_police(stage: Stage) -> Paper:
    return _licence(
        stage, "BỘ CÔNG AN", "MPS", "PHÒNG CẢNH SÁT GIAO THÔNG", ("A1", "A", "B", "C1", "C"), "licence_of_police"
    )


def _licence(stage: Stage, ministry: str, abbreviation: str, issuer: str, classes: tuple[str, ...], name: str) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.4))
    front = _card(stage, scale, (250, 236, 206))
    kind = rng.choice(classes)
    number = f"{who.number[1:3]}{rng.randrange(10**10):010d}"
    forever = kind.startswith("A")
    until = (
        None
        if forever
        else date(stage.day.year + (10 if kind.startswith("B") else 5), stage.day.month, min(stage.day.day, 28))
    )
    front.put(12 * scale, 2.5 * scale, ministry, "b", points=6 * scale, align="c")
    front.put(12 * scale, 5 * scale, abbreviation, points=5 * scale, align="c")
    front.put(52 * scale, 2.2 * scale, NATION, "b", points=6.2 * scale, align="c")
    front.put(52 * scale, 5 * scale, MOTTO, "b", points=5.6 * scale, align="c")
    front.put(
        52 * scale,
        8.8 * scale,
        "GIẤY PHÉP LÁI XE / DRIVER'S LICENSE",
        "b",
        points=7.4 * scale,
        align="c",
        colour=(180, 30, 40),
    )
    front.put(52 * scale, 12.6 * scale, f"Số/No: {number}", "b", points=8 * scale, align="c", colour=(180, 30, 40))
    front.picture(ink.portrait(px(19 * scale), px(25 * scale), rng), 3.5 * scale, 13 * scale)
    x, y = 26 * scale, 17.4 * scale
    home = who.home.text(stage.day)
    for label, value in (
        ("Họ tên/Full name:", who.name.upper()),
        ("Ngày sinh/Date of birth:", slashed(who.born)),
        ("Quốc tịch/Nationality:", "VIỆT NAM"),
    ):
        y = _pair(front, x, y, label, value, scale)
    front.y = y
    front.line("Nơi cư trú/Address: ", (home, "b"), left=x, right=(_WIDE - 2) * scale, points=5.6 * scale, after=0)
    place = world.bare(who.home.units_on(stage.day)[-1])
    d = stage.day
    text = f"{place}, ngày/date {d.day:02d} tháng/month {d.month:02d} năm/year {d.year}"
    front.put(57 * scale, front.y + 0.8 * scale, text, "i", points=5.2 * scale, align="c")
    y = front.y + 3.4 * scale
    front.put(
        57 * scale, y, rng.choice(("GIÁM ĐỐC", "KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG")), "b", points=5.4 * scale, align="c"
    )
    front.picture(ink.seal(issuer, place.upper(), px(13 * scale), rng), 42 * scale, y)
    front.picture(ink.signature(px(18 * scale), px(7 * scale), rng, ink.BLACK), 50 * scale, y + 2.5 * scale)
    front.put(57 * scale, 48.4 * scale, world.name_of_official(rng), "b", points=6 * scale, align="c")
    front.put(4 * scale, 40 * scale, f"Hạng/Class: {kind}", "b", points=7 * scale, colour=(180, 30, 40))
    front.put(4 * scale, 44 * scale, "Có giá trị đến/Expires:", points=5 * scale)
    front.put(4 * scale, 46.6 * scale, slashed(until) if until else "Không thời hạn", "b", points=6 * scale)
    back = _card(stage, scale, (250, 240, 216))
    back.put(
        _WIDE * scale / 2, 3 * scale, "CÁC LOẠI XE CƠ GIỚI ĐƯỜNG BỘ ĐƯỢC ĐIỀU KHIỂN", "b", points=6 * scale, align="c"
    )
    back.put(_WIDE * scale / 2, 6 * scale, "CLASSIFICATION OF MOTOR VEHICLES", points=5 * scale, align="c")
    back.y = 10 * scale
    passed = world.day_between(rng, max(who.at_age(18), date(d.year - 8, 1, 1)), d)
    what = {"A": "Xe mô tô hai bánh", "B": "Xe ô tô chở người đến 9 chỗ ngồi, xe tải dưới 3.500 kg"}.get(
        kind[0], "Xe ô tô tải trên 3.500 kg"
    )
    back.left = 3 * scale
    back.table(
        (12 * scale, 46 * scale, 21 * scale),
        (("Hạng", "Loại xe", "Ngày trúng tuyển"), (kind, what, slashed(passed))),
        points=5.6 * scale,
    )
    back.picture(ink.qr(f"GPLX|{number}|{who.name}|{kind}", px(15 * scale)), 65 * scale, 35 * scale)
    return _faces(
        stage,
        "driving_licence",
        name,
        front,
        back,
        {
            "licence_number": number,
            "full_name": who.name.upper(),
            "date_of_birth": who.born.isoformat(),
            "class": kind,
            "issue_date": d.isoformat(),
            "expiry_date": until.isoformat() if until else None,
        },
    )


# --- health insurance -------------------------------------------------------------------------------------------------


@layout("health_insurance_card", date(2021, 4, 1))
def insurance_card_of_2021(stage: Stage) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.4))
    card = _card(stage, scale, (240, 230, 240))
    number = f"{rng.randrange(10**10):010d}"
    card.put(52 * scale, 3 * scale, "BẢO HIỂM XÃ HỘI VIỆT NAM", "b", points=6.6 * scale, align="c")
    card.put(52 * scale, 6.4 * scale, "THẺ BẢO HIỂM Y TẾ", "b", points=10 * scale, align="c", colour=(170, 30, 60))
    card.put(52 * scale, 11.4 * scale, f"Mã số: {number}", "b", points=9 * scale, align="c")
    x, y = 4 * scale, 17 * scale
    hospital = f"Trung tâm Y tế {', '.join(world.lowered(unit) for unit in who.home.units_on(stage.day)[:1])}"
    for label, value in (
        ("Họ và tên:", who.name),
        ("Ngày sinh:", slashed(who.born)),
        ("Giới tính:", who.sex_word),
        ("Mã nơi đối tượng sinh sống:", rng.choice(("K1", "K2", "K3"))),
        ("Nơi đăng ký KCB ban đầu:", hospital),
        ("Giá trị sử dụng: từ ngày", slashed(stage.day)),
        ("Thời điểm đủ 05 năm liên tục: từ ngày", slashed(date(stage.day.year + 5, 1, 1))),
    ):
        y = _pair(card, x, y, label, value, scale) + 0.4 * scale
    card.picture(ink.qr(f"{number}|{who.name}", px(13 * scale)), (_WIDE - 16) * scale, 33 * scale)
    card.put((_WIDE - 12) * scale, 47.5 * scale, "GIÁM ĐỐC", "b", points=5 * scale, align="c")
    fields = {"card_number": number, "full_name": who.name, "date_of_birth": who.born.isoformat(), "expiry_date": None}
    return paper(stage, "health_insurance_card", "insurance_card_of_2021", [card], fields)


@layout("health_insurance_card", date(2014, 1, 1), date(2021, 4, 1))
def insurance_card_of_fifteen(stage: Stage) -> Paper:
    """The paper card with its fifteen characters in boxes and both days of validity."""
    rng, who = stage.rng, stage.person
    card = Sheet(rng, size=(102, 68), margins=(4, 3, 4), family="times", points=8.5)
    card.under(ink.guilloche(card.image.width, card.image.height, (236, 226, 246), rng, 50), 0, 0)
    digits = rng.choice(("GD", "HN", "DN", "TE")) + rng.choice("1234") + who.home.province_code
    digits += f"{rng.randrange(10**10):010d}"
    number = f"{digits[:2]} {digits[2]} {digits[3:5]} {digits[5:7]} {digits[7:10]} {digits[10:]}"
    until = date(stage.day.year, 12, 31)
    card.put(51, 3, NATION, "b", points=7.5, align="c")
    card.put(51, 6.6, MOTTO, "b", points=7.5, align="c")
    card.put(51, 11, "THẺ BẢO HIỂM Y TẾ", "b", points=13, align="c", colour=(40, 60, 150))
    card.put(51, 18, f"Số: {number}", "b", points=12, align="c")
    card.y = 25
    for label, value in (
        ("Họ và tên", who.name.upper()),
        ("Ngày sinh", f"{slashed(who.born)}        Giới tính: {who.sex_word}"),
        ("Địa chỉ", who.home.text(stage.day)),
        ("Nơi đăng ký KCB BĐ", f"Trạm y tế {world.lowered(who.home.units_on(stage.day)[0])}"),
        ("Giá trị sử dụng", f"từ ngày {slashed(stage.day)} đến ngày {slashed(until)}"),
    ):
        card.line(f"{label}: ", (value, "b"), after=0.2)
    office = Office("", ("BẢO HIỂM XÃ HỘI",), world.bare(who.home.units_on(stage.day)[-1]), "")
    card.put(76, card.y, f"Ngày {stage.day.day} tháng {stage.day.month} năm {stage.day.year}", "i", points=7, align="c")
    card.put(76, card.y + 3, "GIÁM ĐỐC", "b", points=7, align="c")
    card.picture(ink.seal(office.issuing, office.seal_below, px(19), rng), 60, card.y + 2)
    card.picture(ink.signature(px(22), px(8), rng), 67, card.y + 5)
    fields = {
        "card_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "expiry_date": until.isoformat(),
    }
    return paper(stage, "health_insurance_card", "insurance_card_of_fifteen", [card], fields)


# --- residence --------------------------------------------------------------------------------------------------------


def _police(who: Person, day: date) -> Office:
    commune, *above = who.home.units_on(day)
    return Office(f"CÔNG AN {above[-1].upper()}", (f"CÔNG AN {commune.upper()}",), above[-1], world.bare(commune))


@layout("residence_confirmation", date(2021, 7, 1), date(2024, 1, 1))
def ct07_of_2021(stage: Stage) -> Paper:
    """Circular 56/2021/TT-BCA: particulars run two to a line."""
    return _ct07(stage, "Mẫu CT07 ban hành kèm theo TT số 56/2021/TT-BCA ngày 15/5/2021", "ct07_of_2021", two=True)


@layout("residence_confirmation", date(2024, 1, 1))
def ct07_of_2024(stage: Stage) -> Paper:
    """Circular 66/2023/TT-BCA, with the household in a table."""
    return _ct07(stage, "Mẫu CT07 ban hành kèm theo Thông tư số 66/2023/TT-BCA", "ct07_of_2024", two=False)


def _ct07(stage: Stage, form: str, name: str, *, two: bool) -> Paper:
    rng, who, sheet = stage.rng, stage.person, a4(stage.rng)
    office = _police(who, stage.day)
    number = f"{rng.randint(12, 2400)}/{rng.choice(('XN-CAX', 'XNCT', 'XN-CAP'))}"
    sheet.line((form, "i"), align="r", points=9, after=1)
    letterhead(sheet, office, number_runs(rng, *_halves(number)), stage.day)
    title(sheet, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", after=3)
    residence = who.home.text(stage.day, hamlet=rng.random() < 0.5)
    sheet.line(("I. Theo đề nghị của Ông/Bà:", "b"), after=0.8)
    particulars = [
        ("1. Họ, chữ đệm và tên: ", who.name.upper()),
        ("2. Ngày, tháng, năm sinh: ", slashed(who.born)),
        ("3. Giới tính: ", who.sex_word),
        ("4. Số định danh cá nhân: ", who.number),
        ("5. Dân tộc: ", who.ethnicity),
        ("6. Tôn giáo: ", who.religion),
        ("7. Quốc tịch: ", "Việt Nam"),
        ("8. Quê quán: ", who.origin.text(stage.day)),
    ]
    if two:
        for (label, value), (other, beside) in zip(particulars[1:7:2], particulars[2:7:2], strict=True):
            if label.startswith("2"):
                sheet.line("1. Họ, chữ đệm và tên: ", (who.name.upper(), "b"))
            row = sheet.y
            sheet.put(sheet.left, row, label + value)
            sheet.put(sheet.left + 88, row, other + beside)
            sheet.y += sheet.line_height() + 0.6
        sheet.line(*particulars[7], after=2)
    else:
        for label, value in particulars:
            sheet.line(label, (value, "b" if label.startswith("1") else ""))
    sheet.line(
        (
            (
                f"II. {office.issuing.title().replace('Công An', 'Công an')} xác nhận thông tin "
                "về cư trú của công dân như sau:"
            ),
            "b",
        )
    )
    head = stage.husband
    for label, value in (
        ("1. Nơi thường trú: ", residence),
        ("2. Nơi tạm trú: ", "Không"),
        ("3. Nơi ở hiện tại: ", residence),
        ("4. Họ, chữ đệm và tên chủ hộ: ", head.name.upper()),
        ("5. Quan hệ với chủ hộ: ", "Chủ hộ" if who is head else "Vợ"),
        ("6. Số định danh cá nhân của chủ hộ: ", head.number),
    ):
        sheet.line(label, value)
    if not two:
        sheet.line("7. Thông tin các thành viên khác trong hộ gia đình:")
        widths = (10, 52, 28, 42, sheet.right - sheet.left - 132)
        rows = [("TT", "Họ, chữ đệm và tên", "Ngày sinh", "Số định danh cá nhân", "Quan hệ với chủ hộ")]
        others = [one for one in (stage.husband, stage.wife, stage.child) if one is not who]
        words = {stage.husband.number: "Chủ hộ", stage.wife.number: "Vợ", stage.child.number: "Con"}
        rows += [
            (str(k), one.name, slashed(one.born), one.number, words[one.number]) for k, one in enumerate(others, 1)
        ]
        sheet.table(widths, rows, points=10.5)
    until = stage.day + timedelta(days=365 if not two else 30)
    sheet.line((f"Xác nhận thông tin về cư trú này có giá trị đến hết ngày {slashed(until)}.", "i"), after=4)
    signed(
        sheet,
        office,
        [rng.choice(("TRƯỞNG CÔNG AN", "KT. TRƯỞNG CÔNG AN"))],
        f"{rng.choice(('Thiếu tá', 'Đại úy', 'Trung tá'))} {stage.official}",
    )
    return paper(
        stage,
        "residence_confirmation",
        name,
        [sheet],
        {
            "document_number": number,
            "full_name": who.name.upper(),
            "date_of_birth": who.born.isoformat(),
            "personal_id": who.number,
            "permanent_residence": residence,
            "issue_date": stage.day.isoformat(),
        },
    )


def _halves(number: str) -> tuple[str, str]:
    figure, _, rest = number.partition("/")
    return figure, f"/{rest}"
