"""The package as pip installs it into a fresh environment."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIBRARY = os.environ.get("COESITE_LIBRARY")
NEEDED = ("ensurepip", "setuptools", "wheel")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]

PROGRAM = """
import coesite, numpy
with coesite.Model("silicon", device="cpu", threads=1) as model:
    print(model.evaluate([14, 14], [[0, 0, 0], [2.3, 0, 0]]).energy)
print(len(coesite.neighbors("i", ([14, 14], numpy.eye(2, 3)), 3)))
print(coesite.__file__)
"""


@unittest.skipIf(MISSING, f"Python has no {', '.join(MISSING)}")
@unittest.skipUnless(LIBRARY, "COESITE_LIBRARY is not set")
class InstallTest(unittest.TestCase):
    def run_in(self, folder, *command):
        environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "COESITE_LIBRARY")}
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        return run.returncode, run.stdout, run.stderr

    def require(self, folder, *command):
        code, out, err = self.run_in(folder, *command)
        self.assertEqual(code, 0, out + err)
        return out

    def test_pip_installs_what_finds_the_library_of_its_environment(self):
        with tempfile.TemporaryDirectory() as folder:
            # pip builds in the source tree
            source = shutil.copytree(PACKAGE, os.path.join(folder, "package"), ignore=shutil.ignore_patterns("__pycache__"))
            self.require(folder, sys.executable, "-m", "venv", "--system-site-packages", "env")
            python = os.path.join(folder, "env", "bin", "python")
            self.require(
                folder, python, "-m", "pip", "install", "--no-index", "--no-build-isolation", "--no-deps", source
            )
            code, _, err = self.run_in(folder, python, "-c", PROGRAM)
            self.assertEqual(code, 1)
            self.assertIn("set COESITE_LIBRARY to the path of libcoesite.so.1", err)
            os.symlink(os.path.abspath(LIBRARY), os.path.join(folder, "env", "lib", "libcoesite.so.1"))
            energy, pairs, place = self.require(folder, python, "-c", PROGRAM).split()
            self.assertLess(float(energy), 0)
            self.assertEqual(pairs, "2")
            self.assertTrue(place.startswith(os.path.join(folder, "env")), place)


if __name__ == "__main__":
    unittest.main()
