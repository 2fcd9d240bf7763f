"""Papers that lie in dossiers and are none of the kinds: some look much like one, to try the courage to say "other"."""

from __future__ import annotations

from datetime import date, timedelta

from samples import ink, world
from samples.papers.common import a4, layout, letterhead, nation, paper, signed, title
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage
from samples.world import long_date, slashed

_SINCE = date(2012, 1, 1)


@layout("other", _SINCE)
def power_bill(stage: Stage) -> Paper:
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = Sheet(rng, size=(148, 105), margins=(9, 7, 9), points=9.5, family="arial")
    sheet.line(("CÔNG TY ĐIỆN LỰC SÔNG QUÊ", "b"))
    sheet.line("Tổng đài chăm sóc khách hàng: 1900 0000", after=2)
    title(sheet, "THÔNG BÁO TIỀN ĐIỆN", f"Kỳ 1 - Tháng {day.month}/{day.year}", points=12, after=2)
    sheet.line(f"Tên khách hàng: {who.name}")
    sheet.line(f"Địa chỉ dùng điện: {who.home.text(day, hamlet=True)}")
    used = rng.randint(60, 420)
    old = rng.randint(1000, 20000)
    money = f"{used * 2_100:,}".replace(",", ".")
    sheet.table(
        (32, 32, 32, 34),
        (
            ("Chỉ số mới", "Chỉ số cũ", "Tiêu thụ (kWh)", "Thành tiền (đồng)"),
            (str(old + used), str(old), str(used), money),
        ),
        points=9,
    )
    sheet.line(("Quý khách vui lòng thanh toán trước ngày ", "i"), (slashed(day + timedelta(days=7)), "bi"))
    sheet.picture(ink.barcode(str(old), px(60), px(9)), 44, sheet.y + 3)
    return paper(stage, "other", "power_bill", [sheet], {})


@layout("other", _SINCE)
def birth_notice_of_a_hospital(stage: Stage) -> Paper:
    """Giấy chứng sinh: not a birth certificate, though it says nearly the same."""
    rng, day, sheet = stage.rng, stage.day, a4(stage.rng)
    mother, child = stage.wife, stage.child
    hospital = Office("SỞ Y TẾ", ("TRUNG TÂM Y TẾ KHU VỰC",), "Y tế", world.bare(mother.home.units_on(day)[0]))
    letterhead(sheet, hospital, (f"Số: {rng.randint(2, 900)}",))
    title(sheet, "GIẤY CHỨNG SINH", after=4)
    for text in (
        f"Họ và tên mẹ/Người nuôi dưỡng: {mother.name}",
        f"Năm sinh: {mother.born.year}     Dân tộc: {mother.ethnicity}",
        f"Nơi đăng ký thường trú: {mother.home.text(day)}",
        f"Số định danh cá nhân: {mother.number}",
        f"Đã sinh con vào lúc: {rng.randint(0, 23)} giờ {rng.randint(0, 59):02d} phút, {long_date(child.born)}",
        "Số con trong lần sinh này: 01",
        f"Giới tính của con: {child.sex_word}     Cân nặng: {rng.randint(2600, 3900)} gam",
        f"Hiện trạng sức khỏe của con: {rng.choice(('Khỏe mạnh', 'Bình thường'))}",
        f"Dự kiến đặt tên con: {child.name}",
        f"Người đỡ đẻ: {world.name_of_official(rng)}",
    ):
        sheet.line(text, indent=6, after=1.5)
    sheet.space(3)
    signed(sheet, hospital, ["GIÁM ĐỐC"], stage.official)
    return paper(stage, "other", "birth_notice_of_a_hospital", [sheet], {})


