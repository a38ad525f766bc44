package dev.taskmaster.config.supervisord;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// What a file that was read again changes, group by group: the answer of `reloadConfig` and the
/// work of `supervisorctl update`.
///
/// @param added names of groups that are new, in the order of the new file's groups
/// @param changed names of groups that [changed][GroupConfig#changes], in the same order
/// @param removed names of groups that are gone, in the order in which they were added
public record GroupChanges(List<String> added, List<String> changed, List<String> removed) {
    public GroupChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /// Compares what is supervised with what is wanted.
    ///
    /// @param running the groups that are supervised now, in the order in which they were added
    /// @param wanted the groups of the file as it is now
    public static GroupChanges between(
            Collection<GroupConfig> running, Collection<GroupConfig> wanted) {
        var before = byName(running);
        var after = byName(wanted);
        return new GroupChanges(
                after.keySet().stream().filter(name -> !before.containsKey(name)).toList(),
                after.values().stream()
                        .filter(group -> before.containsKey(group.name()))
                        .filter(group -> group.changes(before.get(group.name())))
                        .map(GroupConfig::name)
                        .toList(),
                before.keySet().stream().filter(name -> !after.containsKey(name)).toList());
    }

    private static LinkedHashMap<String, GroupConfig> byName(Collection<GroupConfig> groups) {
        var byName = new LinkedHashMap<String, GroupConfig>();
        groups.forEach(group -> byName.put(group.name(), group));
        return byName;
    }

    /// {@return whether all is as before}
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
