"""One table of what can go wrong, in words for a person and a code for a program.

Every refusal that crosses a room's door is a `HosoError` carrying a code of `PROBLEMS`. The code is stable: other
systems act on it. The message says what happened and what to do next, in Vietnamese and in English.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What one code means: HTTP status, whether the same call may succeed later, and the message in two languages.

    Messages may name details in braces: `{limit}`; a detail that is not given is left out as "…".
    """

    status: int
    retry: bool
    vi: str
    en: str


PROBLEMS: dict[str, Problem] = {
    # --- what came in cannot be read -------------------------------------------------------------------------------
    "empty_file": Problem(
        422, False, "Tệp rỗng. Hãy quét hoặc chọn lại tệp.", "The file is empty. Scan or choose it again."
    ),
    "unsupported_format": Problem(
        415,
        False,
        "Không nhận ra định dạng tệp. Dùng PDF, JPEG, PNG, TIFF hoặc HEIC.",
        "The format of this file is not known. Use PDF, JPEG, PNG, TIFF or HEIC.",
    ),
    "damaged": Problem(
        422,
        False,
        "Tệp bị hỏng hoặc chưa tải lên hết. Hãy quét hoặc tải lên lại.",
        "The file is damaged or incomplete. Scan it or upload it again.",
    ),
    "encrypted": Problem(
        422,
        False,
        "Tệp có mật khẩu. Hãy gỡ mật khẩu rồi nộp lại.",
        "The file is protected by a password. Remove the password and hand it in again.",
    ),
    "no_pages": Problem(422, False, "Tệp không có trang nào.", "The file has no pages."),
    "too_large": Problem(
        413, False, "Tệp lớn hơn giới hạn {limit}. Hãy chia nhỏ.", "The file is larger than {limit}. Split it."
    ),
    "too_many_pages": Problem(
        422,
        False,
        "Tệp có quá nhiều trang (giới hạn {limit}). Hãy chia nhỏ.",
        "The file has too many pages (the limit is {limit}). Split it.",
    ),
    "too_many_pixels": Problem(
        422,
        False,
        "Trang quá lớn để xử lý an toàn. Hãy quét lại ở 300 dpi.",
        "A page is too large to be handled safely. Scan it again at 300 dpi.",
    ),
    "too_slow": Problem(
        422,
        True,
        "Tệp mất quá nhiều thời gian để đọc và đã được dừng lại.",
        "Reading this file took too long and was stopped.",
    ),
    "page_unreadable": Problem(
        422,
        True,
        "Không đọc được trang này. Ảnh gốc vẫn được giữ; hãy xem và nhập tay, hoặc quét lại.",
        "This page could not be read. The scan is kept; look at it and type, or scan it again.",
    ),
    "not_a_plain_file": Problem(
        422,
        False,
        "Đây là liên kết hoặc tệp đặc biệt, không phải tệp thường. Hãy chép chính tệp đó vào.",
        "This is a link or a special file, not a plain one. Copy the file itself.",
    ),
    "not_readable": Problem(
        422,
        True,
        "Không có quyền đọc tệp này. Hãy kiểm tra quyền truy cập rồi thử lại.",
        "The program may not read this file. Check its permissions, then try again.",
    ),
    "secret_paper": Problem(
        422,
        False,
        "Giấy tờ có dấu hiệu MẬT: đã tách riêng và không đọc tiếp.",
        "This paper looks classified (MẬT): it was set apart and is not read any further.",
    ),
    # --- who may do what --------------------------------------------------------------------------------------------
    "not_signed_in": Problem(401, False, "Hãy đăng nhập.", "Sign in first."),
    "wrong_credentials": Problem(
        401, False, "Tên đăng nhập hoặc mật khẩu không đúng.", "The user name or the password is wrong."
    ),
    "locked_out": Problem(
        429,
        True,
        "Sai quá nhiều lần. Tài khoản tạm khóa, thử lại sau {minutes} phút.",
        "Too many wrong attempts. The account is locked; try again in {minutes} minutes.",
    ),
    "not_allowed": Problem(403, False, "Bạn không có quyền làm việc này.", "You are not allowed to do this."),
    "no_consent": Problem(
        403,
        False,
        "Cơ quan chưa đồng ý chia sẻ điều máy học được. Người quản trị có thể bật tại trang Cơ quan.",
        "The office has not consented to share what was learned. Its administrator can switch this on.",
    ),
    "not_found": Problem(
        404, False, "Không tìm thấy, hoặc không thuộc cơ quan của bạn.", "Not found, or not of your office."
    ),
    "bad_request": Problem(400, False, "Yêu cầu chưa đúng: {detail}", "The request is not right: {detail}"),
    "bad_csrf": Problem(
        400, True, "Trang đã cũ. Hãy tải lại trang rồi làm lại.", "The page is out of date. Load it again and retry."
    ),
    "too_many_requests": Problem(429, True, "Quá nhiều yêu cầu, hãy thử lại sau.", "Too many requests; try later."),
    "purpose_required": Problem(
        422,
        False,
        "Phải nêu mục đích và mã hồ sơ khi tra cứu dữ liệu cá nhân.",
        "A purpose and a dossier code are required to look up personal data.",
    ),
    # --- the state of things ----------------------------------------------------------------------------------------
    "conflict": Problem(
        409,
        False,
        "Người khác vừa thay đổi. Hãy tải lại trang để xem bản mới nhất.",
        "Somebody else has just changed this. Load the page again to see the latest.",
    ),
    "owner_differs": Problem(
        409,
        False,
        "Số này đã thuộc về một người có tên khác. Hãy xem lại số và họ tên trên giấy.",
        "This number already belongs to somebody of another name. Check number and name on the paper.",
    ),
    "wrong_state": Problem(
        409,
        False,
        "Chưa làm được ở trạng thái hiện tại: {detail}",
        "This cannot be done in the present state: {detail}",
    ),
    "cancelled": Problem(409, False, "Việc xử lý đã bị hủy.", "The processing was cancelled."),
    "lost_lease": Problem(
        409, True, "Một tiến trình khác đã nhận việc này.", "Another worker has taken over this job."
    ),
    "disk_full": Problem(
        507,
        True,
        "Máy chủ hết chỗ lưu. Không có gì bị mất; báo quản trị rồi thử lại.",
        "The server's disk is full. Nothing was lost; tell the administrator, then try again.",
    ),
    "database_unavailable": Problem(
        503, True, "Cơ sở dữ liệu tạm thời không phản hồi.", "The database is not answering for the moment."
    ),
    "blob_missing": Problem(
        500, False, "Thiếu tệp gốc {sha256}. Chạy ./run check.", "The stored file {sha256} is missing. Run ./run check."
    ),
    "blob_altered": Problem(
        500,
        False,
        "Tệp gốc {sha256} đã bị thay đổi. Chạy ./run check.",
        "The stored file {sha256} was altered. Run ./run check.",
    ),
    "catalogue_invalid": Problem(
        500,
        False,
        "Danh mục loại giấy tờ có lỗi: {detail}",
        "The catalogue of kinds is not valid: {detail}",
    ),
    "model_invalid": Problem(
        500,
        False,
        "Không dùng được mô hình đã học ({detail}); đang dùng mô hình kèm theo chương trình. Chạy ./run admin retrain.",
        "The trained model cannot be used ({detail}); the one that ships is used. Run ./run admin retrain.",
    ),
    "settings_invalid": Problem(500, False, "Cấu hình không hợp lệ: {detail}", "The settings are not valid: {detail}"),
    "tool_missing": Problem(
        500, False, "Thiếu chương trình {tool}. {remedy}", "The program {tool} is missing. {remedy}"
    ),
    "not_built_yet": Problem(
        501,
        False,
        "Lệnh này thuộc một phần việc sau và chưa có.",
        "This command belongs to a later part of the work and does not exist yet.",
    ),
    "internal": Problem(
        500,
        True,
        "Có lỗi ngoài dự kiến, đã ghi lại với mã {reference}. Không có gì bị mất.",
        "Something unexpected went wrong; it is on record as {reference}. Nothing was lost.",
    ),
    # --- certification ----------------------------------------------------------------------------------------------
    "answers_incomplete": Problem(
        422,
        False,
        "Phải trả lời đủ từng mục Điều 22 Nghị định 23/2015 và đánh dấu từng trang đã đối chiếu.",
        "Every item of Article 22 of Decree 23/2015 must be answered and every page ticked as compared.",
    ),
    "not_compared": Problem(
        409,
        False,
        "Cơ quan giao việc đối chiếu cho người khác: chưa có ai khác bạn đối chiếu từng trang của giấy tờ này.",
        "This office has somebody else compare: nobody but you has compared the pages of this paper yet.",
    ),
    "kept_back": Problem(
        409,
        False,
        "Bản chính đang bị tạm giữ vì nghi giả mạo. Ghi kết quả vào biên bản tạm giữ trước khi làm tiếp.",
        "The original is kept back as a suspected forgery. Record the outcome of its minutes before going on.",
    ),
    "refused_by_law": Problem(
        422,
        False,
        "Bản chính thuộc trường hợp không được chứng thực (Điều 22): {detail}",
        "This original may not be certified (Article 22): {detail}",
    ),
    "same_person_twice": Problem(
        422,
        False,
        "Người chứng thực và người đóng dấu phải là hai người khác nhau.",
        "The certifier and the seal keeper must be two different people.",
    ),
    "register_unsettled": Problem(
        409,
        False,
        "Còn {count} số đang giữ, chưa cấp và chưa bỏ. Hãy ký xong hoặc bỏ từng số, rồi khóa sổ.",
        "{count} numbers are still reserved. Finish or void each of them, then close the register.",
    ),
    "no_open_register": Problem(
        409,
        False,
        "Cơ quan chưa mở sổ chứng thực cho năm này. Mở sổ ở trang Sổ chứng thực; sổ năm trước còn mở thì văn thư khóa "
        "sổ ấy trước.",
        "The office has no open register for this year. Open it on the page of registers; if last year's is open, "
        "the seal keeper closes it first.",
    ),
    "wrong_pin": Problem(403, False, "Mã PIN không đúng.", "The PIN is wrong."),
    "key_unavailable": Problem(
        503,
        True,
        "Không tới được khóa ký. Kiểm tra thiết bị ký hoặc tiến trình ký số.",
        "The signing key cannot be reached. Check the token or the signing worker.",
    ),
    "certificate_refused": Problem(
        422,
        False,
        "Chứng thư số không dùng được để ký: {detail}",
        "This certificate may not be used to sign: {detail}",
    ),
    "copy_not_found": Problem(
        404,
        False,
        "Ở đây không có bản sao chứng thực nào như vậy.",
        "There is no such certified copy here.",
    ),
    "page_not_found": Problem(404, False, "Không có trang này.", "There is no such page."),
    "busy": Problem(
        503, True, "Đang có quá nhiều người kiểm tra. Hãy thử lại sau.", "Too many are checking now. Retry soon."
    ),
    "bad_certificate": Problem(
        422,
        False,
        "Tệp {file} không phải là chứng thư số X.509 (PEM hoặc DER).",
        "The file {file} holds no X.509 certificate (PEM or DER).",
    ),
    "certificate_weak": Problem(
        422,
        False,
        "Khóa của chứng thư số quá yếu (cần RSA từ 2048 bit hoặc ECDSA từ 256 bit). Xin cấp chứng thư số mới.",
        "The key of this certificate is too weak (RSA from 2048 or ECDSA from 256 bits). Ask for a new certificate.",
    ),
    "certificate_not_yet_valid": Problem(
        422,
        False,
        "Chứng thư số chưa có hiệu lực (từ ngày {date}). Kiểm tra đồng hồ máy chủ hoặc đợi đến ngày đó.",
        "This certificate is not valid yet (from {date}). Check the server's clock, or wait.",
    ),
    "certificate_expired": Problem(
        422,
        False,
        "Chứng thư số đã hết hạn ngày {date}. Hãy gia hạn trước khi ký.",
        "This certificate expired on {date}. Renew it before you sign.",
    ),
    "certificate_wrong_purpose": Problem(
        422,
        False,
        "Chứng thư số này không được cấp để ký văn bản. Hãy dùng chứng thư số để ký văn bản.",
        "This certificate was not issued for signing documents. Use one that was.",
    ),
    "certificate_foreign": Problem(
        422,
        False,
        "Chứng thư số không do tổ chức chứng thực được cơ quan tin cậy cấp. Quản trị cần khai báo chứng thư gốc.",
        "No trusted authority stands above this certificate. The administrator must configure its root.",
    ),
    "certificate_revoked": Problem(
        422,
        False,
        "Chứng thư số đã bị thu hồi nên không được ký. Báo quản trị để xin cấp chứng thư số mới.",
        "This certificate was revoked and may not sign. Tell the administrator, who asks for a new one.",
    ),
    "certificate_status_unknown": Problem(
        503,
        True,
        "Chưa biết chứng thư số còn hiệu lực hay đã bị thu hồi (OCSP, CRL không trả lời). Thử lại.",
        "Whether this certificate is revoked cannot be learnt now (no OCSP or CRL). Try again.",
    ),
    "certificate_wrong_holder": Problem(
        422,
        False,
        "Chứng thư số của {holder}, không phải của {person}. Dùng đúng thiết bị của mình, hoặc báo quản trị.",
        "This certificate belongs to {holder}, not to {person}. Use your own token, or have the key assigned anew.",
    ),
    "pin_used_up": Problem(
        403,
        False,
        "Thời gian hoặc số lần dùng của mã PIN đã hết. Nhập lại mã PIN.",
        "The PIN was good for a limited time and number of signatures. Enter it again.",
    ),
    "worker_unavailable": Problem(
        503,
        True,
        "Tiến trình ký số không chạy. Quản trị cần khởi động lại dịch vụ.",
        "The signing worker is not running. The administrator must start the service again.",
    ),
    "break_glass_closed": Problem(
        403,
        False,
        "Cơ quan không cho phép một người vừa chứng thực vừa đóng dấu. Nhờ văn thư khác ký số của cơ quan.",
        "The office does not allow one person to certify and seal. Ask another seal keeper to sign for the office.",
    ),
    "break_glass_reason": Problem(
        422,
        False,
        "Nêu rõ lý do một người làm cả hai việc, ít nhất {shortest} ký tự.",
        "Say why one person does both, in at least {shortest} characters.",
    ),
    "no_term": Problem(
        403,
        False,
        "Hôm nay bạn không trong thời hạn được ký ({purpose}). Quản trị cần ghi thời hạn ký mới ở trang Quản trị.",
        "You are in no term in which you may sign today ({purpose}). The administrator sets one on the page People.",
    ),
    "delivery_refused": Problem(
        403,
        False,
        "Liên kết hoặc mã nhận không đúng, hoặc không còn dùng được. Xem lại phiếu giao hoặc hỏi cơ quan đã cấp.",
        "The link or the secret is wrong, or good no more. Look at the receipt, or ask the office that issued it.",
    ),
    "prepared_outdated": Problem(
        409,
        False,
        "Giấy tờ đã thay đổi từ khi đối chiếu. Hủy việc ký sau này, rồi đối chiếu lại với bản chính.",
        "The paper has changed since it was compared. Withdraw it here, then compare it with the original again.",
    ),
    "list_changed": Problem(
        409,
        False,
        "Danh sách đã thay đổi từ khi bạn xem. Xem lại danh sách mới rồi xác nhận.",
        "The list has changed since you looked at it. Look at the new list, then confirm it.",
    ),
    "second_factor_required": Problem(
        403,
        False,
        "Cơ quan yêu cầu mã xác thực thứ hai khi ký. Đăng ký ứng dụng tạo mã ở trang Tài khoản.",
        "The office asks for a second factor when signing. Enrol an authenticator app on the page Account.",
    ),
    "wrong_code": Problem(
        403,
        False,
        "Mã xác thực không đúng hoặc đã dùng. Chờ mã mới trong ứng dụng rồi nhập lại.",
        "The code is wrong or was used already. Wait for the next code of the app, then try again.",
    ),
    "copy_unsound": Problem(
        500,
        False,
        "Bản sao vừa ký không qua được kiểm tra lại ({detail}) nên không được cấp. Hãy làm lại.",
        "The copy that was just signed failed its own check ({detail}) and was not issued. Do it again.",
    ),
    "timestamp_unavailable": Problem(
        503,
        True,
        "Máy chủ cấp dấu thời gian không phản hồi. Thử lại.",
        "The timestamp authority does not answer. Try again.",
    ),
    "certificate_other_key": Problem(
        422,
        False,
        "Chứng thư số này của một khóa khác, không phải khóa {name}. Khóa mới thì đặt tên mới rồi gán cho người dùng.",
        "This certificate is of another key than {name}. Give a new key a name of its own and assign that.",
    ),
    "ceremony_plan": Problem(
        422,
        False,
        "Kịch bản lễ tạo khóa chưa đúng: {detail}. Sửa, in lại và phát cho mọi người trước khi bắt đầu.",
        "The plan of the ceremony is not right: {detail}. Mend it, print it anew and hand it out before you begin.",
    ),
    "ceremony_tool": Problem(
        409,
        False,
        "Công cụ {path} không đúng mã SHA-256 trong kịch bản. Dừng lễ, tìm hiểu vì sao.",
        "The tool {path} has not the SHA-256 of the plan. Stop, and find out why.",
    ),
    "ceremony_key": Problem(
        409,
        False,
        "Thiết bị không bảo đảm khóa ở yên bên trong ({detail}). Hủy khóa này, dùng thiết bị khác.",
        "The token does not promise that the key stays inside ({detail}). Destroy the key and use another token.",
    ),
    "weak_pin": Problem(
        422,
        False,
        "Mã PIN quá yếu: {detail}. Chọn mã khác.",
        "The PIN is too weak: {detail}. Choose another.",
    ),
    "key_at_agent": Problem(
        409,
        False,
        "Khóa này nằm trên máy của người ký. Hãy dùng “Ký bằng chương trình trên máy”.",
        "This key lies on its signer's own machine. Use “Sign with the program on this machine”.",
    ),
    "key_not_at_agent": Problem(
        409,
        False,
        "Khóa của bạn không nằm trên máy của bạn. Hãy ký bằng mã PIN như thường lệ.",
        "Your key does not lie on your own machine. Sign with its PIN as usual.",
    ),
    "agents_closed": Problem(
        403,
        False,
        "Máy chủ không mở việc ký bằng chương trình trên máy. Quản trị đặt agents = true trong cấu hình [signing].",
        "Signing with a program on one's own machine is closed. The administrator sets agents = true under [signing].",
    ),
    "agents_second_factor": Problem(
        403,
        False,
        "Cơ quan đòi mã xác thực thứ hai mỗi lần ký, nên không ký được bằng chương trình trên máy. Hãy ký bằng PIN.",
        "The office asks for a second factor each time, which a program on one's own machine cannot. Sign with a PIN.",
    ),
    "errand_unknown": Problem(
        404,
        False,
        "Không có tệp nào đang chờ ký ở địa chỉ này. Mở lại trang ký và gửi đi lần nữa.",
        "No file waits to be signed at this address. Open the signing page and send it out again.",
    ),
    "errand_settled": Problem(
        409,
        False,
        "Tệp này đã được trả về hoặc đã bị hủy; không nhận lần thứ hai. Xem trang bản sao.",
        "This file has come back already or was cancelled; it is not taken twice. See the page of the copy.",
    ),
    "errand_expired": Problem(
        410,
        False,
        "Tệp ký về quá hạn nên không được nhận. Gửi đi ký lại.",
        "The signed file came back too late and was not taken. Send it out again.",
    ),
    "errand_unsigned": Problem(
        422,
        False,
        "Tệp trả về chưa được ký. Gửi đi lần nữa và ký trong chương trình trên máy.",
        "The file came back unsigned. Send it out again and sign it in the program on your machine.",
    ),
    "errand_rewritten": Problem(
        422,
        False,
        "Chương trình ký đã ghi lại hoặc sửa tệp thay vì chỉ thêm chữ ký. Chọn chế độ ký nối thêm, rồi gửi đi ký lại.",
        "The signing program rewrote or changed the file instead of adding a signature. Have it sign incrementally.",
    ),
    "errand_other_file": Problem(
        422,
        False,
        "Tệp trả về là một tệp khác. Chỉ ký tệp mà trang này gửi đi; gửi đi ký lại.",
        "Another file came back. Sign only the file this page sent; send it out again.",
    ),
    "errand_other_certificate": Problem(
        422,
        False,
        "Tệp được ký bằng chứng thư số khác ({holder}). Chọn đúng chứng thư số đã đăng ký, rồi gửi đi ký lại.",
        "The file was signed with another certificate ({holder}). Choose the registered one; send it out again.",
    ),
    "errand_other_field": Problem(
        422,
        False,
        "Chữ ký không nằm ở ô dành cho nó ({field}). Chọn ô ký có sẵn, rồi gửi đi ký lại.",
        "The signature is not in the field made for it ({field}). Sign in that field; send it out again.",
    ),
    "errand_two_signatures": Problem(
        422,
        False,
        "Tệp trả về có nhiều hơn một chữ ký mới. Chỉ ký một lần; gửi đi ký lại.",
        "The file came back with more than one new signature. Sign once; send it out again.",
    ),
    "errand_changed": Problem(
        422,
        False,
        "Tệp trả về bị thay đổi ngoài chữ ký ({detail}). Tắt việc chèn thêm nội dung, rồi gửi đi ký lại.",
        "More than a signature was added to the file ({detail}). Switch off such additions; send it out again.",
    ),
    "errand_unsound": Problem(
        422,
        False,
        "Chữ ký trong tệp trả về không hợp lệ hoặc không phủ hết tệp ({detail}). Gửi đi ký lại.",
        "The signature in the returned file does not hold or does not cover all of it ({detail}). Send it out again.",
    ),
    "demo_authority": Problem(
        422,
        False,
        "Khóa của cơ quan chứng thực DÙNG THỬ chỉ dùng được ở cơ quan đánh dấu là dùng thử.",
        "Keys of the DEMO authority may be used only by an office that is marked as a demo.",
    ),
}


class HosoError(Exception):
    """A refusal or failure with a stable code. `details` fill the braces of the message and travel with the code."""

    def __init__(self, code: str, **details: object) -> None:
        if code not in PROBLEMS:
            raise KeyError(f"unknown problem code: {code}")
        self.code = code
        self.details = details
        super().__init__(self.message("en"))

    @property
    def problem(self) -> Problem:
        return PROBLEMS[self.code]

    def message(self, language: str = "vi") -> str:
        """The message in `language` ("vi" or "en"), its braces filled."""
        template = self.problem.vi if language == "vi" else self.problem.en
        return template.format_map(_Details(self.details))


class InputError(HosoError):
    """What came in cannot be read: the file or page is at fault, trying again will not help."""


class AccessError(HosoError):
    """Who asks may not have it."""


class StateError(HosoError):
    """Not in the present state of things."""


class UnavailableError(HosoError):
    """Something outside (disk, database, token, authority) does not answer; trying again may help."""


class _Details(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
