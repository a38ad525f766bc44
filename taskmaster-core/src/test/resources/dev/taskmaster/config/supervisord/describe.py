"""Says how the real supervisord understands configuration files.

For every file named on the command line: a line `file PATH`, and then either
`refused`, or one line `SUBJECT OPTION = VALUE` for every option, the value as
JSON. DescribedConfig.java prints the same for Taskmaster.
"""

import io
import json
import sys
import warnings

warnings.simplefilter("ignore")

from supervisor.datatypes import (  # noqa: E402
    Automatic,
    RestartUnconditionally,
    RestartWhenExitUnexpected,
)
from supervisor.options import (  # noqa: E402
    EventListenerPoolConfig,
    FastCGIGroupConfig,
    ServerOptions,
)

SETTINGS = (
    "childlogdir directory environment identifier logfile logfile_backups logfile_maxbytes loglevel"
    " minfds minprocs nocleanup nodaemon pidfile silent strip_ansi umask user"
).split()

PROCESS = (
    "autorestart autostart command directory environment exitcodes killasgroup priority"
    " redirect_stderr serverurl startretries startsecs stderr_capture_maxbytes"
    " stderr_events_enabled stderr_logfile stderr_logfile_backups stderr_logfile_maxbytes"
    " stderr_syslog stdout_capture_maxbytes stdout_events_enabled stdout_logfile"
    " stdout_logfile_backups stdout_logfile_maxbytes stdout_syslog stopasgroup stopsignal"
    " stopwaitsecs uid umask"
).split()

WORDS = {
    Automatic: "AUTO",
    RestartUnconditionally: True,
    RestartWhenExitUnexpected: "unexpected",
}


def say(subject, option, value):
    if isinstance(value, type):
        value = WORDS[value]
    print(subject, option, "=", json.dumps(value, sort_keys=True))


def describe(options):
    settings = options.configroot.supervisord
    for name in SETTINGS:
        # Where supervisord has made a path absolute, that is in its options.
        own = options if name in ("logfile", "pidfile") else settings
        say("supervisord", name, getattr(own, name))
    say("supervisord", "serverurl", options.serverurl)
    for server in settings.server_configs:
        subject = "server [%s]" % server["section"]
        for name in ("username", "password", "host", "port", "file", "chmod", "chown"):
            if name in server:
                say(subject, name, server[name])
    for name, _, extras in settings.rpcinterface_factories:
        say("rpcinterface", name, extras)
    for group in options.process_group_configs:
        subject = "group " + group.name
        say(subject, "priority", group.priority)
        if isinstance(group, EventListenerPoolConfig):
            say(subject, "buffer_size", group.buffer_size)
            say(subject, "events", len(group.pool_events))
        if isinstance(group, FastCGIGroupConfig):
            socket = group.socket_config
            say(subject, "socket", socket.url)
            say(subject, "socket_backlog", socket.backlog)
            say(subject, "socket_mode", getattr(socket, "mode", None))
            say(subject, "socket_owner", getattr(socket, "owner", None))
        for process in group.process_configs:
            subject = "process %s:%s" % (group.name, process.name)
            for name in PROCESS:
                say(subject, name, getattr(process, name))


for path in sys.argv[1:]:
    print("file", path)
    options = ServerOptions()
    options.stderr = io.StringIO()
    try:
        options.realize(["-c", path], doc="")
    except SystemExit:
        print("refused", options.stderr.getvalue().splitlines()[0], file=sys.stderr)
        print("refused")
    else:
        describe(options)
