"""Powers of attorney in further wordings: two agents, before the commune in columns, attested by nobody."""

from __future__ import annotations

from datetime import date

from samples import ink, world
from samples.papers.common import a4, dated, layout, nation, paper, signed, title
from samples.papers.forms import form_sheet, party
from samples.papers.rows import Manner, manner, particulars, pick, two_columns
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage, commune_office
from samples.world import Person, bare, long_date, slashed


def _agent(stage: Stage, sex: world.Sex | None = None) -> Person:
    born = world.day_between(stage.rng, date(1965, 1, 1), date(1996, 12, 31))
    return world.person(stage.rng, born, sex=sex, home=stage.home)


def _fields(principal: str, agent: str, number: str | None, day: date) -> dict[str, str | None]:
    return {"principal_name": principal, "agent_name": agent, "notary_number": number, "issue_date": day.isoformat()}


def _signatures(sheet: Sheet, stage: Stage, pairs: tuple[tuple[str, Person], ...]) -> None:
    row, wide = sheet.y, (sheet.right - sheet.left) / len(pairs)
    for k, (label, who) in enumerate(pairs):
        x = sheet.left + wide * (k + 0.5)
        sheet.put(x, row, label, "b", align="c")
        sheet.picture(ink.signature(px(36), px(14), stage.rng), x - 17, row + 6)
        sheet.put(x, row + 23, stage.again(who.name) if k == 0 else who.name, align="c")
    sheet.y = row + 33


@layout("authorization_contract", date(2015, 4, 10))
def contract_with_two_agents(stage: Stage) -> Paper:
    """Two agents, articles in capitals; the notary's words on the second page with the number of the law of 2024."""
    rng, day = stage.rng, stage.day
    first = a4(rng, points=12.5)
    principal, one, two = stage.person, _agent(stage, "male"), _agent(stage, "female")
    nation(first)
    title(first, "HỢP ĐỒNG ỦY QUYỀN", after=2)
    first.paragraph(f"Hôm nay, {long_date(day)}, chúng tôi gồm có:")
    first.line((pick(rng, "I. BÊN ỦY QUYỀN (sau đây gọi là Bên A)|BÊN ỦY QUYỀN (Bên A):"), "b"))
    party(first, principal, day)
    first.line((pick(rng, "II. BÊN ĐƯỢC ỦY QUYỀN (sau đây gọi là Bên B)|BÊN NHẬN ỦY QUYỀN (Bên B):"), "b"))
    party(first, one, day)
    first.line(("Và", "i"), indent=6)
    party(first, two, day)
    for number, (heading, text) in enumerate(
        (
            ("NỘI DUNG ỦY QUYỀN", "Bên A ủy quyền cho Bên B quản lý, sử dụng, cho thuê căn nhà thuộc quyền sở hữu."),
            ("THỜI HẠN ỦY QUYỀN", f"{rng.randint(1, 10):02d} năm, kể từ ngày hợp đồng này được công chứng."),
            ("NGHĨA VỤ CỦA CÁC BÊN", "Bên B thực hiện đúng công việc được ủy quyền và báo cho Bên A."),
            ("ĐIỀU KHOẢN CUỐI CÙNG", "Hai bên đã đọc lại, hiểu rõ và ký tên, điểm chỉ dưới đây."),
        ),
        1,
    ):
        first.line((f"ĐIỀU {number}. {heading}", "b"), align=rng.choice(("l", "l", "c")))
        first.paragraph(text)
    second = a4(rng, family=first.family, points=12.5)
    _signatures(second, stage, (("BÊN A", principal), ("BÊN B", one), ("BÊN B", two)))
    title(second, "LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN", points=13, after=2)
    notary, city = world.name_of_official(rng), bare(stage.home.units_on(day)[-1])
    office = Office("", (f"VĂN PHÒNG CÔNG CHỨNG {notary.split()[-1].upper()}",), city, city)
    second.paragraph(f"Tôi, {notary}, công chứng viên {office.issuing.capitalize()}, tỉnh {city}, chứng nhận:")
    second.paragraph(
        f"Hợp đồng ủy quyền này được giao kết giữa Bên A là {principal.honorific.lower()} {principal.name} và Bên B là "
        f"ông {one.name} và bà {two.name}; các bên tự nguyện giao kết."
    )
    new = day >= date(2025, 7, 1)
    number = f"{rng.randint(100, 9800)}/{day.year}/CCGD" if new else f"{rng.randint(100, 9800):05d}"
    volume = "." if new else f"; Quyển số: 0{rng.randint(1, 9)} TP/CC-SCC/HĐGD."
    second.line(f"Số công chứng: {number}{volume}", after=1)
    second.line((f"{city}, {long_date(day)}", "i"), align="r", after=2)
    signed(second, office, ["CÔNG CHỨNG VIÊN"], notary)
    fields = _fields(principal.name, f"{one.name}; {two.name}", number, day)
    return paper(stage, "authorization_contract", "contract_with_two_agents", [first, second], fields)


