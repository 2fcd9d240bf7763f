"""Administrative documents of further types and bodies: party, court, ministry, council, school; lists and annexes."""

from __future__ import annotations

from datetime import date, timedelta

from samples import world
from samples.papers.administrative import Matter, close_of, issuer_of, named, page_of, rows_of, signatories
from samples.papers.common import a4, layout, letterhead, number_runs, paper, recipients, signed, title
from samples.papers.rows import pick
from samples.sheet import Sheet
from samples.stage import Office, Paper, Stage, commune_office, merged
from samples.world import bare, dashed, long_date, lowered, slashed

_SINCE = date(2012, 1, 1)

_MATTERS = (
    Matter(
        "tăng cường công tác phòng cháy, chữa cháy rừng trong mùa khô",
        (
            "Các chủ rừng rà soát đường băng cản lửa, phát dọn thực bì trước ngày 15 của tháng cao điểm.",
            "Tổ xung kích mỗi thôn gồm 12 người, trực 24/24 giờ khi cảnh báo từ cấp IV trở lên.",
            "Kiểm lâm địa bàn hướng dẫn nhân dân không đốt nương trong những ngày nắng nóng.",
            "Cơ quan, đơn vị để xảy ra cháy lớn phải kiểm điểm trách nhiệm người đứng đầu.",
        ),
    ),
    Matter(
        "điều chỉnh, bổ sung dự toán thu, chi ngân sách",
        (
            "Tổng thu ngân sách trên địa bàn điều chỉnh là 8.452 triệu đồng, tăng 6,2% so với dự toán giao.",
            "Bổ sung 320 triệu đồng để sửa chữa hai phòng học và nhà vệ sinh của điểm trường lẻ.",
            "Nguồn kinh phí lấy từ tăng thu tiền sử dụng đất và dự phòng ngân sách.",
            "Kế toán theo dõi, hạch toán và công khai số liệu theo quy định hiện hành.",
        ),
    ),
    Matter(
        "xin chủ trương đầu tư tuyến đường nội đồng dài 1,6 km",
        (
            "Tuyến đường phục vụ vận chuyển nông sản của 140 hộ, hiện là đường đất, lầy lội vào mùa mưa.",
            "Quy mô dự kiến: mặt đường bê tông rộng 3,5 m, dày 18 cm, có rãnh thoát nước một bên.",
            "Tổng mức đầu tư 2.950 triệu đồng, trong đó nhân dân hiến 2.100 m² đất và góp ngày công.",
            "Thời gian thực hiện trong hai năm, nghiệm thu từng đoạn trước khi thanh toán.",
        ),
    ),
    Matter(
        "tiêm phòng vắc xin cho đàn gia súc, gia cầm vụ thu đông",
        (
            "Đối tượng tiêm gồm trâu, bò từ hai tháng tuổi, lợn từ 45 ngày tuổi và toàn bộ đàn gia cầm nuôi tập trung.",
            "Tỷ lệ tiêm đạt tối thiểu 80% tổng đàn; hộ không chấp hành không được hỗ trợ khi có dịch.",
            "Thú y viên ghi sổ theo dõi, cấp giấy chứng nhận tiêm phòng ngay tại hộ.",
            "Kinh phí mua vắc xin do ngân sách bảo đảm, tiền công tiêm do chủ nuôi chi trả.",
        ),
    ),
)
_APART = (
    Matter(
        "chấn chỉnh kỷ luật, kỷ cương hành chính và văn hóa công vụ",
        (
            "Công chức đeo thẻ, mặc trang phục đúng quy định và không uống rượu, bia trong ngày làm việc.",
            "Không để tồn đọng văn bản quá năm ngày mà không có ý kiến xử lý.",
            "Kết quả chấp hành là căn cứ đánh giá, xếp loại chất lượng cuối năm.",
        ),
    ),
    Matter(
        "tuyển sinh vào lớp 1, lớp 6 năm học mới",
        (
            "Trẻ sinh năm đủ sáu tuổi được vào học lớp 1 tại trường trên địa bàn thường trú.",
            "Hồ sơ nộp trực tuyến từ ngày 05 đến ngày 20, nộp trực tiếp đối với trường hợp đặc biệt.",
            "Nhà trường niêm yết danh sách trúng tuyển và trả lời thắc mắc trong ba ngày.",
        ),
    ),
    Matter(
        "phê duyệt kết quả lựa chọn nhà thầu cung cấp thiết bị tin học",
        (
            "Đơn vị trúng thầu có giá 486.500.000 đồng, thời gian thực hiện hợp đồng 30 ngày.",
            "Thiết bị gồm sáu máy quét, bốn máy tính để bàn và một máy in hai mặt.",
            "Tổ chuyên gia bàn giao hồ sơ và theo dõi việc bảo hành trong 24 tháng.",
        ),
    ),
)


