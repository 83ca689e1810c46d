# JupyterLab as this project serves it: our notebooks, our kernel, nothing asked of the network.
import pathlib
import sys

c = get_config()  # noqa: F821, given by traitlets

c.ServerApp.root_dir = str(pathlib.Path(sys.prefix).parent / "notebooks")
c.ServerApp.ip = "localhost"
c.ServerApp.allow_root = True  # in a container or under WSL the reader often is root; the token still guards the door

c.KernelSpecManager.allowed_kernelspecs = {"ganbook"}
c.KernelSpecManager.ensure_native_kernel = False

c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"
c.ContentsManager.hide_globs = ["__pycache__", "*_test.go", "testdata", "runs"]
c.LanguageServerManager.autodetect = False  # looking for other languages' servers takes a second; GoNB brings its own gopls
