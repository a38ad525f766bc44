"""A client of supervisord's interface by Python's own xmlrpc.client, to be run against a server with
the programs of XmlRpcClientIT. It ends with 0 if all answers are as supervisord's would be."""

import datetime
import sys
import xmlrpc.client

url = sys.argv[1]
server = xmlrpc.client.ServerProxy(url)
supervisor = server.supervisor


def fault(code, text, call, *params):
    try:
        result = call(*params)
    except xmlrpc.client.Fault as e:
        assert (e.faultCode, e.faultString) == (code, text), (e.faultCode, e.faultString)
    else:
        raise AssertionError("no fault but %r" % (result,))


assert supervisor.getAPIVersion() == "3.0"
assert supervisor.getState() == {"statecode": 1, "statename": "RUNNING"}
assert isinstance(supervisor.getPID(), int)

methods = server.system.listMethods()
assert len(methods) == 41 and methods == sorted(methods)
for method in methods:
    assert "@return" in server.system.methodHelp(method)
    assert len(server.system.methodSignature(method)) >= 1

info = supervisor.getProcessInfo("talk")
assert info["statename"] == "RUNNING" and info["state"] == 20 and info["pid"] > 0, info
assert info["start"] <= info["now"] and info["description"].startswith("pid "), info
names = [p["group"] + ":" + p["name"] for p in supervisor.getAllProcessInfo()]
assert names == ["off:off", "talk:talk", "worker:worker_00", "worker:worker_01"], names
config = {c["name"]: c for c in supervisor.getAllConfigInfo()}
assert config["off"]["autostart"] is False and config["off"]["exitcodes"] == [0], config["off"]

fault(1, "UNKNOWN_METHOD", server.nothing)
fault(1, "UNKNOWN_METHOD", server.supervisor.getState.im_func)
fault(2, "INCORRECT_PARAMETERS", supervisor.getState, 1)
fault(2, "INCORRECT_PARAMETERS", supervisor.startProcess)
fault(10, "BAD_NAME: none", supervisor.startProcess, "none")
fault(10, "BAD_NAME: \u00e4", supervisor.startProcess, "\u00e4")
fault(60, "ALREADY_STARTED: talk", supervisor.startProcess, "talk")
fault(70, "NOT_RUNNING: off", supervisor.stopProcess, "off")
fault(11, "BAD_SIGNAL: X", supervisor.signalProcess, "talk", "X")

assert supervisor.startProcess("off") is True
assert supervisor.stopProcess("off", False) is True
results = supervisor.stopProcess("worker:*")
assert sorted(r["name"] for r in results) == ["worker_00", "worker_01"], results
assert all(r["status"] == 80 and r["description"] == "OK" for r in results), results
assert len(supervisor.startProcessGroup("worker")) == 2

# What XML cannot carry does not break the answer.
log = supervisor.readProcessStdoutLog("talk", 0, 0)
assert log == "hello\n\ufffd[31mred\ufffd\r\n\u00e4", repr(log)
text, offset, overflow = supervisor.tailProcessStdoutLog("talk", 0, 4)
assert offset == 19 and overflow is True, (text, offset, overflow)
fault(3, "BAD_ARGUMENTS", supervisor.readProcessStdoutLog, "talk", -1, 1)
fault(20, "NO_FILE", supervisor.readProcessStderrLog, "talk", 0, 0)
assert supervisor.sendProcessStdin("talk", "x\n") is True
assert supervisor.reloadConfig() == [[[], [], []]]

calls = [
    {"methodName": "supervisor.getAPIVersion", "params": []},
    {"methodName": "supervisor.stopProcess", "params": ["none"]},
    {"methodName": "system.multicall", "params": [[]]},
    {"methodName": "supervisor.sendRemoteCommEvent", "params": ["a", datetime.datetime.now()]},
]
results = server.system.multicall(calls)
assert results[0] == "3.0", results
assert results[1] == {"faultCode": 10, "faultString": "BAD_NAME: none"}, results
assert results[2]["faultCode"] == 2 and results[3]["faultCode"] == 2, results

if len(sys.argv) > 2:
    try:
        xmlrpc.client.ServerProxy(sys.argv[2]).supervisor.getState()
    except xmlrpc.client.ProtocolError as e:
        assert e.errcode == 401, e.errcode
        assert e.headers["WWW-Authenticate"] == 'Basic realm="default"', e.headers
    else:
        raise AssertionError("no credentials were asked for")
print("ok")