def _fields(stage: Stage, number: str, issuing: str, kind: str, subject: str | None) -> dict[str, str | None]:
    return {
        "document_number": number,
        "issue_date": stage.day.isoformat(),
        "issuing_authority": issuing,
        "document_type": kind,
        "subject": subject,
        "signer_name": stage.official,
    }


def _titled(stage: Stage, name: str, types: tuple[tuple[str, str], ...], matters: tuple[Matter, ...]) -> Paper:
    """A document with its type and subject in the middle, in one of these types."""
    rng, sheet = stage.rng, page_of(stage.rng)
    (kind, notation), matter = rng.choice(types), rng.choice(matters)
    office, letters, rank = issuer_of(stage)
    if kind == "NGHỊ QUYẾT":
        place = commune_office(stage.home, stage.day)
        office, letters, rank = (
            Office("", ("HỘI ĐỒNG NHÂN DÂN", place.name[-1]), place.seal_below, place.short),
            "HĐND",
            "CHỦ TỊCH",
        )
    figure, rest = f"{rng.randint(1, 900):02d}", f"/{notation}-{letters}"
    letterhead(sheet, office, number_runs(rng, figure, rest), stage.day)
    title(sheet, kind, after=0.5)
    about = rng.choice(("Về việc ", "Về ", "V/v ", ""))
    subject = matter.subject if about else matter.subject[0].upper() + matter.subject[1:]
    for row in rows_of(sheet, about + subject, 130):
        sheet.line((row, "b"), align="c", after=0)
    sheet.rule((sheet.left + sheet.right) / 2 - 15, (sheet.left + sheet.right) / 2 + 15, sheet.y + 1.5)
    sheet.space(6)
    if kind in ("TỜ TRÌNH", "PHIẾU CHUYỂN", "CÔNG ĐIỆN", "THƯ CÔNG"):
        to = f"Ủy ban nhân dân {lowered(stage.home.units_on(stage.day)[-1])}"
        sheet.line("Kính gửi: ", to, align="c", after=3)
    marks = rng.choice((("{n}. ",), ("{n}) ",), ("- ",), ("",)))[0]
    sheet.paragraph(
        pick(rng, "Thực hiện nhiệm vụ được giao|Căn cứ tình hình thực tế|Theo chương trình công tác")
        + f", {named(office)} {pick(rng, 'yêu cầu|hướng dẫn|báo cáo, đề nghị')} như sau:"
    )
    for k, sentence in enumerate(matter.sentences, 1):
        sheet.paragraph(marks.format(n=k) + sentence)
    sheet.paragraph("Yêu cầu các đơn vị, cá nhân có liên quan nghiêm túc triển khai thực hiện./.")
    sheets = close_of(stage, sheet, office, rank, letters)
    return paper(
        stage, "administrative_document", name, sheets, _fields(stage, figure + rest, office.issuing, kind, subject)
    )


@layout("administrative_document", _SINCE)
def document_of_another_type(stage: Stage) -> Paper:
    types = (
        ("CHỈ THỊ", "CT"), ("NGHỊ QUYẾT", "NQ"), ("TỜ TRÌNH", "TTr"), ("HƯỚNG DẪN", "HD"), ("CHƯƠNG TRÌNH", "CTr"),
        ("PHƯƠNG ÁN", "PA"), ("CÔNG ĐIỆN", "CĐ"), ("PHIẾU CHUYỂN", "PC"),
    )  # fmt: skip
    return _titled(stage, "document_of_another_type", types, _MATTERS)


