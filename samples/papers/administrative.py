"""Administrative documents by Decree 30/2020/NĐ-CP: decisions, letters, notices, plans, reports, invitations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from samples import world
from samples.papers.common import a4, layout, letterhead, number_runs, paper, recipients, signed, title
from samples.sheet import Run, Sheet
from samples.stage import Office, Paper, Stage, commune_division, commune_office, district_body, merged, province_body
from samples.world import long_date, slashed

_SINCE = date(2012, 1, 1)


@dataclass(frozen=True)
class Matter:
    """What a document is about: its subject, and sentences that belong to it."""

    subject: str
    sentences: tuple[str, ...]


MATTERS = (
    Matter(
        "tổ chức ra quân dọn vệ sinh môi trường, khơi thông kênh mương nội đồng trước mùa mưa",
        (
            "Mỗi tổ dân cư huy động ít nhất hai phần ba số hộ tham gia, bắt đầu từ 6 giờ 30 phút sáng Chủ nhật.",
            "Công chức Địa chính phối hợp với đoàn thanh niên chuẩn bị phương tiện vận chuyển bùn thải và bao bì.",
            "Các trưởng xóm báo cáo kết quả, kèm ảnh trước và sau khi dọn, về bộ phận văn phòng chậm nhất sau ba ngày.",
            "Kinh phí thực hiện trích từ nguồn sự nghiệp môi trường đã được giao trong dự toán đầu năm.",
        ),
    ),
    Matter(
        "phân công trực tiếp nhận và trả kết quả thủ tục hành chính vào sáng thứ Bảy hằng tuần",
        (
            "Mỗi ca trực gồm một công chức tiếp nhận hồ sơ và một công chức tư pháp, bắt đầu lúc 7 giờ 30 phút.",
            "Người trực được bố trí nghỉ bù trong tuần kế tiếp, không để quầy nào trống trong giờ làm việc.",
            "Hồ sơ nộp sau 10 giờ 30 phút được ghi phiếu hẹn sang ngày làm việc đầu tuần.",
            "Danh sách trực niêm yết tại cửa ra vào và trên trang thông tin điện tử.",
        ),
    ),
    Matter(
        "hỗ trợ lúa giống cho các hộ bị thiệt hại do đợt rét đậm kéo dài",
        (
            "Mức hỗ trợ là 20 kg giống thuần cho mỗi sào bị mất trắng, 10 kg cho diện tích thiệt hại trên một nửa.",
            "Trưởng thôn lập danh sách, lấy chữ ký của từng hộ và niêm yết công khai trong năm ngày.",
            "Trạm Khuyến nông kiểm tra thực địa, đối chiếu với sổ theo dõi gieo cấy trước khi cấp phát.",
            "Hộ nhận giống cam kết gieo lại trong khung thời vụ và không bán lại giống được cấp.",
        ),
    ),
    Matter(
        "kiện toàn Ban chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn",
        (
            "Ban chỉ huy có nhiệm vụ xây dựng phương án sơ tán cho các hộ ở ven sông và dưới chân taluy.",
            "Thành viên Ban chỉ huy làm việc theo chế độ kiêm nhiệm, trực ban từ ngày 15 tháng 5 đến hết tháng 11.",
            "Vật tư dự trữ gồm 400 bao tải, 60 áo phao, hai thuyền máy, để tại kho của đơn vị dân quân.",
            "Khi có lũ báo động 2, các trường học ở vùng trũng cho học sinh nghỉ học.",
        ),
    ),
    Matter(
        "cung cấp thông tin quy hoạch và hiện trạng sử dụng đất khu vực chợ trung tâm",
        (
            "Khu đất có diện tích 1,2 ha, phía Đông giáp đường liên xã, phía Tây giáp đất trồng màu của bốn hộ dân.",
            "Hiện có 46 ki-ốt đang thuê theo hợp đồng năm một, trong đó 11 ki-ốt chưa thanh toán tiền thuê quý trước.",
            "Đề nghị quý cơ quan cử cán bộ phối hợp đo đạc lại ranh giới và cắm mốc trước ngày 25.",
            "Hồ sơ gửi kèm gồm bản vẽ trích lục, biên bản làm việc và danh sách các hộ đang sử dụng.",
        ),
    ),
    Matter(
        "triển khai số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
        (
            "Ưu tiên số hóa giấy khai sinh, giấy chứng nhận kết hôn và giấy chứng nhận quyền sử dụng đất đã cấp.",
            "Mỗi bản quét phải rõ nét, đủ trang, được người có thẩm quyền kiểm tra và ký số trước khi lưu vào kho.",
            "Không yêu cầu người dân nộp lại giấy tờ đã có trong kho dữ liệu điện tử của tổ chức, cá nhân.",
            "Bộ phận Một cửa tổng hợp số lượng, báo cáo vào ngày 20 hằng tháng.",
        ),
    ),
)  # fmt: skip


def issuer_of(stage: Stage) -> tuple[Office, str, str]:
    """A body, the letters of its papers' numbers, and the rank that signs for it."""
    rng, day, home = stage.rng, stage.day, stage.home
    if merged(day):
        office, letters, rank = rng.choice(
            (
                (commune_office(home, day), "UBND", "CHỦ TỊCH"),
                (commune_division(home, day, "Phòng Kinh tế"), "KT", "TRƯỞNG PHÒNG"),
                (commune_division(home, day, "Trung tâm Phục vụ hành chính công"), "TTPVHCC", "GIÁM ĐỐC"),
                (province_body(home, day, "Sở Nông nghiệp và Môi trường"), "SNNMT", "GIÁM ĐỐC"),
            )
        )
        return _written(rng, office), letters, rank
    office, letters, rank = rng.choice(
        (
            (commune_office(home, day), "UBND", "CHỦ TỊCH"),
            (district_body(home, day), "UBND", "CHỦ TỊCH"),
            (district_body(home, day, "Phòng Tư pháp"), "PTP", "TRƯỞNG PHÒNG"),
            (district_body(home, day, "Phòng Nội vụ"), "PNV", "TRƯỞNG PHÒNG"),
            (province_body(home, day, "Sở Xây dựng"), "SXD", "GIÁM ĐỐC"),
            (province_body(home, day, "Ban Quản lý các khu công nghiệp"), "BQL", "TRƯỞNG BAN"),
        )
    )
    return _written(rng, office), letters, rank


