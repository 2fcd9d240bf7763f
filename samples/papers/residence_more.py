"""Residence and criminal records in further wordings: CT07 of 2025, the older confirmation, records in tables."""

from __future__ import annotations

from datetime import date, timedelta

from samples import ink, world
from samples.papers.common import MERGER, a4, form_mark, layout, letterhead, number_runs, paper, signed, title
from samples.papers.residence import halves, police_of
from samples.papers.rows import Row, grid, manner, particulars, pick
from samples.sheet import px
from samples.stage import Office, Paper, Stage, province_body
from samples.world import dashed, slashed

# --- residence --------------------------------------------------------------------------------------------------------


def _residence_fields(stage: Stage, number: str, residence: str) -> dict[str, str | None]:
    who = stage.person
    return {
        "document_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "personal_id": who.number,
        "permanent_residence": residence,
        "issue_date": stage.day.isoformat(),
    }


@layout("residence_confirmation", MERGER)
def ct07_of_2025(stage: Stage) -> Paper:
    """Circular 53/2025/TT-BCA: one run of thirteen numbered lines, then the household."""
    rng, who, sheet, day = stage.rng, stage.person, a4(stage.rng, points=12.5), stage.day
    office, number = police_of(who, day), f"{rng.randint(12, 2400)}/{pick(rng, 'XN-CAX|XNCT-CAP|XN')}"
    form_mark(sheet, "Mẫu CT07 ban hành kèm theo Thông tư số 53/2025/TT-BCA ngày 01/7/2025", align="r")
    letterhead(sheet, office, number_runs(rng, *halves(number)), day)
    title(sheet, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", after=3)
    residence = who.home.text(day, hamlet=True)
    head, wife = stage.husband, stage.wife
    sheet.line(("I. Thông tin của người đề nghị xác nhận", "b"), after=1)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm và tên", who.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Giới tính", who.sex_word),
            ("Số định danh cá nhân", who.number),
            ("Dân tộc", who.ethnicity),
            ("Tôn giáo", who.religion),
            ("Quốc tịch", "Việt Nam"),
            ("Quê quán", who.origin.text(day)),
            ("Nơi thường trú", residence),
            ("Nơi tạm trú", "Không có"),
            ("Nơi ở hiện tại", residence),
            ("Họ, chữ đệm và tên chủ hộ", head.name.upper()),
            ("Quan hệ với chủ hộ", "Chủ hộ" if who is head else "Vợ"),
            ("Số định danh cá nhân của chủ hộ", head.number),
        ],
        manner(rng, count="{n}. ", leader=False, after=0.3),
    )
    sheet.line(("II. Thông tin về các thành viên trong hộ", "b"), after=1.5)
    rows = [("TT", "Họ, chữ đệm và tên", "Ngày sinh", "Giới tính", "Số định danh", "Quan hệ")]
    others = [(head, "Chủ hộ"), (wife, "Vợ"), (stage.child, "Con")]
    rows += [
        (str(k), one.name, slashed(one.born), one.sex_word, one.number, word)
        for k, (one, word) in enumerate(((one, word) for one, word in others if one is not who), 1)
    ]
    sheet.table((9, 50, 25, 18, 34, sheet.right - sheet.left - 136), rows, points=10)
    until = day + timedelta(days=365)
    sheet.line((f"Xác nhận này có giá trị đến ngày {slashed(until)}.", "i"), after=3)
    signed(sheet, office, [pick(rng, "TRƯỞNG CÔNG AN|PHÓ TRƯỞNG CÔNG AN")], stage.official)
    fields = _residence_fields(stage, number, residence)
    return paper(stage, "residence_confirmation", "ct07_of_2025", [sheet], fields)


