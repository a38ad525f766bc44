supervisord -c supervisord.conf
until [ $(supervisorctl status | grep -c RUNNING) = 3 ]; do sleep 0.1; done
(echo hello; until grep -qs hello web-stdout*.log; do sleep 0.1; done; sleep 2) | supervisorctl fg web
supervisorctl fg broken
supervisorctl fg nobody
supervisorctl fg
supervisorctl fg web worker:worker_0
sh interrupted.sh hello supervisorctl tail -f web
supervisorctl tail web
supervisorctl tail -3 web
supervisorctl tail -0 web
supervisorctl tail web stderr
supervisorctl tail web nonsense
supervisorctl tail -x web
supervisorctl tail
supervisorctl tail broken
supervisorctl tail -f nobody
supervisorctl maintail -60 | tail -c 20
supervisorctl maintail -f x
supervisorctl maintail x y
sh interrupted.sh started supervisorctl maintail -f | grep -o 'INFO supervisord started'
supervisorctl clear web
supervisorctl tail web
supervisorctl clear all
supervisorctl clear
supervisorctl clear nobody
supervisorctl signal
supervisorctl signal HUP
supervisorctl signal 0 web
supervisorctl signal CONT worker:
supervisorctl signal CONT all
supervisorctl signal SIGCONT web broken
supervisorctl pid
supervisorctl pid web nobody
supervisorctl status all
supervisorctl status web broken
supervisorctl status 'worker:*' nobody
supervisorctl avail x
supervisorctl reread x
supervisorctl add
supervisorctl remove
supervisorctl add web nobody
supervisorctl remove web nobody
printf '[program:more]\ncommand=cat\nstartsecs=0\n' > more.conf
supervisorctl reread
supervisorctl avail
supervisorctl add more
supervisorctl status more
supervisorctl stop more
supervisorctl remove more
supervisorctl update nobody
supervisorctl update more
sed -i 's/cat/sleep 1000/' more.conf
supervisorctl update
sed -i 's/sleep 1000/cat/' more.conf
supervisorctl update all
rm more.conf
supervisorctl update
supervisorctl open nonsense
supervisorctl reload now
supervisorctl shutdown now
supervisorctl version now
supervisorctl nonsense
supervisorctl help
printf 'help add\nhelp avail\nhelp clear\nhelp exit\nhelp fg\nhelp help\nhelp maintail\nhelp open\nhelp pid\nhelp quit\nhelp reload\nhelp remove\nhelp reread\nhelp restart\nhelp shutdown\nhelp signal\nhelp start\nhelp status\nhelp stop\nhelp tail\nhelp update\nhelp version\n' | supervisorctl
printf 'status web\nhelp\n\ntail\nstop broken\nnonsense\nopen http://localhost:1\nstatus\nquit\n' | supervisorctl
printf 'exit\n' | supervisorctl -i status web
supervisorctl reload
until [ $(supervisorctl status | grep -c RUNNING) = 3 ]; do sleep 0.2; done
supervisorctl restart web broken nobody
supervisorctl stop web broken nobody
supervisorctl start web broken nobody
supervisorctl restart
supervisorctl stop
supervisorctl shutdown
while [ -e supervisord.pid ]; do sleep 0.1; done
supervisorctl status
supervisorctl stop web