def _written(rng: Random, office: Office) -> Office:
    """The body as letterheads write it: in two lines, now and then in one, or shortened to "UBND"."""
    lot = rng.random()
    if lot < 0.12:
        short = {"superior": office.superior.replace("ỦY BAN NHÂN DÂN", "UBND")}
        return replace(office, name=(office.issuing.replace("ỦY BAN NHÂN DÂN", "UBND"),), **short)
    return replace(office, name=(office.issuing,)) if lot < 0.25 else office


def named(office: Office) -> str:
    """The body as it names itself in a sentence: "Ủy ban nhân dân xã Kim Liên"."""
    words = office.issuing.replace("UBND", "ỦY BAN NHÂN DÂN").title().replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân")
    for rank in ("Xã", "Phường", "Thị Trấn", "Huyện", "Quận", "Thị Xã", "Thành Phố"):
        words = words.replace(f"nhân dân {rank} ", f"nhân dân {rank.lower()} ")
    return words if words.startswith("Ủy") else office.issuing.capitalize()


def signatories(rng: Random, office: Office, rank: str) -> list[str]:
    first = office.name[0]
    committee = "UBND" if first.startswith("UBND") else "ỦY BAN NHÂN DÂN" if first.startswith("ỦY") else first
    titles = [f"TM. {committee}"] if rank == "CHỦ TỊCH" else []
    return [*titles, f"KT. {rank}", f"PHÓ {rank}"] if rng.random() < 0.4 else [*titles, rank]


