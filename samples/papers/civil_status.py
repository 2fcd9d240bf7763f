"""Marriages, deaths, and being unmarried: forms of 2006, 2015 and 2020 (Circular 04/2020/TT-BTP) and extracts."""

from __future__ import annotations

from datetime import date, timedelta

from samples import world
from samples.papers.births import LAW_OF_2014, office_words, red_form, registrar
from samples.papers.common import a4, layout, letterhead, nation, number_runs, paper, recipients, signed, title
from samples.sheet import Sheet, px
from samples.stage import Paper, Stage, commune_office
from samples.world import Person, long_date, slashed

# --- marriage ---------------------------------------------------------------------------------------------------------


@layout("marriage_certificate", LAW_OF_2014)
def marriage_on_the_red_form(stage: Stage) -> Paper:
    """Wife and husband side by side, as the form of 2015 has them."""
    rng, sheet = stage.rng, red_form(stage, (252, 222, 226))
    office = commune_office(stage.wife.home, stage.day)
    number = f"{rng.randint(1, 300)}/{stage.day.year}"
    sheet.y += 4
    nation(sheet)
    title(sheet, "GIẤY CHỨNG NHẬN KẾT HÔN", red=True, points=20, after=1)
    sheet.line("Số: ", (number, "bf"), align="r", right=sheet.right - 6, after=4)
    top, low = sheet.y, sheet.y
    middle = (sheet.left + sheet.right) / 2
    for word, spouse, left, right in (
        ("vợ", stage.wife, sheet.left, middle - 3),
        ("chồng", stage.husband, middle + 3, sheet.right),
    ):
        card = spouse.card(stage.day)
        sheet.y = top
        for label, value, style in (
            (f"Họ, chữ đệm, tên {word}:", spouse.name.upper(), "bf"),
            ("Ngày, tháng, năm sinh:", slashed(spouse.born), "f"),
            ("Dân tộc:", spouse.ethnicity, "f"),
            ("Quốc tịch:", "Việt Nam", "f"),
            ("Nơi cư trú:", spouse.home.text(stage.day), "f"),
            ("Giấy tờ tùy thân:", f"{card.name} số {card.number}", "f"),
        ):
            sheet.line(f"{label} ", (value, style), left=left, right=right, points=12, after=1.2)
        low = max(low, sheet.y)
    sheet.rule(middle, middle, top)
    sheet.pen.line((px(middle), px(top), px(middle), px(low)), fill=(200, 60, 60), width=2)
    sheet.y = low + 4
    sheet.line("Nơi đăng ký kết hôn: ", (office_words(office.issuing), "f"), leader=True)
    sheet.line("Ngày, tháng, năm đăng ký: ", (slashed(stage.day), "f"), leader=True, after=4)
    row = sheet.y
    for x, text in ((sheet.left + 26, "Vợ"), (middle, "Chồng")):
        sheet.put(x, row, text, "b", align="c")
        sheet.put(x, row + 6, "(Ký, ghi rõ họ, chữ đệm, tên)", "i", points=9, align="c")
    sheet.y = row + 26
    for x, spouse in ((sheet.left + 26, stage.wife), (middle, stage.husband)):
        sheet.put(x, sheet.y, spouse.name, align="c", points=11)
    sheet.y = row
    signed(
        sheet,
        office,
        ["NGƯỜI KÝ GIẤY", "CHỨNG NHẬN KẾT HÔN", *registrar(stage)[0]],
        stage.official,
        x=sheet.right - 27,
    )
    return paper(stage, "marriage_certificate", "marriage_on_the_red_form", [sheet], marriage_fields(stage, number))


