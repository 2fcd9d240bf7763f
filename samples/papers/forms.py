"""What citizens write themselves: applications, declarations, and powers of attorney with their attestation."""

from __future__ import annotations

from datetime import date
from random import Random

from samples import ink, world
from samples.papers.births import office_words
from samples.papers.common import a4, layout, nation, paper, signed, title
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage, commune_office, merged
from samples.world import Person, long_date, slashed


def form_sheet(rng: Random) -> Sheet:
    """A form filled in on a computer or in blue, over dotted lines."""
    sheet = a4(rng, fill=rng.choice(("times", "arial", "calibri")), fill_colour=rng.choice((ink.BLACK, (26, 46, 132))))
    sheet.leading = rng.uniform(1.25, 1.5)
    return sheet


def by_the_applicant(sheet: Sheet, stage: Stage, who: Person, label: str, *, name: str | None = None) -> None:
    place = commune_office(stage.home, stage.day).short
    row = sheet.y + 2
    sheet.put(sheet.right - 42, row, f"{place}, {long_date(stage.day)}", "i", align="c")
    sheet.y = row + sheet.line_height()
    office = Office("", ("",), "", "")
    signed(
        sheet,
        office,
        [label],
        stage.again(name or who.name),
        sealed=False,
        note="(Ký, ghi rõ họ, chữ đệm, tên)",
        room=22,
    )


def form_fields(form: str, name: str, who: Person, number: str) -> dict[str, str | None]:
    return {"form_title": form, "applicant_name": name, "date_of_birth": who.born.isoformat(), "personal_id": number}


@layout("application_form", date(2016, 1, 1))
def declaration_of_a_birth(stage: Stage) -> Paper:
    who, child, sheet, day = stage.person, stage.child, form_sheet(stage.rng), stage.day
    card = who.card(day)
    nation(sheet)
    form = "TỜ KHAI ĐĂNG KÝ KHAI SINH"
    title(sheet, form, after=2)
    sheet.line("Kính gửi: (1) ", (office_words(commune_office(stage.home, day).issuing), "f"), align="c", after=3)
    for label, value in (
        ("Họ, chữ đệm, tên người yêu cầu: ", who.name),
        ("Ngày, tháng, năm sinh: ", slashed(who.born)),
        ("Nơi cư trú: (2) ", who.home.text(day, hamlet=True)),
        ("Giấy tờ tùy thân: (3) ", f"{card.name} số {card.number}, cấp ngày {slashed(card.issued)}"),
        ("Quan hệ với người được khai sinh: ", "Cha" if who is stage.husband else "Mẹ"),
    ):
        sheet.line(label, (value, "f"), leader=True)
    sheet.line(("Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:", "b"), indent=8)
    for label, value in (
        ("Họ, chữ đệm, tên: ", child.name.upper()),
        ("Ngày, tháng, năm sinh: ", f"{slashed(child.born)} ghi bằng chữ: {stage.words(child.born).lower()}"),
        ("Giới tính: ", f"{child.sex_word}     Dân tộc: {child.ethnicity}     Quốc tịch: Việt Nam"),
        ("Nơi sinh: (4) ", f"Trung tâm Y tế, {', '.join(world.lowered(u) for u in child.origin.units_on(day)[1:])}"),
        ("Quê quán: ", child.origin.text(day)),
        ("Họ, chữ đệm, tên người mẹ: ", f"{stage.wife.name}     Năm sinh: {stage.wife.born.year}"),
        ("Họ, chữ đệm, tên người cha: ", f"{stage.husband.name}     Năm sinh: {stage.husband.born.year}"),
    ):
        sheet.line(label, (value, "f"), leader=True)
    sheet.line(
        (
            (
                "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, "
                "được sự thỏa thuận nhất trí của các bên liên quan theo quy định pháp luật."
            ),
            "i",
        ),
        indent=8,
        justify=True,
    )
    by_the_applicant(sheet, stage, who, "Người yêu cầu")
    return paper(
        stage, "application_form", "declaration_of_a_birth", [sheet], form_fields(form, who.name, who, card.number)
    )