def page_of(rng: Random) -> Sheet:
    sheet = a4(rng, margins=(rng.uniform(28, 33), rng.uniform(16, 24), rng.uniform(14, 19)))
    sheet.leading = rng.uniform(1.25, 1.65)
    return sheet


def _document(
    stage: Stage,
    name: str,
    kind: str,
    notation: str,
    body: Callable[[Sheet, Matter, Office], None],
    *,
    about: str = "Về việc",
) -> Paper:
    """A document with its kind and subject in the middle (zone 5a of the decree)."""
    rng, sheet = stage.rng, page_of(stage.rng)
    matter = rng.choice(MATTERS)
    office, letters, rank = issuer_of(stage)
    figure = f"{rng.randint(1, 2400):02d}"
    number = f"{figure}/{notation}-{letters}"
    letterhead(sheet, office, number_runs(rng, figure, f"/{notation}-{letters}"), stage.day)
    title(sheet, kind, after=0.5)
    subject = matter.subject if about else matter.subject[0].upper() + matter.subject[1:]
    for row in rows_of(sheet, f"{about} {subject}".strip(), 130):
        sheet.line((row, "b"), align="c", after=0)
    sheet.rule((sheet.left + sheet.right) / 2 - 18, (sheet.left + sheet.right) / 2 + 18, sheet.y + 1.5)
    sheet.space(6)
    body(sheet, matter, office)
    sheets = close_of(stage, sheet, office, rank, letters)
    return paper(
        stage,
        "administrative_document",
        name,
        sheets,
        {
            "document_number": number,
            "issue_date": stage.day.isoformat(),
            "issuing_authority": office.issuing,
            "document_type": kind,
            "subject": subject,
            "signer_name": stage.official,
        },
    )


def close_of(stage: Stage, sheet: Sheet, office: Office, rank: str, letters: str) -> list[Sheet]:
    """Recipients and signature; on a second page when the first is full."""
    rng, sheets = stage.rng, [sheet]
    titles = signatories(rng, office, rank)
    if sheet.y > 228:
        second = a4(rng, family=sheet.family, points=sheet.points, margins=(sheet.left, 18, 17))
        second.put(105, 12, "2", align="c")
        second.paragraph("Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh kịp thời để được hướng dẫn./.")
        sheets.append(second)
    last = sheets[-1]
    last.space(3)
    row = last.y
    recipients(
        last,
        row,
        *rng.sample(("- Như trên;", "- Thường trực Đảng ủy;", "- Các ban, ngành, đoàn thể;", "- Cổng TTĐT;"), 2),
        f"- Lưu: VT, {letters}.",
    )
    last.y = row
    signed(last, office, titles, stage.official)
    return sheets


def rows_of(sheet: Sheet, text: str, width: float) -> list[str]:
    rows, row = [], ""
    for word in text.split():
        if row and sheet.measure(f"{row} {word}", "b") > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return [*rows, row]


@layout("administrative_document", _SINCE)
def decision(stage: Stage) -> Paper:
    def body(sheet: Sheet, matter: Matter, office: Office) -> None:
        head = {"ỦY": "CHỦ TỊCH", "UBND": "CHỦ TỊCH", "PHÒNG": "TRƯỞNG", "BAN": "TRƯỞNG"}.get(
            office.name[0].split()[0], "GIÁM ĐỐC"
        )
        title(sheet, f"{head} {office.issuing}", points=sheet.points, after=2)
        for ground in (
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
            "Căn cứ quy chế làm việc của cơ quan;",
            (
                f"Xét đề nghị của bộ phận chuyên môn tại Tờ trình số {sheet.rng.randint(3, 90)}/TTr "
                f"ngày {slashed(stage.day - timedelta(days=6))}."
            ),
        ):
            sheet.line((ground, "i"), indent=10, justify=True)
        title(sheet, "QUYẾT ĐỊNH:", points=sheet.points, after=1)
        for article, sentence in enumerate(matter.sentences[:3], 1):
            sheet.line((f"Điều {article}. ", "b"), sentence, indent=10, justify=True, after=1.5)
        sheet.line(
            ("Điều 4. ", "b"),
            "Quyết định này có hiệu lực kể từ ngày ký. Các bộ phận, cá nhân có liên quan chịu trách nhiệm thi hành./.",
            indent=10,
            justify=True,
        )

    return _document(stage, "decision", "QUYẾT ĐỊNH", "QĐ", body)


