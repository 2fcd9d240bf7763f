"""Some signers of the proof of the numbers, in a process of their own: threads that certify and seal at once.

Each signer has a key and a session. Every seventeenth paper cannot be built (its scan is no picture), every
twenty-third copy is sent back by the seal keeper: their numbers must be void, each with its reason.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hoso.prove.justice import PIN, JusticeOffice, Staff, scans
from signing.act import begin_in, seal_in, send_back
from signing.channel import Batch
from terms.errors import HosoError

UNREADABLE_EVERY, SENT_BACK_EVERY = 17, 23
_OF_A_BATCH = 50


class Signer:
    """One certifier at a time with the seal keeper beside; opens new batches as the old ones are used up."""

    def __init__(self, office: JusticeOffice, certifier: Staff) -> None:
        self.office, self.certifier = office, certifier
        self.answers: Counter[str] = Counter()
        self._batches: dict[str, tuple[Batch, int]] = {}

    def work(self, numbers: range, scan: bytes) -> Counter[str]:
        for number in numbers:
            try:
                self.answers[self._one(number, scan)] += 1
            except HosoError as error:
                self.answers[error.code] += 1
        for batch, _ in self._batches.values():
            batch.close()
        return self.answers

    def _one(self, number: int, scan: bytes) -> str:
        spoilt = number % UNREADABLE_EVERY == 0
        document = self.office.document([b"no picture" + str(number).encode() if spoilt else scan])
        services = self.office.services
        certified = begin_in(services, self._batch("certify"), self.office.request(document, 1))
        if number % SENT_BACK_EVERY == 0:
            send_back(services, self.office.keeper.token, certified.copy_id, "Thử trả lại")
            return "sent back"
        seal_in(services, self._batch("seal"), certified.copy_id)
        return "issued"

    def _batch(self, purpose: str) -> Batch:
        kept = self._batches.get(purpose)
        if kept is None or kept[1] == 0:
            if kept is not None:
                kept[0].close()
            who = self.certifier if purpose == "certify" else self.office.keeper
            worker = self.office.services.worker
            opened = (
                worker.open_batch(who.token, PIN, "certify", count=_OF_A_BATCH)
                if purpose == "certify"
                else worker.open_batch(who.token, PIN, "seal", count=_OF_A_BATCH)
            )
            kept = (opened, _OF_A_BATCH)
        self._batches[purpose] = (kept[0], kept[1] - 1)
        return kept[0]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("database")
    parser.add_argument("first", type=int)
    parser.add_argument("threads", type=int)
    parser.add_argument("each", type=int)
    options = parser.parse_args()
    variables = {"HOSO_DATABASE_URL": options.database} if options.database else {}
    office = JusticeOffice(
        options.folder, certifiers=range(options.first, options.first + options.threads), variables=variables
    )
    (scan,) = scans("numbers", 1)
    with ThreadPoolExecutor(options.threads) as threads:
        work = [
            threads.submit(Signer(office, certifier).work, _numbers(options, place), scan)
            for place, certifier in enumerate(office.certifiers)
        ]
        total: Counter[str] = Counter()
        for one in work:
            total.update(one.result())
    office.close()
    print(json.dumps(total), flush=True)
    return 0


def _numbers(options: argparse.Namespace, place: int) -> range:
    begin = (options.first + place) * options.each
    return range(begin + 1, begin + options.each + 1)


if __name__ == "__main__":
    sys.exit(main())