@layout("application_form", date(2021, 7, 1))
def change_of_residence(stage: Stage) -> Paper:
    """CT01: the twelve digits stand each in a box of its own."""
    rng, who, sheet, day = stage.rng, stage.person, form_sheet(stage.rng), stage.day
    circular = "53/2025" if merged(day) else "66/2023" if day.year > 2023 else "56/2021"
    sheet.line(
        (f"Mẫu CT01 ban hành kèm theo Thông tư số {circular}/TT-BCA", "i"),
        align="r",
        points=9,
    )
    nation(sheet)
    form = "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ"
    title(sheet, form, after=2)
    sheet.line("Kính gửi: ", (f"Công an {world.lowered(who.home.units_on(day)[0])}", "f"), align="c", after=3)
    sheet.line("1. Họ, chữ đệm và tên: ", (who.name.upper(), "bf"), leader=True)
    row = sheet.y
    sheet.put(sheet.left, row, f"2. Ngày, tháng, năm sinh: {slashed(who.born)}")
    sheet.put(sheet.left + 96, row, f"3. Giới tính: {who.sex_word}")
    sheet.y += sheet.line_height() + 1.5
    boxed(sheet, "4. Số định danh cá nhân/CMND: ", who.number)
    mail = f"{who.phone[-4:]}@example.vn"
    sheet.line(f"5. Số điện thoại liên hệ: {who.phone}     6. Email: {mail}")
    sheet.line(
        "7. Họ, chữ đệm và tên chủ hộ: ",
        (stage.husband.name, "f"),
        f"     8. Mối quan hệ với chủ hộ: {'Chủ hộ' if who is stage.husband else 'Vợ'}",
    )
    if who is not stage.husband:
        boxed(sheet, "9. Số định danh cá nhân của chủ hộ: ", stage.husband.number)
    what = rng.choice(("Đăng ký thường trú", "Đăng ký tạm trú", "Xác nhận thông tin về cư trú"))
    sheet.line("10. Nội dung đề nghị: ", (f"{what} tại {who.home.text(day, hamlet=True)}", "f"), leader=True)
    sheet.line("11. Những thành viên trong hộ gia đình cùng thay đổi:", after=1.5)
    rows = [
        ("TT", "Họ, chữ đệm và tên", "Ngày sinh", "Giới tính", "Số định danh cá nhân"),
        ("1", stage.child.name, slashed(stage.child.born), stage.child.sex_word, stage.child.number),
    ]
    sheet.table((10, 56, 27, 22, sheet.right - sheet.left - 115), rows, points=10.5)
    by_the_applicant(sheet, stage, who, "NGƯỜI KÊ KHAI")
    return paper(
        stage, "application_form", "change_of_residence", [sheet], form_fields(form, who.name.upper(), who, who.number)
    )


def boxed(sheet: Sheet, label: str, digits: str) -> None:
    row, x = sheet.y, sheet.left
    x += sheet.measure(label)
    sheet.draw(sheet.left, row, label, "", None, None)
    for digit in digits:
        sheet.box(x, row - 0.6, x + 5.6, row + 5.4, 0.2)
        sheet.draw(x + 1.6, row, digit, "f", None, None)
        x += 5.6
    sheet.lines.append(f"{label}{digits}")
    sheet.y += sheet.line_height() + 2.5


@layout("application_form", date(2014, 7, 1))
def change_of_land(stage: Stage) -> Paper:
    rng, who, sheet, day = stage.rng, stage.person, form_sheet(stage.rng), stage.day
    card = who.card(day)
    sheet.line((f"Mẫu số {'18' if merged(day) else '11' if day.year > 2023 else '09'}/ĐK", "b"), align="r", points=11)
    nation(sheet)
    form = "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT"
    title(sheet, form, points=13, after=2)
    sheet.line("Kính gửi: ", ("Chi nhánh Văn phòng Đăng ký đất đai", "f"), align="c", after=3)
    sheet.line("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:")
    sheet.line("a) Họ và tên: ", (who.name.upper(), "f"), leader=True, indent=6)
    sheet.line("b) Sinh ngày: ", (slashed(who.born), "f"), leader=True, indent=6)
    sheet.line("c) Giấy tờ nhân thân: ", (f"{card.short} số {card.number}", "f"), leader=True, indent=6)
    sheet.line("d) Địa chỉ: ", (who.home.text(day, hamlet=True), "f"), leader=True, indent=6)
    sheet.line("đ) Điện thoại liên hệ: ", (who.phone, "f"), leader=True, indent=6)
    serial = f"{rng.choice('BCD')}{rng.choice('ABKMP')} {rng.randrange(10**6):06d}"
    sheet.line(
        "2. Giấy chứng nhận đã cấp: ",
        (f"số vào sổ CH {rng.randint(100, 9000):05d}; số phát hành {serial}", "f"),
        leader=True,
    )
    sheet.line(
        "3. Nội dung biến động: ",
        (
            rng.choice(
                (
                    "Nhận chuyển nhượng quyền sử dụng đất",
                    "Nhận thừa kế quyền sử dụng đất",
                    "Thay đổi thông tin về giấy tờ nhân thân",
                )
            ),
            "f",
        ),
        leader=True,
    )
    sheet.line(
        "4. Lý do biến động: ",
        (f"Hợp đồng công chứng số {rng.randint(100, 9000)} lập ngày {slashed(day)}", "f"),
        leader=True,
    )
    sheet.line("5. Giấy tờ liên quan đến nội dung biến động nộp kèm theo đơn này gồm có:")
    for text in ("- Bản gốc Giấy chứng nhận đã cấp;", "- Tờ khai lệ phí trước bạ, thuế thu nhập cá nhân."):
        sheet.line(text, indent=6)
    sheet.line(
        (
            "Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật, nếu sai tôi hoàn toàn "
            "chịu trách nhiệm trước pháp luật."
        ),
        indent=8,
        justify=True,
    )
    by_the_applicant(sheet, stage, who, "Người viết đơn")
    return paper(
        stage, "application_form", "change_of_land", [sheet], form_fields(form, who.name.upper(), who, card.number)
    )


