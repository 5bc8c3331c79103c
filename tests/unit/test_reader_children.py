from threading import Thread

from mailbot.reading.sandbox import Sandbox

_TEXT = "Kính gửi Phòng Tổ chức cán bộ.\nNhà trường gửi bản đăng ký.\n".encode()


def test_a_child_that_has_answered_is_never_taken_for_one_that_died() -> None:
    refused: list[str] = []

    def read_many(sandbox: Sandbox) -> None:
        for number in range(60):
            document = sandbox.parse(f"thu-{number}.txt", _TEXT)
            if document.unreadable:
                refused.append(document.unreadable)

    with Sandbox() as sandbox:
        readers = [Thread(target=read_many, args=(sandbox,)) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert refused == []
