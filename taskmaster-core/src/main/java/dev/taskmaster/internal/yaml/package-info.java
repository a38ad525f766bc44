/// YAML text to a tree of nodes that know their line and column.
///
/// The only user of the YAML parser, and only of its events: no object is ever made from a tag, and
/// no text is taken for a number or a boolean. What a value means is for the reader of the tree to
/// say. May import nothing of Taskmaster; reads no files.
package dev.taskmaster.internal.yaml;
