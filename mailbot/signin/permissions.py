"""What an administrator must grant before a program may read and send a mailbox's mail, in Vietnamese, step by step.

Names of permissions, commands and pages are the providers' own (Microsoft: "Authenticate an IMAP, POP or SMTP
connection using OAuth"; Google: "Control API access with domain-wide delegation").
"""

from mailbot.signin.settings import SignInSettings

_REGISTER = (
    "Trong Microsoft Entra ID, mục App registrations, đăng ký một ứng dụng; ghi Application (client) ID vào client_id."
)
_AUTHENTICATED_SMTP = (
    "Cho hộp thư dùng IMAP và SMTP có xác thực: Set-CASMailbox -Identity {mailbox} -ImapEnabled $true "
    "-SmtpClientAuthenticationDisabled $false"
)

_STEPS = {
    ("microsoft", "device"): (
        _REGISTER,
        "Mục Authentication của ứng dụng: bật Allow public client flows.",
        "Mục API permissions, Delegated permissions: IMAP.AccessAsUser.All, SMTP.Send, offline_access; "
        "bấm Grant admin consent.",
        _AUTHENTICATED_SMTP,
        "Nếu {mailbox} là hộp thư dùng chung, cho người đăng nhập quyền đọc và gửi thay: "
        "Add-MailboxPermission -Identity {mailbox} -User NGƯỜI -AccessRights FullAccess; "
        "Add-RecipientPermission -Identity {mailbox} -Trustee NGƯỜI -AccessRights SendAs",
    ),
    ("microsoft", "application"): (
        _REGISTER + " Ghi Directory (tenant) ID vào tenant.",
        "Mục API permissions, APIs my organization uses, Office 365 Exchange Online, Application permissions: "
        "IMAP.AccessAsApp, SMTP.SendAsApp; bấm Grant admin consent.",
        "Mục Certificates & secrets: tải chứng thư lên (certificate_file) hoặc tạo khóa bí mật (client_secret_file).",
        "Trong Exchange Online PowerShell: New-ServicePrincipal -AppId CLIENT_ID -ObjectId OBJECT_ID; "
        "Add-MailboxPermission -Identity {mailbox} -User OBJECT_ID -AccessRights FullAccess",
        _AUTHENTICATED_SMTP,
    ),
    ("google", "code"): (
        "Trong Google Cloud Console, tạo một dự án; màn hình xin phép (OAuth consent screen) chọn Internal.",
        "Mục Credentials, tạo OAuth client ID loại Desktop app; ghi client_id và client_secret_file.",
        "Trong Google Admin, mục Security, API controls, Manage app access: cho ứng dụng này là Trusted, "
        "với quyền https://mail.google.com/.",
        "Trong Google Admin, mục Apps, Gmail, End user access: cho phép IMAP.",
    ),
    ("google", "service-account"): (
        "Trong Google Cloud Console, tạo một service account và một khóa JSON; ghi đường dẫn tệp vào key_file.",
        "Trong Google Admin, mục Security, API controls, Domain-wide delegation: thêm Client ID của service account "
        "với quyền https://mail.google.com/.",
        "Trong Google Admin, mục Apps, Gmail, End user access: cho phép IMAP cho {mailbox}.",
    ),
}
_OTHER = (
    "Đăng ký một ứng dụng ở nơi cấp hộp thư, cho phép đọc thư qua IMAP và gửi thư qua SMTP của {mailbox}; "
    "ghi client_id, các địa chỉ và scopes mà nơi ấy cho biết vào mục [oauth].",
)


def steps(settings: SignInSettings) -> tuple[str, ...]:
    """The steps for this way of signing in, in order; each is one sentence or more."""
    found = _STEPS.get((settings.provider, settings.flow), _OTHER)
    return tuple(step.format(mailbox=settings.mailbox or "HỘP_THƯ") for step in found)
