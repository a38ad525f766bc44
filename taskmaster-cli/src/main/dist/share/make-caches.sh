#!/bin/sh
# Makes the caches that let the JVM of this installation start in a fraction of the time.
#
# The build has done this already. Do it again where the files were copied without their times (by
# cp without -p, for example): the JVM then takes the caches for those of other files, and goes
# without. Runs daemons of its own in a temporary folder; needs some ten seconds.

set -eu

home=$(cd "$(dirname "$0")/.." && pwd -P)
caches=$home/runtime/lib/taskmaster
folder=$(mktemp -d)
daemon=

# Nothing is left behind, also where a step fails.
clean_up() {
    if [ -n "$daemon" ]; then
        kill "$daemon" 2>/dev/null || :
        wait "$daemon" 2>/dev/null || :
    fi
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# The JVM does not write a cache while it starts from one.
rm -rf "$caches"

# Prints the option that has client commands done, one after the other, before the one that is given.
rehearsal() {
    if [ "$1" = client ]; then
        echo "-Dtaskmaster.rehearsal=$folder/commands"
    fi
}

# Becomes a command that writes the named cache when it ends; call it in a subshell.
record() {
    # Not where it belongs: the name of that folder may have spaces in it.
    # What was compiled is not noted: to compile it anew at every start takes longer than it saves.
    TASKMASTER_OPTS="-XX:AOTCacheOutput=$folder/$1.aot $(rehearsal "$1")
        -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining"
    export TASKMASTER_OPTS
    shift
    exec "$@" >>"$folder/output" 2>&1
}

taskmaster() {
    "$home/bin/taskmaster" "$@" --server "unix://$folder/socket"
}

# Starts a daemon by a command line and has it do what daemons do, until it has written its cache.
train_daemon() {
    record "$@" &
    daemon=$!
    tries=0
    until taskmaster pid >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ] || ! kill -0 "$daemon" 2>/dev/null; then
            cat "$folder/output" >&2
            echo "make-caches: the daemon does not answer" >&2
            exit 1
        fi
        sleep 0.1
    done
    taskmaster status >/dev/null || :
    taskmaster restart 'worker:*' >/dev/null
    taskmaster tail logger >/dev/null
    taskmaster reload >/dev/null
}

end_daemon() {
    kill "$daemon"
    wait "$daemon"
    daemon=
}


cat >"$folder/taskmaster.yml" <<EOF
taskmaster:
  socket: $folder/socket
  statedir: $folder/state
programs:
  worker: { cmd: sleep 3600, numprocs: 20, starttime: 0, stdout: auto, stderr: auto }
  logger: { cmd: sh -c 'while echo line; do sleep 0.1; done', stdout: auto }
  crasher: { cmd: sh -c 'exit 3', autorestart: always, startretries: 1, stdout: none, stderr: none }
  setup:
    cmd: sleep 3600
    priority: 1
    autorestart: unexpected
    exitcodes: [0, 2]
    stopsignal: TERM
    stoptime: 5
    workingdir: /
    umask: 022
    env: { ANSWER: 42 }
    stdout: $folder/setup.log
EOF
cat >"$folder/supervisord.conf" <<EOF
[unix_http_server]
file=$folder/socket
[supervisord]
logfile=$folder/supervisord.log
pidfile=$folder/supervisord.pid
childlogdir=$folder
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://$folder/socket
[program:worker]
command=sleep 3600
numprocs=20
process_name=%(program_name)s_%(process_num)02d
startsecs=0
[program:logger]
command=sh -c 'while echo line; do sleep 0.1; done'
redirect_stderr=true
[program:crasher]
command=sh -c 'exit 3'
autorestart=true
startretries=1
stdout_logfile=NONE
stderr_logfile=NONE
[program:setup]
command=sleep 3600
priority=1
autorestart=unexpected
exitcodes=0,2
stopsignal=TERM
stopwaitsecs=5
stopasgroup=true
directory=/
umask=022
environment=ANSWER="42"
stdout_logfile=$folder/setup.log
stdout_logfile_maxbytes=1MB
stdout_logfile_backups=3
[group:both]
programs=crasher,setup
priority=2
[eventlistener:listener]
command=sh -c 'printf "READY\n"; exec sleep 3600'
events=PROCESS_STATE
EOF
# Clients find the same daemon by either file.
cat >"$folder/commands" <<EOF
status -c $folder/supervisord.conf
status --json -c $folder/supervisord.conf
start worker:* -c $folder/taskmaster.yml
pid -c $folder/taskmaster.yml
tail logger -c $folder/taskmaster.yml
version
EOF

train_daemon run "$home/bin/taskmaster" run --no-shell -c "$folder/taskmaster.yml"
(record client "$home/bin/taskmaster" status -c "$folder/taskmaster.yml") || :
end_daemon

train_daemon supervisord "$home/bin/supervisord" -n -c "$folder/supervisord.conf"
end_daemon

mkdir -p "$caches"
mv "$folder"/*.aot "$caches"