@layout("administrative_document", _SINCE)
def notice(stage: Stage) -> Paper:
    def body(sheet: Sheet, matter: Matter, office: Office) -> None:
        sheet.paragraph(f"Thực hiện chương trình công tác năm {stage.day.year}, {named(office)} thông báo như sau:")
        for k, sentence in enumerate(matter.sentences, 1):
            sheet.paragraph(f"{k}. {sentence}")
        sheet.paragraph(
            f"Thông báo này thay cho Thông báo số {sheet.rng.randint(2, 80)}/TB ban hành "
            f"ngày {slashed(stage.day - timedelta(days=200))}./."
        )

    return _document(stage, "notice", "THÔNG BÁO", "TB", body)


@layout("administrative_document", _SINCE)
def plan(stage: Stage) -> Paper:
    """Two headings, a table of tasks; the subject follows the kind without "Về việc"."""

    def body(sheet: Sheet, matter: Matter, office: Office) -> None:
        sheet.line(("I. MỤC ĐÍCH, YÊU CẦU", "b"), indent=10)
        for sentence in matter.sentences[:2]:
            sheet.paragraph(sentence)
        sheet.line(("II. NỘI DUNG VÀ PHÂN CÔNG", "b"), indent=10, after=2)
        widths = (12, 76, 42, sheet.right - sheet.left - 130)
        rows = [("TT", "Nội dung công việc", "Đơn vị chủ trì", "Hoàn thành")]
        for k, (what, who) in enumerate(
            (
                ("Rà soát, lập danh sách", "Các thôn, tổ"),
                ("Tổ chức thực hiện", "Văn phòng"),
                ("Kiểm tra, báo cáo kết quả", "Ban Thanh tra nhân dân"),
            ),
            1,
        ):
            rows.append((str(k), what, who, slashed(stage.day + timedelta(days=12 * k))))
        sheet.table(widths, rows)
        for sentence in matter.sentences[2:]:
            sheet.paragraph(sentence)

    return _document(stage, "plan", "KẾ HOẠCH", "KH", body, about="")


@layout("administrative_document", _SINCE)
def report(stage: Stage) -> Paper:
    def body(sheet: Sheet, matter: Matter, office: Office) -> None:
        month = stage.day.month
        sheet.line(
            "Kính gửi: ",
            (f"Ủy ban nhân dân {world.lowered(stage.home.units_on(stage.day)[-1])}", ""),
            align="c",
            after=3,
        )
        sheet.paragraph(
            f"{named(office)} báo cáo kết quả thực hiện đến hết tháng {month} năm {stage.day.year} như sau:"
        )
        for heading, sentences in (
            ("1. Kết quả đạt được", matter.sentences[:2]),
            ("2. Khó khăn, vướng mắc", matter.sentences[2:3]),
            ("3. Kiến nghị", matter.sentences[3:]),
        ):
            sheet.line((heading, "b"), indent=10)
            for sentence in sentences:
                sheet.paragraph(sentence)
        done = sheet.rng.randint(60, 340)
        sheet.paragraph(
            f"Tổng số hồ sơ tiếp nhận trong kỳ là {done + 14}; đã giải quyết {done}, trong "
            f"đó đúng hạn {done - 3}, quá hạn 3./."
        )

    return _document(stage, "report", "BÁO CÁO", "BC", body)


