"""Why a verdict is what it is: one table of stable codes with messages in Vietnamese and English.

Each message is one plain sentence for somebody who has never heard of a certificate; the field's own words stand in the
sub-indication. `remedy` says what would settle an indeterminate verdict.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    vi: str
    en: str
    remedy: str | None = None


REASONS: dict[str, Words] = {
    # --- good ------------------------------------------------------------------------------------------------------
    "all_sound": Words(
        "Mọi chữ ký đều hợp lệ tại thời điểm ký và tệp không bị thay đổi từ đó đến nay.",
        "Every signature was valid when it was made, and nothing has changed since.",
    ),
    "demo_authority": Words(
        "Chứng thư do cơ quan chứng thực DÙNG THỬ cấp: tệp này không có giá trị pháp lý.",
        "The certificates come from a DEMO authority: this file has no legal force.",
    ),
    # --- the file --------------------------------------------------------------------------------------------------
    "no_signature": Words(
        "Tệp không có chữ ký số nào.", "The file carries no digital signature.", "ask_for_signed_file"
    ),
    "not_a_pdf": Words("Tệp không phải là PDF.", "The file is not a PDF.", "ask_for_signed_file"),
    "unreadable": Words(
        "Cấu trúc tệp sai quy cách nên không thể kiểm tra chữ ký.",
        "The structure of the file is broken, so its signatures cannot be checked.",
    ),
    "encrypted": Words(
        "Tệp có mật khẩu nên không kiểm tra được.",
        "The file is protected by a password and cannot be checked.",
        "remove_password",
    ),
    "too_large": Words(
        "Tệp lớn hơn giới hạn {limit} nên không kiểm tra được.",
        "The file is larger than {limit} and cannot be checked.",
    ),
    "too_slow": Words(
        "Kiểm tra tệp này vượt quá thời gian cho phép nên đã dừng lại.",
        "Checking this file took longer than allowed and was stopped.",
    ),
    "too_much_memory": Words(
        "Kiểm tra tệp này cần nhiều bộ nhớ hơn mức cho phép nên đã dừng lại.",
        "Checking this file needed more memory than allowed and was stopped.",
    ),
    "checker_failed": Words(
        "Bộ kiểm tra dừng bất thường khi đọc tệp này.",
        "The checker stopped unexpectedly while reading this file.",
    ),
    "too_many_signatures": Words(
        "Tệp có quá nhiều chữ ký (giới hạn {limit}).", "The file has too many signatures (the limit is {limit})."
    ),
    # --- the bytes around a signature --------------------------------------------------------------------------------
    "hidden_signature": Words(
        "Trong tệp có dữ liệu chữ ký nhưng không gắn với ô chữ ký nào: dấu hiệu bị sửa đổi.",
        "The file holds the bytes of a signature that belongs to no signature field: a sign of tampering.",
    ),
    "malformed_signature": Words("Chữ ký bị hỏng hoặc không đúng quy cách.", "The signature is damaged or malformed."),
    "bad_byte_range": Words(
        "Vùng dữ liệu được ký không khớp với vị trí của chữ ký: dấu hiệu bị sửa đổi.",
        "The signed range does not fit the place of the signature: a sign of tampering.",
    ),
    "bad_padding": Words("Phần đệm quanh chữ ký đã bị sửa.", "The padding around the signature was altered."),
    "unusual_encoding": Words(
        "Chữ ký được mã hóa khác chuẩn, có phần dữ liệu không được bảo vệ.",
        "The signature is encoded unusually; some of its bytes are protected by nothing.",
        "ask_issuer",
    ),
    "not_covered": Words(
        "Chữ ký không bao phủ hết nội dung mà nó phải bảo vệ.",
        "The signature does not cover all that it must protect.",
    ),
    "invisible_bytes": Words(
        "Sau chữ ký có thêm dữ liệu mà trình đọc không giải thích được: dấu hiệu bị sửa đổi.",
        "Bytes were added after the signature that no reader accounts for: a sign of tampering.",
    ),
    # --- what changed ------------------------------------------------------------------------------------------------
    "modified_after_signing": Words(
        "Nội dung tệp đã bị thay đổi sau khi ký.", "The file was changed after it was signed."
    ),
    "pages_changed": Words(
        "Sau khi ký, trang của tài liệu đã bị thêm, bớt hoặc sửa ({pages}).",
        "Pages were added, removed or altered after signing ({pages}).",
    ),
    "annotations_changed": Words(
        "Sau khi ký, có ghi chú hoặc hình chồng lên trang đã bị thêm hoặc sửa.",
        "Annotations on the pages were added or altered after signing.",
    ),
    "form_changed": Words(
        "Sau khi ký, ô nhập liệu {fields} đã bị điền hoặc sửa.",
        "Form fields ({fields}) were filled or altered after signing.",
    ),
    "form_filled_with_leave": Words(
        "Sau khi ký, ô nhập liệu {fields} được điền thêm; người ký cho phép điều đó nhưng không bảo đảm nội dung điền.",
        "Form fields ({fields}) were filled after signing; the signer allows it but does not vouch for their content.",
        "ask_issuer",
    ),
    "certification_broken": Words(
        "Có thay đổi mà người chứng thực tài liệu không cho phép.",
        "Something was changed that the certifying signature does not allow.",
    ),
    "signature_drawn_later": Words(
        "Sau khi tài liệu được chứng thực, có chữ ký khác được vẽ thêm lên trang; chữ ký đó có thể che nội dung.",
        "After certification another signature was drawn on a page; it may cover what was certified.",
        "ask_issuer",
    ),
    "certification_misplaced": Words(
        "Chữ ký chứng thực tài liệu không đứng đầu tiên.", "The certifying signature is not the first one."
    ),
    "unexplained_change": Words(
        "Tệp được cập nhật sau khi ký theo cách tiêu chuẩn không quy định; nội dung hiển thị không đổi.",
        "The file was updated after signing in a way the standard leaves open; what it shows is unchanged.",
        "ask_issuer",
    ),
    # --- the signature itself ----------------------------------------------------------------------------------------
    "hash_mismatch": Words(
        "Nội dung được ký đã bị sửa: mã băm không khớp.", "What was signed was altered: its hash does not match."
    ),
    "bad_signature_value": Words(
        "Giá trị chữ ký sai: không phải do khóa của chứng thư này tạo ra.",
        "The signature value is wrong: it was not made with the key of this certificate.",
    ),
    "algorithm_not_supported": Words(
        "Chữ ký dùng thuật toán mà bộ kiểm tra này không hỗ trợ.",
        "The signature uses an algorithm this checker does not support.",
        "ask_issuer",
    ),
    "algorithm_too_weak": Words(
        "Chữ ký dùng thuật toán không còn an toàn.",
        "The signature uses an algorithm that is no longer safe.",
        "ask_for_new_signature",
    ),
    "no_signing_certificate": Words(
        "Chữ ký không gắn chặt với chứng thư của người ký.",
        "The signature is not bound to its signer's certificate.",
        "ask_for_new_signature",
    ),
    "certificate_not_for_signing": Words(
        "Chứng thư này không được cấp để ký văn bản.",
        "This certificate was not issued for signing documents.",
        "ask_for_new_signature",
    ),
    # --- who signed --------------------------------------------------------------------------------------------------
    "untrusted": Words(
        "Không có đường tin cậy từ chứng thư của người ký đến cơ quan chứng thực nào được tin cậy ở đây.",
        "No path of trust leads from the signer's certificate to an authority trusted here.",
        "add_anchor",
    ),
    "anchor_out_of_dates": Words(
        "Cơ quan chứng thực này không được tin cậy vào thời điểm ký.",
        "This authority is not trusted for the time of the signature.",
        "add_anchor",
    ),
    "chain_broken": Words(
        "Chuỗi chứng thư của người ký không hợp lệ.",
        "The chain of certificates above the signer is not valid.",
        "ask_issuer",
    ),
    "no_revocation_data": Words(
        "Không có dữ liệu cho biết chứng thư có bị thu hồi hay không.",
        "There is no data to tell whether the certificate was revoked.",
        "fetch_revocation",
    ),
    "revoked": Words(
        "Chứng thư của người ký đã bị thu hồi trước khi ký.",
        "The signer's certificate had been revoked before it signed.",
    ),
    "revoked_time_unproven": Words(
        "Chứng thư của người ký đã bị thu hồi và không có bằng chứng chữ ký được tạo trước đó.",
        "The signer's certificate was revoked, and nothing proves that the signature is older.",
        "ask_for_new_signature",
    ),
    "expired": Words(
        "Chứng thư của người ký đã hết hạn và không có bằng chứng chữ ký được tạo trước đó.",
        "The signer's certificate has expired, and nothing proves that the signature is older.",
        "ask_for_new_signature",
    ),
    "not_yet_valid": Words(
        "Chữ ký được tạo trước khi chứng thư của người ký có hiệu lực.",
        "The signature was made before the signer's certificate became valid.",
    ),
    # --- when --------------------------------------------------------------------------------------------------------
    "no_proof_of_time": Words(
        "Không có dấu thời gian tin cậy: thời điểm ký chỉ do người ký tự khai.",
        "There is no trusted timestamp: the time of signing is only claimed by the signer.",
        "ask_for_timestamp",
    ),
    "timestamp_broken": Words(
        "Dấu thời gian bị hỏng hoặc không thuộc chữ ký này.",
        "The timestamp is damaged or does not belong to this signature.",
    ),
    "timestamp_not_settled": Words(
        "Chưa xác định được dấu thời gian có đáng tin hay không.",
        "Whether the timestamp can be trusted is not settled.",
        "add_anchor",
    ),
    "timestamps_out_of_order": Words("Các dấu thời gian mâu thuẫn với nhau.", "The timestamps contradict each other."),
    # --- the register ------------------------------------------------------------------------------------------------
    "not_the_registered_copy": Words(
        "Tệp này không đúng từng byte với bản đã vào sổ chứng thực số {number}.",
        "This file is not, byte for byte, the copy registered as number {number}.",
    ),
    "copy_annulled": Words(
        "Bản sao số {number} đã bị hủy bỏ giá trị ({decision}).", "Copy number {number} was annulled ({decision})."
    ),
    "copy_void": Words(
        "Số {number} đã bị bỏ, không cấp cho bản sao nào.", "Number {number} is void: no copy was issued under it."
    ),
}

REMEDIES: dict[str, Words] = {
    "ask_for_signed_file": Words(
        "Hãy xin tệp PDF gốc đã ký, không phải bản in hay bản chụp.",
        "Ask for the signed PDF itself, not a print or a picture of it.",
    ),
    "remove_password": Words("Gỡ mật khẩu rồi kiểm tra lại.", "Remove the password and check again."),
    "ask_issuer": Words("Hỏi nơi phát hành tệp.", "Ask whoever issued the file."),
    "ask_for_new_signature": Words("Đề nghị người ký ký lại.", "Ask the signer to sign again."),
    "ask_for_timestamp": Words(
        "Bản có dấu thời gian của cơ quan được tin cậy sẽ giải quyết được.",
        "A copy with a timestamp of a trusted authority would settle it.",
    ),
    "add_anchor": Words(
        "Nếu bạn tin cơ quan cấp chứng thư, hãy thêm chứng thư gốc của họ rồi kiểm tra lại.",
        "If you trust the authority, add its root certificate and check again.",
    ),
    "fetch_revocation": Words(
        "Danh sách thu hồi (CRL/OCSP) của cơ quan cấp chứng thư sẽ giải quyết được.",
        "A revocation list (CRL or OCSP) of the issuing authority would settle it.",
    ),
}
