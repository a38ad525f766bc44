package dev.taskmaster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.internal.libc.Libc;
import dev.taskmaster.internal.posix.PosixLauncher;
import dev.taskmaster.internal.posix.Self;
import dev.taskmaster.launch.RunningProcess.Target;
import dev.taskmaster.spec.Isolation;
import dev.taskmaster.spec.Limit;
import dev.taskmaster.spec.Output;
import dev.taskmaster.spec.Resource;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.spec.Stdin;
import dev.taskmaster.spec.User;
import dev.taskmaster.status.ExitStatus;
import dev.taskmaster.testing.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is true of the Linux launcher alone.
class PosixLauncherIT extends RealLauncherContract {
    private static final Signal SEGV = new Signal(11);

    /// glibc keeps these two, 32 and 33, for itself.
    private static final long SIGNALS_OF_GLIBC = 0x1_8000_0000L;

    @Override
    protected ProcessLauncher newLauncher() {
        return new PosixLauncher();
    }

    @Test
    void aSinkThatBreaksEndsTheWatchingOfNobody() {
        OutputSink broken =
                _ -> {
                    throw new AssertionError("broken sink");
                };
        var observed = new Observed();
        launcher.launch(Launch.of("sh", "-c", "echo x").stdout(broken).request("a"), observed);
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
    }

    @Test
    void anObserverThatBreaksEndsTheSpawningOfNobody() {
        var broken =
                new LaunchObserver() {
                    @Override
                    public void started(RunningProcess process) {
                        throw new AssertionError("broken observer");
                    }

                    @Override
                    public void failed(String reason) {}

                    @Override
                    public void exited(ExitStatus status) {}
                };
        launcher.launch(Launch.of("true").request("a"), broken);
        var observed = new Observed();
        launcher.launch(Launch.of("true").request("b"), observed);
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
    }

    private static boolean isRoot() {
        return Libc.geteuid() == 0;
    }

    @Test
    void declaresWhatItCanDo() {
        assertThat(PosixLauncher.isAvailable()).isTrue();
        assertThat(launcher.capabilities())
                .contains(
                        Capability.SESSION,
                        Capability.GROUP,
                        Capability.GROUP_SIGNAL,
                        Capability.ANY_SIGNAL,
                        Capability.UMASK,
                        Capability.NATIVE);
        assertThat(can(Capability.USER)).isEqualTo(isRoot());
    }

    /// Once the loader of the program has closed what it opens itself.
    @Test
    void givesThreeDescriptorsAndNoMore() {
        var process = launch(program(sleep()).stdin(new Stdin.Pipe())).process();
        Await.until(() -> descriptors(process.pid()).equals(Set.of("0", "1", "2")));
    }

