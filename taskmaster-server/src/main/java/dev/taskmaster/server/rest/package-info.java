/// Taskmaster's own interface: JSON over HTTP at `/api/v1`, and a stream of events.
///
/// The shapes of its JSON live here and nowhere else. May import the core, `host`, `http` and
/// `tail`, and is the only package that imports Jackson.
///
/// `openapi.yaml`, beside these classes, describes it; a test keeps that true.
package dev.taskmaster.server.rest;