@layout("other", _SINCE)
def list_of_marks(stage: Stage) -> Paper:
    rng, who, sheet = stage.rng, stage.person, a4(stage.rng, points=12)
    nation(sheet)
    title(sheet, "BẢNG ĐIỂM HỌC TẬP", after=2)
    sheet.line(f"Họ và tên sinh viên: {who.name}     Mã sinh viên: {rng.randrange(10**8):08d}")
    sheet.line(f"Ngày sinh: {slashed(who.born)}     Ngành: Quản lý đất đai", after=2)
    subjects = (
        "Toán cao cấp",
        "Trắc địa cơ sở",
        "Pháp luật đất đai",
        "Bản đồ học",
        "Tin học ứng dụng",
        "Kinh tế đất",
        "Thổ nhưỡng",
        "Quy hoạch sử dụng đất",
        "Tiếng Anh chuyên ngành",
    )
    rows = [("TT", "Học phần", "Số tín chỉ", "Điểm hệ 10", "Điểm chữ")]
    for k, subject in enumerate(subjects, 1):
        mark = rng.randint(52, 96) / 10
        rows.append(
            (
                str(k),
                subject,
                str(rng.randint(2, 4)),
                f"{mark:.1f}".replace(".", ","),
                "A" if mark > 8.4 else "B" if mark > 6.9 else "C",
            )
        )
    sheet.table((12, 70, 26, 28, sheet.right - sheet.left - 136), rows)
    office = Office("", ("TRƯỜNG CAO ĐẲNG NÔNG LÂM",), "Phòng Đào tạo", "Sông Quê")
    signed(sheet, office, ["TRƯỞNG PHÒNG ĐÀO TẠO"], stage.official)
    return paper(stage, "other", "list_of_marks", [sheet], {})


@layout("other", _SINCE)
def prescription(stage: Stage) -> Paper:
    """ĐƠN THUỐC begins with "đơn" and is no application."""
    rng, who, day = stage.rng, stage.person, stage.day
    sheet = Sheet(rng, size=(148, 210), margins=(12, 10, 12), points=11, family=rng.choice(("times", "arial")))
    sheet.line(("PHÒNG KHÁM ĐA KHOA BÌNH AN", "b"), after=2)
    title(sheet, "ĐƠN THUỐC", after=2)
    sheet.line(f"Họ tên: {who.name}     Tuổi: {who.age_on(day)}     {who.sex_word}")
    sheet.line(f"Địa chỉ: {who.home.text(day)}")
    sheet.line(f"Chẩn đoán: {rng.choice(('Viêm họng cấp', 'Tăng huyết áp vô căn', 'Viêm dạ dày'))}", after=3)
    for k, (drug, how) in enumerate(
        (
            ("Paracetamol 500 mg", "Ngày uống 3 lần, mỗi lần 1 viên sau ăn"),
            ("Loratadin 10 mg", "Uống 1 viên buổi tối"),
            ("Nước muối sinh lý 0,9 %", "Súc họng sáng, tối"),
        ),
        1,
    ):
        sheet.line((f"{k}. {drug}", "b"), f"     {rng.choice((10, 15, 20))} viên")
        sheet.line((how, "i"), indent=6, after=1)
    sheet.put(104, sheet.y + 3, long_date(day).capitalize(), "i", align="c")
    sheet.y += 9
    signed(sheet, Office("", ("",), "", ""), ["Bác sĩ khám bệnh"], stage.official, x=104, sealed=False)
    return paper(stage, "other", "prescription", [sheet], {})


@layout("other", _SINCE)
def wedding_invitation(stage: Stage) -> Paper:
    rng, day = stage.rng, stage.day
    sheet = Sheet(rng, size=(160, 110), margins=(14, 14, 14), points=13, family="free serif")
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, (252, 224, 224), rng, 26), 0, 0)
    for text, style, points in (
        ("Trân trọng báo tin lễ thành hôn", "i", 14),
        (stage.husband.name, "br", 20),
        ("&", "b", 14),
        (stage.wife.name, "br", 20),
        (f"Tiệc mừng tổ chức lúc 11 giờ, Chủ nhật, {slashed(day)}", "", 12),
        (f"Tại tư gia: {stage.husband.home.text(day, hamlet=True)}", "", 11),
        ("Rất hân hạnh được đón tiếp!", "i", 12),
    ):
        sheet.line((text, style), align="c", points=points, after=1.4)
    return paper(stage, "other", "wedding_invitation", [sheet], {})