@layout("administrative_document", _SINCE, apart=True)
def document_of_a_rarer_type(stage: Stage) -> Paper:
    types = (
        ("ĐỀ ÁN", "ĐA"), ("THÔNG CÁO", "TC"), ("QUY ĐỊNH", "QyĐ"), ("DỰ ÁN", "DA"), ("PHIẾU BÁO", "PB"),
        ("THƯ CÔNG", "TCg"), ("KẾT LUẬN", "KL"), ("BÁO CÁO", "BC"),
    )  # fmt: skip
    return _titled(stage, "document_of_a_rarer_type", types, _APART)


def _letter(stage: Stage, sheet: Sheet, office: Office, figure: str, rest: str, matter: Matter, to: list[str]) -> None:
    letterhead(sheet, office, number_runs(stage.rng, figure, rest), stage.day, below=f"V/v {matter.subject}")
    sheet.space(3)
    if len(to) == 1:
        sheet.line("Kính gửi: ", f"{to[0]}.", align="c", after=4)
        return
    sheet.line("Kính gửi:", left=sheet.left + 40)
    for k, one in enumerate(to):
        sheet.line(f"- {one}{';' if k < len(to) - 1 else '.'}", left=sheet.left + 60, after=0)
    sheet.space(4)


@layout("administrative_document", _SINCE)
def letter_with_a_list(stage: Stage) -> Paper:
    """A letter to many, and on the next page the list that goes with it."""
    rng, sheet = stage.rng, page_of(stage.rng)
    matter = rng.choice(_MATTERS)
    office, letters, rank = issuer_of(stage)
    figure, rest = f"{rng.randint(1, 3200):02d}", f"/{letters}-{pick(rng, 'VP|TH|KTTH|NV')}"
    _letter(
        stage, sheet, office, figure, rest, matter, ["Các phòng, ban chuyên môn", "Các thôn, tổ dân phố", "Trạm Y tế"]
    )
    for sentence in matter.sentences:
        sheet.paragraph(sentence)
    sheet.paragraph("(Có danh sách kèm theo)./.")
    sheets = close_of(stage, sheet, office, rank, letters)
    sheets.append(
        _annex(stage, sheet, f"Kèm theo Công văn số {figure}{rest} {long_date(stage.day)} của {named(office)}")
    )
    fields = _fields(stage, figure + rest, office.issuing, "Công văn", matter.subject)
    return paper(stage, "administrative_document", "letter_with_a_list", sheets, fields)


def _annex(stage: Stage, like: Sheet, origin: str, heading: str = "DANH SÁCH") -> Sheet:
    """A list of people or tasks, with what it is attached to under its heading."""
    rng = stage.rng
    sheet = a4(rng, family=like.family, points=like.points, margins=(24, 20, 16))
    title(sheet, heading, points=sheet.points + 1, after=0)
    sheet.line((f"({origin})", "i"), align="c", after=4)
    rows = [("STT", "Họ và tên", "Năm sinh", "Địa chỉ", "Ghi chú")]
    for k in range(1, rng.randint(8, 16)):
        one = world.person(rng, world.day_between(rng, date(1955, 1, 1), date(2000, 1, 1)), home=stage.home)
        rows.append((str(k), one.name, str(one.born.year), f"{pick(rng, 'Thôn|Xóm')} {rng.randint(1, 9)}", ""))
    wide = sheet.right - sheet.left
    sheet.table((12, 56, 24, wide - 122, 30), rows, points=sheet.points - 1.5)
    sheet.line((f"Tổng cộng: {len(rows) - 1} người.", "b"))
    return sheet