@layout("marriage_certificate", LAW_OF_2014)
def marriage_extract(stage: Stage) -> Paper:
    rng, sheet = stage.rng, a4(stage.rng)
    latest = date(2026, 10, 1)
    issued = world.workday(rng, stage.day + timedelta(days=20), min(stage.day + timedelta(days=2500), latest))
    office = commune_office(stage.wife.home, issued)
    number = f"{rng.randint(1, 300)}/{stage.day.year}"
    letterhead(sheet, office, number_runs(rng, rng.randint(5, 400), "/TLKH-BS"), issued)
    title(sheet, "TRÍCH LỤC KẾT HÔN", "(BẢN SAO)", after=3)
    for word, spouse in (("chồng", stage.husband), ("vợ", stage.wife)):
        card = spouse.card(stage.day)
        sheet.line(f"Họ, chữ đệm, tên {word}: ", (spouse.name.upper(), "b"))
        sheet.line(f"Ngày, tháng, năm sinh: {slashed(spouse.born)}")
        sheet.line(f"Dân tộc: {spouse.ethnicity}      Quốc tịch: Việt Nam")
        sheet.line(f"Nơi cư trú: {spouse.home.text(stage.day)}")
        sheet.line(
            f"Giấy tờ tùy thân: {card.name} số {card.number} do {card.issuer} cấp ngày {slashed(card.issued)}", after=3
        )
    sheet.line(f"Đã đăng ký kết hôn tại {office_words(commune_office(stage.wife.home, stage.day).issuing)}")
    sheet.line(f"Số {number} ngày {slashed(stage.day)}.", after=5)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC", *registrar(stage)[0]], stage.official)
    return paper(stage, "marriage_certificate", "marriage_extract", [sheet], marriage_fields(stage, number))


@layout("marriage_certificate", date(2006, 6, 1), date(2015, 12, 20))
def marriage_of_2006(stage: Stage) -> Paper:
    rng, sheet = stage.rng, red_form(stage, (250, 232, 206))
    office = commune_office(stage.wife.home, stage.day)
    number = str(rng.randint(2, 190))
    sheet.put(sheet.left, sheet.y, "Mẫu TP/HT-2006-KH.1", "i", points=9)
    sheet.y += 5
    nation(sheet)
    title(sheet, "GIẤY CHỨNG NHẬN KẾT HÔN", red=True, points=19, after=1)
    sheet.line(f"Số: {number}      Quyển số: 01/{stage.day.year}", align="r", after=3)
    half = (sheet.right - sheet.left - 40) / 2
    rows: list[tuple[str, str, str]] = [("", "CHỒNG", "VỢ")]
    for label, of in (
        ("Họ và tên", lambda p: p.name.upper()),
        ("Ngày, tháng, năm sinh", lambda p: slashed(p.born)),
        ("Dân tộc", lambda p: p.ethnicity),
        ("Quốc tịch", lambda p: "Việt Nam"),
        ("Nơi thường trú/tạm trú", lambda p: p.home.text(stage.day)),
        ("Số Giấy CMND/Hộ chiếu", lambda p: p.card(stage.day).number),
    ):
        rows.append((label, of(stage.husband), of(stage.wife)))
    sheet.table((40, half, half), rows)
    sheet.paragraph("Giấy chứng nhận kết hôn này có giá trị kể từ ngày ký, ghi vào Sổ đăng ký kết hôn.")
    sheet.line(f"Nơi đăng ký: {office_words(office.issuing)}")
    sheet.line((f"{office.short}, {long_date(stage.day)}", "i"), align="r", after=2)
    signed(sheet, office, ["TM. ỦY BAN NHÂN DÂN", *registrar(stage)[0]], stage.official)
    return paper(stage, "marriage_certificate", "marriage_of_2006", [sheet], marriage_fields(stage, number))


def marriage_fields(stage: Stage, number: str) -> dict[str, str | None]:
    return {
        "registration_number": number,
        "wife_name": stage.wife.name.upper(),
        "husband_name": stage.husband.name.upper(),
        "wife_date_of_birth": stage.wife.born.isoformat(),
        "husband_date_of_birth": stage.husband.born.isoformat(),
        "wife_personal_id": stage.wife.card(stage.day).number,
        "husband_personal_id": stage.husband.card(stage.day).number,
        "registration_date": stage.day.isoformat(),
    }


# --- death ------------------------------------------------------------------------------------------------------------


