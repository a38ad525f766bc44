package dev.taskmaster.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;

/// Puts the names and the number of a process where `{program}`, `{process}` and `{num}` stand.
record Placeholders(String program, String process, int num) {

    LaunchSpec in(LaunchSpec template) {
        var env = new LinkedHashMap<String, String>();
        // What tells the process who it is; its own environment may say otherwise.
        env.put("TASKMASTER_PROGRAM", program);
        env.put("TASKMASTER_PROCESS", process);
        env.put("TASKMASTER_NUM", Integer.toString(num));
        template.env().forEach((name, value) -> env.put(name, in(value)));
        return new LaunchSpec(
                template.cmd().stream().map(this::in).toList(),
                template.workingDir().map(this::in),
                env,
                template.umask(),
                template.user(),
                template.limits(),
                template.stdin() instanceof Stdin.File(var path)
                        ? new Stdin.File(in(path))
                        : template.stdin(),
                in(template.stdout()),
                in(template.stderr()),
                template.isolation());
    }

    private Output in(Output output) {
        return switch (output) {
            case Output.Append(var path) -> new Output.Append(in(path));
            case Output.Rotated(var path, var rotation) -> new Output.Rotated(in(path), rotation);
            case Output.Tapped(var to, var tap) -> new Output.Tapped(in(to), tap);
            case Output.Discard(), Output.Inherit(), Output.ToStdout() -> output;
        };
    }

    private Path in(Path path) {
        return path.getFileSystem().getPath(in(path.toString()));
    }

    private String in(String text) {
        return text.indexOf('{') < 0
                ? text
                : text.replace("{program}", program)
                        .replace("{process}", process)
                        .replace("{num}", Integer.toString(num));
    }
}