@layout("administrative_document", _SINCE, apart=True)
def decision_with_an_annex(stage: Stage) -> Paper:
    """A decision that issues something "kèm theo", printed on a page of its own."""
    rng, sheet = stage.rng, page_of(stage.rng)
    matter = rng.choice(_APART)
    office, letters, rank = issuer_of(stage)
    figure, rest = f"{rng.randint(1, 2400):02d}", f"/QĐ-{letters}"
    letterhead(sheet, office, number_runs(rng, figure, rest), stage.day)
    title(sheet, "QUYẾT ĐỊNH", after=0)
    for row in rows_of(sheet, f"Về việc {matter.subject}", 130):
        sheet.line((row, "b"), align="c", after=0)
    sheet.space(5)
    sheet.line((f"{rank} {office.issuing}", "b"), align="c", after=2)
    sheet.line(("Căn cứ Luật Tổ chức chính quyền địa phương;", "i"), indent=10)
    sheet.line(("Theo đề nghị của bộ phận chuyên môn.", "i"), indent=10, after=2)
    sheet.line(("QUYẾT ĐỊNH:", "b"), align="c", after=2)
    sheet.line(("Điều 1. ", "b"), matter.sentences[0], " (Có phụ lục kèm theo)", indent=10, justify=True)
    sheet.line(("Điều 2. ", "b"), matter.sentences[1], indent=10, justify=True)
    sheet.line(("Điều 3. ", "b"), "Quyết định này có hiệu lực từ ngày ký./.", indent=10)
    sheets = close_of(stage, sheet, office, rank, letters)
    origin = f"Ban hành kèm theo Quyết định số {figure}{rest} ngày {slashed(stage.day)} của {named(office)}"
    sheets.append(_annex(stage, sheet, origin, "PHỤ LỤC"))
    fields = _fields(stage, figure + rest, office.issuing, "QUYẾT ĐỊNH", matter.subject)
    return paper(stage, "administrative_document", "decision_with_an_annex", sheets, fields)


