package dev.taskmaster.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.taskmaster.server.testing.Rig;
import dev.taskmaster.server.xmlrpc.ResponseWriter;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.testing.Await;
import dev.taskmaster.testing.FakeLauncher;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

@Timeout(60)
class MethodsTest {
    private static final String PROGRAMS =
            """
            web:
              cmd: sleep
              starttime: 0
              stdin: pipe
              stdout: %1$s/web.log
              stderr: %1$s/web.err
            worker:
              cmd: sleep
              numprocs: 2
              group: pool
              stdout: none
              starttime: 0
              priority: 10
            slow:
              cmd: sleep
              starttime: 1h
              autostart: false
            broken:
              cmd: exit 1
              starttime: 1h
              startretries: 0
              autostart: false
            absent:
              cmd: /no/such/program
              autostart: false
            """;

    @TempDir Path folder;
    private final FakeLauncher launcher = new FakeLauncher();
    private Rig rig;
    private Methods methods;

    @BeforeEach
    void open() throws IOException {
        rig = Rig.of(folder, launcher, PROGRAMS.formatted(folder));
        methods = new Methods(rig.supervisor, rig.host, InstantSource.system());
        Await.until(() -> isRunning("pool:worker_01") && isRunning("web"));
    }

    private boolean isRunning(String name) {
        return rig.supervisor.status(name).orElseThrow().state() == ProcessState.RUNNING;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Object call(String method, Object... params)
            throws RpcException, IOException, InterruptedException {
        return methods.call(method, Arrays.asList(params));
    }

    private ObjectAssert<Object> assertCall(String method, Object... params) throws Exception {
        return assertThat(call(method, params));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertFault(
            FaultCode code, String method, Object... params) {
        return assertThatThrownBy(() -> call(method, params))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Map<String, Object> status(
            String name, String group, int status, String description) {
        return Map.of("name", name, "group", group, "status", status, "description", description);
    }

    @Test
    void tellsWhoItIs() throws Exception {
        assertCall("supervisor.getAPIVersion").isEqualTo("3.0");
        assertCall("supervisor.getVersion").isEqualTo("3.0");
        assertCall("supervisor.getSupervisorVersion").isEqualTo("1.2.3");
        assertCall("supervisor.getIdentification").isEqualTo("supervisor");
        assertCall("supervisor.getPID").isEqualTo((int) ProcessHandle.current().pid());
        assertCall("supervisor.getState").isEqualTo(Map.of("statecode", 1, "statename", "RUNNING"));
    }

    @Test
    void listsExplainsAndTypesItsMethods() throws Exception {
        assertCall("system.listMethods").asInstanceOf(LIST).hasSize(41).isSorted();
        assertCall("system.methodSignature", "supervisor.startProcess")
                .isEqualTo(List.of("boolean", "string", "boolean"));
        assertCall("system.methodHelp", "supervisor.startProcess")
                .asString()
                .contains("@param string name", "@param boolean wait", "@return boolean result");
        assertFault(FaultCode.SIGNATURE_UNSUPPORTED, "system.methodHelp", "no.such");
        assertFault(FaultCode.SIGNATURE_UNSUPPORTED, "system.methodSignature", "no.such");
    }

    @Test
    void knowsNoOtherMethods() {
        for (var name :
                List.of(
                        "",
                        "getState",
                        "supervisor",
                        "supervisor.",
                        "supervisor.getState.x",
                        "supervisor._update",
                        "supervisor.__init__",
                        "other.getState")) {
            assertFault(FaultCode.UNKNOWN_METHOD, name).hasMessage("UNKNOWN_METHOD");
        }
    }

    @Test
    void refusesWrongNumbersAndTypesOfParameters() {
        assertFault(FaultCode.INCORRECT_PARAMETERS, "supervisor.getState", 1L);
        assertFault(FaultCode.INCORRECT_PARAMETERS, "supervisor.startProcess");
        assertFault(FaultCode.INCORRECT_PARAMETERS, "supervisor.startProcess", "web", true, 1L);
        assertFault(FaultCode.INCORRECT_PARAMETERS, "supervisor.startProcess", 5L);
        assertFault(FaultCode.INCORRECT_PARAMETERS, "supervisor.startProcess", List.of());
        assertFault(FaultCode.INCORRECT_PARAMETERS, "supervisor.sendProcessStdin", "web", 5L);
        assertFault(FaultCode.INCORRECT_PARAMETERS, "supervisor.readLog", "x", 0L);
        assertFault(FaultCode.INCORRECT_PARAMETERS, "system.multicall", "x");
    }

    @Test
    void knowsNoOtherNames() {
        for (var name : List.of("", "none", "worker", "../x", "web/..", "%s", "web\0", "pool:no")) {
            assertFault(FaultCode.BAD_NAME, "supervisor.getProcessInfo", name)
                    .hasMessage("BAD_NAME: " + name);
            assertFault(FaultCode.BAD_NAME, "supervisor.startProcess", name);
            assertFault(FaultCode.BAD_NAME, "supervisor.stopProcess", name);
            assertFault(FaultCode.BAD_NAME, "supervisor.signalProcess", name, "HUP");
            assertFault(FaultCode.BAD_NAME, "supervisor.sendProcessStdin", name, "x");
            assertFault(FaultCode.BAD_NAME, "supervisor.readProcessStdoutLog", name, 0L, 0L);
            assertFault(FaultCode.BAD_NAME, "supervisor.tailProcessStdoutLog", name, 0L, 0L);
            assertFault(FaultCode.BAD_NAME, "supervisor.clearProcessLogs", name);
        }
        assertFault(FaultCode.BAD_NAME, "supervisor.getProcessInfo", "pool:*");
        assertFault(FaultCode.BAD_NAME, "supervisor.startProcessGroup", "none");
        assertFault(FaultCode.BAD_NAME, "supervisor.startProcess", "none:*");
    }

    @Test
    void describesAProcess() throws Exception {
        var web = launcher.process("web");
        assertCall("supervisor.getProcessInfo", "web")
                .asInstanceOf(MAP)
                .containsEntry("name", "web")
                .containsEntry("group", "web")
                .containsEntry("state", 20)
                .containsEntry("statename", "RUNNING")
                .containsEntry("pid", (int) web.pid())
                .containsEntry("spawnerr", "")
                .containsEntry("exitstatus", 0)
                .containsEntry("stop", 0)
                .containsEntry("logfile", folder + "/web.log")
                .containsEntry("stdout_logfile", folder + "/web.log")
                .containsEntry("stderr_logfile", folder + "/web.err")
                .containsKeys("start", "now", "description")
                .hasSize(14);
        assertThat((String) info("web").get("description"))
                .matches("pid " + web.pid() + ", uptime 0:00:0.");
        assertThat(info("slow")).containsEntry("description", "Not started");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> info(String name) throws Exception {
        return (Map<String, Object>) call("supervisor.getProcessInfo", name);
    }

    @Test
    void describesAllByGroupAndName() throws Exception {
        assertThat(ofAll("name"))
                .containsExactly("absent", "broken", "worker_00", "worker_01", "slow", "web");
    }

    @Test
    void describesAllAsTheyAreNowHoweverOftenItIsAsked() throws Exception {
        assertThat(ofAll("statename")).last().isEqualTo("RUNNING");
        assertThat(ofAll("statename")).last().isEqualTo("RUNNING");
        launcher.process("web").exit(0);
        Await.until(() -> info("web").get("state").equals(100));
        assertThat(ofAll("statename")).last().isEqualTo("EXITED");
    }

    /// A member of the description of every process, read from how it is written.
    private List<String> ofAll(String member) throws Exception {
        var written = (ResponseWriter.Encoded) call("supervisor.getAllProcessInfo");
        return Pattern.compile("<name>" + member + "</name>\n<value><string>([^<]*)<")
                .matcher(written.xml())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void tellsAnUnexpectedExit() throws Exception {
        launcher.process("web").exit(0);
        Await.until(() -> info("web").get("state").equals(100));
        assertThat(info("web")).containsEntry("exitstatus", 0).containsEntry("spawnerr", "");
    }

    @Test
    void startsAndStops() throws Exception {
        assertCall("supervisor.stopProcess", "web").isEqualTo(true);
        assertThat(info("web")).containsEntry("statename", "STOPPED").containsEntry("pid", 0);
        assertFault(FaultCode.NOT_RUNNING, "supervisor.stopProcess", "web")
                .hasMessage("NOT_RUNNING: web");
        assertCall("supervisor.startProcess", "web:web").isEqualTo(true);
        assertFault(FaultCode.ALREADY_STARTED, "supervisor.startProcess", "web")
                .hasMessage("ALREADY_STARTED: web");
    }

    @Test
    void saysWhyAStartFails() {
        assertFault(FaultCode.NO_FILE, "supervisor.startProcess", "absent")
                .hasMessage("NO_FILE: can't find command '/no/such/program'");
        assertFault(FaultCode.NO_FILE, "supervisor.startProcess", "broken");
    }

    @Test
    void waitsOnlyIfAskedTo() throws Exception {
        assertCall("supervisor.startProcess", "slow", false).isEqualTo(true);
        assertThat(info("slow")).containsEntry("statename", "STARTING");
        assertCall("supervisor.stopProcess", "slow", 0L).isEqualTo(true);

        var waiting =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return call("supervisor.startProcess", "slow");
                            } catch (Exception e) {
                                return e.getMessage();
                            }
                        });
        Await.until(() -> info("slow").get("statename").equals("STARTING"));
        assertThat(waiting).isNotDone();
        assertCall("supervisor.stopProcess", "slow").isEqualTo(true);
        assertThat(waiting.get()).isEqualTo("ABNORMAL_TERMINATION: slow");
    }

    @Test
    void aQuickExitIsASpawnError() throws Exception {
        var waiting =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return call("supervisor.startProcess", "slow");
                            } catch (Exception e) {
                                return e.getMessage();
                            }
                        });
        // It is STARTING before the launcher has it; with a pid it is there.
        Await.until(() -> !info("slow").get("pid").equals(0));
        launcher.process("slow").exit(0);
        assertThat(waiting.get()).isEqualTo("SPAWN_ERROR: slow");
    }

    @Test
    void handlesGroupsAndAll() throws Exception {
        assertCall("supervisor.stopProcess", "pool:*")
                .asInstanceOf(LIST)
                .containsExactlyInAnyOrder(
                        status("worker_00", "pool", 80, "OK"),
                        status("worker_01", "pool", 80, "OK"));
        assertCall("supervisor.stopProcessGroup", "pool").isEqualTo(List.of());
        assertCall("supervisor.startProcess", "pool:worker_00").isEqualTo(true);
        assertCall("supervisor.startProcessGroup", "pool")
                .isEqualTo(List.of(status("worker_01", "pool", 80, "OK")));
        assertCall("supervisor.startAllProcesses", false)
                .asInstanceOf(LIST)
                .containsExactly(
                        status(
                                "absent",
                                "absent",
                                20,
                                "NO_FILE: can't find command '/no/such/program'"),
                        status("broken", "broken", 20, "NO_FILE: can't find command 'exit'"),
                        status("slow", "slow", 80, "OK"));
        assertCall("supervisor.stopAllProcesses").asInstanceOf(LIST).hasSize(4);
    }

    @Test
    void sendsSignals() throws Exception {
        assertCall("supervisor.signalProcess", "web", "chld").isEqualTo(true);
        assertCall("supervisor.signalProcess", "web", 17L).isEqualTo(true);
        assertThat(launcher.process("web").signals())
                .extracting(sent -> sent.signal())
                .containsExactly(new Signal(17), new Signal(17));
        assertFault(FaultCode.BAD_SIGNAL, "supervisor.signalProcess", "web", "NONSENSE")
                .hasMessage("BAD_SIGNAL: NONSENSE");
        assertFault(FaultCode.BAD_SIGNAL, "supervisor.signalProcess", "slow", "99");
        assertCall("supervisor.signalProcess", "web", 0L).isEqualTo(true);
        assertFault(FaultCode.NOT_RUNNING, "supervisor.signalProcess", "slow", "0");
        assertFault(FaultCode.NOT_RUNNING, "supervisor.signalProcess", "slow", "HUP");
        assertCall("supervisor.signalProcessGroup", "pool", "CHLD").asInstanceOf(LIST).hasSize(2);
        assertCall("supervisor.signalAllProcesses", "CHLD")
                .isEqualTo(
                        List.of(
                                status("worker_00", "pool", 80, "OK"),
                                status("worker_01", "pool", 80, "OK"),
                                status("web", "web", 80, "OK")));
        assertCall("supervisor.signalAllProcesses", "NONSENSE")
                .asInstanceOf(LIST)
                .contains(status("web", "web", 11, "BAD_SIGNAL: NONSENSE"));
    }

    @Test
    void writesToStdin() throws Exception {
        assertCall("supervisor.sendProcessStdin", "web", "hällo\n").isEqualTo(true);
        assertThat(launcher.process("web").stdin()).isEqualTo("hällo\n");
        assertFault(FaultCode.NO_FILE, "supervisor.sendProcessStdin", "pool:worker_00", "x")
                .hasMessage("NO_FILE: pool:worker_00");
        assertFault(FaultCode.NOT_RUNNING, "supervisor.sendProcessStdin", "slow", "x");
    }

    @Test
    void readsLogs() throws Exception {
        Files.writeString(folder.resolve("web.log"), "0123456789");
        assertCall("supervisor.readProcessStdoutLog", "web", 0L, 0L).isEqualTo("0123456789");
        assertCall("supervisor.readProcessLog", "web", 2L, 3L).isEqualTo("234");
        assertCall("supervisor.readProcessLog", "web", -4L, 0L).isEqualTo("6789");
        assertCall("supervisor.readProcessLog", "web", Long.MIN_VALUE, 0L).isEqualTo("0123456789");
        assertCall("supervisor.readProcessLog", "web", Long.MAX_VALUE, Long.MAX_VALUE)
                .isEqualTo("");
        assertCall("supervisor.readProcessLog", "web", "-4", 0L).isEqualTo("6789");
        assertFault(FaultCode.BAD_ARGUMENTS, "supervisor.readProcessLog", "web", -4L, 1L)
                .hasMessage("BAD_ARGUMENTS");
        assertFault(FaultCode.BAD_ARGUMENTS, "supervisor.readProcessLog", "web", 0L, -1L);
        Files.deleteIfExists(folder.resolve("web.err"));
        assertFault(FaultCode.NO_FILE, "supervisor.readProcessStderrLog", "web", 0L, 0L)
                .hasMessage("NO_FILE: " + folder + "/web.err");
        assertFault(FaultCode.NO_FILE, "supervisor.readProcessStdoutLog", "pool:worker_00", 0L, 0L)
                .hasMessage("NO_FILE");
        assertCall("supervisor.readLog", 4L, 3L).isEqualTo("log");
        assertCall("supervisor.readMainLog", -5L, 0L).isEqualTo("isor\n");
    }

    @Test
    void readsLogsThatAreNoText() throws Exception {
        Files.write(folder.resolve("web.log"), new byte[] {'a', (byte) 0xff, 0, 27, 'b'});
        assertCall("supervisor.readProcessLog", "web", 0L, 0L).isEqualTo("a\uFFFD\0\u001Bb");
    }

    @Test
    void tailsLogs() throws Exception {
        Files.writeString(folder.resolve("web.log"), "0123456789");
        assertCall("supervisor.tailProcessStdoutLog", "web", 0L, 4L)
                .isEqualTo(List.of("6789", 10L, true));
        assertCall("supervisor.tailProcessLog", "web", 10L, 4L).isEqualTo(List.of("", 10L, false));
        // supervisord repeats what the client knows already.
        assertCall("supervisor.tailProcessLog", "web", 9L, 4L)
                .isEqualTo(List.of("6789", 10L, false));
        assertCall("supervisor.tailProcessLog", "web", 0L, Long.MAX_VALUE)
                .isEqualTo(List.of("0123456789", 10L, false));
        Files.deleteIfExists(folder.resolve("web.err"));
        assertCall("supervisor.tailProcessStderrLog", "web", 3L, 4L)
                .isEqualTo(List.of("", 0, false));
    }

    @Test
    void emptiesLogs() throws Exception {
        Files.writeString(folder.resolve("web.log"), "0123456789");
        Files.writeString(folder.resolve("web.err"), "0123456789");
        assertCall("supervisor.clearProcessLogs", "web").isEqualTo(true);
        assertThat(folder.resolve("web.log")).isEmptyFile();
        assertThat(folder.resolve("web.err")).isEmptyFile();
        assertCall("supervisor.clearAllProcessLogs")
                .asInstanceOf(LIST)
                .contains(status("web", "web", 80, "OK"))
                .hasSize(6);
        assertCall("supervisor.clearLog").isEqualTo(true);
        Files.delete(folder.resolve("main.log"));
        assertFault(FaultCode.NO_FILE, "supervisor.clearLog").hasMessage("NO_FILE");
    }

    @Test
    void describesTheConfiguration() throws Exception {
        assertCall("supervisor.getAllConfigInfo")
                .asInstanceOf(LIST)
                .hasSize(6)
                .last()
                .asInstanceOf(MAP)
                .hasSize(30)
                .containsEntry("name", "worker_01")
                .containsEntry("group", "pool")
                .containsEntry("process_prio", 10)
                .containsEntry("inuse", true)
                .containsEntry("directory", "none")
                .containsEntry("stopsignal", 15);
    }

    @Test
    void changesTheConfigurationGroupByGroup() throws Exception {
        assertCall("supervisor.reloadConfig")
                .isEqualTo(List.of(List.of(List.of(), List.of(), List.of())));
        rig.rewrite(
                """
                web: { cmd: sleep, starttime: 0, stoptime: 3 }
                extra: { cmd: sleep, starttime: 0 }
                """);
        assertCall("supervisor.reloadConfig")
                .isEqualTo(
                        List.of(
                                List.of(
                                        List.of("extra"),
                                        List.of("web"),
                                        List.of("absent", "broken", "pool", "slow"))));
        assertThat(info("web")).containsEntry("pid", (int) launcher.process("web").pid());

        assertCall("supervisor.addProcessGroup", "extra").isEqualTo(true);
        Await.until(() -> info("extra").get("statename").equals("RUNNING"));
        assertFault(FaultCode.ALREADY_ADDED, "supervisor.addProcessGroup", "extra")
                .hasMessage("ALREADY_ADDED: extra");
        assertFault(FaultCode.BAD_NAME, "supervisor.addProcessGroup", "none");
        assertFault(FaultCode.STILL_RUNNING, "supervisor.removeProcessGroup", "pool")
                .hasMessage("STILL_RUNNING: pool");
        assertFault(FaultCode.BAD_NAME, "supervisor.removeProcessGroup", "none");
        call("supervisor.stopProcessGroup", "pool");
        assertCall("supervisor.removeProcessGroup", "pool").isEqualTo(true);
        assertFault(FaultCode.BAD_NAME, "supervisor.getProcessInfo", "pool:worker_00");
    }

    @Test
    void keepsTheConfigurationThatCannotBeReread() throws Exception {
        rig.rewrite("web: { cmd: [ }");
        assertFault(FaultCode.CANT_REREAD, "supervisor.reloadConfig")
                .hasMessageStartingWith("CANT_REREAD: " + folder + "/taskmaster.yml:");
        assertThat(info("web")).containsEntry("statename", "RUNNING");
    }

    @Test
    void callsSeveralMethodsInOrder() throws Exception {
        assertCall(
                        "system.multicall",
                        List.of(
                                Map.of("methodName", "supervisor.getVersion", "params", List.of()),
                                Map.of(
                                        "methodName",
                                        "supervisor.stopProcess",
                                        "params",
                                        List.of("web")),
                                Map.of(
                                        "methodName",
                                        "supervisor.stopProcess",
                                        "params",
                                        List.of("web")),
                                Map.of("methodName", "system.multicall"),
                                Map.of("methodName", "no.such"),
                                Map.of("params", List.of()),
                                "nonsense",
                                Map.of("methodName", "supervisor.getVersion", "params", "x")))
                .isEqualTo(
                        List.of(
                                "3.0",
                                true,
                                fault(70, "NOT_RUNNING: web"),
                                fault(
                                        2,
                                        "INCORRECT_PARAMETERS: Recursive system.multicall"
                                                + " forbidden"),
                                fault(1, "UNKNOWN_METHOD"),
                                fault(2, "INCORRECT_PARAMETERS: No methodName"),
                                fault(2, "INCORRECT_PARAMETERS"),
                                fault(2, "INCORRECT_PARAMETERS")));
    }

    @Test
    void aMulticallDoesNotMakeAnswersWithoutLimit() throws Exception {
        Files.writeString(folder.resolve("web.log"), "x".repeat(10 << 20));
        var call =
                Map.of(
                        "methodName",
                        "supervisor.readProcessStdoutLog",
                        "params",
                        List.of("web", 0L, 0L));
        assertThat((List<?>) call("system.multicall", List.of(call, call, call, call)))
                .extracting(result -> result instanceof String ? "log" : result)
                .containsExactly(
                        "log",
                        "log",
                        fault(30, "FAILED: the results before fill the answer"),
                        fault(30, "FAILED: the results before fill the answer"));
    }

    private static Map<String, Object> fault(int code, String text) {
        return Map.of("faultCode", code, "faultString", text);
    }

    @Test
    void restartsEverything() throws Exception {
        var before = launcher.process("web").pid();
        assertCall("supervisor.restart").isEqualTo(true);
        Await.until(
                () ->
                        rig.supervisor
                                .status("web")
                                .filter(status -> status.state() == ProcessState.RUNNING)
                                .filter(status -> status.pid() != before)
                                .isPresent());
        Await.until(() -> Optional.of("RUNNING").equals(stateName()));
    }

    private Optional<Object> stateName() throws Exception {
        try {
            return Optional.ofNullable(((Map<?, ?>) call("supervisor.getState")).get("statename"));
        } catch (RpcException e) {
            assertThat(e).hasMessage("SHUTDOWN_STATE");
            return Optional.empty();
        }
    }

    @Test
    void refusesEverythingWhileItShutsDown() throws Exception {
        assertCall("supervisor.shutdown").isEqualTo(true);
        assertFault(FaultCode.SHUTDOWN_STATE, "supervisor.getState").hasMessage("SHUTDOWN_STATE");
        assertFault(FaultCode.SHUTDOWN_STATE, "supervisor.startProcess", "web");
        assertCall("supervisor.sendRemoteCommEvent", "a", "b").isEqualTo(true);
        assertCall("system.listMethods").asInstanceOf(LIST).isNotEmpty();
    }
}
