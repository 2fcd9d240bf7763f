"""Applications of further procedures, many about certificates; and how such forms begin and end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samples.papers.births import office_words
from samples.papers.common import form_mark, layout, nation, paper, signed, title
from samples.papers.forms import boxed, by_the_applicant, form_fields, form_sheet
from samples.papers.rows import Manner, grid, manner, particulars, pick
from samples.sheet import Sheet
from samples.stage import Office, Paper, Stage, commune_office, merged
from samples.world import dashed, long_date, lowered, slashed


def form_head(stage: Stage, form: str, to: str, *, mark: str = "", points: float | None = None) -> Sheet:
    """The nation, the form's title and whom it goes to."""
    sheet = form_sheet(stage.rng)
    if mark:
        form_mark(sheet, mark, align=stage.rng.choice("lr"))
    nation(sheet)
    title(sheet, form, points=points, after=2)
    sheet.line("Kính gửi: ", (to, stage.rng.choice(("f", "bf"))), align="c", after=3)
    return sheet


def commune_words(stage: Stage) -> str:
    return office_words(commune_office(stage.home, stage.day).issuing)


def card_words(stage: Stage) -> str:
    card = stage.person.card(stage.day)
    return f"{card.name} số {card.number}, {card.issuer} cấp ngày {slashed(card.issued)}"


def handed_in(
    stage: Stage, sheet: Sheet, layout_name: str, form: str, label: str, *, born: bool = True, name: str | None = None
) -> Paper:
    """Signed by the applicant; `born`: whether the form says when they were born."""
    who = stage.person
    by_the_applicant(sheet, stage, who, label)
    fields = form_fields(form, name or who.name, who, who.card(stage.day).number)
    if not born:
        fields["date_of_birth"] = None
    return paper(stage, "application_form", layout_name, [sheet], fields)


def filled_in(stage: Stage, **fixed: object) -> Manner:
    rng = stage.rng
    leader = rng.random() < 0.6
    own = {"value": "f", "label": "", "leader": leader, "name": rng.choice(("", "b")), "by_hand": rng.random() < 0.1}
    return manner(rng, **(own | fixed))


