"""One more layout of each kind that had a single one kept apart: what is judged on must not hang on one wording."""

from __future__ import annotations

from datetime import date

from samples import ink, world
from samples.papers.births import LAW_OF_2014, office_words, registrar
from samples.papers.business import dong, tax_code
from samples.papers.cards import card_sheet, pair
from samples.papers.civil_status import death_fields, status_fields
from samples.papers.common import a4, dated, framed, layout, letterhead, nation, number_runs, paper, signed, title
from samples.papers.forms import form_sheet
from samples.papers.land import area_of, land_fields, sketch, use_of
from samples.papers.residence import halves, police_of
from samples.papers.rows import Manner, Row, grid, manner, particulars, pick, two_columns
from samples.papers.schooling import degree_fields, graduate
from samples.sheet import px
from samples.stage import Office, Paper, Stage, commune_office, district_body, merged, province_body
from samples.world import bare, long_date, slashed


@layout("death_extract", LAW_OF_2014, apart=True)
def death_extract_in_columns(stage: Stage) -> Paper:
    """The dead to the left, the death to the right."""
    rng, sheet, dead, day = stage.rng, a4(stage.rng, points=12), stage.elder, stage.day
    died, office = stage.died(), commune_office(stage.home, day)
    letterhead(sheet, office, number_runs(rng, rng.randint(1, 260), pick(rng, "/TLKT|/TLKT-BS")), day)
    title(sheet, "TRÍCH LỤC KHAI TỬ", after=4)
    left: list[Row] = [
        ("Người chết", dead.name.upper()),
        ("Sinh ngày", slashed(dead.born)),
        ("Giới tính", dead.sex_word),
        ("Dân tộc", dead.ethnicity),
        ("Số ĐDCN/CMND", dead.card(died).number),
        ("Nơi cư trú cuối cùng", dead.home.text(day)),
    ]
    right: list[Row] = [
        ("Chết ngày", slashed(died)),
        ("Lúc", f"{rng.randint(0, 23)} giờ {rng.randint(0, 59):02d} phút"),
        ("Nơi chết", pick(rng, "Tại nhà|Tại bệnh viện")),
        ("Nguyên nhân", pick(rng, "Già yếu|Bệnh tim|Ung thư")),
        ("Ngày đăng ký khai tử", slashed(day)),
    ]
    two_columns(sheet, left, right, manner(rng, leader=False, indent=0))
    sheet.space(4)
    sheet.line(f"Đăng ký tại: {office_words(office.issuing)}", after=4)
    signed(sheet, office, registrar(stage)[0], stage.official)
    fields = death_fields(stage, died, dead.card(died).number)
    return paper(stage, "death_extract", "death_extract_in_columns", [sheet], fields)


@layout("marital_status_certificate", LAW_OF_2014, apart=True)
def marital_status_in_two_languages(stage: Stage) -> Paper:
    """For a marriage abroad: each label again in English."""
    rng, sheet, who, day = stage.rng, a4(stage.rng, points=12), stage.person, stage.day
    office, figure, rest = commune_office(who.home, day), f"{rng.randint(1, 320)}", "/UBND-XNTTHN"
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    title(sheet, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", after=0)
    sheet.line(("CERTIFICATE OF MARITAL STATUS", "i"), align="c", after=3)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên/Full name", who.name.upper()),
            ("Ngày, tháng, năm sinh/Date of birth", slashed(who.born)),
            ("Giới tính/Sex", who.sex_word, "Quốc tịch/Nationality", "Việt Nam"),
            ("Giấy tờ tùy thân/Identity paper No.", who.card(day).number),
            ("Nơi cư trú/Residence", who.home.text(day)),
            ("Tình trạng hôn nhân/Marital status", "Chưa đăng ký kết hôn với ai (Single)"),
            ("Mục đích/Purpose", "Đăng ký kết hôn tại nước ngoài"),
        ],
        manner(rng, leader=False, label=""),
    )
    sheet.line("Giấy này có giá trị 6 tháng kể từ ngày cấp./Valid for 6 months from the date of issue.", after=4)
    signed(sheet, office, registrar(stage)[0], stage.official)
    fields = status_fields(stage, figure + rest)
    return paper(stage, "marital_status_certificate", "marital_status_in_two_languages", [sheet], fields)