@layout("death_extract", LAW_OF_2014)
def death_extract_in_sentences(stage: Stage) -> Paper:
    rng, sheet, dead = stage.rng, a4(stage.rng), stage.elder
    died = stage.died()
    office = commune_office(stage.home, stage.day)
    number = rng.randint(1, 260)
    letterhead(sheet, office, number_runs(rng, number, "/TLKT"), stage.day)
    title(sheet, "TRÍCH LỤC KHAI TỬ", after=3)
    sheet.line("Họ, chữ đệm, tên: ", (dead.name.upper(), "b"), indent=8)
    sheet.line(f"Ngày, tháng, năm sinh: {slashed(dead.born)}          Giới tính: {dead.sex_word}", indent=8)
    sheet.line(f"Dân tộc: {dead.ethnicity}          Quốc tịch: Việt Nam", indent=8)
    sheet.line(f"Nơi cư trú cuối cùng: {dead.home.text(stage.day, hamlet=True)}", indent=8)
    card = dead.card(died)
    sheet.line(f"Số định danh cá nhân/Giấy tờ tùy thân: {card.number}", indent=8)
    time = f"{rng.randint(0, 23):02d} giờ {rng.randint(0, 59):02d} phút"
    sheet.line(f"Đã chết vào lúc: {time}, {long_date(died)}", indent=8)
    sheet.line(f"(ghi bằng chữ: {stage.words(died).lower()})", indent=8)
    sheet.line(f"Nơi chết: Tại nhà, {dead.home.text(stage.day)}", indent=8)
    sheet.line(
        f"Nguyên nhân chết: {rng.choice(('Bệnh già', 'Suy tim', 'Tai biến mạch máu não', 'Ung thư phổi'))}", indent=8
    )
    sheet.line(f"Đã đăng ký khai tử tại {office_words(office.issuing)}", indent=8)
    sheet.line(f"Số: {number}/{stage.day.year}, ngày {slashed(stage.day)}", indent=8, after=5)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC KHAI TỬ", *registrar(stage)[0]], stage.official)
    return paper(stage, "death_extract", "death_extract_in_sentences", [sheet], death_fields(stage, died, card.number))


@layout("death_extract", date(2006, 6, 1), date(2015, 12, 20))
def death_certificate_of_2006(stage: Stage) -> Paper:
    rng, dead = stage.rng, stage.elder
    sheet = red_form(stage, (226, 226, 230))
    died = stage.died()
    office = commune_office(stage.home, stage.day)
    card = dead.card(died)
    sheet.put(sheet.left, sheet.y, "Mẫu TP/HT-2006-KT.1", "i", points=9)
    sheet.y += 5
    nation(sheet)
    title(sheet, "GIẤY CHỨNG TỬ", points=20, after=1)
    sheet.line(f"Số: {rng.randint(1, 90)}    Quyển số: 01/{stage.day.year}", align="r", after=3)
    for label, value in (
        ("Họ và tên", dead.name.upper()),
        ("Giới tính", dead.sex_word),
        ("Ngày, tháng, năm sinh", slashed(dead.born)),
        ("Dân tộc", dead.ethnicity),
        ("Quốc tịch", "Việt Nam"),
        ("Nơi thường trú/tạm trú cuối cùng", dead.home.text(stage.day)),
        ("Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế", card.number),
        ("Đã chết vào lúc", f"{rng.randint(0, 23)} giờ {rng.randint(0, 59):02d} phút, ngày {slashed(died)}"),
        ("Nơi chết", f"Tại nhà riêng, {dead.home.hamlet}"),
        ("Nguyên nhân chết", rng.choice(("Già yếu", "Bệnh tim", "Bệnh hiểm nghèo"))),
        ("Nơi đăng ký", office_words(office.issuing)),
        ("Ngày, tháng, năm đăng ký", slashed(stage.day)),
    ):
        sheet.line(f"{label}: ", (value, "f"), leader=True, after=1)
    sheet.space(3)
    signed(sheet, office, ["NGƯỜI KÝ GIẤY CHỨNG TỬ", *registrar(stage)[0]], stage.official)
    fields = death_fields(stage, died, card.number)
    return paper(stage, "death_extract", "death_certificate_of_2006", [sheet], fields)


def death_fields(stage: Stage, died: date, number: str) -> dict[str, str | None]:
    return {
        "full_name": stage.elder.name.upper(),
        "date_of_birth": stage.elder.born.isoformat(),
        "date_of_death": died.isoformat(),
        "personal_id": number,
        "registration_date": stage.day.isoformat(),
    }


# --- marital status ---------------------------------------------------------------------------------------------------


