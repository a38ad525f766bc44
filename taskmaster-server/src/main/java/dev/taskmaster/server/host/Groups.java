package dev.taskmaster.server.host;

import java.util.List;
import java.util.Set;

/// The configuration group by group, as supervisord's clients change it: they have the file read,
/// which changes nothing, and then add and remove groups one at a time.
///
/// Its methods are called by any thread, several at once.
public interface Groups {

    /// {@return the names of the groups that are supervised, empty ones too}
    Set<String> names();

    /// Reads the configuration and remembers it.
    ///
    /// @return how it differs from what is supervised
    /// @throws dev.taskmaster.config.ConfigException if anything is wrong with it; the one that was
    ///   read before is still remembered
    Changes reread();

    /// {@return every process of the configuration that was read last}
    List<ConfigInfo> configured();

    /// Supervises a group of the configuration that was read last, and starts what is to be started
    /// in it.
    Result add(String name) throws InterruptedException;

    /// Supervises a group no more, all of which is down.
    Result remove(String name) throws InterruptedException;

    /// How a configuration differs from what is supervised.
    ///
    /// @param added names of groups that are not supervised yet
    /// @param changed names of groups that are supervised otherwise
    /// @param removed names of groups that are supervised but not in the configuration any more
    record Changes(List<String> added, List<String> changed, List<String> removed) {
        public Changes {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }

    /// What becomes of a change.
    enum Result {
        /// It is done.
        DONE,
        /// There is no group of that name.
        NO_SUCH_GROUP,
        /// The group is supervised already.
        ALREADY_ADDED,
        /// Something in the group is not down.
        STILL_RUNNING
    }
}
