"""One conversation with two servers, Taskmaster's and supervisord's, that run the same programs.

Prints each answer in which they differ, once what differs from run to run is masked, and ends with 1
if there is one. usage: compare.py OUR_URL OUR_FOLDER REAL_URL REAL_FOLDER
"""

import os
import re
import socket
import sys
import time
import xmlrpc.client

MASKED = {"pid", "start", "stop", "now"}


class Side:
    def __init__(self, url, folder):
        self.server = xmlrpc.client.ServerProxy(url)
        self.folder = folder

    def ask(self, method, *params):
        call = self.server
        for part in method.split("."):
            call = getattr(call, part)
        try:
            return self.masked(call(*params))
        except xmlrpc.client.Fault as e:
            return {"fault": e.faultCode, "text": self.masked(e.faultString)}
        except xmlrpc.client.ProtocolError as e:
            return {"http": e.errcode}

    def masked(self, value, key=None):
        if isinstance(value, dict):
            return {k: self.masked(v, k) for k, v in sorted(value.items())}
        if isinstance(value, list):
            # Processes are done in the order in which they happen to be done.
            if value and all(isinstance(v, dict) and "status" in v for v in value):
                value = sorted(value, key=lambda v: (v["group"], v["name"]))
            return [self.masked(v) for v in value]
        if key in MASKED and isinstance(value, int):
            return "some" if value else 0
        if isinstance(value, str):
            value = value.replace(self.folder, "FOLDER")
            value = re.sub(r"pid [0-9]+, uptime [0-9:]+", "pid N, uptime T", value)
            value = re.sub(r"[A-Z][a-z]{2} [0-9]{2} [0-9]{2}:[0-9]{2} [AP]M", "T", value)
            value = re.sub(r"-[a-z0-9_]{8}\.log", "-RANDOM.log", value)
        return value


ours, real = Side(sys.argv[1], sys.argv[2]), Side(sys.argv[3], sys.argv[4])
differences = 0


def differ(question, a, b):
    global differences
    differences += 1
    print("%s\n  ours %r\n  real %r" % (question, a, b))


def same(method, *params):
    question = "%s%r" % (method, params)
    a, b = ours.ask(method, *params), real.ask(method, *params)
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for x, y in zip(a, b):
            one(question, x, y)
    else:
        one(question, a, b)