@layout("residence_confirmation", date(2021, 7, 1), apart=True)
def residence_in_a_table(stage: Stage) -> Paper:
    """As the police's program prints it: a table of labels and values, a code to look it up with."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = a4(rng, family=pick(rng, "times|arial|noto sans|dejavu serif"), points=12)
    office, number = police_of(who, day), f"{rng.randint(12, 9400):04d}/{pick(rng, 'XNCT|CT07')}"
    letterhead(sheet, office, number_runs(rng, *halves(number)), day)
    title(sheet, "GIẤY XÁC NHẬN", "THÔNG TIN VỀ CƯ TRÚ", after=3)
    residence = who.home.text(day)
    sheet.line(f"{office.issuing.capitalize()} xác nhận:", indent=8, after=2)
    rows = [
        (pick(rng, "Họ và tên|Họ, chữ đệm và tên khai sinh"), who.name.upper()),
        ("Ngày, tháng, năm sinh", slashed(who.born)),
        ("Giới tính", who.sex_word),
        (pick(rng, "Số ĐDCN|Số định danh cá nhân/CCCD"), who.number),
        ("Quê quán", who.origin.text(day)),
        (pick(rng, "Nơi đăng ký thường trú|Nơi thường trú"), residence),
        ("Nơi ở hiện tại", "Như nơi thường trú"),
        ("Họ và tên chủ hộ", stage.husband.name),
        ("Ngày đăng ký thường trú", dashed(day - timedelta(days=1500))),
    ]
    grid(sheet, rows, rng.uniform(0.32, 0.42), count=rng.choice(("", "{n}. ")))
    if rng.random() < 0.5:
        sheet.picture(ink.qr(f"https://cutru.example.vn/{number}", px(22)), sheet.left, sheet.y + 6)
    sheet.line(("Giấy này có giá trị 01 năm kể từ ngày cấp.", "i"), after=3)
    signed(sheet, office, ["TRƯỞNG CÔNG AN"], f"{pick(rng, 'Trung tá|Thiếu tá|Đại úy')} {stage.official}")
    fields = _residence_fields(stage, number, residence)
    return paper(stage, "residence_confirmation", "residence_in_a_table", [sheet], fields)


@layout("residence_confirmation", date(2021, 7, 1))
def residence_in_sentences(stage: Stage) -> Paper:
    """In sentences, as communes wrote it before there was a form."""
    rng, who, sheet, day = stage.rng, stage.person, a4(stage.rng), stage.day
    sheet.leading = rng.uniform(1.35, 1.55)
    office, number = police_of(who, day), f"{rng.randint(2, 900)}/GXN-CAX"
    letterhead(sheet, office, number_runs(rng, *halves(number)), day)
    title(sheet, "GIẤY XÁC NHẬN CƯ TRÚ", after=4)
    residence = who.home.text(day, hamlet=True)
    sheet.paragraph(f"{office.issuing.capitalize()} xác nhận:")
    particulars(
        sheet,
        [
            (f"{who.honorific}", who.name.upper()),
            ("Sinh ngày", slashed(who.born), "Giới tính", who.sex_word),
            ("Số định danh cá nhân", who.number),
            ("Có nơi thường trú tại", residence),
        ],
        manner(rng, leader=False),
    )
    sheet.paragraph("Hiện đang sinh sống thực tế tại địa chỉ trên, chấp hành tốt quy định về đăng ký, quản lý cư trú.")
    sheet.paragraph("Giấy này cấp cho đương sự để làm thủ tục hành chính có liên quan./.")
    sheet.space(3)
    signed(sheet, office, ["TRƯỞNG CÔNG AN"], stage.official)
    fields = _residence_fields(stage, number, residence)
    return paper(stage, "residence_confirmation", "residence_in_sentences", [sheet], fields)


# --- criminal records -------------------------------------------------------------------------------------------------


def _record_fields(stage: Stage, number: str) -> dict[str, str | None]:
    who = stage.person
    return {
        "document_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "personal_id": who.card(stage.day).number,
        "issue_date": stage.day.isoformat(),
    }


@layout("judicial_record", date(2013, 1, 1), date(2025, 3, 1))
def record_with_a_request(stage: Stage) -> Paper:
    """Circular 16/2013/TT-BTP: names the request, numbers from one, a table for convictions."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = a4(rng, points=12)
    sheet.leading = 1.12
    office, card = province_body(stage.home, day, "Sở Tư pháp"), who.card(day)
    which = rng.choice(("SỐ 1", "SỐ 2"))
    number = f"{rng.randint(12, 9000)}/{pick(rng, 'STP-LLTP|LLTP|STP.LLTP')}"
    form_mark(sheet, f"Mẫu số {'06' if which == 'SỐ 1' else '07'}/2013/TT-LLTP", align="r")
    letterhead(sheet, office, number_runs(rng, *halves(number)), day)
    title(sheet, "PHIẾU LÝ LỊCH TƯ PHÁP", which, after=1)
    sheet.line(("Căn cứ Luật Lý lịch tư pháp số 28/2009/QH12;", "i"), indent=8)
    sheet.line((f"Theo đề nghị của: {stage.again(who.name)}", "i"), indent=8, after=1)
    sheet.line(("XÁC NHẬN:", "b"), align="c", after=1)
    rows: list[Row] = [
        ("Họ và tên", who.name.upper()),
        ("Giới tính", who.sex_word),
        ("Ngày, tháng, năm sinh", slashed(who.born)),
        ("Nơi sinh", who.origin.text(day)),
        ("Quốc tịch", "Việt Nam"),
        ("Nơi thường trú", who.home.text(day)),
        ("Nơi tạm trú", "Không"),
        (f"Giấy {card.name}", "Số " + card.number),
        ("Cấp ngày", slashed(card.issued), "Nơi cấp", card.issuer),
    ]
    if which == "SỐ 2":
        rows += [("Họ và tên cha", stage.elder.name), ("Họ và tên mẹ", "Lê Thị Hòa")]
    how = manner(rng, count="{n}. ", leader=False, after=0.4, indent=4)
    particulars(sheet, rows, how)
    sheet.line(f"{len(rows) + 1}. Tình trạng án tích:", indent=4, after=1)
    sheet.table(
        (30, 40, 40, sheet.right - sheet.left - 110),
        (("Bản án số", "Tội danh", "Hình phạt", "Ghi chú"), ("Không có", "Không có", "Không có", "Không có án tích")),
        points=10,
    )
    sheet.space(2)
    signed(sheet, office, rng.choice((["GIÁM ĐỐC"], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"])), stage.official)
    fields = _record_fields(stage, number)
    return paper(stage, "judicial_record", "record_with_a_request", [sheet], fields)


@layout("judicial_record", date(2011, 1, 1), apart=True)
def record_in_a_table(stage: Stage) -> Paper:
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = a4(rng, family=pick(rng, "arial|times|noto serif|noto sans"), points=12)
    province, card = stage.home.units_on(day)[-1], who.card(day)
    office = (
        Office("BỘ CÔNG AN", (f"CÔNG AN {province.upper()}",), "Bộ Công an", world.bare(province))
        if day >= date(2025, 3, 1)
        else province_body(stage.home, day, "Sở Tư pháp")
    )
    number = f"{rng.randint(12, 9000):05d}/{pick(rng, 'LLTP|PLLTP|HSNV-LLTP')}"
    letterhead(sheet, office, number_runs(rng, *halves(number)), day)
    title(sheet, f"PHIẾU LÝ LỊCH TƯ PHÁP SỐ {rng.choice('12')}", after=3)
    grid(
        sheet,
        [
            ("Họ, chữ đệm và tên", who.name.upper()),
            ("Giới tính", who.sex_word),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Nơi sinh", who.origin.text(day)),
            ("Quốc tịch", "Việt Nam"),
            ("Nơi cư trú", who.home.text(day, hamlet=True)),
            (pick(rng, "Số định danh cá nhân|Giấy tờ tùy thân số|Số CMND/CCCD"), card.number),
            ("Tình trạng án tích", "Không có án tích"),
            ("Cấm đảm nhiệm chức vụ", "Không bị cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp"),
        ],
        count=rng.choice(("{n}. ", "{n}) ", "")),
    )
    sheet.space(4)
    signed(sheet, office, ["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG"], stage.official)
    return paper(stage, "judicial_record", "record_in_a_table", [sheet], _record_fields(stage, number))
