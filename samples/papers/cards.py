"""Identity cards, and cards in general: căn cước công dân (2021) and căn cước (2024), front and back."""

from __future__ import annotations

from datetime import date

from samples import ink, world
from samples.faces import SANS
from samples.papers.common import MOTTO, NATION, a4, layout, paper
from samples.sheet import Sheet, px
from samples.stage import Paper, Stage
from samples.world import Person, slashed
from terms.text import fold

WIDE, HIGH = 85.6, 53.98  # ID-1, ISO/IEC 7810


def card_sheet(stage: Stage, scale: float, tint: tuple[int, int, int], family: str | None = None) -> Sheet:
    sheet = Sheet(
        stage.rng,
        size=(WIDE * scale, HIGH * scale),
        margins=(3 * scale, 2.2 * scale, 2 * scale),
        family=family or stage.rng.choice(SANS),
        points=6.2 * scale,
    )
    ground = tuple(min(255, value + 14) for value in tint)
    sheet.image.paste(ground, (0, 0, sheet.image.width, sheet.image.height))
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, tint, stage.rng, 46), 0, 0)
    sheet.leading = 1.12
    return sheet


def faces_of(stage: Stage, kind: str, name: str, front: Sheet, back: Sheet, fields: dict[str, str | None]) -> Paper:
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


def pair(card: Sheet, x: float, y: float, label: str, value: str, scale: float, *, value_below: bool = False) -> float:
    """A small label and a larger value beside or below it; the y of the next line."""
    small, large = 5.0 * scale, 6.8 * scale
    if value_below:
        card.put(x, y, label, points=small)
        card.put(x, y + 2.5 * scale, value, "b", points=large)
        return y + 6.2 * scale
    card.y = y
    row = card.measure(label + " ", "", small)
    card.draw(x, y + 0.5 * scale, label, "", small, None)
    # Card printers set what is too long for its place in smaller letters.
    # A little less than there is: letters come in whole pixels.
    room = card.width - x - row - 0.8
    large = min(large, large * room / max(card.measure(value, "b", large), 1e-6))
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


def expiry_of(who: Person, issued: date) -> date | None:
    """At 25, 40 and 60 (Law on identity, Article 21); a card issued within two years before runs to the next age."""
    for years in (25, 40, 60):
        if who.age_on(issued) < years - 2:
            return date(who.born.year + years, who.born.month, min(who.born.day, 28))
    return None


def mrz_on(card: Sheet, lines: tuple[str, str, str], scale: float) -> None:
    card.family = "typewriter"
    y = card.height - 14 * scale
    for text in lines:
        card.put(3.5 * scale, y, text, "b", points=12 * scale)
        y += 4.3 * scale


