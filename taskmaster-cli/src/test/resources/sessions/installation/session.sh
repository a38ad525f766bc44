supervisord -c supervisord.conf
until grep -qs FATAL events.log; do sleep 0.1; done
supervisorctl status
supervisorctl avail
supervisorctl -s http://127.0.0.1:$PORT -u admin -p wrong status site:cron
supervisorctl -s http://127.0.0.1:$PORT -u admin -p secret status site:cron
supervisorctl tail site:web_01
supervisorctl tail flaky stderr
supervisorctl stop site:web_01
supervisorctl status 'site:*'
supervisorctl start site:web_01
supervisorctl signal HUP site:cron
until grep -q reloaded cron.log; do sleep 0.1; done
supervisorctl tail site:cron
kill -KILL $(supervisorctl pid site:web_00)
until supervisorctl status site:web_00 | grep -q RUNNING; do sleep 0.1; done
supervisorctl start stubborn
supervisorctl stop stubborn
(echo good morning; until grep -q morning chat.log; do sleep 0.1; done; sleep 2) | supervisorctl fg chat
supervisorctl start flaky
supervisorctl start nobody
QUERY_STRING=world cgi-fcgi -bind -connect app.sock
supervisorctl restart 'app:*' | sort
QUERY_STRING=again cgi-fcgi -bind -connect app.sock
printf '[program:late]\ncommand=sleep 1000\nstartsecs=0\n' > conf.d/late.conf
supervisorctl reread
supervisorctl update
supervisorctl status late
rm conf.d/late.conf
supervisorctl update
supervisorctl reload
until [ $(grep -c FATAL events.log) = 3 ]; do sleep 0.1; done
supervisorctl status
supervisorctl shutdown
while [ -e supervisord.pid ]; do sleep 0.1; done
cat events.log
cut -c 25- supervisord.log | grep -E '(exited|killing|gave|received)'
ls *.log
