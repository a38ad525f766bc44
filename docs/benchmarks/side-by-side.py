#!/usr/bin/env python3
"""Measures Taskmaster beside the supervisors that this machine has, and prints Markdown tables.

    docs/benchmarks/side-by-side.py                       10, 100 and 1,000 programs
    docs/benchmarks/side-by-side.py --n 10 100 1000 10000
    docs/benchmarks/side-by-side.py --quick               does it work at all?

Needs Linux, Python 3.9 and a distribution (mvn package -DskipTests), not root. Installs nothing: of
supervisord, s6 and runit, those are measured that are found in PATH. Everything it writes is in a
folder of its own below $TMPDIR, which it removes.

Every supervisor is given the same programs: scripts that note their start in a file and then sleep,
without logs, to be restarted whenever they die. "loop" is the least there could be: a loop of
posix_spawn and waitpid, in Python, that has no configuration, no logs and no control.

"Daemon" is everything that belongs to the supervisor but the programs, so s6-supervise and runsv,
of which there is one for each program, too. Peers take turns; figures are medians of the
repetitions. A busy machine stretches them all: the ratios say more than the milliseconds.
"""
import argparse
import contextlib
import os
import random
import re
import resource
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

RECORD_BYTES = 18
FIGURES = {
    'bring-up': 'start → all programs have run, ms',
    'bring-up CPU': 'its CPU in the daemon, ms',
    'memory': 'memory of the daemon (PSS), MB',
    'wake-ups': 'wake-ups of the idle daemon, per s',
    'status': '`status` of all on the command line, ms',
    'restart': 'restart after SIGKILL, ms',
    'storm': 'half killed at once → all have run again, ms',
    'storm CPU': 'its CPU in the daemon, ms',
    'stop': 'stop of all and of the daemon, ms',
}


# The supervisors. Their commands run in a folder that has `programs/`, and what `configure` wrote.


class Peer:
    """A supervisor: what its configuration is, how it is run, and how it is asked."""

    programs_max = None
    stop_signal = signal.SIGTERM
    status, shown_as_up = None, ''  # how it is asked, and what that prints for each program that is up


class Taskmaster(Peer):
    name = 'taskmaster'
    shown_as_up = 'RUNNING'

    def __init__(self, home):
        command = home + '/bin/taskmaster'
        self.daemon = [command, 'run', '--no-shell', '-c', 'taskmaster.yml']
        self.status = [command, 'status', '-c', 'taskmaster.yml']

    def configure(self, folder, n):
        write(folder + '/taskmaster.yml', 'taskmaster: { statedir: state, socket: socket }\nprograms:\n' + ''.join(
            f'  p{i}: {{ cmd: programs/{i}, autorestart: always, starttime: 0, stdout: none, stderr: none }}\n'
            for i in range(n)))


class Supervisord(Peer):
    name = 'supervisord'
    needs = ['supervisord', 'supervisorctl']
    shown_as_up = 'RUNNING'
    daemon = ['supervisord', '-n', '-c', 's.conf']
    status = ['supervisorctl', '-c', 's.conf', 'status']
    general = '''[unix_http_server]
file=%(here)s/socket
[supervisord]
logfile=%(here)s/log
pidfile=%(here)s/pid
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://%(here)s/socket
'''

    def configure(self, folder, n):
        write(folder + '/s.conf', self.general + ''.join(
            f'[program:p{i}]\ncommand={folder}/programs/{i}\nautorestart=true\nstartsecs=0\n'
            'stdout_logfile=NONE\nstderr_logfile=NONE\n' for i in range(n)))


class S6(Peer):
    name = 's6'
    needs = ['s6-svscan', 's6-supervise', 's6-svstat']
    shown_as_up = 'up ('
    daemon = ['s6-svscan', '-c', '100000', 'services']
    status = ['sh', '-c', 'for service in services/*; do s6-svstat "$service"; done']

    def configure(self, folder, n):
        for i in range(n):
            os.makedirs(f'{folder}/services/{i}')
            os.symlink(f'{folder}/programs/{i}', f'{folder}/services/{i}/run')