    private static Set<String> descriptors(long pid) {
        try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.map(fd -> fd.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void limitsTheProgramAlone() throws IOException {
        var before = Files.readString(Path.of("/proc/self/limits"));
        var limits = Map.of(Resource.NOFILE, Limit.soft(200), Resource.CORE, Limit.parse("0:4096"));
        var script = "ulimit -S -n; ulimit -H -n; ulimit -S -c; ulimit -H -c";
        var hard = Self.limit(Resource.NOFILE).hard().getAsLong();
        assertThat(output(program(sh(script)).limits(limits)))
                .isEqualTo("200\n%d\n0\n%d\n".formatted(hard, 4096 / 512));
        assertThat(Files.readString(Path.of("/proc/self/limits"))).isEqualTo(before);
    }

    @Test
    void startsDirectlyWhatHasTheLimitsThatItWouldHaveAnyway() {
        var same = Map.of(Resource.NOFILE, Self.limit(Resource.NOFILE));
        var process = launch(program(sleep()).limits(same)).process();
        // The kernel lets the parent go on a moment before the program has its arguments.
        var cmdline = Path.of("/proc/" + process.pid() + "/cmdline");
        await("its arguments", () -> read(cmdline).equals("sleep\0" + "1000\0"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysThatALimitIsNotAllowed() {
        var log = new Output.Append(folder.resolve("log"));
        var tooMany = Map.of(Resource.NOFILE, Limit.of(Limit.UNLIMITED));
        var observed = launch(program(sleep()).limits(tooMany).stderr(log));
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(1));
        assertThat(observed.reason()).isEqualTo("cannot set limits (prlimit: exit status 1)");
        assertThat(log.path()).content().contains("NOFILE");
    }

    @Test
    void limitsAndSwitchesTheUserOfOneProgram() {
        var limits = Map.of(Resource.NOFILE, Limit.of(300));
        var limited = program(sh("umask; id -un; ulimit -n")).limits(limits).umask(027);
        assertThat(output(isRoot() ? limited.user(new User("nobody", true)) : limited))
                .startsWith("0027\n")
                .endsWith("300\n");
    }

    @Test
    void givesBlockingDescriptors() throws IOException {
        var log = new Output.Append(folder.resolve("log"));
        var process = launch(program(sleep()).stdin(new Stdin.Pipe()).stderr(log)).process();
        for (var fd : List.of("0", "1", "2")) {
            var info = Files.readString(Path.of("/proc/" + process.pid() + "/fdinfo/" + fd));
            var flags = info.lines().filter(line -> line.startsWith("flags:")).findFirst();
            assertThat(Integer.parseInt(flags.orElseThrow().split("\\s+")[1], 8) & Libc.O_NONBLOCK)
                    .as(info)
                    .isZero();
        }
    }

    @Test
    void setsItApartAsAsked() throws IOException {
        var mine = groupAndSession(ProcessHandle.current().pid());
        var session = launch(program(sleep()).isolated(Isolation.SESSION)).process().pid();
        var group = launch(program(sleep()).isolated(Isolation.GROUP)).process().pid();
        var none = launch(program(sleep()).isolated(Isolation.NONE)).process().pid();
        assertThat(groupAndSession(session)).containsExactly(session, session);
        assertThat(groupAndSession(group)).containsExactly(group, mine.getLast());
        assertThat(groupAndSession(none)).isEqualTo(mine);
    }

    /// Fields 5 and 6 of `/proc/PID/stat`.
    private static List<Long> groupAndSession(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return List.of(Long.valueOf(fields[2]), Long.valueOf(fields[3]));
    }

    @Test
    void startsWithNoSignalBlockedOrIgnored() {
        var grep = List.of("grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status");
        var masks =
                output(program(grep))
                        .lines()
                        .map(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16));
        assertThat(masks.map(mask -> mask & ~SIGNALS_OF_GLIBC)).containsExactly(0L, 0L);
    }

    @Test
    void keepsTheNameTheProgramIsCalledBy() {
        assertThat(output(program(List.of("sh", "-c", "echo $0")))).isEqualTo("sh\n");
    }

    @Test
    void leavesTheUmaskOfTheJvmAlone() throws IOException {
        output(program(sh("true")).umask(0));
        output(program(sh("true")).umask(0777));
        var made = Files.createFile(folder.resolve("made"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void saysThatAFileWithoutInterpreterIsNoProgram() throws IOException {
        var text = file("text", "no program\n", "rwxr-xr-x");
        assertThat(launch(List.of(text.toString())).failure())
                .isEqualTo(
                        "'%s' is not a program: it has no #! line and is no binary for this machine"
                                .formatted(text));
    }

    @Test
    void doesNotWaitForANamedPipe() throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        assertThat(launch(program(exit(0)).stdout(new Output.Append(fifo))).failure())
                .isEqualTo("cannot open log " + fifo + ": No such device or address");
        assertThat(launch(program(exit(3)).stdin(new Stdin.File(fifo))).status())
                .isEqualTo(new ExitStatus.Code(3));
    }

    @Test
    void tellsWhetherItLeftACoreDump() throws IOException {
        var without = launch(program(sh("ulimit -c 0; kill -SEGV $$")).in(folder));
        assertThat(without.status()).isEqualTo(new ExitStatus.Signalled(SEGV, false));

        var with = launch(program(sh("ulimit -c unlimited; kill -SEGV $$")).in(folder));
        assertThat(with.status()).isInstanceOf(ExitStatus.Signalled.class);
        // Where it goes is the system's choice; a file in the working directory is the standard.
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                assertThat(with.status()).isEqualTo(new ExitStatus.Signalled(SEGV, true));
            }
        }
    }

    @Test
    void handsOnWhatAGrandchildWritesLater() throws IOException {
        var out = new Collected();
        var script = "(while [ ! -e go ]; do sleep 0.01; done; echo late) & echo early";
        var observed = launch(program(sh(script)).in(folder).stdout(out));
        assertThat(observed.status()).isEqualTo(new ExitStatus.Code(0));
        assertThat(out.text()).isEqualTo("early\n");
        Files.createFile(folder.resolve("go"));
        await("late output", () -> out.text().equals("early\nlate\n"));
        await("sink closed", () -> out.closes() == 1);
    }

    @Test
    void theGroupCanBeSignalledUntilItsLeaderIsReleased() {
        var out = new Collected();
        var observed = launch(program(sh("sleep 1000 & echo $!")).stdout(out));
        observed.status();
        var grandchild = ProcessHandle.of(Long.parseLong(out.text().strip())).orElseThrow();
        assertThat(Path.of("/proc/" + observed.process().pid())).exists();
        observed.process().signal(Signal.KILL, Target.GROUP);
        await("grandchild gone", () -> !grandchild.isAlive());
        observed.process().release();
        assertThat(Path.of("/proc/" + observed.process().pid())).doesNotExist();
    }

    @Test
    void needsNoThreadPerProcess() {
        var before = threads();
        IntStream.range(0, 100).mapToObj(_ -> launch(sleep())).toList().forEach(Observed::process);
        assertThat(threads()).isEqualTo(before);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("taskmaster-") || name.startsWith("process reaper"))
                .sorted()
                .toList();
    }

    @Test
    void doesNotDisturbAnotherLauncherNorTheJdk() {
        try (var other = new PosixLauncher()) {
            var mine = new ArrayList<Observed>();
            var theirs = new ArrayList<Observed>();
            var jdks = new ArrayList<CompletableFuture<Process>>();
            for (var i = 0; i < 100; i++) {
                mine.add(launch(exit(i)));
                var observed = new Observed();
                other.launch(program(exit(i + 100)).request("other"), observed);
                theirs.add(observed);
                jdks.add(jdkProcess(sh("exit " + (i + 50))));
            }
            for (var i = 0; i < 100; i++) {
                assertThat(mine.get(i).status()).isEqualTo(new ExitStatus.Code(i));
                assertThat(theirs.get(i).status()).isEqualTo(new ExitStatus.Code(i + 100));
                assertThat(jdks.get(i).join().exitValue()).isEqualTo(i + 50);
                theirs.get(i).process().release();
            }
        }
    }

    private static CompletableFuture<Process> jdkProcess(List<String> command) {
        try {
            return new ProcessBuilder(command).start().onExit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsExactlyOneThingOfEachLaunchWhenClosedAmongThem() {
        var all = Stream.generate(() -> launch(sleep())).limit(50).toList();
        var live = all.getFirst().process();
        launcher.close();
        for (var observed : all) {
            forget(observed);
            if (observed.isStarted()) {
                assertThat(observed.told()).containsExactly("started");
                ProcessHandle.of(observed.process().pid()).orElseThrow().destroyForcibly();
            } else {
                assertThat(observed.failure()).isEqualTo("the launcher is closed");
            }
        }
        live.signal(Signal.TERM, Target.PROCESS);
    }

    @Test
    void runsAsAnotherUserIfRoot() {
        var id =
                program(
                        sh(
                                "id -u; id -g; id -G; echo $HOME $USER $LOGNAME $SHELL; echo to > /dev/stdout"));
        var nobody = id.user(new User("nobody", true)).env(Map.of("USER", "mine"));
        if (!isRoot()) {
            assertThat(launch(nobody).failure())
                    .startsWith("cannot run as user 'nobody': only root can switch users");
            return;
        }
        var entry = passwdEntry("nobody");
        assertThat(output(nobody))
                .isEqualTo(
                        "%s\n%s\n%s\n%s mine nobody %s\nto\n"
                                .formatted(entry[2], entry[3], entry[3], entry[5], entry[6]));
        var inherited = Map.of("PATH", "/usr/bin:/bin", "HOME", "/inherited");
        assertThat(output(id.user(new User("54321", false)).inheriting(inherited)))
                .isEqualTo("54321\n54321\n54321\n/inherited\nto\n");
    }

    private static String[] passwdEntry(String user) {
        try (var lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines.filter(line -> line.startsWith(user + ":"))
                    .findFirst()
                    .orElseThrow()
                    .split(":");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void runsAsItsOwnUserWithoutSwitching() {
        var me = new User(Integer.toUnsignedString(Libc.geteuid()), false);
        assertThat(output(program(List.of("sh", "-c", "echo $0; id -u")).user(me)))
                .isEqualTo("sh\n" + Libc.geteuid() + "\n");
    }

    @Test
    void refusesUnknownUsers() {
        assertThat(launch(program(exit(0)).user(new User("no-such-user", true))).failure())
                .isEqualTo("unknown user 'no-such-user'");
    }

    @Test
    void saysWhenTheProgramCannotBeExecutedAsTheUser() throws IOException {
        var script = file("script", "#!/no/such/interpreter\n", "rwxr-xr-x");
        var observed = launch(program(List.of(script.toString())).user(new User("nobody", true)));
        if (isRoot()) {
            assertThat(observed.status()).isEqualTo(new ExitStatus.Code(127));
            assertThat(observed.told()).containsExactly("started", "exited");
            assertThat(observed.reason())
                    .isEqualTo(
                            "cannot execute '%s' as user 'nobody' (setpriv: exit status 127)"
                                    .formatted(script));
        } else {
            assertThat(observed.failure()).startsWith("cannot run as user 'nobody':");
        }
    }
}