@layout("authorization_contract", date(2015, 4, 10), apart=True)
def contract_before_the_commune(stage: Stage) -> Paper:
    """The parties side by side, attested by the commune on the same page."""
    rng, day = stage.rng, stage.day
    sheet = a4(rng, points=12, family=pick(rng, "times|arial|noto serif"))
    sheet.leading = 1.15
    principal, agent = stage.person, _agent(stage)
    nation(sheet)
    title(sheet, pick(rng, "HỢP ĐỒNG ỦY QUYỀN|VĂN BẢN ỦY QUYỀN"), after=2)
    left, right = (
        [
            (heading, ""),
            (pick(rng, "Họ và tên|Họ tên"), who.name.upper()),
            ("Ngày sinh", slashed(who.born)),
            (who.card(day).short, who.card(day).number),
            ("Nơi cư trú", who.home.text(day)),
        ]
        for heading, who in (("BÊN ỦY QUYỀN", principal), ("BÊN ĐƯỢC ỦY QUYỀN", agent))
    )
    two_columns(sheet, left, right, Manner(after=0.6))
    sheet.space(2)
    sheet.paragraph(
        "Bên ủy quyền giao cho bên được ủy quyền thay mặt mình làm thủ tục chuyển nhượng, nhận tiền và nộp các khoản "
        "nghĩa vụ tài chính theo quy định."
    )
    sheet.paragraph(f"Thời hạn ủy quyền: {rng.randint(6, 24)} tháng kể từ ngày chứng thực. Không có thù lao.")
    _signatures(sheet, stage, (("BÊN ỦY QUYỀN", principal), ("BÊN ĐƯỢC ỦY QUYỀN", agent)))
    sheet.rule(sheet.left, sheet.right, sheet.y)
    sheet.space(2)
    office, number = commune_office(stage.home, day), str(rng.randint(5, 900))
    sheet.line(("LỜI CHỨNG CHỨNG THỰC HỢP ĐỒNG", "b"), align="c")
    sheet.line(
        f"{long_date(day).capitalize()}, tại {office.issuing.capitalize()}, các bên đã ký trước mặt tôi.", indent=8
    )
    sheet.line(f"Số chứng thực: {number}, quyển số 01/{day.year}-SCT/HĐ,GD.", after=2)
    signed(sheet, office, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] if rng.random() < 0.5 else ["CHỦ TỊCH"], stage.official)
    fields = _fields(principal.name.upper(), agent.name.upper(), number, day)
    return paper(stage, "authorization_contract", "contract_before_the_commune", [sheet], fields)


@layout("authorization_contract", date(2010, 1, 1))
def letter_without_attestation(stage: Stage) -> Paper:
    """Giấy ủy quyền between relatives, in the writer's own words, attested by nobody."""
    rng, day = stage.rng, stage.day
    sheet = form_sheet(rng)
    sheet.fill_colour, sheet.leading = ink.BLUE, rng.uniform(1.4, 1.6)
    principal, agent = stage.person, _agent(stage)
    nation(sheet)
    if rng.random() < 0.5:
        sheet.line((f"{commune_office(stage.home, day).short}, {long_date(day)}", "i"), align="r", after=2)
        said = True
    else:
        said = False
    title(sheet, "GIẤY ỦY QUYỀN", after=2)
    how = manner(rng, leader=True, value="f", name="", label="")
    for word, who in (("Tôi tên là", principal), ("Ủy quyền cho ông/bà", agent)):
        particulars(
            sheet,
            [
                (word, who.name),
                ("Sinh ngày", slashed(who.born), "Số CCCD", who.card(day).number),
                ("Thường trú tại", who.home.text(day, hamlet=True)),
            ],
            how,
        )
        sheet.space(1)
    what = pick(rng, "nộp hồ sơ và nhận Giấy chứng nhận|nhận lương hưu hằng tháng|nhận bản sao giấy khai sinh")
    sheet.line(f"Nội dung ủy quyền: thay mặt tôi {what}.", indent=8)
    sheet.line("Tôi chịu trách nhiệm về nội dung ủy quyền này.", indent=8, after=3)
    if not said:
        dated(sheet, commune_office(stage.home, day).short, day)
    _signatures(sheet, stage, (("Người ủy quyền", principal), ("Người được ủy quyền", agent)))
    fields = _fields(principal.name, agent.name, None, day)
    return paper(stage, "authorization_contract", "letter_without_attestation", [sheet], fields)
