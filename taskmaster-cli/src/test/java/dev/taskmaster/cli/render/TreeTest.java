package dev.taskmaster.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmaster.status.Descendant;

import org.junit.jupiter.api.Test;

import java.util.List;

class TreeTest {
    @Test
    void eachIsBelowItsParent() {
        var tree =
                new Tree(
                        List.of(
                                new Descendant(20, 10, "nginx: worker"),
                                new Descendant(31, 30, "sleep 1"),
                                new Descendant(30, 1, "daemon"),
                                new Descendant(21, 20, "helper"),
                                new Descendant(22, 20, "helper")));
        assertThat(tree.lines())
                .containsExactly(
                        "  ├─ 20 nginx: worker",
                        "  │  ├─ 21 helper",
                        "  │  └─ 22 helper",
                        "  └─ 30 daemon",
                        "     └─ 31 sleep 1");
    }

    @Test
    void nobodyMakesNoLines() {
        assertThat(new Tree(List.of()).lines()).isEmpty();
    }
}