@layout("application_form", date(2014, 6, 18))
def request_for_a_permit(stage: Stage) -> Paper:
    """For a permit to build: no birth date is asked for."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG"
    sheet = form_head(stage, form, commune_words(stage), mark="Mẫu số 01")
    sheet.line(("(Sử dụng cho công trình: Nhà ở riêng lẻ)", "i"), align="c", after=2)
    sheet.line("1. Thông tin về chủ đầu tư:")
    how = filled_in(stage, indent=6, count="- ")
    particulars(
        sheet,
        [
            (pick(rng, "Tên chủ đầu tư|Chủ đầu tư (tên chủ hộ)"), who.name),
            ("Số định danh/Số CMND/CCCD", who.card(day).number),
            ("Địa chỉ liên hệ", who.home.text(day, hamlet=True)),
            ("Số điện thoại", who.phone),
        ],
        how,
    )
    sheet.line("2. Thông tin công trình:")
    particulars(
        sheet,
        [
            ("Địa điểm xây dựng", stage.home.text(day, hamlet=True)),
            ("Lô đất số", str(rng.randint(3, 700)), "Diện tích", f"{rng.randint(60, 300)} m²"),
            ("Nội dung đề nghị cấp phép", "Xây dựng mới nhà ở"),
            ("Diện tích xây dựng tầng 1", f"{rng.randint(50, 150)} m²", "Số tầng", f"0{rng.randint(1, 4)}"),
        ],
        how,
    )
    sheet.line(f"3. Dự kiến thời gian hoàn thành công trình: {rng.randint(4, 14)} tháng.")
    sheet.line("4. Cam kết: làm đúng theo giấy phép được cấp, nếu sai xin hoàn toàn chịu trách nhiệm.", justify=True)
    return handed_in(stage, sheet, "request_for_a_permit", form, pick(rng, "NGƯỜI LÀM ĐƠN|CHỦ ĐẦU TƯ"), born=False)


@layout("application_form", date(2016, 1, 1))
def request_to_register_a_household(stage: Stage) -> Paper:
    who, day, rng = stage.person, stage.day, stage.rng
    form = "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH"
    sheet = form_head(
        stage, form, "Phòng Kinh tế" if merged(day) else "Phòng Tài chính - Kế hoạch", mark="Phụ lục III-1"
    )
    card = who.card(day)
    how = filled_in(stage)
    particulars(
        sheet,
        [
            ("Tôi là (ghi họ tên bằng chữ in hoa)", who.name.upper()),
            ("Sinh ngày", slashed(who.born), "Giới tính", who.sex_word),
            ("Dân tộc", who.ethnicity, "Quốc tịch", "Việt Nam"),
            (f"Số {card.name}", card.number),
            ("Ngày cấp", slashed(card.issued), "Nơi cấp", card.issuer),
            ("Nơi thường trú", who.home.text(day)),
            ("Điện thoại", who.phone),
        ],
        how,
    )
    sheet.line(("Đăng ký hộ kinh doanh do tôi làm chủ với các nội dung sau:", "b"))
    particulars(
        sheet,
        [
            ("Tên hộ kinh doanh", f"HỘ KINH DOANH {who.name.split()[-1].upper()} {pick(rng, 'PHÁT|AN|THỊNH')}"),
            ("Địa chỉ trụ sở", stage.home.text(day, hamlet=True)),
            ("Ngành, nghề kinh doanh", pick(rng, "Bán lẻ lương thực|Cắt tóc, gội đầu|Sửa chữa điện thoại")),
            ("Vốn kinh doanh", f"{rng.randint(3, 60)}0.000.000 đồng"),
        ],
        replace(how, count="{n}. "),
    )
    sheet.line("Tôi cam kết chịu trách nhiệm trước pháp luật về tính trung thực của nội dung đăng ký trên.", indent=8)
    return handed_in(stage, sheet, "request_to_register_a_household", form, "CHỦ HỘ KINH DOANH", name=who.name.upper())


@layout("application_form", date(2014, 1, 1), apart=True)
def declaration_for_support(stage: Stage) -> Paper:
    """Social assistance: capitals, numbered, the number in boxes."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI"
    sheet = form_sheet(rng)
    form_mark(sheet, "Mẫu số 1a Ban hành kèm theo Nghị định số 20/2021/NĐ-CP", align="r")
    nation(sheet)
    title(sheet, form, after=3)
    sheet.line(("Phần I. THÔNG TIN CỦA ĐỐI TƯỢNG", "b"), after=1)
    sheet.line("1. Họ, chữ đệm, tên (Viết chữ in hoa): ", (who.name.upper(), "f"), leader=True)
    sheet.line(f"Ngày/tháng/năm sinh: {slashed(who.born)}     Giới tính: {who.sex_word}     Dân tộc: {who.ethnicity}")
    boxed(sheet, "Giấy CMND/CCCD/số định danh: ", who.card(day).number)
    particulars(
        sheet,
        [
            ("Hộ khẩu thường trú", who.home.text(day)),
            ("Hiện ở với ai và địa chỉ", f"Cùng gia đình, {who.home.hamlet}"),
            ("Tình trạng đi học", "Chưa đi học" if rng.random() < 0.3 else "Đã nghỉ học"),
            ("Có thẻ BHYT không", pick(rng, "Có|Không")),
            ("Đang hưởng trợ cấp BHXH hằng tháng", "Không"),
            ("Thuộc hộ nghèo, cận nghèo không", pick(rng, "Hộ nghèo|Hộ cận nghèo|Không")),
            ("Có khuyết tật không", pick(rng, "Không|Có, khuyết tật vận động, mức độ nặng")),
        ],
        filled_in(stage, count="{n}. "),
        first=2,
    )
    sheet.line("Tôi xin cam đoan những lời khai trên là đúng, nếu khai sai tôi xin chịu trách nhiệm.", indent=8)
    return handed_in(stage, sheet, "declaration_for_support", form, "NGƯỜI KHAI", name=who.name.upper())


