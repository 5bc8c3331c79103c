"""What machines write: regular expressions over text in lower case, NFC, with single spaces.

Vietnamese and English in full; of other languages only what real collections held.
"""

BOUNCE_SUBJECTS = (
    r"undeliver(?:ed|able)",
    r"returned mail|returned to sender|returning (?:message|mail|to sender)|mail failed",
    r"failure notice|failed mail|delayed mail",
    r"mail (?:could not|failure)|could not send|(?:warning|error)[-: ]+(?:message|could not|mail)",
    r"mail(?: system)? (?:error|delivery)",
    r"delivery (?:status|failure|failed|error|notification|report|unsuccessful|delayed)",
    r"(?:message|email|mail|e-mail) (?:delivery|not delivered|undeliverable|could not be|rejected|bounced)",
    r"non[- ]?deliver|message you sent blocked|considered unsolicited|spam notification",
    r"complaint about message from|loop alert|aws notification message",
    r"unzustellbar|devolução|mensaje devuelto|notification d.état|メールエラー通知|配信不能",
    r"không (?:thể )?(?:gửi|chuyển|phát) (?:được )?(?:thư|email)|không (?:gửi|chuyển|phát) được (?:thư|email)",
    r"(?:thư|email) (?:không gửi được|bị trả lại|gửi không thành công)",
    r"(?:gửi|chuyển|phát) (?:thư|email) (?:không thành công|thất bại)",
    r"thông báo (?:trạng thái|lỗi|không) (?:gửi|phát|chuyển)",
)

ABSENCE_SUBJECTS = (
    r"(?:thư |email )?(?:trả lời|phản hồi|hồi âm) tự động|tự động (?:trả lời|phản hồi|hồi âm)|thư tự động",
    r"(?:tôi |hiện |đang |hiện đang |thông báo )*"
    r"(?:đi công tác|vắng mặt|nghỉ phép|nghỉ thai sản|nghỉ ốm|không có mặt (?:tại|ở))",
    r"auto(?:matic(?:ally)?)?[- ]?(?:reply|response|respond|generated|answer)",
    r"out[- ]of[- ](?:the )?office|away from (?:my |the )?(?:office|mail|desk)|vacation",
    r"i am (?:out|away|on (?:leave|vacation|holiday))|(?:currently )?on (?:leave|vacation|holiday)",
    r"réponse automatique|automatische antwort|abwesenheit|自動応答|自动回复",
)

RECEIPT_SUBJECTS = (
    r"đã đọc|đã xem|đã mở|chưa đọc|đã xóa mà không đọc",
    r"read|not read|gelesen|return receipt(?: \(displayed\))?",
)

BOUNCE_TEXTS = (
    r"this (?:is the mail system|message was created automatically by (?:the )?mail)",
    r"this is an automatically generated delivery",
    r"sorry to have to inform you that (?:your|the) message|wasn't able to deliver your message",
    r"(?:could not be|couldn't be|was not|were not|cannot be|can't be|not be|has not been|unable to be) delivered",
    r"delivery (?:to the following|has failed|status notification|attempt|of the following)",
    r"undeliverable|undelivered mail returned|returned (?:mail|to sender)",
    r"the following (?:addresses|recipients?|message|errors?) .{0,40}"
    r"(?:had (?:permanent|transient)|failed|could not|occurred|was undeliverable)",
    r"(?:permanent|transient) (?:fatal|non-fatal) error|transcript of (?:the )?session",
    r"reason(?: was|:) .{0,60}(?:unknown|rejected|over quota)",
    r"your message (?:could not|did not reach|was not delivered|to .{1,80} (?:was|could not|couldn't))",
    r"did not reach the following|addresses had delivery errors|no valid recipients were found",
    r"(?:failed|unable|not able) to deliver|remote host said",
    r"user (?:unknown|does not exist)|mailbox (?:full|unavailable|is full)|no such user",
    r"diagnostic[- ]code|final-recipient:|\b5\d\d[ -]5\.\d\.\d{1,2}\b",
)

BOUNCE_NOTES = (
    r"(?:thư|email|tin nhắn).{0,40}"
    r"(?:không (?:thể )?(?:gửi|chuyển|phát) được|không gửi được|bị trả lại|gửi không thành công)",
    r"địa chỉ .{0,80}(?:không tồn tại|không tìm thấy)",
)

ABSENCE_NOTES = (
    r"(?:phản hồi|trả lời|hồi âm|(?:là|[(\[.*]) ?(?:một )?(?:thư|email|tin(?: nhắn)?)|"
    r"(?:thư|email|tin(?: nhắn)?) (?:này|được))"
    r"(?: được)? (?:gửi |trả lời |phản hồi |tạo )?tự động",
    r"vui lòng không (?:trả lời|phản hồi)|xin (?:đừng|không) (?:trả lời|phản hồi)",
    r"this is an auto(?:mated|matic)|do not reply to this|i am (?:currently )?(?:out of|away|on (?:leave|vacation))",
    r"out of (?:the )?office",
)

ABSENT = (
    r"(?:^|(?<=^dạ )|(?<=hiện )|(?<=hiện nay )|(?<=hiện tại )|(?<=^do )|(?<=^vì ))"
    r"(?:tôi|em|mình|chúng tôi|cô|thầy) (?:hiện )?(?:đang |sẽ )?"
    r"(?:đi công tác|nghỉ phép|nghỉ thai sản|nghỉ ốm|vắng mặt|không có mặt|đi vắng|nghỉ hè|nghỉ lễ|nghỉ tết)",
    r"(?:ngay )?(?:sau )?khi (?:tôi |em |mình )?(?:trở lại|quay lại|đi làm lại|về cơ quan)",
)
"""The speaker is away. In a personnel office such words are daily: a note is only what holds nothing but them and what
stands around them."""

AROUND_ABSENCE = (
    r"^(?:hiện|hiện tại|hiện nay)$",
    r"^(?:kính (?:gửi|chào|thưa)|xin chào|chào|cảm ơn|xin cảm ơn|trân trọng|thân ái|dear|hi|hello)\b",
    r"sẽ (?:trả lời|phản hồi|hồi âm|liên hệ lại)",
    r"(?:liên hệ|liên lạc|gọi)\b.*(?:số|qua|tới|đến|với|\d{6})|@",
    r"^(?:từ|từ ngày|đến|đến hết|đến ngày|trong)\b",
    r"(?:việc gấp|cần gấp|khẩn cấp|trường hợp gấp)",
)
