"""A mail server in a process of its own: python -m tests.faults.sink PORT FOLDER

It does what FOLDER/mode says at this moment, and writes the Message-ID of each mail that it has taken as a line of FOLDER/taken.
"""

import asyncio
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

ANSWERS = {
    "451": "451 4.7.1 try later",
    "432": "432 4.3.2 concurrent connections limit exceeded",
    "550": "550 5.1.1 no such mailbox",
    "policy": "550 5.7.1 the sender is not welcome",
}
ID = re.compile(rb"^Message-ID:\s*(\S+)", re.M | re.I)


class Handler:
    """Modes: ok; 451, 432, 550 and policy at the recipient; silent takes the mail and never answers."""

    def __init__(self, folder: Path) -> None:
        self.mode_file, self.taken = folder / "mode", (folder / "taken").open("ab", buffering=0)

    @property
    def mode(self) -> str:
        return self.mode_file.read_text()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if answer := ANSWERS.get(self.mode):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = ID.search(envelope.content)
        assert found
        self.taken.write(found[1] + b"\n")
        if self.mode == "silent":
            await asyncio.sleep(3600)
        return "250 taken"


async def serve(port: int, folder: Path) -> None:
    handler = Handler(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(SMTP, handler, hostname="sink", loop=loop), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
