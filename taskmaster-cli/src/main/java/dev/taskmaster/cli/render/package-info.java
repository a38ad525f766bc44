/// What is, and what happened, as text for people: tables, colours, sentences.
///
/// May import the exported packages of the core. All is pure: the present moment, the time zone and
/// whether there are colours are handed in, and nothing is printed here.
package dev.taskmaster.cli.render;