@layout("application_form", date(2017, 6, 1))
def request_to_renew_a_licence(stage: Stage) -> Paper:
    """In two languages, with a place for a photograph: about a driving licence, and none."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = "ĐƠN ĐỀ NGHỊ ĐỔI, CẤP LẠI GIẤY PHÉP LÁI XE"
    sheet = form_sheet(rng)
    nation(sheet)
    row = sheet.y
    sheet.box(sheet.left, row + 2, sheet.left + 26, row + 36, 0.2)
    sheet.put(sheet.left + 13, row + 14, "Ảnh màu", points=9, align="c")
    sheet.put(sheet.left + 13, row + 18, "3 x 4 cm", points=9, align="c")
    sheet.line((form, "b"), left=sheet.left + 32, align="c", points=13)
    sheet.line(("APPLICATION FORM FOR EXCHANGE OF DRIVING LICENCE", "i"), left=sheet.left + 32, align="c", points=10)
    to = "Phòng Cảnh sát giao thông" if day >= date(2025, 3, 1) else "Sở Giao thông vận tải"
    sheet.line("Kính gửi (To): ", (to, "f"), left=sheet.left + 32, align="c")
    sheet.y = max(sheet.y, row + 40)
    card = who.card(day)
    particulars(
        sheet,
        [
            ("Tôi là (Full name)", who.name.upper()),
            ("Ngày tháng năm sinh (date of birth)", slashed(who.born)),
            ("Quốc tịch (Nationality)", "Việt Nam"),
            ("Nơi cư trú (Permanent address)", who.home.text(day)),
            ("Số CCCD/Căn cước/CMND (ID No.)", card.number),
            ("Cấp ngày (Date of issue)", slashed(card.issued)),
            ("Đã có giấy phép lái xe hạng (Class)", rng.choice(("A1", "B2", "C"))),
            ("Số (No.)", f"{rng.randrange(10**12):012d}"),
            ("Lý do (Reason)", pick(rng, "Hết hạn|Bị mất|Hỏng, nhòe chữ")),
        ],
        filled_in(stage),
    )
    sheet.line("Tôi xin cam đoan những điều ghi trên đây là đúng sự thật.", indent=8)
    return handed_in(
        stage, sheet, "request_to_renew_a_licence", form, "NGƯỜI LÀM ĐƠN (APPLICANT)", name=who.name.upper()
    )


@layout("application_form", date(2017, 1, 1))
def declaration_of_insurance(stage: Stage) -> Paper:
    """TK1-TS: entries numbered in square brackets, and about a health card."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = "TỜ KHAI THAM GIA, ĐIỀU CHỈNH THÔNG TIN BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ"
    sheet = form_sheet(rng)
    form_mark(sheet, "Mẫu TK1-TS", align="r")
    nation(sheet)
    title(sheet, "TỜ KHAI", "THAM GIA, ĐIỀU CHỈNH THÔNG TIN BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ", points=12.5, after=1)
    sheet.line("Kính gửi: ", (f"Bảo hiểm xã hội {lowered(stage.home.units_on(day)[-1])}", "f"), align="c", after=2)
    card = who.card(day)
    for place, (label, value) in enumerate(
        (
            ("Họ và tên (viết chữ in hoa)", who.name.upper()),
            ("Giới tính", who.sex_word),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Nơi đăng ký khai sinh", who.origin.text(day)),
            ("Dân tộc", who.ethnicity),
            ("Số CMND/Hộ chiếu/Thẻ căn cước", card.number),
            ("Địa chỉ nhận kết quả", who.home.text(day, hamlet=True)),
            ("Mã số BHXH đã cấp", f"{rng.randrange(10**10):010d}"),
            (
                "Nội dung thay đổi, yêu cầu",
                pick(rng, "Cấp lại thẻ BHYT do mất|Đổi nơi KCB ban đầu"),
            ),
        ),
        1,
    ):
        sheet.line(f"[{place:02d}]. {label}: ", (value, "f"), leader=rng.random() < 0.7)
    return handed_in(stage, sheet, "declaration_of_insurance", form, "Người kê khai", name=who.name.upper())


