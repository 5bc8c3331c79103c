"""Makes its one queue: `python -m tests.bench.helpdesk.queue HOST PORT USER`, the password in BENCH_PASSWORD."""

import os
import sys

import django


def main(host: str, port: str, user: str) -> None:
    django.setup()
    from helpdesk.models import Queue

    Queue.objects.create(
        title="TCCB",
        slug="TCCB",
        email_address="phongtccb@laocai.edu.vn",
        allow_email_submission=True,
        email_box_type="imap",
        email_box_host=host,
        email_box_port=int(port),
        email_box_user=user,
        email_box_pass=os.environ["BENCH_PASSWORD"],
        email_box_imap_folder="INBOX",
        email_box_interval=0,
        logging_type="none",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