@layout("application_form", date(2010, 1, 1))
def request_in_sentences(stage: Stage) -> Paper:
    """A request in the applicant's own words: "Tôi tên là …", no form at all."""
    rng, who, sheet, day = stage.rng, stage.person, a4(stage.rng), stage.day
    sheet.leading = rng.uniform(1.4, 1.75)
    card = who.card(day)
    nation(sheet)
    what, form = rng.choice(
        (
            (
                "xác nhận hoàn cảnh gia đình để con tôi làm hồ sơ vay vốn sinh viên",
                "ĐƠN XIN XÁC NHẬN HOÀN CẢNH GIA ĐÌNH",
            ),
            ("cho phép đấu nối đường ống thoát nước của gia đình vào cống chung của thôn", "ĐƠN ĐỀ NGHỊ"),
            ("cấp lại giấy tờ hộ tịch đã bị hư hỏng do mưa lũ", "ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY TỜ"),
        )
    )
    title(sheet, form, after=2)
    sheet.line(("Kính gửi: ", "b"), office_words(commune_office(stage.home, day).issuing), align="c", after=3)
    sheet.line("Tôi tên là: ", (who.name, "b"), f". Sinh ngày: {slashed(who.born)}.", indent=10)
    sheet.line(f"{card.name} số: {card.number}, cấp ngày {slashed(card.issued)}.", indent=10)
    sheet.line(f"Hiện cư trú tại: {who.home.text(day, hamlet=True)}.", indent=10, after=2)
    sheet.paragraph(f"Nay tôi làm đơn này kính đề nghị quý cơ quan {what}.")
    sheet.paragraph(
        "Gia đình tôi gồm bốn nhân khẩu, thu nhập chính từ trồng trọt và làm thuê theo "
        "mùa, không có nợ thuế hay nghĩa vụ tài chính nào khác với địa phương."
    )
    sheet.paragraph("Tôi xin cam đoan lời trình bày trên là đúng và xin chân thành cảm ơn.")
    by_the_applicant(sheet, stage, who, "Người làm đơn")
    return paper(
        stage, "application_form", "request_in_sentences", [sheet], form_fields(form, who.name, who, card.number)
    )


# --- powers of attorney -----------------------------------------------------------------------------------------------


@layout("authorization_contract", date(2015, 4, 10))
def contract_before_a_notary(stage: Stage) -> Paper:
    """Two pages: the contract, and the notary's words with the number and the seal."""
    rng, day = stage.rng, stage.day
    first = a4(rng, points=12.5)
    first.leading = 1.4
    principal, agent = stage.husband, world.person(rng, stage.wife.born, home=stage.home)
    spouse = rng.random() < 0.4
    nation(first)
    title(first, "HỢP ĐỒNG ỦY QUYỀN", after=2)
    city = world.bare(stage.home.units_on(day)[-1])
    first.line(
        f"Hôm nay, {long_date(day)}, tại trụ sở Văn phòng công chứng {city}, chúng tôi gồm:", indent=8, justify=True
    )
    first.line(("BÊN ỦY QUYỀN (BÊN A):", "b"))
    party(first, principal, day)
    if spouse:
        first.line("Và vợ là bà:")
        party(first, stage.wife, day)
    first.line(("BÊN ĐƯỢC ỦY QUYỀN (BÊN B):", "b"))
    party(first, agent, day)
    first.paragraph("Hai bên tự nguyện thỏa thuận lập hợp đồng ủy quyền với các điều khoản sau đây:")
    parcel = rng.randint(2, 800)
    for heading, text in (
        (
            "Điều 1. Phạm vi ủy quyền. ",
            (
                "Bên A ủy quyền cho Bên B thay mặt quản lý, làm thủ tục và nhận kết quả liên "
                f"quan đến thửa đất số {parcel}."
            ),
        ),
        ("Điều 2. Thời hạn ủy quyền. ", f"{rng.choice(('12 tháng', '05 năm'))} kể từ ngày ký hợp đồng này."),
        ("Điều 3. Thù lao. ", "Việc ủy quyền này không có thù lao."),
        (
            "Điều 4. Cam đoan của các bên. ",
            "Các bên chịu trách nhiệm trước pháp luật về những nội dung đã khai trong hợp đồng.",
        ),
    ):
        first.line((heading, "b"), text, justify=True, indent=8, after=1.5)
    second = a4(rng, family=first.family, points=12.5)
    row = second.y
    second.put(62, row, "BÊN A", "b", align="c")
    second.put(152, row, "BÊN B", "b", align="c")
    for x, who in ((62, principal), (152, agent)):
        second.picture(ink.signature(px(38), px(16), rng), x - 18, row + 7)
        second.put(x, row + 27, who.name, align="c")
    second.y = row + 38
    title(second, "LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN", points=13, after=2)
    notary = world.name_of_official(rng)
    number = str(rng.randint(100, 9800))
    second.paragraph(
        f"Hôm nay, {long_date(day)}, tôi {notary}, công chứng viên, ký tên dưới đây, "
        "chứng nhận hợp đồng này được giao kết giữa các bên có tên nêu trên; tại thời "
        "điểm công chứng, các bên có năng lực hành vi dân sự phù hợp theo quy định của "
        "pháp luật."
    )
    second.line(f"Số công chứng: {number}, quyển số 01/{day.year} TP/CC-SCC/HĐGD.", after=5)
    office = Office("", (f"VĂN PHÒNG CÔNG CHỨNG {city.upper()}",), city, city)
    signed(second, office, ["CÔNG CHỨNG VIÊN"], notary)
    names = f"{principal.name}; {stage.wife.name}" if spouse else principal.name
    fields = {"principal_name": names, "agent_name": agent.name, "notary_number": number, "issue_date": day.isoformat()}
    return paper(stage, "authorization_contract", "contract_before_a_notary", [first, second], fields)