@layout("application_form", date(2014, 7, 1), apart=True)
def request_for_a_land_certificate(stage: Stage) -> Paper:
    """For a first certificate of land: a table for the parcel, the form's number in a corner."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = "ĐƠN ĐĂNG KÝ, CẤP GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT"
    sheet = form_head(stage, form, commune_words(stage), mark="Mẫu số 04/ĐK", points=12.5)
    sheet.line(("1. Người sử dụng đất", "b"))
    grid(
        sheet,
        [
            ("Họ và tên", who.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(who.born)),
            ("Số CCCD/Số định danh", who.card(day).number),
            ("Địa chỉ thường trú", who.home.text(day, hamlet=True)),
        ],
        points=11.5,
    )
    sheet.line(("2. Thửa đất đăng ký", "b"))
    grid(
        sheet,
        [
            ("Thửa đất số", str(rng.randint(3, 900))),
            ("Tờ bản đồ số", str(rng.randint(2, 80))),
            ("Diện tích", f"{rng.randint(60, 900)} m²"),
            ("Sử dụng vào mục đích", pick(rng, "Đất ở|Đất trồng cây lâu năm")),
            ("Nguồn gốc sử dụng", pick(rng, "Ông bà để lại từ năm 1985|Khai hoang năm 1990")),
        ],
        points=11.5,
    )
    sheet.line("3. Đề nghị: cấp Giấy chứng nhận lần đầu đối với thửa đất nêu trên.", after=2)
    return handed_in(stage, sheet, "request_for_a_land_certificate", form, "Người viết đơn", name=who.name.upper())


@layout("application_form", date(2010, 1, 1), apart=True)
def complaint_in_sentences(stage: Stage) -> Paper:
    """ĐƠN KHIẾU NẠI, ĐƠN XIN XÁC NHẬN …: place and day at the top, "Tên tôi là", everything in sentences."""
    who, day, rng = stage.person, stage.day, stage.rng
    form = pick(rng, "ĐƠN KHIẾU NẠI|ĐƠN KIẾN NGHỊ|ĐƠN XIN XÁC NHẬN|ĐƠN XIN MIỄN GIẢM HỌC PHÍ|ĐƠN TRÌNH BÀY")
    sheet = form_sheet(rng)
    sheet.leading = rng.uniform(1.4, 1.7)
    nation(sheet)
    place = commune_office(stage.home, day).short
    sheet.line((f"{place}, {long_date(day)}", "i"), align="r", after=3)
    title(sheet, form, after=1)
    sheet.line(("Kính gửi: ", "b"), f"Chủ tịch {commune_words(stage)}", align="c", after=3)
    card = who.card(day)
    sheet.paragraph(
        f"Tên tôi là {who.name}, sinh ngày {slashed(who.born) if rng.random() < 0.6 else dashed(who.born)}, "
        f"{card.short} số {card.number} cấp ngày {slashed(card.issued)}."
    )
    sheet.paragraph(f"Thường trú: {who.home.text(day, hamlet=True)}. Điện thoại: {who.phone}.")
    sheet.paragraph(
        pick(
            rng,
            "Gia đình tôi đang sử dụng lối đi chung từ năm 1998, nay hộ liền kề xây tường rào lấn ra 0,6 m, gây khó "
            "khăn cho việc đi lại. Tôi đã trình bày với trưởng thôn nhưng chưa được giải quyết.|"
            "Con tôi đang học lớp 8, gia đình thuộc diện khó khăn do bị bão làm hư hỏng nhà cửa, không có nguồn thu "
            "ổn định. Vì vậy tôi làm đơn này kính mong được xem xét.",
        )
    )
    sheet.paragraph("Kính mong quý cơ quan xem xét, giải quyết. Tôi xin chân thành cảm ơn.")
    sheet.y += 4
    signed(
        sheet, Office("", ("",), "", ""), [pick(rng, "Người làm đơn|NGƯỜI VIẾT ĐƠN")], stage.again(who.name),
        sealed=False, room=22,
    )  # fmt: skip
    fields = form_fields(form, who.name, who, card.number)
    return paper(stage, "application_form", "complaint_in_sentences", [sheet], fields)