@layout("residence_confirmation", date(2021, 7, 1), apart=True)
def residence_in_columns(stage: Stage) -> Paper:
    rng, who, sheet, day = stage.rng, stage.person, a4(stage.rng, points=12), stage.day
    office, number = police_of(who, day), f"{rng.randint(12, 2400)}/XN-CT"
    letterhead(sheet, office, number_runs(rng, *halves(number)), day)
    title(sheet, pick(rng, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ|PHIẾU XÁC NHẬN CƯ TRÚ"), after=3)
    residence = who.home.text(day)
    left: list[Row] = [
        ("Công dân", who.name.upper()),
        ("Ngày sinh", slashed(who.born)),
        ("Giới tính", who.sex_word),
        ("Số ĐDCN", who.number),
    ]
    right: list[Row] = [
        ("Nơi đăng ký thường trú", residence),
        ("Chủ hộ", stage.husband.name),
        ("Quan hệ với chủ hộ", "Chủ hộ" if who is stage.husband else "Vợ"),
    ]
    two_columns(sheet, left, right, Manner(count=rng.choice(("", "- ")), after=1))
    sheet.line(("Có giá trị trong 01 năm kể từ ngày xác nhận.", "i"), after=4)
    signed(sheet, office, ["CÁN BỘ XÁC NHẬN", "TRƯỞNG CÔNG AN"], stage.official)
    fields = {
        "document_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "personal_id": who.number,
        "permanent_residence": residence,
        "issue_date": day.isoformat(),
    }
    return paper(stage, "residence_confirmation", "residence_in_columns", [sheet], fields)


@layout("judicial_record", date(2011, 1, 1), apart=True)
def record_in_two_languages(stage: Stage) -> Paper:
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng, points=12)
    office, card = province_body(stage.home, day, "Sở Tư pháp"), who.card(day)
    if day >= date(2025, 3, 1):
        place = stage.home.units_on(day)[-1]
        office = Office("BỘ CÔNG AN", (f"CÔNG AN {place.upper()}",), "Bộ Công an", bare(place))
    number = f"{rng.randint(12, 9000)}/LLTP"
    letterhead(sheet, office, number_runs(rng, *halves(number)), day)
    title(sheet, "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1", after=0)
    sheet.line(("CRIMINAL RECORD CERTIFICATE No. 1", "i"), align="c", after=3)
    particulars(
        sheet,
        [
            ("Họ và tên (Full name)", who.name.upper()),
            ("Giới tính (Sex)", who.sex_word),
            ("Ngày, tháng, năm sinh (Date of birth)", slashed(who.born)),
            ("Quốc tịch (Nationality)", "Việt Nam"),
            ("Nơi cư trú (Residence)", who.home.text(day)),
            (f"Số {card.short} (ID No.)", card.number),
            ("Tình trạng án tích (Criminal status)", "Không có án tích (No criminal record)"),
        ],
        manner(rng, count=rng.choice(("{n}. ", "{a}) ")), leader=False, label=""),
    )
    sheet.space(4)
    signed(sheet, office, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], stage.official)
    fields = {
        "document_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "personal_id": card.number,
        "issue_date": day.isoformat(),
    }
    return paper(stage, "judicial_record", "record_in_two_languages", [sheet], fields)


@layout("land_use_certificate", date(2025, 1, 2), apart=True)
def certificate_of_2024_in_rows(stage: Stage) -> Paper:
    """The leaf of 2024 with the parcel in a table, as offices print it whose program has no running text."""
    rng, day, who = stage.rng, stage.day, stage.person
    sheet = a4(rng, points=12, margins=(24, 18, 18), family=pick(rng, "times|noto serif|arial"))
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, (252, 222, 230), rng, 110), 0, 0)
    nation(sheet)
    sheet.space(4)
    sheet.line(("GIẤY CHỨNG NHẬN", "br"), align="c", points=18)
    sheet.line(("QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", "br"), align="c", points=12, after=4)
    sheet.line(("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:", "b"))
    sheet.line(f"{who.honorific}: ", (who.name.upper(), "b"), f"; Số định danh: {who.number}", indent=6, after=3)
    sheet.line(("2. Thông tin thửa đất:", "b"), after=1)
    parcel, number, (printed, area) = str(rng.randint(3, 980)), str(rng.randint(1, 96)), area_of(rng)
    use, _ = use_of(stage)
    grid(
        sheet,
        [
            ("Thửa đất số", parcel),
            ("Tờ bản đồ số", number),
            ("Diện tích (m²)", printed),
            ("Loại đất", use),
            ("Hình thức sử dụng đất", "Sử dụng riêng"),
            ("Địa chỉ", stage.home.text(day, hamlet=True)),
        ],
    )
    sheet.line(("3. Thông tin tài sản gắn liền với đất: ", "b"), "Không", after=2)
    sheet.picture(sketch(rng, px(70), px(44)), 26, sheet.y)
    body = "Chi nhánh Văn phòng Đăng ký đất đai"
    office = commune_office(stage.home, day) if merged(day) else district_body(stage.home, day, body)
    dated(sheet, office.short, day)
    signed(sheet, office, ["CHỦ TỊCH" if merged(day) else "GIÁM ĐỐC"], stage.official)
    serial = f"{rng.choice('AB')}{rng.choice('ABCDEGHK')} {rng.randrange(10**8):08d}"
    sheet.put(24, 270, f"Số vào sổ cấp Giấy chứng nhận: CN {rng.randint(100, 99999):05d}", points=10.5)
    sheet.put(190, 268, serial, "br", points=16, align="r")
    fields = land_fields(stage, serial, who.name.upper(), parcel, number, area) | {"personal_id": who.number}
    return paper(stage, "land_use_certificate", "certificate_of_2024_in_rows", [sheet], fields)


