"""Marriages, deaths and being unmarried in further wordings: forms of 1999, 2010 and 2020, tables, two languages."""

from __future__ import annotations

from datetime import date, timedelta

from samples.papers.births import LAW_OF_2014, office_words, red_form, registrar
from samples.papers.births_more import later
from samples.papers.civil_status import death_fields, marriage_fields, status_fields
from samples.papers.common import (
    a4,
    dated,
    form_mark,
    layout,
    letterhead,
    nation,
    number_runs,
    paper,
    recipients,
    signed,
    title,
)
from samples.papers.rows import Manner, Row, grid, manner, particulars, pick, two_columns
from samples.stage import Paper, Stage, commune_office, district_body, merged
from samples.world import Person, dashed, long_date, slashed

# --- marriage ---------------------------------------------------------------------------------------------------------


@layout("marriage_certificate", date(2010, 4, 1), date(2015, 12, 20), apart=True)
def marriage_copy_of_2010(stage: Stage) -> Paper:
    """The copy from the register, husband first, line by line."""
    rng, sheet, day = stage.rng, a4(stage.rng, points=12.5), stage.day
    office, issued, number = commune_office(stage.wife.home, day), later(stage, 900), str(rng.randint(2, 190))
    form_mark(sheet, "Mẫu TP/HT-2010-KH.2")
    letterhead(sheet, office)
    title(sheet, "GIẤY CHỨNG NHẬN KẾT HÔN", "(BẢN SAO)", after=1)
    sheet.line(f"Số: {number}        Quyển số: 01/{day.year}", align="c", after=3)
    how = manner(rng, label="", leader=rng.random() < 0.4)
    for word, spouse in (("chồng", stage.husband), ("vợ", stage.wife)):
        rows: list[Row] = [
            (f"Họ và tên {word}", spouse.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(spouse.born)),
            ("Dân tộc", spouse.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Nơi thường trú/tạm trú", spouse.home.text(day)),
            ("Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế", spouse.card(day).number),
        ]
        particulars(sheet, rows, how)
        sheet.space(2)
    particulars(sheet, [("Nơi đăng ký", office_words(office.issuing)), ("Ngày, tháng, năm đăng ký", slashed(day))], how)
    sheet.line(("Sao từ Sổ đăng ký kết hôn", "b"), align="c", after=1)
    dated(sheet, office.short, issued)
    signed(sheet, office, ["NGƯỜI KÝ BẢN SAO", *registrar(stage)[0]], stage.official)
    return paper(stage, "marriage_certificate", "marriage_copy_of_2010", [sheet], marriage_fields(stage, number))


@layout("marriage_certificate", date(2020, 7, 16))
def marriage_extract_of_2020(stage: Stage) -> Paper:
    """Circular 04/2020/TT-BTP from the electronic register: both in one table, labels to the left."""
    rng, day = stage.rng, stage.day
    sheet = a4(rng, family=pick(rng, "times|times|arial|noto serif"), points=12)
    issued = later(stage)
    office, number = commune_office(stage.wife.home, issued), f"{rng.randint(1, 300)}/{day.year}"
    letterhead(sheet, office, number_runs(rng, rng.randint(5, 400), "/TLKH-BS"), issued)
    title(sheet, "TRÍCH LỤC KẾT HÔN (BẢN SAO)", after=3)
    first, second = ((stage.wife, "Vợ"), (stage.husband, "Chồng"))
    if rng.random() < 0.5:
        first, second = second, first
    half = (sheet.right - sheet.left - 42) / 2
    rows = [("Nội dung", first[1].upper(), second[1].upper())]
    for label, of in (
        ("Họ, chữ đệm, tên", lambda p: p.name.upper()),
        ("Ngày, tháng, năm sinh", lambda p: slashed(p.born)),
        ("Dân tộc", lambda p: p.ethnicity),
        ("Quốc tịch", lambda p: "Việt Nam"),
        ("Nơi cư trú", lambda p: p.home.text(day)),
        ("Giấy tờ tùy thân", lambda p: _shown(p, day)),
    ):
        rows.append((label, of(first[0]), of(second[0])))
    sheet.table((42, half, half), rows, points=11.5)
    particulars(
        sheet,
        [
            ("Nơi đăng ký kết hôn", office_words(commune_office(stage.wife.home, day).issuing)),
            ("Số", number, "ngày, tháng, năm đăng ký", slashed(day)),
        ],
        manner(rng, leader=False),
    )
    sheet.space(4)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC", *registrar(stage)[0]], stage.official)
    return paper(stage, "marriage_certificate", "marriage_extract_of_2020", [sheet], marriage_fields(stage, number))


@layout("marriage_certificate", LAW_OF_2014)
def marriage_one_below_the_other(stage: Stage) -> Paper:
    """The husband's particulars under the wife's, each line across the sheet."""
    rng, sheet, day = stage.rng, red_form(stage, (252, 226, 230)), stage.day
    office, number = commune_office(stage.wife.home, day), f"{rng.randint(1, 300)}/{day.year}"
    nation(sheet)
    title(sheet, "GIẤY CHỨNG NHẬN KẾT HÔN", red=True, points=20, after=1)
    sheet.line(f"Số: {number}", align="r", after=3)
    how = Manner(mark=rng.choice((": ", " : ")), value="f", leader=rng.random() < 0.6, after=rng.uniform(0.6, 1.4))
    for word, spouse in (("vợ", stage.wife), ("chồng", stage.husband)):
        rows: list[Row] = [
            (f"Họ, chữ đệm, tên {word}", spouse.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(spouse.born)),
            ("Dân tộc", spouse.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Nơi cư trú", spouse.home.text(day, hamlet=True)),
            ("Giấy tờ tùy thân", _shown(spouse, day)),
        ]
        particulars(sheet, rows, how)
        sheet.space(2.5)
    particulars(
        sheet,
        [("Nơi đăng ký kết hôn", office_words(office.issuing)), ("Ngày, tháng, năm đăng ký", slashed(day))],
        how,
    )
    row = sheet.y + 3
    for x, text, spouse in ((sheet.left + 24, "Vợ", stage.wife), (sheet.left + 72, "Chồng", stage.husband)):
        sheet.put(x, row, text, "b", align="c")
        sheet.put(x, row + 26, stage.again(spouse.name), align="c", points=11)
    sheet.y = row
    signed(
        sheet, office, ["NGƯỜI KÝ GIẤY", "CHỨNG NHẬN KẾT HÔN", *registrar(stage)[0]], stage.official, x=sheet.right - 26
    )
    fields = marriage_fields(stage, number)
    return paper(stage, "marriage_certificate", "marriage_one_below_the_other", [sheet], fields)


@layout("marriage_certificate", LAW_OF_2014, apart=True)
def marriage_in_two_languages(stage: Stage) -> Paper:
    """With a foreign element, or for use abroad: issued above the commune, labels again in English."""
    rng, day = stage.rng, stage.day
    sheet = a4(rng, points=11.5, family=pick(rng, "times|noto serif|free serif"))
    office = commune_office(stage.wife.home, day) if merged(day) else district_body(stage.wife.home, day)
    number = f"{rng.randint(1, 90)}/{day.year}"
    letterhead(sheet, office)
    title(sheet, "GIẤY CHỨNG NHẬN KẾT HÔN", after=0)
    sheet.line(("MARRIAGE CERTIFICATE", "b"), align="c", after=1)
    sheet.line(f"Số/No: {number}", align="c", after=3)
    left, right = (
        [
            (f"Họ, chữ đệm, tên {word}/Full name of {english}", spouse.name.upper()),
            ("Ngày, tháng, năm sinh/Date of birth", slashed(spouse.born)),
            ("Dân tộc/Ethnicity", spouse.ethnicity),
            ("Quốc tịch/Nationality", "Việt Nam"),
            ("Nơi cư trú/Residence", spouse.home.text(day)),
            ("Giấy tờ tùy thân/Identity paper", _shown(spouse, day)),
        ]
        for word, english, spouse in (("vợ", "wife", stage.wife), ("chồng", "husband", stage.husband))
    )
    two_columns(sheet, left, right, manner(rng, leader=False, indent=0, label=""))
    sheet.space(2)
    sheet.line(f"Nơi đăng ký kết hôn/Place of registration: {office_words(office.issuing)}", after=1)
    sheet.line(f"Ngày, tháng, năm đăng ký/Date of registration: {slashed(day)}", after=5)
    signed(sheet, office, registrar(stage)[0], stage.official)
    return paper(stage, "marriage_certificate", "marriage_in_two_languages", [sheet], marriage_fields(stage, number))


def _shown(who: Person, day: date) -> str:
    card = who.card(day)
    return f"{card.name} số {card.number}, {card.issuer} cấp ngày {slashed(card.issued)}"


# --- death ------------------------------------------------------------------------------------------------------------


@layout("death_extract", date(2020, 7, 16))
def death_extract_copy(stage: Stage) -> Paper:
    """The copy of an extract: of old people often only the year of birth is known."""
    rng, sheet, dead, day = stage.rng, a4(stage.rng), stage.elder, stage.day
    issued, died = later(stage), stage.died()
    office, year_only = commune_office(stage.home, issued), rng.random() < 0.5
    born = str(dead.born.year) if year_only else slashed(dead.born)
    number = f"{rng.randint(1, 260)}/{day.year}"
    letterhead(sheet, office, number_runs(rng, rng.randint(3, 300), "/TLKT-BS"), issued)
    title(sheet, "TRÍCH LỤC KHAI TỬ", "(BẢN SAO)", after=3)
    clock = f"{rng.randint(0, 23):02d} giờ {rng.randint(0, 59):02d} phút"
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên", dead.name.upper()),
            ("Ngày, tháng, năm sinh", born),
            ("Giới tính", dead.sex_word, "Dân tộc", dead.ethnicity, "Quốc tịch", "Việt Nam"),
            (pick(rng, "Số định danh cá nhân|Giấy tờ tùy thân số"), dead.card(died).number),
            ("Nơi cư trú cuối cùng", dead.home.text(day)),
            ("Đã chết vào lúc", f"{clock}, ngày {slashed(died)}"),
            ("Ghi bằng chữ", stage.words(died)),
            ("Nơi chết", f"{pick(rng, 'Tại nhà|Bệnh viện đa khoa khu vực')}, {dead.home.text(day)}"),
            ("Nguyên nhân chết", pick(rng, "Bệnh già|Suy hô hấp|Nhồi máu cơ tim|Tai nạn giao thông")),
            ("Số Giấy báo tử", f"{rng.randint(2, 400)}/GBT", "ngày cấp", slashed(died)),
            ("Đăng ký khai tử tại", office_words(commune_office(stage.home, day).issuing)),
            ("Số", number, "ngày đăng ký", slashed(day)),
        ],
        manner(rng),
    )
    sheet.space(4)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC", *registrar(stage)[0]], stage.official)
    fields = death_fields(stage, died, dead.card(died).number)
    if year_only:
        fields["date_of_birth"] = str(dead.born.year)
    return paper(stage, "death_extract", "death_extract_copy", [sheet], fields)


