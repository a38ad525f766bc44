supervisord -c supervisord.conf
until [ $(supervisorctl status | grep -c RUNNING) = 3 ]; do sleep 0.1; done
ansible-playbook -i localhost, playbook.yml
supervisorctl status
supervisorctl shutdown
