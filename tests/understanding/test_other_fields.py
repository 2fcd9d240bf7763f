"""Fields of administrative papers, land, business, authorisations and forms, as readings of real paper give them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr.understanding import understand
from tests.understanding.paper import CATALOGUE, HEAD, MOTTO, one, page, values

LETTER_OF_ATTORNEY = """
^GIẤY ỦY QUYỀN
I. NGƯỜI ỦY QUYỀN
Họ và tên: {principal}
Sinh ngày: 14/04/1992    Giấy tờ tùy thân: CCCD 068192867358
II. NGƯỜI ĐƯỢC ỦY QUYỀN
Họ và tên: {agent}
Sinh ngày: 27/04/1982    Giấy tờ tùy thân: CCCD 015182155649
III. NỘI DUNG ỦY QUYỀN
Tôi ủy quyền cho người có tên tại mục II thay mặt tôi nộp hồ sơ, nhận kết quả.
{closing}
"""


def attorney(principal: str = "Quách Khánh Vân", agent: str = "Dương Thùy Bưởi", closing: str = "") -> str:
    return MOTTO + LETTER_OF_ATTORNEY.format(principal=principal, agent=agent, closing=closing)


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("Cao ViếtẨm", "Cao Viết Ẩm"),
        ("VƯƠNG KIMLÝNGÂN", "VƯƠNG KIM LÝ NGÂN"),
        ("Chu Thế'Cường", "Chu Thế Cường"),
        ("H'Yun Mlô", "H'Yun Mlô"),
    ],
)
def test_syllables_of_a_name_read_as_one_word_are_told_apart(read: str, name: str) -> None:
    assert one(attorney(principal=read)).fields["principal_name"].value == name


@pytest.mark.parametrize("name", ["Quách Bảo My", "Phan Duy Ấn", "Thân Huyển Huệ", "Trần Diêm"])
def test_a_name_with_a_syllable_that_is_mostly_a_misreading_is_for_a_person(name: str) -> None:
    assert one(attorney(principal=name)).fields["principal_name"].confidence < 0.9


def test_a_name_for_a_person_to_look_at_is_proposed_as_names_are_spelt() -> None:
    fields = values(one(attorney(principal="KHÔNG MỸ OANH", agent="Hoàng Duyen")))
    assert (fields["principal_name"], fields["agent_name"]) == ("KHỔNG MỸ OANH", "Hoàng Duyên")


def test_ong_behind_another_title_is_a_surname() -> None:
    contract = """
^HỢP ĐỒNG ỦY QUYỀN
BÊN ỦY QUYỀN (BÊN A):
Ông: Lưu Trung Nghĩa    Sinh ngày: 26/10/1990
BÊN ĐƯỢC ỦY QUYỀN (BÊN B):
Bà: Ông Thùy Tuyền    Sinh ngày: 26/10/1990
ĐIỀU 1. PHẠM VI ỦY QUYỀN
"""
    assert one(MOTTO + contract).fields["agent_name"].value == "Ông Thùy Tuyền"


def test_whether_ong_is_a_title_before_two_syllables_is_for_a_person() -> None:
    assert one(attorney(agent="Ông Hoàng Hạnh")).fields["agent_name"].confidence < 0.9


def test_a_date_of_certification_goes_on_in_the_next_line() -> None:
    closing = """^CHỨNG THỰC CHỮ KÝ
