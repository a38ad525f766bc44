/// The texts of supervisord's world, read as Python reads them: INI files, `%(name)s`, words in
/// shell quotes, file patterns, and what counts as white space.
///
/// Each class does one of these, to the letter, and knows nothing of what the texts are for. May
/// import nothing of Taskmaster; reads no files, but for [PythonGlob], which lists folders.
package dev.taskmaster.internal.ini;