@layout("construction_permit", date(2012, 10, 20), apart=True)
def permit_in_sentences(stage: Stage) -> Paper:
    rng, day, sheet, who = stage.rng, stage.day, a4(stage.rng), stage.person
    office = commune_office(stage.home, day) if merged(day) else district_body(stage.home, day)
    figure, rest = str(rng.randint(2, 900)), f"/{day.year}/GPXD-UBND"
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    title(sheet, "GIẤY PHÉP XÂY DỰNG", after=4)
    location = stage.home.text(day, hamlet=True)
    holder = f"{who.honorific.lower()} {who.name}"
    sheet.paragraph(f"Xét đơn đề nghị cấp giấy phép xây dựng của {holder}, {office_words(office.issuing)} cho phép:")
    sheet.line("Chủ đầu tư: ", (f"{who.honorific} {who.name}", "b"), indent=10)
    sheet.line("Được xây dựng nhà ở riêng lẻ theo hồ sơ thiết kế đã được thẩm tra.", indent=10)
    sheet.line("Địa điểm: ", location, indent=10)
    sheet.paragraph(
        f"Công trình cao {rng.randint(1, 4)} tầng, diện tích xây dựng {rng.randint(50, 160)} m², cách tim đường "
        f"{rng.randint(4, 12)} m. Chủ đầu tư thông báo ngày khởi công trước 07 ngày."
    )
    sheet.space(3)
    signed(sheet, office, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], stage.official)
    fields: dict[str, str | None] = {
        "document_number": figure + rest,
        "holder_name": who.name,
        "location": location,
        "issue_date": day.isoformat(),
    }
    return paper(stage, "construction_permit", "permit_in_sentences", [sheet], fields)


@layout("enterprise_registration", date(2015, 7, 1), apart=True)
def company_with_labels_in_two_languages(stage: Stage) -> Paper:
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng, points=12)
    office = province_body(stage.home, day, "Sở Tài chính" if day >= date(2025, 3, 1) else "Sở Kế hoạch và Đầu tư")
    name = f"CÔNG TY CỔ PHẦN {pick(rng, 'NĂNG LƯỢNG|THỦY SẢN|GIÁO DỤC')} {pick(rng, 'BIỂN XANH|HÒA AN|TRƯỜNG SƠN')}"
    code, head_office = tax_code(rng), stage.home.text(day, hamlet=True)
    letterhead(sheet, office)
    title(sheet, "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", after=0)
    sheet.line(("ENTERPRISE REGISTRATION CERTIFICATE", "i"), align="c", after=3)
    particulars(
        sheet,
        [
            ("Mã số doanh nghiệp/Enterprise code", code),
            ("Đăng ký lần đầu/First registration", long_date(day)),
            ("Tên doanh nghiệp/Name", name),
            ("Địa chỉ trụ sở chính/Head office", head_office),
            ("Vốn điều lệ/Charter capital", dong(rng, 900)),
            ("Người đại diện theo pháp luật/Legal representative", who.name.upper()),
            ("Sinh ngày/Date of birth", slashed(who.born), "Quốc tịch/Nationality", "Việt Nam"),
            ("Số giấy tờ pháp lý/ID No.", who.card(day).number),
        ],
        manner(rng, leader=False, label=""),
    )
    sheet.space(4)
    signed(sheet, office, ["TRƯỞNG PHÒNG ĐĂNG KÝ KINH DOANH"], stage.official, x=sheet.right - 46)
    fields: dict[str, str | None] = {
        "enterprise_code": code,
        "business_name": name,
        "representative_name": who.name.upper(),
        "head_office": head_office,
        "issue_date": day.isoformat(),
    }
    return paper(stage, "enterprise_registration", "company_with_labels_in_two_languages", [sheet], fields)


