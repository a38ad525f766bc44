package dev.taskmaster.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.spec.ProgramSpec;

import org.junit.jupiter.api.Test;

class DependenciesTest {
    @Test
    void nothingIsRememberedOfProgramsThatAreGone() {
        var dependencies = new Dependencies();
        var job = ProgramSpec.named("job-1").cmd("/bin/job").dependsOn("db").build();
        var entry = new Entry(1, job.processes().getFirst());
        dependencies.add(entry);
        assertThat(dependencies.isEmpty()).isFalse();
        dependencies.remove(entry);
        assertThat(dependencies.isEmpty()).isTrue();
    }
}