def one(question, a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            # 4.2.5 has no such field yet.
            if a.get(key) != b.get(key) and key != "autorestart":
                differ("%s of %s: %s" % (question, a.get("name"), key), a.get(key), b.get(key))
    elif a != b:
        differ(question, a, b)


def until(name, state):
    for side in (ours, real):
        for _ in range(300):
            if side.ask("supervisor.getProcessInfo", name).get("statename") == state:
                break
            time.sleep(0.05)
        else:
            differ("%s is never %s" % (name, state), side.folder, "")


def socket_says(side, name):
    path = os.path.join(side.folder, name)
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(20)
            client.connect(path)
            return client.recv(100), oct(os.stat(path).st_mode)
    except OSError:
        return "nobody listens"  # supervisord leaves the file


def same_socket(name):
    one("the socket " + name, socket_says(ours, name), socket_says(real, name))


until("cat", "RUNNING")
until("echo", "EXITED")
until("fast:fast1", "RUNNING")
same_socket("fast.sock")
same("supervisor.stopProcess", "fast:fast0")
same_socket("fast.sock")
same("supervisor.stopProcess", "fast:fast1")
same_socket("fast.sock")
same("supervisor.startProcess", "fast:fast1")
same_socket("fast.sock")
same("supervisor.sendProcessStdin", "fast:fast1", "hello")
same("supervisor.startProcess", "fast:fast0")
for method in ours.server.system.listMethods():
    same("system.methodSignature", method)
same("system.listMethods")
same("supervisor.getAllConfigInfo")
same("supervisor.getAllProcessInfo")
same("supervisor.getState")
same("supervisor.getIdentification")
for name in ("", "none", "pool", "pool:", "pool:*", "pool:none", "none:*", "cat:cat", ":", "a:b:c",
             "/", "..", "%s", "\u00e4"):
    same("supervisor.getProcessInfo", name)
    same("supervisor.startProcess", name)
    same("supervisor.signalProcess", name, "CONT")
    same("supervisor.startProcessGroup", name)
same("supervisor.startProcess", "broken")
same("supervisor.startProcess", "folder")
same("supervisor.startProcess", "quick")
until("quick", "FATAL")
same("supervisor.getProcessInfo", "quick")
same("supervisor.startProcess", "late")
same("supervisor.getProcessInfo", "late")
until("late", "EXITED")
same("supervisor.getProcessInfo", "late")
same("supervisor.stopProcess", "late")
same("supervisor.startProcess", "off", False)
same("supervisor.stopProcess", "off", True)
same("supervisor.getProcessInfo", "off")
same("supervisor.stopProcess", "off")
same("supervisor.signalProcess", "off", "HUP")
same("supervisor.signalProcess", "cat", "NONSENSE")
same("supervisor.signalProcess", "cat", 0)
same("supervisor.signalProcess", "cat", 18)
same("supervisor.signalProcess", "cat", "sigcont")
same("supervisor.signalProcess", "pool:*", "CONT")
same("supervisor.signalAllProcesses", "CONT")
same("supervisor.sendProcessStdin", "cat", "hello \u00e4\n")
same("supervisor.sendProcessStdin", "off", "hello\n")
same("supervisor.sendProcessStdin", "pool:*", "hello\n")
same("supervisor.sendProcessStdin", "cat", 5)
time.sleep(0.5)
for offset in (0, 3, -3, 5, 8, 9, 10, 1000, -1000, 2 ** 31 - 1, "0"):
    for length in (0, 3, -1, 4, 1000, 2 ** 31 - 1):
        same("supervisor.readProcessStdoutLog", "echo", offset, length)
        same("supervisor.tailProcessStdoutLog", "echo", offset, length)
same("supervisor.readProcessStdoutLog", "cat", 0, 0)
same("supervisor.readProcessStderrLog", "cat", 0, 0)
same("supervisor.readProcessStderrLog", "pool:w0", 0, 0)
same("supervisor.tailProcessStderrLog", "pool:w0", 7, 0)
same("supervisor.readProcessStdoutLog", "none", 0, 0)
same("supervisor.readLog", -1, 1)
same("supervisor.clearProcessLogs", "cat")
same("supervisor.readProcessStdoutLog", "cat", 0, 0)
same("supervisor.clearProcessLogs", "none")
same("supervisor.clearAllProcessLogs")
same("supervisor.stopProcessGroup", "pool")
same("supervisor.stopProcessGroup", "pool")
same("supervisor.startProcessGroup", "pool", False)
same("supervisor.stopAllProcesses")
same("supervisor.stopAllProcesses")
same("supervisor.getAllProcessInfo")
same("supervisor.startAllProcesses", False)
same("supervisor.reloadConfig")
same("supervisor.addProcessGroup", "cat")
same("supervisor.addProcessGroup", "none")
same("supervisor.removeProcessGroup", "none")
until("cat", "RUNNING")
same("supervisor.removeProcessGroup", "cat")
same("supervisor.stopProcess", "cat")
same("supervisor.removeProcessGroup", "cat")
same("supervisor.getProcessInfo", "cat")
same("supervisor.getAllConfigInfo")
same("supervisor.addProcessGroup", "cat")
until("cat", "RUNNING")
same("supervisor.sendRemoteCommEvent", "a", "b")
same("supervisor.getState", 1)
same("supervisor.startProcess")
same("supervisor.nothing")
same("supervisor._update", "x")
same("supervisor.getState.im_func")
same("nothing")
same("system.methodHelp", "nothing")
same("system.methodSignature", "nothing")
same("system.multicall", [
    {"methodName": "supervisor.getState", "params": []},
    {"methodName": "supervisor.getState"},
    {"methodName": "supervisor.stopProcess", "params": ["cat"]},
    {"methodName": "supervisor.stopProcess", "params": ["cat"]},
    {"methodName": "supervisor.startProcess", "params": ["cat"]},
    {"methodName": "system.multicall", "params": []},
    {"methodName": "system.listMethods", "params": [1]},
    {"params": []},
])
same("supervisor.shutdown")
sys.exit(1 if differences else 0)
