"""An event listener on supervisor's own childutils: writes down each event, one JSON line each.

Rejects every REMOTE_COMMUNICATION event when it comes for the first time.
"""
import json
import sys

from supervisor import childutils

rejected = set()
with open(sys.argv[1], "a", encoding="utf-8") as out:
    while True:
        headers, payload = childutils.listener.wait()
        out.write(json.dumps([headers, payload]) + "\n")
        out.flush()
        serial = headers["serial"]
        if headers["eventname"] == "REMOTE_COMMUNICATION" and serial not in rejected:
            rejected.add(serial)
            childutils.listener.fail()
        else:
            childutils.listener.ok()
