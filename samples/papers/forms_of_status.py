"""Applications about civil status, identity and records."""

from __future__ import annotations

from datetime import date, timedelta

from samples.papers.births import office_words
from samples.papers.common import form_mark, layout, nation, paper, title
from samples.papers.forms import boxed, by_the_applicant, form_fields, form_sheet
from samples.papers.forms_more import card_words, commune_words, filled_in, form_head, handed_in
from samples.papers.rows import Row, particulars, pick
from samples.stage import Paper, Stage, commune_office, merged
from samples.world import lowered, slashed


@layout("application_form", date(2016, 1, 1))
def request_for_an_extract(stage: Stage) -> Paper:
    """About a birth certificate, and none: the child's particulars follow the applicant's."""
    child, day = stage.child, stage.day
    form = "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH"
    sheet = form_head(stage, form, f"(1) {commune_words(stage)}")
    how = filled_in(stage)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên người yêu cầu", stage.person.name),
            ("Ngày, tháng, năm sinh", slashed(stage.person.born)),
            ("Nơi cư trú (2)", stage.person.home.text(day, hamlet=True)),
            ("Giấy tờ tùy thân (3)", card_words(stage)),
            ("Quan hệ với người được cấp bản sao", "Cha/mẹ"),
        ],
        how,
    )
    what = pick(stage.rng, "khai sinh|kết hôn|khai tử")
    sheet.line(f"Đề nghị cơ quan cấp bản sao trích lục {what} cho người có tên dưới đây:", indent=8)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên", child.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(child.born)),
            ("Giới tính", child.sex_word, "Dân tộc", child.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Đã đăng ký tại", office_words(commune_office(child.origin, day).issuing)),
            ("Số", f"{stage.rng.randint(2, 400)}/{child.born.year}", "Quyển số", "01"),
            ("Số lượng bản sao yêu cầu cấp", f"0{stage.rng.randint(1, 5)} bản"),
        ],
        how,
    )
    sheet.line("Tôi cam đoan những nội dung khai trên đây là đúng sự thật.", indent=8)
    return handed_in(stage, sheet, "request_for_an_extract", form, "Người yêu cầu")


@layout("application_form", date(2016, 1, 1), apart=True)
def request_for_marital_status(stage: Stage) -> Paper:
    who, day = stage.person, stage.day
    form = "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"
    sheet = form_head(stage, form, commune_words(stage), points=13)
    how = filled_in(stage)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên người yêu cầu", who.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Nơi cư trú", who.home.text(day, hamlet=True)),
            ("Giấy tờ tùy thân", card_words(stage)),
            ("Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân", "Bản thân"),
        ],
        how,
    )
    sheet.line("Đề nghị cơ quan cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:", indent=8)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên", stage.again(who.name.upper())),
            ("Giới tính", who.sex_word, "Dân tộc", who.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Trong thời gian cư trú tại", f"{commune_words(stage)} từ ngày {slashed(who.at_age(18))} đến nay"),
            ("Tình trạng hôn nhân", "Chưa đăng ký kết hôn với ai"),
            ("Mục đích sử dụng", pick(stage.rng, "Đăng ký kết hôn|Vay vốn ngân hàng|Chuyển nhượng đất")),
        ],
        how,
    )
    return handed_in(stage, sheet, "request_for_marital_status", form, "Người yêu cầu", name=who.name.upper())


@layout("application_form", date(2016, 1, 1))
def declaration_of_a_death(stage: Stage) -> Paper:
    who, dead, day = stage.person, stage.elder, stage.day
    form, died = "TỜ KHAI ĐĂNG KÝ KHAI TỬ", stage.died()
    sheet = form_head(stage, form, commune_words(stage))
    how = filled_in(stage)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên người yêu cầu", who.name),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Nơi cư trú", who.home.text(day)),
            ("Giấy tờ tùy thân", card_words(stage)),
            ("Quan hệ với người đã chết", "Con"),
        ],
        how,
    )
    sheet.line(("Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:", "b"), indent=8)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên", dead.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(dead.born)),
            ("Giới tính", dead.sex_word, "Dân tộc", dead.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Đã chết vào lúc", f"{stage.rng.randint(0, 23)} giờ, ngày {slashed(died)}"),
            ("Nơi chết", "Tại nhà", "Nguyên nhân chết", "Bệnh già"),
            ("Số Giấy báo tử/Giấy tờ thay thế", "Không"),
        ],
        how,
    )
    return handed_in(stage, sheet, "declaration_of_a_death", form, "Người yêu cầu")