def party(sheet: Sheet, who: Person, day: date) -> None:
    card = who.card(day)
    sheet.line(f"{who.honorific}: ", (who.name, "b"), f"     Sinh ngày: {slashed(who.born)}", indent=6)
    sheet.line(f"{card.name} số: {card.number}, cấp ngày {slashed(card.issued)}, nơi cấp: {card.issuer}", indent=6)
    sheet.line(f"Cư trú tại: {who.home.text(day, hamlet=True)}", indent=6)


@layout("authorization_contract", date(2015, 4, 10))
def letter_of_attorney(stage: Stage) -> Paper:
    """Giấy ủy quyền, the signature attested by the commune on the same page."""
    rng, day, sheet = stage.rng, stage.day, form_sheet(stage.rng)
    principal, agent = stage.person, world.person(rng, stage.husband.born, home=stage.home)
    nation(sheet)
    title(sheet, "GIẤY ỦY QUYỀN", after=3)
    for heading, who in (("I. NGƯỜI ỦY QUYỀN", principal), ("II. NGƯỜI ĐƯỢC ỦY QUYỀN", agent)):
        card = who.card(day)
        sheet.line((heading, "b"))
        sheet.line("Họ và tên: ", (who.name, "f"), leader=True)
        sheet.line(
            "Sinh ngày: ",
            (slashed(who.born), "f"),
            "   Giấy tờ tùy thân: ",
            (f"{card.short} {card.number}", "f"),
            leader=True,
        )
        sheet.line("Nơi cư trú: ", (who.home.text(day), "f"), leader=True, after=1.5)
    sheet.line(("III. NỘI DUNG ỦY QUYỀN", "b"))
    sheet.paragraph(
        "Tôi ủy quyền cho người có tên tại mục II thay mặt tôi nộp hồ sơ, nhận kết quả "
        "và ký các giấy tờ cần thiết tại bộ phận Một cửa."
    )
    row = sheet.y
    for x, label, who in (
        (sheet.left + 32, "Người được ủy quyền", agent),
        (sheet.right - 40, "Người ủy quyền", principal),
    ):
        sheet.put(x, row, label, "b", align="c")
        sheet.picture(ink.signature(px(34), px(14), rng), x - 16, row + 6)
        sheet.put(x, row + 22, who.name, align="c")
    sheet.y = row + 31
    sheet.rule(sheet.left, sheet.right, sheet.y)
    sheet.space(3)
    office = commune_office(stage.home, day)
    number = str(rng.randint(5, 900))
    sheet.line(("CHỨNG THỰC CHỮ KÝ", "b"), align="c")
    sheet.line(
        f"Số chứng thực: {number}, quyển số 01/{day.year}-SCT/CK,ĐC. {long_date(day).capitalize()}.", align="c", after=2
    )
    signed(
        sheet,
        office,
        ["CHỦ TỊCH"] if merged(day) or rng.random() < 0.5 else ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        stage.official,
    )
    fields = {
        "principal_name": principal.name,
        "agent_name": agent.name,
        "notary_number": number,
        "issue_date": day.isoformat(),
    }
    return paper(stage, "authorization_contract", "letter_of_attorney", [sheet], fields)