@layout("death_extract", LAW_OF_2014, apart=True)
def death_extract_in_a_table(stage: Stage) -> Paper:
    rng, dead, day = stage.rng, stage.elder, stage.day
    sheet = a4(rng, family=pick(rng, "arial|noto sans|times"), points=12)
    died, office = stage.died(), commune_office(stage.home, day)
    number = rng.randint(1, 260)
    letterhead(sheet, office, number_runs(rng, number, "/TLKT"), day)
    title(sheet, "TRÍCH LỤC KHAI TỬ", after=3)
    grid(
        sheet,
        [
            ("Họ, chữ đệm, tên người chết", dead.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(dead.born)),
            ("Giới tính", dead.sex_word),
            ("Dân tộc", dead.ethnicity),
            ("Số định danh cá nhân", dead.card(died).number),
            ("Nơi cư trú cuối cùng", dead.home.text(day, hamlet=True)),
            ("Ngày, tháng, năm chết", slashed(died)),
            ("Bằng chữ", stage.words(died)),
            ("Giờ chết", f"{rng.randint(0, 23):02d} giờ {rng.randint(0, 59):02d} phút"),
            ("Nguyên nhân chết", pick(rng, "Bệnh lý|Già yếu|Đột quỵ")),
            ("Cơ quan đăng ký", office_words(office.issuing)),
            ("Ngày, tháng, năm đăng ký", slashed(day)),
        ],
        count=rng.choice(("{n}. ", "", "{n}) ")),
    )
    sheet.space(4)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC KHAI TỬ", *registrar(stage)[0]], stage.official)
    fields = death_fields(stage, died, dead.card(died).number)
    return paper(stage, "death_extract", "death_extract_in_a_table", [sheet], fields)