Số chứng thực: 80, quyển số 01/2023-SCT/CK,ĐC. Ngày 13 tháng 02 năm
2023."""
    fields = values(one(attorney(closing=closing)))
    assert (fields["notary_number"], fields["issue_date"]) == ("80", "2023-02-13")


LAND = """
^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT
1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:
Ông 'VƯƠNG MẠNH, CCCD số: 022082842829
Bà LÊ ÁNH, Căn cước số: 022193728316
2. Thông tin thửa đất:
a) Thửa đất số: 238; b) Tờ bản đồ số: 64;
c) Diện tích: 2.898,6 {unit};
d) Loại đất: Đất ở tại đô thị (ODT);
>Yên Tử, ngày 25 tháng 3 năm 2026
"""


@pytest.mark.parametrize("unit", ["m²", "m3", "m2?", "m?"])
def test_an_area_is_as_sure_as_its_figures(unit: str) -> None:
    area = one(MOTTO + LAND.format(unit=unit)).fields["area_m2"]
    assert area.value == "2898.6"
    assert area.confidence >= 0.9


def test_a_holder_is_not_lost_to_a_quotation_mark() -> None:
    assert one(MOTTO + LAND.format(unit="m²")).fields["holder_name"].value == "VƯƠNG MẠNH; LÊ ÁNH"


PROPOSAL = """
^Số: 22/TTr-UBND||Tân Lập, ngày 05 tháng 02 năm 2025
^TỜ TRÌNH
^{about} đề nghị giao dự toán năm 2025 cho Trạm y tế
^Kính gửi: Hội đồng nhân dân xã.
"""


@pytest.mark.parametrize("about", ["Về việc", "Và việc", "và việc", "Vê viêc", "V/v", "VỀ VIỆC"])
def test_the_words_that_open_an_abstract_are_no_part_of_it(about: str) -> None:
    fields = values(one(HEAD + PROPOSAL.format(about=about)))
    assert fields["subject"] == "đề nghị giao dự toán năm 2025 cho Trạm y tế"


def test_the_stamp_of_incoming_letters_is_no_type_of_document() -> None:
    letter = """
^Số: 2655/UBND-NC||Tân Lập, ngày 20 tháng 4 năm 2023
V/v khơi thông kênh mương nội đồng
^Kính gửi: Chi nhánh Văn phòng Đăng ký đất đai.
Đề nghị quý cơ quan quan tâm phối hợp thực hiện./.
   CÔNG VĂN ĐẾN
Nơi nhận:||TM. ỦY BAN NHÂN DÂN
- Như trên;||CHỦ TỊCH
- Lưu: VT.||
 ||Hoàng Văn Nguyệt
"""
    fields = values(one(HEAD + letter))
    assert (fields["document_type"], fields["subject"]) == ("Công văn", "khơi thông kênh mương nội đồng")


def test_a_law_s_number_stands_behind_its_own_label_and_its_text_names_no_country_twice() -> None:
    law = """
^QUỐC HỘI||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^ ||Độc lập - Tự do - Hạnh phúc
^Luật số: 31/2024/QH15||Hà Nội, ngày 18 tháng 01 năm 2024
^LUẬT
^ĐẤT ĐAI
   Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
   Quốc hội ban hành Luật Đất đai.
   Điều 1. Phạm vi điều chỉnh
"""
    fields = values(one(law))
    assert (fields["document_number"], fields["issuing_authority"]) == ("31/2024/QH15", "QUỐC HỘI")
    assert (fields["document_type"], fields["subject"]) == ("LUẬT", "ĐẤT ĐAI")


def test_who_decides_is_no_part_of_the_abstract_and_dd_of_a_symbol_stays() -> None:
    decision = """
^CỤC THUẾ TỈNH ĐẮK NÔNG||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^CHI CỤC THUẾ GIA NGHĨA||Độc lập - Tự do - Hạnh phúc
^Số: 188/QĐ-QLĐĐ||Gia Nghĩa, ngày 01 tháng 02 năm 2023
^QUYẾT ĐỊNH
^Về việc xử phạt vi phạm hành chính về thuế
^CHI CỤC TRƯỞNG CHI CỤC THUẾ GIA NGHĨA
   Căn cứ Luật Quản lý thuế ngày 13 tháng 6 năm 2019;
"""
    fields = values(one(decision))
    assert fields["subject"] == "xử phạt vi phạm hành chính về thuế"
    assert fields["document_number"] == "188/QĐ-QLĐĐ"


def test_a_branch_has_its_own_name_and_its_head_represents_it() -> None:
    branch = """
^GIẤY CHỨNG NHẬN ĐĂNG KÝ HOẠT ĐỘNG CHI NHÁNH
^Mã số chi nhánh: 0300123456-002
^Đăng ký lần đầu: ngày 11 tháng 04 năm 2018
1. Tên chi nhánh
Tên chi nhánh viết bằng tiếng Việt: CHI NHÁNH CÔNG TY CỔ PHẦN MINH ANH TẠI ĐẮK LẮK
3. Thông tin về người đứng đầu
Họ và tên: PHẠM MINH TUẤN    Giới tính: Nam
4. Tên doanh nghiệp: CÔNG TY CỔ PHẦN MINH ANH
Mã số doanh nghiệp: 0300123456
"""
    fields = values(one(MOTTO + branch))
    assert fields["enterprise_code"] == "0300123456-002"
    assert fields["business_name"] == "CHI NHÁNH CÔNG TY CỔ PHẦN MINH ANH TẠI ĐẮK LẮK"
    assert fields["representative_name"] == "PHẠM MINH TUẤN"


def test_the_first_red_books_list_their_parcels_in_a_table() -> None:
    book = """
