"""The clerk of the proof of the act: a process that certifies and seals what it is told, and may be killed over it.

Stands for a web process: it runs the same functions with the same sessions. One order a line on standard input, one
answer a line on standard output; the steps it reaches go to standard error.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from hoso.prove.justice import PIN, JusticeOffice
from signing.act import begin, seal
from terms.errors import HosoError


def main() -> int:
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    office = JusticeOffice(Path(sys.argv[1]))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            if order["do"] == "certify":
                request = office.request(order["document"], order["pages"])
                answer = {"copy": begin(office.services, office.certifiers[0].token, PIN, request).copy_id}
            else:
                answer = {"copy": seal(office.services, office.keeper.token, PIN, order["copy"]).copy_id}
        except HosoError as error:
            answer = {"error": error.code}
        print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