@layout("authorization_contract", date(2015, 4, 10), apart=True)
def attorney_in_a_table(stage: Stage) -> Paper:
    """Giấy ủy quyền with both people in a table."""
    rng, day, sheet = stage.rng, stage.day, form_sheet(stage.rng)
    principal = stage.person
    agent = world.person(rng, world.day_between(rng, date(1965, 1, 1), date(1996, 1, 1)), home=stage.home)
    nation(sheet)
    title(sheet, "GIẤY ỦY QUYỀN", after=3)
    half = (sheet.right - sheet.left - 40) / 2
    rows = [("Nội dung", "Người ủy quyền", "Người được ủy quyền")]
    for label, of in (
        ("Họ và tên", lambda p: p.name),
        ("Ngày sinh", lambda p: slashed(p.born)),
        ("Số giấy tờ tùy thân", lambda p: p.card(day).number),
        ("Nơi cư trú", lambda p: p.home.text(day)),
    ):
        rows.append((label, of(principal), of(agent)))
    sheet.table((40, half, half), rows, points=11.5)
    sheet.paragraph("Nội dung ủy quyền: nộp hồ sơ, nộp phí và nhận kết quả giải quyết thủ tục hành chính.")
    office = commune_office(stage.home, day)
    dated(sheet, office.short, day)
    sheet.put(sheet.right - 40, sheet.y, "NGƯỜI ỦY QUYỀN", "b", align="c")
    sheet.picture(ink.signature(px(36), px(14), rng), sheet.right - 58, sheet.y + 7)
    sheet.put(sheet.right - 40, sheet.y + 24, stage.again(principal.name), align="c")
    fields: dict[str, str | None] = {
        "principal_name": principal.name,
        "agent_name": agent.name,
        "issue_date": day.isoformat(),
    }
    return paper(stage, "authorization_contract", "attorney_in_a_table", [sheet], fields)


@layout("health_insurance_card", date(2021, 4, 1), apart=True)
def insurance_card_in_other_words(stage: Stage) -> Paper:
    """The card as the portal prints it: "Mã thẻ", values below their labels."""
    rng, who, scale, day = stage.rng, stage.person, stage.rng.choice((1.2, 1.5)), stage.day
    card = card_sheet(stage, scale, (236, 240, 230), pick(rng, "arial|noto sans|times"))
    number, until = f"{rng.randrange(10**10):010d}", date(day.year, 12, 31)
    card.put(43 * scale, 3 * scale, "THẺ BẢO HIỂM Y TẾ", "b", points=11 * scale, align="c", colour=(30, 90, 60))
    y = 10 * scale
    for label, value in (
        ("Mã thẻ:", number),
        ("Họ và tên:", who.name.upper()),
        ("Ngày, tháng, năm sinh:", slashed(who.born)),
        ("Thời hạn sử dụng:", f"{slashed(day)} - {slashed(until)}"),
        ("Nơi KCB ban đầu:", f"Trạm y tế {world.lowered(who.home.units_on(day)[0])}"),
    ):
        y = pair(card, 4 * scale, y, label, value, scale, value_below=True) + 0.6 * scale
    fields: dict[str, str | None] = {
        "card_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "expiry_date": until.isoformat(),
    }
    return paper(stage, "health_insurance_card", "insurance_card_in_other_words", [card], fields)


@layout("diploma", date(2012, 1, 1), apart=True)
def diploma_with_two_numbers_above(stage: Stage) -> Paper:
    """Bằng tốt nghiệp on an upright sheet: number and register at the top right, particulars in one column."""
    rng, who = stage.rng, graduate(stage, 18)
    day = world.workday(rng, date(who.born.year + 18, 7, 1), date(who.born.year + 18, 11, 20))
    sheet = a4(rng, margins=(30, 22, 26), points=13)
    framed(sheet, (150, 60, 40), 9)
    province, number = bare(who.home.units_on(day)[-1]), f"{pick(rng, 'B|C|PT')} {rng.randrange(10**7):07d}"
    nation(sheet)
    sheet.line(f"Số hiệu: {number}", align="r", points=11, after=0)
    sheet.line(f"Vào sổ cấp bằng số: {rng.randint(10, 900)}", align="r", points=11, after=6)
    school = f"SỞ GIÁO DỤC VÀ ĐÀO TẠO {province.upper()}"
    title(sheet, f"GIÁM ĐỐC {school}", points=13, after=1)
    title(sheet, "CẤP BẰNG TỐT NGHIỆP", "TRUNG HỌC PHỔ THÔNG", red=True, points=20, after=5)
    particulars(
        sheet,
        [
            (pick(rng, "Cho|Anh/Chị|Họ và tên"), who.name.upper()),
            ("Sinh ngày", slashed(who.born)),
            ("Tại", bare(who.origin.units_on(day)[-1])),
            ("Học sinh trường", f"THPT {pick(rng, 'Lê Lợi|Nguyễn Du|Hùng Vương')}"),
            ("Hạng tốt nghiệp", pick(rng, "Khá|Giỏi|Trung bình")),
        ],
        manner(rng),
    )
    sheet.space(4)
    dated(sheet, province, day)
    signed(sheet, Office("", (school,), province, province), ["GIÁM ĐỐC"], stage.official)
    name = "diploma_with_two_numbers_above"
    return paper(stage, "diploma", name, [sheet], degree_fields(who.name.upper(), who, number, day))
