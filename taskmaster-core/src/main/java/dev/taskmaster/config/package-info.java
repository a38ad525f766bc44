/// Text to spec: reads configuration files and says everything that is wrong with them, each with
/// its place.
///
/// [dev.taskmaster.config.ConfigFile] reads any; [dev.taskmaster.config.SupervisordFile] reads a
/// supervisord.conf, with all that only supervisord's clients want to know.
///
/// May import `spec`, `config.supervisord`, `internal.yaml` and `internal.ini`. Starts nothing, and
/// changes nothing on disk.
package dev.taskmaster.config;