@layout("death_extract", date(2000, 1, 10), date(2006, 5, 1))
def death_certificate_of_1999(stage: Stage) -> Paper:
    """Decree 83/1998/NĐ-CP: a sentence for the death, filled in on a typewriter, with dashes in dates."""
    rng, dead, day = stage.rng, stage.elder, stage.day
    sheet = red_form(stage, (232, 232, 226))
    sheet.fill = rng.choice(("typewriter", "times"))
    died, office = stage.died(), commune_office(stage.home, day)
    form_mark(sheet, "Mẫu TP/HT-1999-C2")
    nation(sheet)
    title(sheet, "GIẤY CHỨNG TỬ", points=20, after=1)
    sheet.line(f"Số {rng.randint(1, 90)}     Quyển số 01", align="r", after=3)
    particulars(
        sheet,
        [
            ("Họ và tên:", dead.name.upper()),
            ("Nam, nữ:", dead.sex_word),
            ("Sinh ngày:", dashed(dead.born)),
            ("Dân tộc:", dead.ethnicity, "Quốc tịch:", "Việt Nam"),
            ("Nơi thường trú cuối cùng:", dead.home.text(day)),
            ("Số giấy chứng minh nhân dân:", dead.card(died).number),
            ("Đã chết ngày:", f"{dashed(died)}, vào lúc {rng.randint(1, 23)} giờ"),
            ("Nơi chết:", f"Tại nhà, {dead.home.hamlet}"),
            ("Nguyên nhân chết:", pick(rng, "Già yếu|Bệnh nặng|Tai nạn")),
            ("Họ và tên người khai:", stage.person.name),
            ("Đăng ký ngày:", dashed(day)),
        ],
        Manner(mark=" ", leader=True, value="f", after=1.3),
    )
    sheet.space(3)
    signed(sheet, office, ["TM. ỦY BAN NHÂN DÂN", *registrar(stage)[0]], stage.official)
    fields = death_fields(stage, died, dead.card(died).number)
    return paper(stage, "death_extract", "death_certificate_of_1999", [sheet], fields)


