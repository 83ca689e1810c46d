"""What GoNB says, as a notebook's reader needs it: between the kernel and the page JupyterLab's server stands.

  - GoNB describes its language by the version of Go at hand, and leaves names empty. JupyterLab writes that into the
    notebook, which is then changed although nobody touched it, and differs from machine to machine. The page is told
    what the notebooks hold.
  - A failed cell's message names the line in the cell, among the paths of a temporary file that nobody can open, and
    gives the exit status twice. Only the cell's line stays, and the status once.
  - Until a cell has said %noautoget, GoNB asks the network for a cell's imports, even to complete a name, and finds
    none where there is no network. Every kernel is told at once.
"""

import re

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

# As testdata/execute.py leaves it in the notebooks.
LANGUAGE = {"name": "go", "mimetype": "text/x-go", "file_extension": ".go", "pygments_lexer": "go"}

HEADER, CONTENT = 0, 3  # of a message's parts

PLACE = re.compile(r"(?:\S*/gonb_[0-9a-f]+|\.)/main(?:_test)?\.go:\d+(?::\d+)?:? ?")
REPLACED = [
    (re.compile(r'<span class="gonb-err-location">[^<]*</span>'), ""),
    (re.compile(r'<div style="white-space: pre-wrap;"> (# gonb_[0-9a-f]+)?</div>\s*'), ""),  # the package's name, an empty line
    (re.compile(r'failed to run "[^"]*/go build [^"]*": exit status \d+'), "The cell does not compile."),
    (re.compile(r'failed to run "[^"]*/goimports [^"]*": exit status \d+'), "The cell is not Go."),
    (re.compile(r"signal: killed"), "The cell was ended (signal: killed): it had not stopped 5 s after ■, or the machine ran out of memory."),
    (re.compile(r'parsing go files in TempDir "[^"]*": '), ""),
    (PLACE, ""),
    (re.compile(r"(expected declaration, found [^\s<]+)"), r"\1 (statements need a line with %% above them)"),
]
EXIT_STATUS = re.compile(r"(?:\A|(?<=\n))(exit status \d+|signal: \w+)\n\Z")


def plain(value):
    """The same with every text in it freed of what says nothing to a reader."""
    if isinstance(value, str):
        for pattern, text in REPLACED:
            value = pattern.sub(text, value)
        return value
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def rewrite(kind, content):
    """A message's content as the page gets it; None where the page gets no such message."""
    if kind == "kernel_info_reply":
        return content | {"language_info": LANGUAGE}
    if kind == "stream" and content.get("name") == "stderr":
        text = EXIT_STATUS.sub("", content.get("text", ""))  # the error that follows says so too
        return plain(content | {"text": text}) if text else None
    if kind == "display_data" and "gonb-err-" in str(content.get("data", {}).get("text/html", "")):
        return plain(content)
    if kind in ("error", "execute_reply") and "evalue" in content:
        return plain(content)
    return content


class Connection(ZMQChannelsWebsocketConnection):
    # GoNB sends what a cell writes to stderr as it comes, in the middle of a line too: the last message whose line has
    # not ended yet, and the line.
    unfinished, line = None, ""

    def connect(self):
        connected = super().connect()
        if connected is not None:
            connected.add_done_callback(lambda _: self.prepare_kernel())
        return connected

    def prepare_kernel(self):
        if "shell" in self.channels:
            self.session.send(self.channels["shell"], "execute_request", {
                "code": "%noautoget", "silent": True, "store_history": False, "user_expressions": {},
                "allow_stdin": False, "stop_on_error": False,
            })

    def _on_zmq_reply(self, stream, msg_list):
        if not isinstance(msg_list, list):  # not the protocol that JupyterLab speaks: the parts as they came
            super()._on_zmq_reply(stream, msg_list)
            return
        kind = self.session.unpack(msg_list[HEADER])["msg_type"]
        if kind not in ("kernel_info_reply", "stream", "display_data", "error", "execute_reply", "status"):
            super()._on_zmq_reply(stream, msg_list)
            return
        content = self.session.unpack(msg_list[CONTENT])
        if kind == "stream" and content.get("name") == "stderr":
            whole, newline, self.line = (self.line + content.get("text", "")).rpartition("\n")
            self.unfinished = (stream, msg_list)
            content = content | {"text": whole + newline}
            if not newline:
                return
        elif kind in ("error", "status") and self.line:
            line, self.line = self.line, ""
            self.forward(*self.unfinished, "stream", {"name": "stderr", "text": line})
        self.forward(stream, msg_list, kind, content)

    def forward(self, stream, msg_list, kind, content):
        """Passes a message on, with this content as the page gets it."""
        content = rewrite(kind, content)
        if content is not None:
            super()._on_zmq_reply(stream, [*msg_list[:CONTENT], self.session.pack(content), *msg_list[CONTENT + 1 :]])
