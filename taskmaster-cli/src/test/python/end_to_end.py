"""Runs supervisor's own end-to-end tests, as Debian ships them, against another daemon.

Usage: end_to_end.py FOLDER PYTHON

FOLDER is an empty folder. PYTHON stands for the interpreter: whatever the tests start, they start
by it, and it has `-m supervisor.supervisord` run the daemon that is to be tested.
"""

import os
import shutil
import sys
import unittest

folder, sys.executable = sys.argv[1:]
os.environ["END_TO_END"] = "1"

import supervisor.tests

# A copy, since Debian's package lacks one file of the fixtures.
shutil.copytree(os.path.dirname(supervisor.tests.__file__), os.path.join(folder, "upstream"))
with open(os.path.join(folder, "upstream", "fixtures", "hello.sh"), "w") as hello:
    hello.write('for i in 1 2 3 4 5; do sleep 1; echo "The Øresund bridge ends in Malmö - $i"; done\n')
sys.path.insert(0, folder)

import upstream.test_end_to_end

unittest.main(module=upstream.test_end_to_end, argv=sys.argv[:1], verbosity=2)