^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
^Số: K 123456
^ỦY BAN NHÂN DÂN HUYỆN CHỢ MỚI
^CHỨNG NHẬN
Hộ (ông, bà): Phạm Văn Ba
Địa chỉ: ấp Long Hòa, xã Long Điền A, huyện Chợ Mới, tỉnh An Giang
Được quyền sử dụng: 3.540 m² đất
Theo bảng liệt kê dưới đây:
Số tờ bản đồ    Số thửa    Diện tích (m²)    Mục đích sử dụng    Thời hạn
     7             45          3.540               LUC          12/2017
>Ngày 20 tháng 12 năm 1997
"""
    fields = values(one(MOTTO + book))
    assert (fields["serial_number"], fields["holder_name"]) == ("K 123456", "Phạm Văn Ba")
    assert (fields["parcel_number"], fields["map_sheet_number"], fields["area_m2"]) == ("45", "7", "3540")


def test_an_organisation_holds_land_below_the_heading_without_a_label_of_its_own() -> None:
    book = """
^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
^QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT
I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất
Công ty TNHH Hoàng Long
Địa chỉ: số 12 đường Lê Lợi, phường Tân Lợi
"""
    holder = one(MOTTO + book).fields["holder_name"]
    assert holder.value == "Công ty TNHH Hoàng Long"
    assert holder.confidence >= 0.9


def test_who_signs_for_an_organisation_is_not_the_principal() -> None:
    letter = """
^GIẤY ỦY QUYỀN
1. BÊN ỦY QUYỀN:
Tên tổ chức: CÔNG TY TNHH CAO NGUYÊN XANH
Đại diện: Ông Đặng Quang Huy    Chức vụ: Giám đốc
2. BÊN ĐƯỢC ỦY QUYỀN:
Họ và tên: Bà Bùi Thị Hằng
"""
    assert one(MOTTO + letter).fields["principal_name"].value == "CÔNG TY TNHH CAO NGUYÊN XANH"


def test_a_power_of_attorney_in_sentences_begins_with_the_principal() -> None:
    letter = """
^GIẤY ỦY QUYỀN
   Tôi tên là: Hoàng Thị Lựu    Sinh năm: 1950
   Nay tôi ủy quyền cho: ông Hoàng Văn Nam    Sinh năm: 1978
   Được thay mặt tôi nhận tiền trợ cấp hàng tháng.
Người được ủy quyền    Người ủy quyền
"""
    fields = values(one(MOTTO + letter))
    assert (fields["principal_name"], fields["agent_name"]) == ("Hoàng Thị Lựu", "Hoàng Văn Nam")


def test_a_label_worded_more_fully_than_the_catalogue_leads_to_its_value_but_not_surely() -> None:
    form = """
^ĐƠN KHIẾU NẠI
^Kính gửi: Chủ tịch Ủy ban nhân dân huyện Ea Súp
Họ và tên người bị thiệt hại trong vụ việc: Lương Đình Quế
Địa chỉ: thị trấn Ea Súp, huyện Ea Súp
"""
    name = one(MOTTO + form).fields["applicant_name"]
    assert name.value == "Lương Đình Quế"
    assert name.confidence < 0.9


def test_a_note_in_brackets_and_the_sex_behind_it_are_no_part_of_the_name() -> None:
    form = """
^SƠ YẾU LÝ LỊCH
^I. BẢN THÂN
1. Họ và tên (chữ in hoa): VI VĂN THẮNG    Nam, nữ: Nam
2. Sinh ngày: 03 tháng 02 năm 1999
1. Họ và tên bố: Vi Văn Tài    Sinh năm: 1970
"""
    fields = values(one(MOTTO + form))
    assert (fields["form_title"], fields["applicant_name"]) == ("SƠ YẾU LÝ LỊCH", "VI VĂN THẮNG")


NOTICE = """
^ỦY BAN NHÂN DÂN TỈNH CÀ MAU||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG||Độc lập - Tự do - Hạnh phúc
^Số: 47 /TB-UBND||Cà Mau, ngày 17 tháng 01 năm 2025
^THÔNG BÁO
^Về việc tổ chức thực hiện quy định về quản lý, sử dụng tài sản công
^của các cơ quan, tổ chức, đơn vị thuộc thẩm quyền quản lý
   Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
