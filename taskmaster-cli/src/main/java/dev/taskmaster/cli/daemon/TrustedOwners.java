package dev.taskmaster.cli.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whose folders may be used where everybody can make some: in `/tmp` somebody else may have made
/// ours first, to have us write where he likes.
///
/// @param names the users
record TrustedOwners(Set<String> names) {

    /// {@return root and the user of this process}
    static TrustedOwners current() throws IOException {
        var names = new HashSet<>(Set.of("root"));
        ProcessHandle.current().info().user().ifPresent(names::add);
        // Who has no name, as in a container, has a number.
        var self = Path.of("/proc/self");
        if (Files.exists(self)) {
            names.add(Files.getOwner(self).getName());
        }
        return new TrustedOwners(names);
    }

    /// {@return what speaks against a folder}
    Optional<String> objection(Path folder) throws IOException {
        // Both the path and where its links lead to: a link may be somebody else's, too.
        for (var path : List.of(folder.toAbsolutePath().normalize(), folder.toRealPath())) {
            for (var each = path; each.getParent() != null; each = each.getParent()) {
                var owner = Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).getName();
                if (isOpenToAll(each.getParent()) && !names.contains(owner)) {
                    return Optional.of(
                            "everybody can write to %s, and %s belongs to %s"
                                    .formatted(each.getParent(), each, owner));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOpenToAll(Path folder) throws IOException {
        return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    }
}
