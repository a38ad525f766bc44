package dev.taskmaster.cli.daemon;

import dev.taskmaster.OwnProcess;
import dev.taskmaster.launch.LaunchException;
import dev.taskmaster.spec.Resource;

import java.util.ArrayList;
import java.util.List;

/// How much a supervisord.conf makes sure that the daemon and its programs may have.
///
/// @param minFds open files; 0 for as many as there are
/// @param minProcs processes; 0 for as many as there are
record MinimumLimits(int minFds, int minProcs) {

    static MinimumLimits of(Setup setup) {
        return setup.supervisord()
                .map(it -> it.loaded().config().settings())
                .map(settings -> new MinimumLimits(settings.minFds(), settings.minProcs()))
                .orElse(new MinimumLimits(0, 0));
    }

    /// Raises what is less.
    ///
    /// @return what was raised, in supervisord's words
    /// @throws CannotRunException if that is not allowed
    List<String> ensure() {
        var raised = new ArrayList<String>();
        ensure(
                Resource.NOFILE,
                minFds,
                raised,
                "The minimum number of file descriptors required to run this process is %1$d as"
                        + " per the \"minfds\" command-line argument or config file setting. The"
                        + " current environment will only allow you to open %2$d file descriptors. "
                        + " Either raise the number of usable file descriptors in your environment"
                        + " (see README.rst) or lower the minfds setting in the config file to"
                        + " allow the process to start.");
        ensure(
                Resource.NPROC,
                minProcs,
                raised,
                "The minimum number of available processes required to run this program is %1$d as"
                        + " per the \"minprocs\" command-line argument or config file setting. The"
                        + " current environment will only allow you to open %2$d processes.  Either"
                        + " raise the number of usable processes in your environment (see"
                        + " README.rst) or lower the minprocs setting in the config file to allow"
                        + " the program to start.");
        return raised;
    }

    private static void ensure(
            Resource resource, int minimum, List<String> raised, String refusal) {
        try {
            if (OwnProcess.ensure(resource, minimum)) {
                raised.add("Increased RLIMIT_%s limit to %d".formatted(resource.name(), minimum));
            }
        } catch (LaunchException e) {
            throw new CannotRunException(
                    refusal.formatted(minimum, OwnProcess.get(resource).hard().getAsLong()));
        }
    }
}
