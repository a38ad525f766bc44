/// Text to spec: reads configuration files and says everything that is wrong with them, each with
/// its place.
///
/// May import `spec`, `config.supervisord`, `internal.yaml` and `internal.ini`. Starts nothing, and
/// changes nothing on disk.
package dev.taskmaster.config;