Nơi nhận:||GIÁM ĐỐC
- Lưu: VT.||Hồ Sỹ Cẩn
"""


def test_words_that_closed_lists_or_their_neighbours_confirm_are_sure_however_faint() -> None:
    fields = one(NOTICE, sure=0.7).fields
    assert min(fields[name].confidence for name in ("issuing_authority", "document_type", "subject")) >= 0.9
    assert max(fields[name].confidence for name in ("document_number", "issue_date", "signer_name")) < 0.9


def test_a_word_where_another_belongs_is_doubted_however_clear() -> None:
    clear = one(NOTICE).fields["subject"].confidence
    assert one(NOTICE.replace("quan, tổ chức,", "quan, tô chức,")).fields["subject"].confidence < clear - 0.02


@pytest.mark.parametrize("mark", ["17/01/2025 17:06:30", "17.01.2025 17:06:30 +07:00", "2025-01-17T17:06:30+07:00"])
def test_the_electronic_signature_s_time_confirms_the_date(mark: str) -> None:
    date = one(f">Thời gian ký: {mark}\n{NOTICE.strip()}", sure=0.85).fields["issue_date"]
    assert date.confidence >= 0.9
    assert [finding.check for finding in date.findings if finding.agrees] == ["signing_day"]


def test_a_paper_signed_before_its_date_is_for_a_person() -> None:
    date = one(f">Thời gian ký: 16/01/2025 08:00:00\n{NOTICE.strip()}").fields["issue_date"]
    assert (date.value, date.confidence < 0.9) == ("2025-01-17", True)


def test_the_day_that_was_not_read_is_proposed_from_the_signature_s_time() -> None:
    unread = NOTICE.replace("ngày 17 tháng 01", "ngày ‡‡ tháng 01").strip()
    date = one(f">Thời gian ký:\n>17/01/2025 11:26:39\n{unread}").fields["issue_date"]
    assert (date.value, date.confidence < 0.9) == ("2025-01-17", True)


def test_a_signer_s_surname_in_a_small_letter_is_part_of_the_name() -> None:
    signer = one(NOTICE.replace("Hồ Sỹ Cẩn", "kiều Viết Nam")).fields["signer_name"]
    assert signer.value == "Kiều Viết Nam"


ENTERPRISE = """
^GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP
^Mã số doanh nghiệp: 0100109106
1. Tên công ty viết bằng tiếng Việt: {name}
5. Người đại diện theo pháp luật của công ty
Họ và tên: {person}    Giới tính: Nam
"""


@pytest.mark.parametrize(
    "name",
    ["CÔNG TY CỔ PHẦN XÂY DỰNG TÍN PHAT", "CÔNG TY CỐ PHẦN XÂY DỰNG TÍN PHÁT", "CÔNG TY CỔ PHẦN VẬN TÀI TÍN PHÁT"],
)
def test_a_company_s_name_with_a_word_that_is_another_s_misreading_is_for_a_person(name: str) -> None:
    right = "CÔNG TY CỔ PHẦN XÂY DỰNG TÍN PHÁT"
    form = HEAD + ENTERPRISE
    assert one(form.format(name=right, person="LÊ VĂN TÍN")).fields["business_name"].confidence >= 0.9
    assert one(form.format(name=name, person="LÊ VĂN TÍN")).fields["business_name"].confidence < 0.9


def test_a_name_spelt_as_names_are_elsewhere_on_the_paper_is_taken_from_there_and_sure() -> None:
    letter = attorney(agent="Định Như Quỳnh", closing="     Người được ủy quyền\n     Đinh Như Quỳnh")
    agent = one(letter).fields["agent_name"]
    assert (agent.value, agent.confidence >= 0.9) == ("Đinh Như Quỳnh", True)


def test_of_ranked_labels_the_first_wins_though_its_value_was_read_badly() -> None:
    permit = """