class Runit(S6):  # which has the same folders of services
    name = 'runit'
    needs = ['runsvdir', 'runsv', 'sv']
    programs_max = 1000
    stop_signal = signal.SIGHUP
    shown_as_up = 'run: '
    daemon = ['runsvdir', 'services']
    status = ['sh', '-c', 'exec sv status ./services/*']


class Loop(Peer):
    name = 'loop'
    needs = []
    daemon = [sys.executable, '-S', '-E', os.path.abspath(__file__), '--loop']

    def configure(self, folder, n):
        pass

    @staticmethod
    def run():
        """What its daemon does: the least there could be."""
        def start(program):
            running[os.posix_spawn(program, [program], os.environ, setsigmask=[])] = program

        # Waited for, not handled: a signal that comes between two calls must not be slept over.
        signals = {signal.SIGCHLD, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        running = {}
        for program in os.listdir('programs'):
            start('programs/' + program)
        while signal.sigwait(signals) == signal.SIGCHLD:
            while ended := os.waitpid(-1, os.WNOHANG)[0]:
                start(running.pop(ended))
        for pid in running:
            os.kill(pid, signal.SIGTERM)


def write(path, text, mode=0o644):
    with open(path, 'w') as file:
        file.write(text)
    os.chmod(path, mode)


class Daemon:
    """A supervisor with n programs. All its processes are known by their environment, which names its folder."""

    def __init__(self, peer, n, folder, patience):
        self.peer, self.n, self.folder = peer, n, folder
        self.patience_ms = 1000 * patience + 100 * n
        self.env = dict(os.environ, HOME=folder, LC_ALL='C.UTF-8', SIDE_BY_SIDE=folder)
        self.notes = folder + '/starts'
        write(self.notes, '')
        os.mkdir(folder + '/programs')
        for i in range(n):
            write(f'{folder}/programs/{i}', '#!/bin/sh\n'
                  f"printf '%06d %010d\\n' {i} $$ >> {self.notes}\nexec sleep 1000000\n", 0o755)
        peer.configure(folder, n)

    def __enter__(self):
        self.said = open(self.folder + '/said', 'w+', errors='replace')
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.peer.daemon, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                                        stdout=self.said, stderr=self.said, start_new_session=True)
        return self

    def __exit__(self, *_):
        while left := self.processes():
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.poll()
            time.sleep(0.02)
        self.process.wait()
        self.said.close()

    def processes(self):
        found = []
        for pid in filter(str.isdigit, os.listdir('/proc')):
            with contextlib.suppress(OSError):  # it is gone, or another user's
                with open(f'/proc/{pid}/environ', 'rb') as file:
                    if f'SIDE_BY_SIDE={self.folder}\0'.encode() in file.read():
                        found.append(int(pid))
        return found

    def programs(self):
        """The latest pid of each program."""
        with open(self.notes) as file:
            return {int(i): int(pid) for i, pid in map(str.split, file)}

    def starts(self):
        return os.stat(self.notes).st_size // RECORD_BYTES

    def await_starts(self, count, begin):
        """Waits until programs have been started so many times, and says how long after `begin` that was, in ms."""
        while (starts := self.starts()) < count:
            if self.process.poll() is not None or ms_since(begin) > self.patience_ms:
                self.said.seek(0)
                raise RuntimeError(f'{starts} programs have run, not {count}; it said: {self.said.read()[-300:]!r}')
            time.sleep(0.0005)
        return ms_since(begin)

    def kill(self, victims):
        """Kills programs, and says how long it took until all have run again."""
        time.sleep(0.02)
        starts, begin = self.starts() + len(victims), time.monotonic()
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        return self.await_starts(starts, begin)

    def ask_status(self):
        begin = time.monotonic()
        asked = subprocess.run(self.peer.status, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        took = ms_since(begin)
        if (up := asked.stdout.count(self.peer.shown_as_up)) != self.n:
            raise RuntimeError(f'its status shows {up} programs up, not {self.n}: {asked.stdout[-200:]!r}')
        return took

    def stop(self):
        """Tells it to end, and waits until nothing of it is left."""
        poll = select.poll()
        left = {os.pidfd_open(pid) for pid in self.processes()}
        for handle in left:
            poll.register(handle, select.POLLIN)
        begin = time.monotonic()
        self.process.send_signal(self.peer.stop_signal)
        while left:
            if ms_since(begin) > self.patience_ms:
                raise RuntimeError(f'{len(left)} of its processes did not stop')
            for handle, _ in poll.poll(1000):
                poll.unregister(handle)
                os.close(handle)
                left.remove(handle)
        return ms_since(begin)


def ms_since(begin):
    return (time.monotonic() - begin) * 1e3


def cpu_ms(pids):
    """The CPU time that processes have used, of all their threads, those that have ended too."""
    return sum(time.clock_gettime_ns((~pid << 3) | 2) for pid in pids) / 1e6


def numbers(path, key):
    with contextlib.suppress(OSError), open(path) as file:
        return sum(int(line.split()[1]) for line in file if line.startswith(key))
    return 0  # it has ended


def wakeups(pids):
    """How often each thread has woken up."""
    return {(pid, thread): numbers(f'/proc/{pid}/task/{thread}/status', 'voluntary_ctxt_switches')
            for pid in pids for thread in os.listdir(f'/proc/{pid}/task')}


def measure(peer, n, how):
    """One life of one supervisor: a value for each figure that it has."""
    with tempfile.TemporaryDirectory(prefix='side-by-side-') as folder, Daemon(peer, n, folder, how.patience) as daemon:
        found = {'bring-up': daemon.await_starts(n, daemon.started)}
        side = set(daemon.processes()) - set(daemon.programs().values())
        found['bring-up CPU'] = cpu_ms(side)
        # s6 and runit wait before they restart what has not lived for a second.
        time.sleep(how.settle)
        found['memory'] = sum(numbers(f'/proc/{pid}/smaps_rollup', 'Pss:') for pid in side) / 1024
        before = wakeups(side)
        time.sleep(how.idle)
        # Of those that have ended meanwhile, nobody knows.
        found['wake-ups'] = sum(max(0, now - before.get(thread, 0))
                                for thread, now in wakeups(side).items()) / how.idle
        if peer.status:
            found['status'] = statistics.median(daemon.ask_status() for _ in range(how.asks))
        programs = list(daemon.programs().values())
        random.Random(n).shuffle(programs)
        at_once, one_by_one = programs[:n // 2], programs[n // 2:][:how.kills]
        found['restart'] = statistics.median(daemon.kill([victim]) for victim in one_by_one)
        before = cpu_ms(side)
        found['storm'] = daemon.kill(at_once)
        found['storm CPU'] = cpu_ms(side) - before
        if (starts := daemon.starts()) != n + len(one_by_one) + len(at_once):
            raise RuntimeError(f'programs were started {starts} times: some twice')
        found['stop'] = daemon.stop()
        return found


# What is printed.


def machine():
    def first(path, pattern):
        with open(path) as file:
            return (re.search(pattern, file.read()) or ['', '?'])[1]

    processor = first('/proc/cpuinfo', 'model name.*: (.*)')
    gigabytes = int(first('/proc/meminfo', 'MemTotal: *([0-9]+)')) / 2**20
    return (f'{time.strftime("%Y-%m-%d")}, Linux {os.uname().release}, {len(os.sched_getaffinity(0))} cores of '
            f'{processor}, {gigabytes:.0f} GiB, load {os.getloadavg()[0]:.1f} at first.')


def shown(value, per=1):
    if value is None or not per:
        return '–'
    value /= per
    return f'{value:,.0f}' if value >= 100 else f'{value:.1f}' if value >= 10 else f'{value:.2g}'


def row(cells):
    print('| ' + ' | '.join(cells) + ' |', flush=True)


def beside(n, names, found):
    """The table for n programs: a column for each supervisor, and one for each ratio."""
    others = [name for name in names if name != 'taskmaster']
    print(f'\n## {n:,} programs\n')
    row(['figure', *names, *(f'to {name}' for name in others)])
    row(['---'] + ['---:'] * (len(names) + len(others)))
    for key, words in FIGURES.items():
        ours = found['taskmaster'].get(key)
        row([words, *(shown(found[name].get(key)) for name in names),
             *(shown(ours, found[name].get(key)) for name in others)])


def growth(sizes, found):
    """How Taskmaster's cost grows with its work."""
    print('\n## Taskmaster: cost as work grows\n')
    row(['figure', *(f'{n:,}' for n in sizes)])
    row(['---'] + ['---:'] * len(sizes))
    for key, words in FIGURES.items():
        if key in ('bring-up', 'bring-up CPU', 'memory'):
            row(['per program: ' + words, *(shown(found[n]['taskmaster'].get(key), n) for n in sizes)])
        elif key in ('wake-ups', 'status', 'restart'):
            row([words, *(shown(found[n]['taskmaster'].get(key)) for n in sizes)])


def arguments():
    home = os.path.dirname(os.path.abspath(__file__)) + '/../../taskmaster-cli/target/taskmaster'
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('distribution', nargs='?', default=os.path.normpath(home), help='default: %(default)s')
    parser.add_argument('--n', nargs='+', type=int, default=[10, 100, 1000],
                        help='how many programs; default: %(default)s')
    parser.add_argument('--repeat', type=int, default=3, help='how often; default: %(default)s')
    parser.add_argument('--peers', nargs='+', choices=['supervisord', 's6', 'runit', 'loop'], metavar='NAME',
                        default=['supervisord', 's6', 'runit', 'loop'], help='of %(choices)s; default: all')
    parser.add_argument('--quick', action='store_true', help='5 programs, once: whether it works, not how fast it is')
    how = parser.parse_args()
    how.patience, how.settle, how.idle, how.asks, how.kills = 60, 1.3, 5, 5, 20
    if how.quick:
        how.n, how.repeat = [5], 1
        how.patience, how.settle, how.idle, how.asks, how.kills = 20, 0.1, 0.1, 1, 1
    if min(*how.n, how.repeat + 1) < 2:
        parser.error('--n needs at least 2 programs, --repeat at least 1')
    if not os.access(how.distribution + '/bin/taskmaster', os.X_OK):
        parser.error(f'no distribution in {how.distribution}: make one with mvn package -DskipTests')
    others = [peer for peer in (Supervisord(), S6(), Runit(), Loop())
              if peer.name in how.peers and all(map(shutil.which, peer.needs))]
    return how, [Taskmaster(os.path.abspath(how.distribution)), *others]


def main():
    how, peers = arguments()
    # What a daemon of 10,000 needs, and so do the handles that wait for its end.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for number in signal.SIGINT, signal.SIGTERM:
        signal.signal(number, lambda *_: sys.exit('interrupted'))  # what runs is ended and removed

    sys.stdout.reconfigure(encoding='utf-8')
    print(f'# Side by side\n\n{machine()} Ratios are what Taskmaster takes to what the others take.')
    failures = []
    medians = {}
    for n in how.n:
        samples = {peer.name: [] for peer in peers}
        for _ in range(how.repeat):
            for peer in peers:
                if peer.programs_max is None or n <= peer.programs_max:
                    try:
                        samples[peer.name].append(measure(peer, n, how))
                    except (RuntimeError, OSError) as e:
                        failures.append(f'{peer.name}, {n:,} programs: {e}')
        medians[n] = {name: {key: statistics.median(life[key] for life in lives) for key in lives[0]} if lives else {}
                      for name, lives in samples.items()}
        beside(n, [peer.name for peer in peers], medians[n])
    growth(how.n, medians)
    print(f'\nLoad at the end: {os.getloadavg()[0]:.1f}.')
    if failures:
        print('\nNot measured:\n\n' + '\n'.join(f'- {failure}' for failure in failures))
        sys.exit(1)


if __name__ == '__main__':
    Loop.run() if sys.argv[1:] == ['--loop'] else main()
