package dev.taskmaster.spec;

/// When a log file is put aside and how many old ones are kept, as in supervisord: `x.log` becomes
/// `x.log.1`, that becomes `x.log.2`, and so on.
///
/// @param maxBytes the size at which it is put aside; more than zero; default 50 MB (50 * 2^20)
/// @param backups how many old files are kept, 0 to 10,000; with 0 the file is emptied; default 10
public record Rotation(long maxBytes, int backups) {
    /// 50 MB and 10 backups, as in supervisord.
    public static final Rotation STANDARD = new Rotation(50L << 20, 10);

    /// Never put aside: the supervisor writes the file, and it grows without limit.
    public static final Rotation NEVER = new Rotation(Long.MAX_VALUE, 0);

    /// @throws InvalidSpecException if a value is out of its range
    public Rotation {
        if (maxBytes < 1) {
            throw new InvalidSpecException("maxbytes", "must be more than zero, got " + maxBytes);
        }
        Checks.range("backups", backups, 0, 10_000);
    }
}