# --- marital status ---------------------------------------------------------------------------------------------------


@layout("marital_status_certificate", date(2010, 4, 1), date(2015, 12, 20))
def marital_status_of_2010(stage: Stage) -> Paper:
    rng, sheet, who, day = stage.rng, a4(stage.rng), stage.person, stage.day
    office, figure = commune_office(who.home, day), f"{rng.randint(1, 320)}"
    card = who.card(day)
    form_mark(sheet, "Mẫu TP/HT-2010-XNHN.2")
    letterhead(sheet, office, number_runs(rng, figure, "/XNHN"), day)
    title(sheet, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", after=3)
    sheet.line(f"Xét đề nghị của {who.honorific.lower()}: ", (who.name, "b"), ",", indent=8)
    sheet.line(("XÁC NHẬN:", "b"), align="c", after=2)
    particulars(
        sheet,
        [
            (f"{who.honorific}", stage.again(who.name.upper())),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Nơi sinh", who.origin.text(day)),
            ("Dân tộc", who.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Số Giấy CMND/Hộ chiếu/Giấy tờ hợp lệ thay thế", card.number),
            ("Cấp tại", card.issuer, "ngày", slashed(card.issued)),
            ("Nơi thường trú/tạm trú", who.home.text(day, hamlet=True)),
            ("Tình trạng hôn nhân", "Hiện tại chưa đăng ký kết hôn với ai"),
        ],
        manner(rng),
    )
    sheet.line(f"Giấy này được cấp để {pick(rng, 'làm thủ tục đăng ký kết hôn|bổ sung hồ sơ vay vốn')}.", indent=8)
    sheet.line("Xác nhận này có giá trị trong thời hạn 06 tháng, kể từ ngày cấp.", indent=8, after=5)
    signed(sheet, office, ["TM. ỦY BAN NHÂN DÂN", *registrar(stage)[0]], stage.official)
    fields = status_fields(stage, f"{figure}/XNHN")
    return paper(stage, "marital_status_certificate", "marital_status_of_2010", [sheet], fields)


@layout("marital_status_certificate", date(2020, 7, 16))
def marital_status_of_2020(stage: Stage) -> Paper:
    """Circular 04/2020/TT-BTP: the registrar's own words, then the particulars, the status over a period of years."""
    rng, sheet, who, day = stage.rng, a4(stage.rng), stage.person, stage.day
    office, figure = commune_office(who.home, day), f"{rng.randint(1, 640):02d}"
    rest = pick(rng, "/XNHN|/UBND-XNTTHN|/GXN-UBND")
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    title(sheet, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", after=3)
    if rng.random() < 0.5:
        title(sheet, office.issuing, points=sheet.points, after=1)
    sheet.line(
        f"Xét đề nghị của ông/bà: {stage.again(who.name)}, về việc cấp Giấy xác nhận tình trạng hôn nhân "
        f"cho: {who.name}",
        indent=8,
    )
    sheet.line(("XÁC NHẬN:", "b"), align="c", after=2)
    card = who.card(day)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên", who.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Giới tính", who.sex_word, "Dân tộc", who.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Giấy tờ tùy thân", f"{card.name} số {card.number}"),
            ("Nơi cư trú", who.home.text(day, hamlet=True)),
        ],
        manner(rng),
    )
    since, until = who.at_age(18), day - timedelta(days=400)
    sheet.line(
        f"Trong thời gian cư trú tại {office_words(office.issuing)}, từ ngày {dashed(since)} đến ngày {dashed(until)}:",
        indent=8,
    )
    sheet.line("Tình trạng hôn nhân: ", ("chưa đăng ký kết hôn với ai.", "b"), indent=8)
    purpose = pick(rng, "mua bán nhà đất|đăng ký kết hôn với bà Lê Thị Mơ|vay vốn tín dụng|xuất khẩu lao động")
    sheet.line(f"Giấy này được cấp để sử dụng vào mục đích: {purpose}.", indent=8)
    sheet.line("Giấy này có giá trị đến thời điểm thay đổi tình trạng hôn nhân hoặc 06 tháng kể từ ngày cấp.", indent=8)
    sheet.space(4)
    signed(sheet, office, ["NGƯỜI KÝ GIẤY XÁC NHẬN", *registrar(stage)[0]], stage.official)
    fields = status_fields(stage, figure + rest)
    return paper(stage, "marital_status_certificate", "marital_status_of_2020", [sheet], fields)


@layout("marital_status_certificate", LAW_OF_2014, apart=True)
def marital_status_in_sentences(stage: Stage) -> Paper:
    """No labels at all: one sentence says who, born when, with which paper, and that nobody is married."""
    rng, sheet, who, day = stage.rng, a4(stage.rng), stage.person, stage.day
    sheet.leading = rng.uniform(1.35, 1.6)
    office, figure = commune_office(who.home, day), f"{rng.randint(1, 320)}"
    card = who.card(day)
    letterhead(sheet, office, number_runs(rng, figure, "/GXN-UBND"), day)
    title(sheet, "GIẤY XÁC NHẬN", after=0)
    sheet.line(("Tình trạng hôn nhân", "b"), align="c", after=4)
    sheet.paragraph(f"{office_words(office.issuing)} xác nhận:")
    sheet.paragraph(
        f"{who.honorific} {who.name.upper()}, sinh ngày {slashed(who.born)}, {card.short} số {card.number} do "
        f"{card.issuer} cấp ngày {slashed(card.issued)}, hiện cư trú tại {who.home.text(day, hamlet=True)}."
    )
    sheet.paragraph("Kể từ ngày đủ tuổi kết hôn đến nay chưa đăng ký kết hôn với ai tại địa phương.")
    sheet.paragraph(
        f"Giấy xác nhận này cấp theo đề nghị của {who.honorific.lower()} {stage.again(who.name)} để nộp tại "
        f"{pick(rng, 'ngân hàng|Văn phòng Đăng ký đất đai|cơ quan công tác')} và có giá trị 6 tháng, kể từ "
        f"{long_date(day)}./."
    )
    sheet.space(3)
    row = sheet.y
    recipients(sheet, row, "- Người đề nghị;", "- Lưu: VT.")
    sheet.y = row
    signed(sheet, office, ["TM. ỦY BAN NHÂN DÂN", *registrar(stage)[0]], stage.official)
    fields = status_fields(stage, f"{figure}/GXN-UBND")
    return paper(stage, "marital_status_certificate", "marital_status_in_sentences", [sheet], fields)