@layout("citizen_id", date(2021, 2, 1), date(2024, 7, 1))
def chip_card_of_2021(stage: Stage) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.25, 1.5))
    issued, until = stage.day, expiry_of(stage.person, stage.day)
    told = stage.coded(who, "qr_and_print")
    front = card_sheet(stage, scale, (226, 238, 230))
    middle = 44 * scale
    for text, style, points in (
        (NATION, "b", 6.4),
        (MOTTO, "b", 5.8),
        ("SOCIALIST REPUBLIC OF VIET NAM", "", 4.6),
        ("Independence - Freedom - Happiness", "", 4.6),
    ):
        front.put(middle, front.y, text, style, points=points * scale, align="c")
        front.y += (2.5 if points > 5 else 2.0) * scale
    front.y += 0.5 * scale
    front.put(middle, front.y, "CĂN CƯỚC CÔNG DÂN", "b", points=10.5 * scale, align="c", colour=(190, 30, 40))
    front.put(middle, front.y + 4.2 * scale, "Citizen Identity Card", points=5 * scale, align="c")
    residence = who.home.text(issued, hamlet=True, ranks=False)
    origin = who.origin.text(issued, ranks=False)
    code = "|".join(
        (
            told.number,
            who.old_number or "",
            who.name,
            told.born.strftime("%d%m%Y"),
            who.sex_word,
            residence,
            issued.strftime("%d%m%Y"),
        )
    )
    front.picture(ink.qr(code, px(13.5 * scale)), (WIDE - 16) * scale, 1.5 * scale)
    front.picture(ink.portrait(px(20 * scale), px(26 * scale), rng), 3.5 * scale, 19 * scale)
    x, y = 26.5 * scale, 19.2 * scale
    front.put(x, y, "Số / No.:", points=5.4 * scale)
    front.put(x + 9.5 * scale, y - 0.6 * scale, who.number, "b", points=9.5 * scale)
    y = pair(front, x, y + 4.2 * scale, "Họ và tên / Full name:", who.name.upper(), scale, value_below=True)
    y = pair(front, x, y, "Ngày sinh / Date of birth:", slashed(who.born), scale)
    row = y
    pair(front, x, row, "Giới tính / Sex:", who.sex_word, scale)
    y = pair(front, x + 22 * scale, row, "Quốc tịch / Nationality:", "Việt Nam", scale)
    y = pair(front, x, y, "Quê quán / Place of origin:", origin, scale, value_below=True)
    hamlet, _, rest = residence.partition(", ")
    y = pair(front, x, y, "Nơi thường trú / Place of residence:", f"{hamlet},", scale)
    front.put(x, y - 0.2 * scale, rest, "b", points=6.4 * scale)
    front.put(3 * scale, 46 * scale, "Có giá trị đến:", points=4.6 * scale)
    front.put(3 * scale, 48.4 * scale, slashed(until) if until else "Không thời hạn", "b", points=5.4 * scale)
    back = card_sheet(stage, scale, (232, 236, 226))
    mark = rng.choice(
        (
            "Sẹo chấm C: 1,5cm trên sau cánh mũi trái",
            "Nốt ruồi C: 2cm dưới sau mép phải",
            "Sẹo chấm C: 0,5cm trên trước đầu lông mày phải",
        )
    )
    y = pair(back, 3 * scale, 3 * scale, "Đặc điểm nhân dạng / Personal identification:", "", scale)
    back.put(3 * scale, y - 0.4 * scale, mark, "b", points=6 * scale)
    y = pair(back, 22 * scale, 10.5 * scale, "Ngày, tháng, năm / Date, month, year:", slashed(issued), scale)
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
    mrz_on(back, mrz(stage.coded(who, "mrz_and_print"), until), scale)
    return faces_of(stage, "citizen_id", "chip_card_of_2021", front, back, identity_fields(stage, origin, residence))


@layout("citizen_id", date(2024, 7, 1))
def identity_card_of_2024(stage: Stage) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.3, 1.5))
    issued, until = stage.day, expiry_of(stage.person, stage.day)
    told = stage.coded(who, "qr_and_print")
    front = card_sheet(stage, scale, (222, 232, 240))
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
        y = pair(front, x, y, label, value, scale, value_below=True) + 0.8 * scale
    pair(front, x, y, "Giới tính / Sex:", who.sex_word, scale)
    pair(front, x + 22 * scale, y, "Quốc tịch / Nationality:", "Việt Nam", scale)
    back = card_sheet(stage, scale, (230, 236, 240))
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
    pair(back, x, y, "Ngày, tháng, năm cấp / Date of issue:", slashed(issued), scale)
    shown = slashed(until) if until else "Không thời hạn"
    pair(back, x, y + 3.6 * scale, "Ngày, tháng, năm hết hạn / Date of expiry:", shown, scale)
    back.put(44 * scale, y + 8.2 * scale, "BỘ CÔNG AN", "b", points=5.6 * scale, align="c")
    back.put(44 * scale, y + 10.8 * scale, "MINISTRY OF PUBLIC SECURITY", "b", points=4.6 * scale, align="c")
    code = "|".join(
        (
            told.number,
            who.old_number or "",
            who.name,
            told.born.strftime("%d%m%Y"),
            who.sex_word,
            residence,
            issued.strftime("%d%m%Y"),
            "",
            "",
            "",
        )
    )
    back.picture(ink.qr(code, px(17 * scale)), (WIDE - 20.5) * scale, 3 * scale)
    back.pen.rounded_rectangle(
        [px(v * scale) for v in (6, 28, 17, 37)], px(1.5), fill=(214, 180, 90), outline=(150, 120, 50)
    )
    mrz_on(back, mrz(stage.coded(who, "mrz_and_print"), until), scale)
    return faces_of(
        stage, "citizen_id", "identity_card_of_2024", front, back, identity_fields(stage, birthplace, residence)
    )


def identity_fields(stage: Stage, origin: str, residence: str) -> dict[str, str | None]:
    return {
        "personal_id": stage.person.number,
        "full_name": stage.person.name.upper(),
        "date_of_birth": stage.person.born.isoformat(),
        "sex": stage.person.sex,
        "place_of_origin": origin,
        "permanent_residence": residence,
        "issue_date": stage.day.isoformat(),
    }
