# JupyterLab as this project serves it: our notebooks, our kernel, nothing asked of the network.
import pathlib
import sys

c = get_config()  # noqa: F821, given by traitlets

sys.path.insert(0, str(pathlib.Path(sys.prefix) / "etc" / "jupyter"))  # where set-up puts this file and the next
c.ServerApp.kernel_websocket_connection_class = "ganbook_server.Connection"

c.ServerApp.root_dir = str(pathlib.Path(sys.prefix).parent / "notebooks")
c.ServerApp.ip = "localhost"
c.ServerApp.allow_root = True  # in a container or under WSL the reader often is root; the token still guards the door

c.KernelSpecManager.allowed_kernelspecs = {"ganbook"}
c.KernelSpecManager.ensure_native_kernel = False

# A kernel lives on when its notebook's tab is closed, with 250 MB of gopls, so that a training may end meanwhile. One
# that has had nothing to do for ten minutes, in no open tab, is ended; its notebook starts another when it is opened.
c.MappingKernelManager.cull_idle_timeout = 600
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = False
c.MappingKernelManager.cull_busy = False

c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"
c.ContentsManager.hide_globs = ["__pycache__", "*_test.go", "testdata", "runs"]
c.LanguageServerManager.autodetect = False  # looking for other languages' servers takes a second; GoNB brings its own gopls