@layout("marital_status_certificate", LAW_OF_2014)
def marital_status_of_2015(stage: Stage) -> Paper:
    rng, sheet, who = stage.rng, a4(stage.rng), stage.person
    office = commune_office(who.home, stage.day)
    number = f"{rng.randint(1, 640)}/UBND-XNTTHN"
    letterhead(sheet, office, number_runs(rng, *_split(number)), stage.day)
    title(sheet, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", after=4)
    title(sheet, office.issuing, points=sheet.points, after=2)
    sheet.paragraph(
        f"Căn cứ quy định của pháp luật về hộ tịch; theo đề nghị của {who.honorific.lower()} {who.name}, sinh ngày "
        f"{slashed(who.born)}, về việc cấp Giấy xác nhận tình trạng hôn nhân,"
    )
    sheet.line(("XÁC NHẬN", "b"), align="c", after=2)
    _about(sheet, stage, who)
    status = rng.choice(
        (
            "chưa đăng ký kết hôn với ai",
            f"đã ly hôn theo Quyết định số {rng.randint(11, 420)}/{stage.day.year - 2}/QĐST-HNGĐ của Tòa án nhân dân, "
            "hiện tại chưa đăng ký kết hôn với ai",
        )
    )
    sheet.line("Tình trạng hôn nhân: ", (f"Từ ngày {slashed(who.at_age(18))} đến nay {status}.", "b"), indent=8)
    purpose = rng.choice(("Để làm thủ tục đăng ký kết hôn", "Để vay vốn ngân hàng", "Bổ sung hồ sơ mua nhà ở"))
    sheet.line(f"Giấy này được cấp để: {purpose}.", indent=8)
    sheet.line("Giấy này có giá trị 6 tháng kể từ ngày cấp.", indent=8, after=6)
    row = sheet.y
    recipients(sheet, row, "- Như trên;", "- Lưu: VT, HT.")
    sheet.y = row
    signed(sheet, office, ["TM. ỦY BAN NHÂN DÂN", *registrar(stage)[0]], stage.official)
    fields = status_fields(stage, number)
    return paper(stage, "marital_status_certificate", "marital_status_of_2015", [sheet], fields)


@layout("marital_status_certificate", date(2007, 1, 1))
def marital_status_in_a_frame(stage: Stage) -> Paper:
    """A commune's own form: numbered particulars in a table, the request left out."""
    rng, sheet, who = stage.rng, a4(stage.rng, family="arial", points=11.5), stage.person
    office = commune_office(who.home, stage.day)
    number = f"{rng.randint(1, 320)}/XN-TTHN"
    card = who.card(stage.day)
    letterhead(sheet, office, number_runs(rng, *_split(number)), stage.day)
    title(sheet, "GIẤY XÁC NHẬN", "TÌNH TRẠNG HÔN NHÂN", after=3)
    sheet.table(
        (58, sheet.right - sheet.left - 58),
        (
            ("1. Họ, chữ đệm, tên", who.name.upper()),
            ("2. Ngày, tháng, năm sinh", slashed(who.born)),
            ("3. Giới tính", who.sex_word),
            ("4. Dân tộc / Quốc tịch", f"{who.ethnicity} / Việt Nam"),
            ("5. Giấy tờ tùy thân", f"{card.short} số {card.number}"),
            ("6. Nơi cư trú", who.home.text(stage.day, hamlet=True)),
            ("7. Tình trạng hôn nhân", "Hiện tại chưa đăng ký kết hôn với ai"),
            ("8. Mục đích sử dụng", "Làm thủ tục chuyển nhượng quyền sử dụng đất"),
        ),
        head=False,
        points=11.5,
    )
    sheet.line(("Giấy này có giá trị sử dụng trong thời hạn 06 tháng, kể từ ngày cấp.", "i"), after=5)
    signed(sheet, office, registrar(stage)[0], stage.official)
    fields = status_fields(stage, number)
    return paper(stage, "marital_status_certificate", "marital_status_in_a_frame", [sheet], fields)


def _about(sheet: Sheet, stage: Stage, who: Person) -> None:
    card = who.card(stage.day)
    sheet.line("Họ, chữ đệm, tên: ", (who.name.upper(), "b"), indent=8)
    sheet.line(f"Ngày, tháng, năm sinh: {slashed(who.born)}", indent=8)
    sheet.line(f"Giới tính: {who.sex_word}     Dân tộc: {who.ethnicity}     Quốc tịch: Việt Nam", indent=8)
    sheet.line(
        f"Giấy tờ tùy thân: {card.name} số {card.number}, {card.issuer} cấp ngày {slashed(card.issued)}", indent=8
    )
    sheet.line(f"Nơi cư trú: {who.home.text(stage.day, hamlet=True)}", indent=8)


def _split(number: str) -> tuple[str, str]:
    figure, _, rest = number.partition("/")
    return figure, f"/{rest}"


def status_fields(stage: Stage, number: str) -> dict[str, str | None]:
    return {
        "document_number": number,
        "full_name": stage.person.name.upper(),
        "date_of_birth": stage.person.born.isoformat(),
        "personal_id": stage.person.card(stage.day).number,
        "issue_date": stage.day.isoformat(),
    }