^GIẤY PHÉP XÂY DỰNG
1. Cấp cho: bà Phạm Quỳnh Vui
- Vị trí xây dựng: thửa đất số 405, tờ bản đồ số 32.
- Địa điểm xây dựng: Ấp 2, xã Phước Ninh, huyện Dương Minh Châu, tỉnh Tây
ñinh.
- Cốt nền xây dựng công trình: +0,60 m
"""
    assert (one(HEAD + permit).fields["location"].value or "").startswith("Ấp 2, xã Phước Ninh")


def test_a_party_committee_is_told_from_its_superior() -> None:
    decision = """
^ĐẢNG BỘ TỈNH LÂM ĐỒNG||ĐẢNG CỘNG SẢN VIỆT NAM
^HUYỆN ỦY LẠC DƯƠNG||
^Số 45-QĐ/HU||Lạc Dương, ngày 03 tháng 6 năm 2021
^QUYẾT ĐỊNH
^về việc thành lập Tổ kiểm tra
   - Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
"""
    fields = values(one(decision))
    assert (fields["document_number"], fields["issuing_authority"]) == ("45-QĐ/HU", "HUYỆN ỦY LẠC DƯƠNG")


def test_a_dateline_may_be_in_digits() -> None:
    fields = values(one(NOTICE.replace("ngày 17 tháng 01 năm 2025", "ngày 17/01/2025")))
    assert fields["issue_date"] == "2025-01-17"


def test_the_text_below_an_abstract_in_capitals_is_no_part_of_it() -> None:
    plan = """
^Số: 30/KH-UBND||Tân Lập, ngày 10 tháng 01 năm 2023
^KẾ HOẠCH
^CẢI CÁCH HÀNH CHÍNH NHÀ NƯỚC NĂM 2023
^TRÊN ĐỊA BÀN XÃ
   Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2023 của UBND thành phố.
"""
    assert values(one(HEAD + plan))["subject"] == "CẢI CÁCH HÀNH CHÍNH NHÀ NƯỚC NĂM 2023 TRÊN ĐỊA BÀN XÃ"


@pytest.mark.parametrize("signer", ["BSCKII. Hồ Thị Phương", "PGS.TS. Hồ Thị Phương", "Trung tá Hồ Thị Phương"])
def test_titles_and_ranks_are_no_part_of_the_signer_s_name(signer: str) -> None:
    assert values(one(NOTICE.replace("Hồ Sỹ Cẩn", signer)))["signer_name"] == "Hồ Thị Phương"


def test_a_signer_of_a_minority_is_found() -> None:
    notice = NOTICE.replace("Hồ Sỹ Cẩn", "Y Bhem Niê").replace("Nơi nhận", "\n" * 6 + "Nơi nhận")
    assert values(one(notice))["signer_name"] == "Y Bhem Niê"


def test_a_line_with_a_label_of_its_own_does_not_go_on_with_the_name_above() -> None:
    form = ENTERPRISE.replace("5. Người", "Tên gọi khác trên thị trường: QUANG NGAI SUGAR\n5. Người")
    fields = values(one(HEAD + form.format(name="CÔNG TY CỔ PHẦN ĐƯỜNG", person="VÕ THÀNH ĐÀNG")))
    assert fields["business_name"] == "CÔNG TY CỔ PHẦN ĐƯỜNG"


def test_principal_and_agent_behind_the_words_that_name_them_and_not_where_they_sign() -> None:
    letter = """
^GIẤY ỦY QUYỀN
Người ủy quyền: Nguyễn Thị Sáu
Sinh năm: 1948    CMND: 210123456
Người được ủy quyền: Nguyễn Hữu Tài
Sinh năm: 1975    CMND: 211987654
Nội dung ủy quyền: nhận thay chế độ trợ cấp hàng tháng.
Người được ủy quyền||Người ủy quyền
Nguyễn Hữu Tại||Nguyễn Thị Sâu
"""
    fields = values(one(MOTTO + letter))
    assert (fields["principal_name"], fields["agent_name"]) == ("Nguyễn Thị Sáu", "Nguyễn Hữu Tài")


def test_a_note_in_brackets_names_no_holder() -> None:
    permit = """
^GIẤY PHÉP XÂY DỰNG CÓ THỜI HẠN
^(Cấp cho nhà ở riêng lẻ)
1. Chủ đầu tư: Ông Lê Quang Vinh
Tại: 64/2 Nguyễn Văn Cừ, phường An Hòa, quận Ninh Kiều, thành phố Cần Thơ
Thuộc thửa đất số 15, tờ bản đồ số 7
"""
    fields = values(one(HEAD + permit))
    assert fields["holder_name"] == "Lê Quang Vinh"
    assert fields["location"] == "64/2 Nguyễn Văn Cừ, phường An Hòa, quận Ninh Kiều, thành phố Cần Thơ"


def test_what_is_told_of_the_person_asked_for_is_not_the_applicant_s() -> None:
    form = """
