"""Whether the page that is served answers as it should, asked from outside as a browser asks. No web library needed."""

import http.client

from mailbot.config import WebSettings

_SECONDS = 5.0


def trouble_at(web: WebSettings) -> str:
    """What is wrong with the page where it is served, in Vietnamese; "" where nothing is."""
    where = f"{web.host}:{web.port}"
    line = http.client.HTTPConnection(web.host, web.port, timeout=_SECONDS)
    try:
        line.request("GET", "/vao")
        answer = line.getresponse()
        answer.read()
        policy = answer.getheader("Content-Security-Policy", "")
    except (OSError, http.client.HTTPException):
        return f"Trang web không trả lời ở http://{where}."
    finally:
        line.close()
    if answer.status not in (200, 303) or "frame-ancestors 'none'" not in policy:
        return f"Ở http://{where} có chương trình khác trả lời, không phải trang của mailbot."
    return ""
