supervisord -c supervisord.conf
until [ $(supervisorctl status | grep -c RUNNING) = 3 ]; do sleep 0.1; done
supervisorctl stop worker:worker_1
supervisorctl start broken
timeout 60 prometheus-node-exporter --collector.disable-defaults --collector.supervisord --collector.supervisord.url=http://admin:secret@127.0.0.1:$PORT/RPC2 --web.listen-address=127.0.0.1:$OTHER_PORT > exporter.log 2>&1 & echo $! > exporter.pid
until grep -qs -i listening exporter.log; do sleep 0.1; done
/usr/bin/python3 -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:$OTHER_PORT/metrics').read().decode())" | grep -E '^node_(supervisord|scrape_collector_success)'
kill $(cat exporter.pid); while kill -0 $(cat exporter.pid) 2> kill.log; do sleep 0.1; done
timeout 60 prometheus-node-exporter --collector.disable-defaults --collector.supervisord --collector.supervisord.url=unix://$PWD/supervisor.sock --web.listen-address=127.0.0.1:$OTHER_PORT > exporter2.log 2>&1 & echo $! > exporter.pid
until grep -qs -i listening exporter2.log; do sleep 0.1; done
/usr/bin/python3 -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:$OTHER_PORT/metrics').read().decode())" | grep -E '^node_(supervisord|scrape_collector_success)'
kill $(cat exporter.pid); while kill -0 $(cat exporter.pid) 2> kill.log; do sleep 0.1; done
supervisorctl shutdown