@layout("administrative_document", _SINCE)
def letter(stage: Stage) -> Paper:
    """A công văn: no kind is printed; the subject stands under the number (zone 5b)."""
    rng, sheet = stage.rng, page_of(stage.rng)
    matter = rng.choice(MATTERS)
    office, letters, rank = issuer_of(stage)
    figure = f"{rng.randint(1, 3200):02d}"
    rest = f"/{letters}-{rng.choice(('VP', 'TH', 'KT', 'VX', 'NC'))}"
    by_hand: tuple[Run, ...] = number_runs(rng, figure, rest)
    letterhead(sheet, office, by_hand, stage.day, below=f"V/v {matter.subject}")
    sheet.space(3)
    addressee = rng.choice(
        (
            f"Ủy ban nhân dân {world.lowered(stage.home.units_on(stage.day)[-1])}",
            "Các trưởng thôn, tổ trưởng tổ dân phố",
            "Chi nhánh Văn phòng Đăng ký đất đai",
        )
    )
    sheet.line("Kính gửi: ", f"{addressee}.", align="c", after=4)
    for sentence in matter.sentences:
        sheet.paragraph(sentence)
    sheet.paragraph(f"Vậy {named(office)} đề nghị quý cơ quan, đơn vị quan tâm phối hợp thực hiện./.")
    sheets = close_of(stage, sheet, office, rank, letters)
    return paper(
        stage,
        "administrative_document",
        "letter",
        sheets,
        {
            "document_number": figure + rest,
            "issue_date": stage.day.isoformat(),
            "issuing_authority": office.issuing,
            "document_type": "Công văn",
            "subject": matter.subject,
            "signer_name": stage.official,
        },
    )


@layout("administrative_document", _SINCE)
def invitation(stage: Stage) -> Paper:
    """Giấy mời on half a page, the chair's name without a stamp over it."""
    rng, sheet = stage.rng, a4(stage.rng)
    office, letters, rank = issuer_of(stage)
    figure = f"{rng.randint(1, 400):02d}"
    rest = f"/GM-{letters}"
    letterhead(sheet, office, number_runs(rng, figure, rest), stage.day)
    subject = rng.choice(
        (
            "dự hội nghị sơ kết công tác cải cách hành chính",
            "dự họp thống nhất phương án mở rộng đường liên thôn",
            "làm việc về đơn kiến nghị của công dân",
        )
    )
    title(sheet, "GIẤY MỜI", after=0)
    sheet.line((f"Về việc {subject}", "b"), align="c", after=4)
    meeting = stage.day + timedelta(days=rng.randint(3, 9))
    sheet.line("Kính gửi: ", (f"{stage.person.honorific} {stage.person.name}", "b"), indent=20, after=2)
    sheet.paragraph(f"{named(office)} trân trọng kính mời {stage.person.honorific.lower()} {subject}.")
    sheet.line(f"1. Thời gian: {rng.randint(7, 9)} giờ 30 phút, {long_date(meeting)}.", indent=10)
    sheet.line("2. Địa điểm: Hội trường tầng 2, trụ sở cơ quan.", indent=10)
    sheet.line(f"3. Chủ trì: {stage.official}, {rank.capitalize()}.", indent=10, after=2)
    sheet.paragraph("Đề nghị đến đúng giờ và mang theo giấy tờ có liên quan./.")
    sheets = close_of(stage, sheet, office, rank, letters)
    return paper(
        stage,
        "administrative_document",
        "invitation",
        sheets,
        {
            "document_number": figure + rest,
            "issue_date": stage.day.isoformat(),
            "issuing_authority": office.issuing,
            "document_type": "GIẤY MỜI",
            "subject": subject,
            "signer_name": stage.official,
        },
    )