@layout("application_form", date(2013, 1, 1), apart=True)
def request_for_a_record(stage: Stage) -> Paper:
    """Numbered lines from one, "Tôi là" first; for a criminal record."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = pick(rng, "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP|VĂN BẢN YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP")
    to = f"Công an {lowered(stage.home.units_on(day)[-1])}" if merged(day) else "Sở Tư pháp"
    sheet = form_head(
        stage, form, to, mark="Mẫu số 03/2024/LLTP" if day.year > 2023 else "Mẫu số 03/2013/TT-LLTP", points=13
    )
    card = who.card(day)
    rows: list[Row] = [
        ("Tôi là", who.name),
        ("Tên gọi khác (nếu có)", "Không", "Giới tính", who.sex_word),
        ("Ngày, tháng, năm sinh", slashed(who.born)),
        ("Nơi sinh", who.origin.text(day)),
        ("Quốc tịch", "Việt Nam", "Dân tộc", who.ethnicity),
        ("Nơi thường trú", who.home.text(day)),
        ("Nơi tạm trú", "Không"),
        (card.name, card.number, "Cấp ngày", slashed(card.issued)),
        ("Họ và tên cha", stage.elder.name, "Năm sinh", str(stage.elder.born.year)),
        ("Số điện thoại", who.phone),
        ("Yêu cầu cấp Phiếu lý lịch tư pháp", f"Số {rng.choice('12')}"),
        ("Mục đích", pick(rng, "Xin việc làm|Đi nước ngoài|Bổ sung hồ sơ")),
    ]
    particulars(sheet, rows, filled_in(stage, count="{n}. "))
    return handed_in(stage, sheet, "request_for_a_record", form, "NGƯỜI KHAI")


@layout("application_form", date(2020, 1, 1))
def declaration_for_an_identity_card(stage: Stage) -> Paper:
    """CC01/DC02: two entries on a line, the number in boxes; about an identity card."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = "TỜ KHAI CĂN CƯỚC" if day >= date(2024, 7, 1) else "TỜ KHAI CĂN CƯỚC CÔNG DÂN"
    sheet = form_sheet(rng)
    mark = (
        "CC01 ban hành kèm theo Thông tư số 17/2024/TT-BCA"
        if form.endswith("CƯỚC")
        else "CC01 ban hành kèm theo TT 66/2015"
    )
    form_mark(sheet, mark, align="r")
    nation(sheet)
    title(sheet, form, after=3)
    sheet.line("1. Họ, chữ đệm và tên: ", (who.name.upper(), "bf"), leader=True)
    row = sheet.y
    sheet.put(sheet.left, row, f"2. Ngày, tháng, năm sinh: {slashed(who.born)}")
    sheet.put(sheet.left + 100, row, f"3. Giới tính: {who.sex_word}")
    sheet.y += sheet.line_height() + 1.5
    boxed(sheet, "4. Số định danh cá nhân: ", who.number)
    sheet.line(f"5. Dân tộc: {who.ethnicity}     6. Tôn giáo: {who.religion}     7. Quốc tịch: Việt Nam")
    particulars(
        sheet,
        [
            ("Tình trạng hôn nhân", "Đã kết hôn"),
            ("Nhóm máu (nếu có)", rng.choice(("O", "A", "B", "AB"))),
            ("Nơi đăng ký khai sinh", who.origin.text(day)),
            ("Quê quán", who.origin.text(day)),
            ("Nơi thường trú", who.home.text(day, hamlet=True)),
            ("Nơi ở hiện tại", who.home.text(day)),
            ("Nghề nghiệp", pick(rng, "Làm ruộng|Giáo viên|Công nhân"), "Trình độ học vấn", "12/12"),
        ],
        filled_in(stage, count="{n}. "),
        first=8,
    )
    sheet.line(f"15. Yêu cầu của công dân: {pick(rng, 'Cấp mới|Cấp đổi|Cấp lại')}")
    by_the_applicant(sheet, stage, who, "NGƯỜI KHAI")
    fields = form_fields(form, who.name.upper(), who, who.number)
    return paper(stage, "application_form", "declaration_for_an_identity_card", [sheet], fields)


@layout("application_form", date(2016, 1, 1), apart=True)
def request_to_correct_an_entry(stage: Stage) -> Paper:
    """Cải chính hộ tịch: the applicant, then the one whose entry is wrong, then what is to be written."""
    who, child, day = stage.person, stage.child, stage.day
    form = "TỜ KHAI ĐĂNG KÝ THAY ĐỔI, CẢI CHÍNH, BỔ SUNG THÔNG TIN HỘ TỊCH"
    sheet = form_head(stage, form, commune_words(stage), points=13)
    how = filled_in(stage)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên người yêu cầu", who.name),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Nơi cư trú", who.home.text(day)),
            ("Giấy tờ tùy thân", card_words(stage)),
            ("Quan hệ với người được cải chính", "Cha/mẹ"),
        ],
        how,
    )
    sheet.line("Đề nghị cơ quan đăng ký việc cải chính cho người có tên dưới đây:", indent=8)
    wrong = child.born - timedelta(days=1)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên", child.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(wrong)),
            ("Đã đăng ký khai sinh tại", office_words(commune_office(child.origin, day).issuing)),
            ("Từ", f"sinh ngày {slashed(wrong)}"),
            ("Thành", f"sinh ngày {slashed(child.born)}"),
            ("Lý do", "Ghi sai so với Giấy chứng sinh"),
        ],
        how,
    )
    return handed_in(stage, sheet, "request_to_correct_an_entry", form, "Người yêu cầu")