^TỜ KHAI ĐĂNG KÝ KHAI TỬ
Họ, chữ đệm, tên người yêu cầu: Vàng A Páo
Giấy tờ tùy thân: Căn cước công dân số 012085001122
Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:
Họ, chữ đệm, tên: Vàng Dúa Sùng
Ngày, tháng, năm sinh: 1940
"""
    fields = values(one(MOTTO + form))
    assert (fields["applicant_name"], fields["date_of_birth"]) == ("Vàng A Páo", None)


def test_a_table_s_head_read_as_one_line_leads_each_label_to_its_own_column() -> None:
    book = """
^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
Bà: TĂNG BƯỞI
AL, 285196
I. Thửa đất được quyền sử dụng
Tờ bản đồ số Thửa số Diện tích (m2)    Mục đích sử dụng
  83         549        152,7           Đất trồng cây lâu năm
"""
    fields = values(one(MOTTO + book))
    assert (fields["map_sheet_number"], fields["parcel_number"], fields["area_m2"]) == ("83", "549", "152.7")
    assert fields["serial_number"] == "AL 285196"


@pytest.mark.parametrize("opening", ["Ủy quyền cho ông/bà:", "Nay tôi ủy quyền cho:", "Ủy quyền cho ông:"])
def test_who_is_empowered_stands_behind_those_words(opening: str) -> None:
    letter = f"""
^GIẤY ỦY QUYỀN
Tôi tên là: Kiều Quỳnh Hoa
Sinh ngày: 07/11/1969    Số CCCD: 275366266
{opening} Huỳnh Viết Út
Sinh ngày: 21/04/1969    Số CCCD: 271866660
Nội dung ủy quyền: thay mặt tôi nộp hồ sơ.
"""
    fields = values(one(MOTTO + letter))
    assert (fields["principal_name"], fields["agent_name"]) == ("Kiều Quỳnh Hoa", "Huỳnh Viết Út")


def test_a_label_in_the_brackets_of_another_does_not_end_its_answer() -> None:
    permit = """
^GIẤY PHÉP XÂY DỰNG
1. Cấp cho: bà Phạm Quỳnh Vui
- Vị trí xây dựng (ghi rõ lô đất, địa chỉ): phường Vĩnh Lợi, thành phố Rạch Giá, tỉnh Kiên
Giang
- Cốt nền xây dựng công trình: +0,20 m
"""
    location = values(one(HEAD + permit))["location"]
    assert location == "phường Vĩnh Lợi, thành phố Rạch Giá, tỉnh Kiên Giang"


def test_the_translation_below_a_form_s_title_is_no_part_of_it() -> None:
    form = """
^ĐƠN ĐỀ NGHỊ ĐỔI, CẤP LẠI GIẤY PHÉP LÁI XE
^APPLICATION FORM FOR EXCHANGE OF DRIVING LICENCE
Tôi là: LÊ HOÀNG LONG
"""
    assert values(one(MOTTO + form))["form_title"] == "ĐƠN ĐỀ NGHỊ ĐỔI, CẤP LẠI GIẤY PHÉP LÁI XE"


def test_the_stamp_beside_a_letter_s_abstract_is_no_part_of_it() -> None:
    letter = """
^Số: 2655/UBND-NC||Tân Lập, ngày 20 tháng 4 năm 2023
V/v khơi thông kênh mương nội đồng
CÔNG VĂN ĐẾN
Số: 1379
^Kính gửi: Chi nhánh Văn phòng Đăng ký đất đai.
"""
    assert values(one(HEAD + letter))["subject"] == "khơi thông kênh mương nội đồng"


def test_a_number_whose_figures_a_hand_wrote_unclearly_is_for_a_person() -> None:
    written = page(NOTICE)
    words = tuple(replace(word, confidence=0.8, first="⁄t1") if word.text == "47" else word for word in written.words)
    (document,) = understand([replace(written, words=words)], CATALOGUE)
    number = document.fields["document_number"]
    assert (number.value, number.confidence < 0.9) == ("47/TB-UBND", True)