@layout("administrative_document", _SINCE)
def letter_of_a_ministry(stage: Stage) -> Paper:
    """A ministry or a general department writes to all provinces: superior above, "KT. BỘ TRƯỞNG" below."""
    rng, sheet = stage.rng, page_of(stage.rng)
    matter = rng.choice(_MATTERS)
    ministry, letters, rank = rng.choice(
        (
            ("BỘ TƯ PHÁP", "BTP", "BỘ TRƯỞNG"),
            ("BỘ NỘI VỤ", "BNV", "BỘ TRƯỞNG"),
            ("BỘ TÀI CHÍNH", "BTC", "BỘ TRƯỞNG"),
            ("VĂN PHÒNG CHÍNH PHỦ", "VPCP", "BỘ TRƯỞNG, CHỦ NHIỆM"),
        )
    )
    office = Office("", (ministry,), "C.H.X.H.C.N VIỆT NAM", "Hà Nội")
    figure, rest = str(rng.randint(100, 9800)), f"/{letters}-{pick(rng, 'HTQTCT|TCCB|KSTT|PLHSHC')}"
    _letter(stage, sheet, office, figure, rest, matter, ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"])
    for sentence in matter.sentences[:3]:
        sheet.paragraph(sentence)
    sheet.paragraph(f"Trên đây là ý kiến của {ministry.capitalize()}, đề nghị quý cơ quan nghiên cứu, thực hiện./.")
    row = sheet.y + 3
    recipients(
        sheet, row, "- Như trên;", "- Bộ trưởng (để b/c);", "- Các Thứ trưởng;", "- Cổng TTĐT;", "- Lưu: VT, PC."
    )
    sheet.y = row
    deputy = "THỨ TRƯỞNG" if rank == "BỘ TRƯỞNG" else "PHÓ CHỦ NHIỆM"
    signed(sheet, office, [f"KT. {rank}", deputy], stage.official)
    fields = _fields(stage, figure + rest, ministry, "Công văn", matter.subject)
    return paper(stage, "administrative_document", "letter_of_a_ministry", [sheet], fields)


@layout("administrative_document", _SINCE)
def document_of_the_party(stage: Stage) -> Paper:
    """Party bodies (Guidance 36-HD/VPTW): their own head, a dash in the number, a star."""
    rng, sheet, day = stage.rng, page_of(stage.rng), stage.day
    matter, above = rng.choice(_MATTERS), stage.home.units_on(day)
    superior, body, letters = (
        f"ĐẢNG BỘ {above[-1].upper()}",
        f"ĐẢNG ỦY {above[0].upper()}",
        "ĐU",
    )
    kind, notation = rng.choice((("NGHỊ QUYẾT", "NQ"), ("THÔNG BÁO", "TB"), ("KẾ HOẠCH", "KH"), ("BÁO CÁO", "BC")))
    figure, rest = str(rng.randint(1, 400)), f"-{notation}/{letters}"
    left, right, top, small = sheet.left + 34, sheet.right - 40, sheet.y, sheet.points - 0.5
    sheet.put(left, top, superior, points=small, align="c")
    sheet.put(left, top + 6, body, "b", points=small, align="c")
    sheet.put(left, top + 12, "*", points=small, align="c")
    sheet.put(left, top + 17, f"Số {figure}{rest}", points=small, align="c")
    wide = sheet.put(right, top, "ĐẢNG CỘNG SẢN VIỆT NAM", "b", points=small + 0.5, align="c")
    sheet.rule(right - wide / 2, right + wide / 2, top + 6.4)
    office = Office(superior, (body,), bare(above[-1]), bare(above[0]))
    sheet.put(right, top + 17, f"{office.short}, {long_date(day)}", "i", points=small, align="c")
    sheet.y = top + 30
    title(sheet, kind, after=0)
    for row_text in rows_of(sheet, matter.subject, 130):
        sheet.line((row_text, "b"), align="c", after=0)
    sheet.line("-----", align="c", after=3)
    for sentence in matter.sentences:
        sheet.paragraph(sentence)
    row = sheet.y + 4
    recipients(sheet, row, "- Ban Thường vụ cấp trên;", "- Các chi bộ trực thuộc;", "- Lưu Văn phòng.")
    sheet.y = row
    signed(sheet, office, ["T/M BAN THƯỜNG VỤ", pick(rng, "BÍ THƯ|PHÓ BÍ THƯ")], stage.official)
    fields = _fields(stage, figure + rest, body, kind, matter.subject)
    return paper(stage, "administrative_document", "document_of_the_party", [sheet], fields)


@layout("administrative_document", _SINCE, apart=True)
def decision_of_a_court(stage: Stage) -> Paper:
    """A court recognises a divorce by agreement: "Số: 12/2023/QĐST-HNGĐ", grounds, then articles by numbers."""
    rng, sheet, day = stage.rng, page_of(stage.rng), stage.day
    place = stage.home.units_on(day)[1]
    court = f"TÒA ÁN NHÂN DÂN {'KHU VỰC ' + str(rng.randint(1, 9)) if merged(day) else place.upper()}"
    office = Office("", (court, bare(stage.home.units_on(day)[-1]).upper()), "TÒA ÁN", bare(place))
    figure, rest = str(rng.randint(2, 400)), f"/{day.year}/QĐST-HNGĐ"
    letterhead(sheet, office, number_runs(rng, figure, rest), day)
    subject = "công nhận thuận tình ly hôn và sự thỏa thuận của các đương sự"
    title(sheet, "QUYẾT ĐỊNH", after=0)
    for text in rows_of(sheet, subject.upper(), 120):
        sheet.line((text, "b"), align="c", after=0)
    sheet.space(4)
    sheet.paragraph(f"Căn cứ hồ sơ vụ án thụ lý số {rng.randint(10, 300)}/{day.year}/TLST-HNGĐ, giữa:")
    sheet.paragraph(
        f"Nguyên đơn: {stage.wife.name}, sinh năm {stage.wife.born.year}, địa chỉ: {stage.wife.home.text(day)}."
    )
    sheet.paragraph(f"Bị đơn: {stage.husband.name}, sinh năm {stage.husband.born.year}, cùng địa chỉ.")
    sheet.line(("QUYẾT ĐỊNH:", "b"), align="c", after=2)
    sheet.paragraph("1. Công nhận sự thuận tình ly hôn giữa hai bên; con chung giao cho mẹ trực tiếp nuôi dưỡng.")
    sheet.paragraph("2. Quyết định này có hiệu lực pháp luật ngay sau khi được ban hành và không bị kháng cáo./.")
    row = sheet.y + 3
    recipients(sheet, row, "- Các đương sự;", "- VKSND cùng cấp;", "- Lưu: Hồ sơ vụ án.")
    sheet.y = row
    signed(sheet, office, ["THẨM PHÁN"], stage.official)
    fields = _fields(stage, figure + rest, office.issuing, "QUYẾT ĐỊNH", subject)
    return paper(stage, "administrative_document", "decision_of_a_court", [sheet], fields)


@layout("administrative_document", _SINCE, apart=True)
def letter_of_a_school(stage: Stage) -> Paper:
    """A school, a health station or a company writes: another superior, other letters, a short list of recipients."""
    rng, sheet = stage.rng, page_of(stage.rng)
    matter, day = rng.choice(_APART), stage.day
    above = stage.home.units_on(day)
    superior, body, letters, rank = rng.choice(
        (
            (
                f"ỦY BAN NHÂN DÂN {above[0].upper()}",
                f"TRƯỜNG TIỂU HỌC {pick(rng, 'KIM ĐỒNG|LÊ LỢI|SỐ 2')}",
                "THKĐ",
                "HIỆU TRƯỞNG",
            ),
            ("SỞ Y TẾ", "TRUNG TÂM Y TẾ KHU VỰC", "TTYT", "GIÁM ĐỐC"),
            ("", "CÔNG TY CỔ PHẦN CẤP NƯỚC SÔNG QUÊ", "CTCN", "GIÁM ĐỐC"),
            ("BẢO HIỂM XÃ HỘI VIỆT NAM", f"BẢO HIỂM XÃ HỘI {above[-1].upper()}", "BHXH", "GIÁM ĐỐC"),
        )
    )
    office = Office(superior, (body,), bare(above[-1]), bare(above[0]))
    figure, rest = f"{rng.randint(1, 900):02d}", f"/{letters}{rng.choice(('', '-HC', '-KH'))}"
    _letter(stage, sheet, office, figure, rest, matter, [f"Ủy ban nhân dân {lowered(above[0])}"])
    for sentence in matter.sentences:
        sheet.paragraph(sentence)
    sheet.paragraph("Rất mong nhận được sự quan tâm, phối hợp của quý cơ quan./.")
    row = sheet.y + 3
    recipients(sheet, row, "- Như kính gửi;", "- Lưu: VT.")
    sheet.y = row
    signed(sheet, office, signatories(rng, office, rank), stage.official)
    fields = _fields(stage, figure + rest, office.issuing, "Công văn", matter.subject)
    return paper(stage, "administrative_document", "letter_of_a_school", [sheet], fields)


@layout("administrative_document", _SINCE)
def slip_of_introduction(stage: Stage) -> Paper:
    """GIẤY GIỚI THIỆU: a small form without a subject."""
    rng = stage.rng
    sheet = Sheet(rng, size=(210, 148), margins=(24, 12, 16), points=12.5)
    office, letters, rank = issuer_of(stage)
    figure, rest = f"{rng.randint(1, 400):02d}", f"/GGT-{letters}"
    letterhead(sheet, office, number_runs(rng, figure, rest), stage.day)
    title(sheet, "GIẤY GIỚI THIỆU", after=2)
    sheet.line(f"{named(office)} trân trọng giới thiệu:", indent=8)
    sheet.line(f"{stage.person.honorific}: ", (stage.person.name, "b"), leader=True)
    sheet.line("Chức vụ: ", pick(rng, "Công chức Văn phòng - Thống kê|Cán bộ địa chính|Chuyên viên"), leader=True)
    sheet.line("Được cử đến: ", pick(rng, "Chi cục Thuế|Kho bạc Nhà nước|Sở Tư pháp"), leader=True)
    sheet.line("Để: ", pick(rng, "liên hệ công tác|đối chiếu số liệu|nhận tài liệu"), leader=True)
    until = stage.day + timedelta(days=rng.randint(5, 20))
    sheet.line(f"Giấy này có giá trị đến hết ngày {rng.choice((slashed, dashed))(until)}./.", indent=8, after=2)
    signed(sheet, office, [rank], stage.official, room=22)
    fields = _fields(stage, figure + rest, office.issuing, "GIẤY GIỚI THIỆU", None)
    return paper(stage, "administrative_document", "slip_of_introduction", [sheet], fields)
