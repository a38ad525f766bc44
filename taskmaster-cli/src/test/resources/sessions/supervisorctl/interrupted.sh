# Runs a command, and interrupts it once it has shown what is waited for:
#     interrupted.sh TEXT COMMAND...
# However long that takes to come up, SIGINT finds it waiting for more. It may end by itself before.
# In the background, and so in a build there, that signal would be ignored.
text=$1
shift
rm -f shown ended interrupted.pid
(
    until [ -e ended ] || grep -qs "$text" shown; do sleep 0.1; done
    sleep 0.5
    [ -e ended ] || kill -INT $(cat interrupted.pid)
) &
env --default-signal=INT sh -c 'echo $$ > interrupted.pid; exec "$@"' sh "$@" > shown 2>&1
status=$?
touch ended
wait
cat shown
exit $status
